/** Ids: what changes with a move, and what does not. */
import type { Event, Message, TodoTask } from '@microsoft/microsoft-graph-types'
import { describe, expect, test } from 'vitest'
import { fields, immutable, round, testWorld, type Page } from './world'

const first = async <A>(w: ReturnType<typeof testWorld>, path: string, headers = {}): Promise<A> => {
  const { body } = await w.ask<Page<A>>('GET', path, undefined, headers)
  return body.value[0] as A
}

describe('ids', () => {
  test('without Prefer: IdType="ImmutableId" an id changes with a move, with it it stays; each request stands for itself', async () => {
    const w = testWorld()
    w.anna.add('email', fields('email'))
    const before = await first<Message>(w, '/me/messages')
    const lasting = await first<Message>(w, '/me/messages', immutable)
    expect(lasting.id).not.toBe(before.id)
    const moved = await w.ask<Message>('POST', `/me/messages/${lasting.id}/move`, { destinationId: 'archive' }, immutable)
    expect([moved.status, moved.body.id]).toEqual([201, lasting.id])
    expect((await w.ask('GET', `/me/messages/${before.id}`)).status).toBe(404)
    expect((await w.ask('GET', `/me/messages/${lasting.id}`, undefined, immutable)).status).toBe(200)
    expect((await first<Message>(w, '/me/messages')).id).not.toBe(before.id)
  })

  test('an immutable id changes with an export and import', async () => {
    const w = testWorld()
    const id = w.anna.add('email', fields('email'))
    const other = w.anna.changeId(id)
    expect(other).not.toBe(id)
    expect((await w.ask('GET', `/me/messages/${id}`, undefined, immutable)).status).toBe(404)
    expect((await w.ask('GET', `/me/messages/${other}`, undefined, immutable)).status).toBe(200)
  })

  test('ids differ in more than their case and are case-sensitive', async () => {
    const w = testWorld()
    const ids = Array.from({ length: 50 }, (_, n) => w.anna.add('email', fields('email', n % 20)))
    expect(new Set(ids.map((id) => id.toLowerCase())).size).toBe(50)
    const id = ids[0] as string
    expect((await w.ask('GET', `/me/messages/${id.toLowerCase()}`)).status).toBe(404)
  })

  test('a task has one form of id, which changes when it moves to another list', async () => {
    const w = testWorld()
    const id = w.anna.add('task', fields('task'))
    const list = (await w.ask<Page<{ id: string }>>('GET', '/me/todo/lists')).body.value[0]?.id
    expect((await first<TodoTask>(w, `/me/todo/lists/${list}/tasks`, immutable)).id).toBe(id)
    const { link } = await round(w, `/me/todo/lists/${list}/tasks/delta`)
    const other = w.anna.changeId(id) as string
    expect(other).not.toBe(id)
    expect((await round(w, link)).told).toEqual([{ '@removed': { reason: 'deleted' }, id }])
    expect((await w.ask('GET', `/me/todo/lists/${list}/tasks/${other}`)).status).toBe(404)
  })

  test('well-known folder names stand for ids, which have one form', async () => {
    const w = testWorld()
    const named = await w.ask<{ id: string }>('GET', '/me/mailFolders/Inbox')
    expect((await w.ask<{ id: string }>('GET', `/me/mailFolders/${named.body.id}`, undefined, immutable)).body.id).toBe(named.body.id)
    for (const name of ['sentitems', 'drafts', 'deleteditems', 'junkemail', 'outbox', 'archive', 'recoverableitemsdeletions']) expect((await w.ask('GET', `/me/mailFolders('${name}')`)).status).toBe(200)
  })

  test('occurrences have ids of their own, and a shifted series has other ones', async () => {
    const w = testWorld()
    const id = w.anna.add('appointment', fields('appointment'), { recurrence: { rule: 'FREQ=WEEKLY;COUNT=3', cancelled: [], exceptions: [] } })
    const window = 'startDateTime=2026-03-01&endDateTime=2026-04-30'
    const before = (await w.ask<Page<Event>>('GET', `/me/events/${id}/instances?${window}`, undefined, immutable)).body.value.map((e) => e.id)
    expect(new Set(before).size).toBe(3)
    for (const one of before) expect((await w.ask<Event>('GET', `/me/events/${one}`, undefined, immutable)).body).toMatchObject({ type: 'occurrence', seriesMasterId: id })
    w.anna.edit(id, { time: { allDay: false, start: { local: '2026-03-02T13:00:00', zone: 'Europe/Stockholm' }, end: { local: '2026-03-02T14:00:00', zone: 'Europe/Stockholm' } } })
    const after = (await w.ask<Page<Event>>('GET', `/me/events/${id}/instances?${window}`, undefined, immutable)).body.value.map((e) => e.id)
    expect(before.filter((one) => after.includes(one))).toEqual([])
    expect((await w.ask('GET', `/me/events/${before[0]}`, undefined, immutable)).status).toBe(404)
  })
})
