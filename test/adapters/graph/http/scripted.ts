/** A client over a `fetch` that a test writes line by line, on a clock that moves only when somebody sleeps. */
import { type ClientOptions, type GraphClient, makeClient } from '../../../../src/adapters/graph/http/client'

export const base = 'https://graph.example/v1.0'

export interface Sent {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

export type Reply = Response | Error | ((sent: Sent, signal: AbortSignal) => Response | Promise<Response>)

export const json = (body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })

export interface Scripted {
  readonly client: GraphClient
  readonly sent: ReadonlyArray<Sent>
  readonly slept: ReadonlyArray<number>
  readonly refreshed: ReadonlyArray<boolean>
  readonly limited: ReadonlyArray<number>
}

/** Answers with each reply in turn; the last one is repeated. */
export const scripted = (replies: ReadonlyArray<Reply>, over: Partial<ClientOptions> = {}): Scripted => {
  const [sent, slept, refreshed, limited]: [Array<Sent>, Array<number>, Array<boolean>, Array<number>] = [[], [], [], []]
  let clock = Date.parse('2026-11-24T10:00:00Z')
  const client = makeClient({
    baseUrl: base,
    fetch: async (url, init) => {
      const request = { url, method: init.method ?? '', headers: init.headers as Record<string, string>, body: typeof init.body === 'string' ? init.body : null }
      sent.push(request)
      const reply = replies[Math.min(sent.length, replies.length) - 1]
      if (reply instanceof Error || reply === undefined) throw reply ?? new Error('no reply')
      return typeof reply === 'function' ? reply(request, init.signal as AbortSignal) : reply.clone()
    },
    getToken: async ({ refresh }) => {
      refreshed.push(refresh)
      return refresh ? 'token-2' : 'token-1'
    },
    limiter: { take: async (cost) => void limited.push(cost) },
    maxInFlight: 4,
    timeoutMs: 5000,
    retryForMs: 60_000,
    maxJsonBytes: 100_000,
    now: () => clock,
    random: () => 0,
    sleep: async (ms) => {
      slept.push(ms)
      clock += ms
    },
    onRequests: () => undefined,
    ...over
  })
  return { client, sent, slept, refreshed, limited }
}

/** What a promise gave up with. */
export const failureOf = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    await work
  } catch (e) {
    return (e as { readonly error?: unknown }).error ?? e
  }
  return 'no failure'
}
