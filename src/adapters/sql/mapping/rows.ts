/** Reading the host's rows, with their parts and addresses and what we remember of them. */
import type { Dialect } from '../dialect'
import { select } from '../program'
import type { Program, Row } from '../program'
import { plain } from './cells'
import type { Scalar } from './columns'
import { columnOf } from './columns'
import { activityIdOf, allOf, areAll, columnIn, keyParams, notDeleted, ofKind, parseActivityId, quote, selected, tableOf } from './checked-plan'
import type { CheckedPlan, Fragment } from './checked-plan'
import { contactsOfPersons } from './contacts-of-persons'
import type { Lookups, Raw } from './field'
import type { AddressRows } from './mapping'
import type { ActivityPlan } from './plan'
import { namesIn, withName } from './names'
import type { Names } from './names'
import { newestOf, readRecords } from './record'
import type { ActivityRecord } from './record'

/** A row of the host's as it was read, not yet decoded. */
export interface HostRow {
  readonly plan: ActivityPlan
  readonly id: string
  readonly key: string
  /** As the host's column has it. */
  readonly owner: string
  readonly deleted: boolean
  readonly modified: unknown
  readonly version: Scalar
  /** By the name of the field. */
  readonly raw: ReadonlyMap<string, Raw>
  /** Names by address; `null`: there is no column for them, or nobody can tell what stands in it. */
  readonly names: Names | null
  /** The parts of which there is a row. */
  readonly parts: ReadonlySet<string>
  /** What is remembered of it, whoever had it then. */
  readonly record: ActivityRecord | null
  readonly records: ReadonlyArray<ActivityRecord>
  readonly lookups: Lookups
}

/** Addresses by what they belong to, each list in order. */
export function* readAddresses(d: Dialect, p: CheckedPlan, rows: AddressRows, of: ReadonlyArray<string>): Program<ReadonlyMap<string, ReadonlyArray<string>>> {
  const keys = keyParams(p, rows.table, rows.of, of)
  const found = new Map<string, Array<string>>()
  if (keys.length === 0) return found
  const list = rows.in
  const address = list === undefined ? columnIn('r', rows.address ?? '') : columnIn('a', list.address)
  const join = list === undefined ? '' : ` join ${tableOf(p, list.table)} a on ${columnIn('a', list.id.column)} = ${columnIn('r', rows.addressId ?? '')}`
  const rest = allOf(...areAll('r', rows.only), ...notDeleted('r', rows.deleted), ...(list === undefined ? [] : notDeleted('a', list.deleted)))
  const answer = yield* select(
    `select ${selected(p, 'r', rows.table, rows.of)} as belongs, ${address} as address from ${tableOf(p, rows.table)} r${join} where ${d.isOneOf(columnIn('r', rows.of))} and ${rest.sql}`,
    [d.list(keys), ...rest.params]
  )
  for (const row of answer) {
    const key = String(row['belongs'])
    found.set(key, [...(found.get(key) ?? []), String(row['address'])].sort())
  }
  return found
}

interface Source {
  readonly sql: string
  readonly at: ReadonlyMap<string, string>
}

/** The select of a kind, and under which name each column is in its answer. */
const sourceOf = (p: CheckedPlan, a: ActivityPlan): Source => {
  const { source } = a
  const names = Object.keys(source.parts ?? {})
  const aliasOf = (part: string): string => (part === '' ? 't' : `p${names.indexOf(part)}`)
  const at = new Map<string, string>()
  const take = (part: string, column: string): void => {
    const key = `${part}.${column}`
    if (!at.has(key)) at.set(key, `c${at.size}`)
  }
  take('', source.id.column)
  take('', columnOf(source.owner))
  for (const c of [a.deleted, a.modified]) if (c !== null) take(c.part, c.column)
  if (source.version !== undefined) take('', source.version)
  for (const f of [...a.fields, ...(a.names === null ? [] : [a.names])]) for (const c of f.cells) take(c.part, c.column)
  for (const name of names) take(name, source.parts?.[name]?.key ?? '')
  const columns = [...at].map(([key, name]) => {
    const dot = key.indexOf('.')
    const [part, column] = [key.slice(0, dot), key.slice(dot + 1)]
    return `${selected(p, aliasOf(part), part === '' ? source.table : part, column)} as ${name}`
  })
  const joins = names.map((name) => ` left join ${tableOf(p, name)} ${aliasOf(name)} on ${columnIn(aliasOf(name), source.parts?.[name]?.key ?? '')} = ${columnIn('t', source.id.column)}`)
  return { sql: `select ${columns.join(', ')} from ${tableOf(p, source.table)} t${joins.join('')}`, at }
}

const sources = new WeakMap<ActivityPlan, Source>()
const knownSource = (p: CheckedPlan, a: ActivityPlan): Source => {
  const known = sources.get(a) ?? sourceOf(p, a)
  sources.set(a, known)
  return known
}

