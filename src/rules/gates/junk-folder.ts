import type { Item } from '../../core/model/item'
import { makeGate } from './gate'

/** B1: junk is not transferred, whoever it claims to come from; moved out of the junk folder, it is. */
export const junkFolder = makeGate<Item>('junk-folder', 'B1', (item) =>
  item.kind === 'email' ? { saw: { folder: item.folder }, stop: item.folder === 'junk' ? 'junk' : null } : { saw: { kind: item.kind }, stop: null }
)
