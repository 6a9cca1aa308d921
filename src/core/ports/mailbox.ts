/** The mailbox port: Outlook, whatever holds it. */
import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { PortError } from '../errors'
import type { FieldsOf, Kind, Patch } from '../model/fields'
import type { ItemId, OwnKey } from '../model/ids'
import type { Item } from '../model/item'

/** What differs between mailboxes. Required, so that nothing is guessed from an adapter's name. */
export interface MailboxCapabilities {
  /** Which kinds the mailbox can hold. */
  readonly kinds: ReadonlyArray<Kind>
  /** False: `write` answers `Unsupported` to everything (a data file). */
  readonly writes: boolean
  /** Whether `write` can send e-mail (B2). */
  readonly sends: boolean
}

/** A position in a change feed; opaque. */
export type Cursor = string

/** One thing that a listing or a delta mentions. */
export type ItemChange =
  | { readonly _tag: 'Present'; readonly item: Item }
  /** The feed says that the item is gone. The engine reads it before it believes it: feeds say so too of what moved out of their sight. */
  | { readonly _tag: 'Removed'; readonly id: ItemId }
  /** The item is there and could not be read. The others are not affected. */
  | { readonly _tag: 'Failed'; readonly id: ItemId; readonly error: PortError }

/** A page of changes. */
export interface ItemPage {
  readonly changes: ReadonlyArray<ItemChange>
  /** Where to go on: the next page if `more`, else the next pass. */
  readonly cursor: Cursor
  readonly more: boolean
  /** This page belongs to a listing of everything that is there, begun without a cursor. */
  readonly full: boolean
}

/** What reading one id gave. */
export type ItemRead =
  | { readonly _tag: 'Found'; readonly id: ItemId; readonly item: Item }
  | { readonly _tag: 'Missing'; readonly id: ItemId }
  | { readonly _tag: 'Failed'; readonly id: ItemId; readonly error: PortError }

/** One effect on a mailbox. */
export type MailboxWrite = { readonly [K in Kind]: CreateItem<K> }[Kind] | UpdateItem | TrashItem | SendEmail

export interface CreateItem<K extends Kind> {
  readonly _tag: 'CreateItem'
  readonly kind: K
  /** Stamped on the item, so that a second create with the same key answers with the first one's item. */
  readonly ownKey: OwnKey
  readonly fields: FieldsOf[K]
}
export interface UpdateItem {
  readonly _tag: 'UpdateItem'
  readonly kind: Kind
  readonly id: ItemId
  /** The version that was read. Any other present version answers `VersionMismatch` and changes nothing. */
  readonly version: string
  readonly patch: Patch
}
/** Moves to Deleted Items. An item that is there already, or gone, is a success. Any other present version of one that is not there yet answers `VersionMismatch` and changes nothing. Nothing is ever deleted permanently. */
export interface TrashItem {
  readonly _tag: 'TrashItem'
  readonly kind: Kind
  readonly id: ItemId
  readonly version: string
}
/** Sends. A second send with the same key sends nothing. The sent item carries the key. */
export interface SendEmail {
  readonly _tag: 'SendEmail'
  readonly ownKey: OwnKey
  readonly fields: FieldsOf['email']
}

/**
 * The mailbox of one user. No function throws or rejects; what goes wrong is a `PortError`.
 * Nothing here mails anybody except `SendEmail`.
 */
export interface MailboxPort {
  readonly capabilities: MailboxCapabilities
  /** The addresses of the mailbox's owner, aliases included, in no particular form: how sent is told from received. */
  readonly ownAddresses: TaskEither<PortError, ReadonlyArray<string>>
  /**
   * What changed since `from`, a page at a time, in any order, repeats allowed; from `null`, everything there is,
   * items in Deleted Items included, marked `full`. An item moved to Deleted Items is `Present` with that place.
   * Every change is mentioned by some page at or after the cursor that was current when it happened.
   * Errors: `CursorExpired` (begin at `null`), `Throttled`, `Unauthorized`, `Unavailable`.
   */
  readonly changes: (from: Cursor | null) => TaskEither<PortError, ItemPage>
  /** The present state of each id, one answer an id, in the order asked. */
  readonly read: (ids: ReadonlyArray<ItemId>) => TaskEither<PortError, ReadonlyArray<ItemRead>>
  /** The items stamped with any of these keys, wherever they are, Deleted Items included; keys that are nowhere are left out. */
  readonly findByOwnKey: (keys: ReadonlyArray<OwnKey>) => TaskEither<PortError, ReadonlyArray<Item>>
  /** The bytes of a file attachment, or the first `atMost` of them. Errors: `NotFound`. */
  readonly attachment: (item: ItemId, attachment: string, atMost: number | null) => TaskEither<PortError, Uint8Array>
  /**
   * Carries out each effect on its own, in order, and answers for each: the item as the mailbox now holds it, so as
   * normalised by the server; `null` where there is none to tell (a send, or a trashed item that is gone). One that fails does not stop the next.
   */
  readonly write: (writes: ReadonlyArray<MailboxWrite>) => TaskEither<PortError, ReadonlyArray<Either<PortError, Item | null>>>
}
