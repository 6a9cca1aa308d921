/** Opens a SQLite file for the store and the reference CRM. */
import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { notFound, showPortError } from '../../core/errors'
import type { PortError } from '../../core/errors'
import { sqliteDatabase } from './database'
import type { SqlDatabase } from './database'
import { sqliteDialect } from './dialect'
import { loadLibsql } from './driver'
import type { SqliteConnection, SqliteDriver } from './driver'
import { notADatabase, portErrorOf } from './errors'
import { migrate } from './migrate'
import { migrationsFor } from './schema/migration'

/** How to open. */
export interface OpenSqliteOptions {
  /** The class that opens a file: `better-sqlite3`'s default export, `node:sqlite`'s `DatabaseSync`. Default: `libsql`, which then has to be installed. */
  readonly driver?: SqliteDriver
  /** Milliseconds to wait for a lock that another connection holds; 0 or more, default 5000. The whole process waits, as the drivers are synchronous. */
  readonly busyTimeoutMs?: number
  /** False: the tables of the reference CRM are not made, for a file with tables of the host's own. Default true. */
  readonly referenceCrm?: boolean
}

const inMemory = ':memory:'

/** What the operating system says about the path, because drivers tell a missing directory apart only in words. */
const checkPath = (file: string): E.Either<PortError, void> => {
  if (file === inMemory) return E.right(undefined)
  if (statSync(dirname(file), { throwIfNoEntry: false })?.isDirectory() !== true) return E.left(notFound(`the directory ${dirname(file)}`))
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() === true ? E.left(notADatabase('a directory')) : E.right(undefined)
}

const prepareConnection = (connection: SqliteConnection, busyTimeoutMs: number, referenceCrm: boolean): E.Either<PortError, SqlDatabase> => {
  try {
    connection.exec(`pragma busy_timeout = ${Math.max(0, Math.trunc(busyTimeoutMs))}`)
    // Readers and the writer do not wait for each other; after a power cut the last commits may be missing, the file is whole.
    connection.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on')
    return pipe(
      migrate(connection, migrationsFor(sqliteDialect.migrations, referenceCrm)),
      E.map(() => sqliteDatabase(connection, sqliteDialect))
    )
  } catch (e) {
    return E.left(portErrorOf(e))
  }
}

const openWith = (Driver: SqliteDriver, file: string, busyTimeoutMs: number, referenceCrm: boolean): E.Either<PortError, SqlDatabase> => {
  let connection: SqliteConnection
  try {
    connection = new Driver(file)
  } catch (e) {
    return E.left(portErrorOf(e))
  }
  return pipe(
    prepareConnection(connection, busyTimeoutMs, referenceCrm),
    E.mapLeft((error) => {
      connection.close()
      return error
    })
  )
}

/**
 * Opens a SQLite file, or `':memory:'`, and brings its tables up to date; a file that is not there is made, a directory
 * is not. Errors: `NotFound` (no such directory), `InvalidPayload` (not a database, damaged, or written by a newer
 * release), `Unauthorized` (read-only), `Unavailable` (held by another connection), `Unsupported` (no driver installed).
 */
export const openSqliteTask = (file: string, options: OpenSqliteOptions = {}): TE.TaskEither<PortError, SqlDatabase> =>
  pipe(
    options.driver === undefined ? loadLibsql : TE.right<PortError, SqliteDriver>(options.driver),
    TE.chainEitherK((driver) =>
      pipe(
        checkPath(file),
        E.chain(() => openWith(driver, file, options.busyTimeoutMs ?? 5000, options.referenceCrm ?? true))
      )
    )
  )

/** {@link openSqliteTask} as a promise: it rejects with an `Error` that says what is wrong in a sentence. */
export const openSqlite = async (file: string, options: OpenSqliteOptions = {}): Promise<SqlDatabase> => {
  const opened = await openSqliteTask(file, options)()
  if (E.isLeft(opened)) throw new Error(`cannot open ${file}: ${showPortError(opened.left)}`)
  return opened.right
}
