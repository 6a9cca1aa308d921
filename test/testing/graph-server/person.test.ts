/** Somebody in Outlook, seen through requests. */
import type { Event, Message, TodoTask } from '@microsoft/microsoft-graph-types'
import { describe, expect, test } from 'vitest'
import { samplePatches } from '../../../src/testing/contracts/samples'
import type { Kind, Patch } from '../../../src/core/model/fields'
import { fields, immutable, stamp, testWorld, type Page, type TestWorld } from './world'

const read = async <A>(w: TestWorld, path: string): Promise<{ readonly status: number; readonly body: A }> => w.ask<A>('GET', path, undefined, immutable)
const listPath = async (w: TestWorld, name: string): Promise<string> => `/me/todo/lists/${(await w.ask<Page<{ id: string; displayName: string }>>('GET', '/me/todo/lists?$top=20')).body.value.find((l) => l.displayName === name)?.id}/tasks`

describe('a person', () => {
  test('receives, sends, drafts, and has junk: each in its folder', async () => {
    const w = testWorld()
    for (const folder of ['inbox', 'sentItems', 'drafts', 'outbox', 'junk', 'other'] as const) w.anna.add('email', fields('email'), { folder })
    w.anna.add('email', fields('email'), { place: 'deletedItems' })
    for (const name of ['inbox', 'sentitems', 'drafts', 'outbox', 'junkemail', 'archive', 'deleteditems']) {
      const { body } = await read<Page<Message>>(w, `/me/mailFolders/${name}/messages`)
      expect([name, body.value.length, body.value[0]?.isDraft]).toEqual([name, 1, name === 'drafts'])
    }
  })

  test.each(['email', 'appointment', 'task'] as const)('edits every field of %s, and the version changes with each', async (kind: Kind) => {
    const w = testWorld()
    const id = w.anna.add(kind, fields<Kind>(kind))
    for (const patch of samplePatches[kind]) {
      const before = w.anna.get(id)?.changeKey
      w.anna.edit(id, patch as Patch)
      expect(w.anna.get(id)?.changeKey).not.toBe(before)
    }
    const { body } = await read<Record<string, unknown>>(w, kind === 'email' ? `/me/messages/${id}` : kind === 'appointment' ? `/me/events/${id}` : `${await listPath(w, 'Tasks')}/${id}`)
    const expected = {
      email: { subject: 'Another e-mail', body: { contentType: 'text', content: 'Another text' } },
      appointment: { subject: 'Another appointment', isAllDay: true, showAs: 'free', location: { displayName: '' }, start: { dateTime: '2026-04-03T00:00:00.0000000' } },
      task: { title: 'Another task', importance: 'high', status: 'notStarted' }
    }
    expect(body).toMatchObject(expected[kind])
  })

  test('marks: sensitivity, meeting, series, cancellation, own key', async () => {
    const w = testWorld()
    const id = w.anna.add('appointment', fields('appointment'))
    w.anna.mark(id, { sensitivity: 'confidential', cancelled: true, ownKey: 'key-1', role: 'organizer', attendees: [{ address: 'bo@beta.example', name: 'Bo' }] })
    const { body } = await read<Event>(w, `/me/events/${id}?$expand=singleValueExtendedProperties($filter=id eq '${stamp}')`)
    expect(body).toMatchObject({ sensitivity: 'confidential', isCancelled: true, isOrganizer: true, attendees: [{ emailAddress: { name: 'Bo' } }], singleValueExtendedProperties: [{ value: 'key-1' }] })
    expect(w.server.mailed('anna')).toBe(0)
  })

  test.each([
    ['FREQ=DAILY;INTERVAL=2', { pattern: { type: 'daily', interval: 2 }, range: { type: 'noEnd' } }],
    ['FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR', { pattern: { type: 'weekly', interval: 1, daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] } }],
    ['FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261231T090000', { pattern: { type: 'weekly', daysOfWeek: ['monday', 'wednesday'] }, range: { type: 'endDate', endDate: '2026-12-31' } }],
    ['FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3', { pattern: { type: 'absoluteMonthly', dayOfMonth: 31 }, range: { type: 'numbered', numberOfOccurrences: 3 } }],
    ['FREQ=MONTHLY;BYDAY=2MO', { pattern: { type: 'relativeMonthly', index: 'second', daysOfWeek: ['monday'] } }],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', { pattern: { type: 'relativeMonthly', index: 'last' } }],
    ['FREQ=YEARLY', { pattern: { type: 'absoluteYearly', month: 3, dayOfMonth: 2 } }],
    ['FREQ=YEARLY;BYMONTH=6;BYDAY=-1SU', { pattern: { type: 'relativeYearly', month: 6, index: 'last', daysOfWeek: ['sunday'] } }],
    ['FREQ=SECONDLY', { pattern: { type: 'secondly' } }]
  ])('a series by the rule %s', async (rule, recurrence) => {
    const w = testWorld()
    const id = w.anna.add('appointment', fields('appointment'), { recurrence: { rule, cancelled: [], exceptions: [] } })
    expect((await read<Event>(w, `/me/events/${id}`)).body).toMatchObject({ type: 'seriesMaster', recurrence })
  })

  test('moves events and messages to Deleted Items and back, under immutable ids that stay', async () => {
    const w = testWorld()
    for (const [kind, path] of [['email', '/me/mailFolders/inbox/messages'], ['appointment', '/me/events']] as const) {
      const id = w.anna.add<Kind>(kind, fields<Kind>(kind))
      expect(w.anna.moveToDeletedItems(id)).toBe(id)
      expect((await read<Page<Message>>(w, path)).body.value).toEqual([])
      expect(w.anna.restore(id)).toBe(id)
      expect((await read<Page<Message>>(w, path)).body.value.map((i) => i.id)).toEqual([id])
    }
  })

  test('a deleted task is where Graph does not see it, and comes back under another id', async () => {
    const w = testWorld()
    const id = w.anna.add('task', fields('task'))
    w.anna.moveToDeletedItems(id)
    expect((await read<Page<TodoTask>>(w, await listPath(w, 'Tasks'))).body.value).toEqual([])
    const back = w.anna.restore(id)
    expect(back).not.toBe(id)
    expect((await read<Page<TodoTask>>(w, await listPath(w, 'Tasks'))).body.value.map((task) => task.id)).toEqual([back])
  })

  test('or in the list that stands for Deleted Items', async () => {
    const w = testWorld({}, { deletedTasks: 'Deleted tasks', application: 'tests' })
    const id = w.anna.add('task', fields('task'), { ownKey: 'key-1' })
    const gone = w.anna.moveToDeletedItems(id) as string
    const list = await listPath(w, 'Deleted tasks')
    expect(list).toBe(`/me/todo/lists/${w.anna.folderOf(gone)}/tasks`)
    expect((await read<TodoTask>(w, `${list}/${gone}?$expand=linkedResources`)).body.linkedResources).toMatchObject([{ applicationName: 'tests', externalId: 'key-1' }])
    const back = w.anna.restore(gone)
    expect((await read<TodoTask>(w, `${await listPath(w, 'Tasks')}/${back}`)).status).toBe(200)
  })

  test('copies with identity and own key, and without the transactionId', async () => {
    const w = testWorld()
    const event = { subject: 'x', start: { dateTime: '2026-03-20T09:00:00', timeZone: 'UTC' }, end: { dateTime: '2026-03-20T10:00:00', timeZone: 'UTC' }, transactionId: 'tx', singleValueExtendedProperties: [{ id: stamp, value: 'key' }] }
    const { body } = await w.ask<Event>('POST', '/me/events', event, immutable)
    const copy = await read<Event>(w, `/me/events/${w.anna.copy(body.id ?? '')}?$expand=singleValueExtendedProperties($filter=id eq '${stamp}')`)
    expect(copy.body).toMatchObject({ iCalUId: body.iCalUId, singleValueExtendedProperties: [{ value: 'key' }] })
    expect(copy.body.id).not.toBe(body.id)
    expect(copy.body).not.toHaveProperty('transactionId')
  })

  test('does nothing with an id that is not there', () => {
    const w = testWorld()
    expect([w.anna.edit('none', { subject: 'x' }), w.anna.mark('none', {}), w.anna.moveToDeletedItems('none'), w.anna.restore('none'), w.anna.deletePermanently('none'), w.anna.attach('none', { name: 'a', bytes: new Uint8Array() }), w.anna.changeId('none'), w.anna.copy('none'), w.anna.move('none', 'archive')]).toEqual(Array.from({ length: 9 }, () => null))
    expect(w.anna.list()).toEqual([])
  })

  test('cannot touch what is in another mailbox', () => {
    const w = testWorld()
    const id = w.anna.add('email', fields('email'))
    expect(w.server.person('bo').deletePermanently(id)).toBeNull()
    expect(() => w.server.person('nobody')).toThrow(RangeError)
  })
})
