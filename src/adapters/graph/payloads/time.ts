/** Times as Graph takes them. */
import type { DateTimeTimeZone } from '@microsoft/microsoft-graph-types'
import * as E from 'fp-ts/lib/Either.js'
import { epochOf, Instant, instantOf, type AppointmentTime, type LocalDateTime, type PlainDate, type Zone, type ZonedTime } from '../../../core/model/time'
import { addDays, ianaZone, isKnownZone, toInstant, toLocal, windowsZone } from '../../../time/zones'
import { isInOutlookYears } from '../resources/timestamp'
import { type Encoded, refuse } from './payload'

/** A wall time and the name of its zone. */
type WallTime = { readonly dateTime: string; readonly timeZone: string }

const wallTime = (dateTime: LocalDateTime, timeZone: string) => ({ dateTime, timeZone }) satisfies DateTimeTimeZone

const dayMs = 86_400_000

/** Whether the clocks of the zone show this time twice. */
const isRepeated = (local: LocalDateTime, zone: Zone): boolean => {
  const first = epochOf(toInstant({ local, zone }))
  const dayAfter = instantOf(first + dayMs)
  const second = epochOf(`${local}.000Z`) - (epochOf(`${toLocal(dayAfter, zone)}.000Z`) - first - dayMs)
  return second > first && toLocal(instantOf(second), zone) === local
}

/**
 * The name under which Graph knows a zone, if a time in it means the same there. Windows has fewer zones than IANA, and
 * of a repeated hour it may take the other one.
 */
const nameFor = (local: LocalDateTime, zone: Zone, at: Instant): string | null => {
  const windows = windowsZone(zone)
  const back = windows === null ? null : ianaZone(windows)
  if (windows === null || back === null || !isKnownZone(back)) return null
  return toLocal(at, back) === local && !isRepeated(local, back) ? windows : null
}

/** A moment, in its zone where Graph knows that by a Windows name, else in UTC. Errors: `InvalidPayload` for a zone or a year that is not known. */
export const momentPayload = (field: string, time: ZonedTime): Encoded<WallTime> => {
  if (!isKnownZone(time.zone)) return refuse('appointment', `${field}.zone`, 'string', 'a time zone that is known')
  const at = toInstant(time)
  if (!Instant.is(at) || !isInOutlookYears(toLocal(at, 'UTC'))) return refuse('appointment', `${field}.local`, 'string', 'a time of the years 1601 to 4500')
  // In a skipped hour this is what the clocks show instead.
  const local = toLocal(at, time.zone)
  const name = nameFor(local, time.zone, at)
  return E.right(name === null ? wallTime(toLocal(at, 'UTC'), 'UTC') : wallTime(local, name))
}

/** A date as the midnight that Graph wants for it. */
export const datePayload = (date: PlainDate, timeZone = 'UTC'): WallTime => wallTime(`${date}T00:00:00`, timeZone)

/** What of an event its time is: these are only ever written together. */
export interface TimePayload {
  readonly isAllDay: boolean
  readonly start: WallTime
  readonly end: WallTime
}

/**
 * When an event is. An all-day one is written as midnights of one zone, `zone`, best the mailbox's own; its dates are the
 * same in every zone. Errors: `InvalidPayload`.
 */
export const timePayload = (time: AppointmentTime, zone: Zone = 'UTC'): Encoded<TimePayload> => {
  if (time.allDay) {
    if (!isInOutlookYears(`${time.start}T00:00:00`) || !isInOutlookYears(`${time.end}T00:00:00`)) return refuse('appointment', 'time.start', 'string', 'a date of the years 1601 to 4500')
    const name = windowsZone(zone) ?? 'UTC'
    return E.right({ isAllDay: true, start: datePayload(time.start, name), end: datePayload(time.end > time.start ? time.end : addDays(time.start, 1), name) })
  }
  const start = momentPayload('time.start', time.start)
  if (E.isLeft(start)) return start
  const end = momentPayload('time.end', time.end)
  if (E.isLeft(end)) return end
  if (toInstant(time.end) < toInstant(time.start)) return refuse('appointment', 'time.end', 'string', 'not before the start')
  return E.right({ isAllDay: false, start: start.right, end: end.right })
}
