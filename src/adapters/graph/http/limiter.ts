/** The budget of requests: 10,000 in any 10 minutes for an application and a mailbox. */

/** Who asks it before each request. A host with several processes gives one that they share. */
export interface RequestLimiter {
  /** Resolves when so many requests may be sent. `cost`: 1, or the number of requests inside a batch. Rejecting fails the request. */
  readonly take: (cost: number) => Promise<void>
}

/** How much in how long, and by which clock. */
export interface Budget {
  readonly requests: number
  readonly windowMs: number
  readonly now: () => number
  readonly sleep: (ms: number) => Promise<void>
}

/** What Microsoft documents for Outlook. */
export const outlookBudget = { requests: 10_000, windowMs: 600_000 } as const

/** A limiter for one process: who comes when the budget is spent waits until enough of it is older than the window, first come, first served. */
export const memoryLimiter = ({ requests, windowMs, now, sleep }: Budget): RequestLimiter => {
  // Requests of one second are counted together, so that the list stays short.
  const grainMs = Math.max(1, Math.floor(windowMs / 600))
  let spent: Array<{ readonly at: number; cost: number }> = []
  let turn: Promise<void> = Promise.resolve()

  const takeNow = (cost: number): number => {
    const time = now()
    spent = spent.filter((s) => s.at > time - windowMs - grainMs)
    const sum = spent.reduce((n, s) => n + s.cost, 0)
    const first = spent[0]
    if (first !== undefined && sum + cost > requests) return Math.max(1, first.at + windowMs + grainMs - time)
    const last = spent[spent.length - 1]
    if (last !== undefined && time - last.at < grainMs && time >= last.at) last.cost += cost
    else spent.push({ at: time, cost })
    return 0
  }

  const take = async (cost: number): Promise<void> => {
    for (;;) {
      const waitMs = takeNow(cost)
      if (waitMs === 0) return
      await sleep(waitMs)
    }
  }
  return {
    take: (cost) => {
      turn = turn.catch(() => undefined).then(() => take(cost))
      return turn
    }
  }
}
