/** Reads a change feed to its end, a page at a time. */
import { unexpected } from '../errors'
import type { Side, StoreWrite } from '../ports/store'
import type { PassEnv } from './env'
import type { Touched } from './gather'
import type { PassOptions } from './pass-options'
import { chunkSize, type PassState, processTouched } from './pass-state'
import { orStop, Stop } from './port-call'
import { nextRetry } from './retries'
import { markCursor, readCursor } from './marked-cursor'

/** One page of either feed, in one shape. */
export interface Page {
  readonly seen: ReadonlyArray<string>
  readonly gone: ReadonlyArray<string>
  readonly touched: Touched
  readonly cursor: string
  readonly more: boolean
  readonly full: boolean
}

/** Reads a feed to its end, from the stored cursor or, without one that serves, from the beginning. An expired cursor begins anew, once. */
export const readFeed = async (env: PassEnv, options: PassOptions, s: PassState, side: Side, fetchPage: (cursor: string | null) => Promise<Page | 'expired'>): Promise<void> => {
  let cursor = options.full || options.request._tag === 'Transfer' ? null : readCursor(env.settings, await orStop('store', 'loading the cursor', env.store.cursor(env.scope, side)))
  let seen = new Set<string>()
  let total = 0
  let listing = cursor === null
  let restarted = false
  for (;;) {
    const page = await fetchPage(cursor)
    if (page === 'expired') {
      if (restarted || cursor === null) throw new Stop({ _tag: 'PortFailed', port: side === 'outlook' ? 'mailbox' : 'crm', during: 'reading changes', error: unexpected('the cursor expires again and again') })
      restarted = true
      listing = true
      seen = new Set()
      cursor = null
      continue
    }
    if (page.full) listing = true
    if (listing) for (const id of page.seen) seen.add(id)
    for (const id of page.seen) s.gone[side].delete(id)
    for (const id of page.gone) s.gone[side].add(id)
    const keys: ReadonlyArray<readonly [Side, string]> = page.seen.map((id) => [side, id] as const)
    // A listing that was not finished begins anew, so only its last page moves the cursor: what it would not have mentioned is compared then.
    const finish: Array<StoreWrite> = page.gone.map((id) => ({ _tag: 'PutRetry', retry: nextRetry(undefined, side, id, 'Gone', env.now) }))
    if (!(page.more && listing) && options.request._tag === 'Pass') finish.push({ _tag: 'PutCursor', side, cursor: markCursor(env.settings, page.cursor) })
    if (!page.more && listing && options.request._tag === 'Pass') finish.unshift(...(await compareListing(env, options, s, side, seen)))
    await processTouched(env, options, s, withoutPlanned(options, s, page.touched), finish, keys)
    total += page.seen.length
    env.onProgress({ phase: side, seen: total, done: s.tally.done() })
    cursor = page.cursor
    if (!page.more) break
  }
  s.full[side] = listing
  s.listedNothing[side] = listing && seen.size === 0
}

const withoutPlanned = (options: PassOptions, s: PassState, t: Touched): Touched => (options.dryRun ? { ...t, activities: t.activities.filter((a) => !s.planned.has(a.id)), items: t.items.filter((i) => !s.planned.has(i.id)) } : t)

/** What a full listing does not mention is not thereby deleted: it is only looked at, later (L6). */
const compareListing = async (env: PassEnv, options: PassOptions, s: PassState, side: Side, seen: ReadonlySet<string>): Promise<ReadonlyArray<StoreWrite>> => {
  const writes: Array<StoreWrite> = []
  let after: string | null = null
  for (;;) {
    const links: Awaited<ReturnType<typeof loadOpen>> = await loadOpen(env, after)
    for (const l of links) {
      const id = side === 'outlook' ? l.itemId : l.activityId
      if (seen.has(id) || !(side === 'outlook' ? env.mailbox : env.crm).capabilities.kinds.includes(l.kind)) continue
      s.gone[side].add(id)
      writes.push({ _tag: 'PutRetry', retry: nextRetry(undefined, side, id, 'Gone', env.now) })
    }
    if (links.length < chunkSize) break
    after = links[links.length - 1]?.id ?? null
  }
  // Judged here, while the cursor has not moved: once it has, the next pass would not know that the side looked empty.
  if (seen.size === 0 && writes.length > 0 && !options.allowMassDeletion) throw new Stop({ _tag: 'SideLooksEmpty', side, gone: writes.length, linked: writes.length })
  return writes
}

const loadOpen = (env: PassEnv, after: string | null) => orStop('store', 'comparing a full listing', env.store.openLinks(env.scope, after, chunkSize))
