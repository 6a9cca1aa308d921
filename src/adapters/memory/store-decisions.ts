/** Whether the decisions of a write may take the place of those that are there. */
import * as E from 'fp-ts/lib/Either.js'
import { type PortError, versionMismatch } from '../../core/errors'
import { type Decision, mayReplaceDecision } from '../../core/model/decision'
import type { StoreWrite } from '../../core/ports/store'

export const checkDecisions = (present: ReadonlyMap<string, Decision>, writes: ReadonlyArray<StoreWrite>): E.Either<PortError, void> => {
  /** What earlier writes of the same list would have put. */
  const put = new Map<string, Decision>()
  for (const w of writes) {
    if (w._tag !== 'PutDecision') continue
    const { decision } = w
    if (!mayReplaceDecision(put.get(decision.id) ?? present.get(decision.id), decision)) return E.left(versionMismatch(`decision ${decision.id}`))
    put.set(decision.id, decision)
  }
  return E.right(undefined)
}
