/**
 * Noticing what the host changed, without triggers: rows are compared with the digests of when they were last seen, and
 * what differs is noted in our log. A remembered time alone would lose rows of transactions that are committed late.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Dialect } from '../dialect'
import { epochOf, instantOf } from '../../../core/model/time'
import type { Instant } from '../../../core/model/time'
import { execute, select } from '../program'
import type { Program } from '../program'
import { digestOf } from './activity'
import { plain } from './cells'
import { activityIdOf, allOf, columnIn, keyParam, ofKind, selected, tableOf } from './checked-plan'
import type { CheckedPlan } from './checked-plan'
import { columnOf } from './columns'
import type { ActivityPlan } from './plan'
import { forgetSeen, logChanges, putRecords, seenBy } from './record'
import { byKey, loadRows, ofOwner, ownerParam } from './rows'
import type { HostRow } from './rows'

const chunk = 500
const defaultOverlapMs = 600_000
const defaultCompareEveryMs = 3_600_000

/** Notes for an owner that an activity is gone, or somebody else's. */
function* noteGone(d: Dialect, p: CheckedPlan, owner: string, id: string, now: Instant): Program<void> {
  yield* forgetSeen(p, id, owner)
  yield* logChanges(d, p, [[id, owner]], now)
}

/** Notes a row that is not as this owner has seen it. Nothing is noted for anybody else: they look themselves. */
function* noteRow(d: Dialect, p: CheckedPlan, owner: string, row: HostRow, now: Instant): Program<void> {
  const { record } = row
  const seen = seenBy(row.records, owner)
  if (row.deleted || row.owner !== owner) {
    if (seen !== null) yield* noteGone(d, p, owner, row.id, now)
    return
  }
  const digest = digestOf(row)
  if (seen === digest) return
  yield* logChanges(d, p, [[row.id, owner]], now)
  yield* putRecords(d, p, [[row.id, { owner, ownKey: record?.ownKey ?? null, kept: record?.kept ?? {}, seen: digest, changedAt: now }]])
}

/** When a row was modified; `''` where nobody can tell. A time yet to come would hide all changes until then, so it is taken for the present. */
const modifiedOf = (row: HostRow, now: Instant): string => {
  const at = row.plan.modified?.decode(row.modified)
  return at === undefined || E.isLeft(at) ? '' : at.right < now ? at.right : now
}

function* loadKeys(d: Dialect, p: CheckedPlan, a: ActivityPlan, keys: ReadonlyArray<string>): Program<ReadonlyArray<HostRow>> {
  const params = keys.map((k) => keyParam(p, a.source.table, a.source.id.column, k)).filter((k) => k !== null)
  const rows: Array<HostRow> = []
  for (let i = 0; i < params.length; i += chunk) rows.push(...(yield* loadRows(d, p, a, { sql: d.isOneOf(columnIn('t', a.source.id.column)), params: [d.list(params.slice(i, i + chunk))] })))
  return rows
}

/** Which of the owner's activities were there when we last looked; `among`: only these. */
function* knownKeys(d: Dialect, p: CheckedPlan, a: ActivityPlan, owner: string, among: ReadonlyArray<string> | null): Program<ReadonlyArray<string>> {
  const some = among === null ? '' : ` and ${d.isOneOf('activity_id')}`
  const rows = yield* select(`select activity_id from ocs_mapped where mapping = ? and owner = ? and seen is not null${some}`, [p.mapping.name, owner, ...(among === null ? [] : [d.list(among.map((k) => activityIdOf(a.kind, k)))])])
  const prefix = activityIdOf(a.kind, '')
  return rows.map((r) => String(r['activity_id'])).filter((id) => id.startsWith(prefix)).map((id) => id.slice(prefix.length))
}

