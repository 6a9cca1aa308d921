/**
 * Fetches what reconcile has to know about the entries that were touched, and no more (L10): their links, the other
 * sides of these, contacts, likely matches, open questions.
 */
import * as E from 'fp-ts/lib/Either.js'
import { digestFields } from '../digest-fields'
import type { Activity } from '../model/activity'
import type { ContactMatch } from '../model/contact'
import { kinds } from '../model/fields'
import { parseOwnKey } from '../model/ids'
import { identityByValues } from '../model/identity-by-values'
import type { Item } from '../model/item'
import type { Link } from '../model/link'
import type { ActivityRead, Probe } from '../ports/crm'
import type { ItemRead } from '../ports/mailbox'
import { linkIdOfActivity } from '../reconcile/admit-activity'
import { ownKeyOfItem } from '../reconcile/admit-item'
import { indexInput, type ReconcileInput } from '../reconcile/input'
import type { Request } from '../rule-set'
import type { PassEnv } from './env'
import { inChunks, orStop } from './port-call'

/** The entries that a plan is to be made for. */
export interface Touched {
  /** As the feed gave them. */
  readonly items: ReadonlyArray<ItemRead>
  readonly activities: ReadonlyArray<ActivityRead>
  /** To be read. */
  readonly itemIds: ReadonlyArray<string>
  readonly activityIds: ReadonlyArray<string>
  readonly linkIds: ReadonlyArray<string>
  readonly doubtful: ReconcileInput['doubtful']
  readonly begun: ReconcileInput['begun']
}

export const nothingTouched: Touched = { items: [], activities: [], itemIds: [], activityIds: [], linkIds: [], doubtful: [], begun: [] }

const perCall = 500

interface Known {
  readonly items: Map<string, ItemRead>
  readonly activities: Map<string, ActivityRead>
  readonly links: Map<string, Link>
}

/** The activity that an item says it was made from, if that was in this database. */
const namedActivity = (item: Item, database: string): string | null => {
  if (item.ownKey === null) return null
  const key = parseOwnKey(item.ownKey)
  return E.isRight(key) && key.right.of === 'activity' && key.right.database === database ? key.right.id : null
}

/** Loads links and the sides that are still unknown, until every link has both its sides and every item all its links. */
const close = async (env: PassEnv, known: Known, touched: Touched): Promise<void> => {
  const asked = { ids: new Set<string>(), items: new Set<string>(), activities: new Set<string>(), identities: new Set<string>() }
  let itemIds: ReadonlyArray<string> = touched.itemIds
  let activityIds: ReadonlyArray<string> = touched.activityIds
  let linkIds: ReadonlyArray<string> = touched.linkIds
  for (;;) {
    for (const chunk of inChunks(itemIds.filter((id) => id !== '' && !known.items.has(id)), perCall)) {
      for (const r of await orStop('mailbox', 'reading items', env.mailbox.read(chunk))) known.items.set(r.id, r)
    }
    for (const chunk of inChunks(activityIds.filter((id) => id !== '' && !known.activities.has(id)), perCall)) {
      for (const r of await orStop('crm', 'reading activities', env.crm.read(chunk))) known.activities.set(r.id, r)
    }
    const fresh = (seen: Set<string>, ids: Iterable<string>): ReadonlyArray<string> => {
      const out: Array<string> = []
      for (const id of ids) if (!seen.has(id)) { seen.add(id); out.push(id) }
      return out
    }
    // Those of an earlier round have been asked about, and to digest them again would cost as much as the first time.
    const found = [...known.items.values()].flatMap((r) => (r._tag === 'Found' && !asked.items.has(r.id) ? [r.item] : []))
    const named = found.flatMap((item) => namedActivity(item, env.scope.database) ?? [])
    const query = {
      // The link of what was made from an activity has an id of its own, under which another activity may stand by now.
      ids: fresh(asked.ids, [...linkIds, ...[...known.activities.values()].flatMap((r) => (r._tag === 'Found' && r.activity.owner === env.scope.user ? [linkIdOfActivity(env.scope, r.id)] : []))]),
      itemIds: fresh(asked.items, known.items.keys()),
      activityIds: fresh(asked.activities, [...known.activities.keys(), ...named]),
      identities: fresh(asked.identities, found.map((item) => item.identity ?? identityByValues(item.kind, digestFields(env.rules, item.kind, item.fields))))
    }
    if (query.ids.length + query.itemIds.length + query.activityIds.length + query.identities.length > 0) {
      for (const l of await orStop('store', 'loading links', env.store.links(env.scope, query))) known.links.set(l.id, l)
    }
    linkIds = []
    itemIds = [...known.links.values()].map((l) => l.itemId).filter((id) => id !== '' && !known.items.has(id))
    activityIds = [...new Set([...[...known.links.values()].map((l) => l.activityId), ...named])].filter((id) => !known.activities.has(id))
    if (itemIds.length === 0 && activityIds.length === 0) return
    itemIds = [...new Set(itemIds)]
  }
}

const findContacts = async (env: PassEnv, items: ReadonlyArray<Item>): Promise<ReadonlyArray<ContactMatch>> => {
  const addresses = new Set(items.flatMap((item) => env.rules.addressesOf(item, { settings: env.settings, ownAddresses: env.ownAddresses })))
  const out: Array<ContactMatch> = []
  for (const chunk of inChunks([...addresses].sort(), perCall)) out.push(...(await orStop('crm', 'looking up contacts', env.crm.findByAddress(chunk))))
  return out
}

