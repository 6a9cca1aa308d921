/** Values of the model, the awkward ones among them. */
import * as fc from 'fast-check'
import type { AppointmentFields, EmailFields, FieldsOf, Kind, TaskFields } from '../../../src/core/model/fields'
import type { Attributes } from '../../../src/core/model/activity'
import type { Link } from '../../../src/core/model/link'

/** Texts that break careless SQL, drivers and JSON. */
export const hostileTexts: ReadonlyArray<string> = [
  '',
  "'; drop table activities; --",
  '"quoted" `ticks` [brackets] \\ back',
  'nul\u0000inside',
  '\u0000',
  'half a pair \ud83d',
  '\udc00 the other half',
  'mark \u001a0000 and \u001a',
  '😀 Ž İ ß 中文 \u202e rtl',
  '%_*?:@$1',
  'line\r\nline\u2028line',
  'null',
  '0',
  ' '
]

export const text = fc.oneof(fc.constantFrom(...hostileTexts), fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 20 }))

const day = fc.date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
export const date = day.map((d) => d.toISOString().slice(0, 10))
export const instant = day.map((d) => d.toISOString())
const local = day.map((d) => d.toISOString().slice(0, 19))
const zone = fc.constantFrom('UTC', 'Europe/Stockholm', 'America/New_York', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5')
const zoned = fc.record({ local, zone })
const mailbox = fc.record({ address: text, name: fc.option(text) })
const body = fc.record({ type: fc.constantFrom('text' as const, 'html' as const), content: text })

const email: fc.Arbitrary<EmailFields> = fc.record({ subject: text, body, sentAt: instant, from: fc.option(mailbox), to: fc.array(mailbox, { maxLength: 3 }), cc: fc.array(mailbox, { maxLength: 2 }), bcc: fc.array(mailbox, { maxLength: 2 }) })
const appointment: fc.Arbitrary<AppointmentFields> = fc.record({
  subject: text,
  body,
  location: text,
  time: fc.oneof(fc.record({ allDay: fc.constant(true as const), start: date, end: date }), fc.record({ allDay: fc.constant(false as const), start: zoned, end: zoned })),
  showAs: fc.constantFrom('free' as const, 'tentative' as const, 'busy' as const, 'oof' as const, 'workingElsewhere' as const)
})
const task: fc.Arbitrary<TaskFields> = fc.record({
  subject: text,
  body,
  start: fc.option(date),
  due: fc.option(date),
  progress: fc.record({
    status: fc.constantFrom('notStarted' as const, 'inProgress' as const, 'completed' as const, 'waitingOnOthers' as const, 'deferred' as const),
    percent: fc.integer({ min: 0, max: 100 }),
    completedOn: fc.option(date)
  }),
  importance: fc.constantFrom('low' as const, 'normal' as const, 'high' as const)
})

export const fieldsOf: { readonly [K in Kind]: fc.Arbitrary<FieldsOf[K]> } = { email, appointment, task }

export const attributes: fc.Arbitrary<Attributes> = fc.record({
  type: fc.option(text),
  status: fc.option(text),
  priority: fc.option(text),
  project: fc.option(text),
  responsible: fc.option(text),
  private: fc.boolean()
})

const side = fc.record({ version: text, fields: fc.dictionary(fc.constantFrom('subject', 'body', 'time'), text, { noNullPrototype: true }) })

export const link: fc.Arbitrary<Link> = fc.record({
  id: fc.uuid(),
  kind: fc.constantFrom('email' as const, 'appointment' as const, 'task' as const),
  itemId: text,
  activityId: text,
  identity: fc.option(text),
  occurrence: text,
  origin: fc.constantFrom('outlook' as const, 'crm' as const),
  state: fc.constantFrom('open' as const, 'closed' as const),
  closed: fc.option(fc.constantFrom('both-deleted' as const, 'activity-deleted-by-policy' as const)),
  item: side,
  activity: side,
  documents: fc.array(fc.record({ attachmentId: text, documentId: fc.option(text) }), { maxLength: 2 }),
  generation: fc.nat(9),
  reviewAt: fc.option(instant)
})
