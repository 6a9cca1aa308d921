/**
 * Digests for change detection and deterministic ids. Not for security. Written here because core runs where there is
 * no node:crypto, and must not be asynchronous as WebCrypto is. The mixing is that of MurmurHash3's finaliser over two
 * 32-bit lanes, 53 bits of which are kept per digest: among a million fields the chance that any one edit goes unseen is about 1e-10.
 */
const lanes = (s: string, seed: number): number => {
  let a = 0xdeadbeef ^ seed
  let b = 0x41c6ce57 ^ seed
  for (let i = 0; i < s.length; i++) {
    const ch = s.charCodeAt(i)
    a = Math.imul(a ^ ch, 0x85ebca77)
    b = Math.imul(b ^ ch, 0xc2b2ae3d)
  }
  a = Math.imul(a ^ (a >>> 16), 0x735a2d97) ^ Math.imul(b ^ (b >>> 15), 0xcaf649a9)
  b = Math.imul(b ^ (b >>> 16), 0x735a2d97) ^ Math.imul(a ^ (a >>> 15), 0xcaf649a9)
  a ^= b >>> 16
  b ^= a >>> 16
  return 0x200000 * (b >>> 0) + ((a >>> 0) >>> 11)
}

const digitPairs: ReadonlyArray<string> = Array.from({ length: 36 ** 2 }, (_, n) => n.toString(36).padStart(2, '0'))
const pairOf = (n: number): string => digitPairs[n] ?? ''

/** 53 bits in base 36, 11 digits. `toString(36)` takes longer for so large a number than the digest of a whole field does. */
const inBase36 = (n: number): string => {
  const high = Math.floor(n / 36 ** 5)
  const low = n - high * 36 ** 5
  return pairOf(Math.floor(high / 36 ** 4)) + pairOf(Math.floor(high / 36 ** 2) % 36 ** 2) + pairOf(high % 36 ** 2) + pairOf(Math.floor(low / 36 ** 3)) + pairOf(Math.floor(low / 36) % 36 ** 2) + pairOf(low % 36).charAt(1)
}

/** 53 bits in base 36: for one field of one entity. */
export const digestText = (s: string): string => {
  const digits = inBase36(lanes(s, 0))
  let zeros = 0
  while (zeros < 10 && digits.charAt(zeros) === '0') zeros += 1
  return zeros === 0 ? digits : digits.slice(zeros)
}

/** 106 bits in base 36: for ids, which must not collide within a database. Parts are length-prefixed, so that ('ab','c') and ('a','bc') differ. */
export const digestId = (...parts: ReadonlyArray<string>): string => {
  let s = ''
  for (const p of parts) s += `${p.length}:${p}`
  return inBase36(lanes(s, 0)) + inBase36(lanes(s, 0x9e3779b9))
}
