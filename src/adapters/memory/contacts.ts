/** The contact register of a memory CRM. */
import * as E from 'fp-ts/lib/Either.js'
import { notFound, type PortError } from '../../core/errors'
import type { ContactRef } from '../../core/model/activity'
import type { ContactHit, ContactMatch } from '../../core/model/contact'
import type { OwnKey } from '../../core/model/ids'
import type { ContactQuery, NewContact as ContactToCreate } from '../../core/ports/crm'

export interface ContactPerson {
  readonly id: string
  readonly name: string
  readonly addresses: ReadonlyArray<string>
}

export interface Contact {
  readonly id: string
  readonly name: string
  readonly addresses: ReadonlyArray<string>
  readonly persons: ReadonlyArray<ContactPerson>
}

/** A contact to add. */
export interface NewContact {
  readonly name: string
  readonly addresses?: ReadonlyArray<string>
  readonly persons?: ReadonlyArray<{ readonly name: string; readonly addresses: ReadonlyArray<string> }>
}

/** Contacts, and who has which address in small letters. */
export interface Register {
  readonly contacts: Map<string, Contact>
  readonly byAddress: Map<string, Array<Omit<ContactMatch, 'address'>>>
  /** The last number used for a contact person. */
  persons: number
  /** Who was made with which key. */
  readonly byKey: Map<OwnKey, ContactRef>
  /** Phone numbers by contact or person. */
  readonly phones: Map<string, string>
}

export const emptyRegister = (): Register => ({ contacts: new Map(), byAddress: new Map(), persons: 0, byKey: new Map(), phones: new Map() })

const noteAddress = (r: Register, address: string, match: Omit<ContactMatch, 'address'>): void => {
  const key = address.toLowerCase()
  const there = r.byAddress.get(key)
  if (there === undefined) r.byAddress.set(key, [match])
  else if (!there.some((m) => m.contactId === match.contactId && m.contactPersonId === match.contactPersonId)) there.push(match)
}

/** Adds a contact; nothing is checked against those that are there: two contacts may share an address. */
export const addContact = (r: Register, c: NewContact): Contact => {
  const id = `contact-${r.contacts.size + 1}`
  const persons = (c.persons ?? []).map((p): ContactPerson => ({ id: `person-${++r.persons}`, name: p.name, addresses: p.addresses }))
  const contact: Contact = { id, name: c.name, addresses: c.addresses ?? [], persons }
  r.contacts.set(id, contact)
  for (const address of contact.addresses) noteAddress(r, address, { contactId: id, contactPersonId: null, name: c.name })
  for (const p of persons) for (const address of p.addresses) noteAddress(r, address, { contactId: id, contactPersonId: p.id, name: c.name })
  return contact
}

/** Everybody with one of the addresses, in the order asked; an address asked for twice is answered once. */
export const matchAddresses = (r: Register, addresses: ReadonlyArray<string>): ReadonlyArray<ContactMatch> =>
  [...new Set(addresses)].flatMap((address) => (r.byAddress.get(address.toLowerCase()) ?? []).map((m) => ({ address, ...m })))

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const hitsOf = (c: Contact): ReadonlyArray<ContactHit> => [
  { contactId: c.id, contactPersonId: null, name: c.name, personName: null, addresses: c.addresses },
  ...c.persons.map((p) => ({ contactId: c.id, contactPersonId: p.id, name: c.name, personName: p.name, addresses: p.addresses }))
]

/** Whom a query finds, by name and id, a contact before its persons. */
export const searchRegister = (r: Register, query: ContactQuery, limit: number): ReadonlyArray<ContactHit> => {
  const contacts = [...r.contacts.values()].sort((a, b) => byText(a.name, b.name) || byText(a.id, b.id))
  if (query._tag === 'Ids') return contacts.filter((c) => query.contactIds.includes(c.id)).flatMap(hitsOf).slice(0, limit)
  const words = query.text.toLowerCase().split(/\s+/).filter((w) => w !== '')
  if (words.length === 0) return []
  const found = (h: ContactHit): boolean => {
    const text = [h.name, h.personName ?? '', ...h.addresses].join('\n').toLowerCase()
    return words.every((w) => text.includes(w))
  }
  return contacts.flatMap(hitsOf).filter(found).slice(0, limit)
}

/** Puts somebody into the register, once a key. */
export const createInRegister = (r: Register, c: ContactToCreate): E.Either<PortError, ContactRef> => {
  const first = r.byKey.get(c.ownKey)
  if (first !== undefined) return E.right(first)
  const there = c.contactId === null ? undefined : r.contacts.get(c.contactId)
  if (c.contactId !== null && there === undefined) return E.left(notFound(`contact ${c.contactId}`))
  const own = c.person === null ? c.addresses : []
  const contact = there ?? addContact(r, { name: c.name, addresses: own })
  const person: ContactPerson | null = c.person === null ? null : { id: `person-${++r.persons}`, name: c.person.name, addresses: c.addresses }
  const ref: ContactRef = { contactId: contact.id, contactPersonId: person?.id ?? null }
  r.contacts.set(contact.id, { ...contact, addresses: [...new Set([...contact.addresses, ...own])], persons: person === null ? contact.persons : [...contact.persons, person] })
  for (const address of c.addresses) noteAddress(r, address, { ...ref, name: contact.name })
  if (c.phone !== null) r.phones.set(person?.id ?? contact.id, c.phone)
  r.byKey.set(c.ownKey, ref)
  return E.right(ref)
}
