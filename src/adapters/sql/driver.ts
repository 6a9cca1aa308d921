/** What is asked of a SQLite driver: as much as libsql, better-sqlite3 and `node:sqlite` have in common. */
import * as TE from 'fp-ts/lib/TaskEither.js'
import { unsupported } from '../../core/errors'
import type { PortError } from '../../core/errors'

/** What can be bound to a placeholder. No booleans: libsql ends the process when it is given one. */
export type Param = string | number | bigint | null | Uint8Array

/** A prepared statement. Drivers' types differ in what may be bound, so `never` stands there: each of them fits. What is bound is a {@link Param}. */
export interface SqliteStatement {
  readonly run: (...params: Array<never>) => { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint }
  readonly all: (...params: Array<never>) => ReadonlyArray<unknown>
}

/** An open connection. */
export interface SqliteConnection {
  readonly prepare: (sql: string) => SqliteStatement
  readonly exec: (sql: string) => unknown
  readonly close: () => unknown
}

/** A driver: the class that opens a file. `libsql`'s and `better-sqlite3`'s default export and `node:sqlite`'s `DatabaseSync` are ones. */
export type SqliteDriver = new (file: string) => SqliteConnection

/** Loads libsql when it is first needed, so that importing this package does not require it. Errors: `Unsupported` where it is not installed. */
export const loadLibsql: TE.TaskEither<PortError, SqliteDriver> = TE.tryCatch(
  async () => (await import('libsql')).default,
  () => unsupported('SQLite without a driver: run "npm install libsql", or give openSqlite another driver')
)

/** A prepared statement as we call it. */
export interface BoundStatement {
  readonly run: (params: ReadonlyArray<Param>) => { readonly lastInsertRowid: number | bigint }
  readonly all: (params: ReadonlyArray<Param>) => ReadonlyArray<unknown>
}

/** Methods, because only those may be narrowed to from a statement that takes `never`. */
interface Spreading {
  run(...params: ReadonlyArray<Param | ReadonlyArray<Param>>): { readonly lastInsertRowid: number | bigint }
  all(...params: ReadonlyArray<Param | ReadonlyArray<Param>>): ReadonlyArray<unknown>
}

/** The one cast, see {@link SqliteStatement}. */
const callable = (connection: SqliteConnection, sql: string): Spreading => connection.prepare(sql) as Spreading

const takesArrays = (connection: SqliteConnection): boolean => {
  try {
    const [row] = callable(connection, 'select ? as a, ? as b').all(['x', 'y'])
    return Reflect.get(row as object, 'b') === 'y'
  } catch {
    return false
  }
}

/**
 * Prepares statements of a connection. Values are bound as one array where the driver takes that (libsql,
 * better-sqlite3), as single arguments cost them a third more; `node:sqlite` takes only those.
 */
export const preparing = (connection: SqliteConnection): ((sql: string) => BoundStatement) => {
  const arrays = takesArrays(connection)
  return (sql) => {
    const statement = callable(connection, sql)
    return arrays
      ? { run: (params) => statement.run(params), all: (params) => statement.all(params) }
      : { run: (params) => statement.run(...params), all: (params) => statement.all(...params) }
  }
}
