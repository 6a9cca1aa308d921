/** What the port asks of a memory store. */
import type { Decision } from '../../core/model/decision'
import type { Link } from '../../core/model/link'
import type { Instant } from '../../core/model/time'
import type { JournalEntry } from '../../core/model/journal'
import type { Due, JournalQuery, LinkQuery, OpenLink, PassCounts } from '../../core/ports/store'
import { idsUnder, type Multimap } from './multimap'
import type { ScopeState } from './store-state'

const linksOf = (s: ScopeState, ids: Iterable<string>): ReadonlyArray<Link> => {
  const links: Link[] = []
  for (const id of ids) {
    const link = s.links.get(id)
    if (link !== undefined) links.push(link)
  }
  return links
}

export const findLinks = (s: ScopeState, q: LinkQuery): ReadonlyArray<Link> => {
  const ids = new Set(q.ids)
  const collect = (map: Multimap, keys: ReadonlyArray<string>): void => {
    for (const key of keys) for (const id of idsUnder(map, key)) ids.add(id)
  }
  collect(s.byItem, q.itemIds)
  collect(s.byActivity, q.activityIds)
  collect(s.byIdentity, q.identities)
  return linksOf(s, ids)
}

/** Where the first id after `after` stands in an ascending list. */
const indexAfter = (ids: ReadonlyArray<string>, after: string): number => {
  let [low, high] = [0, ids.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ids[middle] as string) <= after) low = middle + 1
    else high = middle
  }
  return low
}

export const pageOpenLinks = (s: ScopeState, after: string | null, limit: number): ReadonlyArray<OpenLink> => {
  s.sortedOpen ??= [...s.open].sort()
  const start = after === null ? 0 : indexAfter(s.sortedOpen, after)
  return linksOf(s, s.sortedOpen.slice(start, start + limit)).map(({ id, kind, itemId, activityId }) => ({ id, kind, itemId, activityId }))
}

const decisionsOf = (s: ScopeState, ids: Iterable<string>): ReadonlyArray<Decision> => [...ids].flatMap((id) => s.decisions.get(id) ?? [])

/** By age, and for equal age by id, so that the order is always the same. */
const oldestFirst = (a: Decision, b: Decision): number => (a.openedAt !== b.openedAt ? (a.openedAt < b.openedAt ? -1 : 1) : a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

export const findDecisions = (s: ScopeState, q: { readonly ids?: ReadonlyArray<string>; readonly linkIds?: ReadonlyArray<string> }): ReadonlyArray<Decision> => {
  if (q.ids === undefined && q.linkIds === undefined) return [...decisionsOf(s, s.waiting.open)].sort(oldestFirst)
  const ids = new Set(q.ids)
  for (const linkId of q.linkIds ?? []) for (const id of idsUnder(s.decisionsByLink, linkId)) ids.add(id)
  return [...decisionsOf(s, ids)].sort(oldestFirst)
}

export const findDue = (s: ScopeState, now: Instant): Due => ({
  intents: [...s.intents.values()],
  retries: [...s.retries.outlook.values(), ...s.retries.crm.values()].filter((r) => r.notBefore <= now),
  answered: [...decisionsOf(s, s.waiting.answered)].sort(oldestFirst),
  review: linksOf(s, s.toReview).filter((l) => l.reviewAt !== null && l.reviewAt <= now)
})

/** With none of the lists given, every entry is asked for. */
const asksFor = ({ ids, linkIds, passes, withLosers = false }: JournalQuery): ((e: JournalEntry) => boolean) => {
  const wanted = { ids: new Set(ids), links: new Set(linkIds), passes: new Set(passes) }
  const all = ids === undefined && linkIds === undefined && passes === undefined
  return (e) => (!withLosers || e.losers.length > 0) && (all || wanted.ids.has(e.id) || (e.linkId !== null && wanted.links.has(e.linkId)) || wanted.passes.has(e.pass))
}

export const readJournal = (s: ScopeState, q: JournalQuery): ReadonlyArray<JournalEntry> => {
  const wanted = asksFor(q)
  const entries: JournalEntry[] = []
  for (let at = s.journal.length - 1; at >= 0 && entries.length < q.limit; at -= 1) {
    const entry = s.journal[at] as JournalEntry
    if (wanted(entry)) entries.push(entry)
  }
  return entries
}

export const countPasses = (s: ScopeState, limit: number): ReadonlyArray<PassCounts> => {
  const passes = new Map<string, { from: Instant; readonly to: Instant; readonly actions: Map<string, number> }>()
  for (let at = s.journal.length - 1; at >= 0; at -= 1) {
    const { pass, at: when, action } = s.journal[at] as JournalEntry
    const known = passes.get(pass) ?? { from: when, to: when, actions: new Map<string, number>() }
    passes.set(pass, known)
    known.from = when
    known.actions.set(action, (known.actions.get(action) ?? 0) + 1)
  }
  return [...passes].slice(0, limit).map(([pass, { from, to, actions }]) => ({ pass, from, to, actions: Object.fromEntries([...actions].sort(([a], [b]) => (a < b ? -1 : 1))) }))
}
