/** `$batch`. */
import { describe, expect, test } from 'vitest'
import { fields, immutable, testWorld, type Answered, type TestWorld } from './world'

interface Item {
  readonly id: string
  readonly method?: string
  readonly url?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly dependsOn?: ReadonlyArray<string>
}
interface ItemAnswer {
  readonly id: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body?: { readonly id?: string; readonly value?: ReadonlyArray<{ readonly id: string }>; readonly error?: { readonly code: string } }
}
interface Batch {
  readonly responses: ReadonlyArray<ItemAnswer>
}

const json = { 'Content-Type': 'application/json' }
const send = (w: TestWorld, items: ReadonlyArray<Item>): Promise<Answered<Batch>> => w.ask<Batch>('POST', '/$batch', { requests: items.map((i) => ({ method: 'GET', url: '/me/messages', ...i })) })
const statusOf = (answer: Answered<Batch>, id: string): number | undefined => answer.body.responses.find((r) => r.id === id)?.status
const numbered = (count: number, item: Omit<Item, 'id'> = {}): ReadonlyArray<Item> => Array.from({ length: count }, (_, i) => ({ id: String(i + 1), ...item }))

describe('a batch', () => {
  test('answers 200 with a status for each of 20 requests, in any order', async () => {
    const w = testWorld()
    const answer = await send(w, numbered(20))
    expect(answer.status).toBe(200)
    expect(answer.body.responses.map((r) => r.status)).toEqual(Array.from({ length: 20 }, () => 200))
    const order = answer.body.responses.map((r) => Number(r.id))
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
    expect(order).not.toEqual([...order].sort((a, b) => a - b))
  })

  test.each([
    ['21 requests', numbered(21)],
    ['no request', []],
    ['an id twice', [{ id: '1' }, { id: '1' }]],
    ['an id that depends on nothing there', [{ id: '1', dependsOn: ['2'] }]],
    ['a body without Content-Type', [{ id: '1', method: 'POST', body: { subject: 'x' } }]],
    ['some on one, others on another', [{ id: '1' }, { id: '2' }, { id: '3', dependsOn: ['1'] }, { id: '4', dependsOn: ['2'] }]],
    ['one on two', [{ id: '1' }, { id: '2' }, { id: '3', dependsOn: ['1', '2'] }]]
  ] as ReadonlyArray<readonly [string, ReadonlyArray<Item>]>)('%s is refused with 400 as a whole', async (_name, items) => {
    expect((await send(testWorld(), items)).status).toBe(400)
  })

  test('dependsOn all serial: in order, and after a failure 424', async () => {
    const w = testWorld()
    const post = (subject: string): Omit<Item, 'id'> => ({ method: 'POST', headers: json, body: { subject } })
    const fine = await send(w, [{ id: 'a', ...post('1') }, { id: 'b', ...post('2'), dependsOn: ['a'] }, { id: 'c', ...post('3'), dependsOn: ['b'] }])
    expect(['a', 'b', 'c'].map((id) => statusOf(fine, id))).toEqual([201, 201, 201])
    const failed = await send(w, [{ id: 'a', url: '/me/messages/none' }, { id: 'b', ...post('x'), dependsOn: ['a'] }, { id: 'c', ...post('y'), dependsOn: ['b'] }])
    expect(['a', 'b', 'c'].map((id) => statusOf(failed, id))).toEqual([404, 424, 424])
    expect(failed.body.responses.find((r) => r.id === 'b')?.body?.error?.code).toBe('FailedDependency')
  })

  test('dependsOn all on one', async () => {
    const w = testWorld()
    const answer = await send(w, [{ id: 'a', url: '/me/messages/none' }, { id: 'b', dependsOn: ['a'] }, { id: 'c', dependsOn: ['a'] }])
    expect(['a', 'b', 'c'].map((id) => statusOf(answer, id))).toEqual([404, 424, 424])
  })

  test('each request has its own Prefer header; that of the batch is not theirs', async () => {
    const w = testWorld()
    const id = w.anna.add('email', fields('email'))
    const items = { requests: [{ id: '1', method: 'GET', url: '/me/messages', headers: immutable }, { id: '2', method: 'GET', url: '/me/messages' }] }
    const { body } = await w.ask<Batch>('POST', '/$batch', items, immutable)
    const ids = ['1', '2'].map((n) => body.responses.find((r) => r.id === n)?.body?.value?.[0]?.id)
    expect(ids[0]).toBe(id)
    expect(ids[1]).not.toBe(id)
  })

  test('items are throttled one by one, with their own Retry-After', async () => {
    const w = testWorld()
    w.server.faults.next({ match: (r) => r.inBatch && r.template === '/me/events', fault: { kind: 'throttled', retryAfterMs: 7000 } })
    const answer = await send(w, [{ id: '1' }, { id: '2', url: '/me/events' }, { id: '3', url: '/me/events' }])
    expect([1, 2, 3].map((n) => statusOf(answer, String(n))).sort()).toEqual([200, 200, 429])
    const throttled = answer.body.responses.find((r) => r.status === 429)
    expect(throttled?.headers['Retry-After']).toBe('7')
  })

  test('bytes come in base64, and nothing where there is no body', async () => {
    const w = testWorld()
    const id = w.anna.add('email', fields('email'))
    const file = w.anna.attach(id, { name: 'a.bin', mimeType: 'application/octet-stream', bytes: new Uint8Array([1, 2, 255]) })
    const answer = await send(w, [{ id: '1', url: `/me/messages/${id}/attachments/${file}/$value` }, { id: '2', method: 'DELETE', url: `/me/messages/${id}`, dependsOn: ['1'] }])
    expect(answer.body.responses.find((r) => r.id === '1')?.body).toBe(Buffer.from([1, 2, 255]).toString('base64'))
    expect(answer.body.responses.find((r) => r.id === '2')).not.toHaveProperty('body')
  })

  test('one request in the log, and its items apart', async () => {
    const w = testWorld()
    await send(w, numbered(3))
    expect([w.server.requests(), w.server.batchItems()]).toEqual([1, 3])
    expect(w.server.log().map((e) => [e.template, e.inBatch])).toEqual([...Array.from({ length: 3 }, () => ['/me/messages', true]), ['/$batch', false]])
  })
})
