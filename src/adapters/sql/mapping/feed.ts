/** The change feed of the host's tables: a listing of everything, and then our log. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { PortError } from '../../../core/errors'
import type { Kind } from '../../../core/model/fields'
import type { Instant } from '../../../core/model/time'
import type { ActivityChange, ActivityPage, ActivityRead } from '../../../core/ports/crm'
import type { Cursor } from '../../../core/ports/mailbox'
import { notAPosition } from '../crm/change-log'
import type { SqlDatabase } from '../database'
import type { Dialect } from '../dialect'
import type { Program } from '../program'
import { decodeActivity } from './activity'
import { allOf, columnIn, keyParam, readerOf } from './checked-plan'
import type { CheckedPlan } from './checked-plan'
import { noticeChanges } from './notice'
import { byKey, loadByIds, loadRows, ofOwner, ownerParam, present } from './rows'
import type { HostRow } from './rows'

/**
 * `Log`: the log has been read up to `log`; `more`: in the middle of a run of pages, before which the host's rows have
 * been looked at: nobody can tell how long ago, as a pass that breaks off keeps the cursor. `Listing`: everything is being listed, up to the key `after` of the table of `kind`, and goes on in the
 * log at `log`.
 */
type Position = { readonly _tag: 'Log'; readonly log: string; readonly more: boolean } | { readonly _tag: 'Listing'; readonly log: string; readonly kind: Kind; readonly after: string }

const format = (p: Position): Cursor => (p._tag === 'Log' ? `${p.more ? 'more' : 'log'}:${p.log}` : `all:${p.kind}:${encodeURIComponent(p.after)}:${p.log}`)

const parse = (cursor: Cursor): E.Either<PortError, Position> => {
  const m = /^(?:(log|more):(.+)|all:(email|appointment|task):([^:]*):(.+))$/.exec(cursor)
  if (m === null) return E.left(notAPosition(cursor))
  const [, run, log, kind, after = '', start = ''] = m
  try {
    return E.right(log === undefined ? { _tag: 'Listing', kind: kind as Kind, after: decodeURIComponent(after), log: start } : { _tag: 'Log', log, more: run === 'more' })
  } catch {
    return E.left(notAPosition(cursor))
  }
}

const readOf = (id: string, row: HostRow | undefined): ActivityRead => {
  if (row === undefined) return { _tag: 'Missing', id }
  const decoded = decodeActivity(row)
  return E.isRight(decoded) ? { _tag: 'Found', id, activity: decoded.right } : { _tag: 'Failed', id, error: decoded.left }
}

/** The present state of each id, one answer an id, in the order asked. */
export function* readActivities(d: Dialect, p: CheckedPlan, ids: ReadonlyArray<string>): Program<ReadonlyArray<ActivityRead>> {
  const rows = yield* loadByIds(d, p, ids)
  return ids.map((id) => readOf(id, rows.get(id)))
}

const changeOf = (r: ActivityRead): ActivityChange => (r._tag === 'Found' ? { _tag: 'Present', activity: r.activity } : r._tag === 'Missing' ? { _tag: 'Removed', id: r.id } : r)

/** A page of everything that the owner has, table by table. */
function* listPage(d: Dialect, p: CheckedPlan, owner: string, from: { readonly kind: Kind | null; readonly after: string }, log: string, size: number): Program<ActivityPage> {
  const changes: Array<ActivityChange> = []
  let { kind, after } = from
  for (const a of p.activities.values()) {
    if (kind !== null && a.kind !== kind) continue
    kind = null
    const mine = ofOwner(p, a, owner)
    if (mine === null) continue
    const key = after === '' ? null : keyParam(p, a.source.table, a.source.id.column, after)
    after = ''
    const behind = key === null ? [] : [{ sql: `${columnIn('t', a.source.id.column)} > ?`, params: [key] }]
    const left = size - changes.length
    const rows = yield* loadRows(d, p, a, allOf(mine, ...present(a), ...behind), { sql: `${byKey(a)} limit ?`, params: [left] })
    changes.push(...rows.map((row) => changeOf(readOf(row.id, row))))
    if (rows.length === left) return { changes, cursor: format({ _tag: 'Listing', log, kind: a.kind, after: rows[rows.length - 1]?.key ?? '' }), more: true, full: true }
  }
  return { changes, cursor: format({ _tag: 'Log', log, more: false }), more: false, full: true }
}

/** Under which names the owner's entries stand in the log: one, unless the kinds have different columns of owners. */
const readersOf = (p: CheckedPlan, owner: string): ReadonlyArray<string> =>
  [...new Set([...p.activities.values()].map((a) => ownerParam(p, a, owner)).filter((v) => v !== null).map((v) => readerOf(p, String(v))))]

/** Whether the host's rows have to be looked at before the log says all. */
const looks = (p: CheckedPlan): boolean => p.mapping.notice.by !== 'triggers'

function* logPage(d: Dialect, p: CheckedPlan, owner: string, at: Extract<Position, { readonly _tag: 'Log' }>, size: number): Program<E.Either<PortError, ActivityPage>> {
  const page = yield* d.mappedLog.page(readersOf(p, owner)[0] ?? readerOf(p, ''), at.log, size)
  if (E.isLeft(page)) return page
  const { ids, next, more } = page.right
  // The end of a run may be reached long after its first page: then the rows are looked at once more.
  const lookAgain = at.more && looks(p)
  return E.right({ changes: (yield* readActivities(d, p, ids)).map(changeOf), cursor: format({ _tag: 'Log', log: next, more }), more: more || lookAgain, full: false })
}

function* readPage(d: Dialect, p: CheckedPlan, owner: string, at: Position | null, size: number): Program<E.Either<PortError, ActivityPage>> {
  if (at === null) return E.right(yield* listPage(d, p, owner, { kind: null, after: '' }, yield* d.mappedLog.end(), size))
  if (at._tag === 'Log') return yield* logPage(d, p, owner, at, size)
  const there = yield* d.mappedLog.check(at.log)
  return E.isLeft(there) ? there : E.right(yield* listPage(d, p, owner, at, at.log, size))
}

/**
 * What changed among the owner's activities since a cursor. Without triggers the host's rows are looked at first, in a
 * transaction of its own, as on Postgres nobody sees what a transaction notes before it ends.
 */
export const readChanges = (db: SqlDatabase, p: CheckedPlan, owner: string, from: Cursor | null, size: number, now: Instant): TE.TaskEither<PortError, ActivityPage> => {
  const at = from === null ? E.right(null) : parse(from)
  if (E.isLeft(at)) return TE.left(at.left)
  const position = at.right
  const look: TE.TaskEither<PortError, void> = looks(p) && (position === null || (position._tag === 'Log' && !position.more))
    ? db.transact('write', function* () {
        yield* noticeChanges(db.dialect, p, owner, now, position === null)
        return E.right(undefined)
      })
    : TE.right(undefined)
  return pipe(
    look,
    TE.chain(() => db.transact('read', () => readPage(db.dialect, p, owner, position, size)))
  )
}
