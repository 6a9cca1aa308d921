/** Events of Graph as appointments. */
import * as E from 'fp-ts/lib/Either.js'
import { decodeWith } from '../../../core/codec'
import type { PortError } from '../../../core/errors'
import type { AppointmentItem, Recurrence } from '../../../core/model/item'
import type { AppointmentTime, Zone } from '../../../core/model/time'
import { inZone } from '../../../time/zones'
import { decodeResource, type Read, readSensitivity, readVersion } from './common'
import { EventResource, OccurrencesResource, readShowAs } from './event-resource'
import { formatItemId } from './item-id'
import { readOccurrences } from './occurrences'
import { readOwnKey } from './own-key'
import { readMailbox, readMailboxes } from './people'
import { readRule } from './recurrence'
import { cleanLine, readBody } from './text'
import { allDayTime, rezone, timedSpan, zonedTime, zoneNamed } from './wall-time'

export { eventExpand, eventSelect } from './event-resource'

/** An event with what Graph tells of its occurrences, each as it came. */
export interface RawEvent {
  readonly master: unknown
  /** Of a series: the occurrences that differ from it. */
  readonly exceptions: ReadonlyArray<unknown>
  /** Of a series: ids like `OID.AAMk….2026-11-24` of those that do not take place. */
  readonly cancelled: ReadonlyArray<unknown>
}

/** What an event does not tell itself. */
export interface EventPlace {
  /** It is in Deleted Items. */
  readonly deleted: boolean
  /** The mailbox's zone, for events whose own zone has no name that is known. Default UTC. */
  readonly zone?: Zone
}

const listIn = (raw: unknown, key: string): ReadonlyArray<unknown> => {
  const list: unknown = typeof raw === 'object' && raw !== null ? (raw as Readonly<Record<string, unknown>>)[key] : []
  // What is no list is handed on, so that decoding names it.
  return Array.isArray(list) ? list : list === undefined || list === null ? [] : [list]
}

/** Takes an event apart that was read with {@link eventSelect} and {@link eventExpand}. */
export const splitEvent = (raw: unknown): RawEvent => ({ master: raw, exceptions: listIn(raw, 'exceptionOccurrences'), cancelled: listIn(raw, 'cancelledOccurrences') })

/** The series' zone is the one in which its rule counts: in another, occurrences beyond a change of the clocks would be an hour off. */
const zoneOf = (e: EventResource, zone: Zone | undefined): Zone =>
  (e.recurrence === null ? null : zoneNamed(e.recurrence.range.recurrenceTimeZone)) ?? zoneNamed(e.originalStartTimeZone) ?? zoneNamed(zone ?? null) ?? zonedTime(e.start, 'UTC').zone

const readTime = (e: EventResource, zone: Zone): AppointmentTime => {
  if (e.isAllDay === true) return allDayTime(e.start, e.end, [zoneNamed(e.originalStartTimeZone), zone])
  const [start, end] = [zonedTime(e.start, zone), e.end === null ? null : zonedTime(e.end, zone)]
  // A series stays in its zone, whatever its first occurrence: in UTC all the others would be wrong.
  if (e.recurrence !== null) return timedSpan(inZone(start, zone), inZone(end ?? start, zone))
  return timedSpan(rezone(start, zone), end === null ? rezone(start, zone) : rezone(end, zoneNamed(e.originalEndTimeZone) ?? zone))
}

const readRecurrence = (e: EventResource, fields: AppointmentItem['fields'], zone: Zone, raw: RawEvent): Read<Recurrence | null> => {
  if (e.recurrence === null) return E.right(null)
  const { time } = fields
  const rule = readRule(e.recurrence, time.allDay ? `${time.start}T00:00:00` : time.start.local)
  if (E.isLeft(rule)) return rule
  const differing = decodeWith(OccurrencesResource, false)({ exceptionOccurrences: raw.exceptions, cancelledOccurrences: raw.cancelled })
  if (E.isLeft(differing)) return differing
  const occurrences = readOccurrences(differing.right.exceptionOccurrences, differing.right.cancelledOccurrences, { ...fields, zone })
  return E.map((o: Omit<Recurrence, 'rule'>): Recurrence => ({ rule: rule.right, ...o }))(occurrences)
}

/** Where Graph does not say who the organizer is, the owner's answer does: it is `organizer`, or `none` for what nobody was asked to. */
const isOrganizer = (e: EventResource): boolean => e.isOrganizer ?? ['organizer', 'none'].includes(e.responseStatus?.response ?? 'none')

const readParties = (e: EventResource): Pick<AppointmentItem, 'organizer' | 'attendees' | 'role'> => {
  const organizer = readMailbox(e.organizer)
  const attendees = readMailboxes(e.attendees).filter((m) => m.address.toLowerCase() !== organizer?.address.toLowerCase())
  // An attendee may be shown no other, where the organizer hides the list.
  if (!isOrganizer(e)) return { organizer, attendees, role: 'attendee' }
  return attendees.length === 0 ? { organizer: null, attendees, role: 'none' } : { organizer, attendees, role: 'organizer' }
}

/**
 * Decodes an event, single or a series master with its occurrences. Errors: `InvalidPayload`, also for an occurrence or an
 * exception in the master's place.
 */
export const decodeEvent = (raw: RawEvent, at: EventPlace): E.Either<PortError, AppointmentItem> =>
  decodeResource('event', EventResource, (master): Read<AppointmentItem> => {
    const version = readVersion(master)
    if (E.isLeft(version)) return version
    const zone = zoneOf(master, at.zone)
    const fields: AppointmentItem['fields'] = {
      subject: cleanLine(master.subject ?? ''),
      body: readBody(master.body),
      location: cleanLine(master.location?.displayName ?? ''),
      time: readTime(master, zone),
      showAs: readShowAs(master.showAs)
    }
    return E.map((recurrence: Recurrence | null): AppointmentItem => ({
      kind: 'appointment',
      id: formatItemId({ kind: 'appointment', id: master.id }),
      ...version.right,
      identity: master.iCalUId || null,
      ownKey: readOwnKey(master.singleValueExtendedProperties),
      place: at.deleted ? 'deletedItems' : 'normal',
      sensitivity: readSensitivity(master.sensitivity),
      ...readParties(master),
      cancelled: master.isCancelled ?? false,
      recurrence,
      fields
    }))(readRecurrence(master, fields, zone, raw))
  })(raw.master)
