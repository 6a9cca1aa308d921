import type { Item } from '../../core/model/item'
import { matchesEntry } from '../addresses'
import { partiesOf } from '../parties'
import { isPrivate } from '../sensitivity'
import { makeGate } from './gate'

/**
 * B18, option: nothing with a party on the never-sync list is transferred. Any party counts, sender, recipient, organizer
 * or attendee. It applies to what is new: what is linked already stays in step, because to stop in the middle would
 * leave a half-true activity behind.
 */
export const neverSync = makeGate<Item>('never-sync', 'B18', (item, { settings }) => {
  const { neverSync: entries } = settings.privacy
  const parties = partiesOf(item)
  const entry = entries.find((e) => parties.some((party) => matchesEntry(e, party.address, settings))) ?? null
  return { saw: isPrivate(item) ? { private: true } : { parties: parties.length, listed: entries.length, entry }, stop: entry === null ? null : 'never-sync' }
})
