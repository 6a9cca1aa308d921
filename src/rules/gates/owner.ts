import type { Activity } from '../../core/model/activity'
import type { Pair, RuleContext } from '../../core/rule-set'
import { makeGate, type Finding } from './gate'

const lookAtOwner = ({ owner }: Activity, { scope }: RuleContext): Finding => {
  const own = owner === scope.user
  return { saw: { own }, stop: own ? null : 'owned-by-other' }
}

/** B11: only the owner's activities go into the owner's Outlook. */
export const activityOwner = makeGate<Activity>('owner', 'B11', lookAtOwner)

/** B11: an activity that was given to somebody else is in step with this mailbox no longer. */
export const pairOwner = makeGate<Pair>('owner', 'B11', ({ activity }, context) => lookAtOwner(activity, context))
