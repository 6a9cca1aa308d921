/** Blocks and what is built of them: a node's data, and its sub-nodes ([MS-PST] 2.2.2.8). */
import { inflateSync } from 'node:zlib'
import { checksum } from './checksum'
import { damaged, present } from './damage'
import { readWord, type Layout } from './layout'
import type { Source } from './source'
import { undoSubstitution } from './substitution'
import { plainBlockId, type BlockEntry, type Tree } from './tree'

/** A node within a node. */
export interface SubNode {
  readonly data: number
  /** 0: none. */
  readonly subnodes: number
}
export type SubNodes = ReadonlyMap<number, SubNode>

/** The data of a node, in the blocks in which it is stored: heaps and tables are laid out by block. */
export interface NodeData {
  readonly size: number
  readonly blockCount: number
  readonly block: (index: number) => Buffer
}

export interface Blocks {
  readonly data: (id: number) => NodeData
  readonly subnodes: (id: number) => SubNodes
}

const isInternal = (id: number): boolean => Math.floor(id / 2) % 2 === 1
const depthAtMost = 3
const subnodesAtMost = 1_000_000

export const openBlocks = (source: Source, layout: Layout, tree: Tree<BlockEntry>): Blocks => {
  const entry = (id: number): BlockEntry => present(tree.find(plainBlockId(id)), `block ${id}`)

  const stored = (e: BlockEntry): Buffer => {
    const padded = Math.ceil((e.size + layout.blockTrailer) / layout.blockAlign) * layout.blockAlign
    const whole = source.read(e.at, padded)
    const trailer = padded - layout.blockTrailer
    const bytes = whole.subarray(0, e.size)
    if (whole.readUInt16LE(trailer) !== e.size) damaged('a block: its size does not agree with the index')
    if (whole.readUInt32LE(trailer + (layout.version === 'ansi' ? 8 : 4)) !== checksum(bytes)) damaged('a block: its checksum does not agree')
    return bytes
  }

  /** As the writer meant it: inflated, and put back through the substitution table. */
  const content = (e: BlockEntry): Buffer => {
    const raw = stored(e)
    const plain = e.inflated === e.size ? raw : inflateSync(raw, { maxOutputLength: Math.max(1, e.inflated) })
    if (plain.length !== e.inflated) damaged('a block: it does not inflate to its stated size')
    return layout.permuted && !isInternal(e.id) ? undoSubstitution(plain) : plain
  }

  /** The data blocks that a block stands for: itself, or the ones that it lists. */
  const leaves = (id: number, depth: number, budget: { left: number }): ReadonlyArray<BlockEntry> => {
    const e = entry(id)
    if (!isInternal(e.id)) {
      // A block named over and over could make gigabytes out of a small file.
      budget.left -= e.inflated
      if (budget.left < 0) damaged('a node: its blocks hold more than the file')
      return [e]
    }
    const b = content(e)
    if (b.readUInt8(0) !== 1 || depth >= depthAtMost) return damaged('a list of blocks')
    return Array.from({ length: b.readUInt16LE(2) }, (_, i) => readWord(b, 8 + i * layout.word, layout)).flatMap((child) => leaves(child, depth + 1, budget))
  }

  const data = (id: number): NodeData => {
    if (id === 0) return { size: 0, blockCount: 0, block: () => damaged('a node without data') }
    const list = leaves(id, 0, { left: source.state.size * (layout.version === 'unicode4k' ? 32 : 1) })
    let last: { readonly index: number; readonly bytes: Buffer } | null = null
    return {
      size: list.reduce((n, e) => n + e.inflated, 0),
      blockCount: list.length,
      block: (index) => {
        if (last?.index !== index) last = { index, bytes: content(present(list[index], 'a block of a node')) }
        return last.bytes
      }
    }
  }

  const collect = (id: number, depth: number, into: Map<number, SubNode>): void => {
    const b = content(entry(id))
    const level = b.readUInt8(1)
    if (b.readUInt8(0) !== 2 || level > 1 || depth > 1) damaged('a list of sub-nodes')
    const first = layout.word === 4 ? 4 : 8
    const size = (level === 0 ? 3 : 2) * layout.word
    for (let i = 0; i < b.readUInt16LE(2); i++) {
      const o = first + i * size
      if (level === 1) collect(readWord(b, o + layout.word, layout), depth + 1, into)
      else into.set(b.readUInt32LE(o), { data: readWord(b, o + layout.word, layout), subnodes: readWord(b, o + 2 * layout.word, layout) })
      if (into.size > subnodesAtMost) damaged('a list of sub-nodes: it is too long')
    }
  }

  const subnodes = (id: number): SubNodes => {
    const into = new Map<number, SubNode>()
    if (id !== 0) collect(id, 0, into)
    return into
  }

  return { data, subnodes }
}

/** All of a node's data, or the first `atMost` bytes, of which no more blocks are read than needed. */
export const readAll = (data: NodeData, atMost = Number.POSITIVE_INFINITY): Buffer => {
  const parts: Array<Buffer> = []
  let got = 0
  for (let i = 0; i < data.blockCount && got < atMost; i++) {
    const part = data.block(i)
    parts.push(part)
    got += part.length
  }
  const all = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)
  return all.length > atMost ? all.subarray(0, atMost) : all
}
