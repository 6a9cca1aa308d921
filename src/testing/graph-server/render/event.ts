/** Stored events as Graph shows them: single ones, masters, occurrences and exceptions. */
import type { Event } from '@microsoft/microsoft-graph-types'
import type { PlainDate } from '../../../core/model/time'
import type { Preferences } from '../http/prefer'
import type { TypeSpec } from '../odata/query'
import { spanOn } from '../recurrence/occurrences'
import type { EventSpan, ItemIds, StoredEvent } from '../state/model'
import { bodyAs, previewOf } from '../text/bodies'
import { instantAt, offsetTime, showTime } from '../times/date-times'
import { occurrenceUId } from '../write/event'
import { idIn, occurrenceIds } from './ids'
import type { Annotated } from './message'

export const eventSpec: TypeSpec<Event> = {
  name: 'event',
  properties: [
    'id',
    'createdDateTime',
    'lastModifiedDateTime',
    'changeKey',
    'categories',
    'transactionId',
    'originalStart',
    'originalStartTimeZone',
    'originalEndTimeZone',
    'iCalUId',
    'reminderMinutesBeforeStart',
    'isReminderOn',
    'hasAttachments',
    'subject',
    'bodyPreview',
    'importance',
    'sensitivity',
    'isAllDay',
    'isCancelled',
    'isOrganizer',
    'responseRequested',
    'seriesMasterId',
    'showAs',
    'type',
    'webLink',
    'onlineMeetingUrl',
    'isOnlineMeeting',
    'onlineMeetingProvider',
    'allowNewTimeProposals',
    'isDraft',
    'hideAttendees',
    'recurrence',
    'onlineMeeting',
    'responseStatus',
    'body',
    'start',
    'end',
    'location',
    'locations',
    'attendees',
    'organizer'
  ],
  onlySelected: ['cancelledOccurrences', 'exceptionOccurrences'],
  filterable: {
    iCalUId: ['eq'],
    subject: ['eq', 'startswith'],
    'start/dateTime': ['ge', 'gt', 'le', 'lt', 'eq'],
    'end/dateTime': ['ge', 'gt', 'le', 'lt', 'eq'],
    createdDateTime: ['ge', 'gt', 'le', 'lt'],
    lastModifiedDateTime: ['ge', 'gt', 'le', 'lt'],
    type: ['eq'],
    isAllDay: ['eq'],
    isCancelled: ['eq'],
    sensitivity: ['eq'],
    showAs: ['eq'],
    singleValueExtendedProperties: ['any']
  },
  orderable: ['start/dateTime', 'end/dateTime', 'createdDateTime', 'lastModifiedDateTime', 'subject'],
  expandable: ['attachments', 'singleValueExtendedProperties', 'exceptionOccurrences']
}

/** Which of a series an event is. */
export type EventPlace =
  | { readonly _tag: 'Alone' }
  | { readonly _tag: 'Occurrence' | 'Exception'; readonly master: StoredEvent; readonly date: PlainDate }

const idsAt = (event: StoredEvent, place: EventPlace): ItemIds => (place._tag === 'Alone' ? event.ids : occurrenceIds(place.master, place.date))

const typeAt = (event: StoredEvent, place: EventPlace): Event['type'] =>
  place._tag === 'Occurrence' ? 'occurrence' : place._tag === 'Exception' ? 'exception' : event.data.recurrence === null || event.data.recurrence === undefined ? 'singleInstance' : 'seriesMaster'

const spanAt = (event: StoredEvent, place: EventPlace): EventSpan => (place._tag === 'Occurrence' ? spanOn(event, place.date) : event.data.span)

/** `event` is the master where `place` is an occurrence. */
export const eventResource = (event: StoredEvent, place: EventPlace, preferences: Preferences): Annotated<Event> => {
  const { body, span: _span, transactionId, recurrence, ...data } = event.data
  const span = spanAt(event, place)
  const id = idIn(idsAt(event, place), preferences)
  const location = data.location ?? { displayName: '', locationType: 'default' as const, uniqueIdType: 'unknown' as const, address: {}, coordinates: {} }
  return {
    '@odata.etag': `W/"${event.changeKey}"`,
    id,
    createdDateTime: `${event.created.slice(0, 19)}.0000000Z`,
    lastModifiedDateTime: `${event.modified.slice(0, 19)}.0000000Z`,
    changeKey: event.changeKey,
    ...(transactionId === null || transactionId === undefined ? {} : { transactionId }),
    ...(place._tag === 'Alone' ? {} : { originalStart: offsetTime(instantAt(spanOn(place.master, place.date).start)) }),
    originalStartTimeZone: span.start.zoneName,
    originalEndTimeZone: span.end.zoneName,
    hasAttachments: event.attachments.some((a) => !a.isInline),
    bodyPreview: previewOf(body),
    seriesMasterId: place._tag === 'Alone' ? null : idIn(place.master.ids, preferences),
    type: typeAt(event, place) ?? 'singleInstance',
    webLink: `https://outlook.office365.com/owa/?itemid=${encodeURIComponent(id)}&exvsurl=1&path=/calendar/item`,
    onlineMeetingUrl: null,
    isOnlineMeeting: false,
    onlineMeetingProvider: 'unknown',
    onlineMeeting: null,
    isDraft: false,
    isAllDay: span.isAllDay,
    recurrence: place._tag === 'Alone' ? (recurrence ?? null) : null,
    body: bodyAs(body, preferences.bodyType),
    start: showTime(span, 'start', preferences),
    end: showTime(span, 'end', preferences),
    ...data,
    ...(place._tag === 'Occurrence' ? { iCalUId: occurrenceUId(data.iCalUId, place.date) } : {}),
    location,
    locations: (location.displayName ?? '') === '' ? [] : [location]
  }
}

/** All that `calendarView/delta` tells of an occurrence. */
export const occurrenceResource = (master: StoredEvent, date: PlainDate, preferences: Preferences): Annotated<Event> => {
  const span = spanOn(master, date)
  return {
    '@odata.type': '#microsoft.graph.event',
    '@odata.etag': `W/"${master.changeKey}"`,
    id: idIn(occurrenceIds(master, date), preferences),
    seriesMasterId: idIn(master.ids, preferences),
    type: 'occurrence',
    start: showTime(span, 'start', preferences),
    end: showTime(span, 'end', preferences)
  }
}

/** The name of a date of a series in `cancelledOccurrences`. */
export const occurrenceName = (master: StoredEvent, date: PlainDate, preferences: Preferences): string => `OID.${idIn(master.ids, preferences)}.${date}`
