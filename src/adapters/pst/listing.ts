/** One page of a listing: from a position, folder by folder, at most a page's number of entries. */
import type { ItemChange, ItemPage } from '../../core/ports/mailbox'
import type { CheckedPstConfig } from './config'
import { formatCursor, type Position } from './cursor'
import type { Folder } from './folders'
import type { Listing, Session } from './session'

/** Items between two breaths: reading is synchronous, and a host has other things to do as well. */
const itemsABreath = 25

const breathe = (): Promise<void> => new Promise((done) => setImmediate(done))

/** Folders that were listed, with what is in them: a page goes on where the last one stopped without listing again. */
export type Listed = Map<number, Listing>

/** How many entries a folder has, as far as is known. */
const sizeOf = (listed: Listed, f: Folder): number => listed.get(f.id)?.ids.length ?? f.stated

/** Reads a page. An entry that cannot be read is `Failed`; so is what is lost of a folder, under the id `folder:<node>`. */
export const readPage = async (session: Session, config: CheckedPstConfig, listed: Listed, from: Position): Promise<ItemPage> => {
  const { folders, file } = session
  const found = from.at === null ? folders.length : folders.findIndex((f) => f.id === from.at?.folder)
  let index = found < 0 ? folders.length : found
  let done = from.at?.done ?? 0
  let left = config.pageSize
  const changes: Array<ItemChange> = []

  const tell = (): void => {
    const folder = folders[Math.min(index, folders.length - 1)]
    const before = folders.slice(0, index).reduce((n, f) => n + sizeOf(listed, f), 0)
    const progress = { folder: folder?.name ?? '', foldersDone: index, foldersTotal: folders.length, itemsDone: before + done, itemsTotal: folders.reduce((n, f) => n + sizeOf(listed, f), 0) }
    try {
      config.onProgress(progress)
    } catch {
      // A progress bar's trouble is no reason to stop reading mail.
    }
  }

  while (index < folders.length) {
    const folder = folders[index] as Folder
    const listing = listed.get(folder.id) ?? session.list(folder)
    listed.set(folder.id, listing)
    // Told once: on the page that begins the folder, which is the next one where this one is full.
    if (done === 0 && listing.damage !== null && (left > 0 || listing.ids.length === 0)) changes.push({ _tag: 'Failed', id: `folder:${folder.id}`, error: listing.damage })
    while (done < listing.ids.length && left > 0) {
      const change = session.change(folder, listing.ids[done] as number)
      if (change !== null) changes.push(change)
      done++
      left--
      if (left % itemsABreath === 0) {
        tell()
        await breathe()
      }
    }
    if (done < listing.ids.length) break
    index++
    done = 0
    tell()
  }

  const next = folders[index]
  return {
    changes,
    cursor: formatCursor(file.state, { at: next === undefined ? null : { folder: next.id, done } }),
    more: next !== undefined,
    full: true
  }
}
