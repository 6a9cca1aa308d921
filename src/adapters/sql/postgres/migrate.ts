/** Brings the tables of a Postgres database to the form that this release knows. */
import * as E from 'fp-ts/lib/Either.js'
import { invalidPayload, notFound } from '../../../core/errors'
import type { PortError } from '../../../core/errors'
import type { Migration } from '../schema/migration'
import type { PostgresPool } from './client'
import { withTransaction } from './connection'
import type { Send } from './connection'
import { columnTypes } from './statement'

/** Whoever migrates holds this lock, so that two that start at once do it one after the other. An arbitrary number, and ours. */
const lockNumber = 7_018_052_091

const ledger = `create table if not exists ocs_migrations (
  part text collate "C" not null, version integer not null,
  applied_at text collate "C" not null default to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  primary key (part, version)
)`

type Versions = ReadonlyMap<string, number>

const query = async (send: Send, text: string, values: Array<unknown> = []): Promise<ReadonlyArray<Readonly<Record<string, unknown>>>> =>
  (await send({ text, values, types: columnTypes })).rows as ReadonlyArray<Readonly<Record<string, unknown>>>

/** The newest version of each part that has been applied. */
const readVersions = async (send: Send): Promise<Versions> => {
  const [there] = await query(send, "select to_regclass('ocs_migrations') is not null as there")
  if (there?.['there'] !== true) return new Map()
  const rows = await query(send, 'select part, max(version) as version from ocs_migrations group by part')
  return new Map(rows.map((r) => [String(r['part']), Number(r['version'])]))
}

const newestOf = (migrations: ReadonlyArray<Migration>): Versions => new Map(migrations.map((m) => [m.part, m.version]))

const missing = (migrations: ReadonlyArray<Migration>, found: Versions): ReadonlyArray<Migration> => migrations.filter((m) => m.version > (found.get(m.part) ?? 0))

const refuseNewer = (migrations: ReadonlyArray<Migration>, found: Versions): E.Either<PortError, void> => {
  for (const [part, known] of newestOf(migrations)) {
    const version = found.get(part) ?? 0
    if (version > known)
      return E.left(invalidPayload('database', [{ field: `ocs_migrations.${part}`, got: `version ${version}`, expected: `version ${known} or older: a newer release has written this database` }]))
  }
  return E.right(undefined)
}

const apply = async (send: Send, migrations: ReadonlyArray<Migration>, schema: string | null): Promise<E.Either<PortError, void>> => {
  await query(send, 'select pg_advisory_xact_lock($1)', [lockNumber])
  if (schema !== null && (await query(send, 'select 1 from pg_catalog.pg_namespace where nspname = $1', [schema])).length === 0) await send({ text: `create schema ${quoteName(schema)}` })
  await send({ text: ledger })
  const found = await readVersions(send)
  const known = refuseNewer(migrations, found)
  if (E.isLeft(known)) return known
  for (const { part, version, sql } of missing(migrations, found)) {
    await send({ text: sql })
    await query(send, 'insert into ocs_migrations (part, version) values ($1, $2)', [part, version])
  }
  return E.right(undefined)
}

/** A name as SQL writes it. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** How to migrate. */
export interface MigrationSettings {
  readonly schema: string | null
  /** False: only look. */
  readonly allowed: boolean
  /** Settings of the transaction. */
  readonly settings: string
}

/**
 * Applies what is missing, all of it or nothing, and notes it. Where nothing is missing, nothing is locked, and the role
 * needs no right to make tables. Errors: `InvalidPayload` where a newer release has written the database, `NotFound`
 * where something is missing and may not be made.
 */
export const migratePostgres = async (pool: PostgresPool, migrations: ReadonlyArray<Migration>, { schema, allowed, settings }: MigrationSettings): Promise<E.Either<PortError, void>> => {
  const begin = (mode: string): string => `begin isolation level read committed${mode}; ${settings}`
  const looked = await withTransaction(pool, begin(' read only'), async (send) => {
    const found = await readVersions(send)
    return E.map(() => missing(migrations, found).length === 0)(refuseNewer(migrations, found))
  })
  if (E.isLeft(looked.result)) return looked.result
  if (looked.result.right) return E.right(undefined)
  if (!allowed) return E.left(notFound('the tables of this release: open the database once with migrate: true'))
  // Making tables takes no longer than a moment, but another process may be at it.
  return (await withTransaction(pool, `${begin('')}; set local lock_timeout = 0; set local statement_timeout = 0`, (send) => apply(send, migrations, schema))).result
}
