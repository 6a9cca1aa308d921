/** Examples for the tests of the rules: each is complete and ordinary, and a test says only what matters to it. */
import * as E from 'fp-ts/lib/Either.js'
import type { Activity } from '../../src/core/model/activity'
import type { ContactMatch } from '../../src/core/model/contact'
import type { AppointmentFields, EmailFields, Mailbox, TaskFields } from '../../src/core/model/fields'
import type { AppointmentItem, EmailItem, TaskItem } from '../../src/core/model/item'
import type { Link } from '../../src/core/model/link'
import type { AppointmentTime } from '../../src/core/model/time'
import type { RuleContext, Verdict, View } from '../../src/core/rule-set'
import { decodeSettings } from '../../src/core/settings/decode-settings'
import type { Settings } from '../../src/core/settings/settings'

export const settings = (input: unknown = {}): Settings => {
  const decoded = decodeSettings(input)
  if (E.isLeft(decoded)) throw new Error(decoded.left.map((e) => `${e.field}: ${e.expected}`).join('; '))
  return decoded.right
}

export const mailbox = (address: string, name: string | null = null): Mailbox => ({ address, name })

/** A register from `address: [contactId, contactPersonId?]`, whose entries are found whatever the letters' case. */
export const register = (entries: { readonly [address: string]: readonly [contactId: string, personId?: string] }) => (asked: string): ReadonlyArray<ContactMatch> =>
  Object.entries(entries).flatMap(([address, [contactId, personId]]) =>
    address.toLowerCase() === asked.toLowerCase() ? [{ address: asked, contactId, contactPersonId: personId ?? null, name: `Name of ${personId ?? contactId}` }] : []
  )

export const context = (over: Omit<Partial<RuleContext>, 'settings'> & { readonly settings?: unknown } = {}): RuleContext => ({
  scope: { user: 'anna', database: 'acme' },
  now: '2026-11-24T08:00:00.000Z',
  ownAddresses: ['anna@acme.se'],
  mailbox: { kinds: ['email', 'appointment', 'task'], writes: true, sends: true },
  crm: { kinds: ['email', 'appointment', 'task'], documents: true, commitsWithStore: false },
  request: { _tag: 'Pass' },
  contactsOf: () => [],
  ...over,
  settings: settings(over.settings)
})

const common = { version: 'v1', identity: null, ownKey: null, place: 'normal', sensitivity: 'normal', modifiedAt: '2026-11-24T07:00:00.000Z' } as const

export const emailFields = (over: Partial<EmailFields> = {}): EmailFields => ({
  subject: 'Offer',
  body: { type: 'text', content: 'Hello' },
  sentAt: '2026-11-24T06:00:00.000Z',
  from: mailbox('bo@customer.example', 'Bo'),
  to: [mailbox('anna@acme.se', 'Anna')],
  cc: [],
  bcc: [],
  ...over
})
export const email = (over: Partial<EmailItem> = {}, fields: Partial<EmailFields> = {}): EmailItem => ({
  kind: 'email',
  ...common,
  id: 'e1',
  folder: 'inbox',
  messageType: 'mail',
  attachments: [],
  fields: emailFields(fields),
  ...over
})
/** An e-mail that Anna sent. */
export const sent = (fields: Partial<EmailFields> = {}, over: Partial<EmailItem> = {}): EmailItem => email({ folder: 'sentItems', ...over }, { from: mailbox('anna@acme.se', 'Anna'), to: [], ...fields })

export const timed = (start: string, end: string, zone = 'Europe/Stockholm'): AppointmentTime => ({ allDay: false, start: { local: start, zone }, end: { local: end, zone } })
export const allDay = (start: string, end: string): AppointmentTime => ({ allDay: true, start, end })

export const appointmentFields = (over: Partial<AppointmentFields> = {}): AppointmentFields => ({
  subject: 'Meeting',
  body: { type: 'text', content: 'Agenda' },
  location: 'Room 1',
  time: timed('2026-11-24T09:30:00', '2026-11-24T10:30:00'),
  showAs: 'busy',
  ...over
})
export const appointment = (over: Partial<AppointmentItem> = {}, fields: Partial<AppointmentFields> = {}): AppointmentItem => ({
  kind: 'appointment',
  ...common,
  id: 'a1',
  organizer: null,
  attendees: [],
  role: 'none',
  cancelled: false,
  recurrence: null,
  fields: appointmentFields(fields),
  ...over
})
export const series = (rule = 'FREQ=WEEKLY', over: Partial<AppointmentItem> = {}): AppointmentItem => appointment({ recurrence: { rule, cancelled: [], exceptions: [] }, ...over })

export const taskFields = (over: Partial<TaskFields> = {}): TaskFields => ({
  subject: 'Call back',
  body: { type: 'text', content: 'About the offer' },
  start: null,
  due: '2026-11-25',
  progress: { status: 'notStarted', percent: 0, completedOn: null },
  importance: 'normal',
  ...over
})
export const task = (over: Partial<TaskItem> = {}, fields: Partial<TaskFields> = {}): TaskItem => ({ kind: 'task', ...common, id: 't1', fields: taskFields(fields), ...over })

interface Attributed {
  readonly id?: string
  readonly owner?: string
  readonly ownKey?: string | null
}
const activityCommon = {
  id: 'x1',
  version: 'w1',
  owner: 'anna',
  contact: null,
  ownKey: null,
  attributes: { type: null, status: null, priority: null, project: null, responsible: null, private: false },
  modifiedAt: '2026-11-24T07:00:00.000Z'
} as const
export const emailActivity = (over: Attributed = {}, fields: Partial<EmailFields> = {}): Activity => ({ kind: 'email', ...activityCommon, ...over, fields: emailFields(fields) })
export const appointmentActivity = (over: Attributed = {}, fields: Partial<AppointmentFields> = {}): Activity => ({ kind: 'appointment', ...activityCommon, ...over, fields: appointmentFields(fields) })
export const taskActivity = (over: Attributed = {}, fields: Partial<TaskFields> = {}): Activity => ({ kind: 'task', ...activityCommon, ...over, fields: taskFields(fields) })

export const link = (over: Partial<Link> = {}): Link => ({
  id: 'l1',
  kind: 'appointment',
  itemId: 'a1',
  activityId: 'x1',
  identity: null,
  occurrence: '',
  origin: 'outlook',
  state: 'open',
  closed: null,
  item: { version: 'v1', fields: {} },
  activity: { version: 'w1', fields: {} },
  documents: [],
  generation: 0,
  reviewAt: null,
  ...over
})

export const viewOf = (kind: View['kind'], fields: View['fields'], over: Partial<View> = {}): View => ({ kind, occurrence: '', fields, reviewAt: null, redacted: false, ...over })

/** The reason of a skip, or `go`. */
export const outcomeOf = (verdict: Verdict<unknown>): string => (verdict._tag === 'Skip' ? verdict.reason : 'go')
