/** A plan that has been compared with the database, and the SQL that all of its statements are made of. */
import type { Kind } from '../../../core/model/fields'
import type { Param } from '../driver'
import { columnOf } from './columns'
import type { Constants, FlagColumn, Scalar } from './columns'
import type { ActivityPlan, Plan } from './plan'

/** What a column's type comes to, for our purposes. */
export type ColumnType = 'text' | 'padded' | 'integer' | 'number' | 'boolean' | 'date' | 'timestamp' | 'timestamptz' | 'bytes' | 'uuid' | 'any' | 'other'

/** A plan that fits the database. */
export interface CheckedPlan extends Plan {
  /** By `table.column`. */
  readonly types: ReadonlyMap<string, ColumnType>
}

/** A part of a statement, and what is bound to its placeholders. */
export interface Fragment {
  readonly sql: string
  readonly params: ReadonlyArray<Param>
}

/** A name as SQL writes it. It has no quotes in it: the codec of the mapping sees to that. */
export const quote = (name: string): string => `"${name}"`

/** A table of the host's. */
export const tableOf = (p: Plan, table: string): string => (p.mapping.schema === undefined ? quote(table) : `${quote(p.mapping.schema)}.${quote(table)}`)

/** A column of a table that is called `alias` in the statement. */
export const columnIn = (alias: string, column: string): string => `${alias}.${quote(column)}`

/** A column in a list of what is selected: without the blanks that fill up a `character`. */
export const selected = (p: CheckedPlan, alias: string, table: string, column: string): string => {
  const name = columnIn(alias, column)
  return p.types.get(`${table}.${column}`) === 'padded' ? `cast(${name} as text)` : name
}

/** Joins conditions. */
export const allOf = (...parts: ReadonlyArray<Fragment>): Fragment => ({ sql: parts.length === 0 ? '1 = 1' : parts.map((f) => f.sql).join(' and '), params: parts.flatMap((f) => f.params) })

/** A column has a value. */
export const is = (name: string, value: Scalar): Fragment => (value === null ? { sql: `${name} is null`, params: [] } : { sql: `${name} = ?`, params: [value] })

/** Columns have their values. */
export const areAll = (alias: string, constants: Constants | undefined): ReadonlyArray<Fragment> => Object.entries(constants ?? {}).map(([column, value]) => is(columnIn(alias, column), value))

const yesNo = (c: FlagColumn): readonly [yes: Scalar, no: Scalar] => (typeof c === 'string' ? [1, 0] : [c.yes ?? 1, c.no === undefined ? 0 : c.no])

/** A row is not marked as deleted; one that says nothing is not. */
export const notDeleted = (alias: string, c: FlagColumn | undefined): ReadonlyArray<Fragment> => {
  if (c === undefined) return []
  const [name, [, no]] = [columnIn(alias, columnOf(c)), yesNo(c)]
  return [no === null ? is(name, null) : { sql: `(${name} = ? or ${name} is null)`, params: [no] }]
}

/** The value that marks a row as deleted, and the one that does not. */
export const flagValues = yesNo

/** The rows of a kind: those of its discriminator and of this company, deleted or not. */
export const ofKind = (a: ActivityPlan): Fragment => allOf(...areAll('t', a.source.only), ...(a.source.company === undefined ? [] : [is(columnIn('t', a.source.company.column), a.source.company.value)]))

/** A key as it is bound for a column, or `null` for what cannot be one: databases take several spellings of a number or UUID for the same. */
export const keyParam = (p: CheckedPlan, table: string, column: string, key: string): string | number | null => {
  const type = p.types.get(`${table}.${column}`)
  if (type === 'integer') return /^(?:0|-?[1-9]\d{0,14})$/.test(key) ? Number(key) : null
  if (type === 'uuid') return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(key) ? key : null
  return key === '' ? null : key
}

/** {@link keyParam} of each that can be a key. */
export const keyParams = (p: CheckedPlan, table: string, column: string, keys: ReadonlyArray<string>): ReadonlyArray<string | number> => [...new Set(keys)].map((k) => keyParam(p, table, column, k)).filter((k) => k !== null)

/** `task:42`: ids of several tables are told apart by their kind. */
export const activityIdOf = (kind: Kind, key: string): string => `${kind}:${key}`

/** Takes an id apart; `null`: it is none of this plan's. */
export const parseActivityId = (p: CheckedPlan, id: string): { readonly plan: ActivityPlan; readonly key: string; readonly param: string | number } | null => {
  const colon = id.indexOf(':')
  const [plan, key] = [p.activities.get(id.slice(0, Math.max(0, colon)) as Kind), id.slice(colon + 1)]
  if (plan === undefined) return null
  const param = keyParam(p, plan.source.table, plan.source.id.column, key)
  return param === null ? null : { plan, key, param }
}

/** Under which name an owner's entries stand in the log: `suite/` and the owner as the host's column has it. */
export const readerOf = (p: Plan, owner: string): string => `${p.mapping.name}/${owner}`
