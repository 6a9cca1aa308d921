/** The mailbox port over Microsoft Graph. */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { invalidPayload, type PortError } from '../../core/errors'
import { kinds } from '../../core/model/fields'
import type { ItemId } from '../../core/model/ids'
import type { ItemRead, MailboxPort, MailboxWrite } from '../../core/ports/mailbox'
import { decodeGraphConfig, type GraphMailboxConfig } from './config'
import { portErrorOf } from './failure'
import { readChanges } from './feed/changes'
import { makeClient } from './http/client'
import type { RequestCount } from './http/request'
import { readAttachmentBytes } from './items/attachment-bytes'
import { findByKey } from './items/find-by-key'
import { makeContext, type MailboxContext } from './items/mailbox-context'
import { fetchItems } from './items/read-items'
import { parseItemId } from './resources/item-id'
import { runWave, stopsAll, type Written } from './writes/run-wave'
import { wavesOf } from './writes/waves'

/** A mailbox port that counts what it asks of Graph. */
export interface GraphMailbox extends MailboxPort {
  /** So far. The difference between two readings is what came between them: a pass, for example. */
  readonly requests: () => RequestCount
}

const readAll = async (ctx: MailboxContext, ids: ReadonlyArray<ItemId>): Promise<ReadonlyArray<ItemRead>> => {
  // An id may be asked for twice; Graph is asked once.
  const asked = [...new Set(ids)].flatMap((id) => {
    const parsed = parseItemId(id)
    return E.isRight(parsed) && ctx.config.kinds.includes(parsed.right.kind) ? [{ id, of: parsed.right }] : []
  })
  const fetched = await fetchItems(ctx, asked.map((a) => a.of))
  const byId = new Map(asked.map(({ id }, i) => [id, fetched[i]] as const))
  return ids.map((id): ItemRead => {
    const read = byId.get(id)
    if (read === undefined || read._tag === 'Missing') return { _tag: 'Missing', id }
    return read._tag === 'Found' ? { _tag: 'Found', id, item: read.item } : { _tag: 'Failed', id, error: read.error }
  })
}

const writeAll = async (ctx: MailboxContext, writes: ReadonlyArray<MailboxWrite>): Promise<ReadonlyArray<Written>> => {
  const out: Array<Written> = []
  let stopped: PortError | null = null
  for (const wave of wavesOf(writes)) {
    const answers: ReadonlyArray<Written> = stopped === null ? await runWave(ctx, wave) : wave.map(() => E.left(stopped as PortError))
    out.push(...answers)
    stopped ??= stopsAll(answers)
  }
  return out
}

/**
 * Opens a mailbox on Microsoft Graph. Nothing is asked until a function is called; no function throws.
 *
 * - Followed are Inbox, Sent Items, Deleted Items and the folders of `folders`, the default calendar within its window, and
 *   all task lists of the mailbox but that of flagged e-mails. What moves elsewhere is told as `Removed` and found by `read`.
 * - Ids are Graph's immutable ones with the kind in front; a task's changes when it moves to another list.
 * - A deleted event is read by its id. Where Graph does not give it, it is told as deleted permanently, so nobody is asked
 *   about its activity, and the activity stays.
 * - Tasks have no Deleted Items in Graph. `TrashItem` moves them to the list `deletedTasks`, which stands for it, by a copy
 *   and a deletion, so the id changes. A task with attachments or steps answers `Unsupported`. What a person deletes is gone.
 * - Meetings with attendees are not written unless `mailsAttendees` says so: Exchange would mail the attendees.
 *
 * Errors: `InvalidPayload` (a wrong configuration, or something else than Graph answers), `Unauthorized`, `Throttled`,
 * `Unavailable`, `CursorExpired` (also where a followed folder or list is deleted), `Unsupported`. No token, address,
 * subject or text is in any of them.
 *
 * @example graphMailbox({ user: 'me', getToken: async ({ refresh }) => (await msal.acquireTokenSilent({ ...request, forceRefresh: refresh })).accessToken })
 * @see https://learn.microsoft.com/graph/api/overview
 */
export const graphMailbox = (given: GraphMailboxConfig): GraphMailbox => {
  const decoded = decodeGraphConfig(given)
  const ctx = E.isRight(decoded) ? makeContext(decoded.right, makeClient(decoded.right.client)) : null

  const run =
    <A>(work: (ctx: MailboxContext) => Promise<A>): TaskEither<PortError, A> =>
    async () => {
      if (ctx === null) return E.left(invalidPayload('configuration of the Graph mailbox', E.isLeft(decoded) ? decoded.left : []))
      try {
        return E.right(await work(ctx))
      } catch (e) {
        return E.left(portErrorOf(e))
      }
    }
  const held = ctx?.config.kinds ?? kinds

  return {
    capabilities: { kinds: held, writes: true, sends: held.includes('email') },
    ownAddresses: run((c) => c.ownAddresses()),
    changes: (from) => run((c) => readChanges(c, from)),
    read: (ids) => run((c) => readAll(c, ids)),
    findByOwnKey: (keys) => run(async (c) => (await findByKey(c, keys, c.config.kinds)).map((found) => found.item)),
    attachment: (item, attachment, atMost) => run((c) => readAttachmentBytes(c, item, attachment, atMost)),
    write: (writes) => run((c) => writeAll(c, writes)),
    requests: () => ctx?.client.requests() ?? { sent: 0, operations: 0 }
  }
}
