/** The parts of a pass that are plain functions. */
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { memoryStore } from '../../../src/adapters/memory'
import { throttled, unavailable, versionMismatch, type PortError } from '../../../src/core/errors'
import { fenceOf, isLeaseLost, writeFenced, writeUnlessAnswered } from '../../../src/core/pass/fenced-write'
import { judgeDisappearance } from '../../../src/core/pass/guard'
import { markCursor, readCursor } from '../../../src/core/pass/marked-cursor'
import { catchStop, inChunks, orStop, Stop } from '../../../src/core/pass/port-call'
import { actionCount, startTally } from '../../../src/core/pass/report'
import { nextRetry } from '../../../src/core/pass/retries'
import { settings, task, taskActivity } from '../../rules/examples'
import { agreed, edited, planOf } from '../reconcile/scene'

const now = '2026-11-24T08:00:00.000Z'

describe('the next attempt', () => {
  it.each([
    [0, '2026-11-24T08:00:00.000Z'],
    [1, '2026-11-24T08:01:00.000Z'],
    [2, '2026-11-24T08:02:00.000Z'],
    [3, '2026-11-24T08:04:00.000Z'],
    [11, '2026-11-25T01:04:00.000Z'],
    [12, '2026-11-25T08:00:00.000Z'],
    [5000, '2026-11-25T08:00:00.000Z']
  ])('after %i others is at %s', (attempts, notBefore) => {
    const before = attempts === 0 ? undefined : { side: 'crm' as const, id: 'x', attempts, notBefore: now, error: 'NotFound' }
    expect(nextRetry(before, 'outlook', 'i', 'Unavailable', now)).toEqual({ side: 'outlook', id: 'i', attempts: attempts + 1, notBefore, error: 'Unavailable' })
  })
})

describe('a side looks empty (L6)', () => {
  const guard = settings({ guard: { minimum: 4, share: 0.5 } })
  it.each([
    [0, 0, true, false],
    [0, 9, true, false],
    [1, 9, true, true],
    [3, 3, false, false],
    [4, 8, false, false],
    [5, 8, false, true],
    [4, 7, false, true]
  ])('%i of %i gone, listed nothing %s: %s', (gone, linked, listedNothing, empty) => {
    expect(judgeDisappearance(guard, { side: 'crm', gone, linked, listedNothing })).toEqual(empty ? { _tag: 'SideLooksEmpty', side: 'crm', gone, linked } : null)
  })
})

describe('a stored cursor', () => {
  it('is read under the settings under which it was stored, and under no others', () => {
    const stored = markCursor(settings(), 'a b')
    expect(stored).toMatch(/^[0-9a-z]+ a b$/)
    expect(readCursor(settings(), stored)).toBe('a b')
    expect(readCursor(settings({ guard: { minimum: 3 } }), stored)).toBe('a b')
    expect(readCursor(settings({ mode: 'manual' }), stored)).toBeNull()
    expect(readCursor(settings({ privacy: { neverSync: ['a.se', 'b.se'] } }), markCursor(settings({ privacy: { neverSync: ['b.se', 'a.se'] } }), 'c'))).toBeNull()
    expect([readCursor(settings(), null), readCursor(settings(), 'a b')]).toEqual([null, null])
  })
  it('does not depend on the order of keys', () => {
    const [a, b] = [settings(), settings()]
    expect(markCursor(Object.fromEntries(Object.entries(a).reverse()) as typeof a, 'c')).toBe(markCursor(b, 'c'))
  })
})

describe('calls to ports', () => {
  it('in pieces', () => {
    expect(inChunks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]])
    expect(inChunks([1, 2], 2)).toEqual([[1, 2]])
    expect(inChunks([], 2)).toEqual([])
  })
  it('that fail stop the pass', async () => {
    expect(await catchStop(() => orStop('crm', 'reading', async () => E.right(1)))).toEqual(E.right(1))
    expect(await catchStop(() => orStop('crm', 'reading', async () => E.left(unavailable('down'))))).toEqual(E.left({ _tag: 'PortFailed', port: 'crm', during: 'reading', error: unavailable('down') }))
    expect(await catchStop(async () => Promise.reject(new Stop({ _tag: 'LeaseLost' })))).toEqual(E.left({ _tag: 'LeaseLost' }))
    await expect(catchStop(async () => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug')
  })
  it('under a lease extend it, and tell when it is lost', () => {
    expect(fenceOf({ lease: { fence: 3, ms: 1000 }, clock: () => now })).toEqual([{ _tag: 'Fence', fence: 3, until: '2026-11-24T08:00:01.000Z' }])
    expect(fenceOf({ lease: null, clock: () => now })).toEqual([])
    expect([versionMismatch('lease'), versionMismatch('item'), throttled(1)].map(isLeaseLost)).toEqual([true, false, false])
  })
})

