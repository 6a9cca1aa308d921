/** The heap on a node and the B-tree on a heap ([MS-PST] 2.3.1, 2.3.2): small allocations within a node's blocks. */
import type { NodeData } from './blocks'
import { damaged } from './damage'
import type { Layout } from './layout'

export interface Heap {
  /** What the heap holds: 0xBC properties, 0x7C a table. */
  readonly client: number
  readonly root: number
  /** The bytes of an allocation. Its id ends in five zero bits. */
  readonly get: (id: number) => Buffer
}

/** Whether an id names an allocation on the heap; otherwise it names a sub-node. */
export const isHeapId = (id: number): boolean => (id & 0x1f) === 0

export const openHeap = (data: NodeData, layout: Layout): Heap => {
  if (data.blockCount === 0) return damaged('a heap without blocks')
  const first = data.block(0)
  if (first.readUInt8(2) !== 0xec) return damaged('a heap: it has no heap signature')
  const wide = layout.version === 'unicode4k'
  const get = (id: number): Buffer => {
    if (id === 0) return Buffer.alloc(0)
    const blockIndex = wide ? id >>> 19 : id >>> 16
    const index = (id >>> 5) & (wide ? 0x3fff : 0x7ff)
    if (index === 0 || blockIndex >= data.blockCount) return damaged('an allocation on a heap')
    const block = data.block(blockIndex)
    const map = block.readUInt16LE(0)
    if (index > block.readUInt16LE(map)) return damaged('an allocation on a heap')
    const start = block.readUInt16LE(map + 2 + 2 * index)
    const end = block.readUInt16LE(map + 4 + 2 * index)
    return start <= end && end <= block.length ? block.subarray(start, end) : damaged('an allocation on a heap')
  }
  return { client: first.readUInt8(3), root: first.readUInt32LE(4), get }
}

/** The leaf records of a B-tree on a heap, keys and values together. */
export const readHeapTree = (heap: Heap, headerId: number, keySize: number, valueSize: number): ReadonlyArray<Buffer> => {
  const header = heap.get(headerId)
  if (header.readUInt8(0) !== 0xb5 || header.readUInt8(1) !== keySize || header.readUInt8(2) !== valueSize) return damaged('an index on a heap')
  const levels = header.readUInt8(3)
  const visited = new Set<number>()
  const records = (id: number, level: number): ReadonlyArray<Buffer> => {
    if (id === 0) return []
    if (visited.has(id)) return damaged('an index on a heap: it names a part of itself twice')
    visited.add(id)
    const bytes = heap.get(id)
    const size = keySize + (level === 0 ? valueSize : 4)
    const own = Array.from({ length: Math.floor(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size))
    return level === 0 ? own : own.flatMap((r) => records(r.readUInt32LE(keySize), level - 1))
  }
  return levels > 8 ? damaged('an index on a heap: it is too deep') : records(header.readUInt32LE(4), levels)
}
