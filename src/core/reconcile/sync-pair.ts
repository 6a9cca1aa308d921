/** Keeps a linked pair in step: gates, merge, and the entries that come of it. */
import type { Activity } from '../model/activity'
import type { ConflictDecision, Decision } from '../model/decision'
import { fieldNames } from '../model/fields'
import type { Item } from '../model/item'
import type { Loser } from '../model/journal'
import type { LinkChange } from '../plan/plan'
import type { ActionReason } from '../reason'
import type { Trace, View } from '../rule-set'
import { noChange, skip } from './builder'
import { wantedDocuments } from './documents'
import { asPatch, mergeFields, type Merged, replacedBy } from './merge'
import { type PairCase, rememberMove } from './pair-case'

const isEmpty = (o: object): boolean => Object.keys(o).length === 0

/** Private content is in no plan and no journal (L8); that a value lost is still said. */
const withheld = (losers: ReadonlyArray<Loser>, redacted: boolean): ReadonlyArray<Loser> => (redacted ? losers.map((l) => ({ ...l, value: null })) : losers)

const conflictId = (p: PairCase, field: string): string => `${p.link.id}.${p.link.generation}.conflict.${field}.${p.link.item.fields[field] ?? ''}.${p.link.activity.fields[field] ?? ''}`

const isOpenConflict = (d: Decision): d is ConflictDecision => d._tag === 'Conflict' && (d.state === 'open' || d.state === 'answered')

const pushDecisions = (p: PairCase, m: Merged, trace: ReadonlyArray<Trace>): ReadonlyArray<string> => {
  const opened: Array<string> = []
  for (const field of m.ask) {
    if (p.decisions.some((d) => isOpenConflict(d) && d.field === field)) continue
    const decision: ConflictDecision = {
      _tag: 'Conflict',
      id: conflictId(p, field),
      kind: p.link.kind,
      linkId: p.link.id,
      itemId: p.subject.itemId ?? p.link.itemId,
      activityId: p.link.activityId,
      openedAt: p.ix.context.now,
      state: 'open',
      field,
      answer: null
    }
    p.b.decisions.push({ _tag: 'Open', decision, subject: p.subject, reason: 'conflict-to-decide', trace })
    opened.push(field)
  }
  for (const d of m.answered) p.b.decisions.push({ _tag: 'Done', decision: { ...d, state: 'done' }, subject: p.subject, reason: 'answer-carried-out', trace })
  for (const d of p.decisions) {
    if (!isOpenConflict(d) || m.ask.includes(d.field) || m.answered.some((a) => a.id === d.id)) continue
    p.b.decisions.push({ _tag: 'Withdraw', decision: { ...d, state: 'withdrawn' }, subject: p.subject, reason: 'settled-meanwhile', trace })
  }
  return opened
}

/**
 * Fields that differ and need not be an edit. A pass that died may have written them; if so, the version of that side is
 * another. And an item found under a new id may be the one that was linked, edited since, or an old copy of it, left
 * behind when the other was deleted: taken for an edit, the copy would undo edits of the CRM (L3).
 */
const doubtfulOf = (p: PairCase, item: Item, activity: Activity): ReadonlyArray<string> => [
  ...(p.recognised === 'id-changed' ? fieldNames[p.link.kind] : []),
  ...(item.version === p.link.item.version ? [] : p.ix.doubtfulFields(p.link.id, 'outlook')),
  ...(activity.version === p.link.activity.version ? [] : p.ix.doubtfulFields(p.link.id, 'crm'))
]

