/** B14: an activity was deleted in the CRM. */
import type { RuleSet } from '../core/rule-set'
import { trace } from './verdict'

/**
 * What becomes of the item: `trash` moves it to Deleted Items, `leave` leaves it. An e-mail is always left. By default
 * only what was made in the CRM goes. A series that was made in Outlook is left whatever the settings say, and so is one
 * of which the activity was a single occurrence: the activity showed a part of it, and all of it would go. What cannot
 * be written is left.
 */
export const onActivityDeleted: RuleSet['onActivityDeleted'] = (link, item, { settings, mailbox }) => {
  const series = item.kind === 'appointment' && item.recurrence !== null
  const option = item.kind === 'email' ? 'never' : settings.deletion.inCrm[item.kind]
  const wanted = option === 'always' || (option === 'made-in-crm' && link.origin === 'crm')
  const partOfSeries = (series && link.origin === 'outlook') || link.occurrence !== ''
  const policy = wanted && !partOfSeries && mailbox.writes ? 'trash' : 'leave'
  return { policy, trace: trace('deletion-in-crm', 'B14', { kind: item.kind, option, origin: link.origin, series, writes: mailbox.writes }, policy) }
}
