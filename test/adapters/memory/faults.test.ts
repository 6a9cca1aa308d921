import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { Crash, memoryCrm, memoryMailbox, memoryStore, noAttributes, scriptedFaults, seededFaults, type Fault, type FaultPoint, type Faults } from '../../../src/adapters/memory'
import { throttled, unavailable } from '../../../src/core/errors'
import type { CrmWrite } from '../../../src/core/ports/crm'
import type { MailboxWrite } from '../../../src/core/ports/mailbox'
import { aTask, tickingClock } from './worlds'

const scope = { user: 'anna', database: 'acme' }
const create = (n: number): MailboxWrite => ({ _tag: 'CreateItem', kind: 'task', ownKey: `key${n}`, fields: aTask() })
const createActivity = (n: number): CrmWrite => ({ _tag: 'CreateActivity', kind: 'task', ownKey: `key${n}`, owner: 'anna', contact: null, attributes: noAttributes, fields: aTask(), commit: () => [{ _tag: 'PutCursor', side: 'crm', cursor: `after${n}` }] })

const keysOf = (all: ReadonlyArray<{ readonly ownKey: string | null }>): ReadonlyArray<string | null> => all.map((x) => x.ownKey)

describe('a crash', () => {
  it('strikes before or after each single write of a batch, and what was written before it stays', async () => {
    const left: Array<ReadonlyArray<string | null>> = []
    for (let crashAt = 0; crashAt < 6; crashAt += 1) {
      const m = memoryMailbox({ now: tickingClock(), faults: scriptedFaults({ crashAt }) })
      await expect(m.write([create(1), create(2), create(3)])()).rejects.toBeInstanceOf(Crash)
      left.push(keysOf(m.person.list()))
    }
    expect(left).toEqual([[], ['key1'], ['key1'], ['key1', 'key2'], ['key1', 'key2'], ['key1', 'key2', 'key3']])
  })

  it('happens once: the next pass over the same ports goes through', async () => {
    const faults = scriptedFaults({ crashAt: 1 })
    const m = memoryMailbox({ now: tickingClock(), faults })
    await expect(m.write([create(1), create(2)])()).rejects.toMatchObject({ position: 'after', point: { port: 'mailbox', call: 'write', effect: 'CreateItem' } })
    expect(E.isRight(await m.write([create(1), create(2)])())).toBe(true)
    expect(keysOf(m.person.list())).toEqual(['key1', 'key2'])
    expect(faults.positions()).toBe(6)
  })

  it('counts effects over all the ports that share the faults, and no questions', async () => {
    const faults = scriptedFaults({})
    const [m, crm, store] = [memoryMailbox({ now: tickingClock(), faults }), memoryCrm({ now: tickingClock(), faults }), memoryStore({ faults })]
    await m.changes(null)()
    await m.read(['x'])()
    await crm.findByAddress(['x'])()
    await store.countOpenLinks(scope)()
    expect(faults.positions()).toBe(0)
    await m.write([create(1)])()
    await crm.write([createActivity(1), createActivity(2)])()
    await store.write(scope, [{ _tag: 'PutCursor', side: 'crm', cursor: 'a' }, { _tag: 'PutCursor', side: 'outlook', cursor: 'b' }])()
    await store.activate(scope)()
    expect(faults.positions()).toBe(10)
  })

  it('never leaves a write to the store half done', async () => {
    for (const crashAt of [0, 1]) {
      const store = memoryStore({ faults: scriptedFaults({ crashAt }) })
      await expect(store.write(scope, [{ _tag: 'PutCursor', side: 'crm', cursor: 'a' }, { _tag: 'PutCursor', side: 'outlook', cursor: 'b' }])()).rejects.toBeInstanceOf(Crash)
      const cursors = [await store.cursor(scope, 'crm')(), await store.cursor(scope, 'outlook')()]
      expect(cursors).toEqual(crashAt === 0 ? [E.right(null), E.right(null)] : [E.right('a'), E.right('b')])
    }
  })

  it('leaves activity and commit both done or both not done, where the CRM commits with the store', async () => {
    for (const crashAt of [0, 1]) {
      const memory = memoryStore()
      const crm = memoryCrm({ now: tickingClock(), store: { memory, database: 'acme' }, faults: scriptedFaults({ crashAt }) })
      await expect(crm.write([createActivity(1)])()).rejects.toBeInstanceOf(Crash)
      const cursor = await memory.cursor(scope, 'crm')()
      expect([crm.person.list().length, E.isRight(cursor) ? cursor.right : cursor]).toEqual(crashAt === 0 ? [0, null] : [1, 'after1'])
    }
  })
})

