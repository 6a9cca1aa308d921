/** The CRM port: activities, contacts and documents of one company database. */
import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { PortError } from '../errors'
import type { Activity, Attributes, ContactRef } from '../model/activity'
import type { ContactHit, ContactMatch } from '../model/contact'
import type { FieldsOf, Kind, Patch } from '../model/fields'
import type { ActivityId, OwnKey, UserId } from '../model/ids'
import type { Instant, PlainDate } from '../model/time'
import type { Cursor } from './mailbox'
import type { StoreWrite } from './store'

/** What differs between CRMs. */
export interface CrmCapabilities {
  readonly kinds: ReadonlyArray<Kind>
  /** Whether there is a document module to put attachments into (B7). */
  readonly documents: boolean
  /** True: `commit` of a write is persisted in the same transaction as the write itself, because the store is in the same database. */
  readonly commitsWithStore: boolean
}

export type ActivityChange =
  | { readonly _tag: 'Present'; readonly activity: Activity }
  | { readonly _tag: 'Removed'; readonly id: ActivityId }
  | { readonly _tag: 'Failed'; readonly id: ActivityId; readonly error: PortError }

/** A page of changes; see `ItemPage`. */
export interface ActivityPage {
  readonly changes: ReadonlyArray<ActivityChange>
  readonly cursor: Cursor
  readonly more: boolean
  readonly full: boolean
}

export type ActivityRead =
  | { readonly _tag: 'Found'; readonly id: ActivityId; readonly activity: Activity }
  | { readonly _tag: 'Missing'; readonly id: ActivityId }
  | { readonly _tag: 'Failed'; readonly id: ActivityId; readonly error: PortError }

/** What to look for on a first run (B22): the instant (e-mail: sent; timed appointment: start) or date (all-day start, task due) and the subject. */
export interface Probe {
  readonly at: Instant | PlainDate | null
  readonly subject: string
}

/** What a write answers with. */
export type CrmResult =
  | { readonly _tag: 'Activity'; readonly activity: Activity }
  | { readonly _tag: 'Deleted'; readonly id: ActivityId }
  | { readonly _tag: 'Document'; readonly documentId: string }

/** Our own memory's part of a write: what to remember once its result is known. Pure. */
export type Commit = (result: CrmResult) => ReadonlyArray<StoreWrite>

interface Committing {
  /** Persisted with the write where `commitsWithStore`, else by the caller afterwards. Also where the answer is from before: a second create or document with the same key, a delete of what is gone. */
  readonly commit: Commit
}

export interface CreateActivity<K extends Kind> extends Committing {
  readonly _tag: 'CreateActivity'
  readonly kind: K
  /** A second create with the same key, for this owner, answers with the first one's activity and creates nothing. */
  readonly ownKey: OwnKey
  readonly owner: UserId
  readonly contact: ContactRef | null
  readonly attributes: Attributes
  readonly fields: FieldsOf[K]
}
export interface UpdateActivity extends Committing {
  readonly _tag: 'UpdateActivity'
  readonly kind: Kind
  readonly id: ActivityId
  readonly owner: UserId
  /** The version that was read. Any other present version answers `VersionMismatch` and changes nothing. */
  readonly version: string
  readonly patch: Patch
}
/** An activity that is gone already is a success. Any other present version answers `VersionMismatch` and changes nothing. */
export interface DeleteActivity extends Committing {
  readonly _tag: 'DeleteActivity'
  readonly kind: Kind
  readonly id: ActivityId
  readonly owner: UserId
  readonly version: string
}
export interface AddDocument extends Committing {
  readonly _tag: 'AddDocument'
  /** A second add with the same key, for this owner, answers with the first one's document. The same key of another owner is another document. */
  readonly key: OwnKey
  readonly activity: ActivityId
  readonly owner: UserId
  /** Without folders and control characters; never used as a path. */
  readonly name: string
  readonly mimeType: string
  readonly bytes: Uint8Array
}

/** One effect on a CRM. An activity of another owner than the one named answers `NotFound`. */
export type CrmWrite = { readonly [K in Kind]: CreateActivity<K> }[Kind] | UpdateActivity | DeleteActivity | AddDocument

/** Whom to look for in the register: by words, or by the ids of contacts. */
export type ContactQuery = { readonly _tag: 'Text'; readonly text: string } | { readonly _tag: 'Ids'; readonly contactIds: ReadonlyArray<string> }

/** Somebody to put into the register (B16). */
export interface NewContact {
  /** Again with the same key, it answers with the first one's entry and creates nothing. */
  readonly ownKey: OwnKey
  /** The contact that a person is added to; `null`: a new contact. One that is not there answers `NotFound`. */
  readonly contactId: string | null
  /** What the new contact is called; of one that is there it is not looked at. */
  readonly name: string
  /** The contact person to add; `null`: none, and addresses and phone are the contact's own. */
  readonly person: { readonly name: string } | null
  readonly addresses: ReadonlyArray<string>
  readonly phone: string | null
}

/** One company database as one user's pass sees it. No function throws or rejects. */
export interface CrmPort {
  readonly capabilities: CrmCapabilities
  /**
   * What changed among the owner's activities since `from`; from `null`, all of them, marked `full`. An activity given
   * to another owner is `Present` with that owner, once. Errors: `CursorExpired`, `Unavailable`.
   */
  readonly changes: (owner: UserId, from: Cursor | null) => TaskEither<PortError, ActivityPage>
  /** The present state of each id, whoever owns it, one answer an id, in the order asked. */
  readonly read: (ids: ReadonlyArray<ActivityId>) => TaskEither<PortError, ReadonlyArray<ActivityRead>>
  readonly findByOwnKey: (owner: UserId, keys: ReadonlyArray<OwnKey>) => TaskEither<PortError, ReadonlyArray<Activity>>
  /** Everybody in the register who has one of these addresses. Letters' case does not count; otherwise they are compared as they are. */
  readonly findByAddress: (addresses: ReadonlyArray<string>) => TaskEither<PortError, ReadonlyArray<ContactMatch>>
  /** The owner's activities of a kind that stand at the same instant or date as a probe or, where that has none, have its subject. E-mail is compared to the second. More is allowed: the caller looks closely. */
  readonly findSimilar: (owner: UserId, kind: Kind, probes: ReadonlyArray<Probe>) => TaskEither<PortError, ReadonlyArray<Activity>>
  /** Carries out each effect on its own, in order, and answers for each. One that fails does not stop the next and leaves nothing half done. */
  readonly write: (writes: ReadonlyArray<CrmWrite>) => TaskEither<PortError, ReadonlyArray<Either<PortError, CrmResult>>>
  /**
   * Optional (B16): left out by a CRM whose register cannot be searched. With words, every contact, and every contact
   * person, in whose names and addresses each of them is found, also within a word; letters' case does not count. With
   * ids, these contacts and all of their persons. Ordered by the contact's name, then id, a contact before its persons;
   * at most `limit`. With no word, or no id, nobody.
   */
  readonly searchContacts?: (query: ContactQuery, limit: number) => TaskEither<PortError, ReadonlyArray<ContactHit>>
  /** Optional (B16): left out by a CRM whose register is not to be written from here. Errors: `NotFound`. */
  readonly createContact?: (contact: NewContact) => TaskEither<PortError, ContactRef>
}
