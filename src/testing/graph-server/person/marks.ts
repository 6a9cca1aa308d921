/** What beside its fields a person sets of an item. */
import type { ItemDetails, ItemMarks } from '../../../adapters/memory'
import type { Kind } from '../../../core/model/fields'
import type { Recurrence } from '../../../core/model/item'
import { canonicalPropertyId } from '../odata/extended-property'
import { folderKeys } from '../state/folders'
import { newGuid } from '../state/ids'
import type { ExtendedProperty, MailboxState, MessageData, StoredEvent, StoredItem, StoredMessage, StoredTask } from '../state/model'
import { withoutOldExceptions } from '../write/event'
import { ownerOf } from '../write/parties'
import { encodeAttendee, encodeException, encodeRecipient } from './encode'
import { recurrenceOfRule } from './recurrence'

/** How a key of ours is stamped on an item: whoever uses the person knows how the adapter does it. */
export interface Stamps {
  /** The id of an extended property, for messages and events. */
  readonly property?: string
  /** `applicationName` of a linked resource, for tasks. */
  readonly application?: string
}

/** Marks and details together: every key that is not there leaves things as they are. */
export type Marks = ItemMarks & Partial<ItemDetails<Kind>>

const sensitivities = ['normal', 'personal', 'private', 'confidential'] as const
const folders = { inbox: folderKeys.inbox, sentItems: folderKeys.sent, drafts: folderKeys.drafts, outbox: folderKeys.outbox, junk: folderKeys.junk, other: folderKeys.archive } as const
const classes = { mail: 'IPM.Note', meeting: 'IPM.Schedule.Meeting.Request', report: 'REPORT.IPM.Note.NDR' } as const

const withProperty = (held: ReadonlyArray<ExtendedProperty>, id: string, value: string | null): ReadonlyArray<ExtendedProperty> => [
  ...held.filter((p) => canonicalPropertyId(p.id) !== canonicalPropertyId(id)),
  ...(value === null ? [] : [{ id, value }])
]

const stamped = (held: ReadonlyArray<ExtendedProperty>, stamps: Stamps, key: string | null | undefined): ReadonlyArray<ExtendedProperty> =>
  key === undefined || stamps.property === undefined ? held : withProperty(held, stamps.property, key)

/** The folder that an e-mail is in by its marks. */
export const folderOfEmail = (marks: Marks): string | null => (marks.folder === undefined ? null : folders[marks.folder])

export const markMessage = (item: StoredMessage, marks: Marks, stamps: Stamps): StoredMessage => {
  const data: MessageData = {
    ...item.data,
    ...(marks.messageType === undefined ? {} : { messageClass: classes[marks.messageType] }),
    ...(marks.identity === undefined ? {} : { internetMessageId: marks.identity }),
    ...(marks.folder === undefined ? {} : { isDraft: marks.folder === 'drafts' })
  }
  // A message has no sensitivity in Graph but as a property of the store.
  const properties = marks.sensitivity === undefined ? item.properties : withProperty(item.properties, 'Integer 0x0036', String(sensitivities.indexOf(marks.sensitivity)))
  return { ...item, data, properties: stamped(properties, stamps, marks.ownKey) }
}

const markRecurrence = (m: MailboxState, event: StoredEvent, recurrence: Recurrence | null): StoredEvent => {
  const rule = recurrence === null ? null : recurrenceOfRule(recurrence.rule, event.data.span)
  const bare = withoutOldExceptions(event, { ...event, data: { ...event.data, recurrence: rule } })
  if (recurrence === null) return bare
  const series: StoredEvent = { ...bare, cancelled: recurrence.cancelled.map((local) => local.slice(0, 10)), exceptions: new Map() }
  return { ...series, exceptions: new Map(recurrence.exceptions.map((e) => [e.original.slice(0, 10), encodeException(m, series, e)])) }
}

export const markEvent = (m: MailboxState, item: StoredEvent, marks: Marks, stamps: Stamps): StoredEvent => {
  const { role, organizer, attendees } = marks
  const data = {
    ...item.data,
    ...(marks.sensitivity === undefined ? {} : { sensitivity: marks.sensitivity }),
    ...(marks.identity === undefined ? {} : { iCalUId: marks.identity }),
    ...(marks.cancelled === undefined ? {} : { isCancelled: marks.cancelled }),
    ...(role === undefined ? {} : { isOrganizer: role !== 'attendee', responseStatus: { response: role === 'attendee' ? ('notResponded' as const) : ('organizer' as const), time: '0001-01-01T00:00:00Z' } }),
    // An appointment without guests has its owner as organizer.
    ...(organizer === undefined ? {} : { organizer: organizer === null ? ownerOf(m.user) : encodeRecipient(organizer) }),
    ...(attendees === undefined ? {} : { attendees: attendees.map(encodeAttendee) })
  }
  const marked: StoredEvent = { ...item, data, properties: stamped(item.properties, stamps, marks.ownKey) }
  return marks.recurrence === undefined ? marked : markRecurrence(m, marked, marks.recurrence)
}

export const markTask = (m: MailboxState, item: StoredTask, marks: Marks, stamps: Stamps): StoredTask => {
  const { application } = stamps
  const others = item.linkedResources.filter((l) => l.applicationName !== application)
  const key = marks.ownKey
  const linkedResources =
    key === undefined || application === undefined
      ? item.linkedResources
      : key === null
        ? others
        : [...others, { id: newGuid(m.world), applicationName: application, displayName: application, externalId: key, webUrl: null }]
  return { ...item, data: { ...item.data, ...(marks.sensitivity === undefined ? {} : { sensitivity: marks.sensitivity }) }, linkedResources }
}

export const markItem = (m: MailboxState, item: StoredItem, marks: Marks, stamps: Stamps): StoredItem => {
  switch (item.kind) {
    case 'message':
      return markMessage(item, marks, stamps)
    case 'event':
      return markEvent(m, item, marks, stamps)
    case 'task':
      return markTask(m, item, marks, stamps)
    case 'contact':
      return item
  }
}

/** The key of a task list by its name. */
export const listNamed = (m: MailboxState, name: string): string | null => [...m.folders.values()].find((f) => f.kind === 'list' && f.displayName === name)?.key ?? null
