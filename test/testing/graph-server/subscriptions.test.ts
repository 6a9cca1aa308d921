/** Subscriptions and notifications. */
import type { ChangeNotification, ChangeNotificationCollection, Subscription } from '@microsoft/microsoft-graph-types'
import { describe, expect, test } from 'vitest'
import type { GraphServerOptions } from '../../../src/testing/graph-server'
import { fields, immutable, testWorld, type Answered, type TestWorld } from './world'

const minuteMs = 60_000

interface Hooked {
  readonly w: TestWorld
  readonly received: Array<ChangeNotification & { readonly url: string }>
  readonly subscribe: (more?: Partial<Subscription>, headers?: Readonly<Record<string, string>>) => Promise<Answered<Subscription>>
  readonly arrivals: () => Promise<ReadonlyArray<readonly [unknown, unknown]>>
}

const hooked = (answer: (token: string) => Response = (token) => new Response(token, { headers: { 'content-type': 'text/plain' } }), options: Partial<GraphServerOptions> = {}): Hooked => {
  const received: Array<ChangeNotification & { readonly url: string }> = []
  const w = testWorld({
    ...options,
    fetch: async (input, init) => {
      const url = new URL(typeof input === 'string' ? input : input instanceof URL ? input.href : input.url)
      const token = url.searchParams.get('validationToken')
      if (token !== null) return answer(token)
      received.push(...((JSON.parse(String(init?.body)) as ChangeNotificationCollection).value ?? []).map((n) => ({ ...n, url: url.pathname })))
      return new Response(null, { status: 202 })
    }
  })
  return {
    w,
    received,
    subscribe: (more = {}, headers = immutable) =>
      w.ask<Subscription>('POST', '/subscriptions', { changeType: 'created,updated,deleted', notificationUrl: 'https://hook.example/notify', lifecycleNotificationUrl: 'https://hook.example/life', resource: '/me/messages', expirationDateTime: '2026-03-03T08:00:00Z', clientState: 'secret', ...more }, headers),
    arrivals: async () => {
      received.length = 0
      await w.server.notifications.deliver()
      return received.map((n) => [n.changeType ?? n.lifecycleEvent, (n.resourceData as { id?: string } | undefined)?.id] as const)
    }
  }
}

describe('creation', () => {
  test('asks the address first: 200 with the decoded token as plain text', async () => {
    const asked: Array<string> = []
    const h = hooked((token) => {
      asked.push(token)
      return new Response(token, { headers: { 'content-type': 'text/plain' } })
    })
    const { status, body } = await h.subscribe()
    expect([status, body.resource, asked.length]).toEqual([201, '/me/messages', 2])
    expect(asked[0]).toContain(' ')
  })

  test.each([
    ['another status', () => new Response(null, { status: 500 })],
    ['the token still encoded', (token: string) => new Response(encodeURIComponent(token), { headers: { 'content-type': 'text/plain' } })],
    ['another content type', (token: string) => new Response(token, { headers: { 'content-type': 'application/json' } })]
  ])('%s is refused with 400', async (_name, answer) => {
    expect((await hooked(answer).subscribe()).status).toBe(400)
  })

  test.each([
    ['a clientState of more than 128 characters', { clientState: 'x'.repeat(129) }],
    ['more than 10,080 minutes for messages', { expirationDateTime: '2026-03-09T08:00:01Z' }],
    ['a time that is over', { expirationDateTime: '2026-03-01T08:00:00Z' }],
    ['a change type that there is not', { changeType: 'read' }],
    ['a resource that there is not', { resource: '/me/nothing' }]
  ])('%s is refused with 400', async (_name, more) => {
    expect((await hooked().subscribe(more)).status).toBe(400)
  })

  test('tasks live for 4,230 minutes at most', async () => {
    const h = hooked()
    const list = (await h.w.ask<{ value: ReadonlyArray<{ id: string }> }>('GET', '/me/todo/lists')).body.value[0]?.id
    const resource = `/me/todo/lists/${list}/tasks`
    const until = (minutes: number): string => new Date(Date.parse(h.w.now()) + minutes * minuteMs).toISOString()
    expect((await h.subscribe({ resource, expirationDateTime: until(4230) })).status).toBe(201)
    expect((await h.subscribe({ resource, expirationDateTime: until(4231) })).status).toBe(400)
  })

  test('a mailbox has at most 1,000, and nobody subscribes to that of another', async () => {
    const h = hooked(undefined, { limits: null })
    for (let n = 0; n < 1000; n += 1) await h.subscribe({ lifecycleNotificationUrl: null })
    expect((await h.subscribe()).status).toBe(403)
    expect((await hooked().subscribe({ resource: '/users/bo/messages' })).status).toBe(403)
  })
})

