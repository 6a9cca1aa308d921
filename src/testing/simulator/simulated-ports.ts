/** What a simulation needs of a mailbox, a CRM and a store: the port, and a person at the other end. */
import type { ItemDetails, ItemMarks, NewAttachment } from '../../adapters/memory'
import type { Activity } from '../../core/model/activity'
import type { FieldsOf, Kind, Patch } from '../../core/model/fields'
import type { ActivityId, DatabaseId, ItemId, UserId } from '../../core/model/ids'
import type { Item } from '../../core/model/item'
import type { Instant } from '../../core/model/time'
import type { CrmPort } from '../../core/ports/crm'
import type { MailboxPort } from '../../core/ports/mailbox'
import type { StorePort } from '../../core/ports/store'
import type { SampleContact } from '../contracts/crm-harness'
import type { World } from './story'

/**
 * Somebody in Outlook. Each promise resolves when it has happened; a move with the id that the item has afterwards. Leave
 * out what the system cannot do: it is then not played. A contract suite's `MailboxPersonHarness` will do.
 */
export interface SimulatedMailboxPerson {
  /** Resolves with `null`, and does nothing, where the system cannot hold such an item. */
  readonly add?: <K extends Kind>(kind: K, fields: FieldsOf[K], details?: ItemDetails<K>) => Promise<ItemId | null>
  /** True: `add` heeds its details (sensitivity, folder, series, …). Otherwise only plain items are played. */
  readonly details?: boolean
  readonly edit?: (id: ItemId, patch: Patch) => Promise<unknown>
  readonly moveToDeletedItems?: (id: ItemId) => Promise<ItemId>
  readonly restore?: (id: ItemId) => Promise<ItemId>
  readonly deletePermanently?: (id: ItemId) => Promise<unknown>
  readonly attach?: (id: ItemId, file: NewAttachment & { readonly mimeType: string }) => Promise<unknown>
  readonly mark?: (id: ItemId, marks: ItemMarks) => Promise<unknown>
  /** A move by which the item gets a new id, which is the answer. */
  readonly changeId?: (id: ItemId) => Promise<ItemId>
  readonly copy?: (id: ItemId) => Promise<ItemId>
  /** All items as they are now; default: a full listing through the port. */
  readonly everything?: () => Promise<ReadonlyArray<Item>>
}

/** The harness of a mailbox contract suite is one. */
export interface SimulatedMailbox {
  readonly port: MailboxPort
  readonly person?: SimulatedMailboxPerson
  /** Makes every cursor given out so far too old. */
  readonly expireCursors?: () => Promise<void>
  /** True: what is written there carries the time of the story's clock, so that it can be judged who was later. */
  readonly keepsClock?: boolean
  /** How many messages have left the mailbox, invitations among them. */
  readonly mailed?: () => Promise<number>
  readonly dispose?: () => Promise<void>
}

/** Somebody in the CRM. A contract suite's `CrmPersonHarness` will do. */
export interface SimulatedCrmPerson {
  readonly addActivity?: <K extends Kind>(owner: UserId, kind: K, fields: FieldsOf[K]) => Promise<ActivityId>
  /** Resolves with `false` where nothing came of it: the system has no such field, or shows no more of the value than what stood there. */
  readonly editActivity?: (id: ActivityId, patch: Patch) => Promise<unknown>
  readonly deleteActivity?: (id: ActivityId) => Promise<unknown>
  /** Brings a deleted activity back under its id. */
  readonly restoreActivity?: (id: ActivityId) => Promise<unknown>
  readonly reassign?: (id: ActivityId, owner: UserId) => Promise<unknown>
  /** Needed: without contacts no e-mail ever comes across. */
  readonly addContact?: (contact: SampleContact) => Promise<{ readonly contactId: string; readonly personIds: ReadonlyArray<string> }>
  /** All activities of all owners; default: full listings through the port. */
  readonly everything?: () => Promise<ReadonlyArray<Activity>>
}

/** The harness of a CRM contract suite is one, if its person can add contacts. */
export interface SimulatedCrm {
  readonly port: CrmPort
  readonly person?: SimulatedCrmPerson
  readonly expireCursors?: () => Promise<void>
  /** As of a mailbox. */
  readonly keepsClock?: boolean
  readonly documentsOf?: (activity: ActivityId) => Promise<ReadonlyArray<{ readonly name: string; readonly bytes: Uint8Array }>>
  readonly dispose?: () => Promise<void>
}

export interface SimulatedStore {
  readonly port: StorePort
  /** All that it holds, in any form: to look for what may not be in it (L8). */
  readonly everything?: () => Promise<unknown>
  readonly dispose?: () => Promise<void>
}

/** With somebody at the other end, who may be able to do nothing. */
export type Peopled<A extends { readonly person?: object }> = Omit<A, 'person'> & { readonly person: NonNullable<A['person']> }

/** What a mailbox is made for. */
export interface MailboxCasting {
  readonly user: UserId
  /** The owner's address. */
  readonly address: string
  /** The world's clock: items should carry its time. */
  readonly now: () => Instant
  readonly world: World
}
export interface CrmCasting {
  readonly database: DatabaseId
  /** Everybody who can own an activity. */
  readonly users: ReadonlyArray<UserId>
  /** The CRM's own clock, which may disagree with Outlook's. */
  readonly now: () => Instant
  readonly world: World
  /** As `store` made it, for a CRM that commits together with it. */
  readonly store: SimulatedStore
}
export interface StoreCasting {
  readonly now: () => Instant
  readonly world: World
}

/** Who plays: each is made anew for every world. What is left out is played by the memory adapters. */
export interface Cast {
  readonly mailbox: (c: MailboxCasting) => SimulatedMailbox | Promise<SimulatedMailbox>
  readonly crm: (c: CrmCasting) => SimulatedCrm | Promise<SimulatedCrm>
  readonly store: (c: StoreCasting) => SimulatedStore | Promise<SimulatedStore>
}
