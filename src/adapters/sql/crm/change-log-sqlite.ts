/** The log on SQLite. It has one writer at a time, so entries are numbered in the order of their commits, and a number is a position. */
import * as E from 'fp-ts/lib/Either.js'
import { cursorExpired } from '../../../core/errors'
import type { PortError } from '../../../core/errors'
import { select } from '../program'
import type { Program } from '../program'
import { lastMentions, notAPosition } from './change-log'
import type { ChangeLog, LogPage } from './change-log'

interface Ends {
  /** Number of the last entry. */
  readonly end: number
  /** Entries up to here are no longer there. */
  readonly pruned: number
}

function* readEnds(table: string): Program<Ends> {
  const [row] = yield* select(`select seq as pruned, max(seq, coalesce((select max(seq) from ${table}), 0)) as "end" from ${table}_pruned`, [])
  return { end: Number(row?.['end'] ?? 0), pruned: Number(row?.['pruned'] ?? 0) }
}

/** A position after the end is one of a later state of the file, from before a backup was put back. */
const numberOf = (position: string, { pruned, end }: Ends): E.Either<PortError, number> => {
  if (!/^\d{1,15}$/.test(position)) return E.left(notAPosition(position))
  const seq = Number(position)
  return seq < pruned || seq > end ? E.left(cursorExpired) : E.right(seq)
}

function* check(table: string, position: string): Program<E.Either<PortError, void>> {
  return E.map((): void => undefined)(numberOf(position, yield* readEnds(table)))
}

function* page(table: string, owner: string, position: string, size: number): Program<E.Either<PortError, LogPage>> {
  const ends = yield* readEnds(table)
  const seq = numberOf(position, ends)
  if (E.isLeft(seq)) return seq
  const entries = yield* select(`select seq, activity_id from ${table} where owner = ? and seq > ? order by seq limit ?`, [owner, seq.right, size])
  const more = entries.length === size
  const ids = lastMentions(entries.map((e) => String(e['activity_id'])))
  // Entries of other owners are passed over too: a reader that has little to see would else be cut off by the pruning.
  return E.right({ ids, next: more ? String(entries[entries.length - 1]?.['seq']) : String(ends.end), more })
}

/** The log in a table, which has another beside it that says how far it was cut off. Positions are numbers: `42`. */
export const sqliteLogIn = (table: string): ChangeLog => ({
  end: function* () {
    return String((yield* readEnds(table)).end)
  },
  check: (position) => check(table, position),
  page: (owner, position, size) => page(table, owner, position, size)
})

/** The log of the reference CRM. */
export const sqliteChangeLog: ChangeLog = sqliteLogIn('activity_changes')
