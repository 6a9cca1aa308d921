/** Whether an e-mail came in or went out (B1, B2). */
import type { EmailItem } from '../core/model/item'
import type { RuleContext } from '../core/rule-set'
import { isOwnAddress } from './addresses'

/** `draft`: not sent yet. */
export type EmailDirection = 'incoming' | 'outgoing' | 'draft'

/**
 * Drafts and Outbox hold drafts. What is in Sent Items went out, whoever it was sent for; so did what the owner sent and
 * moved elsewhere. Everything else came in.
 */
export const directionOfEmail = (item: EmailItem, context: Pick<RuleContext, 'settings' | 'ownAddresses'>): EmailDirection => {
  if (item.folder === 'drafts' || item.folder === 'outbox') return 'draft'
  if (item.folder === 'sentItems') return 'outgoing'
  return item.fields.from !== null && isOwnAddress(item.fields.from.address, context) ? 'outgoing' : 'incoming'
}
