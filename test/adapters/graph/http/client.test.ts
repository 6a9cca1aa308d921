import { afterEach, describe, expect, it, vi } from 'vitest'
import { segment } from '../../../../src/adapters/graph/http/link'
import { memoryLimiter } from '../../../../src/adapters/graph/http/limiter'
import { base, failureOf, json, type Reply, scripted } from './scripted'

const get = { method: 'GET', path: '/me' } as const
const post = { method: 'POST', path: '/me/sendMail', body: { a: 1 } } as const
const throttledBy = (headers: Readonly<Record<string, string>>): Response => json({ error: { code: 'TooManyRequests' } }, 429, headers)
const ok = json({ id: '1' })

describe('a request', () => {
  it('carries a token, immutable ids and UTC, and gives decoded JSON', async () => {
    const s = scripted([ok])
    const answer = await s.client.send({ ...get, prefer: ['odata.maxpagesize=10'] })
    expect(answer.body).toEqual({ id: '1' })
    expect(s.sent).toEqual([{ url: `${base}/me`, method: 'GET', headers: { Authorization: 'Bearer token-1', Prefer: 'IdType="ImmutableId", outlook.timezone="UTC", odata.maxpagesize=10' }, body: null }])
    expect(s.client.requests()).toEqual({ sent: 1, operations: 1 })
    expect(s.limited).toEqual([1])
  })

  it('carries the same Prefer on a link', async () => {
    const s = scripted([ok])
    await s.client.send({ method: 'GET', path: `${base}/me/messages/delta?$skiptoken=x`, prefer: ['odata.maxpagesize=10'] })
    expect(s.sent[0]?.headers['Prefer']).toBe('IdType="ImmutableId", outlook.timezone="UTC", odata.maxpagesize=10')
  })

  it.each(['https://evil.example/v1.0/me', 'http://graph.example/v1.0/me', 'https://graph.example:444/v1.0/me', 'https://graph.example@evil.example/v1.0', 'https://user:pw@graph.example/v1.0', '//evil.example/me', 'nonsense', 'javascript:alert(1)'])(
    'is not sent to %s, and no token is asked for',
    async (path) => {
      const s = scripted([ok])
      const failure = await failureOf(s.client.send({ method: 'GET', path }))
      if (path.startsWith('//')) expect(s.sent[0]?.url).toBe(`${base}${path}`)
      else {
        expect(failure).toMatchObject({ _tag: 'InvalidPayload' })
        expect(JSON.stringify(failure)).not.toContain('evil')
        expect([s.sent, s.refreshed]).toEqual([[], []])
      }
    }
  )

  it('follows no redirect', async () => {
    const s = scripted([new Response(null, { status: 302, headers: { location: 'https://evil.example/' } })])
    expect(await failureOf(s.client.send(get))).toMatchObject({ _tag: 'Unexpected' })
    expect(s.sent).toHaveLength(1)
  })

  it('asks for a new token once when the first is not accepted', async () => {
    const s = scripted([json({}, 401), ok])
    expect((await s.client.send(get)).status).toBe(200)
    expect(s.sent.map((r) => r.headers['Authorization'])).toEqual(['Bearer token-1', 'Bearer token-2'])
    const refused = scripted([json({}, 401)])
    expect(await failureOf(refused.client.send(get))).toMatchObject({ _tag: 'Unauthorized' })
    expect(refused.refreshed).toEqual([false, true])
  })

  it.each([['a rejection', async () => Promise.reject(new Error('secret-9'))], ['nothing', async () => ''], ['a header of its own', async () => 'a\r\nX-Evil: 1']])('is not sent when getToken gives %s, and the error does not quote it', async (_, getToken) => {
    const s = scripted([ok], { getToken })
    const failure = await failureOf(s.client.send(get))
    expect(failure).toMatchObject({ _tag: 'Unauthorized' })
    expect(JSON.stringify(failure)).not.toMatch(/secret|Evil/)
    expect(s.sent).toEqual([])
  })

  it('has no more than four under way at once', async () => {
    let [now, most] = [0, 0]
    const slow: Reply = async () => {
      most = Math.max(most, ++now)
      await new Promise((done) => setImmediate(done))
      now--
      return ok.clone()
    }
    const s = scripted([slow])
    await Promise.all(Array.from({ length: 12 }, () => s.client.send(get)))
    expect(most).toBe(4)
  })
})

