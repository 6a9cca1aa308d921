/** A recurrence as the model has it: the first occurrence's time, the rule, and the occurrences that differ. */
import type { ShowAs } from '../../../core/model/fields'
import type { OccurrenceException, Recurrence } from '../../../core/model/item'
import type { AppointmentTime, Zone } from '../../../core/model/time'
import { cleanLine, cleanSubject } from '../text/text'
import type { ModifiedInstance, RecurrenceBlob } from './blob'
import { ruleOf } from './rule'
import { dateOf, localOf, midnightOf, minutesPerDay } from './wall-time'

export interface Series {
  readonly time: AppointmentTime
  readonly recurrence: Recurrence
}

const timeOf = (start: number, end: number, allDay: boolean, zone: Zone): AppointmentTime =>
  allDay
    ? { allDay: true, start: dateOf(start), end: dateOf(Math.max(end, start + minutesPerDay)) }
    : { allDay: false, start: { local: localOf(start), zone }, end: { local: localOf(Math.max(end, start)), zone } }

/** Builds the series. @param showAs names the free/busy status that an exception has a number for */
export const seriesOf = (blob: RecurrenceBlob, allDay: boolean, zone: Zone, showAs: (n: number) => ShowAs): Series => {
  const { pattern, modified } = blob
  // An all-day series begins at midnight, whatever the offset of a file that was made elsewhere.
  const startOffset = allDay ? 0 : blob.startOffset
  const endOffset = allDay ? Math.max(minutesPerDay, Math.ceil((blob.endOffset - blob.startOffset) / minutesPerDay) * minutesPerDay) : blob.endOffset
  const originalOf = (m: ModifiedInstance): number => (allDay ? midnightOf(m.originalStart) : m.originalStart)
  const kept = new Set(modified.map((m) => midnightOf(m.originalStart)))
  const exceptions = modified.map(
    (m): OccurrenceException => ({
      original: localOf(originalOf(m)),
      time: timeOf(m.start, m.end, m.allDay ?? allDay, zone),
      subject: m.subject === null ? null : cleanSubject(m.subject),
      body: null,
      location: m.location === null ? null : cleanLine(m.location),
      showAs: m.busyStatus === null ? null : showAs(m.busyStatus)
    })
  )
  return {
    time: timeOf(pattern.startDate + startOffset, pattern.startDate + endOffset, allDay, zone),
    recurrence: {
      rule: ruleOf(pattern, startOffset),
      cancelled: blob.removedDates.filter((d) => !kept.has(d)).map((d) => localOf(d + startOffset)),
      exceptions
    }
  }
}
