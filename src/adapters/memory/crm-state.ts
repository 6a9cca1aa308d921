/** What a memory CRM holds, and the few transitions everything else is made of. Activities are never mutated, only replaced. */
import type { Activity, Attributes, ContactRef } from '../../core/model/activity'
import type { FieldsOf, Kind } from '../../core/model/fields'
import type { ActivityId, OwnKey, UserId } from '../../core/model/ids'
import type { Instant } from '../../core/model/time'
import { emptyRegister, type Register } from './contacts'
import { emptyFeed, type Feed, recordChange } from './feed'
import { addUnder, type Multimap, removeUnder } from './multimap'

/** A file in the document module. */
export interface StoredDocument {
  readonly id: string
  readonly key: OwnKey
  readonly owner: UserId
  readonly activity: ActivityId
  readonly name: string
  readonly mimeType: string
  readonly bytes: Uint8Array
}

/** What is kept for each owner. */
export interface OwnerState {
  readonly feed: Feed
  readonly byOwnKey: Multimap
  /** Document ids by key. */
  readonly documents: Map<OwnKey, string>
}

export interface CrmState {
  readonly now: () => Instant
  readonly activities: Map<ActivityId, Activity>
  /** What was deleted, so that it can be brought back. */
  readonly deleted: Map<ActivityId, Activity>
  readonly owners: Map<UserId, OwnerState>
  readonly documents: Map<string, StoredDocument>
  readonly register: Register
  /** Running numbers; each is used once. */
  readonly used: { ids: number; versions: number }
}

export const noAttributes: Attributes = { type: null, status: null, priority: null, project: null, responsible: null, private: false }

export const emptyCrm = (now: () => Instant): CrmState => ({
  now,
  activities: new Map(),
  deleted: new Map(),
  owners: new Map(),
  documents: new Map(),
  register: emptyRegister(),
  used: { ids: 0, versions: 0 }
})

export const ownerState = (s: CrmState, owner: UserId): OwnerState => {
  const there = s.owners.get(owner)
  if (there !== undefined) return there
  const made: OwnerState = { feed: emptyFeed(), byOwnKey: new Map(), documents: new Map() }
  s.owners.set(owner, made)
  return made
}

/** What an activity is made of beside its fields. */
export interface ActivityDetails {
  readonly contact?: ContactRef | null
  readonly attributes?: Attributes
  readonly ownKey?: OwnKey | null
}

/** An activity with the next id and version, not yet stored. */
export const newActivity = <K extends Kind>(s: CrmState, owner: UserId, kind: K, fields: FieldsOf[K], details: ActivityDetails): Activity =>
  ({
    kind,
    id: `activity-${++s.used.ids}`,
    version: `v${++s.used.versions}`,
    owner,
    contact: details.contact ?? null,
    ownKey: details.ownKey ?? null,
    attributes: details.attributes ?? noAttributes,
    modifiedAt: s.now(),
    fields
  }) as Activity

/** A later state of an activity, not yet stored. */
export const laterActivity = (s: CrmState, a: Activity): Activity => ({ ...a, version: `v${++s.used.versions}`, modifiedAt: s.now() })

/** Stores an activity; the feed of its owner, and of the owner it had before, tells it. */
export const storeActivity = (s: CrmState, a: Activity): Activity => {
  const before = s.activities.get(a.id)
  if (before !== undefined && before.owner !== a.owner) {
    removeUnder(ownerState(s, before.owner).byOwnKey, before.ownKey, a.id)
    recordChange(ownerState(s, before.owner).feed, a.id)
  }
  const owner = ownerState(s, a.owner)
  addUnder(owner.byOwnKey, a.ownKey, a.id)
  s.deleted.delete(a.id)
  s.activities.set(a.id, a)
  recordChange(owner.feed, a.id)
  return a
}

/** Takes an activity away; it can be brought back. */
export const removeActivity = (s: CrmState, a: Activity): void => {
  const owner = ownerState(s, a.owner)
  s.activities.delete(a.id)
  s.deleted.set(a.id, a)
  removeUnder(owner.byOwnKey, a.ownKey, a.id)
  recordChange(owner.feed, a.id)
}
