/** What a series comes to: its occurrences and exceptions within a window. */
import type { PlainDate } from '../../../core/model/time'
import type { EventSpan, StoredEvent } from '../state/model'
import { boundsOf, onDate } from '../times/date-times'
import { datesOf } from './dates'

export interface Window {
  readonly startMs: number
  readonly endMs: number
}

const dayMs = 86_400_000
const dateAt = (ms: number): PlainDate => new Date(ms).toISOString().slice(0, 10)

/** As long as the master, on another date; on the wall, so that it is at the same time of day throughout the year. */
export const spanOn = (master: StoredEvent, date: PlainDate): EventSpan => {
  const { start, end, isAllDay } = master.data.span
  const lengthMs = Date.parse(`${end.local}Z`) - Date.parse(`${start.local}Z`)
  const begin = onDate(start, date)
  return { isAllDay, start: begin, end: { ...end, local: new Date(Date.parse(`${begin.local}Z`) + lengthMs).toISOString().slice(0, 19) } }
}

/** Touches count at the beginning, not at the end. Something without a length counts where it is. */
export const isWithin = (span: EventSpan, window: Window): boolean => {
  const { startMs, endMs } = boundsOf(span)
  return startMs < window.endMs && (endMs > window.startMs || (startMs === endMs && startMs >= window.startMs))
}

/** A date of a series, as its rule has it or as somebody changed it. */
export interface Occurrence {
  readonly date: PlainDate
  readonly span: EventSpan
  readonly exception: StoredEvent | null
}

/** Every date of the series that its rule has up to a moment, cancelled ones among them. */
export const ruleDates = (master: StoredEvent, untilMs: number): ReadonlyArray<PlainDate> => {
  const { recurrence } = master.data
  return recurrence === null || recurrence === undefined ? [] : datesOf(recurrence, dateAt(untilMs + 2 * dayMs))
}

/** Those that take place within a window. */
export const occurrencesWithin = (master: StoredEvent, window: Window): ReadonlyArray<Occurrence> =>
  ruleDates(master, window.endMs)
    .filter((date) => !master.cancelled.includes(date) && !master.exceptions.has(date))
    .map((date): Occurrence => ({ date, span: spanOn(master, date), exception: null }))
    .concat([...master.exceptions].map(([date, exception]) => ({ date, span: exception.data.span, exception })))
    .filter((o) => isWithin(o.span, window))
    .sort((a, b) => boundsOf(a.span).startMs - boundsOf(b.span).startMs)

/** Whether the rule has the date, and it takes place by the rule or changed. */
export const takesPlace = (master: StoredEvent, date: PlainDate): boolean => !master.cancelled.includes(date) && ruleDates(master, Date.parse(`${date}T00:00:00Z`)).includes(date)
