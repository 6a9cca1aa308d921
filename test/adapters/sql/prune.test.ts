/** Pruning on databases: the same as in memory, in parts, and half of it is as good as all of it with an earlier instant. */
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, it } from 'vitest'
import { memoryStore } from '../../../src/adapters/memory'
import { sqlStore } from '../../../src/adapters/sql/index'
import type { SqlDatabase } from '../../../src/adapters/sql/index'
import { unavailable } from '../../../src/core/errors'
import type { Decision } from '../../../src/core/model/decision'
import type { JournalEntry } from '../../../src/core/model/journal'
import type { StorePort, StoreWrite } from '../../../src/core/ports/store'
import { runs } from '../../runs'
import { closeAll, databases } from './databases'
import { left, linkOf, right } from './fixtures'

afterEach(closeAll)

const scope = { user: 'anna', database: 'acme' }
const at = (n: number): string => new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString()
const entryOf = (n: number, id: string, linkId: string | null, lost: boolean): JournalEntry => ({ id, pass: 'p', at: at(n), action: 'UpdateItem', reason: 'r', linkId, itemId: null, activityId: null, losers: lost ? [{ field: 'subject', side: 'crm', value: 'nul\u0000 \ud83d' }] : [], before: {} })
const decisionOf = (n: number, id: string, state: Decision['state']): Decision => ({ _tag: 'Deletion', id, kind: 'task', linkId: 'l0', itemId: 'i', activityId: 'a', openedAt: at(n), state, editedInCrm: false, answer: state === 'answered' || state === 'done' ? 'keep-activity' : null })
const journalled = (entries: ReadonlyArray<JournalEntry>): ReadonlyArray<StoreWrite> => entries.map((entry) => ({ _tag: 'Journal', entry }))

const journalOf = async (store: StorePort, of = scope): Promise<ReadonlyArray<JournalEntry>> => right(store.journal(of, { limit: 100_000 }))

const times = 12
const links = fc.array(fc.boolean(), { minLength: 1, maxLength: 4 })
const entries = fc.array(fc.record({ n: fc.nat(times), link: fc.option(fc.nat(5), { freq: 6 }), lost: fc.boolean() }), { maxLength: 30 })
const decisions = fc.array(fc.record({ n: fc.nat(times), state: fc.constantFrom('open', 'answered', 'withdrawn', 'done') }), { maxLength: 6 })
const world = fc.record({ links, entries, decisions, prunes: fc.array(fc.nat(times + 1), { minLength: 1, maxLength: 3 }) })

