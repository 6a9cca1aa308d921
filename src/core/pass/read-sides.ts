/** The two feeds in the one shape that a pass reads. */
import * as E from 'fp-ts/lib/Either.js'
import type { ActivityChange, ActivityRead } from '../ports/crm'
import type { ItemChange, ItemRead } from '../ports/mailbox'
import type { PassEnv } from './env'
import { nothingTouched } from './gather'
import { isOwnEcho } from './own-echo'
import type { PassOptions } from './pass-options'
import { chunkSize, type PassState, processTouched } from './pass-state'
import { inChunks, Stop } from './port-call'
import { readFeed } from './read-feed'

const itemRead = (c: Exclude<ItemChange, { readonly _tag: 'Removed' }>): ItemRead => (c._tag === 'Present' ? { _tag: 'Found', id: c.item.id, item: c.item } : c)
const activityRead = (c: Exclude<ActivityChange, { readonly _tag: 'Removed' }>): ActivityRead => (c._tag === 'Present' ? { _tag: 'Found', id: c.activity.id, activity: c.activity } : c)

export const readOutlook = async (env: PassEnv, options: PassOptions, s: PassState): Promise<void> => {
  const { request } = options
  if (request._tag === 'Transfer' && request.items !== 'all') {
    for (const itemIds of inChunks([...new Set(request.items)], chunkSize)) await processTouched(env, options, s, { ...nothingTouched, itemIds }, [], itemIds.map((id) => ['outlook', id] as const))
    return
  }
  await readFeed(env, options, s, 'outlook', async (cursor) => {
    const r = await env.mailbox.changes(cursor)()
    if (E.isLeft(r)) {
      if (r.left._tag === 'CursorExpired') return 'expired'
      throw new Stop({ _tag: 'PortFailed', port: 'mailbox', during: 'reading changes', error: r.left })
    }
    const page = r.right
    const there = page.changes.flatMap((c) => (c._tag === 'Removed' ? [] : [itemRead(c)]))
    for (const c of page.changes) if (c._tag === 'Failed') s.tally.fail({ itemId: c.id, activityId: null, during: 'read', error: c.error })
    const ids = new Set(there.map((i) => i.id))
    return { seen: [...ids], gone: page.changes.flatMap((c) => (c._tag === 'Removed' && !ids.has(c.id) ? [c.id] : [])), touched: { ...nothingTouched, items: there }, cursor: page.cursor, more: page.more, full: page.full }
  })
}

export const readCrm = (env: PassEnv, options: PassOptions, s: PassState): Promise<void> =>
  readFeed(env, options, s, 'crm', async (cursor) => {
    const r = await env.crm.changes(env.scope.user, cursor)()
    if (E.isLeft(r)) {
      if (r.left._tag === 'CursorExpired') return 'expired'
      throw new Stop({ _tag: 'PortFailed', port: 'crm', during: 'reading changes', error: r.left })
    }
    const page = r.right
    const there = page.changes.flatMap((c) => (c._tag === 'Removed' ? [] : [activityRead(c)]))
    for (const c of page.changes) if (c._tag === 'Failed') s.tally.fail({ itemId: null, activityId: c.id, during: 'read', error: c.error })
    const ids = new Set(there.map((a) => a.id))
    return { seen: [...ids], gone: page.changes.flatMap((c) => (c._tag === 'Removed' && !ids.has(c.id) ? [c.id] : [])), touched: { ...nothingTouched, activities: there.filter((a) => !isOwnEcho(s.ownWrites, a)) }, cursor: page.cursor, more: page.more, full: page.full }
  })
