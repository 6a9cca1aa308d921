/** Throttling by Graph's own limits, and what is written down of requests. */
import { describe, expect, test } from 'vitest'
import { fields, testWorld } from './world'

describe('limits', () => {
  test('so many requests in a time; items of a batch count each; Retry-After says when', async () => {
    const w = testWorld({ limits: { requests: 5, perMs: 60_000, atOnce: 4 } })
    for (let n = 0; n < 3; n += 1) expect((await w.ask('GET', '/me/messages')).status).toBe(200)
    const { body } = await w.ask<{ responses: ReadonlyArray<{ status: number }> }>('POST', '/$batch', { requests: [1, 2, 3].map((n) => ({ id: String(n), method: 'GET', url: '/me/events' })) })
    expect(body.responses.map((r) => r.status).sort()).toEqual([200, 200, 429])
    w.advance(10_000)
    const refused = await w.ask('GET', '/me/messages')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '50'])
    const other = { authorization: `Bearer ${w.server.token('bo')}` }
    expect((await w.ask('GET', '/me/messages', undefined, other)).status).toBe(200)
    w.advance(50_000)
    expect((await w.ask('GET', '/me/messages')).status).toBe(200)
  })

  test('four at once are allowed', async () => {
    const w = testWorld()
    const four = await Promise.all([1, 2, 3, 4].map(() => w.ask('GET', '/me/messages')))
    expect(four.map((a) => a.status)).toEqual([200, 200, 200, 200])
  })

  test('a fifth at the same time is too much', async () => {
    let release = (): void => undefined
    const held = new Promise<Response>((done) => {
      release = () => done(new Response('no', { status: 500 }))
    })
    const w = testWorld({ fetch: () => held })
    const subscribe = (): ReturnType<typeof w.ask> => w.ask('POST', '/subscriptions', { changeType: 'created', resource: '/me/messages', notificationUrl: 'https://hook.example', expirationDateTime: '2026-03-03T00:00:00Z' })
    const waiting = [1, 2, 3, 4].map(() => subscribe())
    await new Promise((done) => void setTimeout(done, 0))
    expect((await w.ask('GET', '/me/messages')).status).toBe(429)
    release()
    expect((await Promise.all(waiting)).map((a) => a.status)).toEqual([400, 400, 400, 400])
    expect((await w.ask('GET', '/me/messages')).status).toBe(200)
  })
})

describe('the log', () => {
  test('has method, template, status and user, and never an id, a body or a token', async () => {
    const w = testWorld()
    const id = w.anna.add('email', { ...fields('email'), subject: 'Secret subject' })
    await w.ask('GET', `/me/messages/${id}?$select=subject`)
    await w.ask('POST', '/me/messages', { subject: 'Secret subject' })
    await w.ask('GET', '/me/nothing/at/all')
    expect(w.server.log()).toEqual([
      { method: 'GET', template: '/me/messages/{message}', status: 200, inBatch: false, user: 'anna', lost: false },
      { method: 'POST', template: '/me/messages', status: 201, inBatch: false, user: 'anna', lost: false },
      { method: 'GET', template: '?', status: 400, inBatch: false, user: 'anna', lost: false }
    ])
    expect(JSON.stringify(w.server.log())).not.toMatch(new RegExp(`Secret|${id}|${w.token.slice(0, 20)}`))
    w.server.resetLog()
    expect([w.server.log(), w.server.requests(), w.server.batchItems()]).toEqual([[], 0, 0])
  })

  test('every answer has a request-id, a Date and the echo of client-request-id', async () => {
    const w = testWorld()
    const { headers } = await w.ask('GET', '/me', undefined, { 'client-request-id': 'mine' })
    expect([headers.get('client-request-id'), headers.get('date')]).toEqual(['mine', 'Mon, 02 Mar 2026 08:00:00 GMT'])
    expect(headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('the same seed and clock give the same answers, byte for byte', async () => {
    const run = async (): Promise<string> => {
      const w = testWorld({ seed: 7, quirks: { replays: 0.5, removedInFirstRound: 0.5 } })
      for (let n = 0; n < 5; n += 1) w.anna.add('email', fields('email', n))
      const answers = [await w.ask('GET', '/me/messages'), await w.ask('GET', '/me/mailFolders/inbox/messages/delta'), await w.ask('POST', '/$batch', { requests: [1, 2, 3, 4, 5].map((n) => ({ id: String(n), method: 'GET', url: '/me/messages' })) })]
      return JSON.stringify(answers.map((a) => [a.body, a.headers.get('request-id')]))
    }
    expect(await run()).toBe(await run())
  })
})
