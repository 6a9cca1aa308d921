/** Everything in which one database system differs from another, so that ports are written once. */
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Param } from './driver'
import { crmMigrations } from './schema/crm-sqlite'
import type { Migration } from './schema/migration'
import { storeMigrations } from './schema/store-sqlite'
import type { Tables } from './tables'
import { encodeText } from './text'

/** A database system. */
export interface Dialect {
  /** Begins a transaction that only reads, or one that writes and has to exclude other writers from its first statement. */
  readonly begin: { readonly read: string; readonly write: string }
  /** SQL of "the column is one of the list", with one placeholder for a list of any length. `column` is never a value. */
  readonly isOneOf: (column: string) => string
  /** What to bind to that placeholder. */
  readonly list: (values: ReadonlyArray<string | number>) => Param
  /** Builds queries whose shape varies. It has no connection: what it compiles is run as part of a program. */
  readonly build: Kysely<Tables>
  readonly migrations: ReadonlyArray<Migration>
}

const list = (values: ReadonlyArray<string | number>): string => JSON.stringify(values.map((v) => (typeof v === 'string' ? encodeText(v) : v)))

/** {@link Dialect.isOneOf} inside a built query. */
export const oneOfList = (d: Dialect, column: string, values: ReadonlyArray<string | number>): RawBuilder<boolean> => {
  const [before = '', after = ''] = d.isOneOf(column).split('?')
  return sql<boolean>`${sql.raw(before)}${d.list(values)}${sql.raw(after)}`
}

/** SQLite 3.35 or newer. A list is a JSON array, so that one prepared statement serves every length and no limit on placeholders is met. */
export const sqliteDialect: Dialect = {
  // A transaction that begins as a reader and then writes can fail at once although the lock would have come free.
  begin: { read: 'begin', write: 'begin immediate' },
  isOneOf: (column) => `${column} in (select value from json_each(?))`,
  list,
  build: new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler()
    }
  }),
  migrations: [...storeMigrations, ...crmMigrations]
}
