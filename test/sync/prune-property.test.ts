/**
 * Pruning at any time in any history changes nothing for the passes that follow, forgets nothing that can still be
 * decided or restored, and makes nothing restorable or undoable that was not. The histories are the simulator's: several
 * people, workers and databases, crashes, lost answers, deletions and conflicts.
 */
import * as fc from 'fast-check'
import type * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, it } from 'vitest'
import { createSync, SyncFailure } from '../../src'
import { memoryCrm, type MemoryStore } from '../../src/adapters/memory'
import type { PortError } from '../../src/core/errors'
import type { Decision } from '../../src/core/model/decision'
import type { Scope } from '../../src/core/model/ids'
import type { JournalEntry } from '../../src/core/model/journal'
import { instantOf } from '../../src/core/model/time'
import type { Pruned } from '../../src/core/ports/store'
import { type Cast, memoryCast, runStory, type Stage, storyArbitrary, type Story } from '../../src/testing'
import { runs } from '../runs'
import { prunedStore, type PrunedStore, wholePasses } from './pruned-store'

type Forget = (store: MemoryStore, scope: Scope, before: string) => TE.TaskEither<PortError, Pruned>

const figures = { entries: 0, decisions: 0, restorable: 0, undoable: 0 }

/** The answer, or the error as data. */
const answerOf = async (call: Promise<unknown>): Promise<unknown> => {
  try {
    return await call
  } catch (e) {
    if (e instanceof SyncFailure) return e.error
    throw e
  }
}

const syncWith = (stage: Stage, seat: Stage['seats'][number], database: 'acme' | 'beta', store: MemoryStore) =>
  createSync({ user: seat.user, database, mailbox: seat.mailbox.port, crm: stage.crms[database].port, store, settings: seat.settings, now: () => instantOf(stage.clock.ms), newPassId: () => 'the last', worker: 'one' })

/** What the commands of a user make of the one memory and of the other. */
const compareCommands = async (stage: Stage, stores: PrunedStore, found: Array<string>): Promise<void> => {
  for (const seat of stage.seats) for (const database of ['acme', 'beta'] as const) {
    const [should, is] = [syncWith(stage, seat, database, stores.whole), syncWith(stage, seat, database, stores.pruned)]
    const [all, left] = [await answerOf(should.conflicts({ limit: 1000 })), await answerOf(is.conflicts({ limit: 1000 }))]
    if (Array.isArray(all)) figures.restorable += all.length
    if (JSON.stringify(all) !== JSON.stringify(left)) found.push(`conflicts: ${JSON.stringify(left)} instead of ${JSON.stringify(all)}`)
    const [asked, waits] = [await answerOf(should.decisions()), await answerOf(is.decisions())]
    if (JSON.stringify(asked) !== JSON.stringify(waits)) found.push(`decisions: ${JSON.stringify(waits)} instead of ${JSON.stringify(asked)}`)
    for (const pass of await wholePasses(stores, { user: seat.user, database })) {
      const [undo, undone] = [await answerOf(should.undo(pass, { dryRun: true })), await answerOf(is.undo(pass, { dryRun: true }))]
      figures.undoable++
      if (JSON.stringify(undo) !== JSON.stringify(undone)) found.push(`undo ${pass}: ${JSON.stringify(undone)} instead of ${JSON.stringify(undo)}`)
    }
    const [next, same] = [await answerOf(should.preview()), await answerOf(is.preview())]
    if (JSON.stringify(next) !== JSON.stringify(same)) found.push('the next plan is another one')
  }
}

const play = async (story: Story, horizonMs: number, forget?: Forget): Promise<ReadonlyArray<string>> => {
  const made: { stores: PrunedStore | null } = { stores: null }
  const found: Array<string> = []
  const storesOf = (): PrunedStore => {
    if (made.stores === null) throw new Error('no store')
    return made.stores
  }
  const cast: Cast = {
    ...memoryCast,
    store: ({ now }) => {
      made.stores = prunedStore(now, horizonMs, forget)
      return { port: made.stores.port, everything: async () => storesOf().whole.snapshot() }
    },
    crm: async (c) => {
      const plain = await memoryCast.crm(c)
      if (!c.world.commitsWithStore) return plain
      // The CRM that commits to both memories; its people are those of the plain one, on the other port.
      const port = memoryCrm({ now: c.now, documents: c.world.documents, pageSize: c.world.pageSize, normalise: c.world.normaliseCrm ? 'plain' : 'none', ...(c.world.crmHoldsTasks ? {} : { kinds: ['email', 'appointment'] as const }), store: { memory: storesOf().port, database: c.database } })
      const { person } = port
      return {
        port,
        keepsClock: true,
        person: {
          addActivity: async (owner, kind, fields) => person.addActivity(owner, kind, fields).id,
          editActivity: async (id, patch) => person.edit(id, patch),
          deleteActivity: async (id) => person.delete(id),
          reassign: async (id, owner) => person.reassign(id, owner),
          addContact: async (contact) => {
            const added = person.addContact(contact)
            return { contactId: added.id, personIds: added.persons.map((p) => p.id) }
          },
          everything: async () => person.list()
        },
        documentsOf: async (activity) => person.documents().filter((d) => d.activity === activity)
      }
    }
  }
  const played = await runStory(story, { cast, onEnd: (stage) => compareCommands(stage, storesOf(), found) })
  for (const k of ['entries', 'decisions'] as const) figures[k] += storesOf().removed[k]
  return [...storesOf().differences, ...found, ...played.violations.map((v) => `${v.law}: ${v.what}`)]
}

