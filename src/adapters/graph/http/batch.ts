/** `$batch`: up to 20 requests in one. Each of them succeeds, waits and fails on its own. */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { type PortError, throttled, unexpected } from '../../../core/errors'
import { answerError } from '../errors'
import { GraphFailure, malformed, portErrorOf } from '../failure'
import type { GraphClient } from './client'
import { pathBelow } from './link'
import { withJitter } from './policies'
import { type GraphAnswer, type GraphRequest, isRepeatable, isSuccess } from './request'
import { headersOf, retryAfterOf } from './send-once'

/** Requests in one batch. */
export const batchSize = 20
const rounds = 5

const Entry = t.intersection([t.type({ id: t.string, status: t.number }), t.partial({ headers: t.union([t.record(t.string, t.unknown), t.null]), body: t.unknown })])
const Answers = t.type({ responses: t.array(t.unknown) })

/** What became of one request. `Left`: no answer of its own that could be used. */
export type BatchOutcome = E.Either<PortError, GraphAnswer>

const answerOf = (entry: t.TypeOf<typeof Entry>, outer: GraphAnswer): GraphAnswer => {
  const headers = new Map(Object.entries(entry.headers ?? {}).flatMap(([name, value]) => (typeof value === 'string' ? [[name.toLowerCase(), value] as const] : [])))
  // The clock by which a date in Retry-After is meant is that of the whole answer, where the part tells none.
  return { status: entry.status, header: (name) => headers.get(name) ?? (name === 'date' ? outer.header('date') : null), body: entry.body ?? null }
}

const lost: PortError = unexpected('Graph gave no answer for a request in a batch')

const sendPart = async (client: GraphClient, requests: ReadonlyArray<GraphRequest>): Promise<ReadonlyArray<BatchOutcome>> => {
  const { baseUrl } = client.options
  const urls = requests.map((r) => {
    const url = pathBelow(baseUrl, r.path)
    if (url === null) throw malformed('link of a page', 'link', 'another version of Graph', `a link below ${baseUrl}`)
    return url
  })
  const answer = await client.send({
    method: 'POST',
    path: '/$batch',
    repeatable: requests.every(isRepeatable),
    cost: requests.length,
    body: { requests: requests.map((r, i) => ({ id: String(i), method: r.method, url: urls[i], headers: headersOf(r), ...(r.body === undefined ? {} : { body: r.body }) })) }
  })
  if (!isSuccess(answer)) throw new GraphFailure(answerError(answer, 'a batch'))
  if (!Answers.is(answer.body)) throw new GraphFailure(unexpected('Graph answered a batch with something that is no answer to one'))
  const byId = new Map(answer.body.responses.flatMap((r) => (Entry.is(r) ? [[r.id, r] as const] : [])))
  return requests.map((_, i) => {
    const entry = byId.get(String(i))
    return entry === undefined ? E.left(lost) : E.right(answerOf(entry, answer))
  })
}

/** What is done with an answer: kept, or the request is sent once more after so long. */
const waitFor = (r: GraphRequest, outcome: BatchOutcome, now: number, round: number): { readonly ms: number; readonly told: number | null } | null => {
  if (E.isLeft(outcome)) return isRepeatable(r) ? { ms: 0, told: null } : null
  const { status } = outcome.right
  const told = retryAfterOf(outcome.right, now)
  // 424: one that it depended on failed. Nothing here depends on anything, so it was not carried out.
  if (status === 429 || status === 424 || (status >= 500 && isRepeatable(r))) return { ms: told ?? 1000 * 2 ** round, told }
  return null
}

/** What cannot wait any longer: the caller is told for how long, or what the trouble was. */
const gaveUp = (outcome: BatchOutcome, waitMs: number): BatchOutcome => {
  if (E.isLeft(outcome)) return outcome
  const { status } = outcome.right
  return status === 429 || status === 424 ? E.left(throttled(waitMs)) : outcome
}

const sendUnits = async (client: GraphClient, requests: ReadonlyArray<GraphRequest>): Promise<ReadonlyArray<BatchOutcome>> => {
  const { now, random, retryForMs, sleep } = client.options
  const out: Array<BatchOutcome> = requests.map(() => E.left(lost))
  let open = requests.map((_, i) => i)
  let waitedMs = 0
  for (let round = 0; open.length > 0; round++) {
    const part = open.map((i) => requests[i] as GraphRequest)
    const outcomes = part.length === 1 ? [await sendAlone(client, part[0] as GraphRequest)] : await sendPart(client, part)
    const again: Array<number> = []
    let waitMs = 0
    outcomes.forEach((outcome, k) => {
      const i = open[k] as number
      const wait = waitFor(part[k] as GraphRequest, outcome, now(), round)
      out[i] = outcome
      if (wait === null) return
      const ms = wait.ms === 0 ? 0 : withJitter(wait.ms, random)
      if (round + 1 >= rounds || waitedMs + ms > retryForMs) out[i] = gaveUp(outcome, wait.told ?? wait.ms)
      else {
        again.push(i)
        waitMs = Math.max(waitMs, ms)
      }
    })
    open = again
    waitedMs += waitMs
    if (waitMs > 0 && open.length > 0) await sleep(waitMs)
  }
  return out
}

/** A batch of one would cost the same and hide its headers. The client has tried it again already. */
const sendAlone = async (client: GraphClient, request: GraphRequest): Promise<BatchOutcome> => {
  try {
    return E.right(await client.send(request))
  } catch (e) {
    return E.left(portErrorOf(e))
  }
}

/**
 * Sends any number of requests, 20 at a time, and gives an outcome for each, in their order. A request that is throttled is
 * sent again by itself when its own Retry-After is over; the others are not. Throws `GraphFailure` where the batch as a whole
 * could not be sent.
 */
export const sendBatch = async (client: GraphClient, requests: ReadonlyArray<GraphRequest>): Promise<ReadonlyArray<BatchOutcome>> => {
  const [only] = requests
  if (requests.length === 1 && only !== undefined) return [E.right(await client.send(only))]
  const units: Array<ReadonlyArray<GraphRequest>> = []
  for (let i = 0; i < requests.length; i += batchSize) units.push(requests.slice(i, i + batchSize))
  // A batch runs four at a time inside, which is all that a mailbox allows.
  const out: Array<BatchOutcome> = []
  for (const unit of units) out.push(...(await sendUnits(client, unit)))
  return out
}
