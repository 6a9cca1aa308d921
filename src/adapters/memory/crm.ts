/** A CRM in memory: activities, contacts and documents of one company database, deterministic, with faults on demand. */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { PortError } from '../../core/errors'
import type { Activity } from '../../core/model/activity'
import { type Kind, kinds } from '../../core/model/fields'
import type { ActivityId, DatabaseId, OwnKey, UserId } from '../../core/model/ids'
import type { Instant, PlainDate } from '../../core/model/time'
import type { ActivityChange, ActivityRead, CrmPort, Probe } from '../../core/ports/crm'
import { startOf } from '../../time/zones'
import { createInRegister, matchAddresses, searchRegister } from './contacts'
import { type CrmPerson, crmPerson } from './crm-person'
import { type CrmState, emptyCrm, ownerState } from './crm-state'
import { type CrmRules, writeToCrm } from './crm-writes'
import { actAt, type Faults, noFaults } from './faults'
import { expireFeed, readFeed } from './feed'
import { idsUnder } from './multimap'
import type { MemoryStore } from './store'

/** Everything but the clock has a default. */
export interface MemoryCrmOptions {
  /** Gives `modifiedAt`. */
  readonly now: () => Instant
  /** Default: all three. */
  readonly kinds?: ReadonlyArray<Kind>
  /** Whether there is a document module. Default true. */
  readonly documents?: boolean
  /** Changes a page of a feed, 1 or more. Default 100. */
  readonly pageSize?: number
  /** `plain`: what `write` stores becomes text, with subjects trimmed and cut at 200. Default `none`. */
  readonly normalise?: 'none' | 'plain'
  /** Given: writes are persisted together with their commits there, in the scope of the owner and this database. Default: the caller commits. */
  readonly store?: { readonly memory: MemoryStore; readonly database: DatabaseId }
  readonly faults?: Faults
}

/** The port, and what a test needs beside it. */
export interface MemoryCrm extends CrmPort {
  readonly person: CrmPerson
  /** Every cursor given out so far, of every owner, answers `CursorExpired` from now on. */
  readonly expireCursors: () => void
  /** Activities, contacts and documents, as plain JSON, in a stable order. */
  readonly snapshot: () => unknown
}

const readActivity = (s: CrmState, id: ActivityId): ActivityRead => {
  const activity = s.activities.get(id)
  return activity === undefined ? { _tag: 'Missing', id } : { _tag: 'Found', id, activity }
}

const activitiesWithKeys = (s: CrmState, owner: UserId, keys: ReadonlyArray<OwnKey>): ReadonlyArray<Activity> =>
  [...new Set(keys)].flatMap((key) => [...idsUnder(ownerState(s, owner).byOwnKey, key)]).flatMap((id) => s.activities.get(id) ?? [])

/** E-mail is compared to the second. */
const toTheSecond = (at: Instant | PlainDate): Instant | PlainDate => (at.length === 24 ? `${at.slice(0, 19)}.000Z` : at)

/** Where an activity stands in time, in the form of {@link Probe}. */
const standsAt = (a: Activity): Instant | PlainDate | null => {
  switch (a.kind) {
    case 'email':
      return toTheSecond(a.fields.sentAt)
    case 'appointment':
      return startOf(a.fields.time)
    case 'task':
      return a.fields.due
  }
}

const findSimilar = (s: CrmState, owner: UserId, kind: Kind, probes: ReadonlyArray<Probe>): ReadonlyArray<Activity> => {
  const times = new Set(probes.flatMap(({ at }) => (at === null ? [] : kind === 'email' ? toTheSecond(at) : at)))
  const subjects = new Set(probes.filter((p) => p.at === null).map((p) => p.subject.trim()))
  const similar = (a: Activity): boolean => {
    const at = standsAt(a)
    return (at !== null && times.has(at)) || subjects.has(a.fields.subject.trim())
  }
  return [...s.activities.values()].filter((a) => a.owner === owner && a.kind === kind && similar(a))
}

const snapshotCrm = (s: CrmState): unknown => ({
  activities: [...s.activities.values()],
  deleted: [...s.deleted.values()],
  contacts: [...s.register.contacts.values()],
  documents: [...s.documents.values()].map((d) => ({ ...d, bytes: [...d.bytes] }))
})

/** A CRM in memory. No function of the port throws or rejects, unless its faults say `Crash`. */
export const memoryCrm = (options: MemoryCrmOptions): MemoryCrm => {
  const { pageSize = 100, documents = true, store, faults = noFaults } = options
  const s = emptyCrm(options.now)
  const capabilities = { kinds: options.kinds ?? kinds, documents, commitsWithStore: store !== undefined }
  const rules: CrmRules = {
    capabilities,
    normalise: options.normalise === 'plain',
    persist: (owner, writes) => (store === undefined ? E.right(undefined) : store.memory.persist({ user: owner, database: store.database }, writes))
  }

  const changeOf = (id: ActivityId): ActivityChange => {
    const activity = s.activities.get(id)
    return activity === undefined ? { _tag: 'Removed', id } : { _tag: 'Present', activity }
  }
  const listedFor =
    (owner: UserId) =>
    (id: ActivityId): ActivityChange | null =>
      s.activities.get(id)?.owner === owner ? changeOf(id) : null
  const answer =
    <A>(call: string, act: () => E.Either<PortError, A>): TaskEither<PortError, A> =>
    async () =>
      actAt(faults, { port: 'crm', call, effect: null }, act)

  return {
    capabilities,
    // Without repeats, so that what was given to another owner is told once, however often it changed before.
    changes: (owner, from) => answer('changes', () => readFeed(ownerState(s, owner).feed, from, { pageSize, repeats: false, listed: listedFor(owner), changed: changeOf })),
    read: (ids) => answer('read', () => E.right(ids.map((id) => readActivity(s, id)))),
    findByOwnKey: (owner, keys) => answer('findByOwnKey', () => E.right(activitiesWithKeys(s, owner, keys))),
    findByAddress: (addresses) => answer('findByAddress', () => E.right(matchAddresses(s.register, addresses))),
    findSimilar: (owner, kind, probes) => answer('findSimilar', () => E.right(findSimilar(s, owner, kind, probes))),
    write: (all) => answer('write', () => E.right(all.map((w) => actAt(faults, { port: 'crm', call: 'write', effect: w._tag }, () => writeToCrm(s, rules, w))))),
    searchContacts: (query, limit) => answer('searchContacts', () => E.right(searchRegister(s.register, query, limit))),
    createContact: (contact) => async () => actAt(faults, { port: 'crm', call: 'createContact', effect: 'CreateContact' }, () => createInRegister(s.register, contact)),
    person: crmPerson(s),
    expireCursors: () => s.owners.forEach(({ feed }) => expireFeed(feed)),
    snapshot: () => snapshotCrm(s)
  }
}
