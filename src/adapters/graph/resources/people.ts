/** People on a resource of Graph. */
import * as t from 'io-ts'
import type { Mailbox } from '../../../core/model/fields'
import { listOf, optional } from './optional'
import { cleanLine } from './text'

const EmailAddress = t.type({ name: optional(t.string), address: optional(t.string) })

/** A recipient, an organizer or an attendee. */
export const Recipient = t.type({ emailAddress: optional(EmailAddress) })

/** `null` where neither an address nor a name is told. Of a group without an address the name stands for it, so that it is seen that somebody was written to. */
export const readMailbox = (r: t.TypeOf<typeof Recipient> | null): Mailbox | null => {
  const name = cleanLine(r?.emailAddress?.name ?? '').replace(/\s+/g, ' ')
  const address = cleanLine(r?.emailAddress?.address ?? '') || name
  if (address === '') return null
  return { address, name: name === '' || name.toLowerCase() === address.toLowerCase() ? null : name }
}

/** A list of recipients, which may be missing. */
export const Recipients = optional(listOf(Recipient))

/** In order, without those of whom nothing is told. */
export const readMailboxes = (list: t.TypeOf<typeof Recipients>): ReadonlyArray<Mailbox> => (list ?? []).flatMap((r) => readMailbox(r) ?? [])
