import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { decodeTask } from '../../../../src/adapters/graph/resources/task'
import { TaskItem } from '../../../../src/core/model/item'
import { rawTask, secret } from './examples'

const read = (changes: object, at: Parameters<typeof decodeTask>[2] = {}): TaskItem => {
  const decoded = decodeTask({ ...rawTask, ...changes }, 'LIST=', at)
  if (E.isLeft(decoded)) throw new Error(JSON.stringify(decoded.left))
  expect(TaskItem.is(decoded.right)).toBe(true)
  return decoded.right
}
const at = (dateTime: string, timeZone: string | null = 'UTC') => ({ dateTime, timeZone })

describe('tasks', () => {
  it('are tasks of their list', () => {
    expect(read({})).toEqual({
      kind: 'task',
      id: 'task:LIST%3D:AAMkAGVjMzJmMWZjLTgyYjgtNGIyNi1hOGQ0LWRjMjNmMGRmOWNhOABGAAAA%3D',
      version: 'W/"xzyPKP0BiUGgld+lMKXwbQAAnBoTIw=="',
      identity: null,
      ownKey: 'ocs1:acme:activity:9:0',
      place: 'normal',
      sensitivity: 'normal',
      modifiedAt: '2026-11-02T13:03:18.540Z',
      fields: { subject: `Call ${secret}`, body: { type: 'text', content: secret }, start: '2026-11-24', due: '2026-11-26', progress: { status: 'inProgress', percent: 0, completedOn: null }, importance: 'high' }
    })
    expect(read({}, { deleted: true }).place).toBe('deletedItems')
  })

  it('may lack everything but id, version and time of change', () => {
    expect(decodeTask({ id: 'A', '@odata.etag': 'v', lastModifiedDateTime: '2026-11-02T13:03:18Z' }, 'L')).toMatchObject(
      E.right({ ownKey: null, fields: { subject: '', body: { type: 'text', content: '' }, start: null, due: null, progress: { status: 'notStarted', percent: 0, completedOn: null }, importance: 'normal' } })
    )
    expect(read({ title: null }).fields.subject).toBe('')
    expect(decodeTask({ ...rawTask, '@odata.etag': null }, 'L')).toMatchObject(E.left({ _tag: 'InvalidPayload', errors: [{ field: '@odata.etag' }] }))
  })

  it('say with their status alone how far they are', () => {
    const progress = (status: string) => read({ status, completedDateTime: at('2026-11-25T00:00:00.0000000') }).fields.progress
    expect(progress('completed')).toEqual({ status: 'completed', percent: 100, completedOn: '2026-11-25' })
    for (const status of ['notStarted', 'inProgress', 'waitingOnOthers', 'deferred']) expect(progress(status)).toEqual({ status, percent: 0, completedOn: null })
  })

  it('carry the key in the linked resource of this application', () => {
    expect(read({ linkedResources: [{ applicationName: 'other', externalId: 'k' }] }).ownKey).toBeNull()
    expect(read({ linkedResources: [{ applicationName: 'outlook-crm-sync', externalId: '' }, { applicationName: 'outlook-crm-sync', externalId: 'k' }] }).ownKey).toBe('k')
  })

  it('have dates that no zone shifts', () => {
    const due = (dateTime: string, timeZone?: string | null, zone?: string) => read({ dueDateTime: at(dateTime, timeZone) }, zone === undefined ? {} : { zone }).fields.due
    for (const zone of ['UTC', 'Pacific Standard Time', 'Line Islands Standard Time', null]) expect(due('2026-11-26T00:00:00.0000000', zone)).toBe('2026-11-26')
    for (const zone of ['America/Los_Angeles', 'Pacific/Kiritimati', 'Europe/Stockholm']) expect(due('2026-11-26T00:00:00.0000000', 'UTC', zone)).toBe('2026-11-26')
    // Midnights of other zones, as other programs leave them.
    expect(due('2026-11-25T23:00:00.0000000')).toBe('2026-11-26')
    expect(due('2026-11-26T08:00:00.0000000')).toBe('2026-11-26')
    expect(due('2026-11-25T18:00:00.0000000', 'Mountain Standard Time')).toBe('2026-11-26')
    expect(due('2026-11-25T11:00:00.0000000', 'UTC', 'Pacific/Auckland')).toBe('2026-11-26')
  })
})
