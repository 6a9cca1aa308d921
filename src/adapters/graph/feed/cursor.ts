/** The cursor: the state of the feed, sealed, so that one of another mailbox or one that was cut is known. */
import * as E from 'fp-ts/lib/Either.js'
import { digestId } from '../../../core/digest'
import type { Cursor } from '../../../core/ports/mailbox'
import { parseJson } from '../http/safe-json'
import { FeedState } from './state'

const version = 'graph1'
const mostCharacters = 4_000_000

const seal = (of: string, text: string): string => digestId(version, of, text)

/** `graph1:<seal>:<state>`. `of` names the mailbox and what of it is followed. No secret is in it that the store should not see: the links are Graph's own. */
export const formatCursor = (of: string, state: FeedState): Cursor => {
  const text = JSON.stringify(FeedState.encode(state))
  return `${version}:${seal(of, text)}:${text}`
}

/** `Left` for a cursor of another mailbox, of other folders, of another version of this adapter, and for anything that is no cursor. */
export const parseCursor = (of: string, cursor: Cursor): E.Either<'expired', FeedState> => {
  const [head, sealed] = cursor.slice(0, 60).split(':')
  const text = cursor.slice(`${head ?? ''}:${sealed ?? ''}:`.length)
  if (cursor.length > mostCharacters || head !== version || sealed !== seal(of, text)) return E.left('expired')
  const json = parseJson(text)
  return E.isRight(json) && FeedState.is(json.right) ? E.right(json.right) : E.left('expired')
}
