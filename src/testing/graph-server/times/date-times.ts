/** Graph's `dateTimeTimeZone`: wall time with seven digits of a second, and a zone's name. */
import type { DateTimeTimeZone } from '@microsoft/microsoft-graph-types'
import { LocalDateTime, type Instant, type PlainDate, type Zone } from '../../../core/model/time'
import { ianaZone, toInstant, toLocal, windowsZone } from '../../../time/zones'
import { badRequest, invalidProperty, refuse } from '../http/answer'
import type { Preferences } from '../http/prefer'
import type { EventSpan, StoredDate, StoredTime } from '../state/model'

/** To the second: what is smaller is cut off. */
const localOf = (text: string): LocalDateTime => {
  const [, local] = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?)(?:\.\d{1,7})?$/.exec(text) ?? []
  const whole = local?.length === 16 ? `${local}:00` : local
  return LocalDateTime.is(whole) ? whole : invalidProperty('The value of dateTime is not a date and time without an offset, like 2026-03-20T09:00:00.')
}

const zoneOf = (name: string): Zone =>
  ianaZone(name) ?? refuse(400, 'TimeZoneNotSupportedException', `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${name.slice(0, 60)}'.`)

/** Outlook knows zones by their Windows names; what has none keeps the one that it was given under. */
export const outlookZoneName = (name: string): string => windowsZone(zoneOf(name)) ?? name

export const readTime = (given: DateTimeTimeZone): StoredTime => {
  const name = given.timeZone ?? 'UTC'
  return { local: localOf(given.dateTime ?? ''), zone: zoneOf(name), zoneName: outlookZoneName(name) }
}

/** A date in its own zone; the time of day is dropped. */
export const readDate = (given: DateTimeTimeZone | null): StoredDate | null => {
  if (given === null) return null
  const { local, zoneName } = readTime(given)
  return { date: local.slice(0, 10), zoneName }
}

export const instantAt = (time: StoredTime): Instant => toInstant({ local: time.local, zone: time.zone })

/** Seven digits, as Graph writes them. */
const sevenDigits = (local: LocalDateTime): string => `${local}.0000000`

/** An instant in Graph's `dateTimeOffset`: to the second. */
export const offsetTime = (instant: Instant): string => `${instant.slice(0, 19)}Z`

/** In the zone that the request asks for. An all-day event stays on its date in every zone. */
export const showTime = (span: EventSpan, end: 'start' | 'end', preferences: Preferences): DateTimeTimeZone => {
  const time = span[end]
  const local = span.isAllDay ? time.local : toLocal(instantAt(time), preferences.zone)
  return { dateTime: sevenDigits(local), timeZone: preferences.zoneName }
}

export const showDate = (date: StoredDate | null): DateTimeTimeZone | null => (date === null ? null : { dateTime: sevenDigits(`${date.date}T00:00:00`), timeZone: date.zoneName })

/** Start and end of a span as instants; of an all-day one, midnight UTC. */
export const boundsOf = (span: EventSpan): { readonly startMs: number; readonly endMs: number } => {
  const ms = (time: StoredTime): number => (span.isAllDay ? Date.parse(`${time.local}Z`) : Date.parse(instantAt(time)))
  return { startMs: ms(span.start), endMs: ms(span.end) }
}

/** The span of an event as given. Refuses an all-day one that is not at midnight in one zone, and one that ends before it begins. */
export const readSpan = (isAllDay: boolean, start: StoredTime, end: StoredTime): EventSpan => {
  const span: EventSpan = { isAllDay, start, end }
  if (isAllDay) {
    if (!start.local.endsWith('T00:00:00') || !end.local.endsWith('T00:00:00')) return refuse(400, 'ErrorPropertyValidationFailure', 'The Event.Start and Event.End properties of an all-day event must be at midnight.')
    if (start.zone !== end.zone) return refuse(400, 'ErrorPropertyValidationFailure', 'The start and end of an all-day event must be in the same time zone.')
    if (end.local <= start.local) return refuse(400, 'ErrorPropertyValidationFailure', 'The duration of an event marked as All day must be at least 24 hours.')
  }
  const { startMs, endMs } = boundsOf(span)
  return endMs < startMs ? refuse(400, 'ErrorCalendarEndDateIsEarlierThanStartDate', 'The end of the event is earlier than its start.') : span
}

/** A moment of a query: with an offset, or in UTC. */
export const readMoment = (text: string | null, name: string): number => {
  const pattern = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?)?(Z|[+-]\d{2}:\d{2})?$/
  const given = (text ?? '').replace(/ (?=\d{2}:\d{2}$)/, '+')
  const ms = pattern.test(given) ? Date.parse(/(Z|[+-]\d{2}:\d{2})$/.test(given) ? given : given.length === 10 ? `${given}T00:00:00Z` : `${given}Z`) : Number.NaN
  return Number.isNaN(ms) ? badRequest(`This request requires a time window specified by the query string parameters StartDateTime and EndDateTime: ${name} is missing or not valid.`) : ms
}

export const onDate = (time: StoredTime, date: PlainDate): StoredTime => ({ ...time, local: `${date}T${time.local.slice(11)}` })
