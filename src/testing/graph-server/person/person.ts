/** Somebody in Outlook: what they do shows in the state at once, without a request. */
import type { ItemDetails, ItemMarks, NewAttachment } from '../../../adapters/memory'
import type { FieldsOf, Kind, Patch } from '../../../core/model/fields'
import type { ItemId } from '../../../core/model/ids'
import { addFolder, folderKeys, isDeletedFolder } from '../state/folders'
import { newItemIds } from '../state/ids'
import { addItem, changeItem, moveItem, reissueIds, removeItem, type NewItem } from '../state/items'
import type { MailboxState, StoredAttachment, StoredContact, StoredEvent, StoredItem, StoredMessage, StoredTask } from '../state/model'
import { blankEvent, withoutOldExceptions } from '../write/event'
import { blankMessage } from '../write/message'
import { withStart } from '../write/recurrence'
import { encodeAppointment, encodeEmail, encodeSpan, encodeTask } from './encode'
import { folderOfEmail, listNamed, markEvent, markItem, markMessage, markTask, type Marks, type Stamps } from './marks'

export interface PersonOptions extends Stamps {
  /** Which form of id to take and give; tasks have one only. Default immutable. */
  readonly ids?: 'immutable' | 'mutable'
  /** The name of the task list to which deleted tasks go. Default: they go to where Graph does not see them. */
  readonly deletedTasks?: string
}

/** As the memory adapter's person; an id that is not there gives `null` and changes nothing, and a move gives the id that the item has afterwards. */
export interface GraphPerson {
  readonly add: <K extends Kind>(kind: K, fields: FieldsOf[K], details?: ItemDetails<K>) => ItemId
  readonly edit: (id: ItemId, patch: Patch) => ItemId | null
  /** Sensitivity, recurrence, folder and the like. Of a task's sensitivity Graph shows nothing. */
  readonly mark: (id: ItemId, marks: ItemMarks) => ItemId | null
  readonly moveToDeletedItems: (id: ItemId) => ItemId | null
  readonly restore: (id: ItemId) => ItemId | null
  readonly deletePermanently: (id: ItemId) => ItemId | null
  /** Gives the attachment's id. */
  readonly attach: (id: ItemId, file: NewAttachment) => string | null
  /** A message or event as after an export and import, a task to another list: it is the same to a person, under another id. */
  readonly changeId: (id: ItemId) => ItemId | null
  /** A copy, with identity and own key. */
  readonly copy: (id: ItemId) => ItemId | null
  /** A message to another folder, by the folder's key or well-known name, or a task to the list of that name. */
  readonly move: (id: ItemId, to: string) => ItemId | null
  readonly addContact: (fields: Partial<StoredContact['data']>) => ItemId
  /** Any other change: what a test needs that people seldom do. */
  readonly change: (id: ItemId, change: (item: StoredItem) => StoredItem) => ItemId | null
  readonly get: (id: ItemId) => StoredItem | null
  /** The id of the folder, calendar or task list that an item is in. */
  readonly folderOf: (id: ItemId) => string | null
  /** Everything in the mailbox, in the order in which it came. */
  readonly list: () => ReadonlyArray<StoredItem>
}

const otherList = 'Other tasks'

const bareTask = (m: MailboxState): StoredTask['data'] => ({
  title: '',
  status: 'notStarted',
  importance: 'normal',
  categories: [],
  isReminderOn: false,
  body: { contentType: 'text', content: '' },
  bodyModified: m.world.now(),
  due: null,
  start: null,
  completed: null,
  sensitivity: 'normal'
})

const listCalled = (m: MailboxState, name: string): string => listNamed(m, name) ?? addFolder(m, { kind: 'list', displayName: name }).key

