/** What the port writes into a memory CRM. Each effect is first planned, then our own memory's part is persisted, then it is done: a refusal anywhere leaves nothing half done. */
import * as E from 'fp-ts/lib/Either.js'
import { notFound, type PortError, unsupported, versionMismatch } from '../../core/errors'
import type { Activity } from '../../core/model/activity'
import type { Fields, Kind, Patch } from '../../core/model/fields'
import type { ActivityId, UserId } from '../../core/model/ids'
import type { AddDocument, CreateActivity, CrmCapabilities, CrmResult, CrmWrite, DeleteActivity, UpdateActivity } from '../../core/ports/crm'
import type { StoreWrite } from '../../core/ports/store'
import { type CrmState, laterActivity, newActivity, ownerState, removeActivity, storeActivity } from './crm-state'
import { idsUnder } from './multimap'
import { normaliseForCrm } from './normalise'
import { checkFields, mergePatch } from './stored-fields'

/** What the writes need to know of the CRM. */
export interface CrmRules {
  readonly capabilities: CrmCapabilities
  readonly normalise: boolean
  /** Persists a commit for this owner, where the CRM commits with the store. */
  readonly persist: (owner: UserId, writes: ReadonlyArray<StoreWrite>) => E.Either<PortError, void>
}

/** What an effect will answer, and how it is done: `apply` cannot fail. */
interface Planned {
  readonly result: CrmResult
  readonly apply: () => void
}
type Plan = E.Either<PortError, Planned>

const nothingToDo = (): void => undefined

const settled = <F extends Patch>(rules: CrmRules, fields: F): F => (rules.normalise ? normaliseForCrm(fields) : fields)

const storing = (s: CrmState, activity: Activity): Planned => ({ result: { _tag: 'Activity', activity }, apply: () => void storeActivity(s, activity) })

const ownedActivity = (s: CrmState, id: ActivityId, owner: UserId): E.Either<PortError, Activity> => {
  const a = s.activities.get(id)
  return a === undefined || a.owner !== owner ? E.left(notFound(`activity ${id}`)) : E.right(a)
}

const planCreate = (s: CrmState, rules: CrmRules, w: CreateActivity<Kind>): Plan => {
  if (!rules.capabilities.kinds.includes(w.kind)) return E.left(unsupported(`activities of kind ${w.kind}`))
  const [firstId] = idsUnder(ownerState(s, w.owner).byOwnKey, w.ownKey)
  const first = firstId === undefined ? undefined : s.activities.get(firstId)
  if (first !== undefined) return E.right({ result: { _tag: 'Activity', activity: first }, apply: nothingToDo })
  return E.map((fields: Fields) => storing(s, newActivity<Kind>(s, w.owner, w.kind, settled(rules, fields), w)))(checkFields(w.kind, w.fields))
}

const planUpdate = (s: CrmState, rules: CrmRules, w: UpdateActivity): Plan => {
  const found = ownedActivity(s, w.id, w.owner)
  if (E.isLeft(found)) return found
  const a = found.right
  if (a.kind !== w.kind) return E.left(notFound(`activity ${w.id}`))
  if (a.version !== w.version) return E.left(versionMismatch(`activity ${w.id}`))
  return E.map((fields: Fields) => storing(s, laterActivity(s, { ...a, fields } as Activity)))(checkFields(a.kind, mergePatch<Kind>(a.kind, a.fields, settled(rules, w.patch))))
}

const planDelete = (s: CrmState, w: DeleteActivity): Plan => {
  const result: CrmResult = { _tag: 'Deleted', id: w.id }
  const a = s.activities.get(w.id)
  if (a === undefined) return E.right({ result, apply: nothingToDo })
  if (a.owner !== w.owner || a.kind !== w.kind) return E.left(notFound(`activity ${w.id}`))
  // Somebody edited it since it was looked at: the edit must not be deleted unseen.
  if (a.version !== w.version) return E.left(versionMismatch(`activity ${w.id}`))
  return E.right({ result, apply: () => removeActivity(s, a) })
}

const planDocument = (s: CrmState, rules: CrmRules, w: AddDocument): Plan => {
  if (!rules.capabilities.documents) return E.left(unsupported('documents'))
  const found = ownedActivity(s, w.activity, w.owner)
  if (E.isLeft(found)) return found
  const keys = ownerState(s, w.owner).documents
  const first = keys.get(w.key)
  if (first !== undefined) return E.right({ result: { _tag: 'Document', documentId: first }, apply: nothingToDo })
  const id = `document-${s.documents.size + 1}`
  const apply = (): void => {
    const { key, owner, activity, name, mimeType, bytes } = w
    s.documents.set(id, { id, key, owner, activity, name, mimeType, bytes: bytes.slice() })
    keys.set(key, id)
  }
  return E.right({ result: { _tag: 'Document', documentId: id }, apply })
}

const planWrite = (s: CrmState, rules: CrmRules, w: CrmWrite): Plan => {
  switch (w._tag) {
    case 'CreateActivity':
      return planCreate(s, rules, w as CreateActivity<Kind>)
    case 'UpdateActivity':
      return planUpdate(s, rules, w)
    case 'DeleteActivity':
      return planDelete(s, w)
    case 'AddDocument':
      return planDocument(s, rules, w)
  }
}

/** Carries out one effect, with its commit where the CRM commits with the store. */
export const writeToCrm = (s: CrmState, rules: CrmRules, w: CrmWrite): E.Either<PortError, CrmResult> => {
  const plan = planWrite(s, rules, w)
  if (E.isLeft(plan)) return plan
  const { result, apply } = plan.right
  const persisted = rules.capabilities.commitsWithStore ? rules.persist(w.owner, w.commit(result)) : E.right(undefined)
  if (E.isLeft(persisted)) return persisted
  apply()
  return E.right(result)
}
