/** To Do. */
import type { TodoTask } from '@microsoft/microsoft-graph-types'
import { describe, expect, test } from 'vitest'
import { fields, testWorld, type Page, type TestWorld } from './world'

const tasksOf = async (w: TestWorld): Promise<string> => `/me/todo/lists/${(await w.ask<Page<{ id: string }>>('GET', '/me/todo/lists')).body.value[0]?.id}/tasks`

describe('tasks', () => {
  test('due and start keep no time of day: they are dates in the zone in which they were given', async () => {
    const w = testWorld()
    const { body } = await w.ask<TodoTask>('POST', await tasksOf(w), { title: 'Call', dueDateTime: { dateTime: '2026-03-20T15:30:00', timeZone: 'Asia/Tokyo' }, startDateTime: { dateTime: '2026-03-19T00:00:00', timeZone: 'UTC' } })
    expect([body.dueDateTime, body.startDateTime]).toEqual([{ dateTime: '2026-03-20T00:00:00.0000000', timeZone: 'Tokyo Standard Time' }, { dateTime: '2026-03-19T00:00:00.0000000', timeZone: 'UTC' }])
  })

  test('a task that is completed has a date on which it was, and loses it when it is taken up again', async () => {
    const w = testWorld()
    const tasks = await tasksOf(w)
    const { body } = await w.ask<TodoTask>('POST', tasks, { title: 'Call' })
    expect((await w.ask<TodoTask>('PATCH', `${tasks}/${body.id}`, { status: 'completed' })).body.completedDateTime?.dateTime).toBe('2026-03-02T00:00:00.0000000')
    expect((await w.ask<TodoTask>('PATCH', `${tasks}/${body.id}`, { status: 'inProgress' })).body).not.toHaveProperty('completedDateTime')
  })

  test('If-Match is not heeded', async () => {
    const w = testWorld()
    const tasks = await tasksOf(w)
    const { body } = await w.ask<TodoTask>('POST', tasks, { title: 'Call' })
    expect((await w.ask('PATCH', `${tasks}/${body.id}`, { title: 'Write' }, { 'if-match': 'W/"old"' })).status).toBe(200)
  })

  test('per cent and sensitivity are not there', async () => {
    const w = testWorld()
    w.anna.add('task', { ...fields('task'), progress: { status: 'inProgress', percent: 40, completedOn: null } }, { sensitivity: 'private' })
    const [task] = (await w.ask<Page<TodoTask>>('GET', await tasksOf(w))).body.value
    expect(task).toMatchObject({ status: 'inProgress', title: 'Contract task 1', body: { contentType: 'text', content: 'Text of task 1' } })
    expect(JSON.stringify(task)).not.toMatch(/percent|sensitivity|40/)
  })

  test('linked resources are made with a task or later, and read by $expand', async () => {
    const w = testWorld()
    const tasks = await tasksOf(w)
    const { body } = await w.ask<TodoTask>('POST', tasks, { title: 'Call', linkedResources: [{ applicationName: 'crm', externalId: '1' }] })
    await w.ask('POST', `${tasks}/${body.id}/linkedResources`, { applicationName: 'other', externalId: '2', webUrl: 'https://x.example' })
    const read = await w.ask<TodoTask>('GET', `${tasks}/${body.id}?$expand=linkedResources`)
    expect(read.body.linkedResources).toMatchObject([{ applicationName: 'crm', externalId: '1' }, { applicationName: 'other', externalId: '2' }])
    expect((await w.ask<TodoTask>('GET', `${tasks}/${body.id}`)).body).not.toHaveProperty('linkedResources')
    const id = read.body.linkedResources?.[0]?.id
    expect((await w.ask('PATCH', `${tasks}/${body.id}/linkedResources/${id}`, { externalId: '3' })).body).toMatchObject({ externalId: '3', applicationName: 'crm' })
    expect((await w.ask('DELETE', `${tasks}/${body.id}/linkedResources/${id}`)).status).toBe(204)
    expect((await w.ask<Page<unknown>>('GET', `${tasks}/${body.id}/linkedResources`)).body.value).toHaveLength(1)
  })

  test('there are no extended properties, no permanentDelete and no recurrence to be set', async () => {
    const w = testWorld()
    const tasks = await tasksOf(w)
    const { body } = await w.ask<TodoTask>('POST', tasks, { title: 'Call' })
    expect((await w.ask('GET', `${tasks}/${body.id}?$expand=singleValueExtendedProperties($filter=id eq 'x')`)).status).toBe(400)
    expect((await w.ask('POST', `${tasks}/${body.id}/permanentDelete`)).status).toBe(400)
    expect((await w.ask('PATCH', `${tasks}/${body.id}`, { recurrence: {} })).status).toBe(400)
  })

  test('steps', async () => {
    const w = testWorld()
    const tasks = await tasksOf(w)
    const { body } = await w.ask<TodoTask>('POST', tasks, { title: 'Call' })
    const step = await w.ask<{ id: string }>('POST', `${tasks}/${body.id}/checklistItems`, { displayName: 'Find the number' })
    expect((await w.ask('PATCH', `${tasks}/${body.id}/checklistItems/${step.body.id}`, { isChecked: true })).body).toMatchObject({ displayName: 'Find the number', isChecked: true })
  })

  test('the lists that every mailbox has cannot be renamed or deleted', async () => {
    const w = testWorld()
    const list = (await tasksOf(w)).replace('/tasks', '')
    expect((await w.ask('PATCH', list, { displayName: 'x' })).status).toBe(400)
    expect((await w.ask('DELETE', list)).status).toBe(400)
  })
})
