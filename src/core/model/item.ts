/** What Outlook holds. */
import * as t from 'io-ts'
import { integerBetween, nullable, oneOf } from '../codec'
import { AppointmentFields, Body, EmailFields, Mailbox, ShowAs, TaskFields } from './fields'
import { ItemId } from './ids'
import { AppointmentTime, Instant, LocalDateTime } from './time'

/** What a mailbox tells about an attachment without its bytes. `size` is in bytes. */
export const Attachment = t.readonly(
  t.type({
    id: ItemId,
    name: t.string,
    mimeType: nullable(t.string),
    size: integerBetween(0, Number.MAX_SAFE_INTEGER),
    /** What the server claims; it can be wrong, so rules also look for `contentId` in the body. */
    inline: t.boolean,
    contentId: nullable(t.string),
    /** `item` is an embedded message, `reference` a link to a file elsewhere: neither has bytes to import. */
    type: oneOf('file', 'item', 'reference')
  }),
  'Attachment'
)
export type Attachment = t.TypeOf<typeof Attachment>

/** One occurrence of a series that differs from its rule. `original` is its start by the rule, as wall time in the series' zone (RFC 5545 RECURRENCE-ID); for an all-day series at T00:00:00. */
export const OccurrenceException = t.readonly(
  t.type({
    original: LocalDateTime,
    time: AppointmentTime,
    /** `null`: as in the series. */
    subject: nullable(t.string),
    body: nullable(Body),
    location: nullable(t.string),
    showAs: nullable(ShowAs)
  }),
  'OccurrenceException'
)
export type OccurrenceException = t.TypeOf<typeof OccurrenceException>

/**
 * How an appointment repeats. The appointment's own `time` is that of the first occurrence by the rule (DTSTART).
 * `rule` is the value of an RFC 5545 RRULE, `FREQ=WEEKLY;BYDAY=MO;UNTIL=20261231T090000`; UNTIL is wall time in the series' zone, without Z.
 */
export const Recurrence = t.readonly(
  t.type({
    rule: t.string,
    /** Starts by the rule that do not take place (EXDATE), wall time in the series' zone. */
    cancelled: t.readonlyArray(LocalDateTime),
    exceptions: t.readonlyArray(OccurrenceException)
  }),
  'Recurrence'
)
export type Recurrence = t.TypeOf<typeof Recurrence>

const common = {
  id: ItemId,
  /** Changes whenever the item does (changeKey, ETag). */
  version: t.string,
  /**
   * What stays when the id changes: iCalUId of an appointment, Message-ID of an e-mail; `null` where there is none. A copy has
   * the same one. An item without one is known again under a new id only by its own key, or while it holds what it held.
   */
  identity: nullable(t.string),
  /** Our own stamp, see OwnKey; `null` on what a person made. */
  ownKey: nullable(t.string),
  /** `deletedItems`: moved to Deleted Items, and restorable from there. */
  place: oneOf('normal', 'deletedItems'),
  sensitivity: oneOf('normal', 'personal', 'private', 'confidential'),
  modifiedAt: Instant
}

/** An e-mail in the mailbox. */
export const EmailItem = t.readonly(
  t.type({
    kind: t.literal('email'),
    ...common,
    folder: oneOf('inbox', 'sentItems', 'drafts', 'outbox', 'junk', 'other'),
    /** `meeting`: a request, response or cancellation, whose appointment is in the calendar. `report`: delivery and read reports. */
    messageType: oneOf('mail', 'meeting', 'report'),
    attachments: t.readonlyArray(Attachment),
    fields: EmailFields
  }),
  'EmailItem'
)
export type EmailItem = t.TypeOf<typeof EmailItem>

/** An appointment, single or a series' master. Occurrences of a series are not items: they are in `recurrence`. */
export const AppointmentItem = t.readonly(
  t.type({
    kind: t.literal('appointment'),
    ...common,
    organizer: nullable(Mailbox),
    attendees: t.readonlyArray(Mailbox),
    /** The mailbox owner's part: `none` where nobody is invited. */
    role: oneOf('none', 'organizer', 'attendee'),
    /** The organizer called the meeting off. */
    cancelled: t.boolean,
    recurrence: nullable(Recurrence),
    fields: AppointmentFields
  }),
  'AppointmentItem'
)
export type AppointmentItem = t.TypeOf<typeof AppointmentItem>

/** A task in the task list. */
export const TaskItem = t.readonly(t.type({ kind: t.literal('task'), ...common, fields: TaskFields }), 'TaskItem')
export type TaskItem = t.TypeOf<typeof TaskItem>

/** Something in Outlook. */
export const Item = t.union([EmailItem, AppointmentItem, TaskItem], 'Item')
export type Item = t.TypeOf<typeof Item>

/** The item type of a kind. */
export interface ItemOf {
  readonly email: EmailItem
  readonly appointment: AppointmentItem
  readonly task: TaskItem
}
