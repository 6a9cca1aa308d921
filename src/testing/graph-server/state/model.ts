/** What the server holds: Graph's resources without what differs from request to request (ids in either form, times in the asked zone, expansions). */
import type { ChecklistItem, Contact, Event, ItemBody, LinkedResource, Message, TodoTask } from '@microsoft/microsoft-graph-types'
import type { Instant, LocalDateTime, PlainDate, Zone } from '../../../core/model/time'

/** Both forms of an id: the first changes when the item moves, the second does not. */
export interface ItemIds {
  readonly mutable: string
  readonly immutable: string
}

export type FolderKind = 'mail' | 'calendar' | 'contacts' | 'list'

/** A mail folder, calendar, contact folder or task list. Their ids have one form only. */
export interface StoredFolder {
  readonly key: string
  readonly kind: FolderKind
  readonly id: string
  readonly displayName: string
  /** `null`: directly in the mailbox's root. */
  readonly parent: string | null
  /** Such as `inbox`; `null` for one that somebody made. */
  readonly wellKnown: string | null
  readonly changeKey: string
}

export interface StoredAttachment {
  readonly ids: ItemIds
  readonly type: 'file' | 'item' | 'reference'
  readonly name: string
  readonly contentType: string | null
  readonly isInline: boolean
  readonly contentId: string | null
  readonly bytes: Uint8Array
  /** What is embedded, for `item`. */
  readonly item: Message | null
  readonly modified: Instant
}

export interface ExtendedProperty {
  readonly id: string
  readonly value: string
}

interface Common {
  /** Never changes and is never shown. */
  readonly key: number
  readonly ids: ItemIds
  /** The key of the folder that it is in. */
  readonly home: string
  readonly changeKey: string
  readonly created: Instant
  readonly modified: Instant
  readonly properties: ReadonlyArray<ExtendedProperty>
  readonly attachments: ReadonlyArray<StoredAttachment>
}

/** As in `Message`, without what is kept elsewhere or made up at reading. */
export type MessageData = Pick<
  Message,
  | 'subject'
  | 'importance'
  | 'sender'
  | 'from'
  | 'toRecipients'
  | 'ccRecipients'
  | 'bccRecipients'
  | 'replyTo'
  | 'conversationId'
  | 'internetMessageId'
  | 'isRead'
  | 'isDraft'
  | 'isReadReceiptRequested'
  | 'isDeliveryReceiptRequested'
  | 'inferenceClassification'
  | 'categories'
  | 'flag'
  | 'internetMessageHeaders'
> & { readonly body: ItemBody; readonly sent: Instant; readonly received: Instant; readonly messageClass: string }

export interface StoredMessage extends Common {
  readonly kind: 'message'
  readonly data: MessageData
}

/** Wall time, its IANA zone and the name that Outlook shows for it. `zone` may not fit the name: Outlook has zones of its own. */
export interface StoredTime {
  readonly local: LocalDateTime
  readonly zone: Zone
  readonly zoneName: string
}

export interface EventSpan {
  readonly isAllDay: boolean
  /** All-day: at midnight, and the zone has no meaning but for its name. */
  readonly start: StoredTime
  readonly end: StoredTime
}

export type EventData = Pick<
  Event,
  | 'subject'
  | 'importance'
  | 'sensitivity'
  | 'showAs'
  | 'location'
  | 'attendees'
  | 'organizer'
  | 'isOrganizer'
  | 'isCancelled'
  | 'responseStatus'
  | 'responseRequested'
  | 'categories'
  | 'iCalUId'
  | 'transactionId'
  | 'isReminderOn'
  | 'reminderMinutesBeforeStart'
  | 'allowNewTimeProposals'
  | 'hideAttendees'
  | 'recurrence'
> & { readonly body: ItemBody; readonly span: EventSpan }

