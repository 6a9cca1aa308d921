/** Items by our own key, wherever they are. */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { Kind } from '../../../core/model/fields'
import type { OwnKey } from '../../../core/model/ids'
import { GraphFailure } from '../failure'
import { sendBatch } from '../http/batch'
import { collectFrom } from '../http/collect'
import { withQuery } from '../http/query'
import type { GraphRequest } from '../http/request'
import { formatItemId, type GraphItemId, parseItemId } from '../resources/item-id'
import { ownKeyFilter } from '../resources/own-key'
import type { Fetched } from './items-of'
import type { MailboxContext } from './mailbox-context'
import { fetchItems } from './read-items'
import { scanTaskKeys } from './scan-task-keys'

type Found = Extract<Fetched, { readonly _tag: 'Found' }>

const Named = t.type({ id: t.string })

const searches = { email: 'messages', appointment: 'events' } as const

/** Messages are found in every folder, events in the calendar only. */
const search = async (ctx: MailboxContext, kind: 'email' | 'appointment', keys: ReadonlyArray<OwnKey>): Promise<ReadonlyArray<GraphItemId>> => {
  const requests = keys.map((key): GraphRequest => ({ method: 'GET', path: withQuery(`${ctx.config.root}/${searches[kind]}`, { $filter: ownKeyFilter(key), $select: 'id', $top: 50 }) }))
  const out: Array<GraphItemId> = []
  for (const [i, o] of (await sendBatch(ctx.client, requests)).entries()) {
    if (E.isLeft(o)) throw new GraphFailure(o.left)
    for (const e of await collectFrom(ctx.client, o.right, requests[i] as GraphRequest, 'items with a key')) if (Named.is(e)) out.push({ kind, id: e.id })
  }
  return out
}

const isKind =
  (kinds: ReadonlyArray<Kind>) =>
  (id: GraphItemId): boolean =>
    kinds.includes(id.kind)

/** Those of these kinds, without any that Graph only takes for the same: it compares keys without regard to case. */
export const findByKey = async (ctx: MailboxContext, keys: ReadonlyArray<OwnKey>, kinds: ReadonlyArray<Kind>): Promise<ReadonlyArray<Found>> => {
  const asked = [...new Set(keys)].filter((key) => key !== '')
  if (asked.length === 0) return []
  const ids = new Map<string, GraphItemId>()
  const note = (id: GraphItemId): void => void ids.set(formatItemId(id), id)
  for (const kind of ['email', 'appointment'] as const) if (kinds.includes(kind)) (await search(ctx, kind, asked)).forEach(note)
  if (kinds.includes('task')) await scanTaskKeys(ctx)
  for (const key of asked) {
    for (const id of ctx.keys.idsWith(key)) {
      const parsed = parseItemId(id)
      if (E.isRight(parsed) && isKind(kinds)(parsed.right)) note(parsed.right)
    }
  }
  const out: Array<Found> = []
  for (const read of await fetchItems(ctx, [...ids.values()])) {
    if (read._tag === 'Failed') throw new GraphFailure(read.error)
    if (read._tag === 'Found' && read.item.ownKey !== null && asked.includes(read.item.ownKey)) out.push(read)
  }
  return out
}