describe('trying again', () => {
  it('waits as long as Retry-After says, also for a write: what was throttled was not carried out', async () => {
    const s = scripted([throttledBy({ 'retry-after': '7' }), ok])
    expect((await s.client.send(post)).status).toBe(200)
    expect(s.slept).toEqual([7000])
  })

  it('waits a little longer than it has to, so that many do not come back at once, and never shorter', async () => {
    const s = scripted([throttledBy({ 'retry-after': '7' }), ok], { random: () => 0.5 })
    await s.client.send(get)
    expect(s.slept).toEqual([7825])
  })

  it('measures a date in Retry-After by the clock of the server', async () => {
    const s = scripted([throttledBy({ 'retry-after': 'Wed, 25 Nov 2026 10:00:05 GMT', date: 'Wed, 25 Nov 2026 10:00:00 GMT' }), ok])
    await s.client.send(get)
    expect(s.slept).toEqual([5000])
    const past = scripted([throttledBy({ 'retry-after': 'Mon, 23 Nov 2026 10:00:05 GMT' }), ok])
    await past.client.send(get)
    expect(past.slept).toEqual([0])
  })

  it('answers Throttled with what the server asks for when that is longer than its patience', async () => {
    const s = scripted([throttledBy({ 'retry-after': '300' })])
    expect(await failureOf(s.client.send(get))).toEqual({ _tag: 'Throttled', retryAfterMs: 300_000 })
    expect(s.slept).toEqual([])
    const absurd = scripted([throttledBy({ 'retry-after': '99999999999' })])
    expect(await failureOf(absurd.client.send(get))).toEqual({ _tag: 'Throttled', retryAfterMs: 86_400_000 })
  })

  it('backs off without a word of the server, and gives up', async () => {
    const s = scripted([throttledBy({ 'retry-after': 'soon' })])
    expect(await failureOf(s.client.send(get))).toMatchObject({ _tag: 'Throttled' })
    expect(s.slept).toEqual([1000, 2000, 4000, 8000])
    expect(s.sent).toHaveLength(5)
  })

  it.each([500, 502, 503, 504])('tries a GET again after %d, and a write not', async (status) => {
    const s = scripted([json({}, status), ok])
    expect((await s.client.send(get)).status).toBe(200)
    const written = scripted([json({}, status), ok])
    expect(await failureOf(written.client.send(post))).toMatchObject({ _tag: 'Unavailable' })
    expect(written.sent).toHaveLength(1)
    const keyed = scripted([json({}, status), ok])
    expect((await keyed.client.send({ ...post, repeatable: true })).status).toBe(200)
  })

  it('tries a GET again after a connection that fails, before or in the middle of the body', async () => {
    const cut = (): Response => new Response(new ReadableStream({ start: (c) => (c.enqueue(new TextEncoder().encode('{"id":')), c.error(new Error('cut'))) }))
    const s = scripted([new TypeError('fetch failed'), cut, new Response('{"id":"1"'), ok])
    expect((await s.client.send(get)).body).toEqual({ id: '1' })
    expect(s.sent).toHaveLength(4)
    const written = scripted([cut])
    expect(await failureOf(written.client.send(post))).toMatchObject({ _tag: 'Unavailable' })
    expect(written.sent).toHaveLength(1)
  })

  it('gives an attempt only so long', async () => {
    const never: Reply = (_, signal) => new Promise((_done, reject) => void signal.addEventListener('abort', () => reject(new Error('aborted'))))
    const s = scripted([never], { timeoutMs: 5, retryForMs: 0 })
    expect(await failureOf(s.client.send(get))).toMatchObject({ _tag: 'Unavailable' })
  })
})

