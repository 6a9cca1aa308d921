/** Chance that can be replayed. */

/** Numbers from 0 up to and not including 1; the same seed gives the same ones (mulberry32). */
export const seededNumbers = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A copy in another order. */
export const shuffled = <A>(values: ReadonlyArray<A>, random: () => number): Array<A> => {
  const copy = [...values]
  for (let i = copy.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1))
    const [a, b] = [copy[i] as A, copy[j] as A]
    copy[i] = b
    copy[j] = a
  }
  return copy
}
