/** Inserting a row into a table of the host's. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { Instant } from '../../../core/model/time'
import type { Param } from '../driver'
import { execute, select } from '../program'
import type { Program } from '../program'
import { quote, tableOf } from './checked-plan'
import type { CheckedPlan } from './checked-plan'
import type { Default, Defaults, IdColumn } from './columns'
import { formatInstant } from './host-texts'

/** A new key, or `null` where the database makes it. */
export const newKey = (p: CheckedPlan, id: IdColumn): string | number | null => {
  if (id.made === 'database') return null
  if (id.made === 'uuid') return randomUUID()
  if (id.made === 'hex17') return randomBytes(9).toString('hex').slice(0, 17)
  return p.functions.newId?.[id.made.by]?.() ?? null
}

/** What defaults may refer to. */
export interface Defaulting {
  readonly now: Instant
  readonly owner: Param
  readonly id: Param
  readonly key: string | null
}

const defaultOf = (v: Default, { now, owner, id, key }: Defaulting): Param => {
  if (v === null || typeof v !== 'object') return v
  if ('now' in v) return formatInstant(now, v.now)
  return { owner, id, key }[v.the]
}

/** The columns of defaults with their values; `part` chooses those written `part.column`. */
export const defaultsOf = (defaults: Defaults | undefined, at: Defaulting): ReadonlyArray<readonly [string, Param]> => Object.entries(defaults ?? {}).map(([column, v]) => [column, defaultOf(v, at)] as const)

/** Inserts a row and answers with its key. */
export function* insertRow(p: CheckedPlan, table: string, id: IdColumn | null, key: string | number | null, values: ReadonlyMap<string, Param>): Program<string> {
  const columns = new Map(values)
  if (id !== null && key !== null) columns.set(id.column, key)
  const names = [...columns.keys()]
  const sql = `insert into ${tableOf(p, table)} (${names.map(quote).join(', ')}) values (${names.map(() => '?').join(', ')})`
  if (id === null || key !== null) {
    yield* execute(sql, [...columns.values()])
    return String(key)
  }
  const [row] = yield* select(`${sql} returning ${quote(id.column)} as id`, [...columns.values()])
  return String(row?.['id'])
}
