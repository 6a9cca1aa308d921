/** What we remember of an activity of the host's. */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { nullable } from '../../../core/codec'
import { jsonOf } from '../column'
import type { Dialect } from '../dialect'
import { insertMany } from '../insert-many'
import type { ManyInsert } from '../insert-many'
import { execute, select } from '../program'
import type { Program, Row } from '../program'
import { Scalar } from './columns'
import type { CheckedPlan } from './checked-plan'
import { readerOf } from './checked-plan'

/** Values that a row has no column for, or not one that can hold them; each with what the columns of its field had when it was written. */
const Kept = t.record(t.string, t.type({ as: t.readonlyArray(Scalar), value: t.unknown }))
export type Kept = { readonly [field: string]: { readonly as: ReadonlyArray<Scalar>; readonly value: unknown } }

/** Our row beside the host's, one an owner. */
export interface ActivityRecord {
  readonly owner: string
  readonly ownKey: string | null
  readonly kept: Kept
  readonly seen: string | null
  readonly changedAt: string
}

/** The newest record: what is remembered of an activity goes along when it is given to somebody else. `null`: there is none. */
export const newestOf = (records: ReadonlyArray<ActivityRecord>): ActivityRecord | null => records.reduce<ActivityRecord | null>((newest, r) => (newest === null || r.changedAt > newest.changedAt || (r.changedAt === newest.changedAt && r.owner < newest.owner) ? r : newest), null)

/** The digest with which an owner has seen it; `null`: gone, or never seen. */
export const seenBy = (records: ReadonlyArray<ActivityRecord>, owner: string): string | null => records.find((r) => r.owner === owner)?.seen ?? null

const codec = t.type({ owner: t.string, own_key: nullable(t.string), kept: jsonOf(Kept), seen: nullable(t.string), changed_at: t.string })

/** A row of ours that cannot be read is as good as none: what the host has stands. */
const recordOf = (row: Row): ActivityRecord | null => {
  const decoded = codec.decode(row)
  return E.isLeft(decoded) ? null : { owner: decoded.right.owner, ownKey: decoded.right.own_key, kept: decoded.right.kept as Kept, seen: decoded.right.seen, changedAt: decoded.right.changed_at }
}

export type ActivityRecords = ReadonlyMap<string, ReadonlyArray<ActivityRecord>>

/** The records of these activities, by id: those of all owners, or where the database confines us, those of ours. */
export function* readRecords(d: Dialect, p: CheckedPlan, ids: ReadonlyArray<string>): Program<ActivityRecords> {
  const found = new Map<string, Array<ActivityRecord>>()
  if (ids.length === 0) return found
  const rows = yield* select(`select activity_id, owner, own_key, kept, seen, changed_at from ocs_mapped where mapping = ? and ${d.isOneOf('activity_id')}`, [p.mapping.name, d.list(ids)])
  for (const row of rows) {
    const record = recordOf(row)
    const id = String(row['activity_id'])
    if (record !== null) found.set(id, [...(found.get(id) ?? []), record])
  }
  return found
}

const records: ManyInsert = {
  into: 'insert into ocs_mapped (mapping, activity_id, owner, own_key, kept, seen, changed_at)',
  columns: 7,
  tail: ' on conflict (mapping, activity_id, owner) do update set own_key = excluded.own_key, kept = excluded.kept, seen = excluded.seen, changed_at = excluded.changed_at'
}

/** Writes records, of different activities. */
export const putRecords = (d: Dialect, p: CheckedPlan, all: ReadonlyArray<readonly [id: string, r: ActivityRecord]>): Program<void> =>
  insertMany(d, records, all.map(([id, r]) => [p.mapping.name, id, r.owner, r.ownKey, JSON.stringify(r.kept), r.seen, r.changedAt]))

/** Notes that an owner has an activity no longer. What we remember stays, as a row that is marked as deleted can come back, and one that was given away be given back. */
export function* forgetSeen(p: CheckedPlan, id: string, owner: string): Program<void> {
  yield* execute('update ocs_mapped set seen = null where mapping = ? and activity_id = ? and owner = ?', [p.mapping.name, id, owner])
}

/** Adds to the log that something of an owner changed. */
export const logChanges = (d: Dialect, p: CheckedPlan, all: ReadonlyArray<readonly [id: string, owner: string]>, now: string): Program<void> =>
  insertMany(d, { into: 'insert into ocs_mapped_changes (activity_id, owner, at)', columns: 3 }, all.map(([id, owner]) => [id, readerOf(p, owner), now]))
