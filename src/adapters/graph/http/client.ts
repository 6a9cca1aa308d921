/** The one way to Graph: every request of a mailbox goes through here. */
import { memoryLimiter, outlookBudget, type RequestLimiter } from './limiter'
import { makeAttempt, type Patience } from './policies'
import { type GraphAnswer, type GraphRequest, isRepeatable, type RequestCount } from './request'
import { type GraphBytes, sendForBytes, sendForJson, type Wire } from './send-once'

export interface ClientOptions extends Wire, Patience {
  readonly limiter: RequestLimiter
  /** Told after each attempt, with the sums so far. What it throws is not let through. */
  readonly onRequests: (count: RequestCount) => void
}

/** What the rest of the adapter knows of HTTP. Both throw `GraphFailure`. */
export interface GraphClient {
  readonly send: (r: GraphRequest) => Promise<GraphAnswer>
  /** The body as it is, at most so many bytes of it; what comes after them is not fetched. */
  readonly download: (r: GraphRequest, atMost: number) => Promise<GraphBytes>
  readonly requests: () => RequestCount
  readonly options: ClientOptions
}

export const makeClient = (options: ClientOptions): GraphClient => {
  const attempt = makeAttempt(options)
  let count: RequestCount = { sent: 0, operations: 0 }

  const admit = async (r: GraphRequest): Promise<void> => {
    const cost = r.cost ?? 1
    await options.limiter.take(cost)
    count = { sent: count.sent + 1, operations: count.operations + cost }
    try {
      options.onRequests(count)
    } catch {
      // A counter's trouble is no reason to stop reading mail.
    }
  }
  const metered = <A>(r: GraphRequest, once: (signal: AbortSignal) => Promise<A>): Promise<A> => attempt({ admit: () => admit(r), once, repeatable: isRepeatable(r) })

  return {
    send: (r) => metered(r, (signal) => sendForJson(options, r, signal)),
    download: (r, atMost) => metered(r, (signal) => sendForBytes(options, r, atMost, signal)),
    requests: () => count,
    options
  }
}

const limiters = new Map<string, RequestLimiter>()

/** The limiter that all clients of one mailbox in this process share. */
export const processLimiter = (baseUrl: string, user: string): RequestLimiter => {
  const key = `${baseUrl} ${user}`
  const known = limiters.get(key)
  if (known !== undefined) return known
  const made = memoryLimiter({ ...outlookBudget, now: Date.now, sleep: (ms) => new Promise((done) => void setTimeout(done, ms)) })
  limiters.set(key, made)
  return made
}
