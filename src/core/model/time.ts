/**
 * Time as the model keeps it. Instants are UTC; what a person scheduled is wall time in a zone;
 * all-day events and task dates are dates, never instants.
 */
import * as t from 'io-ts'
import { stringWhere } from '../codec'

const daysIn = (year: number, month: number): number =>
  month === 2 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31

const isDate = (s: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(s)) return false
  const month = Number(s.slice(5, 7))
  const day = Number(s.slice(8))
  // Most dates are of days that every month has.
  return month >= 1 && month <= 12 && day >= 1 && (day <= 28 || day <= daysIn(Number(s.slice(0, 4)), month))
}

const isClock = (s: string): boolean => /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(s)

/** A calendar date, `2026-11-24` (RFC 3339 full-date). */
export const PlainDate = stringWhere('a date like 2026-11-24', isDate)
export type PlainDate = string

/** Wall-clock time without a zone, to the second: `2026-11-24T09:30:00`. */
export const LocalDateTime = stringWhere('a local time like 2026-11-24T09:30:00', (s) => s.length === 19 && s[10] === 'T' && isDate(s.slice(0, 10)) && isClock(s.slice(11)))
export type LocalDateTime = string

/** A point in time, UTC, to the millisecond, in exactly the form of `Date.prototype.toISOString`: `2026-11-24T08:30:00.000Z`. Sorts as text. */
export const Instant = stringWhere(
  'an instant like 2026-11-24T08:30:00.000Z',
  (s) => s.length === 24 && s.endsWith('Z') && s[10] === 'T' && s[19] === '.' && /^\d{3}$/.test(s.slice(20, 23)) && isDate(s.slice(0, 10)) && isClock(s.slice(11, 19))
)
export type Instant = string

/** An IANA zone name, `Europe/Stockholm`. Adapters translate Windows names before they hand an item over. */
export const Zone = stringWhere('an IANA time zone like Europe/Stockholm', (s) => s === 'UTC' || /^[A-Za-z]+(?:[/_+-][A-Za-z0-9_+-]+)*$/.test(s))
export type Zone = string

/** Wall time in a zone. A local time that the zone skips means the same distance after the gap; one it repeats means the first. */
export const ZonedTime = t.readonly(t.type({ local: LocalDateTime, zone: Zone }), 'ZonedTime')
export type ZonedTime = t.TypeOf<typeof ZonedTime>

const TimedSpan = t.readonly(t.type({ allDay: t.literal(false), start: ZonedTime, end: ZonedTime }))
/** `end` is exclusive, as DTEND of RFC 5545: a one-day event on the 24th ends on the 25th. */
const AllDaySpan = t.readonly(t.type({ allDay: t.literal(true), start: PlainDate, end: PlainDate }))

/** When an appointment is: one value, because start, end and all-day only make sense together. */
export const AppointmentTime = t.union([TimedSpan, AllDaySpan], 'AppointmentTime')
export type AppointmentTime = t.TypeOf<typeof AppointmentTime>

/** Whether a value is one of the accepted times. */
export const isInstant = (u: unknown): u is Instant => Instant.is(u)

/** Any finite number of milliseconds since the epoch as an {@link Instant}. */
export const instantOf = (epochMs: number): Instant => new Date(epochMs).toISOString()

/** An {@link Instant} as milliseconds since the epoch. */
export const epochOf = (i: Instant): number => Date.parse(i)

