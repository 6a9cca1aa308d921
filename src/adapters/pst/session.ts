/** An open file with its folders: what the port's functions work on until the file changes. */
import type { PortError } from '../../core/errors'
import type { ItemId } from '../../core/model/ids'
import type { ItemChange, ItemRead } from '../../core/ports/mailbox'
import { readAttachmentBytes } from './attachments'
import type { CheckedPstConfig } from './config'
import { toPortError } from './errors'
import { listFolders, type Folder } from './folders'
import { openPstFile, type PstFile } from './format/file'
import { readTime } from './format/properties'
import { readItem } from './item'
import type { Reading } from './reading'
import { nodeKind, nodes, tags } from './tags'

/** What is in a folder: ids of messages, and what of it could not be found out. */
export interface Listing {
  readonly ids: ReadonlyArray<number>
  readonly damage: PortError | null
}

export interface Session {
  readonly file: PstFile
  readonly folders: ReadonlyArray<Folder>
  readonly list: (folder: Folder) => Listing
  /** `null` for what is no item. */
  readonly change: (folder: Folder, id: number) => ItemChange | null
  readonly read: (id: ItemId) => ItemRead
  /** `null` where there is no such attachment, or one without bytes. */
  readonly attachment: (item: ItemId, attachment: string, atMost: number | null) => Uint8Array | null
}

const nodeOf = (id: string): number | null => {
  const n = /^[1-9]\d{0,9}$/.test(id) ? Number(id) : 0
  return n > 0 && n <= 0xffff_ffff ? n : null
}

/** Opens the file. Throws what the format's layer throws. */
export const openSession = (config: CheckedPstConfig): Session => {
  const file = openPstFile(config.file)
  try {
    const folders = listFolders(file)
    const byId = new Map(folders.map((f) => [f.id, f]))
    const reading: Reading = { file, zone: config.zone, own: config.own }

    /** From the index of all nodes: slower, and right whatever a folder's own table says. */
    const listByIndex = (folder: Folder): Listing => {
      let damage: PortError | null = null
      const ids: Array<number> = []
      const tell = (what: string): void => {
        damage = toPortError(new RangeError(what), config.file)
      }
      for (const n of file.nodes(tell)) if (n.parent === folder.id && nodeKind(n.id) === 'message') ids.push(n.id)
      return { ids, damage }
    }

    const list = (folder: Folder): Listing => {
      try {
        // What the table names and the index puts elsewhere is listed there, so that nothing comes twice.
        const here = (id: number): boolean => (file.node(id)?.parent ?? folder.id) === folder.id
        const ids = file.table(folder.id + nodes.contentsOf).map((row) => row.id)
        return { ids: [...new Set(ids)].filter((id) => nodeKind(id) === 'message' && here(id)).sort((a, b) => a - b), damage: null }
      } catch {
        return listByIndex(folder)
      }
    }

    const times = new Map<number, ReadonlyMap<number, number | null>>()
    /** Read once a folder, and only if an item needs it. */
    const timesIn = (folder: Folder): ReadonlyMap<number, number | null> => {
      try {
        return new Map(file.table(folder.id + nodes.contentsOf).map((row) => [row.id, readTime(row.properties.get(tags.lastModificationTime))]))
      } catch {
        return new Map()
      }
    }
    const modifiedInTable = (folder: Folder, id: number) => (): number | null => {
      const known = times.get(folder.id) ?? timesIn(folder)
      times.set(folder.id, known)
      return known.get(id) ?? null
    }

    const change = (folder: Folder, id: number): ItemChange | null => {
      try {
        const item = readItem(reading, id, folder, modifiedInTable(folder, id))
        return item === null ? null : { _tag: 'Present', item }
      } catch (e) {
        return { _tag: 'Failed', id: String(id), error: toPortError(e, config.file, `item ${id}`) }
      }
    }

    /** The node of a message in one of the listed folders. */
    const find = (id: string): { readonly node: number; readonly folder: Folder } | null => {
      const node = nodeOf(id)
      if (node === null || nodeKind(node) !== 'message') return null
      const folder = byId.get(file.node(node)?.parent ?? 0)
      return folder === undefined ? null : { node, folder }
    }

    const read = (id: ItemId): ItemRead => {
      try {
        const found = find(id)
        const item = found === null ? null : readItem(reading, found.node, found.folder, modifiedInTable(found.folder, found.node))
        return item === null ? { _tag: 'Missing', id } : { _tag: 'Found', id, item }
      } catch (e) {
        return { _tag: 'Failed', id, error: toPortError(e, config.file, `item ${id}`) }
      }
    }

    const attachment = (item: ItemId, id: string, atMost: number | null): Uint8Array | null => {
      const found = find(item)
      const node = nodeOf(id)
      return found === null || node === null ? null : readAttachmentBytes(file.object(found.node), node, atMost)
    }

    return { file, folders, list, change, read, attachment }
  } catch (e) {
    file.close()
    throw e
  }
}
