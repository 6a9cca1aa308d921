/** What a case answers with, and how it is timed. */
export interface Measured {
  /** Median, milliseconds. */
  readonly ms: number
}

export const median = (values: ReadonlyArray<number>): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** Milliseconds that the work takes, with the garbage of what was before out of the way. */
export const timed = async (work: () => unknown): Promise<number> => {
  globalThis.gc?.()
  const started = performance.now()
  await work()
  return performance.now() - started
}
