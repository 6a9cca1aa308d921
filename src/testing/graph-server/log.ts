/** What was asked of the server: never a body, an id or a token. */

export interface LogEntry {
  readonly method: string
  /** `/me/messages/{message}`; a path that there is not stands as `?`. */
  readonly template: string
  /** What was answered, or would have been; 0 where the connection died before anything was done. */
  readonly status: number
  /** It came within a batch. */
  readonly inBatch: boolean
  /** The user's id; `null` where no token told. */
  readonly user: string | null
  /** The answer did not arrive. */
  readonly lost: boolean
}

export interface Log {
  readonly entries: () => ReadonlyArray<LogEntry>
  /** Requests that came on their own, a batch as one. */
  readonly requests: () => number
  readonly batchItems: () => number
  readonly add: (entry: LogEntry) => void
  readonly reset: () => void
}

const most = 100_000

export const newLog = (): Log => {
  let entries: LogEntry[] = []
  let counts = { requests: 0, batchItems: 0 }
  return {
    entries: () => entries,
    requests: () => counts.requests,
    batchItems: () => counts.batchItems,
    add: (entry) => {
      if (entries.length < most) entries.push(entry)
      if (entry.inBatch) counts.batchItems += 1
      else counts.requests += 1
    },
    reset: () => {
      entries = []
      counts = { requests: 0, batchItems: 0 }
    }
  }
}
