import type { Item } from '../../core/model/item'
import type { SkipReason } from '../../core/reason'
import type { RuleContext } from '../../core/rule-set'
import { directionOf, type Direction } from '../../core/settings/settings'
import { directionOfEmail } from '../direction-of-email'
import { makeGate } from './gate'

const goesToCrm: { readonly [D in Direction]: boolean } = { none: false, toCrm: true, toOutlook: false, both: true }

const emailStop = (item: Item, context: RuleContext): SkipReason | null => {
  if (item.kind !== 'email') return null
  const direction = directionOfEmail(item, context)
  if (direction === 'incoming' && !context.settings.email.incoming) return 'incoming-off'
  return direction === 'outgoing' && !context.settings.email.outgoing ? 'outgoing-off' : null
}

/** B1, B2, B4: the user chooses which kinds go to the CRM, and for e-mail which way it must have gone. */
export const kindToCrm = makeGate<Item>('kind-to-crm', 'B1, B2, B4', (item, context) => {
  const direction = directionOf(context.settings, item.kind)
  const email = item.kind === 'email' ? directionOfEmail(item, context) : null
  return { saw: { kind: item.kind, direction, email }, stop: goesToCrm[direction] ? emailStop(item, context) : 'kind-off' }
})
