/** Wall time as Graph writes it, `{ dateTime: '2026-11-24T09:30:00.0000000', timeZone: 'W. Europe Standard Time' }`, and what of our times it stands for. */
import * as t from 'io-ts'
import { stringWhere } from '../../../core/codec'
import { epochOf, instantOf, LocalDateTime, type AppointmentTime, type PlainDate, Zone, type ZonedTime } from '../../../core/model/time'
import { addDays, ianaZone, inZone, isKnownZone, toInstant, toLocal } from '../../../time/zones'
import { optional } from './optional'
import { isInOutlookYears } from './timestamp'

const parts = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d{1,9})?(Z?)$/

const localOf = (dateTime: string): LocalDateTime => dateTime.slice(0, 19)

const WallText = stringWhere('a time like 2026-11-24T09:30:00, of the years 1601 to 4500', (s) => parts.test(s) && LocalDateTime.is(localOf(s)) && isInOutlookYears(localOf(s)))

/** A time with the name of its zone. */
export const WallTime = t.type({ dateTime: WallText, timeZone: optional(t.string) })
export type WallTime = t.TypeOf<typeof WallTime>

/** The zone of a name that Graph gave; `null` for one that is not known, `tzone://Microsoft/Custom` among them. */
export const zoneNamed = (name: string | null): Zone | null => {
  if (name === null || name === '') return null
  const zone = name === 'tzone://Microsoft/Utc' ? 'UTC' : ianaZone(name)
  return Zone.is(zone) && isKnownZone(zone) ? zone : null
}

/** The zone in which a time is written. Graph writes UTC where it was not asked for another. */
const writtenIn = (w: WallTime, otherwise: Zone): Zone => (w.dateTime.endsWith('Z') || w.timeZone === null || w.timeZone === '' ? 'UTC' : (zoneNamed(w.timeZone) ?? otherwise))

/** A time with a zone that is known; that of a name which is not is `otherwise`. */
export const zonedTime = (w: WallTime, otherwise: Zone): ZonedTime => ({ local: localOf(w.dateTime), zone: writtenIn(w, otherwise) })

/** The same moment in another zone; the second of a repeated hour has no wall time there in the model, and stays in UTC. */
export const rezone = (time: ZonedTime, zone: Zone): ZonedTime => {
  const moved = inZone(time, zone)
  return toInstant(moved) === toInstant(time) ? moved : inZone(time, 'UTC')
}

const dayMs = 86_400_000

/** The date whose time of day is nearest to a wall time. `clock` is like `00:00:00`. */
export const nearestDate = (local: LocalDateTime, clock: string): PlainDate => {
  const off = epochOf(`1970-01-01T${clock}.000Z`)
  return instantOf(Math.round((epochOf(`${local}.000Z`) - off) / dayMs) * dayMs).slice(0, 10)
}

/**
 * The date that a midnight stands for. Graph writes dates as midnight without regard to the zone. Some are the midnight
 * of another zone in UTC: then of one of `zones`, if it is exactly that there, else of the nearest.
 */
export const dateOfMidnight = (w: WallTime, zones: ReadonlyArray<Zone | null>): PlainDate => {
  const time = zonedTime(w, 'UTC')
  if (time.local.endsWith('T00:00:00')) return time.local.slice(0, 10)
  for (const zone of zones) {
    const there = zone === null ? null : toLocal(toInstant(time), zone)
    if (there?.endsWith('T00:00:00')) return there.slice(0, 10)
  }
  return nearestDate(time.local, '00:00:00')
}

/** Dates of an all-day event, one at least. */
export const allDayTime = (start: WallTime, end: WallTime | null, zones: ReadonlyArray<Zone | null>): AppointmentTime => {
  const from = dateOfMidnight(start, zones)
  const to = end === null ? from : dateOfMidnight(end, zones)
  return { allDay: true, start: from, end: to > from ? to : addDays(from, 1) }
}

/** A span that does not end before it starts. */
export const timedSpan = (start: ZonedTime, end: ZonedTime): AppointmentTime => ({ allDay: false, start, end: toInstant(end) < toInstant(start) ? start : end })
