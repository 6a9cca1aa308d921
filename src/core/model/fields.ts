/** The fields that are kept in step, by kind. Items and activities carry the same record, which is what makes a merge possible. */
import * as t from 'io-ts'
import { integerBetween, nullable, oneOf } from '../codec'
import { AppointmentTime, Instant, PlainDate } from './time'

/** What is synchronised: an e-mail, a calendar appointment or a task. */
export const Kind = oneOf('email', 'appointment', 'task')
export type Kind = t.TypeOf<typeof Kind>

/** Every kind, in the order in which reports list them. */
export const kinds: ReadonlyArray<Kind> = ['email', 'appointment', 'task']

/** An address as in RFC 5322: `{ address: 'anna@acme.se', name: 'Anna' }`. The address may be one that cannot be mailed (X.500), when a server gives no other. */
export const Mailbox = t.readonly(t.type({ address: t.string, name: nullable(t.string) }), 'Mailbox')
export type Mailbox = t.TypeOf<typeof Mailbox>

/** Text or HTML, whole. */
export const Body = t.readonly(t.type({ type: oneOf('text', 'html'), content: t.string }), 'Body')
export type Body = t.TypeOf<typeof Body>

/** An e-mail. Only `subject` and `body` are ever edited; the rest says what was sent, when, to whom. */
export const EmailFields = t.readonly(
  t.type({
    subject: t.string,
    body: Body,
    sentAt: Instant,
    from: nullable(Mailbox),
    to: t.readonlyArray(Mailbox),
    cc: t.readonlyArray(Mailbox),
    bcc: t.readonlyArray(Mailbox)
  }),
  'EmailFields'
)
export type EmailFields = t.TypeOf<typeof EmailFields>

/** Free/busy as in Graph's `showAs`. */
export const ShowAs = oneOf('free', 'tentative', 'busy', 'oof', 'workingElsewhere')
export type ShowAs = t.TypeOf<typeof ShowAs>

/** An appointment (RFC 5545 VEVENT). */
export const AppointmentFields = t.readonly(
  t.type({ subject: t.string, body: Body, location: t.string, time: AppointmentTime, showAs: ShowAs }),
  'AppointmentFields'
)
export type AppointmentFields = t.TypeOf<typeof AppointmentFields>

/** How far a task is. One value, because Outlook keeps status, per cent and completion date consistent with each other. */
export const TaskProgress = t.readonly(
  t.type({
    status: oneOf('notStarted', 'inProgress', 'completed', 'waitingOnOthers', 'deferred'),
    percent: integerBetween(0, 100),
    completedOn: nullable(PlainDate)
  }),
  'TaskProgress'
)
export type TaskProgress = t.TypeOf<typeof TaskProgress>

/** A task (RFC 5545 VTODO). Dates are dates: they have no zone and never shift. */
export const TaskFields = t.readonly(
  t.type({
    subject: t.string,
    body: Body,
    start: nullable(PlainDate),
    due: nullable(PlainDate),
    progress: TaskProgress,
    importance: oneOf('low', 'normal', 'high')
  }),
  'TaskFields'
)
export type TaskFields = t.TypeOf<typeof TaskFields>

/** The fields of a kind. */
export interface FieldsOf {
  readonly email: EmailFields
  readonly appointment: AppointmentFields
  readonly task: TaskFields
}
export type Fields = FieldsOf[Kind]

/** A part of a kind's fields: what one update writes. Keys that are absent are left alone. */
export type Patch = { readonly [K in Kind]: Partial<FieldsOf[K]> }[Kind]

/** The field names of each kind, in the order in which they are merged and shown. */
export const fieldNames: { readonly [K in Kind]: ReadonlyArray<keyof FieldsOf[K] & string> } = {
  email: ['subject', 'body', 'sentAt', 'from', 'to', 'cc', 'bcc'],
  appointment: ['subject', 'body', 'location', 'time', 'showAs'],
  task: ['subject', 'body', 'start', 'due', 'progress', 'importance']
}

/** The codec of a kind's fields. */
export const fieldsCodec: { readonly [K in Kind]: t.Type<FieldsOf[K], unknown, unknown> } = {
  email: EmailFields,
  appointment: AppointmentFields,
  task: TaskFields
}
