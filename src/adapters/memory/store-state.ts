/** What a memory store holds: one state a scope, so that nothing of one can be seen from another. */
import type { Decision } from '../../core/model/decision'
import type { DatabaseId, Scope, UserId } from '../../core/model/ids'
import type { Intent, JournalEntry, Retry } from '../../core/model/journal'
import type { Link } from '../../core/model/link'
import type { Cursor } from '../../core/ports/mailbox'
import type { Side, StoreWrite } from '../../core/ports/store'
import type { Lease } from './store-leases'
import { addUnder, type Multimap, removeUnder } from './multimap'

export interface ScopeState {
  readonly links: Map<string, Link>
  readonly byItem: Multimap
  readonly byActivity: Multimap
  readonly byIdentity: Multimap
  readonly open: Set<string>
  /** Ids of open links in ascending order; `null` when it has to be sorted anew. */
  sortedOpen: ReadonlyArray<string> | null
  /** Open links with a time of review. */
  readonly toReview: Set<string>
  readonly cursors: Map<Side, Cursor>
  readonly decisions: Map<string, Decision>
  readonly decisionsByLink: Multimap
  /** Decisions that are open, and that are answered: what has to be found fast. */
  readonly waiting: { readonly open: Set<string>; readonly answered: Set<string> }
  readonly intents: Map<string, Intent>
  readonly retries: { readonly [S in Side]: Map<string, Retry> }
  /** Oldest first. */
  readonly journal: JournalEntry[]
  readonly journalIds: Set<string>
}

export interface StoreState {
  readonly users: Map<UserId, Map<DatabaseId, ScopeState>>
  readonly active: Map<UserId, DatabaseId>
  readonly leases: Map<UserId, Lease>
}

export const emptyStore = (): StoreState => ({ users: new Map(), active: new Map(), leases: new Map() })

const emptyScope = (): ScopeState => ({
  links: new Map(),
  byItem: new Map(),
  byActivity: new Map(),
  byIdentity: new Map(),
  open: new Set(),
  sortedOpen: null,
  toReview: new Set(),
  cursors: new Map(),
  decisions: new Map(),
  decisionsByLink: new Map(),
  waiting: { open: new Set(), answered: new Set() },
  intents: new Map(),
  retries: { outlook: new Map(), crm: new Map() },
  journal: [],
  journalIds: new Set()
})

/** The state of a scope, made when it is first written to. */
export const scopeState = (s: StoreState, { user, database }: Scope): ScopeState => {
  let databases = s.users.get(user)
  if (databases === undefined) {
    databases = new Map()
    s.users.set(user, databases)
  }
  let state = databases.get(database)
  if (state === undefined) {
    state = emptyScope()
    databases.set(database, state)
  }
  return state
}

/** The state of a scope as a question sees it: asking about a scope does not make it. */
export const peekScope = (s: StoreState, { user, database }: Scope): ScopeState => s.users.get(user)?.get(database) ?? emptyScope()

const toggle = (set: Set<string>, id: string, member: boolean): void => {
  if (member) set.add(id)
  else set.delete(id)
}

const putLink = (s: ScopeState, link: Link): void => {
  const before = s.links.get(link.id)
  if (before !== undefined) {
    removeUnder(s.byItem, before.itemId, link.id)
    removeUnder(s.byActivity, before.activityId, link.id)
    removeUnder(s.byIdentity, before.identity, link.id)
  }
  const open = link.state === 'open'
  if (s.open.has(link.id) !== open) s.sortedOpen = null
  s.links.set(link.id, link)
  addUnder(s.byItem, link.itemId, link.id)
  addUnder(s.byActivity, link.activityId, link.id)
  addUnder(s.byIdentity, link.identity, link.id)
  toggle(s.open, link.id, open)
  toggle(s.toReview, link.id, open && link.reviewAt !== null)
}

const putDecision = (s: ScopeState, d: Decision): void => {
  removeUnder(s.decisionsByLink, s.decisions.get(d.id)?.linkId ?? null, d.id)
  s.decisions.set(d.id, d)
  addUnder(s.decisionsByLink, d.linkId, d.id)
  toggle(s.waiting.open, d.id, d.state === 'open')
  toggle(s.waiting.answered, d.id, d.state === 'answered')
}

const addEntry = (s: ScopeState, entry: JournalEntry): void => {
  if (s.journalIds.has(entry.id)) return
  s.journalIds.add(entry.id)
  let at = s.journal.length
  while (at > 0 && (s.journal[at - 1] as JournalEntry).at > entry.at) at -= 1
  s.journal.splice(at, 0, entry)
}

const applyWrite = (s: ScopeState, w: StoreWrite): void => {
  switch (w._tag) {
    case 'PutLink':
      return putLink(s, w.link)
    case 'PutCursor':
      return void s.cursors.set(w.side, w.cursor)
    case 'PutDecision':
      return putDecision(s, w.decision)
    case 'PutIntent':
      return void s.intents.set(w.intent.id, w.intent)
    case 'DropIntent':
      return void s.intents.delete(w.id)
    case 'PutRetry':
      return void s.retries[w.retry.side].set(w.retry.id, w.retry)
    case 'DropRetry':
      return void s.retries[w.side].delete(w.id)
    case 'Journal':
      return addEntry(s, w.entry)
    case 'Fence':
      // It is no part of a scope: checked and extended before, with the user's lease.
      return undefined
  }
}

const tags: { readonly [T in StoreWrite['_tag']]: true } = {
  PutLink: true,
  PutCursor: true,
  PutDecision: true,
  PutIntent: true,
  DropIntent: true,
  PutRetry: true,
  DropRetry: true,
  Journal: true,
  Fence: true
}

/** Whether this is a write that {@link applyWrites} can carry out. */
export const isKnownWrite = (w: StoreWrite): boolean => Object.hasOwn(tags, w._tag)

/** Carries out all of the writes; none of them can fail, once they have been checked. */
export const applyWrites = (s: ScopeState, writes: ReadonlyArray<StoreWrite>): void => {
  for (const w of writes) applyWrite(s, w)
}
