/** Deletions in Outlook (B13): the question, its answer, its withdrawal. */
import type { Activity } from '../model/activity'
import type { ClosedReason } from '../model/link'
import type { DeletionDecision } from '../model/decision'
import type { Trace } from '../rule-set'
import { engineTrace, noChange, skip } from './builder'
import { closeLink, type PairCase, rememberRecognised, withdrawQuestions } from './pair-case'

const deletionOf = (p: PairCase): DeletionDecision | undefined =>
  p.decisions.find((d): d is DeletionDecision => d._tag === 'Deletion' && (d.state === 'open' || d.state === 'answered'))

/** Whether the activity was edited since both sides last agreed. */
const editedInCrm = (p: PairCase, activity: Activity): boolean => {
  if (activity.version === p.link.activity.version) return false
  const digests = p.ix.digest(p.link.kind, activity.fields)
  return Object.keys(digests).some((f) => digests[f] !== p.link.activity.fields[f])
}

/** Private content is in no journal (L8): such an activity can be deleted, but not from here made again. */
const isPrivate = (p: PairCase): boolean => 'item' in p.item && (p.item.item.sensitivity === 'private' || p.item.item.sensitivity === 'confidential')

const deleteActivity = (p: PairCase, activity: Activity, closed: ClosedReason, reason: 'answered-delete' | 'policy-delete', trace: ReadonlyArray<Trace>): void => {
  const all = [...p.trace, ...trace]
  withdrawQuestions(p, all)
  p.b.actions.push({
    _tag: 'DeleteActivity',
    id: `delete:${p.link.id}:${p.link.generation}`,
    subject: p.subject,
    reason,
    trace: all,
    kind: p.link.kind,
    activityId: activity.id,
    version: activity.version,
    losers: [],
    before: isPrivate(p) ? {} : { fields: activity.fields, attributes: activity.attributes, contact: activity.contact },
    change: { ...noChange(p.link), set: { ...p.set, state: 'closed', closed } }
  })
}

/** The item is in Deleted Items, or was when the question was asked. */
export const onItemTrashed = (p: PairCase, activity: Activity): void => {
  const asked = deletionOf(p)
  if (asked?.state === 'answered') {
    const trace = [engineTrace('answer', 'B13', asked.answer ?? 'none')]
    const rest = { ...p, decisions: p.decisions.filter((d) => d.id !== asked.id) }
    p.b.decisions.push({ _tag: 'Done', decision: { ...asked, state: 'done' }, subject: p.subject, reason: 'answer-carried-out', trace: [...p.trace, ...trace] })
    if (asked.answer === 'delete-activity') return deleteActivity(rest, activity, 'activity-deleted-after-answer', 'answered-delete', trace)
    return closeLink(rest, 'item-deleted-activity-kept', trace)
  }
  const { policy, trace } = p.rules.onItemDeleted(p.link.kind, p.ix.context)
  if (policy === 'never') return closeLink(p, 'item-deleted-activity-kept', [trace])
  const edited = editedInCrm(p, activity)
  if (policy === 'always') {
    if (!edited) return deleteActivity(p, activity, 'activity-deleted-by-policy', 'policy-delete', [trace])
    p.b.notices.push({ subject: p.subject, reason: 'edit-beat-deletion', trace: [...p.trace, trace] })
    return closeLink(p, 'item-deleted-activity-kept', [trace])
  }
  if (asked !== undefined) {
    rememberRecognised(p)
    return skip(p.b, p.subject, 'waits-for-answer', [...p.trace, trace])
  }
  const decision: DeletionDecision = {
    _tag: 'Deletion',
    id: `${p.link.id}.${p.link.generation}.deletion`,
    kind: p.link.kind,
    linkId: p.link.id,
    itemId: p.subject.itemId ?? p.link.itemId,
    activityId: activity.id,
    openedAt: p.ix.context.now,
    state: 'open',
    editedInCrm: edited,
    answer: null
  }
  p.b.decisions.push({ _tag: 'Open', decision, subject: p.subject, reason: 'deleted-in-outlook', trace: [...p.trace, trace] })
  rememberRecognised(p)
}

/** The item is there: a question about its deletion goes away, answered or not, and the next one will be another question. */
export const withdrawDeletion = (p: PairCase): PairCase => {
  const asked = deletionOf(p)
  if (asked === undefined) return p
  p.b.decisions.push({
    _tag: 'Withdraw',
    decision: { ...asked, state: 'withdrawn' },
    subject: p.subject,
    reason: 'restored-in-outlook',
    trace: [...p.trace, engineTrace('restore', 'B13', 'the question is withdrawn', { answered: asked.state === 'answered' })]
  })
  return { ...p, set: { ...p.set, generation: p.link.generation + 1 } }
}
