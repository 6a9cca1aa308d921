/** What the user selected, one by one, to transfer (B6). */
import type { RuleContext } from '../core/rule-set'

/** Whether the user transfers just this item by hand, which overrides mode, dates and the want of a contact. `all` selects no single item. */
export const isChosenByHand = (itemId: string, { request }: Pick<RuleContext, 'request'>): boolean =>
  request._tag === 'Transfer' && request.items !== 'all' && request.items.includes(itemId)
