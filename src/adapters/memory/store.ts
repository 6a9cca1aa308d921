/** Our own memory, in memory: links, cursors, decisions, journal, intents, retries, activation and leases, with faults on demand. */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { alreadyExists, invalidPayload, type PortError } from '../../core/errors'
import type { Scope } from '../../core/model/ids'
import type { Link } from '../../core/model/link'
import { Instant } from '../../core/model/time'
import type { Pruned, StorePort, StoreWrite } from '../../core/ports/store'
import { actAt, type Faults, noFaults } from './faults'
import { checkDecisions } from './store-decisions'
import { acquireLease, checkFences, extendLease, releaseLease } from './store-leases'
import { pruneScope } from './store-prune'
import { countPasses, findDecisions, findDue, findLinks, pageOpenLinks, readJournal } from './store-queries'
import { applyWrites, emptyStore, isKnownWrite, peekScope, scopeState, type ScopeState, type StoreState } from './store-state'

export interface MemoryStoreOptions {
  readonly faults?: Faults
}

/** The port, and what a test needs beside it. */
export interface MemoryStore extends StorePort {
  /** What `write` does, at once and without faults: how a memory CRM commits together with its own write. */
  readonly persist: (scope: Scope, writes: ReadonlyArray<StoreWrite>) => E.Either<PortError, void>
  /** Every link of a scope, closed ones too, by ascending id. */
  readonly linksOf: (scope: Scope) => ReadonlyArray<Link>
  /** All of one scope as plain JSON, in a stable order. */
  readonly dump: (scope: Scope) => unknown
  /** All of it as plain JSON, in a stable order. */
  readonly snapshot: () => unknown
}

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : a > b ? 1 : 0)

const dumpScope = (s: ScopeState): unknown => ({
  links: [...s.links.values()].sort(byId),
  cursors: { outlook: s.cursors.get('outlook') ?? null, crm: s.cursors.get('crm') ?? null },
  decisions: [...s.decisions.values()].sort(byId),
  intents: [...s.intents.values()].sort(byId),
  retries: { outlook: [...s.retries.outlook.values()].sort(byId), crm: [...s.retries.crm.values()].sort(byId) },
  journal: [...s.journal]
})

const snapshotStore = (s: StoreState): unknown => ({
  active: Object.fromEntries([...s.active].sort(byName)),
  leases: Object.fromEntries([...s.leases].sort(byName)),
  users: Object.fromEntries([...s.users].sort(byName).map(([user, databases]) => [user, Object.fromEntries([...databases].sort(byName).map(([d, scope]) => [d, dumpScope(scope)]))]))
})

const activate = (s: StoreState, { user, database }: Scope): E.Either<PortError, void> => {
  const active = s.active.get(user)
  if (active !== undefined && active !== database) return E.left(alreadyExists(active))
  s.active.set(user, database)
  return E.right(undefined)
}

const deactivate = (s: StoreState, { user, database }: Scope): E.Either<PortError, void> => {
  if (s.active.get(user) === database) s.active.delete(user)
  return E.right(undefined)
}

const prune = (s: StoreState, scope: Scope, before: string): E.Either<PortError, Pruned> =>
  Instant.is(before) ? E.right(pruneScope(peekScope(s, scope), before)) : E.left(invalidPayload('prune', [{ field: 'before', got: 'another text', expected: Instant.name }]))

/** A store in memory. No function of the port throws or rejects, unless its faults say `Crash`. */
export const memoryStore = ({ faults = noFaults }: MemoryStoreOptions = {}): MemoryStore => {
  const s = emptyStore()
  const answer =
    <A>(call: string, act: () => E.Either<PortError, A>, effect: string | null = null): TaskEither<PortError, A> =>
    async () =>
      actAt(faults, { port: 'store', call, effect }, act)
  const ask = <A>(call: string, scope: Scope, query: (state: ScopeState) => A): TaskEither<PortError, A> => answer(call, () => E.right(query(peekScope(s, scope))))
  const persist = (scope: Scope, writes: ReadonlyArray<StoreWrite>): E.Either<PortError, void> => {
    if (!writes.every(isKnownWrite)) return E.left(invalidPayload('store write', [{ field: '_tag', got: 'another text', expected: 'a write that the port names' }]))
    const fenced = checkFences(s.leases, scope.user, writes)
    if (E.isLeft(fenced)) return fenced
    const decided = checkDecisions(peekScope(s, scope).decisions, writes)
    if (E.isLeft(decided)) return decided
    extendLease(s.leases, scope.user, writes)
    applyWrites(scopeState(s, scope), writes)
    return E.right(undefined)
  }

  return {
    links: (scope, query) => ask('links', scope, (state) => findLinks(state, query)),
    openLinks: (scope, after, limit) => ask('openLinks', scope, (state) => pageOpenLinks(state, after, limit)),
    countOpenLinks: (scope) => ask('countOpenLinks', scope, (state) => state.open.size),
    due: (scope, now) => ask('due', scope, (state) => findDue(state, now)),
    cursor: (scope, side) => ask('cursor', scope, (state) => state.cursors.get(side) ?? null),
    decisions: (scope, query) => ask('decisions', scope, (state) => findDecisions(state, query)),
    journal: (scope, query) => ask('journal', scope, (state) => readJournal(state, query)),
    passes: (scope, limit) => ask('passes', scope, (state) => countPasses(state, limit)),
    write: (scope, writes) => answer('write', () => persist(scope, writes), 'write'),
    activation: (user) => answer('activation', () => E.right(s.active.get(user) ?? null)),
    activate: (scope) => answer('activate', () => activate(s, scope), 'activate'),
    deactivate: (scope) => answer('deactivate', () => deactivate(s, scope), 'deactivate'),
    acquireLease: (user, holder, now, until) => answer('acquireLease', () => acquireLease(s.leases, user, holder, now, until), 'acquireLease'),
    releaseLease: (user, fence) => answer('releaseLease', () => releaseLease(s.leases, user, fence), 'releaseLease'),
    prune: (scope, before) => answer('prune', () => prune(s, scope, before), 'prune'),
    persist,
    linksOf: (scope) => [...peekScope(s, scope).links.values()].sort(byId),
    dump: (scope) => dumpScope(peekScope(s, scope)),
    snapshot: () => snapshotStore(s)
  }
}
