/** Three-way merge, field by field, of a linked item and its activity (B17, B19, L3, L7). */
import { digestText } from '../digest'
import type { Activity } from '../model/activity'
import type { Decision } from '../model/decision'
import { fieldNames, type Patch } from '../model/fields'
import type { Item } from '../model/item'
import type { Loser } from '../model/journal'
import type { Link } from '../model/link'
import type { RuleContext, RuleSet, Trace, View } from '../rule-set'

/** What the merge found, before it is turned into entries of the plan. */
export interface Merged {
  /** Values to write into the activity, and what they replace. */
  readonly toCrm: { readonly [field: string]: unknown }
  readonly toOutlook: { readonly [field: string]: unknown }
  /** New digests of the base, for fields on which nothing has to be written. */
  readonly itemFields: { readonly [field: string]: string }
  readonly activityFields: { readonly [field: string]: string }
  readonly losersInCrm: ReadonlyArray<Loser>
  readonly losersInOutlook: ReadonlyArray<Loser>
  /** Values that lost without anything being written, because the winner may not go to the other side. */
  readonly losersInPlace: ReadonlyArray<Loser>
  /** Fields changed on one side that may not go to the other. */
  readonly blocked: ReadonlyArray<string>
  /** Conflicts that the user has to decide. */
  readonly ask: ReadonlyArray<string>
  /** Decisions whose answer this merge carries out. */
  readonly answered: ReadonlyArray<Decision>
  /** Whether each side has no change left that is not carried. */
  readonly itemSettled: boolean
  readonly activitySettled: boolean
  readonly trace: ReadonlyArray<Trace>
}

export interface MergeInput {
  readonly link: Link
  readonly item: Item
  readonly view: View
  readonly activity: Activity
  /** Whether this item may be written at all; if not, the rule that says so. */
  readonly writeBack: { readonly allowed: boolean; readonly trace: ReadonlyArray<Trace> }
  /** Fields of which it cannot be told who changed them. */
  readonly doubtful: ReadonlyArray<string>
  readonly answers: (field: string) => Decision | undefined
}

const valueOf = (fields: object, field: string): unknown => (fields as { readonly [f: string]: unknown })[field]

export const mergeFields = (rules: RuleSet, context: RuleContext, m: MergeInput): Merged => {
  const { link, item, view, activity } = m
  const kind = link.kind
  const toCrm: Record<string, unknown> = {}
  const toOutlook: Record<string, unknown> = {}
  const itemFields: Record<string, string> = {}
  const activityFields: Record<string, string> = {}
  const losersInCrm: Array<Loser> = []
  const losersInOutlook: Array<Loser> = []
  const losersInPlace: Array<Loser> = []
  const blocked: Array<string> = []
  const ask: Array<string> = []
  const answered: Array<Decision> = []
  const trace: Array<Trace> = []
  let itemSettled = true
  let activitySettled = true

  for (const field of fieldNames[kind]) {
    const ours = valueOf(view.fields, field)
    const theirs = valueOf(activity.fields, field)
    const o = digestText(rules.canonical(kind, field, ours))
    const c = digestText(rules.canonical(kind, field, theirs))
    const itemDiffers = link.item.fields[field] !== o
    const activityDiffers = link.activity.fields[field] !== c
    // A doubtful field may hold our own write, or an edit that went back to what was before it: neither side may simply
    // overwrite the other. And what has been asked stays a conflict until it is answered or both sides agree.
    const doubtful = (itemDiffers || activityDiffers) && (m.doubtful.includes(field) || m.answers(field) !== undefined)
    const itemChanged = itemDiffers || doubtful
    const activityChanged = activityDiffers || doubtful
    if (!itemChanged && !activityChanged) continue
    if (o === c) {
      itemFields[field] = o
      activityFields[field] = c
      continue
    }
    const direction = rules.directionOfField(kind, field, context)
    const mayGoToCrm = direction.toCrm
    const mayGoToOutlook = direction.toOutlook && m.writeBack.allowed
    const saw = { field, outlook: itemChanged, crm: activityChanged }

    if (!(itemChanged && activityChanged)) {
      const carried = itemChanged ? mayGoToCrm : mayGoToOutlook
      if (carried && itemChanged) {
        toCrm[field] = ours
        itemFields[field] = o
      } else if (carried) {
        toOutlook[field] = theirs
        activityFields[field] = c
      } else {
        // The base stays: when the other side changes this field later, it is a conflict, and this value is not silently overwritten.
        blocked.push(field)
        if (itemChanged) itemSettled = false
        else activitySettled = false
      }
      trace.push({ rule: 'merge', behaviour: 'B17', saw, decided: carried ? (itemChanged ? 'to the CRM' : 'to Outlook') : 'not carried' })
      continue
    }

    const decision = m.answers(field)
    const answer = decision?._tag === 'Conflict' && decision.state === 'answered' ? decision.answer : null
    const verdict = rules.decideConflict({ kind, field, itemModifiedAt: item.modifiedAt, activityModifiedAt: activity.modifiedAt }, context)
    const winner = answer ?? verdict.winner
    trace.push({ rule: 'merge', behaviour: 'B17', saw, decided: 'a conflict' }, verdict.trace)
    if (winner === 'ask') {
      ask.push(field)
      itemSettled = false
      activitySettled = false
      continue
    }
    if (answer !== null && decision !== undefined) answered.push(decision)
    // Without an answer, who asks has no loser, so the policy is one of the three that decide.
    const by = answer !== null ? 'answer' : verdict.policy === 'ask' ? winner : verdict.policy
    if (winner === 'outlook') {
      const loser: Loser = { field, side: 'crm', value: theirs, by }
      if (mayGoToCrm) {
        toCrm[field] = ours
        itemFields[field] = o
        losersInCrm.push(loser)
      } else {
        // Nothing can be written. The CRM's edit is on record; Outlook's value stays its own, so a later edit in the CRM conflicts again.
        activityFields[field] = c
        losersInPlace.push(loser)
        itemSettled = false
      }
    } else {
      const loser: Loser = { field, side: 'outlook', value: ours, by }
      if (mayGoToOutlook) {
        toOutlook[field] = theirs
        activityFields[field] = c
        losersInOutlook.push(loser)
      } else {
        itemFields[field] = o
        losersInPlace.push(loser)
        activitySettled = false
      }
    }
  }
  return { toCrm, toOutlook, itemFields, activityFields, losersInCrm, losersInOutlook, losersInPlace, blocked, ask, answered, itemSettled, activitySettled, trace }
}

/** What an update replaces: the present values of the fields that it writes. */
export const replacedBy = (fields: object, patch: object): { readonly [field: string]: unknown } => {
  const out: Record<string, unknown> = {}
  for (const f of Object.keys(patch)) out[f] = valueOf(fields, f)
  return out
}

/** The merge only copies fields between records of one kind, so a patch of it is a patch of that kind. */
export const asPatch = (values: { readonly [field: string]: unknown }): Patch => values as Patch
