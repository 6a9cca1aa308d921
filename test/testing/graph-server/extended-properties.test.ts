/** Stamping items with a key of one's own. */
import type { Event, Message } from '@microsoft/microsoft-graph-types'
import { describe, expect, test } from 'vitest'
import { fields, immutable, stamp, testWorld, type Page } from './world'

const filter = (id: string, value: string): string => `$filter=singleValueExtendedProperties/Any(ep: ep/id eq '${id}' and ep/value eq '${value}')`

describe.each([
  ['messages', { subject: 'x' }],
  ['events', { subject: 'x', start: { dateTime: '2026-03-20T09:00:00', timeZone: 'UTC' }, end: { dateTime: '2026-03-20T10:00:00', timeZone: 'UTC' } }]
] as const)('extended properties of %s', (name, body) => {
  const path = `/me/${name}`
  const found = async (w: ReturnType<typeof testWorld>, id: string, value: string): Promise<ReadonlyArray<string>> => (await w.ask<Page<{ id: string }>>('GET', `${path}?${filter(id, value)}`, undefined, immutable)).body.value.map((e) => e.id)

  test('are written at creation or later, found by id and value, and read by $expand only', async () => {
    const w = testWorld()
    const made = await w.ask<Message & Event>('POST', path, { ...body, singleValueExtendedProperties: [{ id: stamp, value: "it's" }] }, immutable)
    expect(made.status).toBe(201)
    expect(await found(w, stamp, "it''s")).toEqual([made.body.id])
    expect((await w.ask('GET', `${path}/${made.body.id}`)).body).not.toHaveProperty('singleValueExtendedProperties')
    const expanded = await w.ask<Message>('GET', `${path}/${made.body.id}?$expand=singleValueExtendedProperties($filter=id eq '${stamp}')`)
    expect(expanded.body.singleValueExtendedProperties).toEqual([{ id: stamp, value: "it's" }])
    await w.ask('PATCH', `${path}/${made.body.id}`, { singleValueExtendedProperties: [{ id: stamp, value: 'other' }] }, immutable)
    expect([await found(w, stamp, "it''s"), await found(w, stamp, 'other')]).toEqual([[], [made.body.id]])
  })

  test('the name is case-sensitive, the rest of the id and the value are not', async () => {
    const w = testWorld()
    const made = await w.ask<Message>('POST', path, { ...body, singleValueExtendedProperties: [{ id: stamp, value: 'Key' }] }, immutable)
    expect(await found(w, stamp.replace('TestKey', 'testkey'), 'Key')).toEqual([])
    expect(await found(w, stamp.replace(/\{.*\}/, (guid) => guid.toUpperCase()).replace('String', 'string'), 'kEY')).toEqual([made.body.id])
  })

  test('an expansion without a filter, an id that is none, and one id twice are refused with 400', async () => {
    const w = testWorld()
    const made = await w.ask<Message>('POST', path, body)
    expect((await w.ask('GET', `${path}/${made.body.id}?$expand=singleValueExtendedProperties`)).status).toBe(400)
    expect((await w.ask('GET', `${path}?${filter('TestKey', 'x')}`)).status).toBe(400)
    expect((await w.ask('POST', path, { ...body, singleValueExtendedProperties: [{ id: stamp, value: 'a' }, { id: stamp, value: 'b' }] })).status).toBe(400)
  })
})

test('a person stamps as the adapter under test does', async () => {
  const w = testWorld()
  const id = w.anna.add('appointment', fields('appointment'), { ownKey: 'ocs1:acme:activity:1:0' })
  expect((await w.ask<Page<Event>>('GET', `/me/events?${filter(stamp, 'ocs1:acme:activity:1:0')}`, undefined, immutable)).body.value.map((e) => e.id)).toEqual([id])
})
