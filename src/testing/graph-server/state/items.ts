/** The few transitions that everything else is made of. Items are replaced, never mutated. */
import { newChangeKey, newItemIds, newMutableId } from './ids'
import type { ChangeType, MailboxState, StoredItem } from './model'

const tell = (m: MailboxState, change: ChangeType, item: StoredItem, folder: string): void => {
  for (const listener of m.world.listeners) listener({ mailbox: m, change, item, folder })
}

const note = (m: MailboxState, folder: string, key: number, gone: StoredItem | null): void => {
  m.clock += 1
  const journal = m.journal.get(folder) ?? new Map()
  m.journal.set(folder, journal)
  // Taken out first, so that the journal stays in the order of the changes.
  journal.delete(key)
  journal.set(key, { at: m.clock, gone })
}

const index = (m: MailboxState, item: StoredItem): void => {
  m.byId.set(item.ids.mutable, item.key)
  m.byId.set(item.ids.immutable, item.key)
  m.items.set(item.key, item)
}

const unindex = (m: MailboxState, item: StoredItem): void => {
  m.byId.delete(item.ids.mutable)
  m.byId.delete(item.ids.immutable)
}

/** What the caller knows of a new item; the rest is the server's to set. */
export type NewItem<I extends StoredItem> = Omit<I, 'key' | 'ids' | 'changeKey' | 'created' | 'modified'>

export const addItem = <I extends StoredItem>(m: MailboxState, item: NewItem<I>): I => {
  m.world.used += 1
  const at = m.world.now()
  const added = { ...item, key: m.world.used, ids: newItemIds(m.world), changeKey: newChangeKey(m.world), created: at, modified: at } as unknown as I
  index(m, added)
  note(m, added.home, added.key, null)
  tell(m, 'created', added, added.home)
  // One create is told twice, as Outlook does once it has finished with the item.
  tell(m, 'updated', added, added.home)
  return added
}

/** Replaces an item by a later state of itself, in the same folder. */
export const changeItem = <I extends StoredItem>(m: MailboxState, item: I): I => {
  const changed = { ...item, changeKey: newChangeKey(m.world), modified: m.world.now() }
  index(m, changed)
  note(m, changed.home, changed.key, null)
  tell(m, 'updated', changed, changed.home)
  return changed
}

const isForgotten = (m: MailboxState, item: StoredItem, folder: string): boolean => {
  const before = m.journal.get(folder)?.get(item.key)
  if (before === undefined || before.gone === null || m.world.random() >= m.world.quirks.forgottenReturns) return false
  // As if it had never left: whoever was told that it had is not told that it came back.
  m.journal.get(folder)?.delete(item.key)
  return true
}

/** To another folder: the mutable id changes; of a task, which has no other, both do. */
export const moveItem = <I extends StoredItem>(m: MailboxState, item: I, folder: string): I => {
  if (item.home === folder) return item
  const ids = item.kind === 'task' ? newItemIds(m.world) : { ...item.ids, mutable: newMutableId(m.world) }
  const moved = { ...item, ids, home: folder, changeKey: newChangeKey(m.world), modified: m.world.now() }
  unindex(m, item)
  note(m, item.home, item.key, item)
  tell(m, 'deleted', item, item.home)
  index(m, moved)
  if (!isForgotten(m, moved, folder)) note(m, folder, moved.key, null)
  tell(m, 'created', moved, folder)
  return moved
}

/** For good. */
export const removeItem = (m: MailboxState, item: StoredItem): void => {
  unindex(m, item)
  m.items.delete(item.key)
  note(m, item.home, item.key, item)
  tell(m, 'deleted', item, item.home)
}

/** Both forms of its id change, as when it is exported and imported again; the same folder then tells of one gone and one come. */
export const reissueIds = <I extends StoredItem>(m: MailboxState, item: I): I => {
  removeItem(m, item)
  const { key: _key, ids: _ids, changeKey: _changeKey, created, modified: _modified, ...rest } = item
  const twin = addItem<StoredItem>(m, rest as unknown as NewItem<StoredItem>)
  const aged = { ...twin, created } as I
  index(m, aged)
  return aged
}

export const itemsIn = (m: MailboxState, folder: string): Array<StoredItem> => [...m.items.values()].filter((i) => i.home === folder)
