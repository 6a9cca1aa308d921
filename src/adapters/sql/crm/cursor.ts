/** Positions in the change feed. */
import * as E from 'fp-ts/lib/Either.js'
import { describeType } from '../../../core/codec'
import { invalidPayload } from '../../../core/errors'
import type { PortError } from '../../../core/errors'
import type { Cursor } from '../../../core/ports/mailbox'

/**
 * Where a reader of the feed stands. `Log`: it has seen the log up to `seq`. `Listing`: it is listing everything, has
 * seen the activities up to id `after`, and `seq` was the end of the log when it began, which is where it goes on afterwards.
 */
export type Position = { readonly _tag: 'Log'; readonly seq: number } | { readonly _tag: 'Listing'; readonly seq: number; readonly after: number }

/** `log:42` or `all:42:17`. */
export const formatCursor = (p: Position): Cursor => (p._tag === 'Log' ? `log:${p.seq}` : `all:${p.seq}:${p.after}`)

/** Reads a cursor. Errors: `InvalidPayload` on what is not one of ours. */
export const parseCursor = (cursor: Cursor): E.Either<PortError, Position> => {
  const m = /^(?:log:(\d{1,15})|all:(\d{1,15}):(\d{1,15}))$/.exec(cursor)
  if (m === null) return E.left(invalidPayload('cursor', [{ field: '(root)', got: describeType(cursor), expected: 'a cursor that this CRM gave' }]))
  return E.right(m[1] === undefined ? { _tag: 'Listing', seq: Number(m[2]), after: Number(m[3]) } : { _tag: 'Log', seq: Number(m[1]) })
}
