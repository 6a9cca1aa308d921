/** The contact register of a memory CRM. */
import type { ContactMatch } from '../../core/model/contact'

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
}

export const emptyRegister = (): Register => ({ contacts: new Map(), byAddress: new Map(), persons: 0 })

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
