/** Subscriptions and handler against the local Graph server, which calls the handler as Graph does. */
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { graphJson, graphNotifications, graphSubscriptions, watchedEvents, watchedMessages, type MailboxNotice } from '../../../../src/adapters/graph/notifications'
import { instantOf } from '../../../../src/core/model/time'
import { sampleFields } from '../../../../src/testing/contracts/samples'
import { graphServer } from '../../../../src/testing/graph-server'

const secret = 'a secret of the host'
const notificationUrl = 'https://host.example/graph'
const hour = 3_600_000

const world = () => {
  const clock = { ms: Date.parse('2026-11-24T09:00:00.000Z') }
  const notices: Array<MailboxNotice> = []
  const refused: Array<number> = []
  const handle = graphNotifications({ secret, onNotice: (n) => void notices.push(n), onRefused: (n) => refused.push(n) })
  const server = graphServer({ now: () => instantOf(clock.ms), fetch: async (url, init) => handle(new Request(url, init)) })
  const of = (id: string) => {
    server.addUser({ id, mail: `${id}@acme.se`, displayName: id })
    return graphSubscriptions({
      // The token is the application's: its subscriptions outlive it.
      request: graphJson({ user: id, getToken: async () => server.token(id, { application: 'all' }), fetch: server.fetch, now: () => clock.ms, sleep: async (ms) => void (clock.ms += ms) }),
      mailbox: id,
      root: `users/${id}@acme.se`,
      watched: [watchedMessages, watchedEvents],
      notificationUrl,
      secret,
      now: () => instantOf(clock.ms)
    })
  }
  const noticed = async (): Promise<ReadonlyArray<string>> => {
    await server.notifications.deliver()
    return [...new Set(notices.splice(0).map((n) => `${n.mailbox} ${n.what}`))].sort()
  }
  return { clock, server, of, noticed, refused }
}
const right = <A>(e: E.Either<unknown, A>): A => {
  if (E.isLeft(e)) throw new Error(JSON.stringify(e.left))
  return e.right
}

describe('notifications over the local server', () => {
  it('say which mailbox to sync, also when they come twice and in another order; lost ones say nothing', async () => {
    const w = world()
    const [anna, bert] = [w.of('anna'), w.of('bert')]
    expect(right(await anna.ensure(null)())).toMatchObject({ created: 2, failed: [] })
    right(await bert.ensure(null)())
    w.server.notifications.faults({ duplicated: 0.5, reordered: true })
    w.server.person('anna').add('email', sampleFields('email', 1))
    w.server.person('anna').add('appointment', sampleFields('appointment', 1))
    expect(await w.noticed()).toEqual(['anna changed'])
    w.server.person('bert').add('email', sampleFields('email', 2))
    w.server.person('anna').add('email', sampleFields('email', 3))
    expect(await w.noticed()).toEqual(['anna changed', 'bert changed'])
    w.server.notifications.faults({ lost: 1 })
    w.server.person('bert').add('email', sampleFields('email', 4))
    expect(await w.noticed()).toEqual([])
    expect(w.refused).toEqual([])
  })

  it('go on for a month of daily renewals, are made anew after they ran out, and heed the lifecycle', async () => {
    const w = world()
    const anna = w.of('anna')
    let known = right(await anna.ensure(null)()).subscriptions
    for (let day = 0; day < 30; day++) {
      w.clock.ms += 24 * hour
      known = right(await anna.ensure(known)()).subscriptions
      expect(await w.noticed()).toEqual([])
    }
    w.server.notifications.tellMissed('anna')
    expect(await w.noticed()).toEqual(['anna missed'])
    // Nobody renewed: shortly before the end Graph asks, and after it says that it is over.
    w.clock.ms = Math.min(...known.map((s) => Date.parse(s.until))) - 10 * 60_000
    expect(await w.noticed()).toEqual(['anna reauthorize'])
    expect(right(await anna.ensure(known, true)())).toMatchObject({ created: 0, renewed: 2 })
    w.clock.ms += 8 * 24 * hour
    expect(await w.noticed()).toEqual(['anna removed'])
    expect(right(await anna.ensure(null)())).toMatchObject({ created: 2, renewed: 0 })
    w.server.person('anna').add('email', sampleFields('email', 1))
    expect(await w.noticed()).toEqual(['anna changed'])
    right(await anna.end(right(await anna.ensure(null)()).subscriptions)())
    w.server.person('anna').add('email', sampleFields('email', 2))
    expect(await w.noticed()).toEqual([])
  })

  it('a URL that does not answer the handshake is refused, and told for each', async () => {
    const w = world()
    w.of('anna')
    const server = graphServer({ now: () => instantOf(w.clock.ms) })
    server.addUser({ id: 'anna', mail: 'anna@acme.se', displayName: 'Anna' })
    const deaf = graphSubscriptions({ request: graphJson({ user: 'anna', getToken: async () => server.token('anna', { application: 'all' }), fetch: server.fetch }), mailbox: 'anna', root: 'users/anna@acme.se', watched: [watchedMessages, watchedEvents], notificationUrl, secret, now: () => instantOf(w.clock.ms) })
    expect(right(await deaf.ensure(null)())).toMatchObject({ created: 0, failed: [{ path: 'messages', error: { _tag: 'Unexpected' } }, { path: 'events', error: { _tag: 'Unexpected' } }] })
  })
})
