/** Inputs of reconcile for tests: a scene says only what matters to it, and everything else is empty or by default. */
import { reconcile, type LookedAt, type Plan, type ReconcileInput, type RuleSet } from '../../../src/core'
import { digestFields } from '../../../src/core/digest-fields'
import { identityByValues } from '../../../src/core/model/identity-by-values'
import type { Activity } from '../../../src/core/model/activity'
import type { ContactMatch } from '../../../src/core/model/contact'
import type { ConflictDecision, DeletionDecision } from '../../../src/core/model/decision'
import type { Fields } from '../../../src/core/model/fields'
import type { Item } from '../../../src/core/model/item'
import type { Link } from '../../../src/core/model/link'
import type { ActivityRead } from '../../../src/core/ports/crm'
import type { ItemRead } from '../../../src/core/ports/mailbox'
import { defaultRules } from '../../../src/rules'
import { link, settings } from '../../rules/examples'

/** An item or activity stands for having found it. */
export type Scene = Omit<Partial<ReconcileInput>, 'settings' | 'items' | 'activities'> & {
  readonly settings?: unknown
  readonly items?: ReadonlyArray<Item | ItemRead>
  readonly activities?: ReadonlyArray<Activity | ActivityRead>
}

export const missing = (id: string): { readonly _tag: 'Missing'; readonly id: string } => ({ _tag: 'Missing', id })
export const unreadable = (id: string): Extract<ItemRead & ActivityRead, { readonly _tag: 'Failed' }> => ({ _tag: 'Failed', id, error: { _tag: 'Unexpected', detail: 'it cannot be read' } })

export const inputOf = (s: Scene): ReconcileInput => ({
  scope: { user: 'anna', database: 'acme' },
  now: '2026-11-24T08:00:00.000Z',
  ownAddresses: ['anna@acme.se'],
  mailbox: { kinds: ['email', 'appointment', 'task'], writes: true, sends: true },
  crm: { kinds: ['email', 'appointment', 'task'], documents: true, commitsWithStore: false },
  request: { _tag: 'Pass' },
  links: [],
  decisions: [],
  contacts: [],
  similar: [],
  fileTypes: [],
  doubtful: [],
  begun: [],
  ...s,
  settings: settings(s.settings),
  items: (s.items ?? []).map((i) => ('_tag' in i ? i : { _tag: 'Found', id: i.id, item: i })),
  activities: (s.activities ?? []).map((a) => ('_tag' in a ? a : { _tag: 'Found', id: a.id, activity: a }))
})

export const planOf = (s: Scene, rules: RuleSet = defaultRules): Plan => reconcile(rules)(inputOf(s))

/** Everything that a plan says, one line an entry: `UpdateItem changed-in-crm`, `skip unchanged`, `Open deleted-in-outlook`. */
export const said = (p: Plan): ReadonlyArray<string> => [
  ...p.actions.map((a) => `${a._tag} ${a.reason}`),
  ...p.remember.map((r) => `remember ${r.reason}`),
  ...p.decisions.map((d) => `${d._tag} ${d.reason}`),
  ...p.skips.map((k) => `skip ${k.reason}`),
  ...p.notices.map((n) => `notice ${n.reason}`),
  ...p.refused.map((r) => `refuse ${r.reason}`)
]

/** The link of two sides that agree at present. `shown` is how the item stands in the CRM, if not as it is. */
export const agreed = (item: Item, activity: Activity, over: Partial<Link> = {}, shown: Fields = item.fields): Link => {
  const itemFields = digestFields(defaultRules, item.kind, shown)
  return link({
    kind: item.kind,
    itemId: item.id,
    activityId: activity.id,
    identity: item.identity ?? identityByValues(item.kind, itemFields),
    item: { version: item.version, fields: itemFields },
    activity: { version: activity.version, fields: digestFields(defaultRules, item.kind, activity.fields) },
    ...over
  })
}

const asked = (l: Link) => ({ kind: l.kind, linkId: l.id, itemId: l.itemId, activityId: l.activityId, openedAt: '2026-11-23T08:00:00.000Z' })

export const deletionOf = (l: Link, over: Partial<DeletionDecision> = {}): DeletionDecision => ({ _tag: 'Deletion', id: `${l.id}.${l.generation}.deletion`, ...asked(l), state: 'open', editedInCrm: false, answer: null, ...over })
export const conflictOf = (l: Link, field: string, over: Partial<ConflictDecision> = {}): ConflictDecision => ({ _tag: 'Conflict', id: `${l.id}.${l.generation}.conflict.${field}`, ...asked(l), state: 'open', field, answer: null, ...over })

export const registered = (address: string, contactId = 'c1'): ContactMatch => ({ address, contactId, contactPersonId: null, name: `Name of ${contactId}` })
export const pdfType = (itemId: string, attachmentId: string): LookedAt => ({ itemId, attachmentId, type: { mimeType: 'application/pdf', extension: 'pdf', executable: false } })

/** A later state of something, as an edit leaves it. */
export const edited = <E extends Item | Activity>(e: E, fields: Partial<E['fields']>, modifiedAt = '2026-11-24T07:30:00.000Z'): E => ({ ...e, version: `${e.version}+`, modifiedAt, fields: { ...e.fields, ...fields } })
