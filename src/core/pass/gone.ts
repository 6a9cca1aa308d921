/** What is gone: read before it is believed, and counted before it is acted upon (L6). */
import type { ActivityRead } from '../ports/crm'
import type { ItemRead } from '../ports/mailbox'
import type { Side } from '../ports/store'
import type { PassEnv } from './env'
import { nothingTouched } from './gather'
import { judgeDisappearance } from './guard'
import type { PassOptions } from './pass-options'
import { chunkSize, keyOf, type PassState, processTouched } from './pass-state'
import { inChunks, orStop, Stop } from './port-call'
import { nextRetry } from './retries'

/** Everything reported or found missing, read before it is believed, counted before it is acted upon (L6). */
export const judgeGone = async (env: PassEnv, options: PassOptions, s: PassState): Promise<void> => {
  if (s.gone.outlook.size + s.gone.crm.size === 0) return
  const linked = await orStop('store', 'counting links', env.store.countOpenLinks(env.scope))
  for (const side of ['outlook', 'crm'] as const) {
    const missing = await countMissing(env, side, s.gone[side])
    const stop = judgeDisappearance(env.settings, { side, gone: missing, linked, listedNothing: s.listedNothing[side] })
    if (stop !== null && !options.allowMassDeletion) throw new Stop(stop)
  }
  s.judging = true
  const outlook = [...s.gone.outlook].sort()
  const crm = [...s.gone.crm].sort()
  // Known as retries, so that they are dropped once they have been dealt with.
  const note = (side: Side, id: string): void => void s.retries.set(keyOf(side, id), s.retries.get(keyOf(side, id)) ?? nextRetry(undefined, side, id, 'Gone', env.now))
  for (const id of outlook) note('outlook', id)
  for (const id of crm) note('crm', id)
  for (const itemIds of inChunks(outlook, chunkSize)) await processTouched(env, options, s, { ...nothingTouched, itemIds }, [], itemIds.map((id) => ['outlook', id] as const))
  for (const activityIds of inChunks(crm, chunkSize)) await processTouched(env, options, s, { ...nothingTouched, activityIds }, [], activityIds.map((id) => ['crm', id] as const))
  env.onProgress({ phase: 'gone', seen: outlook.length + crm.length, done: s.tally.done() })
}

/** How many open links would lose this side. */
const countMissing = async (env: PassEnv, side: Side, ids: ReadonlySet<string>): Promise<number> => {
  let missing = 0
  for (const chunk of inChunks([...ids], chunkSize)) {
    const reads: ReadonlyArray<ItemRead | ActivityRead> = side === 'outlook' ? await orStop('mailbox', 'looking for what is gone', env.mailbox.read(chunk)) : await orStop('crm', 'looking for what is gone', env.crm.read(chunk))
    const gone = reads.filter((r) => r._tag === 'Missing').map((r) => r.id)
    if (gone.length === 0) continue
    const query = side === 'outlook' ? { ids: [], itemIds: gone, activityIds: [], identities: [] } : { ids: [], itemIds: [], activityIds: gone, identities: [] }
    const links = await orStop('store', 'loading links', env.store.links(env.scope, query))
    missing += links.filter((l) => l.state === 'open').length
  }
  return missing
}
