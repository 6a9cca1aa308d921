/**
 * The log on Postgres. Many write at once, and what was numbered first may be committed last: a reader that remembers the
 * highest number it saw would never see it. So a position is a snapshot, which says exactly which transactions had been
 * committed when it was taken, and the next page is what was not visible then and is now. No entry waits for a slow
 * transaction, and none is lost to one.
 */
import * as E from 'fp-ts/lib/Either.js'
import { cursorExpired } from '../../../core/errors'
import type { PortError } from '../../../core/errors'
import { select } from '../program'
import type { Program } from '../program'
import { lastMentions, notAPosition } from './change-log'
import type { ChangeLog, LogPage } from './change-log'
import { formatPosition, parsePosition, snapshotOf } from './snapshot-position'
import type { LogPosition } from './snapshot-position'

interface Ends {
  /** The server's data directory: transactions are numbered anew in another one, so nothing can be compared across. */
  readonly cluster: string
  readonly present: string
  /** The last transaction of which entries are no longer there. */
  readonly pruned: bigint
}

function* readEnds(table: string): Program<Ends> {
  const [row] = yield* select(`select ${table}_cluster() as cluster, pg_current_snapshot()::text as present, tx::text as pruned from ${table}_pruned`, [])
  return { cluster: String(row?.['cluster']), present: String(row?.['present']), pruned: BigInt(String(row?.['pruned'] ?? 0)) }
}

const positionIn = (ends: Ends, text: string): E.Either<PortError, LogPosition> => {
  const position = parsePosition(text)
  if (position === null) return E.left(notAPosition(text))
  const [since, until, present] = [snapshotOf(position.since), snapshotOf(position.until ?? position.since), snapshotOf(ends.present)]
  if (since === null || until === null || present === null) return E.left(notAPosition(text))
  // A snapshot after the present one is of a later state of the server, from before a backup was put back.
  const elsewhere = position.cluster !== ends.cluster || since.xmax > present.xmax || until.xmax > present.xmax
  return elsewhere || ends.pruned >= since.xmin ? E.left(cursorExpired) : E.right(position)
}

const unseenIn = (table: string): string => `select seq, tx::text as tx, activity_id from ${table}
  where owner = ? and tx >= pg_snapshot_xmin(cast(? as pg_snapshot)) and not pg_visible_in_snapshot(tx, cast(? as pg_snapshot))
    and pg_visible_in_snapshot(tx, cast(? as pg_snapshot)) and (tx, seq) > (cast(? as xid8), ?)
  order by tx, seq limit ?`

function* page(table: string, owner: string, text: string, size: number): Program<E.Either<PortError, LogPage>> {
  const ends = yield* readEnds(table)
  const position = positionIn(ends, text)
  if (E.isLeft(position)) return position
  const { cluster, since, until, tx, seq } = position.right
  // The first page fixes up to where the next ones go; what is committed meanwhile comes after them.
  const upTo = until ?? ends.present
  const entries = yield* select(unseenIn(table), [owner, since, since, upTo, tx, seq, size])
  const last = entries[entries.length - 1]
  const full = last !== undefined && entries.length === size
  // A run that was broken off is taken up long after its first page: it goes on up to the present, so that a pass sees what was there when it began.
  const more = full || (until !== null && until !== ends.present)
  const next: LogPosition = full ? { cluster, since, until: upTo, tx: String(last['tx']), seq: Number(last['seq']) } : { cluster, since: upTo, until: null, tx: '0', seq: 0 }
  return E.right({ ids: lastMentions(entries.map((e) => String(e['activity_id']))), next: formatPosition(next), more })
}

/** The log in a table, with the table and the function that stand beside it. Positions are a cluster and a snapshot, and within a run of pages where it stands: `7413020938127 812:815:812,813`. */
export const postgresLogIn = (table: string): ChangeLog => ({
  end: function* () {
    const { cluster, present } = yield* readEnds(table)
    return formatPosition({ cluster, since: present, until: null, tx: '0', seq: 0 })
  },
  check: function* (position) {
    return E.map((): void => undefined)(positionIn(yield* readEnds(table), position))
  },
  page: (owner, position, size) => page(table, owner, position, size)
})

/** The log of the reference CRM. */
export const postgresChangeLog: ChangeLog = postgresLogIn('activity_changes')
