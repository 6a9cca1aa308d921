/**
 * The heart: from what is on both sides, and what both last agreed on, to what is to be done. Pure and deterministic
 * (L1): it has no clock, reads nothing, and the order of its input does not count.
 */
import type { Plan } from '../plan/plan'
import type { RuleSet } from '../rule-set'
import { admitActivity } from './admit-activity'
import { emptyBuilder, engineTrace, skip, subjectOfActivity, subjectOfLink, toPlan } from './builder'
import { indexInput, type ReconcileInput } from './input'
import { reconcilePair } from './pair'
import { reconcileItem } from './reconcile-item'

export const reconcile =
  (rules: RuleSet) =>
  (input: ReconcileInput): Plan => {
    const ix = indexInput(rules, input)
    const b = emptyBuilder()
    /** Links that have had their turn. */
    const handled = new Set<string>()

    for (const id of ix.itemIds) {
      const state = ix.itemState(id)
      if (state._tag === 'Present') reconcileItem(rules, ix, b, state.item, handled)
    }
    // What is gone comes after what is there: a link whose item is there under a new id has had its turn by now.
    for (const id of ix.itemIds) {
      const state = ix.itemState(id)
      if (state._tag === 'Present') continue
      const links = ix.linksOfItem(id)
      const reason = state._tag === 'Missing' ? 'not-there' : 'could-not-be-read'
      if (links.every((l) => handled.has(l.id))) skip(b, { kind: null, itemId: id, activityId: null, linkId: null, occurrence: '' }, reason, [engineTrace('feed', 'L11', 'nothing to do')])
    }
    // Most links have had their turn with their items; the few that are left, whose items are not there, are put in order.
    const left = ix.links.filter((l) => !handled.has(l.id)).sort((x, y) => (x.id < y.id ? -1 : x.id > y.id ? 1 : 0))
    for (const link of left) {
      handled.add(link.id)
      reconcilePair({ rules, ix, b, link, subject: subjectOfLink(link), item: ix.itemState(link.itemId), activity: ix.activityState(link.activityId), view: null, decisions: ix.decisionsOf(link.id), set: {}, recognised: null, trace: [] })
    }
    for (const id of ix.activityIds) {
      if (b.claimed.has(id) || ix.linksOfActivity(id).length > 0) continue
      const state = ix.activityState(id)
      if (state._tag === 'Present') admitActivity(rules, ix, b, state.activity)
      else if (state._tag === 'Foreign') skip(b, subjectOfActivity(state.activity), 'owned-by-other', [engineTrace('owner', 'B11', 'another user owns it')])
      else skip(b, { kind: null, itemId: null, activityId: id, linkId: null, occurrence: '' }, state._tag === 'Missing' ? 'not-there' : 'could-not-be-read', [engineTrace('feed', 'L11', 'nothing to do')])
    }
    return toPlan(b)
  }
