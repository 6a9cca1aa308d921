/** Decodes internationalised domain labels (RFC 3492). Written here because WHATWG URL only encodes, and node:url is not everywhere. */

const base = 36
const tMin = 1
const tMax = 26
const skew = 38
const damp = 700
const maxCodePoint = 0x10ffff

const adapt = (delta: number, points: number, first: boolean): number => {
  let d = first ? Math.floor(delta / damp) : delta >> 1
  d += Math.floor(d / points)
  let k = 0
  while (d > ((base - tMin) * tMax) >> 1) {
    d = Math.floor(d / (base - tMin))
    k += base
  }
  return k + Math.floor(((base - tMin + 1) * d) / (d + skew))
}

const digitOf = (ch: string): number => (/^[a-z]$/.test(ch) ? ch.charCodeAt(0) - 97 : /^[0-9]$/.test(ch) ? ch.charCodeAt(0) - 22 : base)

/** The part of a label after `xn--` as Unicode text; `null` where it is not valid Punycode. */
export const decodePunycode = (encoded: string): string | null => {
  const delimiter = encoded.lastIndexOf('-')
  const points = delimiter > 0 ? [...encoded.slice(0, delimiter)].map((ch) => ch.charCodeAt(0)) : []
  let n = 128
  let i = 0
  let bias = 72
  let at = delimiter > 0 ? delimiter + 1 : 0
  while (at < encoded.length) {
    const before = i
    let weight = 1
    for (let k = base; ; k += base) {
      const digit = digitOf(encoded[at++] ?? '')
      if (digit >= base) return null
      i += digit * weight
      if (i > Number.MAX_SAFE_INTEGER / base) return null
      const threshold = Math.min(tMax, Math.max(tMin, k - bias))
      if (digit < threshold) break
      weight *= base - threshold
    }
    const length = points.length + 1
    bias = adapt(i - before, length, before === 0)
    n += Math.floor(i / length)
    i %= length
    if (n > maxCodePoint || (n >= 0xd800 && n <= 0xdfff)) return null
    points.splice(i++, 0, n)
  }
  return String.fromCodePoint(...points)
}
