/** Deletions in the CRM (B14), and the edit that beats one (B17). */
import type { Item } from '../model/item'
import { noChange } from './builder'
import { closeLink, type PairCase, withdrawQuestions } from './pair-case'

/** Whether Outlook holds something else than when both sides last agreed. */
const itemChangedSinceBase = (p: PairCase): boolean => {
  if (!('item' in p.item) || p.view === null) return false
  if (p.item.item.version === p.link.item.version) return false
  const digests = p.ix.digest(p.link.kind, p.view.fields)
  return Object.keys(digests).some((f) => digests[f] !== p.link.item.fields[f])
}

/** The item is there and its activity is gone. */
export const onActivityGone = (p: PairCase): void => {
  if (!('item' in p.item)) return
  const item: Item = p.item.item
  const verdict = p.rules.onActivityDeleted(p.link, item, p.ix.context)
  const changed = itemChangedSinceBase(p)
  if (verdict.policy === 'trash' && changed) {
    p.b.notices.push({ subject: p.subject, reason: 'edit-beat-deletion', trace: [...p.trace, verdict.trace] })
    return closeLink(p, 'activity-deleted-in-crm', [verdict.trace])
  }
  const gate = p.rules.writeBackGates.map((g) => g.judge(item, p.ix.context)).find((v) => v._tag === 'Skip')
  if (verdict.policy === 'leave' || gate !== undefined) return closeLink(p, 'activity-deleted-in-crm', gate === undefined ? [verdict.trace] : [verdict.trace, gate.trace])
  const trace = [...p.trace, verdict.trace]
  withdrawQuestions(p, trace)
  p.b.actions.push({
    _tag: 'TrashItem',
    id: `trash:${p.link.id}:${p.link.generation}`,
    subject: p.subject,
    reason: 'deleted-in-crm',
    trace,
    kind: p.link.kind,
    itemId: item.id,
    version: item.version,
    change: { ...noChange(p.link), set: { ...p.set, state: 'closed', closed: 'item-deleted-with-activity' } }
  })
}
