/** One link with both its sides, and what more than one of its handlers does. */
import type { Decision } from '../model/decision'
import type { Item } from '../model/item'
import type { ClosedReason, Link } from '../model/link'
import type { LinkChange, Remember, Subject } from '../plan/plan'
import type { DecisionReason } from '../reason'
import type { RuleSet, Trace, View } from '../rule-set'
import { type Builder, noChange } from './builder'
import type { ActivityState, Indexed, ItemState } from './input'

/** One link with both its sides. */
export interface PairCase {
  readonly rules: RuleSet
  readonly ix: Indexed
  readonly b: Builder
  readonly link: Link
  readonly subject: Subject
  /** `Trashed` in Deleted Items, and of an occurrence that does not take place any more. */
  readonly item: ItemState | { readonly _tag: 'Trashed'; readonly item: Item }
  readonly activity: ActivityState
  /** The item as it is to stand in the CRM; there when the item is present. */
  readonly view: View | null
  readonly decisions: ReadonlyArray<Decision>
  /** What to remember of the link in any case: a new item id, a new identity. */
  readonly set: LinkChange['set']
  /** Why it is in the plan even if nothing else changes: it was recognised. */
  readonly recognised: 'recognised-by-key' | 'recognised-as-same' | 'id-changed' | null
  readonly trace: ReadonlyArray<Trace>
}

/** Withdraws what is still asked about a pair that is about to end: nobody is asked about what is gone, and an answer that nothing can carry out would wait for ever. */
export const withdrawQuestions = (p: PairCase, trace: ReadonlyArray<Trace>, reason: DecisionReason = 'settled-meanwhile'): void => {
  for (const d of p.decisions) {
    if (d.state !== 'open' && d.state !== 'answered') continue
    p.b.decisions.push({ _tag: 'Withdraw', decision: { ...d, state: 'withdrawn' }, subject: p.subject, reason, trace })
  }
}

/** Closes the link and withdraws what was still asked about it. */
export const closeLink = (p: PairCase, closed: ClosedReason, trace: ReadonlyArray<Trace> = []): void => {
  const all = [...p.trace, ...trace]
  withdrawQuestions(p, all)
  p.b.remember.push({ id: `close:${p.link.id}`, subject: p.subject, reason: closed, trace: all, change: { ...noChange(p.link), set: { ...p.set, state: 'closed', closed } }, losers: [], before: {} })
}

/** A new id, or a link that was never noted, is remembered even when nothing else happens to the pair: it is no content, and without it the item would be a stranger next time (L4). */
export const rememberRecognised = (p: PairCase): void => {
  if (p.recognised === null) return
  p.b.remember.push({ id: `remember:${p.link.id}`, subject: p.subject, reason: p.recognised, trace: p.trace, change: { ...noChange(p.link), set: p.set }, losers: [], before: {} })
}

/**
 * The new id of an item alone, remembered ahead of what else is to happen to it. Were it only remembered together with an
 * effect, and the pass died after that, an item that is known by its values alone would be a stranger with other values (L4).
 */
export const rememberMove = (e: Pick<Remember, 'subject' | 'trace' | 'change'>): ReadonlyArray<Remember> => {
  const { link, set } = e.change
  if (set.itemId === undefined || set.itemId === link.itemId) return []
  const moved = { itemId: set.itemId, ...(set.identity === undefined ? {} : { identity: set.identity }) }
  return [{ id: `moved:${link.id}:${set.itemId}`, subject: e.subject, reason: 'id-changed', trace: e.trace, losers: [], before: {}, change: { ...noChange(link), set: moved } }]
}