describe.each(databases)('%s', (_, on) => {
  it('forgets and keeps what the memory store does, from any history', async () => {
    const { db } = await on.newDatabase()
    let n = 0
    await fc.assert(
      fc.asyncProperty(world, async (w) => {
        const [ours, theirs, where] = [sqlStore({ db }), memoryStore(), { user: `user ${++n}`, database: 'acme' }]
        const writes: ReadonlyArray<StoreWrite> = [
          ...w.links.map((open, i): StoreWrite => ({ _tag: 'PutLink', link: { ...linkOf(`l${i}`, `a${i}`), state: open ? 'open' : 'closed' } })),
          ...journalled(w.entries.map((e, i) => entryOf(e.n, `e${i}`, e.link === null ? null : `l${e.link}`, e.lost))),
          ...w.decisions.map((d, i): StoreWrite => ({ _tag: 'PutDecision', decision: decisionOf(d.n, `d${i}`, d.state) }))
        ]
        for (const store of [ours, theirs]) await right(store.write(where, writes))
        for (const p of w.prunes) {
          expect(await right(ours.prune(where, at(p)))).toEqual(await right(theirs.prune(where, at(p))))
          expect(await journalOf(ours, where)).toEqual(await journalOf(theirs, where))
          const ids = { ids: w.decisions.map((_, i) => `d${i}`) }
          expect(await right(ours.decisions(where, ids))).toEqual(await right(theirs.decisions(where, ids)))
        }
      }),
      { numRuns: runs(on.name === 'SQLite' ? 200 : 80) }
    )
  })

  /** Three links: one with something lost early, one with something lost late, one closed. */
  const many: ReadonlyArray<JournalEntry> = Array.from({ length: 4500 }, (_, i) => entryOf(Math.floor(i / 3), `e${i}`, `l${i % 3}`, i === 300 || i === 4000 || i % 30 === 2))
  const putMany = async (store: StorePort): Promise<void> => {
    await right(store.write(scope, [
      ...[0, 1, 2].map((i): StoreWrite => ({ _tag: 'PutLink', link: { ...linkOf(`l${i}`, `a${i}`), state: i === 2 ? 'closed' : 'open' } })),
      ...journalled(many),
      ...Array.from({ length: 1200 }, (_, i): StoreWrite => ({ _tag: 'PutDecision', decision: decisionOf(i, `d${i}`, 'done') }))
    ]))
  }
  const counted = (db: SqlDatabase, before: (n: number) => Promise<E.Either<ReturnType<typeof unavailable>, void>>): SqlDatabase => {
    let n = 0
    return {
      ...db,
      transact: (mode, program) => async () => {
        const allowed = await before(++n)
        return E.isLeft(allowed) ? allowed : db.transact(mode, program)()
      }
    }
  }

  it('works in parts, between which others write', async () => {
    const { db, reopen } = await on.newDatabase()
    await putMany(sqlStore({ db }))
    const other = sqlStore({ db: await reopen() })
    const seen: Array<number> = []
    const between = counted(db, async () => {
      await right(other.write(scope, [{ _tag: 'PutCursor', side: 'crm', cursor: String(seen.length) }]))
      seen.push((await journalOf(other)).length)
      return E.right(undefined)
    })
    // Of the first link 100 go, of the second 1333, of the closed one 1500.
    expect(await right(sqlStore({ db: between }).prune(scope, at(10_000)))).toEqual({ entries: 2933, decisions: 1200 })
    expect(seen.length).toBe(5 + 1 + 2)
    for (const [i, left] of seen.entries()) expect((seen[i - 1] ?? 4500) - left).toBeLessThanOrEqual(1000)
    expect(await right(other.cursor(scope, 'crm'))).toBe('7')
  })

  it('where it fails half way, each link has lost only its beginning, and asked again it goes on', async () => {
    const { db } = await on.newDatabase()
    const store = sqlStore({ db })
    await putMany(store)
    const down = unavailable('the database is closed')
    expect(await left(sqlStore({ db: counted(db, async (n) => (n === 3 ? E.left(down) : E.right(undefined))) }).prune(scope, at(10_000)))).toEqual(down)
    const left_ = await journalOf(store)
    expect(left_.length).toBeGreaterThan(2000)
    expect(left_.length).toBeLessThan(4500)
    for (const link of ['l0', 'l1', 'l2']) {
      const kept = new Set(left_.filter((e) => e.linkId === link).map((e) => e.id))
      const all = many.filter((e) => e.linkId === link)
      expect(all.slice(-kept.size).every((e) => kept.has(e.id)), link).toBe(true)
    }
    expect(await right(store.prune(scope, at(10_000)))).toEqual({ entries: left_.length - (4500 - 2933), decisions: 1200 })
    expect(await right(store.prune(scope, at(10_000)))).toEqual({ entries: 0, decisions: 0 })
    expect((await journalOf(store)).length).toBe(4500 - 2933)
  })

  it('of two that prune at once each entry is counted once', async () => {
    const { db, reopen } = await on.newDatabase()
    await putMany(sqlStore({ db }))
    const both = await Promise.all([sqlStore({ db }), sqlStore({ db: await reopen() })].map((store) => right(store.prune(scope, at(10_000)))))
    expect(both.reduce((n, p) => n + p.entries, 0)).toBe(2933)
    expect(both.reduce((n, p) => n + p.decisions, 0)).toBe(1200)
  })
})