describe('other faults', () => {
  const at = (position: number, fault: Fault): Faults => scriptedFaults({ at: new Map([[position, fault]]) })
  const write = async (faults: Faults): Promise<{ readonly answers: unknown; readonly left: ReadonlyArray<string | null> }> => {
    const m = memoryMailbox({ now: tickingClock(), faults })
    const answers = await m.write([create(1), create(2)])()
    return { answers: E.isRight(answers) ? answers.right.map((e) => (E.isLeft(e) ? e.left._tag : 'done')) : answers.left._tag, left: keysOf(m.person.list()) }
  }

  it('an answer instead of a write: nothing happens to that one, and the others go on', async () => {
    expect(await write(at(0, { _tag: 'Answer', error: throttled(5) }))).toEqual({ answers: ['Throttled', 'done'], left: ['key2'] })
  })

  it('a lost answer: it happened, and the caller sees Unavailable', async () => {
    expect(await write(at(0, { _tag: 'Lost' }))).toEqual({ answers: ['Unavailable', 'done'], left: ['key1', 'key2'] })
    expect(await write(at(1, { _tag: 'Lost' }))).toEqual({ answers: ['Unavailable', 'done'], left: ['key1', 'key2'] })
  })

  it('a call as a whole fails before anything, or loses its answer after everything', async () => {
    const whole = (fault: Fault): Faults => ({ before: (p: FaultPoint) => (p.effect === null ? fault : null), after: () => null })
    expect(await write(whole({ _tag: 'Answer', error: unavailable('down') }))).toEqual({ answers: 'Unavailable', left: [] })
    expect(await write(whole({ _tag: 'Lost' }))).toEqual({ answers: 'Unavailable', left: ['key1', 'key2'] })
  })

  it('every function of every port is a point', async () => {
    const calls = new Set<string>()
    const note = (p: FaultPoint): null => (calls.add(`${p.port}.${p.call}`), null)
    const faults: Faults = { before: note, after: () => null }
    const [m, crm, store] = [memoryMailbox({ now: tickingClock(), faults }), memoryCrm({ now: tickingClock(), faults }), memoryStore({ faults })]
    const none = { ids: [], itemIds: [], activityIds: [], identities: [] }
    const tasks = [m.ownAddresses, m.changes(null), m.read([]), m.findByOwnKey([]), m.attachment('a', 'b', 1), m.write([]), crm.changes('a', null), crm.read([]), crm.findByOwnKey('a', []), crm.findByAddress([]), crm.findSimilar('a', 'task', []), crm.write([]), store.links(scope, none), store.openLinks(scope, null, 1), store.countOpenLinks(scope), store.due(scope, ''), store.cursor(scope, 'crm'), store.decisions(scope, {}), store.journal(scope, { limit: 1 }), store.write(scope, []), store.activation('a'), store.activate(scope), store.deactivate(scope)]
    for (const task of tasks) await task()
    expect(calls.size).toBe(tasks.length)
  })
})

describe('seeded faults', () => {
  /** A small generator that can be started again (Lehmer, modulus 2^31 - 1). */
  const numbers = (seed: number): (() => number) => {
    let state = seed
    return () => (state = (state * 48271) % 2147483647) / 2147483647
  }
  const run = async (seed: number): Promise<ReadonlyArray<string>> => {
    const m = memoryMailbox({ now: tickingClock(), faults: seededFaults(numbers(seed), { throttled: 0.1, unavailable: 0.1, unauthorized: 0.05, cursorExpired: 0.1, lost: 0.1, crash: 0.05 }) })
    const seen: string[] = []
    for (let n = 0; n < 200; n += 1) {
      for (const task of [m.changes(null), m.write([create(n)])]) {
        try {
          const e = await task()
          if (E.isLeft(e)) seen.push(e.left._tag)
          else if ('cursor' in e.right) seen.push('done')
          else for (const answer of e.right) seen.push(E.isLeft(answer) ? `write ${answer.left._tag}` : 'done')
        } catch (e) {
          seen.push(e instanceof Crash ? `crash ${e.position}` : 'something else')
        }
      }
    }
    return seen
  }

  it('are the same for the same numbers, other for others, and of every sort', async () => {
    const [a, b, c] = [await run(1), await run(1), await run(2)]
    expect(a).toEqual(b)
    expect(a).not.toEqual(c)
    expect([...new Set(a)].sort()).toEqual(['CursorExpired', 'Throttled', 'Unauthorized', 'Unavailable', 'crash after', 'crash before', 'done', 'write Throttled', 'write Unauthorized', 'write Unavailable'])
  })

  it('never strike with no rates', async () => {
    const m = memoryMailbox({ now: tickingClock(), faults: seededFaults(() => 0, {}) })
    expect(await m.write([create(1)])()).toMatchObject({ _tag: 'Right', right: [{ _tag: 'Right' }] })
  })
})
