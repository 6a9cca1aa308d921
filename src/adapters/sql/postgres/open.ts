/** Opens a Postgres database for the store and the reference CRM. */
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { showPortError } from '../../../core/errors'
import type { PortError } from '../../../core/errors'
import type { PostgresPool, SingleConnection } from './client'
import { poolOf, singlePool } from './connection-pool'
import type { OwnedPool } from './connection-pool'
import { postgresDatabase } from './database'
import type { PostgresDatabase } from './database'
import { postgresDialect } from './dialect'
import { migratePostgres, quoteName } from './migrate'
import { confinement } from './row-security'
import type { Confinement } from './row-security'
import { migrationsFor } from '../schema/migration'

/** Where connections come from. */
export type PostgresSource =
  /** The host's own pool: a `Pool` of `pg`, or what has its interface. It stays open when the database is closed. Listen to its `error` event, as `pg` asks for: a connection that breaks while nobody uses it ends the process otherwise. */
  | { readonly pool: PostgresPool }
  /** `postgres://user:password@host:5432/database`. We make a pool, for which `pg` has to be installed. */
  | { readonly connectionString: string; /** How many connections at most; default 10. */ readonly connections?: number }
  /** Opens a connection, connected already; there is one at a time, opened again after it was lost, and ended when the database is closed. */
  | { readonly client: () => Promise<SingleConnection> }

/** How to open. */
export interface PostgresSettings {
  /** The schema of our tables, made if it is not there. Default: what the connection's search path says. */
  readonly schema?: string
  /** Milliseconds to wait for a row that another transaction holds; 0 waits without end, default 5000. */
  readonly lockTimeoutMs?: number
  /** Milliseconds that a statement may take, and a transaction may pause between two; 0 is without end, default 60000. */
  readonly statementTimeoutMs?: number
  /** False: tables are neither made nor changed, and a database in which they are not those of this release is refused. Default true. */
  readonly migrate?: boolean
  /** False: the tables of the reference CRM are not made, for a schema with tables of the host's own. Default true. */
  readonly referenceCrm?: boolean
  /** Told to the server with each transaction, for the policies of `postgresRowSecurity`: whose passes these are. One database is then opened for each; they may share a pool. */
  readonly confineTo?: Confinement
}

export type OpenPostgresOptions = PostgresSource & PostgresSettings

const defaultStatementTimeoutMs = 60_000

const whole = (ms: number): number => Math.max(0, Math.trunc(ms))

const sourceOf = (source: OpenPostgresOptions): TE.TaskEither<PortError, OwnedPool> => {
  if ('pool' in source) return TE.right({ connect: () => source.pool.connect(), end: () => Promise.resolve() })
  if ('client' in source) return TE.right(singlePool(source.client))
  return poolOf(source.connectionString, source.connections ?? 10, whole(source.statementTimeoutMs ?? defaultStatementTimeoutMs))
}

/** Set for each transaction, and not for the connection, which may be the host's or shared by a pooler in between. */
const settingsOf = ({ schema, confineTo, lockTimeoutMs = 5000, statementTimeoutMs = defaultStatementTimeoutMs }: PostgresSettings): string =>
  [
    `set local lock_timeout = ${whole(lockTimeoutMs)}`,
    `set local statement_timeout = ${whole(statementTimeoutMs)}`,
    `set local idle_in_transaction_session_timeout = ${whole(statementTimeoutMs)}`,
    ...(schema === undefined ? [] : [`set local search_path = ${quoteName(schema)}`]),
    ...(confineTo === undefined ? [] : [confinement(confineTo)])
  ].join('; ')

/**
 * Opens a Postgres database and brings its tables up to date. Errors: `Unavailable` (no connection, the server is
 * starting or full), `Unauthorized` (wrong password, a role without the right to make what is missing), `NotFound` (no
 * such database; tables missing and `migrate: false`), `InvalidPayload` (a newer release has written it), `AlreadyExists`
 * (something of the host's has the name of one of our tables), `Unsupported` (`pg` is not installed).
 */
export const openPostgresTask = (options: OpenPostgresOptions): TE.TaskEither<PortError, PostgresDatabase> =>
  TE.chain((pool: OwnedPool) => async (): Promise<E.Either<PortError, PostgresDatabase>> => {
    const settings = settingsOf(options)
    const migrated = await migratePostgres(pool, migrationsFor(postgresDialect.migrations, options.referenceCrm ?? true), { schema: options.schema ?? null, allowed: options.migrate ?? true, settings })
    if (E.isRight(migrated)) return E.right(postgresDatabase(pool, settings))
    await pool.end().catch(() => undefined)
    return migrated
  })(sourceOf(options))

/** {@link openPostgresTask} as a promise: it rejects with an `Error` that says what is wrong in a sentence, and nothing of the connection string. */
export const openPostgres = async (options: OpenPostgresOptions): Promise<PostgresDatabase> => {
  const opened = await openPostgresTask(options)()
  if (E.isLeft(opened)) throw new Error(`cannot open the Postgres database: ${showPortError(opened.left)}`)
  return opened.right
}