/** Both sides are there. */
export const syncPair = (p: PairCase, item: Item, view: View, activity: Activity): void => {
  const { rules, b, link, subject } = p
  const context = p.ix.context
  const trace: Array<Trace> = [...p.trace]

  for (const gate of rules.pairGates) {
    const v = gate.judge({ link, item, activity }, context)
    trace.push(v.trace)
    if (v._tag === 'Go') continue
    skip(b, subject, v.reason, trace)
    // What is known of the link itself (a new id, a withdrawn question) is no content, and is remembered all the same.
    if (p.recognised !== null || !isEmpty(p.set)) pushRemember(p, { itemFields: {}, activityFields: {}, itemVersion: null, activityVersion: null }, p.recognised ?? 'back-again', trace, [])
    return
  }

  const gates = rules.writeBackGates.map((g) => g.judge(item, context)).filter((v) => v._tag === 'Skip')
  const writeBack = { allowed: gates.length === 0 && !view.redacted, trace: gates.map((g) => g.trace) }
  const answers = (field: string): Decision | undefined => p.decisions.find((d) => isOpenConflict(d) && d.field === field)
  const m = mergeFields(rules, context, { link, item, view, activity, writeBack, doubtful: doubtfulOf(p, item, activity), answers })
  trace.push(...m.trace)
  if (m.blocked.length > 0) trace.push(...writeBack.trace)

  const opened = pushDecisions(p, m, trace)
  const versions: Pick<LinkChange, 'itemVersion' | 'activityVersion'> = { itemVersion: m.itemSettled ? item.version : null, activityVersion: m.activitySettled ? activity.version : null }
  const writesCrm = !isEmpty(m.toCrm)
  const writesOutlook = !isEmpty(m.toOutlook)
  const documents = wantedDocuments(p, item, activity.id, trace)
  const set: LinkChange['set'] = { ...p.set, ...(view.reviewAt === link.reviewAt ? {} : { reviewAt: view.reviewAt }), ...(documents === null ? {} : { documents }) }
  const reason: ActionReason = p.recognised !== null && p.recognised !== 'id-changed' ? p.recognised : writesCrm && writesOutlook ? 'changed-on-both-sides' : writesCrm ? 'changed-in-outlook' : 'changed-in-crm'
  const lost = m.losersInCrm.length + m.losersInOutlook.length + m.losersInPlace.length
  if (lost > 0) b.notices.push({ subject, reason: 'conflict-lost', trace })

  // What is agreed without a write belongs to whichever action comes first; the digests of a written field belong to the action that writes it.
  const without = (fields: { readonly [f: string]: string }, written: object): { readonly [f: string]: string } => Object.fromEntries(Object.entries(fields).filter(([f]) => !Object.hasOwn(written, f)))
  const restItem = without(m.itemFields, m.toCrm)
  const restActivity = without(m.activityFields, m.toOutlook)

  if (writesCrm)
    b.actions.push({
      _tag: 'UpdateActivity',
      id: `update-activity:${link.id}`,
      subject,
      reason,
      trace,
      kind: link.kind,
      activityId: activity.id,
      version: activity.version,
      patch: asPatch(m.toCrm),
      losers: withheld(m.losersInCrm, view.redacted),
      before: view.redacted ? {} : replacedBy(activity.fields, m.toCrm),
      change: { link, set, itemFields: m.itemFields, activityFields: restActivity, fill: Object.keys(m.toCrm), ...versions }
    })
  if (writesOutlook) {
    b.remember.push(...rememberMove({ subject, trace, change: { ...noChange(link), set: p.set } }))
    b.actions.push({
      _tag: 'UpdateItem',
      id: `update-item:${link.id}`,
      subject,
      reason,
      trace,
      kind: link.kind,
      itemId: item.id,
      version: item.version,
      patch: asPatch(m.toOutlook),
      losers: m.losersInOutlook,
      before: replacedBy(item.fields, m.toOutlook),
      change: { link, set, itemFields: restItem, activityFields: m.activityFields, fill: Object.keys(m.toOutlook), ...versions }
    })
  }

  const inPlace = withheld(m.losersInPlace, view.redacted)
  const agreed = !isEmpty(restItem) || !isEmpty(restActivity)
  const versionsMoved = (versions.itemVersion !== null && versions.itemVersion !== link.item.version) || (versions.activityVersion !== null && versions.activityVersion !== link.activity.version)
  if (inPlace.length > 0 || (!writesCrm && !writesOutlook && (p.recognised !== null || !isEmpty(set) || agreed || versionsMoved))) {
    const why: ActionReason =
      p.recognised ?? (inPlace.length > 0 ? 'resolved-without-write' : p.set.state === 'open' ? 'back-again' : agreed || versionsMoved ? 'both-agree' : 'time-passed')
    pushRemember({ ...p, set }, { itemFields: restItem, activityFields: restActivity, ...versions }, why, trace, inPlace)
    return
  }
  if (writesCrm || writesOutlook || opened.length > 0) return
  if (m.ask.length > 0) return skip(b, subject, 'waits-for-answer', trace)
  skip(b, subject, m.blocked.length > 0 ? 'not-carried' : 'unchanged', trace)
}

const pushRemember = (p: PairCase, change: Pick<LinkChange, 'itemFields' | 'activityFields' | 'itemVersion' | 'activityVersion'>, reason: ActionReason, trace: ReadonlyArray<Trace>, losers: ReadonlyArray<Loser>): void => {
  p.b.remember.push({ id: `remember:${p.link.id}`, subject: p.subject, reason, trace, change: { link: p.link, set: p.set, fill: [], ...change }, losers, before: {} })
}
