/** The occurrences of a series that differ from its rule. */
import * as E from 'fp-ts/lib/Either.js'
import type { Body } from '../../../core/model/fields'
import type { OccurrenceException, Recurrence } from '../../../core/model/item'
import { type AppointmentTime, type LocalDateTime, PlainDate, type Zone } from '../../../core/model/time'
import { toLocal } from '../../../time/zones'
import { type Read, wrong } from './common'
import { type ExceptionResource, readShowAs } from './event-resource'
import { cleanLine, readBody } from './text'
import { allDayTime, nearestDate, rezone, timedSpan, zonedTime, zoneNamed } from './wall-time'

/** What the occurrences are compared with. */
export interface Series {
  readonly time: AppointmentTime
  /** In which its rule counts. */
  readonly zone: Zone
  readonly subject: string
  readonly body: Body
  readonly location: string
  readonly showAs: OccurrenceException['showAs']
}

const clockOf = ({ time }: Series): string => (time.allDay ? '00:00:00' : time.start.local.slice(11))

/** The date at the end of an id like `OID.AAMk….2026-11-24`. Ids of masters may hold dots themselves. */
const dateOfId = (occurrenceId: string | null): PlainDate | null => {
  const date = occurrenceId?.slice(-10) ?? ''
  return occurrenceId?.at(-11) === '.' && PlainDate.is(date) ? date : null
}

/**
 * The start by the rule, which has the date and the series' time of day. The instant alone would not do: in a skipped
 * hour, and in a zone that Graph does not name, its wall time is another.
 */
const originalOf = (e: ExceptionResource, series: Series): LocalDateTime | null => {
  const told = dateOfId(e.occurrenceId)
  const counted = e.originalStart === null ? null : nearestDate(toLocal(e.originalStart, series.zone), clockOf(series))
  // Of an all-day series the instant is midnight in a zone that may not be told.
  const date = series.time.allDay ? (told ?? counted) : (counted ?? told)
  return date === null ? null : `${date}T${clockOf(series)}`
}

const timeOf = (e: ExceptionResource, series: Series): AppointmentTime => {
  if (e.isAllDay ?? series.time.allDay) return allDayTime(e.start, e.end, [zoneNamed(e.originalStartTimeZone), series.zone])
  const start = rezone(zonedTime(e.start, series.zone), series.zone)
  return timedSpan(start, e.end === null ? start : rezone(zonedTime(e.end, series.zone), series.zone))
}

const readException = (e: ExceptionResource, original: LocalDateTime, series: Series): OccurrenceException => {
  const other = <A>(value: A | null, ofSeries: A): A | null => (JSON.stringify(value) === JSON.stringify(ofSeries) ? null : value)
  return {
    original,
    time: timeOf(e, series),
    subject: other(e.subject === null ? null : cleanLine(e.subject), series.subject),
    body: other(e.body === null ? null : readBody(e.body), series.body),
    location: other(e.location === null ? null : cleanLine(e.location.displayName ?? ''), series.location),
    showAs: other(e.showAs === null ? null : readShowAs(e.showAs), series.showAs)
  }
}

/** Exceptions and cancellations, each once, in the order of their original starts. What the organizer called off does not take place, although Graph lists it among the exceptions. */
export const readOccurrences = (exceptions: ReadonlyArray<ExceptionResource>, cancelledIds: ReadonlyArray<string>, series: Series): Read<Omit<Recurrence, 'rule'>> => {
  const cancelled = new Set<LocalDateTime>()
  const differing = new Map<LocalDateTime, OccurrenceException>()
  for (const [i, id] of cancelledIds.entries()) {
    const date = dateOfId(id)
    if (date === null) return wrong(`cancelledOccurrences[${i}]`, 'string', 'an id that ends with a date')
    cancelled.add(`${date}T${clockOf(series)}`)
  }
  for (const [i, e] of exceptions.entries()) {
    const original = originalOf(e, series)
    if (original === null) return wrong(`exceptionOccurrences[${i}].originalStart`, 'nothing', 'a time like 2026-11-24T08:30:00Z')
    if (e.isCancelled === true) cancelled.add(original)
    else differing.set(original, readException(e, original, series))
  }
  for (const original of cancelled) differing.delete(original)
  return E.right({ cancelled: [...cancelled].sort(), exceptions: [...differing.values()].sort((a, b) => (a.original < b.original ? -1 : 1)) })
}
