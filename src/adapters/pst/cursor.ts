/** Where a listing stands. A data file tells no changes, so the end of a listing is "complete, as of this state of the file". */
import * as E from 'fp-ts/lib/Either.js'
import type { Cursor } from '../../core/ports/mailbox'
import type { FileState } from './format/source'

export interface Position {
  /** The folder's node, and how many of its entries are done; `null` once everything is listed. */
  readonly at: { readonly folder: number; readonly done: number } | null
}

const stateText = (s: FileState): string => `${s.size}.${s.mtimeNs}`

/** `pst1:<size>.<mtime>:<folder>.<done>`, or `pst1:<size>.<mtime>:complete`. */
export const formatCursor = (state: FileState, { at }: Position): Cursor => `pst1:${stateText(state)}:${at === null ? 'complete' : `${at.folder}.${at.done}`}`

/** `Left` for a cursor of another state of the file, or of another mailbox: all that it says is past. */
export const parseCursor = (cursor: Cursor, state: FileState): E.Either<'expired', Position> => {
  const [version, of, position] = cursor.split(':')
  if (version !== 'pst1' || of !== stateText(state) || position === undefined) return E.left('expired')
  if (position === 'complete') return E.right({ at: null })
  const m = /^(\d{1,10})\.(\d{1,10})$/.exec(position)
  return m === null ? E.left('expired') : E.right({ at: { folder: Number(m[1]), done: Number(m[2]) } })
}
