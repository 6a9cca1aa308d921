/** Appointments as events of Graph. No body of these ever carries attendees: to write them is to mail them. */
import type { Event } from '@microsoft/microsoft-graph-types'
import * as E from 'fp-ts/lib/Either.js'
import { digestId } from '../../../core/digest'
import type { AppointmentFields } from '../../../core/model/fields'
import type { OwnKey } from '../../../core/model/ids'
import type { AppointmentItem } from '../../../core/model/item'
import type { Zone } from '../../../core/model/time'
import { ownKeyProperty } from '../resources/own-key'
import { cleanLine } from '../resources/text'
import { cannot, type Encoded, type GraphBody } from './payload'
import { bodyPayload, subjectPayload } from './text'
import { type TimePayload, timePayload } from './time'

/** What decides how an event is written. */
export interface EventWriting {
  /** The mailbox's zone, for the midnights of all-day events. Default UTC. */
  readonly zone?: Zone
  /** Changes whereupon Exchange mails the attendees may be made. Default false. */
  readonly mailsAttendees?: boolean
}

const locationPayload = (location: string) => ({ displayName: cleanLine(location) })

/** Graph creates one event for a transaction id, so that a create may be sent again when its answer was lost. Its length is not documented: a digest is short. */
const transactionId = (ownKey: OwnKey): string => `ocs-${digestId('event', ownKey)}`

/** The body that creates an event, stamped with the own key. Errors: `InvalidPayload` for a time that cannot be. */
export const eventPayload = (fields: AppointmentFields, ownKey: OwnKey, { zone }: EventWriting = {}): Encoded =>
  E.map(
    (time: TimePayload): GraphBody =>
      ({
        subject: subjectPayload(fields.subject),
        body: bodyPayload(fields.body),
        location: locationPayload(fields.location),
        showAs: fields.showAs,
        ...time,
        transactionId: transactionId(ownKey),
        singleValueExtendedProperties: [ownKeyProperty(ownKey)]
      }) satisfies Event
  )(timePayload(fields.time, zone))

/** The fields that belong to all who take part: Exchange tells attendees of their changes. Free or busy is each one's own. */
const shared = ['subject', 'body', 'location', 'time'] as const

/** Whether Exchange would mail somebody about this patch. */
export const patchMailsAttendees = (patch: Partial<AppointmentFields>, present: AppointmentItem): boolean =>
  present.role === 'organizer' && shared.some((name) => patch[name] !== undefined)

/**
 * The body that changes what the patch holds, and nothing else. Errors: `InvalidPayload` for a time that cannot be;
 * `Unsupported` for what would mail attendees, for what belongs to another organizer, and for the time of a series,
 * whose exceptions Exchange would throw away.
 */
export const eventPatch = (patch: Partial<AppointmentFields>, present: AppointmentItem, { zone, mailsAttendees = false }: EventWriting = {}): Encoded => {
  if (!mailsAttendees && patchMailsAttendees(patch, present)) return cannot('changing a meeting without mailing its attendees')
  const foreign = present.role === 'attendee' ? shared.find((name) => patch[name] !== undefined) : undefined
  if (foreign !== undefined) return cannot(`changing the ${foreign} of a meeting that somebody else organizes`)
  if (patch.time !== undefined && present.recurrence !== null) return cannot('changing the time of a series')
  const time: Encoded<TimePayload | null> = patch.time === undefined ? E.right(null) : timePayload(patch.time, zone)
  return E.map(
    (t: TimePayload | null): GraphBody =>
      ({
        ...(patch.subject === undefined ? {} : { subject: subjectPayload(patch.subject) }),
        ...(patch.body === undefined ? {} : { body: bodyPayload(patch.body) }),
        ...(patch.location === undefined ? {} : { location: locationPayload(patch.location) }),
        ...(patch.showAs === undefined ? {} : { showAs: patch.showAs }),
        ...t
      }) satisfies Event
  )(time)
}
