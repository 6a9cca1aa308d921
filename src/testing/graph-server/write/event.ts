/** Events as requests make and change them. */
import type { Attendee, Event, Location } from '@microsoft/microsoft-graph-types'
import { invalidProperty, refuse } from '../http/answer'
import { newGuid } from '../state/ids'
import type { NewItem } from '../state/items'
import type { EventData, EventSpan, MailboxState, StoredEvent } from '../state/model'
import { normaliseSubject } from '../text/bodies'
import { readSpan, readTime } from '../times/date-times'
import type { EventGiven } from './codecs'
import { readBody } from './message'
import { completeRecipient, ownerOf } from './parties'
import { mergeProperties } from './properties'
import { readRecurrence, withStart } from './recurrence'

const uidPrefix = '040000008200E00074C5B7101A82E008'

const newICalUId = (m: MailboxState): string => `${uidPrefix}00000000${newGuid(m.world).replaceAll('-', '').toUpperCase()}`

/** Each occurrence has its own, with its date where the master has zeros. */
export const occurrenceUId = (uid: string | null | undefined, date: string): string | null => {
  if (uid === null || uid === undefined || !uid.startsWith(`${uidPrefix}00000000`)) return uid ?? null
  const [year, month, day] = date.split('-').map(Number)
  const hex = (n: number | undefined, length: number): string => (n ?? 0).toString(16).toUpperCase().padStart(length, '0')
  return `${uidPrefix}${hex(year, 4)}${hex(month, 2)}${hex(day, 2)}${uid.slice(uidPrefix.length + 8)}`
}

const emptyLocation: Location = { displayName: '', locationType: 'default', uniqueIdType: 'unknown', address: {}, coordinates: {} }

export const locationNamed = (name: string): Location => (name === '' ? emptyLocation : { ...emptyLocation, displayName: name, uniqueId: name, uniqueIdType: 'private' })

const readLocation = (given: EventGiven['location']): Location => locationNamed((given?.displayName ?? '').trim())

const readAttendees = (given: EventGiven['attendees']): Array<Attendee> =>
  (given ?? []).map((a) => {
    if ((a.emailAddress?.address ?? '') === '') refuse(400, 'ErrorInvalidRecipients', 'At least one attendee is not valid.')
    return { type: a.type ?? 'required', status: { response: 'none', time: '0001-01-01T00:00:00Z' }, ...completeRecipient(a) }
  })

const givenLocation = (g: EventGiven): Partial<Pick<Event, 'location'>> => {
  if (g.location !== undefined) return { location: readLocation(g.location) }
  return g.locations === undefined ? {} : { location: readLocation(g.locations?.[0] ?? null) }
}

const present = <A extends object>(values: A): { readonly [K in keyof A]?: Exclude<A[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { readonly [K in keyof A]?: Exclude<A[K], undefined> }

const changesOf = (g: EventGiven): Partial<EventData> => ({
  ...present({
    subject: g.subject === undefined ? undefined : normaliseSubject(g.subject ?? ''),
    body: g.body === undefined ? undefined : readBody(g.body, true),
    attendees: g.attendees === undefined ? undefined : readAttendees(g.attendees),
    importance: g.importance === undefined ? undefined : (g.importance ?? 'normal'),
    sensitivity: g.sensitivity === undefined ? undefined : (g.sensitivity ?? 'normal'),
    showAs: g.showAs === undefined ? undefined : (g.showAs ?? 'busy'),
    categories: g.categories === undefined ? undefined : (g.categories ?? []),
    isReminderOn: g.isReminderOn === undefined ? undefined : (g.isReminderOn ?? false),
    reminderMinutesBeforeStart: g.reminderMinutesBeforeStart === undefined ? undefined : (g.reminderMinutesBeforeStart ?? 15),
    responseRequested: g.responseRequested === undefined ? undefined : (g.responseRequested ?? true),
    allowNewTimeProposals: g.allowNewTimeProposals === undefined ? undefined : (g.allowNewTimeProposals ?? true),
    hideAttendees: g.hideAttendees === undefined ? undefined : (g.hideAttendees ?? false)
  }),
  ...givenLocation(g)
})

/** An event without anything but its time, by the mailbox's owner. */
export const blankEvent = (m: MailboxState, span: EventSpan): EventData => ({
  subject: '',
  body: { contentType: 'html', content: '' },
  importance: 'normal',
  sensitivity: 'normal',
  showAs: span.isAllDay ? 'free' : 'busy',
  location: emptyLocation,
  attendees: [],
  organizer: ownerOf(m.user),
  isOrganizer: true,
  isCancelled: false,
  responseStatus: { response: 'organizer', time: '0001-01-01T00:00:00Z' },
  responseRequested: true,
  categories: [],
  iCalUId: newICalUId(m),
  transactionId: null,
  isReminderOn: true,
  reminderMinutesBeforeStart: 15,
  allowNewTimeProposals: true,
  hideAttendees: false,
  recurrence: null,
  span
})

export const newEvent = (m: MailboxState, g: EventGiven, home: string): NewItem<StoredEvent> => {
  if (g.start === undefined || g.end === undefined) return invalidProperty('The properties start and end are required.')
  const span = readSpan(g.isAllDay ?? false, readTime(g.start), readTime(g.end))
  return {
    kind: 'event',
    home,
    data: { ...blankEvent(m, span), ...changesOf(g), transactionId: g.transactionId ?? null, recurrence: readRecurrence(g.recurrence, span) },
    cancelled: [],
    exceptions: new Map(),
    exceptionOf: null,
    properties: mergeProperties([], g.singleValueExtendedProperties),
    attachments: []
  }
}

const changedSpan = (held: EventSpan, g: EventGiven): EventSpan =>
  g.start === undefined && g.end === undefined && g.isAllDay === undefined
    ? held
    : readSpan(g.isAllDay ?? held.isAllDay, g.start === undefined ? held.start : readTime(g.start), g.end === undefined ? held.end : readTime(g.end))

const sameRhythm = (a: StoredEvent, b: StoredEvent): boolean =>
  JSON.stringify([a.data.recurrence, a.data.span.start, a.data.span.end, a.data.span.isAllDay]) === JSON.stringify([b.data.recurrence, b.data.span.start, b.data.span.end, b.data.span.isAllDay])

/** Another time or another rule is another series: what differed from the old one is forgotten. */
export const withoutOldExceptions = (before: StoredEvent, after: StoredEvent): StoredEvent => (sameRhythm(before, after) ? after : { ...after, cancelled: [], exceptions: new Map() })

export const changedEvent = (event: StoredEvent, g: EventGiven): StoredEvent => {
  if (g.transactionId !== undefined) return refuse(400, 'ErrorInvalidPropertySet', 'The property transactionId can be set only at creation.')
  if (g.recurrence !== undefined && event.exceptionOf !== null) return refuse(400, 'ErrorInvalidPropertySet', 'An occurrence has no recurrence of its own.')
  const span = changedSpan(event.data.span, g)
  const recurrence = g.recurrence === undefined ? withStart(event.data.recurrence, span) : readRecurrence(g.recurrence, span)
  const after: StoredEvent = { ...event, data: { ...event.data, ...changesOf(g), span, recurrence }, properties: mergeProperties(event.properties, g.singleValueExtendedProperties) }
  return withoutOldExceptions(event, after)
}

export const hasGuests = (event: StoredEvent): boolean => event.data.isOrganizer === true && (event.data.attendees ?? []).length > 0
