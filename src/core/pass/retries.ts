/** What failed is tried again, later each time. */
import type { PortErrorTag } from '../errors'
import type { Retry } from '../model/journal'
import { epochOf, type Instant, instantOf } from '../model/time'
import type { Side } from '../ports/store'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** The first failure is tried again in the very next pass; then after 1, 2, 4 … minutes, a day at most. It is never given up. */
export const nextRetry = (before: Retry | undefined, side: Side, id: string, error: PortErrorTag | 'Gone' | 'Revisit', now: Instant): Retry => {
  const attempts = (before?.attempts ?? 0) + 1
  const delay = attempts <= 1 ? 0 : Math.min(dayMs, minuteMs * 2 ** Math.min(attempts - 2, 20))
  return { side, id, attempts, notBefore: instantOf(epochOf(now) + delay), error }
}
