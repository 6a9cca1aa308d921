/** What goes wrong, on demand. */
import type { Message } from '@microsoft/microsoft-graph-types'
import { describe, expect, test } from 'vitest'
import type { Fault, FaultKind } from '../../../src/testing/graph-server'
import { fields, immutable, round, testWorld, type Page, type TestWorld, type Told } from './world'

const strike = (fault: Fault, options: Parameters<typeof testWorld>[0] = {}): TestWorld => {
  const w = testWorld(options)
  for (let n = 0; n < 3; n += 1) w.anna.add('email', fields('email', n))
  w.server.faults.next({ fault })
  return w
}
const list = '/me/mailFolders/inbox/messages'
const raw = (w: TestWorld, path: string, init: RequestInit = {}): Promise<Response> => w.server.fetch(path.startsWith('http') ? path : `${w.server.baseUrl()}${path}`, { ...init, headers: { authorization: `Bearer ${w.token}`, 'content-type': 'application/json' } })
const drafts = async (w: TestWorld): Promise<number> => (await w.ask<Page<Message>>('GET', '/me/mailFolders/drafts/messages')).body.value.length

describe('connections', () => {
  test('lostAnswer: acts, and then the connection dies', async () => {
    const w = strike({ kind: 'lostAnswer' })
    await expect(raw(w, '/me/messages', { method: 'POST', body: '{"subject":"x"}' })).rejects.toThrow('fetch failed')
    expect(await drafts(w)).toBe(1)
    expect(w.server.log()[0]).toMatchObject({ method: 'POST', status: 201, lost: true })
  })

  test('connectionLost: dies before anything is done', async () => {
    const w = strike({ kind: 'connectionLost' })
    await expect(raw(w, '/me/messages', { method: 'POST', body: '{"subject":"x"}' })).rejects.toThrow('fetch failed')
    expect(await drafts(w)).toBe(0)
    expect(w.server.log()[0]).toMatchObject({ status: 0, lost: true })
  })

  test('cut: dies in the middle of the body', async () => {
    const w = strike({ kind: 'cut' })
    const answer = await raw(w, list)
    expect(answer.status).toBe(200)
    await expect(answer.text()).rejects.toThrow()
  })

  test('slow: waits as the injected sleep does', async () => {
    const slept: Array<number> = []
    const w = strike({ kind: 'slow', ms: 5000 }, { sleep: async (ms) => void slept.push(ms) })
    expect((await raw(w, list)).status).toBe(200)
    expect(slept).toEqual([5000])
  })

  test('a request that is aborted meanwhile is rejected', async () => {
    const w = strike({ kind: 'slow', ms: 5000 }, { sleep: () => new Promise(() => undefined) })
    const abort = new AbortController()
    const asked = raw(w, list, { signal: abort.signal })
    abort.abort()
    await expect(asked).rejects.toThrow(/abort/i)
  })
})

describe('answers', () => {
  test.each([
    [{ kind: 'throttled', retryAfterMs: 12_000 }, 429, '12'],
    [{ kind: 'throttled', retryAfterMs: 12_000, asDate: true }, 429, 'Mon, 02 Mar 2026 08:00:12 GMT'],
    [{ kind: 'throttled', silent: true }, 429, null],
    [{ kind: 'status', status: 503, retryAfterMs: 3000 }, 503, '3'],
    [{ kind: 'status', status: 500 }, 500, null],
    [{ kind: 'status', status: 502 }, 502, null],
    [{ kind: 'status', status: 504 }, 504, null],
    [{ kind: 'tokenExpired' }, 401, null]
  ] as ReadonlyArray<readonly [Fault, number, string | null]>)('%o, once', async (fault, status, retryAfter) => {
    const w = strike(fault)
    const answer = await raw(w, '/me/messages', { method: 'POST', body: '{"subject":"x"}' })
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, retryAfter])
    expect(await answer.json()).toHaveProperty('error.code')
    expect(await drafts(w)).toBe(0)
  })

  test('truncatedJson, wrongContentType, protoKeys, dateOff, hugeBody', async () => {
    const w = strike({ kind: 'truncatedJson' })
    const half = await (await raw(w, list)).text()
    expect(() => JSON.parse(half) as unknown).toThrow()
    w.server.faults.next({ fault: { kind: 'wrongContentType' } })
    expect((await raw(w, list)).headers.get('content-type')).toBe('text/html')
    w.server.faults.next({ fault: { kind: 'protoKeys' } })
    expect(await (await raw(w, list)).text()).toMatch(/^\{"__proto__":\{"polluted":true\}/)
    w.server.faults.next({ fault: { kind: 'dateOff', ms: -86_400_000 } })
    expect((await raw(w, list)).headers.get('date')).toBe('Sun, 01 Mar 2026 08:00:00 GMT')
    w.server.faults.next({ fault: { kind: 'hugeBody', bytes: 1_000_000 } })
    const huge = await (await raw(w, list)).text()
    expect(huge.length).toBeGreaterThanOrEqual(1_000_000)
    expect(() => JSON.parse(huge) as unknown).not.toThrow()
  })

  test('changedIds: every id is another from then on', async () => {
    const w = strike({ kind: 'changedIds' })
    const before = w.anna.list().map((i) => i.ids.immutable)
    const after = (await w.ask<Page<Told>>('GET', list, undefined, immutable)).body.value.map((m) => m.id)
    expect(after).toHaveLength(3)
    expect(after.some((id) => before.includes(id))).toBe(false)
  })
})

