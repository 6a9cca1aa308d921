/** How a request is tried: few at a time, each with a time limit, again where that is safe, and not at all while Graph is down. */
import { BrokenCircuitError, bulkhead, circuitBreaker, ConsecutiveBreaker, ConstantBackoff, handleWhen, retry, TaskCancelledError, timeout, TimeoutStrategy, wrap } from 'cockatiel'
import { throttled, unavailable } from '../../../core/errors'
import { GraphFailure } from '../failure'

export interface Patience {
  /** Requests under way at once. */
  readonly maxInFlight: number
  /** For one attempt, its body included. */
  readonly timeoutMs: number
  /** Waiting between the attempts of one request, all together. */
  readonly retryForMs: number
  readonly now: () => number
  readonly sleep: (ms: number) => Promise<void>
  /** At least 0, below 1. */
  readonly random: () => number
}

const attempts = 5
const failuresThatBreak = 10
const brokenForMs = 30_000

/** Without a word of the server's: 1, 2, 4, 8 seconds. */
const backoffMs = (attempt: number): number => 1000 * 2 ** (attempt - 1)

/** Upwards only: sooner than it says a server does not want to be asked. */
export const withJitter = (ms: number, random: () => number): number => Math.ceil(ms + random() * (250 + ms * 0.2))

const isAgain = (e: Error): boolean => e instanceof GraphFailure && e.again
const isOutage = (e: Error): boolean => (e instanceof GraphFailure && e.error._tag === 'Unavailable') || e instanceof TaskCancelledError

/** When the next attempt would come too late, the caller is told how long to wait instead. */
export const afterFailure = (failure: GraphFailure, waitMs: number): GraphFailure => (failure.error._tag === 'Throttled' ? new GraphFailure(throttled(waitMs)) : failure)

/** One request that may take several attempts. */
export interface Attempted<A> {
  /** Awaited before each attempt, outside of its time limit: the budget. */
  readonly admit: () => Promise<void>
  readonly once: (signal: AbortSignal) => Promise<A>
  readonly repeatable: boolean
}
export type Attempt = <A>(work: Attempted<A>) => Promise<A>

export const makeAttempt = (p: Patience): Attempt => {
  const slots = bulkhead(p.maxInFlight, Number.MAX_SAFE_INTEGER)
  const breaker = circuitBreaker(handleWhen(isOutage), { halfOpenAfter: brokenForMs, breaker: new ConsecutiveBreaker(failuresThatBreak) })
  const inTime = timeout(p.timeoutMs, TimeoutStrategy.Aggressive).dangerouslyUnref()
  const one = wrap(slots, breaker, inTime)

  const onceOrFailure = async <A>({ admit, once, repeatable }: Attempted<A>): Promise<A> => {
    await admit()
    try {
      return await one.execute(({ signal }) => once(signal))
    } catch (e) {
      if (e instanceof BrokenCircuitError) throw new GraphFailure(unavailable('Graph has failed again and again, and is left alone for a while'))
      if (e instanceof TaskCancelledError) throw new GraphFailure(unavailable('Graph did not answer in time'), repeatable)
      throw e
    }
  }

  return async (work) => {
    let waitedMs = 0
    let last: GraphFailure | null = null
    // The waiting is done here and not by the policy, so that it goes by the clock that was injected.
    const again = retry(handleWhen(isAgain), { maxAttempts: attempts - 1, backoff: new ConstantBackoff(0) })
    return again.execute(async ({ attempt }) => {
      if (attempt > 0 && last !== null) {
        const waitMs = withJitter(last.retryAfterMs ?? backoffMs(attempt), p.random)
        if (waitedMs + waitMs > p.retryForMs) throw afterFailure(new GraphFailure(last.error), last.retryAfterMs ?? waitMs)
        waitedMs += waitMs
        await p.sleep(waitMs)
      }
      try {
        return await onceOrFailure(work)
      } catch (e) {
        if (e instanceof GraphFailure) last = e
        throw e
      }
    })
  }
}