/** Compares all rows of an owner. Answers with the newest time of a change. */
function* compareAll(d: Dialect, p: CheckedPlan, a: ActivityPlan, user: string, owner: string, now: Instant): Program<string> {
  const mine = ofOwner(p, a, user)
  const [there, key] = [new Set<string>(), columnIn('t', a.source.id.column)]
  let newest = ''
  let after: string | number | null = null
  while (mine !== null) {
    const rows: ReadonlyArray<HostRow> = yield* loadRows(d, p, a, allOf(mine, ...(after === null ? [] : [{ sql: `${key} > ?`, params: [after] }])), { sql: `${byKey(a)} limit ?`, params: [chunk] })
    for (const row of rows) {
      there.add(row.key)
      if (modifiedOf(row, now) > newest) newest = modifiedOf(row, now)
      yield* noteRow(d, p, owner, row, now)
    }
    if (rows.length < chunk) break
    after = keyParam(p, a.source.table, a.source.id.column, rows[rows.length - 1]?.key ?? '')
  }
  const missing = (yield* knownKeys(d, p, a, owner, null)).filter((k) => !there.has(k))
  const elsewhere = yield* loadKeys(d, p, a, missing)
  for (const row of elsewhere) yield* noteRow(d, p, owner, row, now)
  const found = new Set(elsewhere.map((r) => r.key))
  for (const k of missing.filter((m) => !found.has(m))) yield* noteGone(d, p, owner, activityIdOf(a.kind, k), now)
  return newest
}

/** Compares the rows that were modified since, whoever has them now, as far as they are or were the owner's. */
function* compareModified(d: Dialect, p: CheckedPlan, a: ActivityPlan, owner: string, since: Instant, now: Instant): Program<string> {
  const { modified, source } = a
  if (modified === null) return ''
  const rest = allOf({ sql: `${columnIn('t', modified.column)} >= ?`, params: [modified.encode(since)] }, ofKind(a))
  const rows = yield* select(
    `select ${selected(p, 't', source.table, source.id.column)} as id, ${selected(p, 't', source.table, columnOf(source.owner))} as owner from ${tableOf(p, source.table)} t where ${rest.sql}`,
    rest.params
  )
  const mine = rows.filter((r) => String(plain(r['owner'])) === owner).map((r) => String(r['id']))
  const found = new Set(mine)
  const others = rows.map((r) => String(r['id'])).filter((k) => !found.has(k))
  const lost = others.length === 0 ? [] : yield* knownKeys(d, p, a, owner, others)
  let newest = ''
  for (const row of yield* loadKeys(d, p, a, [...mine, ...lost])) {
    if (modifiedOf(row, now) > newest) newest = modifiedOf(row, now)
    yield* noteRow(d, p, owner, row, now)
  }
  return newest
}

/** Notes in the log what changed of an owner's rows since they were last looked at. `all`: whatever the mapping says, all of them are compared. */
export function* noticeChanges(d: Dialect, p: CheckedPlan, user: string, now: Instant, all: boolean): Program<void> {
  const { notice } = p.mapping
  if (notice.by === 'triggers') return
  for (const a of p.activities.values()) {
    const value = ownerParam(p, a, user)
    if (value === null) continue
    const owner = String(value)
    const [look] = yield* select('select modified_until, compared_at from ocs_mapped_looks where mapping = ? and owner = ? and kind = ?', [p.mapping.name, owner, a.kind])
    const until = typeof look?.['modified_until'] === 'string' ? look['modified_until'] : ''
    const compared = typeof look?.['compared_at'] === 'string' ? epochOf(look['compared_at']) : Number.NaN
    const whole = all || notice.by === 'comparison' || until === '' || !(epochOf(now) - compared < (notice.compareEveryMs ?? defaultCompareEveryMs))
    const newest = whole ? yield* compareAll(d, p, a, user, owner, now) : yield* compareModified(d, p, a, owner, instantOf(epochOf(until) - (notice.overlapMs ?? defaultOverlapMs)), now)
    if (notice.by === 'comparison') continue
    yield* execute(
      `insert into ocs_mapped_looks (mapping, owner, kind, modified_until, compared_at) values (?, ?, ?, ?, ?)
        on conflict (mapping, owner, kind) do update set modified_until = excluded.modified_until, compared_at = excluded.compared_at`,
      [p.mapping.name, owner, a.kind, newest > until ? newest : until, whole ? now : String(look?.['compared_at'])]
    )
  }
}
