/** Reads items by their ids, 20 in a request. */
import * as E from 'fp-ts/lib/Either.js'
import { answerError, isGone } from '../errors'
import { sendBatch } from '../http/batch'
import { segment } from '../http/link'
import { withQuery } from '../http/query'
import { type GraphRequest, isSuccess } from '../http/request'
import { eventExpand, eventSelect } from '../resources/event'
import { formatItemId, type GraphItemId } from '../resources/item-id'
import { messageExpand, messageSelect } from '../resources/message'
import { taskExpand } from '../resources/task'
import { type Fetched, itemsOf, type RawItem } from './items-of'
import type { MailboxContext } from './mailbox-context'


/** Where a resource stands. */
export const itemPath = (root: string, id: GraphItemId): string => {
  switch (id.kind) {
    case 'email':
      return `${root}/messages/${segment(id.id)}`
    case 'appointment':
      return `${root}/events/${segment(id.id)}`
    case 'task':
      return `${root}/todo/lists/${segment(id.list)}/tasks/${segment(id.id)}`
  }
}

const queries = {
  email: { $select: messageSelect, $expand: messageExpand },
  appointment: { $select: eventSelect, $expand: eventExpand },
  task: { $expand: taskExpand }
} as const

const getItem = (root: string, id: GraphItemId): GraphRequest => ({ method: 'GET', path: withQuery(itemPath(root, id), queries[id.kind]) })

const forget = (ctx: MailboxContext, id: GraphItemId): void => {
  ctx.keys.forget(formatItemId(id))
  if (id.kind === 'appointment') ctx.places.forget(id.id)
}

/** One answer an id, in the order asked. Throws where none of them could be asked for. */
export const fetchItems = async (ctx: MailboxContext, ids: ReadonlyArray<GraphItemId>): Promise<ReadonlyArray<Fetched>> => {
  const outcomes = await sendBatch(ctx.client, ids.map((id) => getItem(ctx.config.root, id)))
  const raws: Array<{ readonly at: number; readonly raw: RawItem }> = []
  const out: Array<Fetched> = outcomes.map((o, at): Fetched => {
    if (E.isLeft(o)) return { _tag: 'Failed', error: o.left }
    if (isGone(o.right)) {
      forget(ctx, ids[at] as GraphItemId)
      return { _tag: 'Missing' }
    }
    if (!isSuccess(o.right)) return { _tag: 'Failed', error: answerError(o.right, 'an item') }
    raws.push({ at, raw: { id: ids[at] as GraphItemId, body: o.right.body } })
    return { _tag: 'Missing' }
  })
  for (const [i, read] of (await itemsOf(ctx, raws.map((r) => r.raw))).entries()) out[raws[i]?.at as number] = read
  return out
}
