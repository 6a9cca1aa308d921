/** Properties as values ([MS-PST] 2.3.3, [MS-OXCDATA] 2.11), whether they come from an object or from a row of a table. */
import type { NodeData, SubNodes } from './blocks'
import { damaged } from './damage'
import { isHeapId, openHeap, readHeapTree, type Heap } from './heap'
import { readUInt64, type Layout } from './layout'

/** One property as stored: its type, and its bytes when asked for. */
export interface RawProperty {
  readonly type: number
  /** Where the value is large, the node that holds it. */
  readonly large: NodeData | null
  readonly bytes: () => Buffer
}

/** The properties of one object, by property id. */
export type Properties = ReadonlyMap<number, RawProperty>

/** Where values too large for the heap are found. */
export interface Elsewhere {
  readonly subnodes: SubNodes
  readonly data: (id: number) => NodeData
  readonly readAll: (data: NodeData) => Buffer
}

/** Bytes of the types of fixed size; the others are of variable size. */
const fixedSize: Readonly<Record<number, number>> = { 0x0002: 2, 0x0003: 4, 0x0004: 4, 0x000a: 4, 0x000b: 1, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x0014: 8, 0x0040: 8 }

/** The size of a type's values in a table's cells and in an object's index, or `null`. */
export const sizeOfType = (type: number): number | null => fixedSize[type] ?? null

/** A value that stands on the heap or in a sub-node. */
export const referenced = (type: number, reference: number, heap: Heap, elsewhere: Elsewhere): RawProperty => {
  if (isHeapId(reference)) return { type, large: null, bytes: () => heap.get(reference) }
  const sub = elsewhere.subnodes.get(reference)
  if (sub === undefined) return { type, large: null, bytes: () => damaged(`a value in sub-node ${reference}`) }
  const open = (): NodeData => elsewhere.data(sub.data)
  return {
    type,
    get large() {
      return open()
    },
    bytes: () => elsewhere.readAll(open())
  }
}

/** Reads a property context. */
export const readProperties = (data: NodeData, layout: Layout, elsewhere: Elsewhere): Properties => {
  const heap = openHeap(data, layout)
  if (heap.client !== 0xbc) return damaged('an object: it holds no properties')
  const into = new Map<number, RawProperty>()
  for (const r of readHeapTree(heap, heap.root, 2, 6)) {
    const type = r.readUInt16LE(2)
    const size = sizeOfType(type)
    into.set(r.readUInt16LE(0), size !== null && size <= 4 ? { type, large: null, bytes: () => r.subarray(4, 4 + size) } : referenced(type, r.readUInt32LE(4), heap, elsewhere))
  }
  return into
}

/** A whole number: of 16 or 32 bits, signed. */
export const readInteger = (p: RawProperty | undefined): number | null => {
  if (p?.type === 0x0003) return p.bytes().readInt32LE(0)
  if (p?.type === 0x0002) return p.bytes().readInt16LE(0)
  return null
}

export const readBoolean = (p: RawProperty | undefined): boolean | null => (p?.type === 0x000b ? p.bytes()[0] !== 0 : null)

export const readDouble = (p: RawProperty | undefined): number | null => (p?.type === 0x0005 ? p.bytes().readDoubleLE(0) : null)

const epochOf1601 = -11_644_473_600_000
const earliest = Date.parse('0001-01-01T00:00:00Z')
const latest = Date.parse('9999-12-31T23:59:59Z')
/** The first of January 4501, which Outlook writes for "no date". */
const noDate = Date.parse('4501-01-01T00:00:00Z')

/** A FILETIME, as milliseconds since 1970; `null` for none, for Outlook's "no date" and for what is no date at all. */
export const readTime = (p: RawProperty | undefined): number | null => {
  if (p?.type !== 0x0040) return null
  const b = p.bytes()
  const filetime = b.length >= 8 ? readUInt64(b, 0) : 0
  // Rounded, as doubles hold the 100 ns units of our time to within a few.
  const ms = Math.round(filetime / 10_000) + epochOf1601
  return filetime === 0 || ms < earliest || ms > latest || Math.abs(ms - noDate) < 366 * 86_400_000 ? null : ms
}

export const readBinary = (p: RawProperty | undefined): Buffer | null => (p?.type === 0x0102 ? p.bytes() : null)

/** A multiple-valued binary property ([MS-PST] 2.3.3.4.2). */
export const readBinaries = (p: RawProperty | undefined): ReadonlyArray<Buffer> => {
  if (p?.type !== 0x1102) return []
  const b = p.bytes()
  const count = b.length < 4 ? 0 : b.readUInt32LE(0)
  if (count * 4 + 4 > b.length) return damaged('a property of many values')
  const starts = Array.from({ length: count }, (_, i) => b.readUInt32LE(4 + 4 * i))
  return starts.map((start, i) => b.subarray(start, starts[i + 1] ?? b.length))
}
