/** A small generator with a seed, for damage that can be repeated. */
export const randomOf = (seed: number): (() => number) => {
  let x = (seed * 2654435761) >>> 0 || 1
  return () => {
    x ^= x << 13
    x >>>= 0
    x ^= x >>> 17
    x ^= x << 5
    x >>>= 0
    return x / 4294967296
  }
}

/** A copy in which `count` bytes are others. */
export const flip = (bytes: Buffer, count: number, random: () => number, from = 0): Buffer => {
  const copy = Buffer.from(bytes)
  for (let i = 0; i < count; i++) {
    const at = from + Math.floor(random() * (copy.length - from))
    copy[at] = (copy[at] ?? 0) ^ (1 + Math.floor(random() * 255))
  }
  return copy
}