describe('a write to our memory', () => {
  const of = (answer: E.Either<PortError, void>, written: Array<unknown> = []) => ({
    scope: { user: 'anna', database: 'acme' },
    lease: { fence: 3, ms: 1000 },
    clock: () => now,
    store: { ...memoryStore(), write: (_: unknown, writes: ReadonlyArray<unknown>) => async () => (written.push(...writes), answer) }
  })
  const cursor = { _tag: 'PutCursor' as const, side: 'crm' as const, cursor: 'c' }
  it('goes with its fence', async () => {
    const written: Array<unknown> = []
    await writeFenced(of(E.right(undefined), written), 'recording', [cursor])
    expect(await writeUnlessAnswered(of(E.right(undefined), written), 'recording', [cursor])).toBe(true)
    const fence = { _tag: 'Fence', fence: 3, until: '2026-11-24T08:00:01.000Z' }
    expect(written).toEqual([fence, cursor, fence, cursor])
  })
  it.each<[PortError, unknown, unknown]>([
    [versionMismatch('lease'), { _tag: 'LeaseLost' }, { _tag: 'LeaseLost' }],
    [versionMismatch('decisions'), { _tag: 'PortFailed', port: 'store', during: 'recording', error: versionMismatch('decisions') }, false],
    [unavailable('lease'), { _tag: 'PortFailed', port: 'store', during: 'recording', error: unavailable('lease') }, { _tag: 'PortFailed', port: 'store', during: 'recording', error: unavailable('lease') }]
  ])('that is refused with %j', async (error, always, unlessAnswered) => {
    expect(await catchStop(() => writeFenced(of(E.left(error)), 'recording', [cursor]))).toEqual(E.left(always))
    expect(await catchStop(() => writeUnlessAnswered(of(E.left(error)), 'recording', [cursor]))).toEqual(unlessAnswered === false ? E.right(false) : E.left(unlessAnswered))
  })
})

describe('a report', () => {
  const [item, activity] = [task(), taskActivity()]
  const link = agreed(item, activity)
  const changed = planOf({ items: [edited(item, { subject: 'ours' })], activities: [activity], links: [link] })
  const unchanged = planOf({ items: [item], activities: [activity], links: [link] })
  it('counts what succeeded, and lists what failed', () => {
    const t = startTally()
    const [action] = changed.actions
    if (action === undefined) throw new Error('no action')
    t.add(changed, [{ action, result: E.right({ _tag: 'Nothing' }) }])
    t.add(changed, [{ action, result: E.left(unavailable('down')) }])
    t.fail({ itemId: 't9', activityId: null, during: 'read', error: unavailable('down') })
    const r = t.report('p', { outlook: true, crm: false })
    expect(r).toMatchObject({ pass: 'p', full: { outlook: true, crm: false }, items: { email: 0, appointment: 0, task: 1 }, activities: { task: 1 }, created: { task: 0 }, skipped: {}, withdrawn: 0 })
    expect(r.errors).toEqual([
      { itemId: 't1', activityId: 'x1', during: 'UpdateActivity', error: unavailable('down') },
      { itemId: 't9', activityId: null, during: 'read', error: unavailable('down') }
    ])
    expect([r.actions.UpdateActivity, actionCount(r), t.done()]).toEqual([1, 1, 1])
  })
  it('does not count as unchanged what this pass itself has changed', () => {
    const [t, other] = [startTally(), startTally()]
    t.add(changed, [])
    for (const tally of [t, other]) tally.add(unchanged, [])
    expect(t.report('p', { outlook: false, crm: false }).skipped).toEqual({})
    expect(other.report('p', { outlook: false, crm: false }).skipped).toEqual({ unchanged: 1 })
  })
  it('lists reasons in order', () => {
    const t = startTally()
    t.add(planOf({ items: [task({ id: 't2', sensitivity: 'private' }), task({ id: 't3', place: 'deletedItems' }), task({ id: 't4', place: 'deletedItems' })] }), [])
    expect(Object.entries(t.report('p', { outlook: false, crm: false }).skipped)).toEqual([['in-deleted-items', 2], ['private', 1]])
  })
})
