/** The change feed of a mailbox. */
import * as E from 'fp-ts/lib/Either.js'
import { cursorExpired } from '../../../core/errors'
import type { Cursor, ItemPage } from '../../../core/ports/mailbox'
import type { CheckedGraphConfig } from '../config'
import { fail } from '../failure'
import type { MailboxContext } from '../items/mailbox-context'
import { formatCursor, parseCursor } from './cursor'
import { type FeedState, resume, settle, startListing } from './state'
import { readStep } from './step'

/** Deleted Items last: what moves there while the others are read is then seen there. */
export const followedFolders = (config: Pick<CheckedGraphConfig, 'folders'>): ReadonlyArray<string> => [...new Set(['inbox', 'sentitems', ...config.folders, 'deleteditems'])]

/** What a cursor is valid for. */
const scopeOf = ({ client, root, calendarWindow, deletedTasks, kinds, ...config }: CheckedGraphConfig): string => JSON.stringify([client.baseUrl, root, followedFolders(config), calendarWindow, deletedTasks, kinds])

const stateAt = (ctx: MailboxContext, from: Cursor | null): FeedState => {
  const { config, client } = ctx
  const now = client.options.now()
  if (from === null) return startListing({ kinds: config.kinds, folders: followedFolders(config) }, now, config.calendarWindow)
  const parsed = parseCursor(scopeOf(config), from)
  return E.isLeft(parsed) ? fail(cursorExpired) : resume(parsed.right, now, config.calendarWindow)
}

/** One page. Throws `GraphFailure`: `CursorExpired` also where Graph forgot one of the deltas in the middle of its pages. */
export const readChanges = async (ctx: MailboxContext, from: Cursor | null): Promise<ItemPage> => {
  const before = stateAt(ctx, from)
  if (from === null) ctx.places.beginListing()
  const { changes, state } = await readStep(ctx, before)
  const after = settle(state)
  const more = after.subs.some((s) => s.due)
  return { changes, cursor: formatCursor(scopeOf(ctx.config), { ...after, full: after.full && more }), more, full: before.full }
}
