/** Postgres, 13 or newer. */
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import { postgresChangeLog, postgresLogIn } from '../crm/change-log-postgres'
import type { Dialect } from '../dialect'
import { crmMigrations } from '../schema/crm-postgres'
import { mappingMigrations } from '../schema/mapping-postgres'
import { storeMigrations } from '../schema/store-postgres'
import type { Tables } from '../tables'

/** Built queries have the same placeholders as written ones; both are numbered when they are sent. */
class UnnumberedCompiler extends PostgresQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return '?'
  }
}

const element = (v: string | number | null): string => (v === null ? 'null' : typeof v === 'number' ? String(v) : `"${v.replace(/["\\]/g, '\\$&')}"`)
const array = (values: ReadonlyArray<string | number | null>): string => `{${values.map(element).join(',')}}`

/**
 * A list is one array, whose type follows from the column that it is compared with.
 *
 * Transactions that write are `repeatable read`: what they have read and then change is as they read it, or the server
 * ends them with 40001 and they are run again. That covers every decision that a program takes about rows it writes; rows
 * that it only looks at and relies on are locked with `keepRows`. `serializable` would need no such care, and would also
 * end transactions of different users that have nothing to do with each other, since small tables are read whole.
 */
export const postgresDialect: Dialect = {
  begin: { read: 'begin isolation level repeatable read read only', write: 'begin isolation level repeatable read' },
  isOneOf: (column) => `${column} = any(?)`,
  isSubject: 'left(subject, 255) = any(array(select left(s, 255) from unnest(cast(? as text[])) as s))',
  list: array,
  keepRows: ' for share',
  rowsAtOnce: [100, 10],
  textRows: { table: (columns) => `unnest(${Array.from({ length: columns }, () => 'cast(? as text[])').join(', ')})`, column: array },
  listed: 'unnest(cast(? as text[])) as listed(value)',
  nextNumber: (table) => `select nextval(pg_get_serial_sequence('${table}', 'number')) as n`,
  tableNamed: 'select 1 from pg_catalog.pg_class where oid = to_regclass(?)',
  changeLog: postgresChangeLog,
  mappedLog: postgresLogIn('ocs_mapped_changes'),
  columnsOf: `select a.attname as name, format_type(a.atttypid, null) as type,
      a.attnotnull and not a.atthasdef and a.attidentity = '' as required,
      case when a.attnum = any(k.conkey) then cardinality(k.conkey) else 0 end as key
    from pg_catalog.pg_attribute a left join pg_catalog.pg_constraint k on k.conrelid = a.attrelid and k.contype = 'p'
    where a.attrelid = to_regclass(?) and a.attnum > 0 and not a.attisdropped`,
  triggersOf: 'select tgname as name from pg_catalog.pg_trigger where tgrelid = to_regclass(?) and not tgisinternal',
  build: new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new UnnumberedCompiler()
    }
  }),
  migrations: [...storeMigrations, ...crmMigrations, ...mappingMigrations]
}
