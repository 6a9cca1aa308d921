import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { memoryCrm, memoryStore, noAttributes } from '../../../src/adapters/memory'
import type { CrmWrite } from '../../../src/core/ports/crm'
import { aTask, anAppointment, tickingClock } from './worlds'

const right = async <A>(task: () => Promise<E.Either<unknown, A>>): Promise<A> => {
  const e = await task()
  if (E.isLeft(e)) throw new Error(JSON.stringify(e.left))
  return e.right
}

describe('the person at a memory CRM', () => {
  it('completes a task on the day of the clock, and nothing else', () => {
    const crm = memoryCrm({ now: tickingClock() })
    const [task, visit] = [crm.person.addActivity('anna', 'task', aTask()), crm.person.addActivity('anna', 'appointment', anAppointment())]
    expect(crm.person.complete(task.id)?.fields).toMatchObject({ progress: { status: 'completed', percent: 100, completedOn: '2026-01-01' } })
    expect(crm.person.complete(visit.id)).toBeNull()
    expect(crm.person.complete('nowhere')).toBeNull()
  })

  it('brings a deleted activity back under its id, with a new version, and with its key', async () => {
    const crm = memoryCrm({ now: tickingClock() })
    const a = crm.person.addActivity('anna', 'task', aTask(), { ownKey: 'key' })
    crm.person.delete(a.id)
    expect(await right(crm.findByOwnKey('anna', ['key']))).toEqual([])
    const back = crm.person.restore(a.id)
    expect(back).toMatchObject({ id: a.id, fields: a.fields })
    expect(back?.version).not.toBe(a.version)
    expect(await right(crm.findByOwnKey('anna', ['key']))).toEqual([back])
    expect(crm.person.restore(a.id)).toBeNull()
  })

  it('moves the key to the new owner with the activity', async () => {
    const crm = memoryCrm({ now: tickingClock() })
    const a = crm.person.addActivity('anna', 'task', aTask(), { ownKey: 'key' })
    crm.person.reassign(a.id, 'bert')
    expect([(await right(crm.findByOwnKey('anna', ['key']))).length, (await right(crm.findByOwnKey('bert', ['key']))).length]).toEqual([0, 1])
  })

  it('changes contact and attributes', () => {
    const crm = memoryCrm({ now: tickingClock() })
    const a = crm.person.addActivity('anna', 'task', aTask())
    crm.person.setAttributes(a.id, { priority: 'high' })
    const b = crm.person.setContact(a.id, { contactId: 'c', contactPersonId: null })
    expect(b).toMatchObject({ attributes: { ...noAttributes, priority: 'high' }, contact: { contactId: 'c' } })
  })

  it('lists an address that a contact and its person share for both', async () => {
    const crm = memoryCrm({ now: tickingClock() })
    const { id, persons } = crm.person.addContact({ name: 'Acme', addresses: ['info@acme.example', 'INFO@acme.example'], persons: [{ name: 'Anna', addresses: ['info@acme.example'] }] })
    expect(await right(crm.findByAddress(['Info@acme.example']))).toEqual([
      { address: 'Info@acme.example', contactId: id, contactPersonId: null, name: 'Acme' },
      { address: 'Info@acme.example', contactId: id, contactPersonId: persons[0]?.id, name: 'Acme' }
    ])
  })

  it('answers an address that is asked for twice once', async () => {
    const crm = memoryCrm({ now: tickingClock() })
    crm.person.addContact({ name: 'Acme', addresses: ['info@acme.example'] })
    expect(await right(crm.findByAddress(['info@acme.example', 'info@acme.example']))).toHaveLength(1)
  })

  it('keeps the bytes of a document, whatever becomes of the array that brought them', async () => {
    const crm = memoryCrm({ now: tickingClock() })
    const a = crm.person.addActivity('anna', 'task', aTask())
    const bytes = Uint8Array.of(1, 2, 3)
    await right(crm.write([{ _tag: 'AddDocument', key: 'k', activity: a.id, owner: 'anna', name: 'a.txt', mimeType: 'text/plain', bytes, commit: () => [] }]))
    bytes.fill(9)
    expect(crm.person.documents().map((d) => [...d.bytes])).toEqual([[1, 2, 3]])
  })

  it('gives null for an id that is not there, and changes nothing', () => {
    const crm = memoryCrm({ now: tickingClock() })
    crm.person.addActivity('anna', 'task', aTask())
    const before = JSON.stringify(crm.snapshot())
    const p = crm.person
    expect([p.edit('x', {}), p.setAttributes('x', {}), p.setContact('x', null), p.delete('x'), p.restore('x'), p.reassign('x', 'bert'), p.get('x')]).toEqual(Array(7).fill(null))
    expect(JSON.stringify(crm.snapshot())).toBe(before)
  })

  it('commits for the owner of each write, in its own database', async () => {
    const memory = memoryStore()
    const crm = memoryCrm({ now: tickingClock(), store: { memory, database: 'acme' } })
    const create = (owner: string): CrmWrite => ({ _tag: 'CreateActivity', kind: 'task', ownKey: 'key', owner, contact: null, attributes: noAttributes, fields: aTask(), commit: () => [{ _tag: 'PutCursor', side: 'crm', cursor: owner }] })
    await right(crm.write([create('anna'), create('bert')]))
    for (const user of ['anna', 'bert']) expect(await right(memory.cursor({ user, database: 'acme' }, 'crm'))).toBe(user)
    expect(await right(memory.cursor({ user: 'anna', database: 'other' }, 'crm'))).toBeNull()
  })
})

describe('a memory store', () => {
  it('is not changed by questions', async () => {
    const store = memoryStore()
    const before = JSON.stringify(store.snapshot())
    await right(store.countOpenLinks({ user: 'anna', database: 'acme' }))
    store.dump({ user: 'anna', database: 'acme' })
    expect(JSON.stringify(store.snapshot())).toBe(before)
  })

  it('shows the same snapshot in whatever order things were put', async () => {
    const scopes = [{ user: 'bert', database: 'acme' }, { user: 'anna', database: 'b' }, { user: 'anna', database: 'a' }]
    const build = async (order: typeof scopes): Promise<string> => {
      const store = memoryStore()
      for (const scope of order) {
        await right(store.write(scope, [{ _tag: 'PutCursor', side: 'crm', cursor: 'c' }]))
        if (scope.database !== 'b') await right(store.activate(scope))
      }
      return JSON.stringify(store.snapshot())
    }
    expect(await build(scopes)).toBe(await build([...scopes].reverse()))
  })
})
