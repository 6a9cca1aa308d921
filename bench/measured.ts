/** What a case answers with, and how it is timed. */
export interface Figure {
  /** Milliseconds that passed: the median, where there are several rounds. */
  readonly ms: number
  /** Milliseconds that the processors worked for this process, its garbage collector included: what a busy machine disturbs less. */
  readonly cpuMs: number
  /** What else was counted. */
  readonly note?: string
}

/** The figures of a case, by name. */
export type Figures = { readonly [name: string]: Figure }

export const median = (values: ReadonlyArray<number>): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** What the work takes, with the garbage of what was before out of the way. */
export const timed = async (work: () => unknown): Promise<Figure> => {
  globalThis.gc?.()
  const cpu = process.cpuUsage()
  const started = performance.now()
  await work()
  const ms = performance.now() - started
  const { user, system } = process.cpuUsage(cpu)
  return { ms, cpuMs: (user + system) / 1000 }
}

/** The medians over rounds. */
export const medians = (figures: ReadonlyArray<Figure>): Figure => ({ ms: median(figures.map((f) => f.ms)), cpuMs: median(figures.map((f) => f.cpuMs)) })

/** The medians of the work done so many times. `before` is not measured. */
export const overRounds = async (rounds: number, work: () => unknown, before: () => unknown = () => undefined): Promise<Figure> => {
  const figures: Array<Figure> = []
  for (let i = 0; i < rounds; i++) {
    await before()
    figures.push(await timed(work))
  }
  return medians(figures)
}

/** The median of many turns of short work, after as many that are not measured: what a process that has been at it for a while takes. */
export const steady = async (turns: number, work: () => Promise<unknown>): Promise<Figure> => {
  for (let i = 0; i < turns; i++) await work()
  globalThis.gc?.()
  const times: Array<number> = []
  const cpu = process.cpuUsage()
  for (let i = 0; i < turns; i++) {
    const started = performance.now()
    await work()
    times.push(performance.now() - started)
  }
  const { user, system } = process.cpuUsage(cpu)
  return { ms: median(times), cpuMs: (user + system) / 1000 / turns }
}
