/** Who takes part in an item. */
import type { Mailbox } from '../core/model/fields'
import type { Item } from '../core/model/item'

/** Every party of an item, the owner's addresses among them: sender and recipients, organizer and attendees. A task has none. */
export const partiesOf = (item: Item): ReadonlyArray<Mailbox> => {
  switch (item.kind) {
    case 'email':
      return [...(item.fields.from === null ? [] : [item.fields.from]), ...item.fields.to, ...item.fields.cc, ...item.fields.bcc]
    case 'appointment':
      return [...(item.organizer === null ? [] : [item.organizer]), ...item.attendees]
    case 'task':
      return []
  }
}
