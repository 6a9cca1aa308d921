/** What a memory mailbox holds, and the few transitions everything else is made of. Items are never mutated, only replaced. */
import type { EmailFields, FieldsOf, Kind } from '../../core/model/fields'
import type { ItemId, OwnKey } from '../../core/model/ids'
import type { Item, ItemOf } from '../../core/model/item'
import type { Instant } from '../../core/model/time'
import { emptyFeed, type Feed, recordChange } from './feed'
import { addUnder, type Multimap, removeUnder } from './multimap'

export interface MailboxState {
  readonly now: () => Instant
  readonly items: Map<ItemId, Item>
  readonly byOwnKey: Multimap
  /** Bytes of file attachments, by item and attachment. */
  readonly bytes: Map<ItemId, Map<string, Uint8Array>>
  readonly feed: Feed
  /** Written items that are still to be normalised. */
  readonly unsettled: Set<ItemId>
  /** Keys of what was sent, kept when the sent item is deleted: a second send sends nothing. */
  readonly sentKeys: Set<OwnKey>
  /** What has left the mailbox. */
  readonly outbox: EmailFields[]
  /** Running numbers; each is used once. */
  readonly used: { ids: number; versions: number; identities: number; attachments: number }
}

export const emptyMailbox = (now: () => Instant): MailboxState => ({
  now,
  items: new Map(),
  byOwnKey: new Map(),
  bytes: new Map(),
  feed: emptyFeed(),
  unsettled: new Set(),
  sentKeys: new Set(),
  outbox: [],
  used: { ids: 0, versions: 0, identities: 0, attachments: 0 }
})

/** What an item of a kind may be given beside its fields; the rest is the mailbox's to set. */
export type ItemDetails<K extends Kind> = Partial<Omit<ItemOf[K], 'kind' | 'id' | 'version' | 'modifiedAt' | 'fields'>>

type CommonPart = Pick<Item, 'id' | 'version' | 'identity' | 'ownKey' | 'place' | 'sensitivity' | 'modifiedAt'>

const plainItems: { readonly [K in Kind]: (common: CommonPart, fields: FieldsOf[K]) => ItemOf[K] } = {
  email: (common, fields) => ({ kind: 'email', ...common, folder: 'inbox', messageType: 'mail', attachments: [], fields }),
  appointment: (common, fields) => ({ kind: 'appointment', ...common, organizer: null, attendees: [], role: 'none', cancelled: false, recurrence: null, fields }),
  task: (common, fields) => ({ kind: 'task', ...common, fields })
}

const newIdentity = (s: MailboxState, kind: Kind): string | null => {
  if (kind === 'task') return null
  s.used.identities += 1
  return kind === 'email' ? `<message-${s.used.identities}@memory.example>` : `uid-${s.used.identities}@memory.example`
}

export const newItemId = (s: MailboxState): ItemId => `item-${++s.used.ids}`

const nextVersion = (s: MailboxState): string => `v${++s.used.versions}`

const store = (s: MailboxState, item: Item): void => {
  const before = s.items.get(item.id)
  if (before?.ownKey !== item.ownKey) removeUnder(s.byOwnKey, before?.ownKey ?? null, item.id)
  addUnder(s.byOwnKey, item.ownKey, item.id)
  s.items.set(item.id, item)
  recordChange(s.feed, item.id)
}

/** Adds an item; id, version and times are the mailbox's, an identity is made where none is given. */
export const addItem = <K extends Kind>(s: MailboxState, kind: K, fields: FieldsOf[K], details: ItemDetails<K>): ItemOf[K] => {
  const id = newItemId(s)
  const identity = details.identity === undefined ? newIdentity(s, kind) : details.identity
  const common: CommonPart = { id, version: nextVersion(s), identity, ownKey: null, place: 'normal', sensitivity: 'normal', modifiedAt: s.now() }
  const item = { ...plainItems[kind](common, fields), ...details, identity } as ItemOf[K]
  store(s, item)
  return item
}

/** Replaces an item by a later state of itself: version and time move on, and the feed tells it. */
export const changeItem = (s: MailboxState, item: Item): Item => {
  const changed: Item = { ...item, version: nextVersion(s), modifiedAt: s.now() }
  store(s, changed)
  return changed
}

/** Takes an item away for good. */
export const removeItem = (s: MailboxState, item: Item): void => {
  s.items.delete(item.id)
  s.bytes.delete(item.id)
  s.unsettled.delete(item.id)
  removeUnder(s.byOwnKey, item.ownKey, item.id)
  recordChange(s.feed, item.id)
}

/** The same item once more under a new id, attachments included. */
export const duplicateItem = (s: MailboxState, item: Item): Item => {
  const bytes = s.bytes.get(item.id)
  const twin: Item = { ...item, id: newItemId(s), version: nextVersion(s), modifiedAt: s.now() }
  if (bytes !== undefined) s.bytes.set(twin.id, new Map(bytes))
  store(s, twin)
  return twin
}
