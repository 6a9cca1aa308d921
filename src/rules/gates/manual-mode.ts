import type { Item } from '../../core/model/item'
import type { SkipReason } from '../../core/reason'
import type { RuleContext } from '../../core/rule-set'
import { makeGate } from './gate'

const stopOf = ({ id }: Item, { request, settings }: RuleContext): SkipReason | null => {
  if (request._tag === 'Pass') return settings.mode === 'manual' ? 'manual-mode' : null
  if (request.withoutItems.includes(id)) return 'left-out'
  return request.items === 'all' || request.items.includes(id) ? null : 'not-selected'
}

/** B6: in manual mode nothing new goes to the CRM until the user transfers it; of a transfer, just what the user selected and did not leave out. */
export const manualMode = makeGate<Item>('manual-mode', 'B6', (item, context) => ({ saw: { mode: context.settings.mode, request: context.request._tag }, stop: stopOf(item, context) }))
