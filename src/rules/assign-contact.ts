/** B1 to B3: on which contact an item goes. */
import type { ContactRef } from '../core/model/activity'
import type { ContactMatch } from '../core/model/contact'
import type { Item } from '../core/model/item'
import type { RuleContext, RuleSet, Trace } from '../core/rule-set'
import { addressForms, canonicalAddress, canonicalForms, isOwnAddress } from './addresses'
import { directionOfEmail } from './direction-of-email'
import { isPrivate } from './sensitivity'
import { isChosenByHand } from './transfer-by-hand'
import { go, skip, trace } from './verdict'

type Addressing = Pick<RuleContext, 'settings' | 'ownAddresses'>

const rule = 'assign-contact'

/** Whose contact an item may go on, in the order in which they are asked. */
const candidatesIn = (item: Item, context: Addressing): ReadonlyArray<string> => {
  switch (item.kind) {
    case 'email': {
      const { from, to, cc, bcc } = item.fields
      const direction = directionOfEmail(item, context)
      const parties = direction === 'outgoing' ? [...to, ...cc, ...bcc] : direction === 'incoming' && from !== null ? [from] : []
      return parties.map((m) => m.address)
    }
    case 'appointment':
      // As with the sender of an e-mail, who called the meeting comes first. The role tells what the address of an alias does not.
      return [...(item.organizer === null || item.role === 'organizer' ? [] : [item.organizer]), ...item.attendees].map((m) => m.address)
    case 'task':
      return []
  }
}

/** The owner is never the contact: a mail to oneself and a customer goes to the customer. Of a private item nobody is asked for. */
const candidatesOf = (item: Item, context: Addressing): ReadonlyArray<string> =>
  isPrivate(item) ? [] : candidatesIn(item, context).filter((address) => !isOwnAddress(address, context))

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * The entries for one address, the one that counts first: the address itself before the one without its `+tag`, the
 * contact itself before a contact person, then by the ids as text, so that the register's order does not matter.
 */
const entriesFor = (address: string, context: RuleContext): ReadonlyArray<ContactMatch> => {
  const forms = canonicalForms(address, context.settings)
  const nearness = (m: ContactMatch): number => {
    const at = forms.indexOf(canonicalAddress(m.address))
    return at < 0 ? forms.length : at
  }
  const found = addressForms(address, context.settings).flatMap(context.contactsOf)
  const unique = new Map(found.map((m) => [JSON.stringify([nearness(m), m.contactId, m.contactPersonId]), m]))
  return [...unique.values()].sort(
    (a, b) =>
      nearness(a) - nearness(b) ||
      Number(a.contactPersonId !== null) - Number(b.contactPersonId !== null) ||
      byText(a.contactId, b.contactId) ||
      byText(a.contactPersonId ?? '', b.contactPersonId ?? '')
  )
}

const behaviourOf = (item: Item, context: Addressing): string =>
  item.kind !== 'email' ? 'B4' : directionOfEmail(item, context) === 'outgoing' ? 'B2, B3' : 'B1, B3'

/**
 * An incoming e-mail goes on its sender's contact, an outgoing one on the first registered of To, then Cc, then Bcc; where
 * there is none it is skipped as `no-registered-contact`, unless the user selected just this one to transfer by hand: then
 * it goes without a contact. An appointment goes on the first registered of organizer and attendees, or on none; a task
 * on none; a private item on none, because whom it is with is private too. A contact person brings the contact along.
 */
export const assignContact: RuleSet['assignContact'] = (item, context) => {
  const behaviour = behaviourOf(item, context)
  const answer = (saw: Trace['saw'], decided: string) => trace(rule, behaviour, saw, decided)
  if (isPrivate(item)) return go(answer({ private: true }, 'no contact, because it is private'), null)
  if (item.kind === 'task') return go(answer({ kind: 'task' }, 'a task needs no contact'), null)
  const candidates = candidatesOf(item, context)
  for (const [index, address] of candidates.entries()) {
    const entries = entriesFor(address, context)
    const [first] = entries
    if (first === undefined) continue
    const contact: ContactRef = { contactId: first.contactId, contactPersonId: first.contactPersonId }
    const chosen = entries.length === 1 ? 'the only entry' : `the first of ${entries.length} entries: nearest address, contact before contact person, then by id`
    return go(answer({ parties: candidates.length, party: index + 1, address, entries: entries.length, ...contact }, chosen), contact)
  }
  const saw = { parties: candidates.length, registered: 0 }
  if (item.kind === 'appointment') return go(answer(saw, 'no contact, and an appointment needs none'), null)
  if (isChosenByHand(item.id, context)) return go(answer({ ...saw, byHand: true }, 'no contact, because the user transferred it all the same'), null)
  return skip('no-registered-contact', answer(saw, 'skip: no-registered-contact'))
}

/** The addresses to look up before {@link assignContact} can answer: every form of every party that may become the contact, without repeats. */
export const addressesOf: RuleSet['addressesOf'] = (item, context) => [...new Set(candidatesOf(item, context).flatMap((address) => addressForms(address, context.settings)))]

/** What the register calls a contact that an item was assigned to; `null` where the item's parties do not lead to it. */
export const nameOfContact = (item: Item, contact: ContactRef, context: RuleContext): string | null =>
  candidatesOf(item, context)
    .flatMap((address) => entriesFor(address, context))
    .find((m) => m.contactId === contact.contactId && m.contactPersonId === contact.contactPersonId)?.name ?? null
