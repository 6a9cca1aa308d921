/** Creating the activities of a batch by few statements, where each is a journey to a server. */
import * as E from 'fp-ts/lib/Either.js'
import type { Activity } from '../../../core/model/activity'
import type { Instant } from '../../../core/model/time'
import type { CrmWrite } from '../../../core/ports/crm'
import type { Dialect } from '../dialect'
import type { Program } from '../program'
import { checkZones, createTogether, takenKey } from './write-activity'
import type { Create, TakenKeys } from './write-activity'

/** Those that one statement can make: the first with its key, which stands on nothing yet. What else is wrong with one fails the statement, and with it the transaction. */
const plainCreates = (writes: ReadonlyArray<CrmWrite>, taken: TakenKeys): ReadonlyArray<ReadonlyArray<Create>> => {
  const groups = new Map<string, Array<Create>>()
  const seen = new Set(taken)
  for (const w of writes) {
    if (w._tag !== 'CreateActivity') continue
    const key = takenKey(w.owner, w.ownKey)
    if (seen.has(key) || E.isLeft(checkZones(w.kind, w.fields))) continue
    seen.add(key)
    const group = JSON.stringify([w.kind, w.owner])
    groups.set(group, [...(groups.get(group) ?? []), w])
  }
  return [...groups.values()]
}

/**
 * Creates what can be created together, and answers with the activities by what asked for them. The rest is left to be
 * carried out one by one. Only for a transaction that is done again one by one if any statement fails.
 */
export function* createAhead(d: Dialect, writes: ReadonlyArray<CrmWrite>, taken: TakenKeys, now: Instant): Program<ReadonlyMap<CrmWrite, Activity>> {
  const made = new Map<CrmWrite, Activity>()
  if (d.rowsAtOnce.length === 0) return made
  for (const creates of plainCreates(writes, taken)) {
    let from = 0
    for (const size of d.rowsAtOnce)
      for (; creates.length - from >= size; from += size) {
        const some = creates.slice(from, from + size)
        const activities = yield* createTogether(some, now)
        for (const [i, w] of some.entries()) {
          const activity = activities[i]
          if (activity !== undefined) made.set(w, activity)
          taken.add(takenKey(w.owner, w.ownKey))
        }
      }
  }
  return made
}
