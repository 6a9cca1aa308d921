/** B13: an item was moved to Deleted Items. */
import type { RuleSet } from '../core/rule-set'
import { trace } from './verdict'

/** What becomes of the activity: the user is asked, or it is always or never deleted too, as the settings say for the kind. */
export const onItemDeleted: RuleSet['onItemDeleted'] = (kind, { settings }) => {
  const policy = settings.deletion.inOutlook[kind]
  return { policy, trace: trace('deletion-in-outlook', 'B13', { kind, policy }, policy) }
}
