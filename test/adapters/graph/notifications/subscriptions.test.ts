import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { graphSubscriptions, watchedEvents, watchedMessages, watchedTasks, type GraphJson, type GraphSubscriptions } from '../../../../src/adapters/graph/notifications'
import { clientStates } from '../../../../src/adapters/graph/notifications/client-state'
import { invalidPayload, notFound, unavailable, type PortError } from '../../../../src/core/errors'
import { instantOf } from '../../../../src/core/model/time'

const secret = 'a secret of the host'
const hour = 3_600_000
const start = Date.parse('2026-11-24T09:00:00.000Z')

interface Entry {
  readonly id: string
  readonly resource: string
  readonly notificationUrl: string
  readonly clientState: string
  expirationDateTime: string
}

/** Graph's part, with a clock: what has run out is gone. */
const graph = () => {
  const clock = { ms: start }
  const entries: Array<Entry> = []
  const asked: Array<string> = []
  const failing: Array<{ readonly match: string; readonly error: PortError; times: number }> = []
  let made = 0
  const live = (): ReadonlyArray<Entry> => entries.filter((e) => Date.parse(e.expirationDateTime) > clock.ms)
  const request: GraphJson = ({ method, path, body }) => async () => {
    asked.push(`${method} ${path}`)
    const fault = failing.find((f) => `${method} ${path} ${JSON.stringify(body ?? '')}`.includes(f.match) && f.times-- > 0)
    if (fault !== undefined) return E.left(fault.error)
    const sent = body as Entry
    if (method === 'POST') {
      const entry: Entry = { ...sent, id: `s${++made}` }
      entries.push(entry)
      return E.right({ ...entry, clientState: null })
    }
    if (method === 'GET') {
      const from = Number(/skip=(\d+)/.exec(path)?.[1] ?? 0)
      const next = live().length > from + 2 ? { '@odata.nextLink': `https://graph.example/v1.0/subscriptions?skip=${from + 2}` } : {}
      return E.right({ value: live().slice(from, from + 2).map((e) => ({ ...e, clientState: null })), ...next })
    }
    const at = entries.findIndex((e) => `/subscriptions/${e.id}` === path && live().includes(e))
    const found = entries[at]
    if (found === undefined) return E.left(notFound('subscription'))
    if (method === 'DELETE') entries.splice(at, 1)
    else found.expirationDateTime = sent.expirationDateTime
    return E.right(method === 'DELETE' ? null : { ...found, clientState: null })
  }
  const of = (mailbox: string, watched = [watchedMessages, watchedEvents, watchedTasks('L1')]): GraphSubscriptions =>
    graphSubscriptions({ request, mailbox, root: `users/${mailbox}`, watched, notificationUrl: 'https://host.example/graph', secret, now: () => instantOf(clock.ms) })
  return { clock, entries, live, asked, failing, of }
}
const right = <A>(e: E.Either<PortError, A>): A => {
  if (E.isLeft(e)) throw new Error(JSON.stringify(e.left))
  return e.right
}

