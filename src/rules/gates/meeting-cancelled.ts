import type { Item } from '../../core/model/item'
import { makeGate } from './gate'

/** B4: a meeting that its organizer called off does not take place, although it still stands in the calendar. */
export const meetingCancelled = makeGate<Item>('meeting-cancelled', 'B4', (item) => {
  const cancelled = item.kind === 'appointment' && item.cancelled
  return { saw: { cancelled }, stop: cancelled ? 'meeting-cancelled' : null }
})
