/** The folders of a mailbox. */
import { newChangeKey, newFolderId } from './ids'
import type { FolderKind, MailboxState, ServerUser, StoredFolder, World } from './model'

const mailFolders: ReadonlyArray<readonly [wellKnown: string, displayName: string]> = [
  ['inbox', 'Inbox'],
  ['drafts', 'Drafts'],
  ['sentitems', 'Sent Items'],
  ['deleteditems', 'Deleted Items'],
  ['junkemail', 'Junk Email'],
  ['outbox', 'Outbox'],
  ['archive', 'Archive'],
  ['recoverableitemsdeletions', 'Deletions']
]

/** Keys of the folders that every mailbox has. */
export const folderKeys = {
  inbox: 'mail:inbox',
  drafts: 'mail:drafts',
  sent: 'mail:sentitems',
  deleted: 'mail:deleteditems',
  outbox: 'mail:outbox',
  junk: 'mail:junkemail',
  archive: 'mail:archive',
  dumpster: 'mail:recoverableitemsdeletions',
  calendar: 'calendar:default',
  contacts: 'contacts:default',
  tasks: 'list:defaultList',
  flagged: 'list:flaggedEmails'
} as const

const noteFolder = (m: MailboxState, folder: StoredFolder, gone: boolean): void => {
  m.clock += 1
  const journal = m.folderJournal.get(folder.kind) ?? new Map()
  m.folderJournal.set(folder.kind, journal)
  journal.delete(folder.key)
  journal.set(folder.key, { at: m.clock, gone: gone ? folder : null })
}

export interface NewFolder {
  readonly kind: FolderKind
  readonly displayName: string
  readonly parent?: string | null
  readonly wellKnown?: string | null
  readonly key?: string
}

export const addFolder = (m: MailboxState, f: NewFolder): StoredFolder => {
  const id = newFolderId(m.world)
  const folder: StoredFolder = { key: f.key ?? `${f.kind}:${id}`, kind: f.kind, id, displayName: f.displayName, parent: f.parent ?? null, wellKnown: f.wellKnown ?? null, changeKey: newChangeKey(m.world) }
  m.folders.set(folder.key, folder)
  noteFolder(m, folder, false)
  return folder
}

export const changeFolder = (m: MailboxState, folder: StoredFolder): StoredFolder => {
  const changed = { ...folder, changeKey: newChangeKey(m.world) }
  m.folders.set(folder.key, changed)
  noteFolder(m, changed, false)
  return changed
}

export const removeFolder = (m: MailboxState, folder: StoredFolder): void => {
  m.folders.delete(folder.key)
  noteFolder(m, folder, true)
}

/** A new mailbox with the folders that each has. */
export const newMailbox = (world: World, user: ServerUser): MailboxState => {
  const m: MailboxState = { user, folders: new Map(), items: new Map(), byId: new Map(), journal: new Map(), folderJournal: new Map(), clock: 0, leaving: [], mailed: 0, world }
  for (const [wellKnown, displayName] of mailFolders) addFolder(m, { kind: 'mail', displayName, wellKnown, key: `mail:${wellKnown}` })
  addFolder(m, { kind: 'calendar', displayName: 'Calendar', wellKnown: 'calendar', key: folderKeys.calendar })
  addFolder(m, { kind: 'contacts', displayName: 'Contacts', wellKnown: 'contacts', key: folderKeys.contacts })
  addFolder(m, { kind: 'list', displayName: 'Tasks', wellKnown: 'defaultList', key: folderKeys.tasks })
  addFolder(m, { kind: 'list', displayName: 'Flagged Emails', wellKnown: 'flaggedEmails', key: folderKeys.flagged })
  return m
}

/** By id or, for mail folders, well-known name. */
export const findFolder = (m: MailboxState, kind: FolderKind, idOrName: string): StoredFolder | null => {
  for (const f of m.folders.values()) {
    if (f.kind === kind && (f.id === idOrName || (kind === 'mail' && f.wellKnown === idOrName.toLowerCase()))) return f
  }
  return null
}

/** The folder of a key that the state itself holds. */
export const folderAt = (m: MailboxState, key: string): StoredFolder => {
  const folder = m.folders.get(key)
  if (folder === undefined) throw new RangeError(`no folder ${key}`)
  return folder
}

export const isDeletedFolder = (key: string): boolean => key === folderKeys.deleted || key === folderKeys.dumpster
