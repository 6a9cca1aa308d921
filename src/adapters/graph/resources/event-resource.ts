/** The event of Graph, as far as we use it. */
import * as t from 'io-ts'
import { oneOf } from '../../../core/codec'
import type { ShowAs } from '../../../core/model/fields'
import { GraphId, listOf, optional } from './optional'
import { ExtendedProperties, ownKeyExpand } from './own-key'
import { Recipient, Recipients } from './people'
import { RecurrenceResource } from './recurrence'
import { ItemBody } from './text'
import { Timestamp } from './timestamp'
import { WallTime } from './wall-time'

/** `$select` of an event. `cancelledOccurrences` is told of a single series master only, and only where it is selected. */
export const eventSelect = [
  'id',
  'changeKey',
  'createdDateTime',
  'lastModifiedDateTime',
  'iCalUId',
  'type',
  'seriesMasterId',
  'subject',
  'body',
  'location',
  'start',
  'end',
  'originalStart',
  'originalStartTimeZone',
  'originalEndTimeZone',
  'isAllDay',
  'isCancelled',
  'isOrganizer',
  'responseStatus',
  'organizer',
  'attendees',
  'sensitivity',
  'showAs',
  'recurrence',
  'cancelledOccurrences',
  'exceptionOccurrences'
].join()

/** `$expand` of an event that is read by its id: the own key, and the occurrences of a series that differ. */
export const eventExpand = `${ownKeyExpand},exceptionOccurrences`

const Location = t.type({ displayName: optional(t.string) })

const eventParts = {
  isAllDay: optional(t.boolean),
  isCancelled: optional(t.boolean),
  subject: optional(t.string),
  body: ItemBody,
  location: optional(Location),
  showAs: optional(t.string),
  end: optional(WallTime),
  originalStartTimeZone: optional(t.string),
  originalEndTimeZone: optional(t.string)
}

/** A single event or a series master. */
export const EventResource = t.type({
  ...eventParts,
  id: GraphId,
  changeKey: optional(t.string),
  '@odata.etag': optional(t.string),
  createdDateTime: Timestamp,
  lastModifiedDateTime: Timestamp,
  iCalUId: optional(t.string),
  /** An occurrence or an exception is no item of its own: whoever meets one reads its master. */
  type: optional(oneOf('singleInstance', 'seriesMaster')),
  start: WallTime,
  isOrganizer: optional(t.boolean),
  responseStatus: optional(t.type({ response: optional(t.string) })),
  organizer: optional(Recipient),
  attendees: Recipients,
  sensitivity: optional(t.string),
  recurrence: optional(RecurrenceResource),
  singleValueExtendedProperties: ExtendedProperties
})
export type EventResource = t.TypeOf<typeof EventResource>

/** An occurrence that differs from its series. Its original start is told as an instant, as the date at the end of its `occurrenceId`, or both. */
export const ExceptionResource = t.type({ ...eventParts, start: WallTime, originalStart: Timestamp, occurrenceId: optional(t.string) })
export type ExceptionResource = t.TypeOf<typeof ExceptionResource>

/** The occurrences of a series that differ, and the ids of those that do not take place. */
export const OccurrencesResource = t.type({ exceptionOccurrences: listOf(ExceptionResource), cancelledOccurrences: listOf(t.string) })

const statuses: ReadonlyArray<ShowAs> = ['free', 'tentative', 'busy', 'oof', 'workingElsewhere']

/** `unknown`, and what is added later, is busy: time that may be taken is not offered. */
export const readShowAs = (s: string | null): ShowAs => statuses.find((known) => known === s) ?? 'busy'
