/** The change feed: a listing of everything, and then the log that triggers keep. */
import * as E from 'fp-ts/lib/Either.js'
import { cursorExpired } from '../../../core/errors'
import type { PortError } from '../../../core/errors'
import type { ActivityChange, ActivityPage } from '../../../core/ports/crm'
import type { Cursor } from '../../../core/ports/mailbox'
import type { Dialect } from '../dialect'
import { select } from '../program'
import type { Program, Row } from '../program'
import { decodeActivity } from './activity-row'
import { formatCursor, parseCursor } from './cursor'
import { readActivities } from './read'

interface Log {
  /** Position of the last entry. */
  readonly end: number
  /** Entries up to here are no longer there. */
  readonly pruned: number
}

function* readLog(): Program<Log> {
  const [row] = yield* select('select seq as pruned, max(seq, coalesce((select max(seq) from activity_changes), 0)) as "end" from activity_changes_pruned', [])
  return { end: Number(row?.['end'] ?? 0), pruned: Number(row?.['pruned'] ?? 0) }
}

const changeOf = (row: Row): ActivityChange => {
  const decoded = decodeActivity(row)
  return E.isRight(decoded) ? { _tag: 'Present', activity: decoded.right } : { _tag: 'Failed', id: String(row['id']), error: decoded.left }
}

/** A page of everything that the owner has. An activity that changes behind the listing's back is in the log after `seq`. */
function* listPage(owner: string, seq: number, after: number, size: number): Program<ActivityPage> {
  const rows = yield* select('select * from activities where owner = ? and id > ? and deleted = 0 order by id limit ?', [owner, after, size])
  const more = rows.length === size
  const cursor = formatCursor(more ? { _tag: 'Listing', seq, after: Number(rows[rows.length - 1]?.['id']) } : { _tag: 'Log', seq })
  return { changes: rows.map(changeOf), cursor, more, full: true }
}

/** A page of what the log says since `seq`, each activity once, in its present state. */
function* logPage(d: Dialect, owner: string, seq: number, end: number, size: number): Program<ActivityPage> {
  const entries = yield* select('select seq, activity_id from activity_changes where owner = ? and seq > ? order by seq limit ?', [owner, seq, size])
  const more = entries.length === size
  // The last mention counts, so that changes stand in the order in which they were committed.
  const ids = [...new Set(entries.map((e) => String(e['activity_id'])).reverse())].reverse()
  const reads = yield* readActivities(d, ids)
  const changes = reads.map((r): ActivityChange => (r._tag === 'Found' ? { _tag: 'Present', activity: r.activity } : r._tag === 'Missing' ? { _tag: 'Removed', id: r.id } : r))
  // Entries of other owners are passed over too: a reader that has little to see would else be cut off by the pruning.
  const cursor = formatCursor({ _tag: 'Log', seq: more ? Number(entries[entries.length - 1]?.['seq']) : end })
  return { changes, cursor, more, full: false }
}

/** What changed among the owner's activities since a cursor, at most `size` entries. */
export function* readChanges(d: Dialect, owner: string, from: Cursor | null, size: number): Program<E.Either<PortError, ActivityPage>> {
  const log = yield* readLog()
  if (from === null) return E.right(yield* listPage(owner, log.end, 0, size))
  const position = parseCursor(from)
  if (E.isLeft(position)) return position
  const { right: at } = position
  // A position after the end is one of a later state of the file, from before a backup was put back.
  if (at.seq < log.pruned || at.seq > log.end) return E.left(cursorExpired)
  return E.right(at._tag === 'Listing' ? yield* listPage(owner, at.seq, at.after, size) : yield* logPage(d, owner, at.seq, log.end, size))
}
