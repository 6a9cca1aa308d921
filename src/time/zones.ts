/** Zone arithmetic for adapters and rules: date-fns' zone companion does the arithmetic, windows-iana has the names. */
import { tzOffset } from '@date-fns/tz'
import { findIana, findWindows } from 'windows-iana'
import type { AppointmentTime, Instant, LocalDateTime, PlainDate, Zone, ZonedTime } from '../core/model/time'

/** Names come from strangers, so the tables of what was found out about them are cut off at some size. */
const mostNames = 2000
const known = new Map<string, boolean>()

/** Whether this runtime knows the IANA zone. */
export const isKnownZone = (zone: string): boolean => {
  const cached = known.get(zone)
  if (cached !== undefined) return cached
  let ok = true
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
  } catch {
    ok = false
  }
  if (known.size >= mostNames) known.clear()
  known.set(zone, ok)
  return ok
}

/** The IANA zone for a Windows name (`W. Europe Standard Time`) or an IANA name; `null` for anything else, `tzone://Microsoft/Custom` among it. */
export const ianaZone = (name: string): Zone | null => {
  // Both a Windows and an IANA name; the table has it under its longer one, and equal zones are to have equal names.
  if (name === 'UTC') return name
  const windows = findIana(name)[0]
  if (windows !== undefined) return windows
  return isKnownZone(name) && !/^[+-]/.test(name) ? name : null
}

/** The Windows name of an IANA zone, or `null`. */
export const windowsZone = (zone: Zone): string | null => findWindows(zone)[0] ?? null

/** tzOffset loses the sign of an offset that is less than an hour behind UTC, as Liberia's was until 1972. */
const isBehindUtc = (zone: Zone, epochMs: number): boolean =>
  new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(epochMs).some(({ type, value }) => type === 'timeZoneName' && value.startsWith('GMT-'))

const dayMs = 86_400_000

/**
 * Asking the runtime for an offset costs more than the rest of a comparison, and the same days are asked for again and
 * again. No zone changes its clocks twice within one day of UTC, so a day that begins and ends with one offset has it all
 * day long; `null`: it has two.
 */
let offsetsOfDays = new Map<Zone, Map<number, number | null>>()
let daysKnown = 0
const mostDays = 50_000

const offsetOfDay = (zone: Zone, day: number): number | null => {
  const known = offsetsOfDays.get(zone)?.get(day)
  if (known !== undefined) return known
  const first = findOffsetMs(zone, day * dayMs)
  const offset = first === findOffsetMs(zone, (day + 1) * dayMs - 1) ? first : null
  if (daysKnown >= mostDays) {
    offsetsOfDays = new Map()
    daysKnown = 0
  }
  const days = offsetsOfDays.get(zone) ?? new Map<number, number | null>()
  offsetsOfDays.set(zone, days)
  days.set(day, offset)
  daysKnown += 1
  return offset
}

const offsetMs = (zone: Zone, epochMs: number): number => offsetOfDay(zone, Math.floor(epochMs / dayMs)) ?? findOffsetMs(zone, epochMs)

const findOffsetMs = (zone: Zone, epochMs: number): number => {
  if (!isKnownZone(zone)) throw new RangeError(`unknown time zone ${zone}`)
  const offset = Math.round(tzOffset(zone, new Date(epochMs)) * 60_000)
  return offset > 0 && offset < 3_600_000 && isBehindUtc(zone, epochMs) ? -offset : offset
}

/**
 * Wall time in a zone as milliseconds since the epoch. In a gap it moves on by the gap; repeated, it is the first. Throws
 * `RangeError` on a zone that the runtime does not know. TZDate's own constructor is not used: which of two repeated
 * times it takes depends on the zone of the process.
 */
export const toEpoch = ({ local, zone }: ZonedTime): number => {
  const wall = Date.parse(`${local}Z`)
  const before = offsetMs(zone, wall - dayMs)
  const after = offsetMs(zone, wall + dayMs)
  if (before === after) return wall - before
  const valid = [wall - before, wall - after].filter((epoch) => epoch + offsetMs(zone, epoch) === wall)
  return valid.length > 0 ? Math.min(...valid) : wall - before
}

/** {@link toEpoch} as an instant. */
export const toInstant = (time: ZonedTime): Instant => new Date(toEpoch(time)).toISOString()

/** Further than a wall clock is from UTC, and a day. */
const reachMs = 40 * 3_600_000

/** The wall times in a zone that {@link toInstant} takes for this instant: one, and two after a gap; none for the second of two repeated times, and for what is no whole second. */
export const wallTimesAt = (instant: Instant, zone: Zone): ReadonlyArray<LocalDateTime> => {
  const epoch = Date.parse(instant)
  // The clocks change at most once so near to it, so the offset is one of these two.
  const offsets = new Set([offsetMs(zone, epoch - reachMs), offsetMs(zone, epoch + reachMs)])
  return [...offsets].map((offset) => new Date(epoch + offset).toISOString().slice(0, 19)).filter((local) => toInstant({ local, zone }) === instant)
}

/** An instant as wall time in a zone, to the second. */
export const toLocal = (instant: Instant, zone: Zone): LocalDateTime => {
  const epoch = Date.parse(instant)
  return new Date(epoch + offsetMs(zone, epoch)).toISOString().slice(0, 19)
}

/** The same moment in another zone. */
export const inZone = (time: ZonedTime, zone: Zone): ZonedTime => (time.zone === zone ? time : { local: toLocal(toInstant(time), zone), zone })

/** A date moved by whole days. */
export const addDays = (date: PlainDate, days: number): PlainDate => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** The instant an appointment starts, or the date of an all-day one: how first-run matching compares (B22). */
export const startOf = (time: AppointmentTime): Instant | PlainDate => (time.allDay ? time.start : toInstant(time.start))
