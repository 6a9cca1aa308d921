/** Which occurrences of a series take place, and when. Bounded: no question looks at more than a fixed number of starts. */
import * as E from 'fp-ts/lib/Either.js'
import type { FieldError } from '../core/codec'
import type { AppointmentItem, OccurrenceException } from '../core/model/item'
import { epochOf, instantOf, type AppointmentTime, type Instant, type LocalDateTime } from '../core/model/time'
import { isKnownZone, toEpoch, toLocal } from '../time/zones'
import { parseRecurrenceRule, type RecurrenceRule } from './recurrence-rule'
import { dayMs, visitStarts, wallMs, wallText } from './recurrence-starts'

/** One occurrence that takes place. */
export interface Occurrence {
  /** Its start by the rule, wall time in the series' zone; of an all-day series at T00:00:00. */
  readonly original: LocalDateTime
  /** When it really takes place. */
  readonly time: AppointmentTime
  readonly exception: OccurrenceException | null
}

/** A series that was checked. A single appointment is a series of one. */
export interface Series {
  readonly time: AppointmentTime
  /** The first start by the rule may be later: the time of the series is a start only where its rule gives it. */
  readonly start: LocalDateTime
  readonly rule: RecurrenceRule
  readonly cancelled: ReadonlySet<LocalDateTime>
  /** Those that take place, by their original start. A cancellation beats an exception. */
  readonly exceptions: ReadonlyMap<LocalDateTime, OccurrenceException>
}

/** Why a series cannot be understood. */
export type SeriesFault = { readonly reason: 'invalid-recurrence'; readonly errors: ReadonlyArray<FieldError> } | { readonly reason: 'invalid-time'; readonly what: string }

/** Start and end in milliseconds since the epoch. All-day dates, which have no zone, count as UTC: exact among each other, and within a day of everything else. */
export const spanOf = (time: AppointmentTime): { readonly start: number; readonly end: number } =>
  time.allDay
    ? { start: wallMs(`${time.start}T00:00:00`), end: wallMs(`${time.end}T00:00:00`) }
    : { start: toEpoch(time.start), end: toEpoch(time.end) }

/** Whether an instant is one that the model can write down. */
const isInReach = (epochMs: number): boolean => epochMs >= firstInReach && epochMs <= lastInReach
const firstInReach = epochOf('0000-01-01T00:00:00.000Z')
const lastInReach = epochOf('9999-12-31T23:59:59.999Z')

/** What is wrong with a time, in words; `null` where nothing is. An appointment may end as it starts, not before. */
export const faultOfTime = (time: AppointmentTime): string | null => {
  if (!time.allDay && !(isKnownZone(time.start.zone) && isKnownZone(time.end.zone))) return 'unknown time zone'
  const { start, end } = spanOf(time)
  if (!time.allDay && !(isInReach(start) && isInReach(end))) return 'a time outside the years 0000 to 9999'
  return end < start ? 'it ends before it starts' : null
}

const once: RecurrenceRule = { frequency: 'DAILY', interval: 1, count: 1, until: null, byDay: [], byMonthDay: [], byMonth: [], bySetPos: [], weekStart: 0 }

/** Series start in the years that Outlook knows, and no occurrence lasts longer than a year: both keep the arithmetic bounded. */
const faultOfSeriesTime = (time: AppointmentTime, start: LocalDateTime): string | null => {
  if (start < '1601' || start >= '4501') return 'a series that starts outside the years 1601 to 4500'
  const { start: from, end: to } = spanOf(time)
  return to - from > 366 * dayMs ? 'an occurrence longer than 366 days' : null
}

/** Checks an appointment's times and rule. */
export const openSeries = (item: AppointmentItem): E.Either<SeriesFault, Series> => {
  const { time } = item.fields
  const invalid = (what: string): E.Either<SeriesFault, never> => E.left({ reason: 'invalid-time', what })
  const fault = faultOfTime(time)
  if (fault !== null) return invalid(fault)
  const start = time.allDay ? `${time.start}T00:00:00` : time.start.local
  if (item.recurrence === null) return E.right({ time, start, rule: once, cancelled: new Set(), exceptions: new Map() })
  const seriesFault = faultOfSeriesTime(time, start)
  if (seriesFault !== null) return invalid(seriesFault)
  const rule = parseRecurrenceRule(item.recurrence.rule, time)
  if (E.isLeft(rule)) return E.left({ reason: 'invalid-recurrence', errors: rule.left })
  const cancelled = new Set(item.recurrence.cancelled)
  const exceptions = new Map<LocalDateTime, OccurrenceException>()
  for (const exception of item.recurrence.exceptions) {
    if (cancelled.has(exception.original) || exceptions.has(exception.original)) continue
    const exceptionFault = faultOfTime(exception.time)
    if (exceptionFault !== null) return invalid(`the occurrence of ${exception.original}: ${exceptionFault}`)
    exceptions.set(exception.original, exception)
  }
  return E.right({ time, start, rule: rule.right, cancelled, exceptions })
}

/**
 * The time of an unmodified occurrence. Start and end keep their time of day in their zones, as Outlook has it (it
 * stores both as minutes after the local midnight), so an occurrence over a change of the clocks lasts an hour more or
 * less than the others. Where the skipped hour would make it end before it starts, it lasts as long as the first.
 */
const timeAt = (series: Series, original: LocalDateTime): AppointmentTime => {
  const moved = wallMs(original) - wallMs(series.start)
  const { time } = series
  if (time.allDay) {
    const move = (date: string): string => wallText(wallMs(`${date}T00:00:00`) + moved).slice(0, 10)
    return { allDay: true, start: move(time.start), end: move(time.end) }
  }
  const start = { local: original, zone: time.start.zone }
  const end = { local: wallText(wallMs(time.end.local) + moved), zone: time.end.zone }
  const at = toEpoch(start)
  if (toEpoch(end) >= at) return { allDay: false, start, end }
  const base = spanOf(time)
  return { allDay: false, start, end: { local: toLocal(instantOf(at + base.end - base.start), end.zone), zone: end.zone } }
}