export interface StoredEvent extends Common {
  readonly kind: 'event'
  readonly data: EventData
  /** Dates by the rule that do not take place. Empty unless it is a series. */
  readonly cancelled: ReadonlyArray<PlainDate>
  /** What differs from the rule, by date by the rule. */
  readonly exceptions: ReadonlyMap<PlainDate, StoredEvent>
  /** On an exception, whose it is. */
  readonly exceptionOf: { readonly master: number; readonly date: PlainDate } | null
}

export interface StoredContact extends Common {
  readonly kind: 'contact'
  readonly data: Pick<Contact, 'displayName' | 'givenName' | 'surname' | 'companyName' | 'jobTitle' | 'emailAddresses' | 'businessPhones' | 'mobilePhone' | 'personalNotes' | 'categories'>
}

/** A date and the name of the zone in which it was given. To Do keeps no time of day. */
export interface StoredDate {
  readonly date: PlainDate
  readonly zoneName: string
}

export interface StoredTask extends Common {
  readonly kind: 'task'
  readonly data: Pick<TodoTask, 'title' | 'status' | 'importance' | 'categories' | 'isReminderOn'> & {
    readonly body: ItemBody
    readonly bodyModified: Instant
    readonly due: StoredDate | null
    readonly start: StoredDate | null
    readonly completed: StoredDate | null
    /** Outlook keeps it; Graph has no place to show it. */
    readonly sensitivity: 'normal' | 'personal' | 'private' | 'confidential'
  }
  readonly linkedResources: ReadonlyArray<LinkedResource>
  readonly checklist: ReadonlyArray<ChecklistItem>
}

export type StoredItem = StoredMessage | StoredEvent | StoredContact | StoredTask
export type StoredKind = StoredItem['kind']

/** What a folder's journal knows of an item: the last time that it came, changed or went. */
export interface JournalEntry {
  readonly at: number
  /** As it was when it went; `null` while it is there. */
  readonly gone: StoredItem | null
}

/** Somebody with a mailbox. */
export interface ServerUser {
  readonly id: string
  /** The principal name and the primary address. */
  readonly mail: string
  readonly aliases: ReadonlyArray<string>
  readonly displayName: string
  /** A Windows name. */
  readonly timeZone: string
}

export type ChangeType = 'created' | 'updated' | 'deleted'

/** What a mailbox tells to those who listen: subscriptions. */
export interface Told {
  readonly mailbox: MailboxState
  readonly change: ChangeType
  readonly item: StoredItem
  /** The key of the folder in which it is seen, or was. */
  readonly folder: string
}

export interface MailboxState {
  readonly user: ServerUser
  readonly folders: Map<string, StoredFolder>
  readonly items: Map<number, StoredItem>
  /** By either form of id, of items and attachments' owners. */
  readonly byId: Map<string, number>
  /** By folder, then by item, in the order of the last change. */
  readonly journal: Map<string, Map<number, JournalEntry>>
  /** The same for folders themselves, by their kind. */
  readonly folderJournal: Map<FolderKind, Map<string, { readonly at: number; readonly gone: StoredFolder | null }>>
  /** Rises with each change. */
  clock: number
  /** Sent messages that are still to leave the outbox. */
  readonly leaving: Array<{ readonly key: number; readonly dueMs: number; readonly keep: boolean }>
  /** Messages that have left, invitations and cancellations among them. */
  mailed: number
  readonly world: World
}

/** What mailboxes of a server share. */
export interface World {
  readonly now: () => Instant
  readonly random: () => number
  readonly mailboxes: Map<string, MailboxState>
  /** Once per id, change key, and whatever else must not repeat. */
  used: number
  readonly listeners: Array<(told: Told) => void>
  readonly quirks: Quirks
  /** How long a sent message stays in the outbox, ms. */
  readonly sendingMs: number
  /** Whether what is sent arrives in the other mailboxes of this server. */
  readonly delivers: boolean
}

/** How often, from 0 to 1, the server does what Graph is known to do now and then. */
export interface Quirks {
  /** A delta round tells again something that did not change. */
  readonly replays: number
  /** A first round holds `@removed` entries. */
  readonly removedInFirstRound: number
  /** An item that left a folder and came back is not told of there. */
  readonly forgottenReturns: number
}
