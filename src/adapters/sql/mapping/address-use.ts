/** The tables and columns that addresses stand in, as far as compiling a mapping goes. */
import { flagCell } from './cells'
import { useTable } from './column-use'
import type { Findings } from './column-use'
import { columnOf } from './columns'
import type { IdColumn } from './columns'
import type { MappingFunctions } from './functions'
import type { AddressRows, Addresses } from './mapping'

/** Notes where an id is to come from a function that is not there. */
export const checkIdFunction = (findings: Findings, functions: MappingFunctions, table: string, id: IdColumn | undefined): void => {
  const made = id?.made
  if (id === undefined || made === undefined || typeof made === 'string') return
  if (!Object.hasOwn(functions.newId ?? {}, made.by)) findings.errors.push({ field: `${table}.${id.column}`, got: `no function ${made.by}`, expected: 'the name of one of the functions given as newId' })
}

/** Notes the columns of rows that hold addresses. `written`: we insert there. */
export const useAddressRows = (findings: Findings, functions: MappingFunctions, rows: AddressRows, at: string, written: boolean): void => {
  const { table, of, address, addressId, only = {}, deleted, id, defaults = {} } = rows
  const use = useTable(findings, table, {}, {})
  use.column(of, 'key', `${at}.of`)
  if (address !== undefined) use.column(address, 'text', `${at}.address`)
  if (addressId !== undefined) use.column(addressId, 'key', `${at}.addressId`)
  if ((address === undefined) === (addressId === undefined) || (addressId === undefined) !== (rows.in === undefined)) use.wrong(address ?? addressId ?? 'address', 'not one of the two', `either address, or addressId and in, for ${at}`)
  for (const column of [...Object.keys(only), ...Object.keys(defaults)]) use.column(column, 'any', at)
  if (deleted !== undefined) flagCell(use, deleted, `${at}.deleted`)
  if (id !== undefined) use.column(id.column, 'key', `${at}.id`)
  checkIdFunction(findings, functions, table, id)
  const own = [of, address, addressId, id?.column, deleted === undefined ? undefined : columnOf(deleted)].filter((c) => c !== undefined)
  findings.tables.push({ table, at, key: null, filled: written ? [...own, ...Object.keys(only), ...Object.keys(defaults)] : null })
  if (rows.in === undefined) return
  const { in: list } = rows
  const useList = useTable(findings, list.table, {}, {})
  useList.column(list.id.column, 'key', `${at}.in.id`)
  useList.column(list.address, 'text', `${at}.in.address`)
  if (list.folded !== undefined) useList.column(list.folded.column, 'text', `${at}.in.folded`)
  if (list.deleted !== undefined) flagCell(useList, list.deleted, `${at}.in.deleted`)
  for (const column of Object.keys(list.defaults ?? {})) useList.column(column, 'any', `${at}.in.defaults`)
  checkIdFunction(findings, functions, list.table, list.id)
  const filled = [list.id.column, list.address, list.folded?.column, list.deleted === undefined ? undefined : columnOf(list.deleted)].filter((c) => c !== undefined)
  findings.tables.push({ table: list.table, at: `${at}.in`, key: list.id.column, filled: written ? [...filled, ...Object.keys(list.defaults ?? {})] : null })
}

/** Notes the columns of addresses of the register. */
export const useAddresses = (findings: Findings, functions: MappingFunctions, table: string, a: Addresses, at: string): void => {
  if (a.as === 'rows') return useAddressRows(findings, functions, a, at, false)
  for (const column of a.columns) useTable(findings, table, {}, {}).column(column, 'text', `${at}.columns`)
}
