/** Fields to write in a contract case: such as every system can hold, so that a case fails for what it proves and nothing else. No time is round, so that rounding shows. */
import type { Attributes } from '../../core/model/activity'
import type { AppointmentFields, EmailFields, FieldsOf, Kind, TaskFields } from '../../core/model/fields'
import type { OwnKey } from '../../core/model/ids'

const day = (n: number): string => `2026-03-${String(1 + (n % 20)).padStart(2, '0')}`

/** Different for each `n` from 0 to 19. */
export const sampleEmail = (n: number): EmailFields => ({
  subject: `Contract e-mail ${n}`,
  body: { type: 'text', content: `Text of e-mail ${n}` },
  sentAt: `${day(n)}T08:31:17.000Z`,
  from: { address: 'sender@customer.example', name: 'Sender' },
  to: [{ address: 'owner@mailbox.example', name: 'Owner' }],
  cc: [{ address: 'copy@customer.example', name: null }],
  bcc: [{ address: 'hidden@customer.example', name: 'Hidden' }]
})

const sampleAppointment = (n: number): AppointmentFields => ({
  subject: `Contract appointment ${n}`,
  body: { type: 'html', content: `<p>Text of &quot;appointment&quot; ${n}</p>` },
  location: 'Room 1',
  time: { allDay: false, start: { local: `${day(n)}T09:07:00`, zone: 'Europe/Stockholm' }, end: { local: `${day(n)}T10:22:00`, zone: 'Europe/Stockholm' } },
  showAs: 'busy'
})

/** Different for each `n` from 0 to 19. */
export const sampleAllDay = (n: number): AppointmentFields => ({ ...sampleAppointment(n), time: { allDay: true, start: day(n), end: day(n + 1) } })

const sampleTask = (n: number): TaskFields => ({
  subject: `Contract task ${n}`,
  body: { type: 'text', content: `Text of task ${n}` },
  start: day(n),
  due: day(n + 1),
  progress: { status: 'notStarted', percent: 0, completedOn: null },
  importance: 'normal'
})

const samples: { readonly [K in Kind]: (n: number) => FieldsOf[K] } = { email: sampleEmail, appointment: sampleAppointment, task: sampleTask }

/** Different for each `n` from 0 to 19. */
export const sampleFields = <K extends Kind>(kind: K, n: number): FieldsOf[K] => samples[kind](n)

const anotherBody = { type: 'text', content: 'Another text' } as const

/** One other value for each field that a synchroniser writes into something that is there: a list of patches of one field each. */
export const samplePatches: { readonly [K in Kind]: ReadonlyArray<Partial<FieldsOf[K]>> } = {
  email: [{ subject: 'Another e-mail' }, { body: anotherBody }],
  appointment: [
    { subject: 'Another appointment' },
    { body: anotherBody },
    { location: 'Room 2' },
    { location: '' },
    { time: { allDay: false, start: { local: '2026-04-01T23:31:00', zone: 'Europe/Stockholm' }, end: { local: '2026-04-02T00:29:00', zone: 'Europe/Stockholm' } } },
    { time: { allDay: true, start: '2026-04-03', end: '2026-04-04' } },
    { showAs: 'free' }
  ],
  task: [
    { subject: 'Another task' },
    { body: anotherBody },
    { start: null },
    { due: '2026-04-05' },
    { due: null },
    { progress: { status: 'completed', percent: 100, completedOn: '2026-04-06' } },
    { progress: { status: 'notStarted', percent: 0, completedOn: null } },
    { importance: 'high' }
  ]
}

/** An own key in small letters with digits, so that its near misses are keys as well. */
export const sampleKey = (of: 'activity' | 'item', id: string): OwnKey => `ocs1:acme:${of}:contract-${id}:0`

export const sampleAttributes: Attributes = { type: null, status: null, priority: null, project: null, responsible: null, private: false }