describe('the subscriptions of a mailbox', () => {
  it('are made once, with a client state that names the mailbox', async () => {
    const g = graph()
    const first = right(await g.of('anna').ensure(null)())
    expect(first).toMatchObject({ created: 3, renewed: 0, ended: 0, failed: [] })
    expect(first.subscriptions.map((s) => s.path)).toEqual(['messages', 'events', 'todo/lists/L1/tasks'])
    expect(await clientStates(secret).mailboxOf(g.entries[0]?.clientState ?? '')).toBe('anna')
    const before = g.asked.length
    expect(right(await g.of('anna').ensure(first.subscriptions)())).toEqual({ ...first, created: 0 })
    expect(g.asked.length).toBe(before)
    // Another process, that knows nothing, finds them.
    expect(right(await g.of('anna').ensure(null)())).toEqual({ ...first, created: 0 })
    expect(g.live()).toHaveLength(3)
  })

  it('ask for no longer a life than Graph gives', async () => {
    const g = graph()
    right(await g.of('anna').ensure(null)())
    expect(g.entries.map((e) => (Date.parse(e.expirationDateTime) - start) / 60_000)).toEqual([10_079, 10_079, 4229])
  })

  it('are renewed when half of their life is over, and never run out where `ensure` is called every day', async () => {
    const g = graph()
    let known = right(await g.of('anna').ensure(null)()).subscriptions
    for (let day = 1; day <= 30; day++) {
      g.clock.ms += 24 * hour
      expect(g.live()).toHaveLength(3)
      known = right(await g.of('anna').ensure(known)()).subscriptions
    }
    expect(g.entries).toHaveLength(3)
  })

  it('are renewed at once where Graph wants a new authorisation', async () => {
    const g = graph()
    const { subscriptions } = right(await g.of('anna').ensure(null)())
    expect(right(await g.of('anna').ensure(subscriptions, true)())).toMatchObject({ created: 0, renewed: 3 })
  })

  it('are made anew where they ran out or were removed', async () => {
    const g = graph()
    const { subscriptions } = right(await g.of('anna').ensure(null)())
    g.entries.splice(0, 1)
    expect(right(await g.of('anna').ensure(null)())).toMatchObject({ created: 1, renewed: 0 })
    g.entries.splice(0, 3)
    expect(right(await g.of('anna').ensure(subscriptions, true)())).toMatchObject({ created: 3, renewed: 0 })
    g.clock.ms += 8 * 24 * hour
    expect(right(await g.of('anna').ensure(subscriptions)())).toMatchObject({ created: 3, renewed: 0 })
    expect(g.live()).toHaveLength(3)
  })

  it('that are there twice, after a lost answer, or are no longer wanted, are ended; those of others are left', async () => {
    const g = graph()
    right(await g.of('anna').ensure(null)())
    right(await g.of('anna').ensure([])())
    right(await g.of('bert').ensure(null)())
    g.entries.push({ id: 'other', resource: 'users/anna/messages', notificationUrl: 'https://elsewhere.example', clientState: 'x', expirationDateTime: instantOf(start + hour) })
    expect(g.live()).toHaveLength(10)
    expect(right(await g.of('anna', [watchedMessages]).ensure(null)())).toMatchObject({ created: 0, ended: 5 })
    expect(g.live().map((e) => e.resource)).toEqual(['users/anna/messages', 'users/bert/messages', 'users/bert/events', 'users/bert/todo/lists/L1/tasks', 'users/anna/messages'])
  })

  it('one that is refused does not stop the others; what stops everything does', async () => {
    const g = graph()
    g.failing.push({ match: '/events"', error: invalidPayload('subscription', []), times: 1 })
    const first = right(await g.of('anna').ensure(null)())
    expect(first).toMatchObject({ created: 2, failed: [{ path: 'events', error: { _tag: 'InvalidPayload' } }] })
    expect(right(await g.of('anna').ensure(first.subscriptions)())).toMatchObject({ created: 1, failed: [] })
    g.failing.push({ match: 'GET', error: unavailable('down'), times: 1 })
    expect(await g.of('anna').ensure(null)()).toEqual(E.left(unavailable('down')))
  })

  it('are ended when asked to, also what is gone already', async () => {
    const g = graph()
    const { subscriptions } = right(await g.of('anna').ensure(null)())
    g.entries.splice(0, 1)
    right(await g.of('anna').end(subscriptions)())
    expect(g.entries).toEqual([])
  })

  it('an answer that is none names its field', async () => {
    const request: GraphJson = () => async () => E.right({ value: 'none' })
    const one = graphSubscriptions({ request, mailbox: 'anna', root: 'me', watched: [watchedEvents], notificationUrl: 'https://host.example', secret, now: () => instantOf(start) })
    expect(await one.ensure(null)()).toMatchObject({ left: { _tag: 'InvalidPayload', errors: [{ field: 'value' }] } })
    expect(await one.ensure([])()).toMatchObject({ right: { failed: [{ path: 'events', error: { _tag: 'InvalidPayload', errors: [{ field: 'id' }, { field: 'resource' }, { field: 'expirationDateTime' }] } }] } })
  })
})
