/** What our memory forgets. In transactions of their own, each about a thousand rows, so that a journal of a million keeps nobody waiting. */
import { setImmediate } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { invalidPayload } from '../../../core/errors'
import type { PortError } from '../../../core/errors'
import type { Scope } from '../../../core/model/ids'
import { Instant } from '../../../core/model/time'
import type { Pruned } from '../../../core/ports/store'
import type { SqlDatabase } from '../database'
import { execute, select } from '../program'
import type { Program } from '../program'

const rowsAtATime = 1000

const scoped = 'user_id = ? and database_id = ?'

/** Where a walk through the journal has come to. Entries are walked past once, those that stay too. */
interface Position {
  readonly at: string
  readonly seq: number
}

const beginning: Position = { at: '', seq: 0 }

/** What a part did, and where the next one begins; `null`: that was all. */
interface Part {
  readonly removed: number
  readonly next: Position | null
}

const someEntries = `select seq, at, link_id from ocs_journal where ${scoped} and at < ? and (at, seq) > (?, ?) order by at, seq limit ?`

/** By open link, the time of the first entry in which a value lost: it can be restored, and what came after it tells whether it was touched since. */
function* heldSince({ dialect: d }: SqlDatabase, { user, database }: Scope, linkIds: ReadonlyArray<string>): Program<ReadonlyMap<string, string>> {
  if (linkIds.length === 0) return new Map()
  const lost = yield* select(`select link_id, min(at) as since from ocs_journal where ${scoped} and losers is not null and ${d.isOneOf('link_id')} group by link_id`, [user, database, d.list(linkIds)])
  if (lost.length === 0) return new Map()
  const links = yield* select(`select id from ocs_links where ${scoped} and state = 'open' and ${d.isOneOf('id')}`, [user, database, d.list(lost.map((r) => String(r['link_id'])))])
  const open = new Set(links.map((r) => String(r['id'])))
  return new Map(lost.map((r) => [String(r['link_id']), String(r['since'])] as const).filter(([id]) => open.has(id)))
}

function* pruneEntries(db: SqlDatabase, scope: Scope, before: Instant, from: Position): Program<E.Either<PortError, Part>> {
  const { user, database } = scope
  const rows = yield* select(someEntries, [user, database, before, from.at, from.seq, rowsAtATime])
  const held = yield* heldSince(db, scope, [...new Set(rows.flatMap((r) => (r['link_id'] === null ? [] : [String(r['link_id'])])))])
  const gone = rows.filter((r) => String(r['at']) < (held.get(String(r['link_id'])) ?? before)).map((r) => Number(r['seq']))
  if (gone.length > 0) yield* execute(`delete from ocs_journal where ${scoped} and ${db.dialect.isOneOf('seq')}`, [user, database, db.dialect.list(gone)])
  const last = rows[rowsAtATime - 1]
  return E.right({ removed: gone.length, next: last === undefined ? null : { at: String(last['at']), seq: Number(last['seq']) } })
}

/** None of these stays, so each part begins where the first one did. */
function* pruneDecisions({ dialect: d }: SqlDatabase, { user, database }: Scope, before: Instant, state: 'done' | 'withdrawn'): Program<E.Either<PortError, Part>> {
  const rows = yield* select(`select id from ocs_decisions where ${scoped} and state = ? and opened_at < ? order by opened_at limit ?`, [user, database, state, before, rowsAtATime])
  if (rows.length > 0) yield* execute(`delete from ocs_decisions where ${scoped} and ${d.isOneOf('id')}`, [user, database, d.list(rows.map((r) => String(r['id'])))])
  return E.right({ removed: rows.length, next: rows.length < rowsAtATime ? null : beginning })
}

/** One part after the other, until there is nothing more. */
const inParts = async (db: SqlDatabase, part: (from: Position) => Program<E.Either<PortError, Part>>): Promise<E.Either<PortError, number>> => {
  let removed = 0
  for (let from: Position | null = beginning; from !== null; ) {
    const position: Position = from
    const done = await db.transact('write', () => part(position))()
    if (E.isLeft(done)) return done
    removed += done.right.removed
    from = done.right.next
    // SQLite's drivers are synchronous: without a pause nothing else of this process would have its turn.
    if (from !== null) await setImmediate()
  }
  return E.right(removed)
}

/** Forgets what is of before that instant, as the port says. */
export const prune =
  (db: SqlDatabase, scope: Scope, before: Instant): TaskEither<PortError, Pruned> =>
  async () => {
    if (!Instant.is(before)) return E.left(invalidPayload('prune', [{ field: 'before', got: 'another text', expected: Instant.name }]))
    const entries = await inParts(db, (from) => pruneEntries(db, scope, before, from))
    if (E.isLeft(entries)) return entries
    let decisions = 0
    for (const state of ['withdrawn', 'done'] as const) {
      const removed = await inParts(db, () => pruneDecisions(db, scope, before, state))
      if (E.isLeft(removed)) return removed
      decisions += removed.right
    }
    return E.right({ entries: entries.right, decisions })
  }
