/** Cursors of the change feed. */
import * as E from 'fp-ts/lib/Either.js'
import type { PortError } from '../../../core/errors'
import type { Cursor } from '../../../core/ports/mailbox'
import { notAPosition } from './change-log'

/**
 * Where a reader of the feed stands. `Log`: it has seen the log up to `log`, a position of the change log. `Listing`: it
 * is listing everything, has seen the activities up to id `after`, and `log` was the end of the log when it began, which
 * is where it goes on afterwards.
 */
export type Position = { readonly _tag: 'Log'; readonly log: string } | { readonly _tag: 'Listing'; readonly log: string; readonly after: number }

/** `log:42` or `all:17:42`. */
export const formatCursor = (p: Position): Cursor => (p._tag === 'Log' ? `log:${p.log}` : `all:${p.after}:${p.log}`)

/** Reads a cursor. Errors: `InvalidPayload` on what is not one of ours; positions of the log are left to the log. */
export const parseCursor = (cursor: Cursor): E.Either<PortError, Position> => {
  const m = /^(?:log:(.+)|all:(\d{1,15}):(.+))$/.exec(cursor)
  if (m === null) return E.left(notAPosition(cursor))
  const [, log, after, start] = m
  return E.right(log === undefined ? { _tag: 'Listing', after: Number(after), log: start ?? '' } : { _tag: 'Log', log })
}
