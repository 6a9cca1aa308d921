/** Finding people in the host's register by address. */
import type { ContactMatch } from '../../../core/model/contact'
import type { Dialect } from '../dialect'
import { select } from '../program'
import type { Program } from '../program'
import { allOf, areAll, columnIn, keyParams, notDeleted, selected, tableOf } from './checked-plan'
import type { CheckedPlan } from './checked-plan'
import { contactsOfPersons } from './contacts-of-persons'
import type { Constants, FlagColumn } from './columns'
import type { Addresses } from './mapping'
import { folded } from './write-addresses'

interface Holder {
  readonly id: string
  /** In small letters. */
  readonly address: string
}

/** Who has one of the addresses, in columns of the table itself or in rows of their own. */
function* holdersOf(d: Dialect, p: CheckedPlan, table: string, id: string, a: Addresses, addresses: ReadonlyArray<string>): Program<ReadonlyArray<Holder>> {
  const found: Array<Holder> = []
  const lower = d.list([...new Set(addresses.map((x) => x.toLowerCase()))])
  if (a.as === 'columns') {
    for (const column of a.columns) {
      const name = `lower(${columnIn('t', column)})`
      const rows = yield* select(`select ${selected(p, 't', table, id)} as id, ${columnIn('t', column)} as address from ${tableOf(p, table)} t where ${d.isOneOf(name)}`, [lower])
      found.push(...rows.map((r) => ({ id: String(r['id']), address: String(r['address']).toLowerCase() })))
    }
    return found
  }
  const list = a.in
  const { name, fold } = list === undefined ? folded({ address: a.address ?? '' }, 'r') : folded(list, 'a')
  const address = list === undefined ? columnIn('r', a.address ?? '') : columnIn('a', list.address)
  const join = list === undefined ? '' : ` join ${tableOf(p, list.table)} a on ${columnIn('a', list.id.column)} = ${columnIn('r', a.addressId ?? '')}`
  const rest = allOf(...areAll('r', a.only), ...notDeleted('r', a.deleted), ...(list === undefined ? [] : notDeleted('a', list.deleted)))
  const rows = yield* select(
    `select ${selected(p, 'r', a.table, a.of)} as id, ${address} as address from ${tableOf(p, a.table)} r${join} where ${d.isOneOf(name)} and ${rest.sql}`,
    [d.list([...new Set(addresses.map(fold))]), ...rest.params]
  )
  return rows.map((r) => ({ id: String(r['id']), address: String(r['address']).toLowerCase() }))
}

/** The keys that are in a table, and not marked as deleted, with the columns asked for joined by blanks. */
function* namesOf(d: Dialect, p: CheckedPlan, t: { readonly table: string; readonly id: string; readonly only?: Constants; readonly deleted?: FlagColumn }, columns: ReadonlyArray<string>, ids: ReadonlyArray<string>): Program<ReadonlyMap<string, string>> {
  const keys = keyParams(p, t.table, t.id, ids)
  if (keys.length === 0) return new Map()
  const rest = allOf(...areAll('t', t.only), ...notDeleted('t', t.deleted))
  const names = columns.map((c, i) => `, ${columnIn('t', c)} as n${i}`).join('')
  const rows = yield* select(`select ${selected(p, 't', t.table, t.id)} as id${names} from ${tableOf(p, t.table)} t where ${d.isOneOf(columnIn('t', t.id))} and ${rest.sql}`, [d.list(keys), ...rest.params])
  return new Map(rows.map((r) => [String(r['id']), columns.map((_, i) => r[`n${i}`]).filter((n) => typeof n === 'string' && n !== '').join(' ')]))
}

/** Everybody who has one of the addresses, in the order asked. A person without a contact is nobody: activities stand on contacts. */
export function* findContacts(d: Dialect, p: CheckedPlan, addresses: ReadonlyArray<string>): Program<ReadonlyArray<ContactMatch>> {
  const { contacts: register } = p.mapping
  if (register === undefined || addresses.length === 0) return []
  const found: Array<Holder & { readonly person: string | null }> = []
  if (register.addresses !== undefined) found.push(...(yield* holdersOf(d, p, register.table, register.id, register.addresses, addresses)).map((h) => ({ ...h, person: null })))
  const { persons } = register
  if (persons !== undefined) {
    const holders = yield* holdersOf(d, p, persons.table, persons.id, persons.addresses, addresses)
    const there = yield* namesOf(d, p, persons, [], holders.map((h) => h.id))
    const contacts = yield* contactsOfPersons(d, p, [...there.keys()])
    for (const h of holders) if (there.has(h.id)) found.push(...(contacts.get(h.id) ?? []).map((id) => ({ id, address: h.address, person: h.id })))
  }
  const names = yield* namesOf(d, p, register, typeof register.name === 'string' ? [register.name] : register.name, found.map((f) => f.id))
  const matches = [...new Set(addresses)].flatMap((address) =>
    found.filter((f) => f.address === address.toLowerCase() && names.has(f.id)).map((f): ContactMatch => ({ address, contactId: f.id, contactPersonId: f.person, name: names.get(f.id) ?? '' }))
  )
  const sorted = [...new Map(matches.map((m) => [JSON.stringify(m), m])).values()]
  const order = (m: ContactMatch): string => `${m.contactId} ${m.contactPersonId ?? ''}`
  const at = new Map([...new Set(addresses)].map((x, i) => [x, i]))
  return sorted.sort((a, b) => (at.get(a.address) ?? 0) - (at.get(b.address) ?? 0) || (order(a) < order(b) ? -1 : 1))
}
