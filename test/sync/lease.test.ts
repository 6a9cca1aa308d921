/** Who may work on a mailbox: calls that act take the lease, the others do not; how it ends; what is told. */
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { createSync, SyncFailure, type Sync, type SyncOptions } from '../../src'
import { Crash, type Faults } from '../../src/adapters/memory'
import { showSyncError, unavailable } from '../../src/core/errors'
import { epochOf, instantOf } from '../../src/core/model/time'
import { betweenCalls } from '../core/pass/between-calls'
import { anna, email, small, task, type Small } from './world'

const errorOf = async (call: Promise<unknown>): Promise<unknown> => call.then(() => 'nothing thrown', (e: unknown) => (e instanceof SyncFailure ? e.error : e))
const scope = { user: 'anna', database: 'acme' }

/** Workers with a clock that moves when it is told to. */
const workers = (w: Small): { readonly as: (worker: string | undefined, more?: Partial<SyncOptions>) => Sync; readonly wait: (ms: number) => void; readonly time: () => string } => {
  let ms = epochOf('2026-11-24T12:00:00.000Z')
  const time = (): string => instantOf(ms)
  return {
    as: (worker, more = {}) => createSync({ ...scope, mailbox: w.mailbox, crm: w.crm, store: w.store, now: time, ...(worker === undefined ? {} : { worker }), ...more }),
    wait: (more) => void (ms += more),
    time
  }
}
const holdLease = async (w: Small, until: string): Promise<void> => {
  const granted = await w.store.acquireLease('anna', 'somebody else', '2026-11-24T12:00:00.000Z', until)()
  expect(granted._tag).toBe('Right')
}

describe('while another worker holds the lease', () => {
  it('run, transfer, transferAll and send are refused, with the time until which it is held, and do nothing', async () => {
    const w = small()
    const item = w.mailbox.person.add('task', task('ring'))
    const letter = w.crm.person.addActivity('anna', 'email', { ...email('offer', anna), to: [{ address: 'info@alfa.example', name: null }] })
    const { as, wait } = workers(w)
    const until = '2026-11-24T12:01:00.000Z'
    await holdLease(w, until)
    const before = JSON.stringify([w.mailbox.snapshot(), w.crm.snapshot(), w.store.snapshot()])
    const sync = as('two')
    const calls: ReadonlyArray<() => Promise<unknown>> = [() => sync.run(), () => sync.transfer({ items: [item.id] }), () => sync.transferAll(), () => sync.send(letter.id)]
    for (const call of calls) expect(await errorOf(call())).toEqual({ _tag: 'Busy', until })
    expect(JSON.stringify([w.mailbox.snapshot(), w.crm.snapshot(), w.store.snapshot()])).toBe(before)
    wait(60_000)
    for (const call of calls) expect(await errorOf(call())).toBe('nothing thrown')
    expect(w.mailbox.outbox()).toHaveLength(1)
  })

  it('preview, status, explain, decisions and decide are not', async () => {
    const w = small()
    const item = w.mailbox.person.add('task', task('ring'))
    const { as } = workers(w)
    await as('one').run()
    w.mailbox.person.moveToDeletedItems(item.id)
    await as('one').run()
    await holdLease(w, '2026-11-25T12:00:00.000Z')
    const sync = as('two')
    expect((await sync.preview()).actions).toEqual([])
    expect(await sync.status(item.id)).toMatchObject({ transferred: true })
    expect(await sync.explain(item.id)).toMatchObject({ transferred: true })
    const [question] = await sync.decisions()
    expect(await sync.decide(question?.id ?? '', 'keep-activity')).toMatchObject({ state: 'answered' })
  })

  it('it is the user’s in every company database, and another user’s is another', async () => {
    const w = small()
    const { as } = workers(w)
    await holdLease(w, '2026-11-24T13:00:00.000Z')
    expect(await errorOf(as('two', { database: 'beta' }).run())).toMatchObject({ _tag: 'Busy' })
    expect(await errorOf(as('two', { user: 'bert' }).run())).toBe('nothing thrown')
  })

  it('of two without a name one is another worker', async () => {
    const w = small()
    const { as } = workers(w)
    let second: unknown = null
    const ports = betweenCalls(w, async (call) => {
      if (call.name === 'changes' && second === null) second = await errorOf(as(undefined).run())
    })
    await as(undefined, ports).run()
    expect(second).toEqual({ _tag: 'Busy', until: '2026-11-24T12:02:00.000Z' })
  })
})

