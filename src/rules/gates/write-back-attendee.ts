import type { Item } from '../../core/model/item'
import { makeGate } from './gate'

/** B5: an attendee's copy is the organizer's meeting; to write it would mail the others or be undone by the organizer's next change. */
export const writeBackAttendee = makeGate<Item>('write-back-attendee', 'B5', (item) => {
  const role = item.kind === 'appointment' ? item.role : null
  return { saw: { role }, stop: role === 'attendee' ? 'not-carried' : null }
})
