/** A database whose process ends without warning before the Nth statement. For the programs that a test starts and that are killed. */
import Libsql from 'libsql'
import pg from 'pg'
import { openPostgres, openSqlite } from '../../../src/adapters/sql/index'
import type { SqlDatabase, SqliteConnection, SqliteStatement } from '../../../src/adapters/sql/index'

export type Place = { readonly file: string } | { readonly connectionString: string; readonly schema: string }

let left = Infinity
/** From now on. */
export const dieBefore = (n: number): void => void (left = n)

const step = (): void => {
  left -= 1
  if (left === 0) process.kill(process.pid, 'SIGKILL')
}

class CountingSqlite implements SqliteConnection {
  private readonly connection: SqliteConnection
  constructor(file: string) {
    this.connection = new Libsql(file)
  }
  readonly exec = (sql: string): unknown => {
    step()
    return this.connection.exec(sql)
  }
  readonly prepare = (sql: string): SqliteStatement => {
    const statement = this.connection.prepare(sql) as { run(...p: ReadonlyArray<unknown>): ReturnType<SqliteStatement['run']>; all(...p: ReadonlyArray<unknown>): ReadonlyArray<unknown> }
    return {
      run: (...params) => {
        step()
        return statement.run(...params)
      },
      all: (...params) => {
        step()
        return statement.all(...params)
      }
    }
  }
  readonly close = (): unknown => this.connection.close()
}

export const openCounting = async (place: Place, referenceCrm: boolean): Promise<SqlDatabase> => {
  if ('file' in place) return openSqlite(place.file, { driver: CountingSqlite, referenceCrm })
  const pool = new pg.Pool({ connectionString: place.connectionString, allowExitOnIdle: true })
  return openPostgres({
    schema: place.schema,
    referenceCrm,
    pool: {
      connect: async () => {
        const client = await pool.connect()
        return {
          query: (q) => {
            step()
            return client.query({ text: q.text, ...(q.values === undefined ? {} : { values: q.values }), ...(q.types === undefined ? {} : { types: q.types as pg.CustomTypesConfig }) })
          },
          release: (destroy) => client.release(destroy)
        }
      }
    }
  })
}
