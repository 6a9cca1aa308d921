/** Databases as earlier releases left them, on SQLite and on Postgres, and all that can be seen of one. */
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import Libsql from 'libsql'
import { openPostgres, openSqlite } from '../../../src/adapters/sql/index'
import type { SqlDatabase } from '../../../src/adapters/sql/index'
import { migrate } from '../../../src/adapters/sql/migrate'
import { migratePostgres } from '../../../src/adapters/sql/postgres/migrate'
import type { Migration } from '../../../src/adapters/sql/schema/migration'
import { closeLater, newSchema, postgresHost, postgresPool, sqliteHost, type Host } from './databases'
import { newDirectory } from './fixtures'
import { frozen, rowsOf, type System } from './released'

/** What a database has: its schema, and every row of every table, by table. */
export interface Seen {
  readonly schema: unknown
  readonly rows: ReadonlyMap<string, ReadonlyArray<Readonly<Record<string, unknown>>>>
}

export interface OldDatabase {
  readonly host: Host
  readonly look: () => Promise<Seen>
  /** Which steps it says that it has: `store-1`. */
  readonly ledger: () => Promise<ReadonlyArray<string>>
  /** Opens it with the code of today. */
  readonly open: () => Promise<SqlDatabase>
  /** Brings it up to date with other steps than those of the code. */
  readonly migrateWith: (steps: ReadonlyArray<Migration>) => Promise<E.Either<unknown, void>>
}

const ledgerTable = {
  sqlite: "create table if not exists ocs_migrations (\n  part text not null, version integer not null, applied_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),\n  primary key (part, version)\n) without rowid",
  postgres: `create table ocs_migrations (
  part text collate "C" not null, version integer not null,
  applied_at text collate "C" not null default to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  primary key (part, version)
)`
} as const

/** Bytes compare as the numbers that they are. */
const plain = (row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(row).map(([k, v]) => [k, v instanceof Uint8Array || v instanceof ArrayBuffer ? [...new Uint8Array(v as ArrayBuffer)] : v]))

const rowsIn = async (host: Host, tables: ReadonlyArray<string>): Promise<Seen['rows']> => {
  const rows = new Map<string, ReadonlyArray<Readonly<Record<string, unknown>>>>()
  for (const table of tables) rows.set(table, (await host.all(`select * from ${table}`)).map(plain))
  return rows
}

const build = async (system: System, host: Host, steps: ReadonlyArray<string>): Promise<void> => {
  const texts = frozen(system)
  if (steps.length > 0) await host.exec(ledgerTable[system])
  for (const step of steps) {
    const [part = '', version = ''] = step.split('-')
    await host.exec(texts.get(step) ?? '')
    await host.run('insert into ocs_migrations (part, version) values (?, ?)', part, Number(version))
    await host.exec(rowsOf(step, system))
  }
}

const ledgerOf = async (host: Host): Promise<ReadonlyArray<string>> => (await host.all('select part, version from ocs_migrations')).map((r) => `${String(r['part'])}-${String(r['version'])}`).sort()

const oldSqlite = async (steps: ReadonlyArray<string>): Promise<OldDatabase> => {
  const file = join(newDirectory(), 'old.db')
  const host = sqliteHost(file)
  await build('sqlite', host, steps)
  const tables = async (): Promise<ReadonlyArray<string>> => (await host.all("select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name")).map((r) => String(r['name']))
  return {
    host,
    look: async () => ({ schema: await host.all('select type, name, tbl_name, sql from sqlite_master order by type, name'), rows: await rowsIn(host, await tables()) }),
    ledger: () => ledgerOf(host),
    open: async () => {
      const db = await openSqlite(file)
      closeLater(async () => db.close())
      return db
    },
    migrateWith: async (all) => {
      const connection = new Libsql(file)
      try {
        return migrate(connection, all)
      } catch (e) {
        return E.left(e)
      } finally {
        connection.close()
      }
    }
  }
}

/** Columns in their order, constraints, indexes, triggers and functions, as the server writes them down. */
const schemaQueries = [
  "select table_name, column_name, ordinal_position, data_type, collation_name, is_nullable, column_default, is_identity, identity_generation from information_schema.columns where table_schema = 'SCHEMA' order by 1, 3",
  "select c.conrelid::regclass::text as on, c.conname, pg_get_constraintdef(c.oid) as def from pg_constraint c where c.connamespace = 'SCHEMA'::regnamespace and c.contype <> 'n' order by 1, 2",
  "select tablename, indexname, indexdef from pg_indexes where schemaname = 'SCHEMA' order by 1, 2",
  "select tgname, pg_get_triggerdef(t.oid) as def from pg_trigger t join pg_class c on c.oid = t.tgrelid where c.relnamespace = 'SCHEMA'::regnamespace and not tgisinternal order by 1",
  "select proname, pg_get_functiondef(oid) as def from pg_proc where pronamespace = 'SCHEMA'::regnamespace order by 1"
]

const oldPostgres = async (steps: ReadonlyArray<string>): Promise<OldDatabase> => {
  const [schema, pool] = [await newSchema(), await postgresPool()]
  await pool.query(`create schema ${schema}`)
  const host = await postgresHost(schema)
  await build('postgres', host, steps)
  const tables = async (): Promise<ReadonlyArray<string>> => (await host.all('select tablename from pg_tables where schemaname = ? order by 1', schema)).map((r) => String(r['tablename']))
  return {
    host,
    look: async () => {
      const parts: Array<unknown> = []
      for (const q of schemaQueries) parts.push(JSON.parse(JSON.stringify(await host.all(q.replaceAll('SCHEMA', schema))).replaceAll(schema, 'SCHEMA')))
      return { schema: parts, rows: await rowsIn(host, await tables()) }
    },
    ledger: () => ledgerOf(host),
    open: async () => {
      const db = await openPostgres({ pool, schema })
      closeLater(db.close)
      return db
    },
    migrateWith: (all) => migratePostgres(pool, all, { schema, allowed: true, settings: `set local search_path = ${schema}` })
  }
}

/** A database with these steps and the rows of their time. */
export const oldDatabase = (system: System, steps: ReadonlyArray<string>): Promise<OldDatabase> => (system === 'sqlite' ? oldSqlite(steps) : oldPostgres(steps))
