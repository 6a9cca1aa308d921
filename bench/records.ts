/** Linked records for the benchmarks: deterministic, and copied anew for every measurement. */
import { digestFields } from '../src/core/digest-fields'
import { digestId } from '../src/core/digest'
import type { Activity } from '../src/core/model/activity'
import type { AppointmentItem } from '../src/core/model/item'
import type { Link } from '../src/core/model/link'
import type { ReconcileInput } from '../src/core'
import { defaultRules } from '../src/rules'
import { decodeSettings } from '../src/core'

export interface Linked {
  readonly item: AppointmentItem
  readonly activity: Activity
  readonly link: Link
}

const words = 'alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa'.split(' ')

/** One linked appointment with a body of about 500 characters; `changed`: its subject was edited in Outlook since both agreed. */
export const linkedRecord = (n: number, changed: boolean): Linked => {
  const id = String(n).padStart(7, '0')
  // A busy calendar, but a calendar: some things at the same time, not thousands.
  const [date, hour] = [new Date(Date.UTC(2026, 0, 1 + (n % 365))).toISOString().slice(0, 10), 7 + (Math.floor(n / 365) % 11)]
  const clock = (h: number): string => `${date}T${String(h).padStart(2, '0')}:${String((n % 4) * 15).padStart(2, '0')}:00`
  const body = Array.from({ length: 80 }, (_, i) => words[(n * 31 + i * 7) % words.length]).join(' ')
  const fields = {
    subject: `Meeting ${id} ${words[n % words.length]}`,
    body: { type: 'text' as const, content: body },
    location: `Room ${n % 200}`,
    time: { allDay: false as const, start: { local: clock(hour), zone: 'Europe/Stockholm' }, end: { local: clock(hour + 1), zone: 'Europe/Stockholm' } },
    showAs: 'busy' as const
  }
  const digests = digestFields(defaultRules, 'appointment', fields)
  const edited = changed ? { ...fields, subject: `${fields.subject} moved` } : fields
  return {
    item: {
      kind: 'appointment', id: `item-${id}`, version: changed ? 'v2' : 'v1', identity: `uid-${id}`, ownKey: null, place: 'normal', sensitivity: 'normal', modifiedAt: '2026-03-01T08:00:00.000Z',
      organizer: null, attendees: [], role: 'none', cancelled: false, recurrence: null, fields: edited
    },
    activity: {
      kind: 'appointment', id: `activity-${id}`, version: 'v1', owner: 'anna', contact: null, ownKey: null, modifiedAt: '2026-03-01T07:00:00.000Z',
      attributes: { type: null, status: null, priority: null, project: null, responsible: null, private: false }, fields: { ...fields }
    },
    link: {
      id: digestId('anna', 'acme', id), kind: 'appointment', itemId: `item-${id}`, activityId: `activity-${id}`, identity: `uid-${id}`, occurrence: '', origin: 'outlook', state: 'open', closed: null,
      item: { version: 'v1', fields: digests }, activity: { version: 'v1', fields: digests }, documents: [], generation: 0, reviewAt: null
    }
  }
}

/** Reconcile's input with these records on both sides. */
export const inputOf = (records: ReadonlyArray<Linked>): ReconcileInput => {
  const settings = decodeSettings({})
  if (settings._tag === 'Left') throw new Error('the default settings do not decode')
  return {
    scope: { user: 'anna', database: 'acme' },
    now: '2026-03-02T08:00:00.000Z',
    settings: settings.right,
    ownAddresses: ['anna@acme.se'],
    mailbox: { kinds: ['email', 'appointment', 'task'], writes: true, sends: true },
    crm: { kinds: ['email', 'appointment', 'task'], documents: true, commitsWithStore: true },
    request: { _tag: 'Pass' },
    items: records.map((r) => ({ _tag: 'Found', id: r.item.id, item: r.item })),
    activities: records.map((r) => ({ _tag: 'Found', id: r.activity.id, activity: r.activity })),
    links: records.map((r) => r.link),
    decisions: [],
    contacts: [],
    similar: [],
    fileTypes: [],
    doubtful: [],
    begun: []
  }
}
