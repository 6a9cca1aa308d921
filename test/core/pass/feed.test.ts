/** Reading the feeds: pages, failures, cursors that expire, entries that cannot be read, and when they are tried again. */
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { createSync, SyncFailure } from '../../../src'
import { isSettled } from '../../../src/core'
import { cursorExpired, type PortError, unavailable, unexpected, versionMismatch } from '../../../src/core/errors'
import type { ItemChange, MailboxPort } from '../../../src/core/ports/mailbox'
import { epochOf } from '../../../src/core/model/time'
import { nextRetry } from '../../../src/core/pass/retries'
import { losersOf } from './faulty-world'
import { small, task, type Small } from '../../sync/world'

const scope = { user: 'anna', database: 'acme' }
const syncWith = (w: Small, mailbox: MailboxPort, now = w.now) => createSync({ user: 'anna', database: 'acme', mailbox, crm: w.crm, store: w.store, now })
const errorOf = async (call: Promise<unknown>): Promise<unknown> => call.then(() => 'nothing thrown', (e: unknown) => (e instanceof SyncFailure ? e.error : e))

/** A mailbox whose call number n of `changes` does something first, and may answer with an error instead. */
const onCall = (w: Small, calls: { readonly [n: number]: () => PortError | null }): MailboxPort => {
  let n = 0
  return {
    ...w.mailbox,
    changes: (from) => async () => {
      const error = calls[++n]?.() ?? null
      return error === null ? w.mailbox.changes(from)() : E.left(error)
    }
  }
}

const add = (w: Small, n: number): ReadonlyArray<string> => Array.from({ length: n }, (_, i) => w.mailbox.person.add('task', task(`t${i}`)).id)

describe('a feed in pages', () => {
  it('is read to its end', async () => {
    const w = small({ pageSize: 3 })
    add(w, 10)
    const report = await w.sync().run()
    expect(report.created.task).toBe(10)
    expect(report.full).toEqual({ outlook: true, crm: true })
    expect((await w.sync().run()).full).toEqual({ outlook: false, crm: false })
  })
  it('that fails on a page keeps what was done, and goes on in the next pass', async () => {
    const w = small({ pageSize: 3 })
    add(w, 10)
    expect(await errorOf(syncWith(w, onCall(w, { 3: () => unavailable('it is down') })).run())).toEqual({ _tag: 'PortFailed', port: 'mailbox', during: 'reading changes', error: { _tag: 'Unavailable', detail: 'it is down' } })
    expect(w.crm.person.list()).toHaveLength(6)
    await w.sync().run()
    expect(w.crm.person.list()).toHaveLength(10)
  })
  it('whose cursor expires in the middle of a listing begins anew, once, and makes nothing twice', async () => {
    const w = small({ pageSize: 3 })
    add(w, 10)
    const report = await syncWith(w, onCall(w, { 3: () => (w.mailbox.expireCursors(), null) })).run()
    expect([report.created.task, w.crm.person.list().length]).toEqual([10, 10])
    expect(isSettled(await w.sync().preview())).toBe(true)
  })
  it('whose cursor expired between passes is listed, and nothing changes', async () => {
    const w = small({ pageSize: 3 })
    add(w, 5)
    await w.sync().run()
    w.mailbox.expireCursors()
    w.crm.expireCursors()
    const report = await w.sync().run()
    expect([report.full, report.actions.CreateActivity + report.actions.CreateItem]).toEqual([{ outlook: true, crm: true }, 0])
  })
  it('whose cursor expires again and again is an error, not a loop', async () => {
    const w = small()
    expect(await errorOf(syncWith(w, { ...w.mailbox, changes: () => async () => E.left(cursorExpired) }).run())).toMatchObject({ _tag: 'PortFailed', port: 'mailbox', error: unexpected('the cursor expires again and again') })
  })
  it('that changes while it is read misses nothing', async () => {
    const w = small({ pageSize: 2 })
    const ids = add(w, 5)
    await syncWith(w, onCall(w, { 2: () => (w.mailbox.person.edit(ids[0] ?? '', { subject: 'meanwhile' }), w.mailbox.person.add('task', task('new')), null) })).run()
    await w.sync().run()
    expect(w.crm.person.list().map((a) => a.fields.subject).sort()).toEqual(['meanwhile', 'new', 't1', 't2', 't3', 't4'])
  })
  it('a conflict lost twice in one pass is in the journal twice (L3)', async () => {
    const w = small({ pageSize: 1 })
    const [id = '', other = ''] = add(w, 2)
    const settings = { conflict: { policy: 'outlook' } }
    await w.sync(settings).run()
    const conflict = (n: number): null => {
      w.mailbox.person.edit(id, { subject: `ours ${n}` })
      w.crm.person.edit(w.store.linksOf(scope).find((l) => l.itemId === id)?.activityId ?? '', { subject: `theirs ${n}` })
      return null
    }
    conflict(1)
    w.mailbox.person.edit(other, { subject: 'other' })
    await createSync({ ...scope, mailbox: onCall(w, { 2: () => conflict(2) }), crm: w.crm, store: w.store, now: w.now, settings }).run()
    expect(await losersOf(w)).toEqual(['crm subject "theirs 1"', 'crm subject "theirs 2"'])
  })
})