describe('a lease ends', () => {
  it('with the call, also when that stops with an error', async () => {
    const w = small()
    const { as } = workers(w)
    const failing: Sync = as('one', { mailbox: { ...w.mailbox, changes: () => async () => E.left(unavailable('it is down')) } })
    expect(await errorOf(failing.run())).toMatchObject({ _tag: 'PortFailed' })
    expect(await errorOf(as('two').run())).toBe('nothing thrown')
    await as('one').run()
    expect(await errorOf(as('two').send('nothing'))).toEqual({ _tag: 'NoSuchEntity', id: 'nothing' })
    expect(await errorOf(as('one').run())).toBe('nothing thrown')
  })

  it('with its time where the process died; the same worker does not have to wait', async () => {
    let armed = true
    const faults: Faults = { before: (p) => (armed && p.effect === 'CreateActivity' ? { _tag: 'Crash' } : null), after: () => null }
    const w = small({ faults })
    w.mailbox.person.add('task', task('ring'))
    const { as, wait } = workers(w)
    await expect(as('one', { leaseMs: 5000 }).run()).rejects.toBeInstanceOf(Crash)
    armed = false
    expect(await errorOf(as('two').run())).toMatchObject({ _tag: 'Busy', until: '2026-11-24T12:00:05.000Z' })
    wait(4999)
    expect(await errorOf(as('two').run())).toMatchObject({ _tag: 'Busy' })
    wait(1)
    expect(await errorOf(as('two').run())).toBe('nothing thrown')
    armed = true
    w.mailbox.person.add('task', task('write'))
    await expect(as('one').run()).rejects.toBeInstanceOf(Crash)
    armed = false
    expect(await errorOf(as('one').run())).toBe('nothing thrown')
    expect(w.crm.person.list()).toHaveLength(2)
  })

  it('even if that cannot be said to the store: what was done is done', async () => {
    const w = small()
    const { as } = workers(w)
    const store = { ...w.store, releaseLease: () => async () => E.left(unavailable('it is down')) }
    expect(await errorOf(as('one', { store }).run())).toBe('nothing thrown')
    expect(await errorOf(as('two').run())).toMatchObject({ _tag: 'Busy' })
  })

  it('later the longer the pass takes: each write extends it from the present time', async () => {
    const w = small({ pageSize: 1 })
    for (const n of [1, 2, 3]) w.mailbox.person.add('task', task(`t${n}`))
    const { as, wait, time } = workers(w)
    const told: Array<unknown> = []
    const ports = betweenCalls(w, async (call) => {
      if (call.name !== 'changes' || call.port !== 'mailbox') return
      // A minute for each page, of two that a lease runs: it would not last for three pages.
      wait(60_000)
      told.push(await errorOf(as('two').run()))
    })
    await as('one', { ...ports, now: time }).run()
    expect(told.length).toBeGreaterThan(2)
    expect(told).toEqual(told.map(() => expect.objectContaining({ _tag: 'Busy' })))
  })
})

describe('a worker whose lease was taken over', () => {
  it('sends nothing any more', async () => {
    const w = small()
    const letter = w.crm.person.addActivity('anna', 'email', { ...email('offer', anna), to: [{ address: 'info@alfa.example', name: null }] })
    const { as } = workers(w)
    const ports = betweenCalls(w, async (call) => {
      if (call.name === 'read') await as('one').run()
    })
    expect(await errorOf(as('one', ports).send(letter.id))).toEqual({ _tag: 'LeaseLost' })
    expect(w.mailbox.outbox()).toHaveLength(0)
  })
  it('may send what the other one sends too: it is sent once', async () => {
    const w = small()
    const letter = w.crm.person.addActivity('anna', 'email', { ...email('offer', anna), to: [{ address: 'info@alfa.example', name: null }] })
    const { as } = workers(w)
    for (let at = 0; at < 10; at++) {
      const ports = betweenCalls(w, async (call) => {
        if (call.at === at) await as('one').send(letter.id)
      })
      expect([{ _tag: 'LeaseLost' }, 'nothing thrown']).toContainEqual(await errorOf(as('one', ports).send(letter.id)))
    }
    expect(w.mailbox.outbox()).toHaveLength(1)
  })
})

describe('the options', () => {
  it.each([
    [{ leaseMs: 999 }, 'leaseMs', 'number 999'],
    [{ leaseMs: 1000.5 }, 'leaseMs', 'number 1000.5'],
    [{ leaseMs: 86_400_001 }, 'leaseMs', 'number 86400001'],
    [{ leaseMs: Number.NaN }, 'leaseMs', 'number NaN'],
    [{ worker: '' }, 'worker', 'string ""']
  ])('%j is refused by every call, and says which and why', async (wrong, field, got) => {
    const w = small()
    const sync = workers(w).as('one', wrong)
    for (const call of [() => sync.run(), () => sync.preview(), () => sync.decisions()]) expect(await errorOf(call())).toMatchObject({ _tag: 'InvalidInput', errors: [{ field, got }] })
    expect(w.store.snapshot()).toMatchObject({ leases: {} })
  })
  it('a second and a day are allowed', async () => {
    const w = small()
    for (const leaseMs of [1000, 86_400_000]) expect(await errorOf(workers(w).as('one', { leaseMs }).run())).toBe('nothing thrown')
  })
})

it('both errors are sentences', () => {
  expect(showSyncError({ _tag: 'Busy', until: '2026-11-24T12:01:00.000Z' })).toBe('another worker is at this mailbox, until 2026-11-24T12:01:00.000Z if it does not end or go on: try again later')
  expect(showSyncError({ _tag: 'LeaseLost' })).toBe('another worker has taken over this mailbox: stopped before the next effect, and the other one goes on from there')
})
