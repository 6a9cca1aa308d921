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
  /**
   * A decision that is `answered` is replaced only by one that bears the same answer and is not `open`; an `answered` one
   * replaces only one that is `open`, or itself. Otherwise the whole write fails with `VersionMismatch` and does nothing:
   * what was concluded before an answer came, or answered after the question went away, is to be concluded anew.
   */
  | { readonly _tag: 'PutDecision'; readonly decision: Decision }
  | { readonly _tag: 'PutIntent'; readonly intent: Intent }
  | { readonly _tag: 'DropIntent'; readonly id: string }
  | { readonly _tag: 'PutRetry'; readonly retry: Retry }
  | { readonly _tag: 'DropRetry'; readonly side: Side; readonly id: string }
  | { readonly _tag: 'Journal'; readonly entry: JournalEntry }
  /**
   * Wherever it stands in a write: if the present grant of the scope's user's lease has another fence, or was released,
   * the whole write fails with `VersionMismatch` (what: `lease`) and does nothing. Otherwise the lease runs to `until`
   * from now on. A lease that has run out and that nobody else has taken is still the present grant.
   */
  | { readonly _tag: 'Fence'; readonly fence: number; readonly until: Instant }

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
  /** Those with `notBefore` at or before the time asked for. */
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

/** Links, cursors, decisions, journal, intents, retries, activation and leases. Everything is confined to its scope. No function throws or rejects. */
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
  /** Deactivates. Nothing else is forgotten. Not being active, or being active against another database, is a success that changes nothing. */
  readonly deactivate: (scope: Scope) => TaskEither<PortError, void>
  /**
   * Takes the lease of a user, in all databases, until `until`: who holds it works on the user's mailbox alone. Answers
   * the fence of this grant, a whole number that counts up with every grant for that user. The same holder may acquire
   * again at any time and gets a higher fence, which ends its earlier grant. While another holder's lease has an `until`
   * after `now`, it answers `AlreadyExists`, and `what` is that `until`; one with an `until` at or before `now` is taken
   * over. Holders are compared as they are.
   */
  readonly acquireLease: (user: UserId, holder: string, now: Instant, until: Instant) => TaskEither<PortError, number>
  /** Ends the grant with this fence, so that anybody can acquire at once. If it is not the present grant, it is a success that does nothing. */
  readonly releaseLease: (user: UserId, fence: number) => TaskEither<PortError, void>
}
