/** The two B-trees of a file: nodes by node id, and blocks by block id ([MS-PST] 2.2.2.7.7). */
import { checksum } from './checksum'
import { damaged, present } from './damage'
import { readWord, type Layout } from './layout'
import type { Source } from './source'

/** An entry of the node tree: where a node's data and sub-nodes are, and which node it belongs to. */
export interface NodeEntry {
  readonly id: number
  readonly data: number
  /** 0: none. */
  readonly subnodes: number
  readonly parent: number
}

/** An entry of the block tree: where a block is. */
export interface BlockEntry {
  readonly id: number
  readonly at: number
  /** Bytes as stored. */
  readonly size: number
  /** Bytes after inflating; as stored where the version does not deflate. */
  readonly inflated: number
}

interface Branch {
  readonly key: number
  readonly at: number
}
type Page<A> = { readonly level: number } & ({ readonly leaf: true; readonly entries: ReadonlyArray<A> } | { readonly leaf: false; readonly entries: ReadonlyArray<Branch> })

export interface Tree<A> {
  readonly find: (id: number) => A | null
  /** Every entry in the order of ids. A damaged page costs only what stands below it; `onDamage` is told. */
  readonly all: (onDamage: (what: string) => void) => Iterable<A>
}

const pageTypes = { node: 0x81, block: 0x80 } as const
const cachedPages = 4096
const levelsAtMost = 16

const checkPage = (page: Buffer, type: number, layout: Layout): void => {
  const at = layout.pageTrailer
  if (page[at] !== type || page[at + 1] !== type) damaged('a page of an index: it is of another kind')
  const stated = page.readUInt32LE(layout.version === 'ansi' ? at + 8 : at + 4)
  if (stated !== checksum(page.subarray(0, at))) damaged('a page of an index: its checksum does not agree')
}

/** A leaf entry's reader; `offset` is where the entry begins. */
type Leaf<A> = { readonly size: (layout: Layout) => number; readonly read: (page: Buffer, offset: number, layout: Layout) => A }

const nodeLeaf: Leaf<NodeEntry> = {
  size: (l) => (l.word === 4 ? 16 : 32),
  read: (p, o, l) => ({ id: p.readUInt32LE(o), data: readWord(p, o + l.word, l), subnodes: readWord(p, o + 2 * l.word, l), parent: p.readUInt32LE(o + 3 * l.word) })
}

/** The lowest bit of a block id means nothing to a reader. */
export const plainBlockId = (id: number): number => (id % 2 === 1 ? id - 1 : id)

const blockLeaf: Leaf<BlockEntry> = {
  size: (l) => (l.word === 4 ? 12 : 24),
  read: (p, o, l) => {
    const size = p.readUInt16LE(o + 2 * l.word)
    return { id: plainBlockId(readWord(p, o, l)), at: readWord(p, o + l.word, l), size, inflated: l.version === 'unicode4k' ? p.readUInt16LE(o + 2 * l.word + 2) : size }
  }
}

const openTree = <A extends { readonly id: number }>(source: Source, layout: Layout, root: number, type: number, leaf: Leaf<A>): Tree<A> => {
  const cache = new Map<number, Page<A>>()

  const parse = (at: number): Page<A> => {
    const page = source.read(at, layout.pageSize)
    checkPage(page, type, layout)
    const wide = layout.version === 'unicode4k'
    const counts = wide ? layout.pageTrailer - 16 : layout.pageTrailer - (layout.version === 'ansi' ? 4 : 8)
    const count = wide ? page.readUInt16LE(counts) : page.readUInt8(counts)
    const size = page.readUInt8(counts + (wide ? 4 : 2))
    const level = page.readUInt8(counts + (wide ? 5 : 3))
    const least = level === 0 ? leaf.size(layout) : 3 * layout.word
    if (size < least || count * size > counts || level > levelsAtMost) return damaged('a page of an index: its entries do not fit')
    const at0 = Array.from({ length: count }, (_, i) => i * size)
    return level === 0
      ? { level, leaf: true, entries: at0.map((o) => leaf.read(page, o, layout)) }
      : { level, leaf: false, entries: at0.map((o) => ({ key: readWord(page, o, layout), at: readWord(page, o + 2 * layout.word, layout) })) }
  }

  /** A child's level is one less than its parent's, so that no loop of pages can be walked for ever. */
  const page = (at: number, level: number | null): Page<A> => {
    const p = cache.get(at) ?? parse(at)
    if (cache.size >= cachedPages) cache.clear()
    cache.set(at, p)
    return level === null || p.level === level ? p : damaged('a page of an index: it is at the wrong level')
  }

  const find = (id: number): A | null => {
    let p = page(root, null)
    while (!p.leaf) {
      let next: Branch | null = null
      for (const branch of p.entries) {
        if (plainBlockId(branch.key) > id && branch.key > id) break
        next = branch
      }
      if (next === null) return null
      p = page(next.at, p.level - 1)
    }
    return p.entries.find((e) => e.id === id) ?? null
  }

  function* below(at: number, level: number | null, onDamage: (what: string) => void): Generator<A> {
    let p: Page<A>
    try {
      p = page(at, level)
    } catch (e) {
      onDamage(e instanceof Error ? e.message : 'a page of an index')
      return
    }
    if (p.leaf) yield* p.entries
    else for (const branch of p.entries) yield* below(branch.at, p.level - 1, onDamage)
  }

  return { find, all: (onDamage) => below(root, null, onDamage) }
}

export const openNodeTree = (source: Source, layout: Layout): Tree<NodeEntry> => openTree(source, layout, layout.nodeTreeAt, pageTypes.node, nodeLeaf)

export const openBlockTree = (source: Source, layout: Layout): Tree<BlockEntry> => openTree(source, layout, layout.blockTreeAt, pageTypes.block, blockLeaf)

/** The node of this id, or damage. */
export const requireNode = (tree: Tree<NodeEntry>, id: number): NodeEntry => present(tree.find(id), `node ${id}`)
