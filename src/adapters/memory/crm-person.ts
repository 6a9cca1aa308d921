/** The person at the other end of a memory CRM: what somebody does in it, without waiting. */
import type { Activity, Attributes, ContactRef } from '../../core/model/activity'
import type { FieldsOf, Kind, Patch } from '../../core/model/fields'
import type { ActivityId, UserId } from '../../core/model/ids'
import { addContact, type Contact, type NewContact } from './contacts'
import { type ActivityDetails, type CrmState, laterActivity, newActivity, removeActivity, storeActivity, type StoredDocument } from './crm-state'
import { mergePatch } from './stored-fields'

/** Everything here happens at once and shows in the feeds. An id that is not there gives `null` and changes nothing. */
export interface CrmPerson {
  readonly addContact: (contact: NewContact) => Contact
  readonly addActivity: <K extends Kind>(owner: UserId, kind: K, fields: FieldsOf[K], details?: ActivityDetails) => Activity
  readonly edit: (id: ActivityId, patch: Patch) => Activity | null
  readonly setAttributes: (id: ActivityId, attributes: Partial<Attributes>) => Activity | null
  readonly setContact: (id: ActivityId, contact: ContactRef | null) => Activity | null
  /** Gives what is now gone. */
  readonly delete: (id: ActivityId) => Activity | null
  /** Brings a deleted activity back under its id. */
  readonly restore: (id: ActivityId) => Activity | null
  readonly reassign: (id: ActivityId, owner: UserId) => Activity | null
  /** Completes a task today (UTC); `null` also for an activity of another kind. */
  readonly complete: (id: ActivityId) => Activity | null
  readonly get: (id: ActivityId) => Activity | null
  /** All owners' activities, in the order in which they came. */
  readonly list: () => ReadonlyArray<Activity>
  readonly contacts: () => ReadonlyArray<Contact>
  readonly documents: () => ReadonlyArray<StoredDocument>
}

export const crmPerson = (s: CrmState): CrmPerson => {
  const onActivity = (id: ActivityId, act: (a: Activity) => Activity | null): Activity | null => {
    const a = s.activities.get(id)
    return a === undefined ? null : act(a)
  }
  const change = (id: ActivityId, how: (a: Activity) => Activity): Activity | null => onActivity(id, (a) => storeActivity(s, laterActivity(s, how(a))))
  const restore = (id: ActivityId): Activity | null => {
    const a = s.deleted.get(id)
    return a === undefined ? null : storeActivity(s, laterActivity(s, a))
  }
  return {
    addContact: (contact) => addContact(s.register, contact),
    addActivity: (owner, kind, fields, details = {}) => storeActivity(s, newActivity(s, owner, kind, fields, details)),
    edit: (id, patch) => change(id, (a) => ({ ...a, fields: mergePatch<Kind>(a.kind, a.fields, patch) }) as Activity),
    setAttributes: (id, attributes) => change(id, (a) => ({ ...a, attributes: { ...a.attributes, ...attributes } })),
    setContact: (id, contact) => change(id, (a) => ({ ...a, contact })),
    delete: (id) =>
      onActivity(id, (a) => {
        removeActivity(s, a)
        return a
      }),
    restore,
    reassign: (id, owner) => change(id, (a) => ({ ...a, owner })),
    complete: (id) =>
      onActivity(id, (a) => {
        if (a.kind !== 'task') return null
        const progress = { status: 'completed' as const, percent: 100, completedOn: s.now().slice(0, 10) }
        return storeActivity(s, laterActivity(s, { ...a, fields: { ...a.fields, progress } }))
      }),
    get: (id) => s.activities.get(id) ?? null,
    list: () => [...s.activities.values()],
    contacts: () => [...s.register.contacts.values()],
    documents: () => [...s.documents.values()]
  }
}
