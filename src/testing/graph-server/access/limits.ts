/** Throttling: so many requests in a time, and so many at once, each for one mailbox. */
import { refuse } from '../http/answer'
import type { GraphServerOptions } from '../options'
import type { MailboxState } from '../state/model'

const graphLimits = { requests: 10_000, perMs: 600_000, atOnce: 4 }

export interface Limits {
  /** Counts a request or an item of a batch. Refuses with 429 what is too much. */
  readonly count: (m: MailboxState) => void
  /** One more under way, until the answer is called. Refuses with 429 what is too much. */
  readonly enter: (m: MailboxState) => () => void
}

const tooMany = (code: string, retryAfterMs: number): never =>
  refuse(429, code, 'Application is over its MailboxConcurrency or request limit.', { 'retry-after': String(Math.max(1, Math.ceil(retryAfterMs / 1000))) })

export const newLimits = (o: GraphServerOptions): Limits => {
  if (o.limits === null) return { count: () => undefined, enter: () => () => undefined }
  const { requests, perMs, atOnce } = o.limits ?? graphLimits
  const windows = new Map<MailboxState, { beginsMs: number; counted: number }>()
  const underWay = new Map<MailboxState, number>()
  return {
    count: (m) => {
      const nowMs = Date.parse(o.now())
      const held = windows.get(m)
      const window = held === undefined || nowMs - held.beginsMs >= perMs ? { beginsMs: nowMs, counted: 0 } : held
      windows.set(m, window)
      if (window.counted >= requests) tooMany('ApplicationThrottled', window.beginsMs + perMs - nowMs)
      window.counted += 1
    },
    enter: (m) => {
      const there = underWay.get(m) ?? 0
      if (there >= atOnce) tooMany('ApplicationThrottled', 1000)
      underWay.set(m, there + 1)
      let left = false
      return () => {
        if (!left) underWay.set(m, (underWay.get(m) ?? 1) - 1)
        left = true
      }
    }
  }
}