describe('a server that is down', () => {
  afterEach(() => void vi.useRealTimers())

  it('is left alone for a while after failing again and again, and then asked again', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const s = scripted([json({}, 503)])
    for (let i = 0; i < 3; i++) await failureOf(s.client.send(get))
    expect(s.sent).toHaveLength(10)
    expect(await failureOf(s.client.send(get))).toMatchObject({ _tag: 'Unavailable' })
    expect(s.sent).toHaveLength(10)
    vi.setSystemTime(Date.now() + 31_000)
    await failureOf(s.client.send(get))
    expect(s.sent.length).toBeGreaterThan(10)
  })

  it('is not left alone for what it refuses or throttles', async () => {
    const s = scripted([json({}, 404)])
    for (let i = 0; i < 30; i++) await s.client.send(get)
    expect(s.sent).toHaveLength(30)
  })
})

describe('what a hostile server sends', () => {
  const endless = (): { readonly response: () => Response; readonly sentBytes: () => number } => {
    let bytes = 0
    return {
      response: () => new Response(new ReadableStream({ pull: (c) => (c.enqueue(new Uint8Array(1000).fill(0x20)), void (bytes += 1000)) })),
      sentBytes: () => bytes
    }
  }

  it('is not read without an end', async () => {
    const e = endless()
    const s = scripted([e.response])
    expect(await failureOf(s.client.send(get))).toMatchObject({ _tag: 'InvalidPayload' })
    expect(e.sentBytes()).toBeLessThan(110_000)
    const bytes = await s.client.download(get, 2500)
    expect([bytes.bytes.length, bytes.whole]).toEqual([2500, false])
  })

  it('is not nested without an end', async () => {
    const s = scripted([new Response(`${'['.repeat(40_000)}${']'.repeat(40_000)}`)])
    expect(await failureOf(s.client.send(get))).toMatchObject({ _tag: 'InvalidPayload' })
    const text = scripted([json({ a: '[['.repeat(1000) })])
    expect((await text.client.send(get)).status).toBe(200)
  })

  it.each(['{"__proto__":{"evil":1},"a":{"__proto__":{"evil":1},"b":2}}', '{"\\u005f_proto__":{"evil":1},"a":{"_\\u005fpr\\u006fto__":{"evil":1},"b":2}}'])('changes no prototype: %s', async (text) => {
    const s = scripted([new Response(text)])
    const { body } = await s.client.send(get)
    expect(JSON.stringify(body)).toBe('{"a":{"b":2}}')
    expect(Object.assign({}, body)).not.toHaveProperty('evil')
  })

  it('gives no bytes of a file that was cut', async () => {
    const s = scripted([() => new Response(new Uint8Array(10), { headers: { 'content-length': '20' } })], { retryForMs: 0 })
    expect(await failureOf(s.client.download(get, 100))).toMatchObject({ _tag: 'Unavailable' })
    expect((await s.client.download(get, 10)).bytes).toHaveLength(10)
  })
})

describe('the budget', () => {
  it('makes who comes when it is spent wait until it is free again, first come, first served', async () => {
    let clock = 0
    const limiter = memoryLimiter({ requests: 10, windowMs: 600_000, now: () => clock, sleep: async (ms) => void (clock += ms) })
    await limiter.take(8)
    clock = 300_000
    await limiter.take(2)
    expect(clock).toBe(300_000)
    const order: Array<string> = []
    await Promise.all([limiter.take(5).then(() => order.push('first')), limiter.take(1).then(() => order.push('second'))])
    expect(clock).toBe(601_000)
    expect(order).toEqual(['first', 'second'])
    await limiter.take(4)
    expect(clock).toBeGreaterThan(900_000)
  })
})

describe('a segment of a path', () => {
  it.each([['a/b', 'a%2Fb'], ['..', '-'], ['.', '-'], ['', '-'], ['\ud800', '-'], ["it's", "it's"]])('%j is %s', (id, expected) => expect(segment(id)).toBe(expected))
})
