import type { Item } from '../../core/model/item'
import { makeGate } from './gate'

/** B2: an e-mail is transferred once it is sent. */
export const emailDraft = makeGate<Item>('email-draft', 'B2', (item) =>
  item.kind === 'email' ? { saw: { folder: item.folder }, stop: item.folder === 'drafts' || item.folder === 'outbox' ? 'draft' : null } : { saw: { kind: item.kind }, stop: null }
)
