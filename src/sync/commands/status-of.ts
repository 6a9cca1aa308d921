/** Status of many items or activities at once (B15): a mail list of a hundred rows costs as many calls as one row. */
import type { Decision } from '../../core/model/decision'
import type { JournalEntry } from '../../core/model/journal'
import type { Link } from '../../core/model/link'
import type { PassEnv } from '../../core/pass/env'
import { gather, nothingTouched, type Touched } from '../../core/pass/gather'
import { inChunks, orStop } from '../../core/pass/port-call'
import type { Plan } from '../../core/plan/plan'
import type { ActivityRead } from '../../core/ports/crm'
import type { ItemRead } from '../../core/ports/mailbox'
import { reconcile } from '../../core/reconcile/reconcile'
import type { Request } from '../../core/rule-set'
import { asIfNew, explanationOf, type Found, historyLimit, mainLink, type Status, statusFrom } from '../explain'

/** One row of the answer; `status` is `null` where nothing has this id. */
export interface StatusOf {
  readonly id: string
  readonly status: Status | null
}

/** How many ids are answered together; more are answered in turns. */
const perTurn = 500

/** A plan without a look into any attachment, which would cost a call for each. */
const planUnseen = async (env: PassEnv, request: Request, touched: Touched): Promise<Plan> => reconcile(env.rules)(await gather(env, request, touched))

const groupBy = <A>(values: ReadonlyArray<A>, key: (a: A) => string | null): ((k: string) => ReadonlyArray<A>) => {
  const groups = new Map<string, Array<A>>()
  for (const v of values) {
    const k = key(v)
    if (k === null || k === '') continue
    const group = groups.get(k)
    if (group === undefined) groups.set(k, [v])
    else group.push(v)
  }
  return (k) => groups.get(k) ?? []
}

/** The same as for one id: an id may be of either side, and Outlook's is looked at first. */
const findAll = async (env: PassEnv, ids: ReadonlyArray<string>, side?: 'outlook' | 'crm'): Promise<ReadonlyArray<Found>> => {
  const links = await orStop('store', 'loading links', env.store.links(env.scope, { ids: [], itemIds: side === 'crm' ? [] : ids, activityIds: side === 'outlook' ? [] : ids, identities: [] }))
  const [ofItem, ofActivity] = [groupBy<Link>(side === 'crm' ? [] : links, (l) => l.itemId), groupBy<Link>(side === 'outlook' ? [] : links, (l) => l.activityId)]
  const linked = (id: string): boolean => ofItem(id).length > 0 || ofActivity(id).length > 0
  const unlinked = ids.filter((id) => !linked(id))
  const items = new Map<string, ItemRead>()
  if (side !== 'crm' && unlinked.length > 0) for (const r of await orStop('mailbox', 'reading items', env.mailbox.read(unlinked))) if (r._tag !== 'Missing') items.set(r.id, r)
  const rest = unlinked.filter((id) => !items.has(id))
  const activities = new Map<string, ActivityRead>()
  if (side !== 'outlook' && rest.length > 0) for (const r of await orStop('crm', 'reading activities', env.crm.read(rest))) if (r._tag !== 'Missing') activities.set(r.id, r)
  return ids.flatMap((id): ReadonlyArray<Found> => {
    if (ofItem(id).length > 0) return [{ id, side: 'outlook', links: ofItem(id), touched: { ...nothingTouched, itemIds: [id] } }]
    if (ofActivity(id).length > 0) return [{ id, side: 'crm', links: ofActivity(id), touched: { ...nothingTouched, activityIds: [id] } }]
    const [item, activity] = [items.get(id), activities.get(id)]
    if (item !== undefined) return [{ id, side: 'outlook', links: [], touched: { ...nothingTouched, items: [item] } }]
    return activity === undefined ? [] : [{ id, side: 'crm', links: [], touched: { ...nothingTouched, activities: [activity] } }]
  })
}

const together = (all: ReadonlyArray<Found>): Touched => ({
  ...nothingTouched,
  items: all.flatMap((f) => f.touched.items),
  activities: all.flatMap((f) => f.touched.activities),
  itemIds: all.flatMap((f) => f.touched.itemIds),
  activityIds: all.flatMap((f) => f.touched.activityIds)
})

const answerTurn = async (env: PassEnv, ids: ReadonlyArray<string>, side?: 'outlook' | 'crm'): Promise<ReadonlyArray<Status>> => {
  const all = await findAll(env, ids, side)
  if (all.length === 0) return []
  const plan = await planUnseen(env, { _tag: 'Pass' }, together(all))
  const links = [...new Map(all.flatMap((f) => f.links).map((l) => [l.id, l])).values()]
  const linkIds = links.map((l) => l.id)
  const history = linkIds.length === 0 ? [] : await orStop('store', 'loading the journal', env.store.journal(env.scope, { linkIds, limit: historyLimit * linkIds.length }))
  const decisions = linkIds.length === 0 ? [] : await orStop('store', 'loading decisions', env.store.decisions(env.scope, { linkIds }))
  const main = all.flatMap((f) => mainLink(f.links) ?? [])
  const activityIds = [...new Set(main.map((l) => l.activityId).filter((id) => id !== ''))]
  const activities = new Map((activityIds.length === 0 ? [] : await orStop('crm', 'reading activities', env.crm.read(activityIds))).map((r) => [r.id, r]))
  const fromOutlook = [...new Set(main.filter((l) => l.origin === 'outlook' && l.itemId !== '').map((l) => l.itemId))]
  const items = fromOutlook.length === 0 ? [] : (await orStop('mailbox', 'reading items', env.mailbox.read(fromOutlook))).filter((r) => r._tag === 'Found')
  const anew = items.length === 0 ? null : await planUnseen(asIfNew(env), { _tag: 'Transfer', items: fromOutlook, withoutItems: [], withoutAttachments: [] }, { ...nothingTouched, items })
  const [historyOf, decisionsOf] = [groupBy<JournalEntry>(history, (e) => e.linkId), groupBy<Decision>(decisions, (d) => d.linkId)]
  return all.map((found) => {
    const own = found.links.flatMap((l) => historyOf(l.id))
    // Of several links, as of a series with an activity for each occurrence, the entries are put in order again.
    const ordered = found.links.length === 1 ? own : [...own].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    const link = mainLink(found.links)
    return statusFrom(explanationOf({ found, plan, anew, history: ordered.slice(0, historyLimit), decisions: found.links.flatMap((l) => decisionsOf(l.id)), activity: link === undefined ? undefined : activities.get(link.activityId) }))
  })
}

/**
 * One row an id, in the order asked; an id asked for twice is answered twice. No attachment is looked into: what only
 * its content tells (a type that disagrees) is not among `refused`. Of several copies that are all new, one is told as
 * new and the others as copies, as a pass would have it.
 */
export const statusOfEntities = async (env: PassEnv, ids: ReadonlyArray<string>, side?: 'outlook' | 'crm'): Promise<ReadonlyArray<StatusOf>> => {
  const known = new Map<string, Status>()
  for (const turn of inChunks([...new Set(ids)], perTurn)) for (const s of await answerTurn(env, turn, side)) known.set(s.id, s)
  return ids.map((id) => ({ id, status: known.get(id) ?? null }))
}