/** The rows of a kind for which a condition holds, deleted ones among them. The table is `t` in the condition; `tail` is what follows it. */
export function* loadRows(d: Dialect, p: CheckedPlan, a: ActivityPlan, condition: Fragment, tail: Fragment = { sql: '', params: [] }): Program<ReadonlyArray<HostRow>> {
  const { sql, at } = knownSource(p, a)
  const where = allOf(condition, ofKind(a))
  const rows = yield* select(`${sql} where ${where.sql}${tail.sql}`, [...where.params, ...tail.params])
  const value = (row: Row, part: string, column: string): unknown => row[at.get(`${part}.${column}`) ?? '']
  const keyOf = (row: Row): string => String(value(row, '', a.source.id.column))
  const keys = rows.map(keyOf)
  const records = yield* readRecords(d, p, keys.map((k) => activityIdOf(a.kind, k)))
  const addresses = new Map<string, ReadonlyMap<string, ReadonlyArray<string>>>()
  for (const f of a.fields) if (f.people !== null) addresses.set(f.name, yield* readAddresses(d, p, f.people, keys))
  const { contact } = a.source
  const persons = contact?.as === 'parent' && contact.person !== undefined ? rows.filter((r) => value(r, '', contact.type) === contact.person).map((r) => String(value(r, '', contact.id))) : []
  const contactOf = yield* contactsOfPersons(d, p, persons)
  return rows.map((row): HostRow => {
    const key = keyOf(row)
    const id = activityIdOf(a.kind, key)
    const [cell] = a.names?.cells ?? []
    const names = cell === undefined ? null : namesIn(value(row, cell.part, cell.column))
    const deleted = a.deleted === null ? false : a.deleted.decode(value(row, a.deleted.part, a.deleted.column))
    return {
      plan: a,
      id,
      key,
      owner: String(plain(value(row, '', columnOf(a.source.owner))) ?? ''),
      deleted: typeof deleted === 'boolean' ? deleted : deleted._tag === 'Right' && deleted.right,
      modified: a.modified === null ? null : value(row, a.modified.part, a.modified.column),
      version: a.source.version === undefined ? null : plain(value(row, '', a.source.version)),
      raw: new Map(a.fields.map((f) => [f.name, f.people === null ? f.cells.map((c) => value(row, c.part, c.column)) : (addresses.get(f.name)?.get(key) ?? []).map((address) => withName(names, address))])),
      names,
      parts: new Set(Object.entries(a.source.parts ?? {}).flatMap(([name, part]) => (plain(value(row, name, part.key)) === null ? [] : [name]))),
      record: newestOf(records.get(id) ?? []),
      records: records.get(id) ?? [],
      lookups: { contactOf: (person) => contactOf.get(person)?.[0] ?? null }
    }
  })
}

/** The present rows of these activities, by id, whoever owns them. An id is only what it was asked as, whatever the database compares as equal. */
export function* loadByIds(d: Dialect, p: CheckedPlan, ids: ReadonlyArray<string>): Program<ReadonlyMap<string, HostRow>> {
  const found = new Map<string, HostRow>()
  for (const a of p.activities.values()) {
    const params = [...new Set(ids)].map((id) => parseActivityId(p, id)).filter((x) => x?.plan === a)
    if (params.length === 0) continue
    const column = columnIn('t', a.source.id.column)
    const rows = yield* loadRows(d, p, a, { sql: d.isOneOf(column), params: [d.list(params.map((x) => x?.param ?? ''))] })
    for (const row of rows) if (!row.deleted) found.set(row.id, row)
  }
  return found
}

/** SQL of an order by the key of a kind. */
export const byKey = (a: ActivityPlan): string => ` order by ${columnIn('t', a.source.id.column)}`

/** The owner as the column of a kind has it; `null` for one that cannot be an owner there. */
export const ownerParam = (p: CheckedPlan, a: ActivityPlan, owner: string): string | number | null => {
  try {
    const value = a.owner.encode(owner)
    return value === null || typeof value === 'object' || typeof value === 'bigint' ? null : keyParam(p, a, String(value))
  } catch {
    return null
  }
}
const keyParam = (p: CheckedPlan, a: ActivityPlan, owner: string): string | number | null => keyParams(p, a.source.table, columnOf(a.source.owner), [owner])[0] ?? null

/** The condition that rows of a kind are the owner's; `null`: none can be. */
export const ofOwner = (p: CheckedPlan, a: ActivityPlan, owner: string): Fragment | null => {
  const value = ownerParam(p, a, owner)
  return value === null ? null : { sql: `${columnIn('t', columnOf(a.source.owner))} = ?`, params: [value] }
}

/** Beside which the present rows are: those that are not marked as deleted. */
export const present = (a: ActivityPlan): ReadonlyArray<Fragment> => notDeleted('t', a.source.deleted)

/** A quoted column of the kind's own table. */
export const own = (a: ActivityPlan, name: string): string => (name.includes('.') ? `p${Object.keys(a.source.parts ?? {}).indexOf(name.slice(0, name.indexOf('.')))}.${quote(name.slice(name.indexOf('.') + 1))}` : columnIn('t', name))