const horizon = fc.constantFrom(0, 10 * 60_000, 86_400_000)

describe('pruning at any time', () => {
  it('is not noticed by the passes that follow, nor by who decides, restores or undoes', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(storyArbitrary, horizon, async (story, horizonMs) => {
        expect(await play(story, horizonMs)).toEqual([])
      }),
      { numRuns: runs(200) }
    )
  })

  it('had something to forget, and something to keep', () => {
    for (const [what, times] of Object.entries(figures)) expect(times, what).toBeGreaterThan(10)
  })

  const entriesThat =
    (goes: (e: JournalEntry, store: MemoryStore, scope: Scope) => boolean): Forget =>
    (store, scope, before) =>
    async () => {
      // Links are closed for as long as the store prunes by itself.
      const links = store.linksOf(scope)
      const back = (await storeJournal(store, scope)).filter((e) => !(e.at < before && goes(e, store, scope)))
      for (const link of links) store.persist(scope, [{ _tag: 'PutLink', link: { ...link, state: 'closed' } }])
      const pruned = await store.prune(scope, before)()
      for (const link of links) store.persist(scope, [{ _tag: 'PutLink', link }])
      store.persist(scope, [...back].reverse().map((entry) => ({ _tag: 'Journal', entry })))
      return pruned
    }
  const storeJournal = async (store: MemoryStore, scope: Scope): Promise<ReadonlyArray<JournalEntry>> => {
    const r = await store.journal(scope, { limit: 1_000_000 })()
    return r._tag === 'Right' ? r.right : []
  }
  const besides =
    (also: (store: MemoryStore, scope: Scope, before: string) => Promise<void>): Forget =>
    (store, scope, before) =>
    async () => {
      await also(store, scope, before)
      return store.prune(scope, before)()
    }
  const decisionsOf = (store: MemoryStore, scope: Scope): ReadonlyArray<Decision> => (store.dump(scope) as { readonly decisions: ReadonlyArray<Decision> }).decisions

  it.each<[string, Forget]>([
    ['what lost goes', entriesThat(() => true)],
    ['what lost stays, and what came after it goes', entriesThat((e) => e.losers.length === 0)],
    ['open questions go', besides(async (store, scope) => void decisionsOf(store, scope).filter((d) => d.state === 'open').forEach((d) => store.persist(scope, [{ _tag: 'PutDecision', decision: { ...d, state: 'withdrawn' } }])))],
    ['closed links go', besides(async (store, scope) => void store.linksOf(scope).filter((l) => l.state === 'closed').forEach((l) => store.persist(scope, [{ _tag: 'PutLink', link: { ...l, itemId: '', activityId: '', identity: null } }])))],
    ['intents go', besides(async (store, scope) => {
      const due = await store.due(scope, '9999-12-31T00:00:00.000Z')()
      if (due._tag === 'Right') store.persist(scope, due.right.intents.map((i) => ({ _tag: 'DropIntent', id: i.id })))
    })],
    ['retries go', besides(async (store, scope) => {
      const due = await store.due(scope, '9999-12-31T00:00:00.000Z')()
      if (due._tag === 'Right') store.persist(scope, due.right.retries.map((r) => ({ _tag: 'DropRetry', side: r.side, id: r.id })))
    })]
  ])('a prune by which %s is noticed', { timeout: 120_000 }, async (_, forget) => {
    const result = await fc.check(
      fc.asyncProperty(storyArbitrary, fc.constant(0), async (story, horizonMs) => (await play(story, horizonMs, forget)).length === 0),
      { numRuns: 400, endOnFailure: true }
    )
    expect(result.failed).toBe(true)
  })
})
