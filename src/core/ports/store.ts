/** The store port: our own memory. */
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { PortError } from '../errors'
import type { Decision } from '../model/decision'
import type { ActivityId, DatabaseId, ItemId, Scope, UserId } from '../model/ids'
import type { Intent, JournalEntry, Retry } from '../model/journal'
import type { Link } from '../model/link'
import type { Instant } from '../model/time'
import type { Cursor } from './mailbox'

/** The two change feeds. */
export type Side = 'outlook' | 'crm'

/** One change to our memory. Each is idempotent: writing it twice is writing it once. */
export type StoreWrite =
  | { readonly _tag: 'PutLink'; readonly link: Link }
  | { readonly _tag: 'PutCursor'; readonly side: Side; readonly cursor: Cursor }
  | { readonly _tag: 'PutDecision'; readonly decision: Decision }
  | { readonly _tag: 'PutIntent'; readonly intent: Intent }
  | { readonly _tag: 'DropIntent'; readonly id: string }
  | { readonly _tag: 'PutRetry'; readonly retry: Retry }
  | { readonly _tag: 'DropRetry'; readonly side: Side; readonly id: string }
  | { readonly _tag: 'Journal'; readonly entry: JournalEntry }

/** Which links to load: those that have any of these. */
export interface LinkQuery {
  readonly ids: ReadonlyArray<string>
  readonly itemIds: ReadonlyArray<ItemId>
  readonly activityIds: ReadonlyArray<ActivityId>
  readonly identities: ReadonlyArray<string>
}

/** What waits for attention whatever the feeds say. */
export interface Due {
  readonly intents: ReadonlyArray<Intent>
  readonly retries: ReadonlyArray<Retry>
  /** Decisions that were answered and not yet carried out. */
  readonly answered: ReadonlyArray<Decision>
  /** Open links with `reviewAt` at or before the time asked for. */
  readonly review: ReadonlyArray<Link>
}

/** What a full listing is compared with. */
export interface OpenLink {
  readonly id: string
  readonly kind: Link['kind']
  readonly itemId: ItemId
  readonly activityId: ActivityId
}

/** Links, cursors, decisions, journal, intents, retries and activation. Everything is confined to its scope. No function throws or rejects. */
export interface StorePort {
  readonly links: (scope: Scope, query: LinkQuery) => TaskEither<PortError, ReadonlyArray<Link>>
  /** Open links in ascending order of id, after `after`, at most `limit`. */
  readonly openLinks: (scope: Scope, after: string | null, limit: number) => TaskEither<PortError, ReadonlyArray<OpenLink>>
  readonly countOpenLinks: (scope: Scope) => TaskEither<PortError, number>
  readonly due: (scope: Scope, now: Instant) => TaskEither<PortError, Due>
  readonly cursor: (scope: Scope, side: Side) => TaskEither<PortError, Cursor | null>
  /** The decisions with these ids or about these links, in whatever state; with neither given, those in state `open`. Oldest first. */
  readonly decisions: (scope: Scope, query: { readonly ids?: ReadonlyArray<string>; readonly linkIds?: ReadonlyArray<string> }) => TaskEither<PortError, ReadonlyArray<Decision>>
  /** Entries of some links, or the latest of all, newest first, at most `limit`. */
  readonly journal: (scope: Scope, query: { readonly linkIds?: ReadonlyArray<string>; readonly limit: number }) => TaskEither<PortError, ReadonlyArray<JournalEntry>>
  /** All of the writes, or none of them. */
  readonly write: (scope: Scope, writes: ReadonlyArray<StoreWrite>) => TaskEither<PortError, void>
  /** The company database that the user's integration is active against (B12). */
  readonly activation: (user: UserId) => TaskEither<PortError, DatabaseId | null>
  /** Activates, unless the user is active against another database: then `AlreadyExists`, and `what` is that database. Activating what is active is a success. */
  readonly activate: (scope: Scope) => TaskEither<PortError, void>
  /** Deactivates. Nothing else is forgotten. Not being active is a success. */
  readonly deactivate: (scope: Scope) => TaskEither<PortError, void>
}
