/** The databases that the tests run on: each gives a new database, and a host that knows nothing of us and works on it with plain SQL. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import Libsql from 'libsql'
import pg from 'pg'
import { openPostgres, openSqlite } from '../../../src/adapters/sql/index'
import type { OpenSqliteOptions, PostgresPool, PostgresSettings, SqlDatabase } from '../../../src/adapters/sql/index'
import { numberPlaceholders } from '../../../src/adapters/sql/postgres/statement'
import { postgresUrl, schemaPrefix } from '../../postgres/connection-string'
import { closeAll as closeFiles, newDirectory } from './fixtures'

type Row = Readonly<Record<string, unknown>>

/** A connection that is not ours. Placeholders are `?`. */
export interface Host {
  readonly run: (sql: string, ...params: ReadonlyArray<string | number | null | Uint8Array>) => Promise<void>
  readonly all: (sql: string, ...params: ReadonlyArray<string | number | null>) => Promise<ReadonlyArray<Row>>
  /** Several statements, separated by semicolons. */
  readonly exec: (sql: string) => Promise<void>
}

export interface Fixture {
  readonly db: SqlDatabase
  readonly host: Host
  /** Another connection of the host. */
  readonly newHost: () => Promise<Host>
  /** The same database, opened once more. */
  readonly reopen: () => Promise<SqlDatabase>
  /** Where it is, for another process. */
  readonly place: Place
}

/** A file, or a schema on a server. */
export type Place = { readonly file: string } | { readonly connectionString: string; readonly schema: string }

export interface FixtureOptions {
  readonly sqlite?: OpenSqliteOptions
  readonly postgres?: PostgresSettings
  /** The test changes tables, and the schema is of no use to the next one. */
  readonly spoils?: boolean
  /** What stands between us and the server. */
  readonly postgresPool?: (pool: PostgresPool) => PostgresPool
}

export interface TestDatabase {
  readonly name: 'SQLite' | 'Postgres'
  readonly newDatabase: (options?: FixtureOptions) => Promise<Fixture>
}

const opened: Array<() => Promise<unknown>> = []

/** Call after each test. */
export const closeAll = async (): Promise<void> => {
  for (const close of opened.splice(0).reverse()) await close()
  closeFiles()
}

/** Closes it after the test. */
export const closeLater = (close: () => Promise<unknown>): void => void opened.push(close)

export const sqliteHost = (file: string): Host => {
  const connection = new Libsql(file)
  closeLater(async () => connection.close())
  connection.exec('pragma busy_timeout = 2000; pragma foreign_keys = on')
  return {
    run: async (sql, ...params) => void connection.prepare(sql).run(...params),
    all: async (sql, ...params) => connection.prepare(sql).all(...params) as ReadonlyArray<Row>,
    exec: async (sql) => void connection.exec(sql)
  }
}

export const sqlite: TestDatabase = {
  name: 'SQLite',
  newDatabase: async (options = {}) => {
    const file = join(newDirectory(), 'crm.db')
    const open = async (): Promise<SqlDatabase> => {
      const db = await openSqlite(file, options.sqlite)
      closeLater(async () => db.close())
      return db
    }
    return { db: await open(), host: sqliteHost(file), newHost: async () => sqliteHost(file), reopen: open, place: { file } }
  }
}

let shared: Promise<pg.Pool> | null = null

/** The pool of this test file. */
export const postgresPool = (): Promise<pg.Pool> =>
  (shared ??= postgresUrl().then((connectionString) => {
    const pool = new pg.Pool({ connectionString, max: 20, allowExitOnIdle: true, application_name: `ocs test ${process.pid}` })
    pool.on('error', () => undefined)
    return pool
  }))

export const newSchemaName = (): string => `${schemaPrefix()}${randomBytes(6).toString('hex')}`

/** The name of a schema that is dropped after the test, if it is made. */
export const newSchema = async (): Promise<string> => {
  const [pool, schema] = [await postgresPool(), newSchemaName()]
  closeLater(() => pool.query(`drop schema if exists ${schema} cascade`))
  return schema
}

const tables = ['documents', 'activities', 'addresses', 'contact_persons', 'contacts', 'activity_changes', 'ocs_links', 'ocs_cursors', 'ocs_decisions', 'ocs_journal', 'ocs_intents', 'ocs_retries', 'ocs_activation', 'ocs_leases']
const numbered = ['documents.id', 'activities.id', 'contact_persons.number', 'contacts.number', 'activity_changes.seq', 'ocs_journal.seq']
const emptyAll = [
  ...tables.map((t) => `delete from ${t}`),
  "update activity_changes_pruned set tx = '0'",
  ...numbered.map((n) => n.split('.')).map(([table, column]) => `select setval(pg_get_serial_sequence('${table}', '${column}'), 1, false)`)
].join('; ')

/** Schemas whose test is over: emptying one takes a tenth of the time of making one. */
const used: Array<string> = []

const empty = async (schema: string): Promise<string> => {
  await (await postgresPool()).query(`begin; set local search_path = ${schema}; ${emptyAll}; commit`)
  return schema
}

export const postgresHost = async (schema: string): Promise<Host> => {
  const client = await (await postgresPool()).connect()
  client.on('error', () => undefined)
  closeLater(async () => client.release(true))
  // Counts and ids as the numbers that SQLite gives.
  const types = { getTypeParser: (type: number, format?: 'text') => (type === 20 ? Number : pg.types.getTypeParser(type, format)) } as pg.CustomTypesConfig
  const query = (sql: string, values: Array<unknown>): Promise<pg.QueryResult<Row>> => client.query<Row>({ text: numberPlaceholders(sql), values, types })
  await client.query(`set search_path = ${schema}; set lock_timeout = 5000`)
  return {
    run: async (sql, ...params) => void (await query(sql, [...params])),
    all: async (sql, ...params) => (await query(sql, [...params])).rows,
    exec: async (sql) => void (await client.query(sql))
  }
}

export const postgres: TestDatabase = {
  name: 'Postgres',
  newDatabase: async (options = {}) => {
    const before = options.spoils === true ? undefined : used.pop()
    const schema = before !== undefined ? await empty(before) : options.spoils === true ? await newSchema() : newSchemaName()
    if (options.spoils !== true) closeLater(async () => void used.push(schema))
    const pool = (options.postgresPool ?? ((p) => p))(await postgresPool())
    const open = async (): Promise<SqlDatabase> => {
      const db = await openPostgres({ pool, schema, ...options.postgres })
      closeLater(db.close)
      return db
    }
    return { db: await open(), host: await postgresHost(schema), newHost: () => postgresHost(schema), reopen: open, place: { connectionString: await postgresUrl(), schema } }
  }
}

/** For `describe.each`. */
export const databases: ReadonlyArray<readonly [name: TestDatabase['name'], database: TestDatabase]> = [
  ['SQLite', sqlite],
  ['Postgres', postgres]
]
