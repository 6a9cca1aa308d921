/** The person at the other end of a memory mailbox: what somebody does in Outlook, without waiting. */
import { fieldNames, type EmailFields, type FieldsOf, type Fields, type Kind, type Mailbox, type Patch } from '../../core/model/fields'
import type { ItemId } from '../../core/model/ids'
import type { Attachment, Item, ItemOf } from '../../core/model/item'
import { addItem, changeItem, duplicateItem, type ItemDetails, type MailboxState, removeItem } from './mailbox-state'
import { mergePatch } from './stored-fields'

/** A file to attach; what is left out is taken from the bytes or is `null` or false. */
export interface NewAttachment {
  readonly name: string
  readonly bytes: Uint8Array
  readonly mimeType?: string | null
  readonly inline?: boolean
  readonly contentId?: string | null
  readonly type?: Attachment['type']
}

/** What beside the fields a person can change of an item. Keys that its kind does not have are ignored. */
export type ItemMarks = Partial<
  Pick<ItemOf['email'], 'sensitivity' | 'folder' | 'messageType' | 'ownKey' | 'identity'> & Pick<ItemOf['appointment'], 'organizer' | 'attendees' | 'role' | 'cancelled' | 'recurrence'>
>

/** Everything here happens at once and shows in the feed. An id that is not there gives `null` and changes nothing. */
export interface MailboxPerson {
  readonly add: <K extends Kind>(kind: K, fields: FieldsOf[K], details?: ItemDetails<K>) => ItemOf[K]
  readonly edit: (id: ItemId, patch: Patch) => Item | null
  /** Sensitivity, recurrence, folder and the like. */
  readonly mark: (id: ItemId, marks: ItemMarks) => Item | null
  readonly moveToDeletedItems: (id: ItemId) => Item | null
  readonly restore: (id: ItemId) => Item | null
  /** Gives what is now gone. */
  readonly deletePermanently: (id: ItemId) => Item | null
  readonly receiveEmail: (fields: EmailFields, details?: ItemDetails<'email'>) => ItemOf['email']
  /** From Outlook's own editor: the mailbox's address as sender, in Sent Items, without a key of ours. */
  readonly sendEmail: (fields: EmailFields, details?: ItemDetails<'email'>) => ItemOf['email']
  /** To an e-mail; `null` also for an item of another kind. */
  readonly attach: (id: ItemId, file: NewAttachment) => Attachment | null
  /** A move by which the item gets a new id (EWS): the feed tells the old one as removed. Identity and own key stay. */
  readonly changeId: (id: ItemId) => Item | null
  /** A copy: a new id, and everything else as it was, identity and own key among it, as Outlook does. */
  readonly copy: (id: ItemId) => Item | null
  readonly get: (id: ItemId) => Item | null
  /** Everything, in the order in which it came. */
  readonly list: () => ReadonlyArray<Item>
}

const markable: { readonly [K in Kind]: ReadonlyArray<string> } = {
  email: ['sensitivity', 'folder', 'messageType', 'ownKey', 'identity'],
  appointment: ['sensitivity', 'ownKey', 'identity', 'organizer', 'attendees', 'role', 'cancelled', 'recurrence'],
  task: ['sensitivity', 'ownKey', 'identity']
}

const pickMarks = (kind: Kind, marks: ItemMarks): ItemMarks =>
  Object.fromEntries(Object.entries(marks).filter(([name]) => markable[kind].includes(name) && !fieldNames[kind].some((field) => field === name)))

/** An item with other fields of its own kind. */
export const withFields = (item: Item, fields: Fields): Item => ({ ...item, fields }) as Item

export const mailboxPerson = (s: MailboxState, address: Mailbox): MailboxPerson => {
  const onItem = (id: ItemId, act: (item: Item) => Item): Item | null => {
    const item = s.items.get(id)
    return item === undefined ? null : act(item)
  }
  const attach = (id: ItemId, file: NewAttachment): Attachment | null => {
    const item = s.items.get(id)
    if (item?.kind !== 'email') return null
    const { name, bytes, mimeType = null, inline = false, contentId = null, type = 'file' } = file
    const attachment: Attachment = { id: `attachment-${++s.used.attachments}`, name, mimeType, size: bytes.length, inline, contentId, type }
    s.bytes.set(id, new Map([...(s.bytes.get(id) ?? []), [attachment.id, bytes]]))
    changeItem(s, { ...item, attachments: [...item.attachments, attachment] })
    return attachment
  }
  return {
    add: (kind, fields, details = {}) => addItem(s, kind, fields, details),
    edit: (id, patch) => onItem(id, (item) => changeItem(s, withFields(item, mergePatch<Kind>(item.kind, item.fields, patch)))),
    mark: (id, marks) => onItem(id, (item) => changeItem(s, { ...item, ...pickMarks(item.kind, marks) } as Item)),
    moveToDeletedItems: (id) => onItem(id, (item) => changeItem(s, { ...item, place: 'deletedItems' })),
    restore: (id) => onItem(id, (item) => changeItem(s, { ...item, place: 'normal' })),
    deletePermanently: (id) =>
      onItem(id, (item) => {
        removeItem(s, item)
        return item
      }),
    receiveEmail: (fields, details = {}) => addItem(s, 'email', fields, { folder: 'inbox', ...details }),
    sendEmail: (fields, details = {}) => {
      const sent: EmailFields = { ...fields, from: address }
      s.outbox.push(sent)
      return addItem(s, 'email', sent, { folder: 'sentItems', ...details })
    },
    attach,
    changeId: (id) =>
      onItem(id, (item) => {
        const moved = duplicateItem(s, item)
        if (s.unsettled.has(id)) s.unsettled.add(moved.id)
        removeItem(s, item)
        return moved
      }),
    copy: (id) => onItem(id, (item) => duplicateItem(s, item)),
    get: (id) => s.items.get(id) ?? null,
    list: () => [...s.items.values()]
  }
}
