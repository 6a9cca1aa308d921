/** Reads rows of the table of activities. Rows are written by people too, so each is decoded, and one that is wrong says in which column. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { integerBetween, NonEmpty, nullable, oneOf } from '../../../core/codec'
import type { PortError } from '../../../core/errors'
import { invalidPayload } from '../../../core/errors'
import type { Activity } from '../../../core/model/activity'
import { Kind, Mailbox, ShowAs } from '../../../core/model/fields'
import type { AppointmentFields, Body, FieldsOf } from '../../../core/model/fields'
import { Instant, LocalDateTime, PlainDate } from '../../../core/model/time'
import { decodeRow, Flag, Integer, jsonOf, KnownZone, orElse } from '../column'
import type { Row } from '../program'

const text = nullable(t.string)
const date = nullable(PlainDate)
const people = orElse(jsonOf(t.readonlyArray(Mailbox)), [])

const common = {
  id: Integer,
  version: Integer,
  owner: NonEmpty,
  contact_id: text,
  contact_person_id: text,
  own_key: text,
  subject: t.string,
  body_type: oneOf('text', 'html'),
  body: t.string,
  type: text,
  status: text,
  priority: text,
  project: text,
  responsible: text,
  private: Flag,
  modified_at: Instant
}

type CommonRow = t.TypeOf<t.TypeC<typeof common>>
const EmailRow = t.type({ ...common, sent_at: Instant, from_address: text, from_name: text, recipients_to: people, recipients_cc: people, recipients_bcc: people })
const appointment = { ...common, location: orElse(t.string, ''), show_as: orElse(ShowAs, 'busy') }
const AllDayRow = t.type({ ...appointment, starts_at: PlainDate, ends_at: PlainDate })
const TimedRow = t.type({ ...appointment, all_day: orElse(Flag, false), starts_at: LocalDateTime, start_zone: KnownZone, ends_at: LocalDateTime, end_zone: KnownZone })
const TaskRow = t.type({
  ...common,
  start_on: date,
  due_on: date,
  task_status: orElse(oneOf('notStarted', 'inProgress', 'completed', 'waitingOnOthers', 'deferred'), 'notStarted'),
  percent: orElse(integerBetween(0, 100), 0),
  completed_on: date,
  importance: orElse(oneOf('low', 'normal', 'high'), 'normal')
})

/** Written out in one piece: to spread a part of it into the whole takes longer than to decode the row. */
const activityOf = <K extends Kind>(kind: K, r: CommonRow, fields: FieldsOf[K]) => ({
  kind,
  id: String(r.id),
  version: String(r.version),
  owner: r.owner,
  contact: r.contact_id === null ? null : { contactId: r.contact_id, contactPersonId: r.contact_person_id },
  ownKey: r.own_key,
  attributes: { type: r.type, status: r.status, priority: r.priority, project: r.project, responsible: r.responsible, private: r.private },
  modifiedAt: r.modified_at,
  fields
})

const bodyOf = (r: CommonRow): Body => ({ type: r.body_type, content: r.body })

const emailOf = (r: t.TypeOf<typeof EmailRow>): Activity =>
  activityOf('email', r, {
    subject: r.subject,
    body: bodyOf(r),
    sentAt: r.sent_at,
    from: r.from_address === null ? null : { address: r.from_address, name: r.from_name },
    to: r.recipients_to,
    cc: r.recipients_cc,
    bcc: r.recipients_bcc
  })

const appointmentOf = (r: t.TypeOf<typeof AllDayRow>, time: AppointmentFields['time']): Activity =>
  activityOf('appointment', r, { subject: r.subject, body: bodyOf(r), location: r.location, time, showAs: r.show_as })

const taskOf = (r: t.TypeOf<typeof TaskRow>): Activity =>
  activityOf('task', r, {
    subject: r.subject,
    body: bodyOf(r),
    start: r.start_on,
    due: r.due_on,
    progress: { status: r.task_status, percent: r.percent, completedOn: r.completed_on },
    importance: r.importance
  })

const decodeOf: { readonly [K in Kind]: (row: Row, what: string) => E.Either<PortError, Activity> } = {
  email: (row, what) => pipe(row, decodeRow(EmailRow, what), E.map(emailOf)),
  appointment: (row, what) =>
    row['all_day'] === 1
      ? pipe(row, decodeRow(AllDayRow, what), E.map((r) => appointmentOf(r, { allDay: true, start: r.starts_at, end: r.ends_at })))
      : pipe(
          row,
          decodeRow(TimedRow, what),
          E.map((r) => appointmentOf(r, { allDay: false, start: { local: r.starts_at, zone: r.start_zone }, end: { local: r.ends_at, zone: r.end_zone } }))
        ),
  task: (row, what) => pipe(row, decodeRow(TaskRow, what), E.map(taskOf))
}

/** A row of the table of activities as an activity. Errors: `InvalidPayload`, naming the columns. */
export const decodeActivity = (row: Row): E.Either<PortError, Activity> => {
  const what = `activity ${String(row['id'])}`
  const kind = row['kind']
  return Kind.is(kind) ? decodeOf[kind](row, what) : E.left(invalidPayload(what, [{ field: 'kind', got: typeof kind, expected: Kind.name }]))
}

/** The number of an activity's row; `null` for what cannot be an id of this CRM. Only the usual spelling is accepted, as SQLite would also take `1.0` for 1. */
export const rowIdOf = (id: string): number | null => (/^[1-9]\d{0,14}$/.test(id) ? Number(id) : null)
