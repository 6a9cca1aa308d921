/** Which columns a kind's fields stand in, and what is written there. */
import type { Attributes, ContactRef } from '../../../core/model/activity'
import type { AppointmentFields, EmailFields, FieldsOf, Kind, Mailbox, TaskFields } from '../../../core/model/fields'
import type { Param } from '../driver'

interface Columns<A> {
  readonly names: ReadonlyArray<string>
  readonly valuesOf: (a: A) => ReadonlyArray<Param>
}

const listOf = (people: ReadonlyArray<Mailbox>): Param => (people.length === 0 ? null : JSON.stringify(people))

const email: Columns<EmailFields> = {
  names: ['subject', 'body_type', 'sent_at', 'from_address', 'from_name', 'recipients_to', 'recipients_cc', 'recipients_bcc', 'body'],
  valuesOf: ({ subject, body, sentAt, from, to, cc, bcc }) => [
    subject,
    body.type,
    sentAt,
    from === null ? null : from.address,
    from === null ? null : from.name,
    listOf(to),
    listOf(cc),
    listOf(bcc),
    body.content
  ]
}

const appointment: Columns<AppointmentFields> = {
  names: ['subject', 'body_type', 'all_day', 'starts_at', 'start_zone', 'ends_at', 'end_zone', 'location', 'show_as', 'body'],
  valuesOf: ({ subject, body, time, location, showAs }) => {
    const when = time.allDay ? [1, time.start, null, time.end, null] : [0, time.start.local, time.start.zone, time.end.local, time.end.zone]
    return [subject, body.type, ...when, location, showAs, body.content]
  }
}

const task: Columns<TaskFields> = {
  names: ['subject', 'body_type', 'start_on', 'due_on', 'task_status', 'percent', 'completed_on', 'importance', 'body'],
  valuesOf: ({ subject, body, start, due, progress, importance }) => [subject, body.type, start, due, progress.status, progress.percent, progress.completedOn, importance, body.content]
}

/** The columns of a kind's fields. */
export const fieldColumns: { readonly [K in Kind]: Columns<FieldsOf[K]> } = { email, appointment, task }

/** The columns of what only the CRM knows. */
export const attributeColumns: Columns<Attributes> = {
  names: ['type', 'status', 'priority', 'project', 'responsible', 'private'],
  valuesOf: (a) => [a.type, a.status, a.priority, a.project, a.responsible, a.private ? 1 : 0]
}

/** The columns of the contact. */
export const contactColumns: Columns<ContactRef | null> = {
  names: ['contact_id', 'contact_person_id'],
  valuesOf: (c) => (c === null ? [null, null] : [c.contactId, c.contactPersonId])
}
