import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { memoryMailbox, type MemoryMailbox } from '../../../src/adapters/memory'
import type { ItemChange } from '../../../src/core/ports/mailbox'
import { aTask, anAppointment, anEmail, tickingClock } from './worlds'

const right = async <A>(task: () => Promise<E.Either<unknown, A>>): Promise<A> => {
  const e = await task()
  if (E.isLeft(e)) throw new Error(JSON.stringify(e.left))
  return e.right
}

const delta = async (m: MemoryMailbox, from: string | null): Promise<{ readonly told: ReadonlyArray<string>; readonly changes: ReadonlyArray<ItemChange>; readonly cursor: string }> => {
  const page = await right(m.changes(from))
  return { told: page.changes.map((c) => (c._tag === 'Present' ? `+${c.item.id}` : `-${c.id}`)), changes: page.changes, cursor: page.cursor }
}

describe('the person at a memory mailbox', () => {
  it('bumps version and modifiedAt with every change, and takes the time from the clock', () => {
    const m = memoryMailbox({ now: tickingClock() })
    const a = m.person.add('task', aTask())
    const b = m.person.edit(a.id, { subject: 'Other' })
    const c = m.person.mark(a.id, { sensitivity: 'private' })
    const d = m.person.moveToDeletedItems(a.id)
    const e = m.person.restore(a.id)
    const states = [a, b, c, d, e]
    expect(new Set(states.map((s) => s?.version)).size).toBe(5)
    expect(states.map((s) => s?.modifiedAt)).toEqual([1, 2, 3, 4, 5].map((s) => `2026-01-01T00:00:0${s}.000Z`))
    expect(e).toMatchObject({ place: 'normal', sensitivity: 'private', fields: { subject: 'Other', due: '2026-03-02' } })
    expect(states.map((s) => s?.place)).toEqual(['normal', 'normal', 'normal', 'deletedItems', 'normal'])
  })

  it('edits the fields of its kind alone', () => {
    const m = memoryMailbox({ now: tickingClock() })
    const a = m.person.add('task', aTask())
    expect(m.person.edit(a.id, { location: 'Room 1', subject: 'New' })?.fields).toEqual(aTask({ subject: 'New' }))
    expect(m.person.mark(a.id, { recurrence: { rule: 'FREQ=DAILY', cancelled: [], exceptions: [] } })).not.toHaveProperty('recurrence')
  })

  it('gives null for an id that is not there, and changes nothing', () => {
    const m = memoryMailbox({ now: tickingClock() })
    m.person.add('task', aTask())
    const before = JSON.stringify(m.snapshot())
    const p = m.person
    expect([p.edit('x', {}), p.mark('x', {}), p.moveToDeletedItems('x'), p.restore('x'), p.deletePermanently('x'), p.changeId('x'), p.copy('x'), p.get('x'), p.attach('x', { name: 'a', bytes: new Uint8Array() })]).toEqual(Array(9).fill(null))
    expect(JSON.stringify(m.snapshot())).toBe(before)
  })

  it('changes an id: the feed tells the old one as removed and the new one as present; identity and own key stay', async () => {
    const m = memoryMailbox({ now: tickingClock() })
    const [created] = await right(m.write([{ _tag: 'CreateItem', kind: 'appointment', ownKey: 'key', fields: anAppointment() }]))
    const item = created !== undefined && E.isRight(created) ? created.right : null
    const { cursor } = await delta(m, null)
    const moved = m.person.changeId(item?.id ?? '')
    const after = await delta(m, cursor)
    expect(moved).toMatchObject({ identity: item?.identity, ownKey: 'key' })
    expect([...after.told].sort()).toEqual([...[`+${moved?.id}`, `-${item?.id}`]].sort())
    expect((await right(m.findByOwnKey(['key']))).map((i) => i.id)).toEqual([moved?.id])
    expect((await right(m.read([item?.id ?? '']))).map((r) => r._tag)).toEqual(['Missing'])
  })

  it('copies: a new id, the same identity, attachments included; the original stays', async () => {
    const m = memoryMailbox({ now: tickingClock() })
    const a = m.person.receiveEmail(anEmail())
    const file = m.person.attach(a.id, { name: 'a.txt', bytes: Uint8Array.of(1, 2, 3), mimeType: 'text/plain' })
    const copy = m.person.copy(a.id)
    expect(copy?.id).not.toBe(a.id)
    expect(copy?.identity).toBe(a.identity)
    m.person.deletePermanently(a.id)
    expect([...(await right(m.attachment(copy?.id ?? '', file?.id ?? '', null)))]).toEqual([1, 2, 3])
    expect(await m.attachment(a.id, file?.id ?? '', null)()).toMatchObject({ left: { _tag: 'NotFound' } })
  })

  it('receives into the inbox and sends from its own address into Sent Items', () => {
    const m = memoryMailbox({ now: tickingClock(), address: { address: 'anna@acme.example', name: 'Anna' } })
    const [received, sent] = [m.person.receiveEmail(anEmail()), m.person.sendEmail(anEmail({ from: null }))]
    expect([received.folder, received.fields.from?.address]).toEqual(['inbox', 'bert@customer.example'])
    expect([sent.folder, sent.fields.from?.address, sent.ownKey]).toEqual(['sentItems', 'anna@acme.example', null])
    expect(received.identity).not.toBe(sent.identity)
    expect(m.outbox()).toHaveLength(1)
  })

  it('keeps what it was given: bytes handed out can be overwritten without harm', async () => {
    const m = memoryMailbox({ now: tickingClock() })
    const a = m.person.receiveEmail(anEmail())
    const file = m.person.attach(a.id, { name: 'a.txt', bytes: Uint8Array.of(1, 2, 3) })
    const first = await right(m.attachment(a.id, file?.id ?? '', null))
    first.fill(9)
    expect([...(await right(m.attachment(a.id, file?.id ?? '', null)))]).toEqual([1, 2, 3])
  })

  it('finds an item by the key that it was marked with last, and by no other', async () => {
    const m = memoryMailbox({ now: tickingClock() })
    const a = m.person.add('task', aTask(), { ownKey: 'old' })
    m.person.mark(a.id, { ownKey: 'new' })
    expect([await right(m.findByOwnKey(['old'])), (await right(m.findByOwnKey(['new', 'new']))).map((i) => i.id)]).toEqual([[], [a.id]])
  })

  it('sends at the time of the clock', async () => {
    const m = memoryMailbox({ now: tickingClock() })
    await right(m.write([{ _tag: 'SendEmail', ownKey: 'k', fields: anEmail() }]))
    expect(m.outbox().map((e) => [e.sentAt, e.from?.address])).toEqual([['2026-01-01T00:00:01.000Z', 'owner@mailbox.example']])
  })

  it('keeps nothing of what is deleted permanently', () => {
    const m = memoryMailbox({ now: tickingClock() })
    const empty = JSON.stringify(m.snapshot())
    const a = m.person.receiveEmail(anEmail())
    m.person.attach(a.id, { name: 'a.txt', bytes: Uint8Array.of(1, 2, 3) })
    m.person.deletePermanently(a.id)
    expect(JSON.stringify(m.snapshot())).toBe(empty)
  })

  it('has bytes only of file attachments', async () => {
    const m = memoryMailbox({ now: tickingClock() })
    const a = m.person.receiveEmail(anEmail())
    const link = m.person.attach(a.id, { name: 'cloud.docx', bytes: Uint8Array.of(1), type: 'reference' })
    expect(await m.attachment(a.id, link?.id ?? '', null)()).toMatchObject({ left: { _tag: 'NotFound' } })
  })

  it('tells repeats and echoes of what the port wrote', async () => {
    const m = memoryMailbox({ now: tickingClock() })
    const { cursor } = await delta(m, null)
    const a = m.person.add('task', aTask())
    m.person.edit(a.id, { subject: 'Other' })
    await right(m.write([{ _tag: 'TrashItem', kind: 'task', id: a.id, version: m.person.get(a.id)?.version ?? '' }]))
    expect((await delta(m, cursor)).told).toEqual([`+${a.id}`, `+${a.id}`, `+${a.id}`])
  })

  it('expires the cursors given out so far, in the middle of a listing too, and no later ones', async () => {
    const m = memoryMailbox({ now: tickingClock(), pageSize: 1 })
    m.person.add('task', aTask())
    m.person.add('task', aTask())
    const { cursor } = await delta(m, null)
    m.expireCursors()
    expect(await m.changes(cursor)()).toEqual(E.left({ _tag: 'CursorExpired' }))
    const next = await delta(m, null)
    expect(E.isRight(await m.changes(next.cursor)())).toBe(true)
  })

  it('refuses fields that the model does not allow, and tells no values', async () => {
    const m = memoryMailbox({ now: tickingClock() })
    const bad = { ...aTask(), subject: 'secret', due: 'tomorrow' }
    const [answer] = await right(m.write([{ _tag: 'CreateItem', kind: 'task', ownKey: 'k', fields: bad }]))
    expect(answer).toMatchObject({ _tag: 'Left', left: { _tag: 'InvalidPayload' } })
    expect(JSON.stringify(answer)).not.toMatch(/secret|tomorrow/)
    expect(m.person.list()).toEqual([])
  })

  it('gives the same world for the same steps', () => {
    const build = (): string => {
      const m = memoryMailbox({ now: tickingClock() })
      const a = m.person.receiveEmail(anEmail())
      m.person.attach(a.id, { name: 'a', bytes: Uint8Array.of(1) })
      m.person.add('appointment', anAppointment())
      m.person.deletePermanently(m.person.add('task', aTask()).id)
      return JSON.stringify(m.snapshot())
    }
    expect(build()).toBe(build())
  })
})
