/** Errors that nobody caught: a promise of the adapter's that was let go of. They count against the case that runs, and end nothing. */
export interface Strays {
  /** Tells of each, until the function is called that this answers; of those that nobody has heard of, at once. */
  readonly listen: (hear: (e: unknown) => void) => () => void
  readonly stop: () => void
}

/** Collects until `stop`. */
export const collectStrays = (): Strays => {
  const unheard: unknown[] = []
  let hearer: ((e: unknown) => void) | null = null
  const take = (e: unknown): void => {
    if (hearer === null) unheard.push(e)
    else hearer(e)
  }
  process.on('unhandledRejection', take)
  process.on('uncaughtException', take)
  return {
    listen: (hear) => {
      for (const e of unheard.splice(0)) hear(e)
      hearer = hear
      return () => {
        hearer = null
      }
    },
    stop: () => {
      process.off('unhandledRejection', take)
      process.off('uncaughtException', take)
    }
  }
}
