import type { Item } from '../../core/model/item'
import { makeGate } from './gate'

/** B13: what lies in Deleted Items is not transferred; restored from there, it is. */
export const deletedItems = makeGate<Item>('deleted-items', 'B13', ({ place }) => ({ saw: { place }, stop: place === 'deletedItems' ? 'in-deleted-items' : null }))
