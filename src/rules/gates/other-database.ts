import * as E from 'fp-ts/lib/Either.js'
import { parseOwnKey } from '../../core/model/ids'
import { makeGate } from './gate'

/** B12: what the integration made for another company database belongs there. A key that is not one of ours says nothing. */
export const otherDatabase = makeGate<{ readonly ownKey: string | null }>('other-database', 'B12', ({ ownKey }, { scope }) => {
  const key = parseOwnKey(ownKey ?? '')
  const stamped = E.isRight(key)
  const other = E.isRight(key) && key.right.database !== scope.database
  return { saw: { stamped, other }, stop: other ? 'other-database' : null }
})
