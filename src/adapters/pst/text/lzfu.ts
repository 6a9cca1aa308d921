/** Decompresses RTF ([MS-OXRTFCP]). */
import { damaged } from '../format/damage'

/** What every compressed text may refer to as if it stood before it ([MS-OXRTFCP] 2.1.2.1). */
const dictionary =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier' +
  '{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx'

const window = 4096
/** A reference makes at most 17 bytes of two, so no honest text says more of itself than this. */
const expansionAtMost = 20

/** The RTF, as Latin-1 so that each byte is one character. */
export const decompressRtf = (bytes: Buffer): string => {
  if (bytes.length < 16) return damaged('compressed RTF: it is too short')
  const size = bytes.readUInt32LE(4)
  const type = bytes.toString('latin1', 8, 12)
  if (type === 'MELA') return bytes.toString('latin1', 16, Math.min(bytes.length, 16 + size))
  if (type !== 'LZFu') return damaged('compressed RTF: it is of an unknown type')
  const out = Buffer.alloc(Math.min(size, bytes.length * expansionAtMost))
  const ring = Buffer.alloc(window, ' ')
  let at = ring.write(dictionary, 'latin1')
  let written = 0
  let from = 16
  const put = (byte: number): void => {
    out[written++] = byte
    ring[at] = byte
    at = (at + 1) % window
  }
  while (from < bytes.length && written < out.length) {
    const flags = bytes[from++] ?? 0
    for (let bit = 0; bit < 8 && from < bytes.length && written < out.length; bit++) {
      if ((flags & (1 << bit)) === 0) {
        put(bytes[from++] ?? 0)
        continue
      }
      const reference = ((bytes[from] ?? 0) << 8) | (bytes[from + 1] ?? 0)
      from += 2
      const offset = reference >> 4
      // A reference to the place of writing ends the text.
      if (offset === at) return out.toString('latin1', 0, written)
      for (let i = 0; i < (reference & 0xf) + 2 && written < out.length; i++) put(ring[(offset + i) % window] ?? 0)
    }
  }
  return out.toString('latin1', 0, written)
}
