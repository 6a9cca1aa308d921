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

/** 53 bits in base 36: for one field of one entity. */
export const digestText = (s: string): string => lanes(s, 0).toString(36)

/** 106 bits in base 36: for ids, which must not collide within a database. Parts are length-prefixed, so that ('ab','c') and ('a','bc') differ. */
export const digestId = (...parts: ReadonlyArray<string>): string => {
  const s = parts.map((p) => `${p.length}:${p}`).join('')
  return lanes(s, 0).toString(36).padStart(11, '0') + lanes(s, 0x9e3779b9).toString(36).padStart(11, '0')
}
