/** What waits for attention before any feed is read. */
import type { Intent } from '../model/journal'
import type { Side, StoreWrite } from '../ports/store'
import type { PassEnv } from './env'
import type { Touched } from './gather'
import type { PassOptions } from './pass-options'
import { keyOf, type PassState, processTouched } from './pass-state'
import { orStop } from './port-call'

/** Half-done effects of a pass that died, failures whose time has come, answered questions, series that moved on. */
export const settleWaitingWork = async (env: PassEnv, options: PassOptions, s: PassState): Promise<void> => {
  const due = await orStop('store', 'loading waiting work', env.store.due(env.scope, env.now))
  for (const r of due.retries) s.retries.set(keyOf(r.side, r.id), r)
  if (options.request._tag === 'Transfer') return
  const recovered = await findStamped(env, due.intents)
  const waiting = {
    itemIds: [...new Set([...due.retries.filter((r) => r.side === 'outlook').map((r) => r.id), ...due.intents.flatMap((i) => i.itemId ?? [])])].filter((id) => id !== ''),
    activityIds: [...new Set([...due.retries.filter((r) => r.side === 'crm').map((r) => r.id), ...due.intents.flatMap((i) => i.activityId ?? [])])].filter((id) => id !== ''),
    linkIds: [...new Set([...due.intents.flatMap((i) => i.linkId ?? []), ...due.answered.map((d) => d.linkId), ...due.review.map((l) => l.id)])]
  }
  // What a feed reported gone in a pass that did not finish is judged with the rest of what is gone.
  for (const r of due.retries) if (r.error === 'Gone') s.gone[r.side].add(r.id)
  const keys: ReadonlyArray<readonly [Side, string]> = [...waiting.itemIds.map((id) => ['outlook', id] as const), ...waiting.activityIds.map((id) => ['crm', id] as const)].filter(([side, id]) => !s.gone[side].has(id))
  const touched: Touched = {
    items: recovered.items,
    activities: recovered.activities,
    itemIds: waiting.itemIds.filter((id) => !s.gone.outlook.has(id)),
    activityIds: waiting.activityIds.filter((id) => !s.gone.crm.has(id)),
    linkIds: waiting.linkIds,
    doubtful: due.intents.flatMap((i) => (i.linkId !== null && (i.action === 'UpdateItem' || i.action === 'UpdateActivity') ? [{ linkId: i.linkId, side: i.action === 'UpdateItem' ? ('outlook' as const) : ('crm' as const), fields: i.fields }] : [])),
    begun: due.intents.flatMap((i) => (i.linkId !== null && i.action === 'CreateActivity' ? [{ linkId: i.linkId, attachments: i.fields }] : []))
  }
  const finish: ReadonlyArray<StoreWrite> = due.intents.map((i) => ({ _tag: 'DropIntent', id: i.id }))
  const empty = touched.items.length + touched.activities.length + touched.itemIds.length + touched.activityIds.length + touched.linkIds.length === 0
  if (!empty || finish.length > 0) await processTouched(env, options, s, touched, finish, keys)
  env.onProgress({ phase: 'waiting work', seen: keys.length, done: s.tally.done() })
}

/** Things that a create of a dead pass may have made: looked for by the key that it stamped on them (L4). */
const findStamped = async (env: PassEnv, intents: ReadonlyArray<Intent>): Promise<Pick<Touched, 'items' | 'activities'>> => {
  const keysOf = (action: string): ReadonlyArray<string> => intents.flatMap((i) => (i.action === action && i.ownKey !== null ? [i.ownKey] : []))
  const itemKeys = keysOf('CreateItem')
  const activityKeys = keysOf('CreateActivity')
  const items = itemKeys.length === 0 ? [] : await orStop('mailbox', 'looking for what an earlier pass made', env.mailbox.findByOwnKey(itemKeys))
  const activities = activityKeys.length === 0 ? [] : await orStop('crm', 'looking for what an earlier pass made', env.crm.findByOwnKey(env.scope.user, activityKeys))
  return { items: items.map((item) => ({ _tag: 'Found', id: item.id, item })), activities: activities.map((activity) => ({ _tag: 'Found', id: activity.id, activity })) }
}