describe('something that cannot be read', () => {
  const failing = (w: Small, bad: string, isBroken: () => boolean): MailboxPort => {
    const error: PortError = { _tag: 'InvalidPayload', what: 'item', errors: [{ field: 'due', got: 'string', expected: 'a date' }] }
    const hide = (c: ItemChange): ItemChange => (isBroken() && c._tag === 'Present' && c.item.id === bad ? { _tag: 'Failed', id: bad, error } : c)
    return {
      ...w.mailbox,
      changes: (from) => async () => E.map((p: { readonly changes: ReadonlyArray<ItemChange>; readonly cursor: string; readonly more: boolean; readonly full: boolean }) => ({ ...p, changes: p.changes.map(hide) }))(await w.mailbox.changes(from)()),
      read: (ids) => async () => E.right(ids.map((id) => { const item = w.mailbox.person.get(id); return isBroken() && id === bad ? { _tag: 'Failed' as const, id, error } : item === null ? { _tag: 'Missing' as const, id } : { _tag: 'Found' as const, id, item } }))
    }
  }
  it('stops nothing else, and is tried again later each time: at once, after 1, 2, 4 minutes', async () => {
    const w = small()
    const [bad = ''] = add(w, 4)
    let broken = true
    let ms = Date.UTC(2026, 10, 25)
    const mailbox = failing(w, bad, () => broken)
    const reads: Array<string> = []
    const watched: MailboxPort = { ...mailbox, read: (ids) => (reads.push(...ids), mailbox.read(ids)) }
    const sync = syncWith(w, watched, () => new Date(ms).toISOString())
    expect((await sync.run()).created.task).toBe(3)
    const triedAfter = async (minutes: number): Promise<boolean> => {
      reads.length = 0
      ms += minutes * 60_000
      await sync.run()
      return reads.includes(bad)
    }
    expect(await triedAfter(0)).toBe(true)
    expect(await triedAfter(0)).toBe(false)
    expect(await triedAfter(1)).toBe(true)
    expect(await triedAfter(1)).toBe(false)
    expect(await triedAfter(1)).toBe(true)
    expect(await triedAfter(3)).toBe(false)
    broken = false
    expect(await triedAfter(1)).toBe(true)
    expect(w.crm.person.list()).toHaveLength(4)
    expect(await triedAfter(10)).toBe(false)
  })
  it('and is linked does not count as gone', async () => {
    const w = small()
    const [bad = ''] = add(w, 2)
    await w.sync().run()
    w.mailbox.expireCursors()
    await syncWith(w, failing(w, bad, () => true)).run()
    expect(w.store.linksOf(scope).map((l) => l.state)).toEqual(['open', 'open'])
  })
  it('waits a day at most', () => {
    let retry = nextRetry(undefined, 'outlook', 'x', 'Unavailable', '2026-11-24T08:00:00.000Z')
    const delays: Array<number> = []
    for (let n = 0; n < 40; n++) {
      delays.push((epochOf(retry.notBefore) - epochOf('2026-11-24T08:00:00.000Z')) / 60_000)
      retry = nextRetry(retry, 'outlook', 'x', 'Unavailable', '2026-11-24T08:00:00.000Z')
    }
    expect([delays.slice(0, 5), Math.max(...delays), delays.at(-1)]).toEqual([[0, 1, 2, 4, 8], 1440, 1440])
    expect(retry.attempts).toBe(41)
  })
})

describe('a write', () => {
  it('that comes too late is tried in the next pass, with what is there by then', async () => {
    const w = small()
    const a = w.crm.person.addActivity('anna', 'task', task('ring'))
    await w.sync().run()
    w.crm.person.edit(a.id, { subject: 'ring again' })
    const item = w.mailbox.person.list()[0]?.id ?? ''
    // Somebody writes between reading and writing.
    const mailbox: MailboxPort = { ...w.mailbox, write: (all) => async () => (w.mailbox.person.edit(item, { importance: 'high' }), w.mailbox.write(all)()) }
    const { errors } = await syncWith(w, mailbox).run()
    expect(errors.length).toBeGreaterThan(0)
    for (const e of errors) expect([e.during, e.error]).toEqual(['UpdateItem', versionMismatch(`item ${item}`)])
    expect(w.mailbox.person.get(item)?.fields).toMatchObject({ subject: 'ring' })
    await w.sync().run()
    expect(w.mailbox.person.get(item)?.fields).toMatchObject({ subject: 'ring again', importance: 'high' })
    expect(w.crm.person.get(a.id)?.fields).toMatchObject({ subject: 'ring again', importance: 'high' })
    expect(isSettled(await w.sync().preview())).toBe(true)
  })
  it('that fails for one entry is carried out for the others', async () => {
    const w = small()
    add(w, 3)
    const crm = { ...w.crm, write: (all: Parameters<typeof w.crm.write>[0]) => async () => {
      const answers = await w.crm.write(all.filter((x) => !('fields' in x) || x.fields.subject !== 't1'))()
      if (E.isLeft(answers)) return answers
      const rest = [...answers.right]
      return E.right(all.map((x) => ('fields' in x && x.fields.subject === 't1' ? E.left(unexpected('no')) : (rest.shift() ?? E.left(unexpected('no answer'))))))
    } }
    const report = await createSync({ ...scope, mailbox: w.mailbox, crm, store: w.store, now: w.now }).run()
    expect([report.created.task, report.errors.length]).toEqual([2, 1])
    expect((await w.sync().run()).created.task).toBe(1)
  })
  it('that is throttled stops the pass', async () => {
    const w = small()
    add(w, 3)
    const crm = { ...w.crm, write: () => async () => E.left<PortError>({ _tag: 'Throttled', retryAfterMs: 500 }) }
    expect(await errorOf(createSync({ ...scope, mailbox: w.mailbox, crm, store: w.store, now: w.now }).run())).toMatchObject({ _tag: 'PortFailed', port: 'crm', error: { _tag: 'Throttled', retryAfterMs: 500 } })
    expect((await w.sync().run()).created.task).toBe(3)
  })
})