/**
 * Unlinked activities that may be the same as an unlinked item: those that look alike (B22), and those that carry the key
 * of the item. An earlier pass made the latter and did not get to remember it; were they made once more, the CRM would
 * answer with what it has, and a difference between the two would count as agreed (L3).
 */
const findCandidates = async (env: PassEnv, items: ReadonlyArray<Item>, linkedSeries: ReadonlyArray<Item>, links: ReadonlyArray<Link>, draft: ReconcileInput): Promise<ReadonlyArray<Activity>> => {
  const ix = indexInput(env.rules, draft)
  const found: Array<Activity> = []
  const keys: Array<string> = []
  // Of a series that is linked already, one occurrence may not be.
  const known = new Set(links.map((l) => `${l.itemId} ${l.occurrence}`))
  for (const item of linkedSeries) {
    const viewed = env.rules.viewItem(item, [], ix.context)
    if (viewed._tag === 'Go') keys.push(...viewed.value.views.filter((v) => v.occurrence !== '' && !known.has(`${item.id} ${v.occurrence}`)).map((v) => ownKeyOfItem(ix, item, v.occurrence, 0)))
  }
  for (const kind of kinds) {
    const probes: Array<Probe> = []
    for (const item of items) {
      if (item.kind !== kind) continue
      keys.push(ownKeyOfItem(ix, item, '', 0))
      if (item.place === 'deletedItems' || item.sensitivity === 'private' || item.sensitivity === 'confidential') continue
      const viewed = env.rules.viewItem(item, [], ix.context)
      if (viewed._tag === 'Skip') continue
      for (const v of viewed.value.views) {
        if (v.occurrence !== '') keys.push(ownKeyOfItem(ix, item, v.occurrence, 0))
        if (env.settings.firstRun.match !== 'off') probes.push(env.rules.probeOf(kind, v.fields))
      }
    }
    for (const chunk of inChunks(probes, perCall)) found.push(...(await orStop('crm', 'looking for the same entries', env.crm.findSimilar(env.scope.user, kind, chunk))))
  }
  for (const chunk of inChunks(keys, perCall)) found.push(...(await orStop('crm', 'looking for what an earlier pass made', env.crm.findByOwnKey(env.scope.user, chunk))))
  if (found.length === 0) return []
  const linked = new Set<string>()
  for (const chunk of inChunks(found.map((a) => a.id), perCall)) {
    for (const l of await orStop('store', 'loading links', env.store.links(env.scope, { ids: [], itemIds: [], activityIds: chunk, identities: [] }))) linked.add(l.activityId)
  }
  return found.filter((a) => !linked.has(a.id))
}

export const gather = async (env: PassEnv, request: Request, touched: Touched): Promise<ReconcileInput> => {
  const known: Known = { items: new Map(), activities: new Map(), links: new Map() }
  // The order in which a feed mentions things does not count, so a repeated id keeps all its mentions until reconcile has sorted them out.
  for (const r of touched.items) known.items.set(r.id, r)
  for (const r of touched.activities) known.activities.set(r.id, r)
  await close(env, known, touched)

  const found = (): ReadonlyArray<Item> => [...known.items.values()].flatMap((r) => (r._tag === 'Found' ? [r.item] : []))
  const linkedItems = new Set([...known.links.values()].map((l) => l.itemId))
  const linkedIdentities = new Set([...known.links.values()].flatMap((l) => l.identity ?? []))
  const unlinked = found().filter((item) => !linkedItems.has(item.id) && !(item.identity !== null && linkedIdentities.has(item.identity)))
  // An occurrence without a link, and an item transferred anew by hand, need their contact too although the item is linked.
  const mayBecome = request._tag === 'Transfer' || env.settings.recurrence.mode === 'each' ? found() : unlinked

  const fresh = new Set(unlinked)
  const linkedSeries = env.settings.recurrence.mode === 'each' ? found().filter((item) => item.kind === 'appointment' && item.recurrence !== null && item.place === 'normal' && !fresh.has(item)) : []

  const draft: ReconcileInput = {
    scope: env.scope,
    now: env.now,
    settings: env.settings,
    ownAddresses: env.ownAddresses,
    mailbox: env.mailbox.capabilities,
    crm: env.crm.capabilities,
    request,
    items: [],
    activities: [],
    links: [],
    decisions: [],
    contacts: mayBecome.length === 0 ? [] : await findContacts(env, mayBecome),
    similar: [],
    fileTypes: [],
    doubtful: touched.doubtful,
    begun: touched.begun
  }
  const links = [...known.links.values()]
  return {
    ...draft,
    items: [...touched.items, ...known.items.values()],
    activities: [...touched.activities, ...known.activities.values()],
    links,
    decisions: links.length === 0 ? [] : await loadDecisions(env, links),
    similar: unlinked.length + linkedSeries.length === 0 ? [] : await findCandidates(env, unlinked, linkedSeries, links, draft)
  }
}

const loadDecisions = async (env: PassEnv, links: ReadonlyArray<Link>): Promise<ReconcileInput['decisions']> => {
  const out: Array<ReconcileInput['decisions'][number]> = []
  for (const chunk of inChunks(links.map((l) => l.id), perCall)) {
    const found = await orStop('store', 'loading decisions', env.store.decisions(env.scope, { linkIds: chunk }))
    out.push(...found.filter((d) => d.state === 'open' || d.state === 'answered'))
  }
  return out
}