export const graphPerson = (m: MailboxState, o: PersonOptions): GraphPerson => {
  /** Where what was deleted came from. */
  const origins = new Map<number, string>()
  /** Tasks in the Deleted Items that Graph does not show. */
  const hidden = new Map<ItemId, StoredTask>()
  const idOf = (item: StoredItem): ItemId => (o.ids === 'mutable' || item.kind === 'task' ? item.ids.mutable : item.ids.immutable)
  const find = (id: ItemId): StoredItem | undefined => m.items.get(m.byId.get(id) ?? -1)
  const onItem = (id: ItemId, act: (item: StoredItem) => StoredItem): ItemId | null => {
    const item = find(id)
    return item === undefined ? null : idOf(act(item))
  }
  const homeOf = (marks: Marks, normal: string): string => (marks.place === 'deletedItems' ? folderKeys.deleted : normal)

  const addEmail = (fields: FieldsOf['email'], marks: Marks): StoredItem => {
    const folder = folderOfEmail(marks) ?? folderKeys.inbox
    const item: NewItem<StoredMessage> = {
      kind: 'message',
      home: homeOf(marks, folder),
      data: { ...blankMessage(m), isDraft: folder === folderKeys.drafts, isRead: folder !== folderKeys.inbox, ...encodeEmail(fields) },
      properties: [],
      attachments: []
    }
    return addItem(m, markMessage(item as StoredMessage, { messageType: 'mail', ...marks }, o))
  }
  const addAppointment = (fields: FieldsOf['appointment'], marks: Marks): StoredItem => {
    const span = encodeSpan(m, fields.time)
    const item: NewItem<StoredEvent> = {
      kind: 'event',
      home: homeOf(marks, folderKeys.calendar),
      data: { ...blankEvent(m, span), ...encodeAppointment(m, fields) },
      cancelled: [],
      exceptions: new Map(),
      exceptionOf: null,
      properties: [],
      attachments: []
    }
    const { recurrence = null, ...others } = marks
    // Exceptions name their master, which has no key before it is there.
    const added = addItem<StoredEvent>(m, markEvent(m, item as StoredEvent, others, o))
    return recurrence === null ? added : changeItem(m, markEvent(m, added, { recurrence }, {}))
  }
  const addTask = (fields: FieldsOf['task'], marks: Marks): StoredItem => {
    const item: NewItem<StoredTask> = { kind: 'task', home: folderKeys.tasks, data: { ...bareTask(m), ...encodeTask(m, fields) }, linkedResources: [], checklist: [], properties: [], attachments: [] }
    const added = addItem(m, markTask(m, item as StoredTask, marks, o))
    return marks.place === 'deletedItems' && o.deletedTasks !== undefined ? moveItem(m, added, listCalled(m, o.deletedTasks)) : added
  }
  const adders: { readonly [K in Kind]: (fields: FieldsOf[K], marks: Marks) => StoredItem } = { email: addEmail, appointment: addAppointment, task: addTask }

  const edited = (item: StoredItem, patch: Patch): StoredItem => {
    switch (item.kind) {
      case 'message':
        return { ...item, data: { ...item.data, ...encodeEmail(patch as Partial<FieldsOf['email']>) } }
      case 'event': {
        const data = { ...item.data, ...encodeAppointment(m, patch as Partial<FieldsOf['appointment']>) }
        return withoutOldExceptions(item, { ...item, data: { ...data, recurrence: withStart(data.recurrence, data.span) } })
      }
      case 'task':
        return { ...item, data: { ...item.data, ...encodeTask(m, patch as Partial<FieldsOf['task']>) } }
      case 'contact':
        return item
    }
  }

  const trash = (item: StoredItem): StoredItem => {
    if (isDeletedFolder(item.home)) return item
    origins.set(item.key, item.home)
    if (item.kind !== 'task') return moveItem(m, item, folderKeys.deleted)
    if (o.deletedTasks !== undefined) return moveItem(m, item, listCalled(m, o.deletedTasks))
    hidden.set(item.ids.mutable, item)
    removeItem(m, item)
    return item
  }

  const normalHome = (item: StoredItem): string => {
    const usual = { message: folderKeys.inbox, event: folderKeys.calendar, task: folderKeys.tasks, contact: folderKeys.contacts }
    return origins.get(item.key) ?? usual[item.kind]
  }

  const restore = (id: ItemId): ItemId | null => {
    const task = hidden.get(id)
    if (task === undefined) return onItem(id, (item) => moveItem(m, item, normalHome(item)))
    hidden.delete(id)
    // Back from where Graph could not see it, it has a new id.
    const { key: _key, ids: _ids, changeKey: _changeKey, created: _created, modified: _modified, ...rest } = task
    return idOf(addItem<StoredTask>(m, rest))
  }

  const copyOf = (item: StoredItem): StoredItem => {
    const { key: _key, ids: _ids, changeKey: _changeKey, created: _created, modified: _modified, ...rest } = item
    const twin = rest as unknown as NewItem<StoredItem>
    return addItem<StoredItem>(m, twin.kind === 'event' ? ({ ...twin, data: { ...(twin as unknown as StoredEvent).data, transactionId: null } } as unknown as NewItem<StoredItem>) : twin)
  }

  const attach = (id: ItemId, file: NewAttachment): string | null => {
    const item = find(id)
    if (item === undefined) return null
    const { name, bytes, mimeType = null, inline = false, contentId = null, type = 'file' } = file
    const attachment: StoredAttachment = { ids: newItemIds(m.world), type, name, contentType: mimeType, isInline: inline, contentId, bytes, item: null, modified: m.world.now() }
    changeItem(m, { ...item, attachments: [...item.attachments, attachment] })
    return o.ids === 'mutable' ? attachment.ids.mutable : attachment.ids.immutable
  }

  return {
    add: (kind, fields, details = {}) => idOf(adders[kind](fields, details as Marks)),
    edit: (id, patch) => onItem(id, (item) => changeItem(m, edited(item, patch))),
    mark: (id, marks) =>
      onItem(id, (item) => {
        const marked = changeItem(m, markItem(m, item, marks, o))
        const folder = marked.kind === 'message' ? folderOfEmail(marks) : null
        return folder === null || isDeletedFolder(marked.home) ? marked : moveItem(m, marked, folder)
      }),
    moveToDeletedItems: (id) => onItem(id, trash),
    restore,
    deletePermanently: (id) => {
      if (hidden.delete(id)) return id
      return onItem(id, (item) => {
        removeItem(m, item)
        return item
      })
    },
    attach,
    changeId: (id) =>
      onItem(id, (item) => {
        if (item.kind !== 'task') return reissueIds(m, item)
        const other = listCalled(m, otherList)
        return moveItem(m, item, item.home === other ? folderKeys.tasks : other)
      }),
    copy: (id) => onItem(id, copyOf),
    move: (id, to) =>
      onItem(id, (item) => moveItem(m, item, item.kind === 'task' ? listCalled(m, to) : m.folders.has(to) ? to : `mail:${to.toLowerCase()}`)),
    addContact: (fields) => idOf(addItem<StoredContact>(m, { kind: 'contact', home: folderKeys.contacts, data: { displayName: '', givenName: null, surname: null, companyName: null, jobTitle: null, emailAddresses: [], businessPhones: [], mobilePhone: null, personalNotes: '', categories: [], ...fields }, properties: [], attachments: [] })),
    change: (id, change) => onItem(id, (item) => changeItem(m, change(item))),
    get: (id) => find(id) ?? null,
    folderOf: (id) => m.folders.get(find(id)?.home ?? '')?.id ?? null,
    list: () => [...m.items.values()]
  }
}
