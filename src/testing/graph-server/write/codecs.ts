/** What requests may set of each resource. */
import * as t from 'io-ts'
import { nullable, oneOf } from '../../../core/codec'

const open = <P extends t.Props>(props: P): t.PartialC<P> => t.partial(props)

const EmailAddress = open({ address: nullable(t.string), name: nullable(t.string) })
const Recipient = open({ emailAddress: nullable(EmailAddress) })
const Recipients = t.array(Recipient)
const BodyCodec = open({ contentType: nullable(oneOf('text', 'html', 'Text', 'HTML')), content: nullable(t.string) })
export type BodyGiven = t.TypeOf<typeof BodyCodec>
const DateTimeTimeZone = open({ dateTime: t.string, timeZone: nullable(t.string) })
const Importance = oneOf('low', 'normal', 'high')
const ExtendedProperty = t.type({ id: t.string, value: t.string })
const day = oneOf('sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday')

const Pattern = open({
  type: oneOf('daily', 'weekly', 'absoluteMonthly', 'relativeMonthly', 'absoluteYearly', 'relativeYearly'),
  interval: t.number,
  month: t.number,
  dayOfMonth: t.number,
  daysOfWeek: nullable(t.array(day)),
  firstDayOfWeek: nullable(day),
  index: nullable(oneOf('first', 'second', 'third', 'fourth', 'last'))
})
const Range = open({ type: oneOf('endDate', 'noEnd', 'numbered'), startDate: nullable(t.string), endDate: nullable(t.string), recurrenceTimeZone: nullable(t.string), numberOfOccurrences: t.number })
export const RecurrenceCodec = open({ pattern: Pattern, range: Range })

const Location = open({
  displayName: nullable(t.string),
  locationEmailAddress: nullable(t.string),
  locationUri: nullable(t.string),
  locationType: nullable(oneOf('default', 'conferenceRoom', 'homeAddress', 'businessAddress', 'geoCoordinates', 'streetAddress', 'hotel', 'restaurant', 'localBusiness', 'postalAddress')),
  uniqueId: nullable(t.string),
  uniqueIdType: nullable(oneOf('unknown', 'locationStore', 'directory', 'private', 'bing')),
  address: nullable(t.UnknownRecord),
  coordinates: nullable(t.UnknownRecord)
})

export const AttachmentCodec = open({ name: nullable(t.string), contentType: nullable(t.string), contentBytes: nullable(t.string), contentId: nullable(t.string), isInline: t.boolean, size: t.number, item: nullable(t.UnknownRecord), lastModifiedDateTime: nullable(t.string) })

export const MessageCodec = open({
  subject: nullable(t.string),
  body: nullable(BodyCodec),
  importance: nullable(Importance),
  from: nullable(Recipient),
  sender: nullable(Recipient),
  toRecipients: nullable(Recipients),
  ccRecipients: nullable(Recipients),
  bccRecipients: nullable(Recipients),
  replyTo: nullable(Recipients),
  internetMessageId: nullable(t.string),
  categories: nullable(t.array(t.string)),
  isRead: nullable(t.boolean),
  isReadReceiptRequested: nullable(t.boolean),
  isDeliveryReceiptRequested: nullable(t.boolean),
  inferenceClassification: nullable(oneOf('focused', 'other')),
  flag: nullable(open({ flagStatus: oneOf('notFlagged', 'complete', 'flagged') })),
  internetMessageHeaders: nullable(t.array(t.type({ name: t.string, value: t.string }))),
  singleValueExtendedProperties: nullable(t.array(ExtendedProperty)),
  attachments: nullable(t.array(t.UnknownRecord))
})
export type MessageGiven = t.TypeOf<typeof MessageCodec>

export const EventCodec = open({
  subject: nullable(t.string),
  body: nullable(BodyCodec),
  start: DateTimeTimeZone,
  end: DateTimeTimeZone,
  isAllDay: t.boolean,
  location: nullable(Location),
  locations: nullable(t.array(Location)),
  attendees: nullable(t.array(open({ emailAddress: nullable(EmailAddress), type: nullable(oneOf('required', 'optional', 'resource')), status: nullable(t.UnknownRecord) }))),
  importance: nullable(Importance),
  sensitivity: nullable(oneOf('normal', 'personal', 'private', 'confidential')),
  showAs: nullable(oneOf('free', 'tentative', 'busy', 'oof', 'workingElsewhere', 'unknown')),
  categories: nullable(t.array(t.string)),
  recurrence: nullable(RecurrenceCodec),
  transactionId: nullable(t.string),
  isReminderOn: nullable(t.boolean),
  reminderMinutesBeforeStart: nullable(t.number),
  responseRequested: nullable(t.boolean),
  allowNewTimeProposals: nullable(t.boolean),
  hideAttendees: nullable(t.boolean),
  singleValueExtendedProperties: nullable(t.array(ExtendedProperty))
})
export type EventGiven = t.TypeOf<typeof EventCodec>

export const LinkedResourceCodec = open({ applicationName: nullable(t.string), displayName: nullable(t.string), externalId: nullable(t.string), webUrl: nullable(t.string) })

export const TaskCodec = open({
  title: nullable(t.string),
  body: nullable(BodyCodec),
  importance: Importance,
  status: oneOf('notStarted', 'inProgress', 'completed', 'waitingOnOthers', 'deferred'),
  dueDateTime: nullable(DateTimeTimeZone),
  startDateTime: nullable(DateTimeTimeZone),
  completedDateTime: nullable(DateTimeTimeZone),
  isReminderOn: t.boolean,
  categories: nullable(t.array(t.string)),
  linkedResources: nullable(t.array(LinkedResourceCodec))
})
export type TaskGiven = t.TypeOf<typeof TaskCodec>

export const ChecklistItemCodec = open({ displayName: t.string, isChecked: t.boolean })
