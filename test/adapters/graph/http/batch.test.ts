import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { sendBatch } from '../../../../src/adapters/graph/http/batch'
import type { GraphRequest } from '../../../../src/adapters/graph/http/request'
import { base, failureOf, json, type Reply, scripted } from './scripted'

interface Inner {
  readonly id: string
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
}
type Answer = { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }

const innerOf = (body: string | null): ReadonlyArray<Inner> => (JSON.parse(body ?? '{}') as { readonly requests: ReadonlyArray<Inner> }).requests

/** Answers each inner request; backwards, as Graph may. */
const inner =
  (answer: (r: Inner) => Answer | null): Reply =>
  ({ body }) =>
    json({ responses: innerOf(body).flatMap((r) => { const a = answer(r); return a === null ? [] : [{ id: r.id, ...a }] }).reverse() })

const getAll = (n: number): ReadonlyArray<GraphRequest> => Array.from({ length: n }, (_, i) => ({ method: 'GET' as const, path: `/me/messages/m${i}` }))
const echo = inner((r) => ({ status: 200, body: { url: r.url } }))

describe('a batch', () => {
  it('takes 20 at a time, and answers in the order asked', async () => {
    const s = scripted([echo])
    const outcomes = await sendBatch(s.client, getAll(45))
    expect(outcomes.map((o) => (E.isRight(o) ? (o.right.body as { url: string }).url : o.left._tag))).toEqual(getAll(45).map((r) => r.path))
    expect(s.sent.map((r) => innerOf(r.body).length)).toEqual([20, 20, 5])
    expect(s.client.requests()).toEqual({ sent: 3, operations: 45 })
    expect(s.limited).toEqual([20, 20, 5])
  })

  it('gives every request its own headers, and links as paths below the version', async () => {
    const s = scripted([echo])
    await sendBatch(s.client, [{ method: 'GET', path: `${base}/me/events/delta?$deltatoken=1`, prefer: ['odata.maxpagesize=5'] }, { method: 'PATCH', path: '/me/events/1', ifMatch: 'W/"1"', body: { a: 1 } }])
    expect(innerOf(s.sent[0]?.body ?? null)).toEqual([
      { id: '0', method: 'GET', url: '/me/events/delta?$deltatoken=1', headers: { Prefer: 'IdType="ImmutableId", outlook.timezone="UTC", odata.maxpagesize=5' } },
      { id: '1', method: 'PATCH', url: '/me/events/1', headers: { Prefer: 'IdType="ImmutableId", outlook.timezone="UTC"', 'Content-Type': 'application/json', 'If-Match': 'W/"1"' }, body: { a: 1 } }
    ])
  })

  it('sends nothing for nothing, and one request by itself', async () => {
    const s = scripted([json({ id: 'm0' })])
    expect(await sendBatch(s.client, [])).toEqual([])
    await sendBatch(s.client, getAll(1))
    expect(s.sent.map((r) => r.url)).toEqual([`${base}/me/messages/m0`])
  })

  it('sends again only what was throttled, when its own Retry-After is over', async () => {
    let first = true
    const s = scripted([
      (sent, signal) => {
        const answer = first ? inner((r) => (r.id === '1' ? { status: 429, headers: { 'Retry-After': '3' } } : { status: 200, body: { url: r.url } })) : json({ url: 'alone' })
        first = false
        return typeof answer === 'function' ? answer(sent, signal) : (answer as Response)
      }
    ])
    const outcomes = await sendBatch(s.client, getAll(3))
    expect(s.sent.map((r) => r.url)).toEqual([`${base}/$batch`, `${base}/me/messages/m1`])
    expect(s.slept).toEqual([3000])
    expect(outcomes.map((o) => (E.isRight(o) ? (o.right.body as { url: string }).url : o.left._tag))).toEqual(['/me/messages/m0', 'alone', '/me/messages/m2'])
  })

  it('tells how long to wait where that is too long, for that one alone', async () => {
    const s = scripted([inner((r) => (r.id === '1' ? { status: 429, headers: { 'Retry-After': '300' } } : { status: 200 }))])
    const outcomes = await sendBatch(s.client, getAll(3))
    expect(outcomes.map((o) => (E.isLeft(o) ? o.left : o.right.status))).toEqual([200, { _tag: 'Throttled', retryAfterMs: 300_000 }, 200])
    expect(s.sent).toHaveLength(1)
  })

  it('fails alone what gets no answer, or an answer that is none', async () => {
    const s = scripted([inner((r) => (r.id === '0' ? null : r.id === '1' ? ({ status: 'ok' } as unknown as Answer) : { status: 200 }))])
    const post: ReadonlyArray<GraphRequest> = getAll(3).map((r) => ({ ...r, method: 'POST', body: {} }))
    const outcomes = await sendBatch(s.client, post)
    expect(outcomes.map((o) => (E.isLeft(o) ? o.left._tag : o.right.status))).toEqual(['Unexpected', 'Unexpected', 200])
    expect(s.sent).toHaveLength(1)
  })

  it('fails as a whole where the whole is refused or is no batch', async () => {
    expect(await failureOf(sendBatch(scripted([json({ error: { code: 'BadRequest' } }, 400)]).client, getAll(2)))).toEqual({ _tag: 'Unexpected', detail: 'Graph answered 400 BadRequest for a batch' })
    expect(await failureOf(sendBatch(scripted([json({ responses: 'none' })]).client, getAll(2)))).toMatchObject({ _tag: 'Unexpected' })
  })

  it('is not sent with a link of another host inside', async () => {
    const s = scripted([echo])
    expect(await failureOf(sendBatch(s.client, [...getAll(1), { method: 'GET', path: 'https://evil.example/v1.0/me' }]))).toMatchObject({ _tag: 'InvalidPayload' })
    expect(s.sent).toEqual([])
  })

  it('is sent again after an outage only if all in it may be', async () => {
    const gets = scripted([json({}, 503), echo])
    expect((await sendBatch(gets.client, getAll(2))).map((o) => o._tag)).toEqual(['Right', 'Right'])
    const posts = scripted([json({}, 503), echo])
    expect(await failureOf(sendBatch(posts.client, [...getAll(1), { method: 'POST', path: '/me/messages', body: {} }]))).toMatchObject({ _tag: 'Unavailable' })
  })
})
