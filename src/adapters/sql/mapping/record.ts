/** What we remember of an activity of the host's. */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { nullable } from '../../../core/codec'
import { jsonOf } from '../column'
import type { Dialect } from '../dialect'
import { execute, select } from '../program'
import type { Program, Row } from '../program'
import { Scalar } from './columns'
import type { CheckedPlan } from './checked-plan'
import { readerOf } from './checked-plan'

/** Values that a row has no column for, or not one that can hold them; each with what the columns of its field had when it was written. */
const Kept = t.record(t.string, t.type({ as: t.readonlyArray(Scalar), value: t.unknown }))
export type Kept = { readonly [field: string]: { readonly as: ReadonlyArray<Scalar>; readonly value: unknown } }

/** Our row beside the host's. */
export interface ActivityRecord {
  readonly owner: string
  readonly ownKey: string | null
  readonly kept: Kept
  readonly seen: string | null
  readonly changedAt: string
}

const codec = t.type({ owner: t.string, own_key: nullable(t.string), kept: jsonOf(Kept), seen: nullable(t.string), changed_at: t.string })

/** A row of ours that cannot be read is as good as none: what the host has stands. */
const recordOf = (row: Row): ActivityRecord | null => {
  const decoded = codec.decode(row)
  return E.isLeft(decoded) ? null : { owner: decoded.right.owner, ownKey: decoded.right.own_key, kept: decoded.right.kept as Kept, seen: decoded.right.seen, changedAt: decoded.right.changed_at }
}

export type ActivityRecords = ReadonlyMap<string, ActivityRecord>

/** The records of these activities, by id. */
export function* readRecords(d: Dialect, p: CheckedPlan, ids: ReadonlyArray<string>): Program<ActivityRecords> {
  const records = new Map<string, ActivityRecord>()
  if (ids.length === 0) return records
  const rows = yield* select(`select activity_id, owner, own_key, kept, seen, changed_at from ocs_mapped where mapping = ? and ${d.isOneOf('activity_id')}`, [p.mapping.name, d.list(ids)])
  for (const row of rows) {
    const record = recordOf(row)
    if (record !== null) records.set(String(row['activity_id']), record)
  }
  return records
}

/** Writes a record. */
export function* putRecord(p: CheckedPlan, id: string, r: ActivityRecord): Program<void> {
  yield* execute(
    `insert into ocs_mapped (mapping, activity_id, owner, own_key, kept, seen, changed_at) values (?, ?, ?, ?, ?, ?, ?)
      on conflict (mapping, activity_id) do update set owner = excluded.owner, own_key = excluded.own_key, kept = excluded.kept, seen = excluded.seen, changed_at = excluded.changed_at`,
    [p.mapping.name, id, r.owner, r.ownKey, JSON.stringify(r.kept), r.seen, r.changedAt]
  )
}

/** Notes that the row of an activity is gone. What we remember stays, as a row that is marked as deleted can come back. */
export function* forgetSeen(p: CheckedPlan, id: string, now: string): Program<void> {
  yield* execute('update ocs_mapped set seen = null, changed_at = ? where mapping = ? and activity_id = ?', [now, p.mapping.name, id])
}

/** Adds to the log that something of an owner changed. */
export function* logChange(p: CheckedPlan, owner: string, id: string, now: string): Program<void> {
  yield* execute('insert into ocs_mapped_changes (activity_id, owner, at) values (?, ?, ?)', [id, readerOf(p, owner), now])
}