describe('notifications', () => {
  test('created and updated both arrive for one create, with clientState and the id in the form of the creation', async () => {
    const h = hooked()
    await h.subscribe()
    const id = h.w.anna.add('email', fields('email'))
    expect(await h.arrivals()).toEqual([['created', id], ['updated', id]])
    expect(h.received[0]).toMatchObject({ clientState: 'secret', url: '/notify', resource: `Users/anna/messages/${id}` })
    h.w.anna.deletePermanently(id)
    expect(await h.arrivals()).toEqual([['deleted', id]])
  })

  test('of the folder and the change types that were asked for', async () => {
    const h = hooked()
    await h.subscribe({ resource: "/me/mailFolders('sentitems')/messages", changeType: 'created' })
    h.w.anna.add('email', fields('email'))
    const sent = h.w.anna.add('email', fields('email', 2), { folder: 'sentItems' })
    expect(await h.arrivals()).toEqual([['created', sent]])
  })

  test('are lost, doubled and reordered on demand', async () => {
    const h = hooked()
    await h.subscribe({ changeType: 'created' })
    const ids = Array.from({ length: 12 }, (_, n) => h.w.anna.add('email', fields('email', n)))
    h.w.server.notifications.faults({ reordered: true })
    const arrived = (await h.arrivals()).map(([, id]) => id)
    expect(arrived).not.toEqual(ids)
    expect([...arrived].sort()).toEqual([...ids].sort())
    h.w.anna.add('email', fields('email'))
    h.w.server.notifications.faults({ duplicated: 1 })
    expect(await h.arrivals()).toHaveLength(2)
    h.w.anna.add('email', fields('email'))
    h.w.server.notifications.faults({ lost: 1 })
    expect(await h.arrivals()).toEqual([])
  })

  test('end with the subscription; renewing it and reauthorizing keeps it', async () => {
    const h = hooked()
    const { body } = await h.subscribe()
    expect((await h.w.ask('PATCH', `/subscriptions/${body.id}`, { expirationDateTime: '2026-03-04T08:00:00Z' })).status).toBe(200)
    expect((await h.w.ask('POST', `/subscriptions/${body.id}/reauthorize`)).status).toBe(204)
    expect((await h.w.ask<{ value: ReadonlyArray<unknown> }>('GET', '/subscriptions')).body.value).toHaveLength(1)
    h.w.advance(2 * 24 * 60 * minuteMs)
    h.w.anna.add('email', fields('email'))
    expect(await h.arrivals()).toEqual([['subscriptionRemoved', undefined]])
    const headers = { authorization: `Bearer ${h.w.server.token('anna')}` }
    expect((await h.w.ask('GET', `/subscriptions/${body.id}`, undefined, headers)).status).toBe(404)
  })

  test('lifecycle: reauthorizationRequired before the end, missed on demand; of tasks neither missed nor subscriptionRemoved', async () => {
    const h = hooked()
    await h.subscribe()
    const list = (await h.w.ask<{ value: ReadonlyArray<{ id: string }> }>('GET', '/me/todo/lists')).body.value[0]?.id
    await h.subscribe({ resource: `/me/todo/lists/${list}/tasks` })
    h.w.server.notifications.tellMissed('anna')
    expect(await h.arrivals()).toEqual([['missed', undefined]])
    h.w.advance((24 * 60 - 10) * minuteMs)
    expect(await h.arrivals()).toEqual([['reauthorizationRequired', undefined], ['reauthorizationRequired', undefined]])
    expect(await h.arrivals()).toEqual([])
    expect(h.received.every((n) => n.url === '/life')).toBe(true)
    h.w.advance(10 * minuteMs)
    expect(await h.arrivals()).toEqual([['subscriptionRemoved', undefined]])
  })

  test('after DELETE nothing arrives', async () => {
    const h = hooked()
    const { body } = await h.subscribe()
    expect((await h.w.ask('DELETE', `/subscriptions/${body.id}`)).status).toBe(204)
    h.w.anna.add('email', fields('email'))
    expect(await h.arrivals()).toEqual([])
  })
})
