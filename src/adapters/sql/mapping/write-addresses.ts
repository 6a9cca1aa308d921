/** Writing addresses that are rows of their own. */
import type { Dialect } from '../dialect'
import { execute, select } from '../program'
import type { Program } from '../program'
import { allOf, areAll, columnIn, flagValues, notDeleted, quote, selected, tableOf } from './checked-plan'
import type { CheckedPlan } from './checked-plan'
import { columnOf } from './columns'
import { defaultsOf, insertRow, newKey } from './insert-row'
import type { Defaulting } from './insert-row'
import type { AddressRows, AddressTable } from './mapping'
import type { Param } from '../driver'

/** How an address is compared: as the host's folded column has it, or else in small letters. */
export const folded = (list: Pick<AddressTable, 'address' | 'folded'>, alias: string): { readonly name: string; readonly fold: (address: string) => string } =>
  list.folded === undefined
    ? { name: `lower(${columnIn(alias, list.address)})`, fold: (a) => a.toLowerCase() }
    : { name: columnIn(alias, list.folded.column), fold: list.folded.to === 'upper' ? (a) => a.toUpperCase() : (a) => a.toLowerCase() }

function* addressKey(p: CheckedPlan, list: AddressTable, address: string, at: Defaulting): Program<string> {
  const { name, fold } = folded(list, 'a')
  const there = allOf({ sql: `${name} = ?`, params: [fold(address)] }, ...notDeleted('a', list.deleted))
  const [row] = yield* select(`select ${selected(p, 'a', list.table, list.id.column)} as id from ${tableOf(p, list.table)} a where ${there.sql} limit 1`, there.params)
  if (row !== undefined) return String(row['id'])
  const key = newKey(p, list.id)
  const values = new Map<string, Param>([...defaultsOf(list.defaults, { ...at, id: key }), [list.address, address]])
  if (list.folded !== undefined) values.set(list.folded.column, fold(address))
  if (list.deleted !== undefined) values.set(columnOf(list.deleted), flagValues(list.deleted)[1])
  return yield* insertRow(p, list.table, list.id, key, values)
}

/** Takes away the addresses of something: marks their rows, where the host marks them, or deletes them. */
export function* removeAddresses(p: CheckedPlan, rows: AddressRows, of: Param): Program<void> {
  const only = areAll('x', rows.only).map((f) => ({ ...f, sql: f.sql.replace(/^x\./, '') }))
  const those = allOf({ sql: `${quote(rows.of)} = ?`, params: [of] }, ...only)
  if (rows.deleted === undefined) return yield* execute(`delete from ${tableOf(p, rows.table)} where ${those.sql}`, those.params)
  yield* execute(`update ${tableOf(p, rows.table)} set ${quote(columnOf(rows.deleted))} = ? where ${those.sql}`, [flagValues(rows.deleted)[0], ...those.params])
}

/** Gives something its addresses, in place of those that it has. */
export function* writeAddresses(_d: Dialect, p: CheckedPlan, rows: AddressRows, of: Param, addresses: ReadonlyArray<string>, at: Defaulting): Program<void> {
  yield* removeAddresses(p, rows, of)
  for (const address of addresses) {
    const key = rows.id === undefined ? null : newKey(p, rows.id)
    const values = new Map<string, Param>([...defaultsOf(rows.defaults, { ...at, id: key }), ...Object.entries(rows.only ?? {}), [rows.of, of]])
    if (rows.deleted !== undefined) values.set(columnOf(rows.deleted), flagValues(rows.deleted)[1])
    if (rows.address !== undefined) values.set(rows.address, address)
    if (rows.in !== undefined && rows.addressId !== undefined) values.set(rows.addressId, yield* addressKey(p, rows.in, address, at))
    yield* insertRow(p, rows.table, rows.id !== undefined && rows.id.made !== 'database' ? rows.id : null, key, values)
  }
}
