/** Tables ([MS-PST] 2.3.4): the contents of a folder, its subfolders, recipients, attachments. */
import type { NodeData } from './blocks'
import { damaged, present } from './damage'
import { isHeapId, openHeap, readHeapTree } from './heap'
import type { Layout } from './layout'
import { referenced, sizeOfType, type Elsewhere, type Properties, type RawProperty } from './properties'

/** A row: the id of the object that it stands for, and the columns that it has. */
export interface Row {
  readonly id: number
  readonly properties: Properties
}

interface Column {
  readonly type: number
  readonly id: number
  readonly at: number
  readonly size: number
  readonly bit: number
}

const rowsAtMost = 10_000_000

/** Reads a table's rows, in the order in which they are stored. */
export const readTable = (data: NodeData, layout: Layout, elsewhere: Elsewhere): ReadonlyArray<Row> => {
  const heap = openHeap(data, layout)
  if (heap.client !== 0x7c) return damaged('a table: it is something else')
  const info = heap.get(heap.root)
  if (info.readUInt8(0) !== 0x7c) return damaged('a table: it has no columns')
  const bitmapAt = info.readUInt16LE(6)
  const rowSize = info.readUInt16LE(8)
  const rowsId = info.readUInt32LE(14)
  const columns: ReadonlyArray<Column> = Array.from({ length: info.readUInt8(1) }, (_, i) => {
    const o = 22 + 8 * i
    return { type: info.readUInt16LE(o), id: info.readUInt16LE(o + 2), at: info.readUInt16LE(o + 4), size: info.readUInt8(o + 6), bit: info.readUInt8(o + 7) }
  })
  if (rowSize < 4) return damaged('a table: its rows are too short')
  const indexValue = layout.word === 4 ? 2 : 4
  const index = readHeapTree(heap, info.readUInt32LE(10), 4, indexValue).map((r) => (indexValue === 2 ? r.readUInt16LE(4) : r.readUInt32LE(4)))
  if (index.length > rowsAtMost) return damaged('a table: it has too many rows')

  const onHeap = rowsId === 0 || isHeapId(rowsId)
  const matrix = onHeap ? null : elsewhere.data(present(elsewhere.subnodes.get(rowsId), 'the rows of a table').data)
  // A row never crosses from one block into the next; what is left of a block is padding.
  const perBlock = matrix === null || matrix.blockCount === 0 ? 0 : Math.floor(matrix.block(0).length / rowSize)
  const rowBytes = (n: number): Buffer => {
    const [bytes, at] = matrix === null ? [heap.get(rowsId), n * rowSize] : perBlock === 0 ? damaged('the rows of a table') : [matrix.block(Math.floor(n / perBlock)), (n % perBlock) * rowSize]
    return at + rowSize <= bytes.length ? bytes.subarray(at, at + rowSize) : damaged('a row of a table')
  }

  const cell = (row: Buffer, c: Column): RawProperty => {
    const size = sizeOfType(c.type)
    return size !== null ? { type: c.type, large: null, bytes: () => row.subarray(c.at, c.at + size) } : referenced(c.type, row.readUInt32LE(c.at), heap, elsewhere)
  }

  return [...index].sort((a, b) => a - b).map((n) => {
    const row = rowBytes(n)
    const has = (c: Column): boolean => ((row[bitmapAt + (c.bit >> 3)] ?? 0) & (0x80 >> (c.bit & 7))) !== 0
    return { id: row.readUInt32LE(0), properties: new Map(columns.filter(has).map((c) => [c.id, cell(row, c)])) }
  })
}