describe('paging', () => {
  const delta = `${list}/delta`

  test('resync, in the middle of paging', async () => {
    const w = testWorld({ pageSize: 1 })
    for (let n = 0; n < 3; n += 1) w.anna.add('email', fields('email', n))
    const { body } = await w.ask<Page<Told>>('GET', delta)
    w.server.faults.next({ fault: { kind: 'resync', how: 'gone' } })
    const refused = await w.ask('GET', body['@odata.nextLink'] ?? '')
    expect([refused.status, refused.headers.get('location')]).toEqual([410, `${w.server.baseUrl()}${delta}?$deltatoken=`])
    expect((await w.ask('GET', body['@odata.nextLink'] ?? '')).status).toBe(200)
  })

  test('duplicates: entries come twice and in another order', async () => {
    const w = testWorld({ pageSize: 50 })
    for (let n = 0; n < 20; n += 1) w.anna.add('email', fields('email', n))
    w.server.faults.next({ fault: { kind: 'duplicates' } })
    const { told } = await round(w, delta)
    expect(told.length).toBeGreaterThan(20)
    expect(new Set(told.map((t) => t.id)).size).toBe(20)
  })

  test('foreignLink: the next page is on another host, and who asks there is found out', async () => {
    const w = strike({ kind: 'foreignLink' })
    const { body } = await w.ask<Page<Told>>('GET', delta)
    expect(body['@odata.nextLink']).toMatch(/^https:\/\/elsewhere\.example\/v1\.0\//)
    await expect(raw(w, body['@odata.nextLink'] ?? '')).rejects.toThrow('fetch failed')
    expect(w.server.strayRequests()).toEqual([{ origin: 'https://elsewhere.example', withToken: true }])
  })

  test('endlessPaging: the next page is this page', async () => {
    const w = strike({ kind: 'endlessPaging' })
    const { body } = await w.ask<Page<Told>>('GET', list)
    expect(body['@odata.nextLink']).toBe(`${w.server.baseUrl()}${list}`)
  })

  test('redirect: followed as fetch does, without the token to another host, or seen by who does not follow', async () => {
    const w = strike({ kind: 'redirect' })
    await expect(raw(w, list)).rejects.toThrow('fetch failed')
    expect(w.server.strayRequests()).toEqual([{ origin: 'https://elsewhere.example', withToken: false }])
    w.server.faults.next({ fault: { kind: 'redirect' } })
    expect((await raw(w, list, { redirect: 'manual' })).status).toBe(302)
  })
})

describe('scripts and chance', () => {
  test('a script strikes what it matches, as often as it says', async () => {
    const w = testWorld()
    w.server.faults.next({ match: (r) => r.template === '/me/events', fault: { kind: 'status', status: 503 }, times: 2 })
    const statuses: Array<number> = []
    for (const path of ['/me/messages', '/me/events', '/me/events', '/me/events']) statuses.push((await w.ask('GET', path)).status)
    expect(statuses).toEqual([200, 503, 503, 200])
    expect(w.server.faults.struck()).toEqual({ status: 2 })
  })

  test('by chance, every kind strikes, the same with the same seed, and never after clear', async () => {
    const kinds: ReadonlyArray<FaultKind> = ['lostAnswer', 'connectionLost', 'throttled', 'status', 'tokenExpired', 'resync', 'cut', 'slow', 'truncatedJson', 'wrongContentType', 'changedIds', 'duplicates', 'foreignLink', 'redirect', 'endlessPaging', 'protoKeys', 'dateOff']
    const run = async (seed: number): Promise<{ readonly struck: object; readonly w: TestWorld }> => {
      const w = testWorld({ seed, pageSize: 1, sleep: async () => undefined, limits: null })
      w.anna.add('email', fields('email'))
      let link = `${list}/delta`
      w.server.faults.seed(0.5, kinds)
      for (let n = 0; n < 400; n += 1) {
        const answer = await raw(w, link).catch(() => null)
        const body = (await answer?.json().catch(() => null)) as Page<Told> | null | undefined
        link = body?.['@odata.deltaLink'] ?? `${list}/delta`
      }
      return { struck: w.server.faults.struck(), w }
    }
    const [first, again] = [await run(3), await run(3)]
    expect(Object.keys(first.struck).sort()).toEqual([...kinds].sort())
    expect(again.struck).toEqual(first.struck)
    expect((await run(4)).struck).not.toEqual(first.struck)
    first.w.server.faults.clear()
    for (let n = 0; n < 50; n += 1) expect((await first.w.ask('GET', list)).status).toBe(200)
  })
})
