/** One request over the wire: with a token, no redirect followed, a body of bounded size. */
import * as E from 'fp-ts/lib/Either.js'
import { throttled, unauthorized, unavailable, unexpected } from '../../../core/errors'
import { answerError } from '../errors'
import { GraphFailure, malformed } from '../failure'
import { resolveLink } from './link'
import { readBody } from './read-body'
import { type GraphAnswer, type GraphRequest, isRepeatable } from './request'
import { readRetryAfter } from './retry-after'
import { parseJson } from './safe-json'

/** Gives a bearer token; `refresh`: the last one was not accepted. */
export type GetToken = (options: { readonly refresh: boolean }) => Promise<string>

/** The part of the global `fetch` that is used. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export interface Wire {
  readonly baseUrl: string
  readonly fetch: Fetch
  readonly getToken: GetToken
  readonly now: () => number
  /** Most bytes of JSON in one answer. */
  readonly maxJsonBytes: number
}

/** On every request and every page: without them ids change when items move, and times come in the user's zone. */
const alwaysPreferred: ReadonlyArray<string> = ['IdType="ImmutableId"', 'outlook.timezone="UTC"']

/** The headers of a request but for the token: those that a request inside a batch carries too. */
export const headersOf = (r: GraphRequest): Readonly<Record<string, string>> => ({
  Prefer: [...alwaysPreferred, ...(r.prefer ?? [])].join(', '),
  ...(r.body === undefined ? {} : { 'Content-Type': 'application/json' }),
  ...(r.ifMatch === undefined ? {} : { 'If-Match': r.ifMatch })
})

const tokenFrom = async (getToken: GetToken, refresh: boolean): Promise<string> => {
  let token: string
  try {
    token = await getToken({ refresh })
  } catch {
    throw new GraphFailure(unauthorized('getToken gave no token'))
  }
  // A line break would be a header of its own, and an empty one an anonymous request.
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) throw new GraphFailure(unauthorized('getToken gave something that is no token'))
  return token
}

const exchange = async (w: Wire, r: GraphRequest, refresh: boolean, signal: AbortSignal): Promise<Response> => {
  const url = resolveLink(w.baseUrl, r.path)
  const headers = { ...headersOf(r), Authorization: `Bearer ${await tokenFrom(w.getToken, refresh)}` }
  try {
    return await w.fetch(url, { method: r.method, headers, redirect: 'manual', signal, ...(r.body === undefined ? {} : { body: JSON.stringify(r.body) }) })
  } catch {
    throw new GraphFailure(unavailable(signal.aborted ? 'Graph did not answer in time' : 'Graph cannot be reached'), isRepeatable(r))
  }
}

/** Nobody waits for it: a body that will not be cancelled must not hold up what comes next. */
const discard = (response: Response): void => void response.body?.cancel().catch(() => undefined)

const isRedirect = (response: Response): boolean => response.type === 'opaqueredirect' || [301, 302, 303, 307, 308].includes(response.status)

/** An answer whose body may be read. Throws for a redirect, for a token that is not accepted, for throttling and for trouble on the server's side. */
const openAnswer = async (w: Wire, r: GraphRequest, signal: AbortSignal): Promise<Response> => {
  let response = await exchange(w, r, false, signal)
  if (response.status === 401) {
    discard(response)
    response = await exchange(w, r, true, signal)
  }
  if (isRedirect(response)) {
    discard(response)
    throw new GraphFailure(unexpected('Graph answered with a redirect, which is not followed'))
  }
  const bare: GraphAnswer = { status: response.status, header: (name) => response.headers.get(name), body: null }
  const retryAfterMs = retryAfterOf(bare, w.now())
  if (response.status === 429) {
    discard(response)
    // It was not carried out, whatever it was.
    throw new GraphFailure(throttled(retryAfterMs ?? 10_000), true, retryAfterMs)
  }
  if (response.status === 401 || response.status >= 500) {
    discard(response)
    throw new GraphFailure(answerError(bare, 'a request'), response.status !== 401 && isRepeatable(r), retryAfterMs)
  }
  return response
}

export const retryAfterOf = (a: GraphAnswer, now: number): number | null => readRetryAfter(a.header('retry-after'), a.header('date'), now)

/** Sends once and reads JSON. */
export const sendForJson = async (w: Wire, r: GraphRequest, signal: AbortSignal): Promise<GraphAnswer> => {
  const response = await openAnswer(w, r, signal)
  const { bytes, whole } = await readBody(response, w.maxJsonBytes).catch((e: unknown) => {
    throw e instanceof GraphFailure ? new GraphFailure(e.error, isRepeatable(r)) : e
  })
  if (!whole) throw malformed('answer of Graph', 'body', `more than ${w.maxJsonBytes} bytes`, `at most ${w.maxJsonBytes} bytes`)
  const header = (name: string): string | null => response.headers.get(name)
  const text = new TextDecoder().decode(bytes)
  if (text.trim() === '') return { status: response.status, header, body: null }
  const json = parseJson(text)
  if (E.isRight(json)) return { status: response.status, header, body: json.right }
  if (json.left === 'too deep') throw malformed('answer of Graph', 'body', 'JSON without an end to its depth', 'JSON of a resource')
  // An error page need not be JSON; what should be a resource and breaks off was cut by somebody in between.
  if (response.status >= 400) return { status: response.status, header, body: null }
  throw new GraphFailure(unavailable('an answer came that is no whole JSON'), isRepeatable(r))
}

/** Bytes of a file, at most so many. */
export interface GraphBytes {
  readonly answer: GraphAnswer
  readonly bytes: Uint8Array
  readonly whole: boolean
}

/** Sends once and reads bytes. */
export const sendForBytes = async (w: Wire, r: GraphRequest, atMost: number, signal: AbortSignal): Promise<GraphBytes> => {
  const response = await openAnswer(w, r, signal)
  const header = (name: string): string | null => response.headers.get(name)
  if (!response.ok) {
    discard(response)
    return { answer: { status: response.status, header, body: null }, bytes: new Uint8Array(0), whole: true }
  }
  const { bytes, whole } = await readBody(response, atMost)
  // Fetch implementations that work in this process do not compare it themselves.
  const length = Number(response.headers.get('content-length') ?? Number.NaN)
  if (whole && response.headers.get('content-encoding') === null && Number.isInteger(length) && bytes.length < Math.min(length, atMost)) throw new GraphFailure(unavailable('the connection was cut while an answer came'), true)
  return { answer: { status: response.status, header, body: null }, bytes, whole }
}
