/** A contact, or a contact person, from an item (B16): suggested first, made only with the values that a person gives. */
import { unsupported } from '../../core/errors'
import { digestId } from '../../core/digest'
import type { ContactRef } from '../../core/model/activity'
import type { ContactHit } from '../../core/model/contact'
import type { Body, Mailbox } from '../../core/model/fields'
import { formatOwnKey } from '../../core/model/ids'
import type { Item } from '../../core/model/item'
import type { PassEnv } from '../../core/pass/env'
import { writeFenced } from '../../core/pass/fenced-write'
import { orStop, Stop } from '../../core/pass/port-call'
import type { Report } from '../../core/pass/report'
import { addressForms, canonicalAddress, domainOf, isOwnAddress } from '../../rules/addresses'
import { directionOfEmail } from '../../rules/direction-of-email'
import { type ContactGuess, guessContact } from '../../rules/suggest-contact'
import { isPrivate } from './pair-now'

/** What may be put into the register of one party of an item. */
export interface ContactSuggestion extends ContactGuess {
  /** Contacts that have an address at the same domain: the person may be one of theirs. Never of a free-mail domain. */
  readonly contacts: ReadonlyArray<ContactHit>
}

export interface ContactSuggestions {
  readonly itemId: string
  /** Parties who are not in the register, at most 20, the likeliest first. Empty where all are, and of a private item, of whose parties nothing is told. */
  readonly suggestions: ReadonlyArray<ContactSuggestion>
  /** The CRM can do it. */
  readonly possible: boolean
}

/** The values with which a contact is made, as a person confirmed them. */
export interface ContactValues {
  /** The address of one of the item's parties. */
  readonly address: string
  /** A new contact of this name, or the contact that a person is added to. */
  readonly contact: { readonly name: string } | { readonly contactId: string }
  /** The contact person; `null` or left out: none, and the address is the contact's own. */
  readonly person?: { readonly name: string } | null
  readonly phone?: string | null
}

export interface CreatedContact {
  readonly contact: ContactRef
  /** Of the transfer of the item that followed. */
  readonly report: Report
}

const hitsAtMost = 50
/** A message to a whole company is no reason to search for each of its people. */
const suggestionsAtMost = 20

const itemOf = async (env: PassEnv, id: string): Promise<Item> => {
  const [read] = await orStop('mailbox', 'reading an item', env.mailbox.read([id]))
  if (read?._tag === 'Failed') throw new Stop({ _tag: 'PortFailed', port: 'mailbox', during: 'reading an item', error: read.error })
  if (read?._tag !== 'Found') throw new Stop({ _tag: 'NoSuchEntity', id })
  return read.item
}

/** Each party once, and the body where the party wrote it: in it stands a signature of theirs. */
const partiesOf = (env: PassEnv, item: Item): ReadonlyArray<{ readonly party: Mailbox; readonly body: Body | null }> => {
  const all: Array<{ readonly party: Mailbox; readonly body: Body | null }> = []
  if (item.kind === 'email') {
    const { from, to, cc, bcc, body } = item.fields
    if (from !== null) all.push({ party: from, body: directionOfEmail(item, env) === 'incoming' ? body : null })
    for (const party of [...to, ...cc, ...bcc]) all.push({ party, body: null })
  }
  if (item.kind === 'appointment') for (const party of [...(item.organizer === null ? [] : [item.organizer]), ...item.attendees]) all.push({ party, body: null })
  const unique = new Map(all.filter(({ party }) => domainOf(party.address) !== null && !isOwnAddress(party.address, env)).reverse().map((p) => [canonicalAddress(p.party.address), p]))
  return [...unique.values()].reverse()
}

const unregistered = async (env: PassEnv, parties: ReturnType<typeof partiesOf>): Promise<ReturnType<typeof partiesOf>> => {
  if (parties.length === 0) return []
  const forms = new Map(parties.map((p) => [p, addressForms(p.party.address, env.settings)]))
  const known = new Set((await orStop('crm', 'looking up contacts', env.crm.findByAddress([...new Set([...forms.values()].flat())]))).map((m) => m.address.toLowerCase()))
  return parties.filter((p) => !(forms.get(p) ?? []).some((f) => known.has(f.toLowerCase())))
}

const contactsAt = async (env: PassEnv, domain: string | null): Promise<ReadonlyArray<ContactHit>> => {
  if (domain === null || env.crm.searchContacts === undefined) return []
  const hits = await orStop('crm', 'searching contacts', env.crm.searchContacts({ _tag: 'Text', text: `@${domain}` }, hitsAtMost))
  const there = new Set(hits.filter((h) => h.addresses.some((a) => domainOf(a) === domain)).map((h) => h.contactId))
  if (there.size === 0) return []
  // Each contact once, also where only persons of it have an address there.
  return (await orStop('crm', 'searching contacts', env.crm.searchContacts({ _tag: 'Ids', contactIds: [...there] }, hitsAtMost * 20))).filter((h) => h.contactPersonId === null)
}

/** Nothing is written. */
export const suggestContact = async (env: PassEnv, itemId: string): Promise<ContactSuggestions> => {
  const item = await itemOf(env, itemId)
  const guesses = (isPrivate(item) ? [] : await unregistered(env, partiesOf(env, item))).slice(0, suggestionsAtMost).map(({ party, body }) => guessContact(party, body))
  const at = new Map<string | null, ReadonlyArray<ContactHit>>()
  for (const domain of new Set(guesses.map((g) => g.domain))) at.set(domain, await contactsAt(env, domain))
  const suggestions = guesses.map((g): ContactSuggestion => ({ ...g, contacts: at.get(g.domain) ?? [] }))
  return { itemId, suggestions, possible: env.crm.createContact !== undefined }
}

const wrong = (field: string, expected: string): Stop => new Stop({ _tag: 'InvalidInput', errors: [{ field, got: 'something else', expected }] })

/**
 * Makes the contact and transfers the item. The key is of the user, the item and the address: made again, after a crash
 * or by a second click, the CRM answers with the first.
 */
export const createContact = async (env: PassEnv, itemId: string, values: ContactValues, transfer: (env: PassEnv) => Promise<Report>): Promise<CreatedContact> => {
  const { createContact: create } = env.crm
  if (create === undefined) throw new Stop({ _tag: 'PortFailed', port: 'crm', during: 'making a contact', error: unsupported('making contacts') })
  const item = await itemOf(env, itemId)
  if (isPrivate(item)) throw wrong('itemId', 'an item that is not private')
  const address = canonicalAddress(values.address)
  const party = partiesOf(env, item).find((p) => canonicalAddress(p.party.address) === address)
  if (party === undefined) throw wrong('values.address', 'an address of the item, and not one of the mailbox')
  const person = values.person ?? null
  const name = 'name' in values.contact ? values.contact.name : ''
  const contactId = 'contactId' in values.contact ? values.contact.contactId : null
  const ownKey = formatOwnKey({ database: env.scope.database, of: 'item', id: digestId('contact', env.scope.user, item.identity ?? item.id, address), generation: 0 })
  await writeFenced(env, 'making sure of the lease', [])
  const contact = await orStop('crm', 'making a contact', create({ ownKey, contactId, name, person, addresses: [address], phone: values.phone ?? null }))
  return { contact, report: await transfer(env) }
}
