/** Sets aside what a plan would do because one side is gone: it is judged at the end of the pass, together with all that is gone (L6). */
import type { Link } from '../model/link'
import type { Plan, Remember } from '../plan/plan'
import { rememberMove } from '../reconcile/pair-case'

const goneReasons: ReadonlySet<Remember['reason']> = new Set<Remember['reason']>(['activity-deleted-in-crm', 'item-deleted-permanently', 'both-deleted'])

/** A link that was only now recognised cannot be found again by its activity: its item has to be looked at once more. */
const isNoted = (link: Link): boolean => link.item.version !== '' || link.activity.version !== ''

export interface Deferred {
  readonly plan: Plan
  readonly itemIds: ReadonlyArray<string>
  readonly activityIds: ReadonlyArray<string>
}

/**
 * A missing side may come up in any part of a pass: the other side's feed mentions its counterpart. Acted upon there and
 * then, a side that looks empty would empty the other before anybody has counted.
 */
export const deferGone = (plan: Plan): Deferred => {
  const trashed = plan.actions.filter((a) => a._tag === 'TrashItem')
  const closed = plan.remember.filter((r) => goneReasons.has(r.reason))
  if (trashed.length + closed.length === 0) return { plan, itemIds: [], activityIds: [] }
  const links = new Set([...trashed, ...closed].map((e) => e.change.link.id))
  const keep = (e: { readonly subject: { readonly linkId: string | null } }): boolean => e.subject.linkId === null || !links.has(e.subject.linkId)
  return {
    plan: { ...plan, actions: plan.actions.filter(keep), remember: [...plan.remember.filter(keep), ...[...trashed, ...closed].flatMap(rememberMove)], decisions: plan.decisions.filter(keep), skips: plan.skips.filter(keep), notices: plan.notices.filter(keep) },
    itemIds: [...closed.filter((r) => r.reason === 'item-deleted-permanently').map((r) => r.change.link.itemId), ...[...trashed, ...closed].flatMap((e) => (isNoted(e.change.link) ? [] : (e.subject.itemId ?? [])))],
    activityIds: [...trashed, ...closed.filter((r) => r.reason !== 'item-deleted-permanently')].map((e) => e.change.link.activityId)
  }
}
