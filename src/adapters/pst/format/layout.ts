/** What the header tells about the file ([MS-PST] 2.2.2.6), and the sizes that follow from its version. */
import { PstRefused } from './damage'

/** Sizes and positions that differ between the three versions of the format. */
export interface Layout {
  /** 32-bit ids and offsets (up to Outlook 2002); 64-bit ones; 64-bit ones in pages of 4,096 bytes with deflated blocks (Outlook 2013 and later, .ost). */
  readonly version: 'ansi' | 'unicode' | 'unicode4k'
  readonly pageSize: number
  /** Where a page's trailer begins. */
  readonly pageTrailer: number
  readonly blockTrailer: number
  /** Blocks begin and end at multiples of this. */
  readonly blockAlign: number
  /** Bytes of an id or offset. */
  readonly word: 4 | 8
  readonly nodeTreeAt: number
  readonly blockTreeAt: number
  /** What the header says the file's size is. */
  readonly statedSize: number
  /** Whether bytes are substituted by the format's fixed table ("compressible encryption"). */
  readonly permuted: boolean
}

export const headerSize = 564

/** A 64-bit unsigned number. Ids and offsets of real files fit 53 bits; larger ones are nonsense, and found out when they are looked up. */
export const readUInt64 = (b: Buffer, at: number): number => b.readUInt32LE(at) + b.readUInt32LE(at + 4) * 0x1_0000_0000

/** An id or an offset. */
export const readWord = (b: Buffer, at: number, layout: Pick<Layout, 'word'>): number => (layout.word === 4 ? b.readUInt32LE(at) : readUInt64(b, at))

const hex = (b: Buffer): string => (b.length === 0 ? 'nothing (the file is empty)' : `bytes ${[...b].map((x) => x.toString(16).padStart(2, '0')).join(' ')}`)

const sizes = {
  ansi: { version: 'ansi', pageSize: 512, pageTrailer: 500, blockTrailer: 12, blockAlign: 64, word: 4 },
  unicode: { version: 'unicode', pageSize: 512, pageTrailer: 496, blockTrailer: 16, blockAlign: 64, word: 8 },
  unicode4k: { version: 'unicode4k', pageSize: 4096, pageTrailer: 4072, blockTrailer: 24, blockAlign: 512, word: 8 }
} as const

/** Reads the header. Throws `PstRefused` on what is no data file, or one that cannot be read without a key. */
export const readLayout = (header: Buffer): Layout => {
  const magic = header.subarray(0, 4)
  if (magic.toString('latin1') !== '!BDN') throw new PstRefused('magic', hex(magic), 'bytes 21 42 44 4e (!BDN), with which every .pst and .ost begins')
  if (header.length < headerSize) throw new PstRefused('header', `${header.length} bytes`, `${headerSize} bytes`)
  const number = header.readUInt16LE(10)
  const version = number === 14 || number === 15 ? 'ansi' : number === 36 ? 'unicode4k' : number >= 21 && number < 36 ? 'unicode' : null
  if (version === null) throw new PstRefused('version', String(number), '14 or 15 (ANSI), 21 to 35 (Unicode) or 36 (Unicode with pages of 4 kB)')
  const ansi = version === 'ansi'
  const method = header.readUInt8(ansi ? 461 : 513)
  if (method !== 0 && method !== 1) throw new PstRefused('encryption', method === 2 ? 'the cyclic cipher' : `method ${method}`, 'none, or the fixed substitution')
  return {
    ...sizes[version],
    nodeTreeAt: ansi ? header.readUInt32LE(188) : readUInt64(header, 224),
    blockTreeAt: ansi ? header.readUInt32LE(196) : readUInt64(header, 240),
    statedSize: ansi ? header.readUInt32LE(168) : readUInt64(header, 184),
    permuted: method === 1
  }
}
