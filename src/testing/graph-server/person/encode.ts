/** What a person writes, as the store keeps it. */
import type { Event, Recipient } from '@microsoft/microsoft-graph-types'
import type { AppointmentFields, EmailFields, Mailbox, TaskFields } from '../../../core/model/fields'
import type { OccurrenceException } from '../../../core/model/item'
import type { AppointmentTime, ZonedTime } from '../../../core/model/time'
import { ianaZone } from '../../../time/zones'
import { newChangeKey } from '../state/ids'
import type { EventData, EventSpan, MailboxState, MessageData, StoredEvent, StoredTask, StoredTime } from '../state/model'
import { occurrenceAsEvent } from '../state/occurrences'
import { normaliseBody, normaliseSubject } from '../text/bodies'
import { outlookZoneName } from '../times/date-times'
import { locationNamed } from '../write/event'
import { completeRecipient } from '../write/parties'

/** Only what is given. */
const given = <A, B extends object>(value: A | undefined, encode: (value: A) => B): B | Record<never, never> => (value === undefined ? {} : encode(value))

export const encodeRecipient = (party: Mailbox): Recipient => completeRecipient({ emailAddress: party })

export const encodeEmail = (f: Partial<EmailFields>): Partial<MessageData> => ({
  ...given(f.subject, (s) => ({ subject: normaliseSubject(s) })),
  ...given(f.body, (b) => ({ body: normaliseBody({ contentType: b.type, content: b.content }) })),
  ...given(f.sentAt, (at) => ({ sent: at, received: at })),
  ...given(f.from, (from) => ({ from: from === null ? null : encodeRecipient(from), sender: from === null ? null : encodeRecipient(from) })),
  ...given(f.to, (to) => ({ toRecipients: to.map(encodeRecipient) })),
  ...given(f.cc, (cc) => ({ ccRecipients: cc.map(encodeRecipient) })),
  ...given(f.bcc, (bcc) => ({ bccRecipients: bcc.map(encodeRecipient) }))
})

const zoned = (t: ZonedTime): StoredTime => ({ local: t.local, zone: t.zone, zoneName: outlookZoneName(t.zone) })

export const encodeSpan = (m: MailboxState, time: AppointmentTime): EventSpan => {
  if (!time.allDay) return { isAllDay: false, start: zoned(time.start), end: zoned(time.end) }
  const zone = { zone: ianaZone(m.user.timeZone) ?? 'UTC', zoneName: m.user.timeZone }
  return { isAllDay: true, start: { local: `${time.start}T00:00:00`, ...zone }, end: { local: `${time.end}T00:00:00`, ...zone } }
}

export const encodeAppointment = (m: MailboxState, f: Partial<AppointmentFields>): Partial<EventData> => ({
  ...given(f.subject, (s) => ({ subject: normaliseSubject(s) })),
  ...given(f.body, (b) => ({ body: normaliseBody({ contentType: b.type, content: b.content }, true) })),
  ...given(f.location, (l) => ({ location: locationNamed(l.trim()) })),
  ...given(f.time, (time) => ({ span: encodeSpan(m, time) })),
  ...given(f.showAs, (showAs) => ({ showAs }))
})

/** How far in per cent is nothing that To Do keeps. */
export const encodeTask = (m: MailboxState, f: Partial<TaskFields>): Partial<StoredTask['data']> => {
  const { timeZone } = m.user
  const date = (value: string | null): StoredTask['data']['due'] => (value === null ? null : { date: value, zoneName: timeZone })
  return {
    ...given(f.subject, (s) => ({ title: normaliseSubject(s) })),
    ...given(f.body, (b) => ({ body: normaliseBody({ contentType: b.type, content: b.content }), bodyModified: m.world.now() })),
    ...given(f.start, (start) => ({ start: date(start) })),
    ...given(f.due, (due) => ({ due: date(due) })),
    ...given(f.progress, (p) => ({ status: p.status, completed: p.status === 'completed' ? date(p.completedOn ?? m.world.now().slice(0, 10)) : null })),
    ...given(f.importance, (importance) => ({ importance }))
  }
}

/** One exception of a series, as a person made it. */
export const encodeException = (m: MailboxState, master: StoredEvent, e: OccurrenceException): StoredEvent => {
  const date = e.original.slice(0, 10)
  const plain = occurrenceAsEvent(master, date)
  const changes = encodeAppointment(m, { time: e.time, ...(e.subject === null ? {} : { subject: e.subject }), ...(e.body === null ? {} : { body: e.body }), ...(e.location === null ? {} : { location: e.location }), ...(e.showAs === null ? {} : { showAs: e.showAs }) })
  return { ...plain, data: { ...plain.data, ...changes }, changeKey: newChangeKey(m.world), modified: m.world.now() }
}

export const encodeAttendee = (party: Mailbox): NonNullable<Event['attendees']>[number] => ({ type: 'required', status: { response: 'none', time: '0001-01-01T00:00:00Z' }, ...encodeRecipient(party) })
