import type { Activity } from '../../core/model/activity'
import type { Item } from '../../core/model/item'
import type { RuleContext } from '../../core/rule-set'
import { datesOf } from '../dates-of'
import { isPrivate } from '../sensitivity'
import { isChosenByHand } from '../transfer-by-hand'
import { makeGate, type Finding } from './gate'

const lookAtDates = (subject: Item | Activity, { settings }: RuleContext): Finding => {
  const { from, to } = settings.firstRun
  const dates = datesOf(subject)
  const before = dates !== null && from !== null && dates.last !== null && dates.last < from
  const after = dates !== null && to !== null && dates.first > to
  return { saw: { from, to, first: dates?.first ?? null, last: dates?.last ?? null }, stop: before || after ? 'outside-window' : null }
}

/**
 * B22: what is not linked yet is transferred only if it is in the dates that the settings select, both included. An
 * appointment is in if any of its days is, a series if any of its occurrences may be; a task without dates is always in.
 * What the user selected to transfer by hand is in, whenever it is.
 */
export const itemWindow = makeGate<Item>('first-run-window', 'B22', (item, context) => {
  const byHand = isChosenByHand(item.id, context)
  const { saw, stop } = lookAtDates(item, context)
  return { saw: isPrivate(item) ? { private: true, byHand } : { ...saw, byHand }, stop: byHand ? null : stop }
})

/** B22, the other way. A transfer by hand selects items, so it lets no activity through. */
export const activityWindow = makeGate<Activity>('first-run-window', 'B22', lookAtDates)
