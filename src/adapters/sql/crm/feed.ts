/** The change feed: a listing of everything, and then the log that triggers keep. */
import * as E from 'fp-ts/lib/Either.js'
import type { PortError } from '../../../core/errors'
import type { ActivityChange, ActivityPage } from '../../../core/ports/crm'
import type { Cursor } from '../../../core/ports/mailbox'
import type { Dialect } from '../dialect'
import { select } from '../program'
import type { Program, Row } from '../program'
import { decodeActivity } from './activity-row'
import { formatCursor, parseCursor } from './cursor'
import { readActivities } from './read'

const changeOf = (row: Row): ActivityChange => {
  const decoded = decodeActivity(row)
  return E.isRight(decoded) ? { _tag: 'Present', activity: decoded.right } : { _tag: 'Failed', id: String(row['id']), error: decoded.left }
}

/** A page of everything that the owner has. An activity that changes behind the listing's back is in the log after `log`. */
function* listPage(owner: string, log: string, after: number, size: number): Program<ActivityPage> {
  const rows = yield* select('select * from activities where owner = ? and id > ? and deleted = 0 order by id limit ?', [owner, after, size])
  const more = rows.length === size
  const cursor = formatCursor(more ? { _tag: 'Listing', log, after: Number(rows[rows.length - 1]?.['id']) } : { _tag: 'Log', log })
  return { changes: rows.map(changeOf), cursor, more, full: true }
}

/** A page of what the log says since a position, each activity once, in its present state. */
function* logPage(d: Dialect, owner: string, log: string, size: number): Program<E.Either<PortError, ActivityPage>> {
  const page = yield* d.changeLog.page(owner, log, size)
  if (E.isLeft(page)) return page
  const { ids, next, more } = page.right
  const reads = yield* readActivities(d, ids)
  const changes = reads.map((r): ActivityChange => (r._tag === 'Found' ? { _tag: 'Present', activity: r.activity } : r._tag === 'Missing' ? { _tag: 'Removed', id: r.id } : r))
  return E.right({ changes, cursor: formatCursor({ _tag: 'Log', log: next }), more, full: false })
}

/** What changed among the owner's activities since a cursor, at most `size` entries. */
export function* readChanges(d: Dialect, owner: string, from: Cursor | null, size: number): Program<E.Either<PortError, ActivityPage>> {
  if (from === null) return E.right(yield* listPage(owner, yield* d.changeLog.end(), 0, size))
  const position = parseCursor(from)
  if (E.isLeft(position)) return position
  const { right: at } = position
  if (at._tag === 'Log') return yield* logPage(d, owner, at.log, size)
  const there = yield* d.changeLog.check(at.log)
  return E.isLeft(there) ? there : E.right(yield* listPage(owner, at.log, at.after, size))
}