const plain = (series: Series, original: LocalDateTime): Occurrence => ({ original, time: timeAt(series, original), exception: null })
const moved = (exception: OccurrenceException): Occurrence => ({ original: exception.original, time: exception.time, exception })
const movedOnes = (series: Series): ReadonlyArray<Occurrence> => [...series.exceptions.values()].map(moved)

/** Visits the unmodified occurrences whose start by the rule is at or after `fromMs` on the wall. */
const visitPlain = (series: Series, fromMs: number, visit: (occurrence: Occurrence) => boolean): void => {
  const from = wallText(Math.max(fromMs, wallMs(series.start)))
  visitStarts(series.rule, series.start, from, (original) => series.cancelled.has(original) || series.exceptions.has(original) || visit(plain(series, original)))
}

const firstPlain = (series: Series, fromMs: number, wanted: (occurrence: Occurrence) => boolean): Occurrence | null => {
  let found: Occurrence | null = null
  visitPlain(series, fromMs, (o) => {
    if (wanted(o)) found = o
    return found === null
  })
  return found
}

const byStart = (a: Occurrence, b: Occurrence): number => spanOf(a.time).start - spanOf(b.time).start || (a.original < b.original ? -1 : 1)
const earliest = (found: ReadonlyArray<Occurrence | null>): Occurrence | null => found.filter((o) => o !== null).sort(byStart)[0] ?? null

/** B10: the first occurrence that really takes place, by its real start; `null` where none does. */
export const firstOccurrence = (series: Series): Occurrence | null => earliest([firstPlain(series, wallMs(series.start), () => true), ...movedOnes(series)])

/** Wall time is never further from UTC than this, so a search on the wall begins and ends that much earlier and later. */
const zoneMarginMs = 2 * dayMs

const searchFrom = (series: Series, ms: number): number => {
  const { start, end } = spanOf(series.time)
  return ms - (end - start) - zoneMarginMs
}

const yearMs = 366 * dayMs

/** The last unmodified occurrence of a series that is over at `ms`. Looked for backwards, so that a long series costs no more than a short one. */
const lastPlain = (series: Series, ms: number): Occurrence | null => {
  const endMs = Math.min(ms + zoneMarginMs, series.rule.until === null ? Infinity : wallMs(series.rule.until))
  // Where starts are counted, every search begins at the first all the same.
  for (let back = series.rule.count === null ? yearMs : Infinity; ; back *= 2) {
    let last: Occurrence | null = null
    visitPlain(series, endMs - back, (o) => {
      if (spanOf(o.time).end <= ms) last = o
      return true
    })
    if (last !== null || endMs - back <= wallMs(series.start)) return last
  }
}

/** The occurrence in progress, else the next one; where all are over, the last; `null` where none takes place. */
export const nextOccurrence = (series: Series, now: Instant): Occurrence | null => {
  const ms = epochOf(now)
  const ahead = (o: Occurrence): boolean => spanOf(o.time).end > ms
  const others = movedOnes(series)
  const next = earliest([firstPlain(series, searchFrom(series, ms), ahead), ...others.filter(ahead)])
  if (next !== null) return next
  return [lastPlain(series, ms), ...others].filter((o) => o !== null).sort(byStart).at(-1) ?? null
}

/** Every occurrence that is not over at `from` and has started by `to`, both inclusive, by original start. */
export const occurrencesWithin = (series: Series, from: Instant, to: Instant): ReadonlyArray<Occurrence> => {
  const [fromMs, toMs] = [epochOf(from), epochOf(to)]
  const within = (o: Occurrence): boolean => {
    const span = spanOf(o.time)
    return span.start <= toMs && (span.end > fromMs || span.start >= fromMs)
  }
  const found: Array<Occurrence> = movedOnes(series).filter(within)
  visitPlain(series, searchFrom(series, fromMs), (o) => {
    if (within(o)) found.push(o)
    return wallMs(o.original) <= toMs + zoneMarginMs
  })
  return found.sort((a, b) => (a.original < b.original ? -1 : 1))
}

/** The first occurrence that starts after `after`, `null` where none does. */
export const occurrenceAfter = (series: Series, after: Instant): Occurrence | null => {
  const ms = epochOf(after)
  const later = (o: Occurrence): boolean => spanOf(o.time).start > ms
  return earliest([firstPlain(series, ms - zoneMarginMs, later), ...movedOnes(series).filter(later)])
}

/** The occurrence whose start by the rule is `original`; `null` where it does not take place. */
export const occurrenceAt = (series: Series, original: LocalDateTime): Occurrence | null => {
  const exception = series.exceptions.get(original)
  if (exception !== undefined) return moved(exception)
  const found = firstPlain(series, wallMs(original), () => true)
  return found?.original === original ? found : null
}

/** The occurrences whose start by the rule lies between two others, both inclusive, by that start: one search for many questions. Not more than one search looks at. */
export const occurrencesBetween = (series: Series, first: LocalDateTime, last: LocalDateTime): ReadonlyMap<LocalDateTime, Occurrence> => {
  const found = new Map<LocalDateTime, Occurrence>()
  for (const o of movedOnes(series)) if (o.original >= first && o.original <= last) found.set(o.original, o)
  visitPlain(series, wallMs(first), (o) => {
    if (o.original > last) return false
    found.set(o.original, o)
    return true
  })
  return found
}
