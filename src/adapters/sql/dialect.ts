/** Everything in which one database system differs from another, so that ports are written once. */
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { ChangeLog } from './crm/change-log'
import { sqliteChangeLog, sqliteLogIn } from './crm/change-log-sqlite'
import type { Param } from './driver'
import { crmMigrations } from './schema/crm-sqlite'
import { mappingMigrations } from './schema/mapping-sqlite'
import type { Migration } from './schema/migration'
import { storeMigrations } from './schema/store-sqlite'
import type { Tables } from './tables'
import { encodeText } from './text'

/** Rows of texts, bound column by column. */
export interface TextRows {
  /** SQL of a table of so many columns, with a placeholder for each. */
  readonly table: (columns: number) => string
  /** What to bind to such a placeholder: the values of that column, row by row. */
  readonly column: (values: ReadonlyArray<string | null>) => Param
}

/** A database system. */
export interface Dialect {
  /** Begins a transaction that only reads, from one state of the database, or one that writes and can rely on it that nobody else changes a row that it has read before it changes it. */
  readonly begin: { readonly read: string; readonly write: string }
  /** SQL of "the column is one of the list", with one placeholder for a list of any length. `column` is never a value. */
  readonly isOneOf: (column: string) => string
  /** The same for the subject of activities, which may be longer than an index takes; it may let more through. */
  readonly isSubject: string
  /** What to bind to that placeholder. */
  readonly list: (values: ReadonlyArray<string | number>) => Param
  /** Added to a select whose rows are not changed and must stay as they are until the transaction ends. */
  readonly keepRows: string
  /** How many rows are inserted by one statement, largest first, where each statement is a journey to a server; none where it is not. Few sizes, as each is a text of its own. */
  readonly rowsAtOnce: ReadonlyArray<number>
  /** Many rows of texts in one statement, where each statement is a journey to a server; `null` where it is not. */
  readonly textRows: TextRows | null
  /** SQL of a table of the texts of the list bound to its placeholder, `listed`, whose column is `value`. */
  readonly listed: string
  /** SQL of the next number for a row of the contact register that was given no id, as `n`. */
  readonly nextNumber: (table: 'contacts' | 'contact_persons') => string
  /** SQL that has a row where there is a table of the name bound to its placeholder. */
  readonly tableNamed: string
  readonly changeLog: ChangeLog
  /** The log of changes of a host's own tables. */
  readonly mappedLog: ChangeLog
  /** SQL of the columns of the table bound to its placeholder: `name`, `type`, `required` (neither NULL nor a default of its own), `key` (how many columns the primary key has, where it is one of them; else 0). */
  readonly columnsOf: string
  /** SQL that has a row, `name`, for each trigger of the table bound to its placeholder. */
  readonly triggersOf: string
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
  isSubject: 'subject in (select value from json_each(?))',
  list,
  keepRows: '',
  rowsAtOnce: [],
  textRows: null,
  listed: 'json_each(?) as listed',
  nextNumber: (table) => `select coalesce(max(rowid), 0) + 1 as n from ${table}`,
  tableNamed: "select 1 from sqlite_master where type = 'table' and name = ?",
  changeLog: sqliteChangeLog,
  mappedLog: sqliteLogIn('ocs_mapped_changes'),
  columnsOf: `select c.name, c.type, c."notnull" = 1 and c.dflt_value is null as required, case when c.pk = 0 then 0 else (select count(*) from pragma_table_info(t.name) k where k.pk > 0) end as "key"
    from (select ? as name) t, pragma_table_info(t.name) c`,
  triggersOf: "select name from sqlite_master where type = 'trigger' and tbl_name = ?",
  build: new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler()
    }
  }),
  migrations: [...storeMigrations, ...crmMigrations, ...mappingMigrations]
}
