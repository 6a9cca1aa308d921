/** Creating the activities of a batch together: what we keep of them is written, and what was written is read back, for all at once. */
import * as E from 'fp-ts/lib/Either.js'
import type { Activity } from '../../../core/model/activity'
import type { Instant } from '../../../core/model/time'
import type { CrmWrite } from '../../../core/ports/crm'
import type { Dialect } from '../dialect'
import { select } from '../program'
import type { Program } from '../program'
import type { CheckedPlan } from './checked-plan'
import { ownerParam } from './rows'
import { insertActivity, putKeys, settle } from './write-activity'
import type { Create, JustWritten } from './write-activity'

/** The first with its key of each kind and owner. */
const groupsOf = (writes: ReadonlyArray<CrmWrite>): ReadonlyArray<ReadonlyArray<Create>> => {
  const groups = new Map<string, Array<Create>>()
  const seen = new Set<string>()
  for (const w of writes) {
    if (w._tag !== 'CreateActivity' || seen.has(JSON.stringify([w.owner, w.ownKey]))) continue
    seen.add(JSON.stringify([w.owner, w.ownKey]))
    const group = JSON.stringify([w.kind, w.owner])
    groups.set(group, [...(groups.get(group) ?? []), w])
  }
  return [...groups.values()]
}

/**
 * Creates what can be created together, and answers with the activities by what asked for them. What a key may have made
 * before, and what cannot be written, is left to be carried out one by one. Only for a transaction that is done again one
 * by one if any statement fails.
 */
export function* createAhead(d: Dialect, p: CheckedPlan, writes: ReadonlyArray<CrmWrite>, now: Instant): Program<ReadonlyMap<CrmWrite, Activity>> {
  const done = new Map<CrmWrite, Activity>()
  for (const creates of groupsOf(writes)) {
    const [first] = creates
    const a = first === undefined ? undefined : p.activities.get(first.kind)
    const owner = first === undefined || a === undefined ? null : ownerParam(p, a, first.owner)
    if (a === undefined || owner === null || creates.length < 2) continue
    const known = yield* select(`select own_key from ocs_mapped_keys where mapping = ? and owner = ? and ${d.isOneOf('own_key')}`, [p.mapping.name, String(owner), d.list(creates.map((w) => w.ownKey))])
    const taken = new Set(known.map((r) => String(r['own_key'])))
    const made: Array<readonly [Create, JustWritten]> = []
    for (const w of creates) {
      const one = taken.has(w.ownKey) ? null : yield* insertActivity(d, p, a, w, owner, now)
      if (one !== null && E.isRight(one)) made.push([w, one.right])
    }
    yield* putKeys(d, p, String(owner), made.map(([, m]) => m))
    const activities = yield* settle(d, p, made.map(([, m]) => m), now)
    for (const [i, [w]] of made.entries()) {
      const activity = activities[i]
      if (activity !== undefined) done.set(w, activity)
    }
  }
  return done
}
