/** The checksum of pages and blocks ([MS-PST] 5.3): the usual CRC-32 polynomial, begun at zero and not inverted at the end. */

const entries = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1
  return c >>> 0
})

/** @returns an unsigned 32-bit number */
export const checksum = (b: Buffer): number => {
  let c = 0
  for (let i = 0; i < b.length; i++) c = (entries[(c ^ (b[i] ?? 0)) & 0xff] ?? 0) ^ (c >>> 8)
  return c >>> 0
}
