/** Searching the register of the reference CRM, and putting somebody into it (B16). */
import * as E from 'fp-ts/lib/Either.js'
import { notFound, type PortError } from '../../../core/errors'
import type { ContactRef } from '../../../core/model/activity'
import type { ContactHit } from '../../../core/model/contact'
import type { ContactQuery, NewContact } from '../../../core/ports/crm'
import type { Dialect } from '../dialect'
import { execute, select } from '../program'
import type { Program, Row } from '../program'
import { addAddresses, nextId } from '../reference'

/** Contacts, and contact persons: two questions, each with the columns of its own. */
const contacts = { list: 'select c.id as contact_id, c.name from contacts c', names: ['c.name'], isOwn: 'a.contact_id = c.id and a.contact_person_id is null' }
const persons = {
  list: 'select p.contact_id, p.id as person_id, c.name, p.name as person_name from contact_persons p join contacts c on c.id = p.contact_id',
  names: ['c.name', 'p.name'],
  isOwn: 'a.contact_id = p.contact_id and a.contact_person_id = p.id'
}
type Part = typeof contacts

/** That a word stands in one of the names or in an address, with a placeholder for each. */
const holds = ({ names, isOwn }: Part): string => `(${[...names.map((n) => `lower(${n}) like ? escape '!'`), `exists (select 1 from addresses a where ${isOwn} and lower(a.address) like ? escape '!')`].join(' or ')})`

/** The longest part of a word in letters that the database can put into lower case; it narrows the search, which is then made here. */
const plainPart = (word: string): string => (word.match(/[\x21-\x7e]+/g) ?? ['']).reduce((a, b) => (b.length > a.length ? b : a))
const pattern = (word: string): string => `%${plainPart(word).replace(/[!%_]/g, (c) => `!${c}`)}%`

function* addressesOf(d: Dialect, contactIds: ReadonlyArray<string>): Program<(hit: Row) => ReadonlyArray<string>> {
  const rows = contactIds.length === 0 ? [] : yield* select(`select address, contact_id, contact_person_id from addresses where ${d.isOneOf('contact_id')} order by address`, [d.list(contactIds)])
  return (hit) => rows.filter((r) => r['contact_id'] === hit['contact_id'] && (r['contact_person_id'] ?? null) === (hit['person_id'] ?? null)).map((r) => String(r['address']))
}

const textOrNull = (u: unknown): string | null => (u === null || u === undefined ? null : String(u))

function* rowsOf(d: Dialect, part: Part, query: ContactQuery, words: ReadonlyArray<string>): Program<ReadonlyArray<Row>> {
  if (query._tag === 'Ids') return yield* select(`${part.list} where ${d.isOneOf('c.id')}`, [d.list([...new Set(query.contactIds)])])
  return yield* select(`${part.list} where ${words.map(() => holds(part)).join(' and ')}`, words.flatMap((w) => Array.from({ length: part.names.length + 1 }, () => pattern(w))))
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const inOrder = (a: ContactHit, b: ContactHit): number => byText(a.name, b.name) || byText(a.contactId, b.contactId) || byText(a.contactPersonId ?? '', b.contactPersonId ?? '')

/** Everybody whom a query finds. With words it walks through the register, whose middles of words no index knows. */
export function* searchContacts(d: Dialect, query: ContactQuery, limit: number): Program<ReadonlyArray<ContactHit>> {
  const words = query._tag === 'Text' ? query.text.toLowerCase().split(/\s+/).filter((w) => w !== '') : []
  if (query._tag === 'Text' ? words.length === 0 : query.contactIds.length === 0) return []
  const rows = [...(yield* rowsOf(d, contacts, query, words)), ...(yield* rowsOf(d, persons, query, words))]
  const addresses = yield* addressesOf(d, [...new Set(rows.map((r) => String(r['contact_id'])))])
  const found = (h: ContactHit): boolean => {
    const text = [h.name, h.personName ?? '', ...h.addresses].join('\n').toLowerCase()
    return words.every((w) => text.includes(w))
  }
  return rows
    .map((r): ContactHit => ({ contactId: String(r['contact_id']), contactPersonId: textOrNull(r['person_id']), name: String(r['name']), personName: textOrNull(r['person_name']), addresses: addresses(r) }))
    .filter(found)
    .sort(inOrder)
    .slice(0, limit)
}

/** Puts somebody into the register, once a key. Errors: `NotFound` where the contact is not there. */
export function* createContact(d: Dialect, c: NewContact): Program<E.Either<PortError, ContactRef>> {
  const [first] = yield* select('select contact_id, contact_person_id from contact_keys where own_key = ?', [c.ownKey])
  if (first !== undefined) return E.right({ contactId: String(first['contact_id']), contactPersonId: textOrNull(first['contact_person_id']) })
  if (c.contactId !== null && (yield* select('select 1 from contacts where id = ?', [c.contactId])).length === 0) return E.left(notFound(`contact ${c.contactId}`))
  const contactId = c.contactId ?? (yield* nextId(d, 'contacts', 'c'))
  if (c.contactId === null) yield* execute('insert into contacts (id, name, phone) values (?, ?, ?)', [contactId, c.name, c.person === null ? c.phone : null])
  else if (c.person === null && c.phone !== null) yield* execute('update contacts set phone = ? where id = ?', [c.phone, contactId])
  const contactPersonId = c.person === null ? null : yield* nextId(d, 'contact_persons', 'p')
  if (c.person !== null) yield* execute('insert into contact_persons (id, contact_id, name, phone) values (?, ?, ?, ?)', [contactPersonId, contactId, c.person.name, c.phone])
  yield* addAddresses(c.addresses, contactId, contactPersonId)
  yield* execute('insert into contact_keys (own_key, contact_id, contact_person_id) values (?, ?, ?)', [c.ownKey, contactId, contactPersonId])
  return E.right({ contactId, contactPersonId })
}
