/** An open data file: its nodes as objects and tables. */
import { openBlocks, readAll, type NodeData, type SubNode } from './blocks'
import { present } from './damage'
import { headerSize, readLayout, type Layout } from './layout'
import { readNames, type Names } from './names'
import { readProperties, type Elsewhere, type Properties } from './properties'
import { openSource, type FileState } from './source'
import { readTable, type Row } from './table'
import { openBlockTree, openNodeTree, requireNode, type NodeEntry } from './tree'

/** An object with its properties, and a way to what stands within it. */
export interface PstObject {
  readonly properties: Properties
  /** The rows of a table within the object; empty where there is none. */
  readonly table: (subnode: number) => ReadonlyArray<Row>
  /** The object within this one, or `null`. */
  readonly within: (subnode: number) => PstObject | null
}

export interface PstFile {
  readonly state: FileState
  readonly layout: Layout
  readonly names: Names
  readonly node: (id: number) => NodeEntry | null
  /** Every node of the file; damaged parts of the index are told and left out. */
  readonly nodes: (onDamage: (what: string) => void) => Iterable<NodeEntry>
  readonly object: (id: number) => PstObject
  /** The rows of a node that is a table; damage where the node is not there. */
  readonly table: (id: number) => ReadonlyArray<Row>
  readonly close: () => void
}

/** Node ids that every file has ([MS-PST] 2.4.1). */
export const wellKnownNodes = { messageStore: 0x21, names: 0x61, rootFolder: 0x122 } as const

/** Opens a file. Throws the system's error, `PstRefused` or `PstDamage`. */
export const openPstFile = (path: string): PstFile => {
  const source = openSource(path)
  try {
    const layout = readLayout(source.readUpTo(0, headerSize))
    const nodes = openNodeTree(source, layout)
    const blocks = openBlocks(source, layout, openBlockTree(source, layout))
    const elsewhere = (n: SubNode): Elsewhere => ({ subnodes: blocks.subnodes(n.subnodes), data: blocks.data, readAll: (d: NodeData) => readAll(d) })

    const open = (n: SubNode): PstObject => {
      const around = elsewhere(n)
      return {
        properties: readProperties(blocks.data(n.data), layout, around),
        table: (subnode) => {
          const sub = around.subnodes.get(subnode)
          return sub === undefined ? [] : readTable(blocks.data(sub.data), layout, elsewhere(sub))
        },
        within: (subnode) => {
          const sub = around.subnodes.get(subnode)
          return sub === undefined ? null : open(sub)
        }
      }
    }
    const table = (id: number): ReadonlyArray<Row> => {
      const n = requireNode(nodes, id)
      return readTable(blocks.data(n.data), layout, elsewhere(n))
    }
    return {
      state: source.state,
      layout,
      names: readNames(open(present(nodes.find(wellKnownNodes.names), 'the map of named properties')).properties),
      node: nodes.find,
      nodes: nodes.all,
      object: (id) => open(requireNode(nodes, id)),
      table,
      close: source.close
    }
  } catch (e) {
    source.close()
    throw e
  }
}
