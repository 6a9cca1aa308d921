/** A server with two people, and short ways to ask it. */
import { AuthenticationHandler, Client, type Context, type Middleware } from '@microsoft/microsoft-graph-client'
import { afterEach } from 'vitest'
import { sampleFields } from '../../../src/testing/contracts/samples'
import type { FieldsOf, Kind } from '../../../src/core/model/fields'
import { instantOf, type Instant } from '../../../src/core/model/time'
import { graphServer, type GraphPerson, type GraphServer, type GraphServerOptions, type PersonOptions } from '../../../src/testing/graph-server'

export const stamp = 'String {6f8c2b1a-4c9e-4f0a-9a51-0c6f5f1f3d10} Name TestKey'
export const immutable = { prefer: 'IdType="ImmutableId"' }

export interface Answered<A> {
  readonly status: number
  readonly headers: Headers
  readonly body: A
}

export interface TestWorld {
  readonly server: GraphServer
  readonly anna: GraphPerson
  readonly token: string
  readonly advance: (ms: number) => void
  readonly now: () => Instant
  /** With Anna's token, below `/v1.0` or by a whole URL. */
  readonly ask: <A = unknown>(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>) => Promise<Answered<A>>
}

/** A clock that stands still until it is moved. */
const testClock = (): { readonly now: () => Instant; readonly advance: (ms: number) => void } => {
  let at = Date.parse('2026-03-02T08:00:00.000Z')
  return {
    now: () => instantOf(at),
    advance: (ms) => {
      at += ms
    }
  }
}

export const testWorld = (options: Partial<GraphServerOptions> = {}, person: PersonOptions = { property: stamp, application: 'tests' }): TestWorld => {
  const clock = testClock()
  const server = graphServer({ now: clock.now, quirks: { replays: 0, removedInFirstRound: 0 }, ...options })
  server.addUser({ id: 'anna', mail: 'anna@acme.se', aliases: ['a.berg@acme.se'], displayName: 'Anna Berg' })
  server.addUser({ id: 'bo', mail: 'bo@acme.se', displayName: 'Bo Ek' })
  const token = server.token('anna')
  const ask = async <A>(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answered<A>> => {
    const answer = await server.fetch(path.startsWith('http') ? path : `${server.baseUrl()}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, body: (text === '' || !/json/.test(answer.headers.get('content-type') ?? '') ? text : JSON.parse(text)) as A }
  }
  return { server, anna: server.person('anna', person), token, ask, ...clock }
}

export const fields = <K extends Kind>(kind: K, n = 1): FieldsOf[K] => sampleFields(kind, n)

export interface Page<A> {
  readonly value: ReadonlyArray<A>
  readonly '@odata.nextLink'?: string
  readonly '@odata.deltaLink'?: string
}

export interface Told {
  readonly id: string
  readonly '@removed'?: { readonly reason: string }
  readonly [name: string]: unknown
}

/** All pages of a delta round, and the link to the next round. */
export const round = async (w: TestWorld, from: string, headers: Readonly<Record<string, string>> = immutable): Promise<{ readonly told: ReadonlyArray<Told>; readonly link: string; readonly pages: number }> => {
  const told: Told[] = []
  let link = from
  for (let pages = 1; pages < 1000; pages += 1) {
    const { status, body } = await w.ask<Page<Told>>('GET', link, undefined, headers)
    if (status !== 200) throw new Error(`a page was answered ${status}: ${JSON.stringify(body)}`)
    told.push(...body.value)
    if (body['@odata.nextLink'] === undefined) return { told, link: body['@odata.deltaLink'] ?? '', pages }
    link = body['@odata.nextLink']
  }
  throw new Error('no end of pages')
}

const closers: Array<() => Promise<void>> = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** To the socket, whatever the host: the client has no other way to give its token, which goes to Graph over https only. */
const toSocket = (origin: string): Middleware => ({
  execute: async (context: Context) => {
    const { pathname, search } = new URL(typeof context.request === 'string' ? context.request : context.request.url)
    context.response = await fetch(`${origin}${pathname}${search}`, context.options)
  }
})

/** The official client, which believes that it speaks with Graph, against the server on a socket. */
export const officialClient = async (w: TestWorld): Promise<Client> => {
  const { baseUrl, close } = await w.server.listen({ linksTo: w.server.baseUrl() })
  closers.push(close)
  const authentication = new AuthenticationHandler({ getAccessToken: async () => w.token })
  authentication.setNext(toSocket(new URL(baseUrl).origin))
  return Client.initWithMiddleware({ middleware: authentication })
}
