/** What a memory store forgets, and what it keeps however old it is. */
import type { Instant } from '../../core/model/time'
import type { Pruned } from '../../core/ports/store'
import { removeUnder } from './multimap'
import type { ScopeState } from './store-state'

/** By open link, the time of the first entry in which a value lost: from then on its entries stay. */
const heldSince = (s: ScopeState): ReadonlyMap<string, Instant> => {
  const held = new Map<string, Instant>()
  for (const { linkId, losers, at } of s.journal) if (linkId !== null && losers.length > 0 && s.open.has(linkId) && !held.has(linkId)) held.set(linkId, at)
  return held
}

const pruneJournal = (s: ScopeState, before: Instant): number => {
  const held = heldSince(s)
  const entries = s.journal.length
  let kept = 0
  for (const entry of s.journal) {
    const since = entry.linkId === null ? undefined : held.get(entry.linkId)
    if (entry.at >= before || (since !== undefined && entry.at >= since)) s.journal[kept++] = entry
    else s.journalIds.delete(entry.id)
  }
  s.journal.length = kept
  return entries - kept
}

const pruneDecisions = (s: ScopeState, before: Instant): number => {
  const decisions = s.decisions.size
  for (const d of s.decisions.values()) {
    if ((d.state !== 'done' && d.state !== 'withdrawn') || d.openedAt >= before) continue
    s.decisions.delete(d.id)
    removeUnder(s.decisionsByLink, d.linkId, d.id)
  }
  return decisions - s.decisions.size
}

/** Forgets what is of before that instant, as the port says. */
export const pruneScope = (s: ScopeState, before: Instant): Pruned => ({ entries: pruneJournal(s, before), decisions: pruneDecisions(s, before) })
