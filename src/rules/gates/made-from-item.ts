import * as E from 'fp-ts/lib/Either.js'
import type { Activity } from '../../core/model/activity'
import { parseOwnKey } from '../../core/model/ids'
import { makeGate } from './gate'

/** B13: an activity that was made from an item and is linked no more lost its item: to make that anew would bring back what the user deleted (L5). */
export const madeFromItem = makeGate<Activity>('made-from-item', 'B13', ({ ownKey }) => {
  const key = parseOwnKey(ownKey ?? '')
  const fromItem = E.isRight(key) && key.right.of === 'item'
  return { saw: { fromItem }, stop: fromItem ? 'link-closed' : null }
})
