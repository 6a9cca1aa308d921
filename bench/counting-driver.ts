/** A SQLite driver that counts what is asked of the table of links, and what it answers. */
import Libsql from 'libsql'
import type { SqliteConnection, SqliteDriver } from '../src/adapters/sql/driver'

export interface Counts {
  statements: number
  /** Statements that name the table of links, and rows that they answered. */
  linkStatements: number
  linkRows: number
}

/** The class to give to `openSqlite`, and its counts since they were last set to zero. */
export const countingDriver = (): { readonly driver: SqliteDriver; readonly counts: Counts } => {
  const counts: Counts = { statements: 0, linkStatements: 0, linkRows: 0 }
  class Counting implements SqliteConnection {
    private readonly db: Libsql.Database
    constructor(file: string) {
      this.db = new Libsql(file)
    }
    prepare(sql: string): ReturnType<SqliteConnection['prepare']> {
      const statement = this.db.prepare(sql)
      const links = sql.includes('ocs_links')
      const note = (rows: number): void => {
        counts.statements += 1
        if (!links) return
        counts.linkStatements += 1
        counts.linkRows += rows
      }
      return {
        run: (params: never) => {
          note(0)
          return statement.run(params)
        },
        all: (params: never) => {
          const rows = statement.all(params)
          note(rows.length)
          return rows
        }
      }
    }
    exec(sql: string): unknown {
      return this.db.exec(sql)
    }
    close(): unknown {
      return this.db.close()
    }
  }
  return { driver: Counting, counts }
}
