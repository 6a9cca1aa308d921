/** Records that are linked already: what a first pass leaves, computed from a number. */
import type { ReconcileInput } from '../src/core'
import { decodeSettings } from '../src/core'
import { digestId } from '../src/core/digest'
import { digestFields } from '../src/core/digest-fields'
import type { Activity } from '../src/core/model/activity'
import { formatOwnKey, type Scope } from '../src/core/model/ids'
import type { AppointmentItem } from '../src/core/model/item'
import type { Link } from '../src/core/model/link'
import type { Settings } from '../src/core/settings/settings'
import { defaultRules } from '../src/rules'
import { type BodyLength, idOf, itemOf } from './records'

export const benchScope: Scope = { user: 'anna', database: 'acme' }

export const defaultSettings = (): Settings => {
  const settings = decodeSettings({})
  if (settings._tag === 'Left') throw new Error('the default settings do not decode')
  return settings.right
}

/** The link that a pass of this scope makes of item n and its activity. */
export const linkOf = (scope: Scope, item: AppointmentItem, activityId: string): Link => {
  const fields = digestFields(defaultRules, 'appointment', item.fields)
  return {
    id: digestId(scope.user, scope.database, item.kind, item.identity ?? item.id, ''),
    kind: item.kind,
    itemId: item.id,
    activityId,
    identity: item.identity,
    occurrence: '',
    origin: 'outlook',
    state: 'open',
    closed: null,
    item: { version: item.version, fields },
    activity: { version: '1', fields },
    documents: [],
    generation: 0,
    reviewAt: null
  }
}

/** The key that such a pass stamps on the activity. */
export const ownKeyOf = (scope: Scope, item: AppointmentItem): string => formatOwnKey({ database: scope.database, of: 'item', id: digestId(scope.user, item.kind, item.identity ?? item.id, ''), generation: 0 })

/** The activity that such a pass makes of the item. */
export const activityOf = (scope: Scope, item: AppointmentItem, id: string): Extract<Activity, { readonly kind: 'appointment' }> => ({
  kind: 'appointment',
  id,
  version: '1',
  owner: scope.user,
  contact: null,
  ownKey: ownKeyOf(scope, item),
  modifiedAt: '2026-03-01T09:00:00.000Z',
  attributes: { type: null, status: null, priority: null, project: null, responsible: null, private: false },
  fields: { ...item.fields }
})

export interface Linked {
  readonly item: AppointmentItem
  readonly activity: Activity
  readonly link: Link
}

/** One linked appointment; `changed`: its subject was edited in Outlook since both agreed. */
export const linkedRecord = (n: number, changed: boolean, length: BodyLength = 'usual'): Linked => {
  const item = itemOf(n, length)
  const link = linkOf(benchScope, item, `activity-${idOf(n)}`)
  return { item: changed ? itemOf(n, length, 'v2', { subject: `${item.fields.subject} moved` }) : item, activity: activityOf(benchScope, item, link.activityId), link }
}

/** Reconcile's input with these records on both sides. */
export const inputOf = (records: ReadonlyArray<Linked>): ReconcileInput => ({
  scope: benchScope,
  now: '2026-03-02T08:00:00.000Z',
  settings: defaultSettings(),
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
})
