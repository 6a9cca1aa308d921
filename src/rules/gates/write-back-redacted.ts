import type { Item } from '../../core/model/item'
import { isPrivate } from '../sensitivity'
import { makeGate } from './gate'

/** B18: the CRM holds only busy time of a private item, and that must not replace the item's content. */
export const writeBackRedacted = makeGate<Item>('write-back-redacted', 'B18', (item) => {
  const redacted = isPrivate(item)
  return { saw: { private: redacted }, stop: redacted ? 'not-carried' : null }
})
