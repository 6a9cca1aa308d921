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

/** Which entries of the journal. */
export interface JournalQuery {
  /** Those with any of these ids, of any of these links, or of any of these passes; with none of the three given, all. */
  readonly ids?: ReadonlyArray<string>
  readonly linkIds?: ReadonlyArray<string>
  readonly passes?: ReadonlyArray<string>
  /** Only those in which a value lost. Default false. */
  readonly withLosers?: boolean
  /** At most so many, the newest. */
  readonly limit: number
}

/** What the journal tells of one pass. */
export interface PassCounts {
  readonly pass: string
  /** When its first and its last entry were written. */
  readonly from: Instant
  readonly to: Instant
  /** Entries by action: `CreateActivity`, `Remember`, `Notice` … Actions that it has no entry of are left out. */
  readonly actions: { readonly [action: string]: number }
}

/** What a `prune` has removed. */
export interface Pruned {
  readonly entries: number
  readonly decisions: number
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
  /** The entries that are asked for, each once, newest first, at most `limit`. */
  readonly journal: (scope: Scope, query: JournalQuery) => TaskEither<PortError, ReadonlyArray<JournalEntry>>
  /** The passes of which the journal has an entry, at most `limit`, the one with the newest entry first. */
  readonly passes: (scope: Scope, limit: number) => TaskEither<PortError, ReadonlyArray<PassCounts>>
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
  /**
   * Forgets what is old and not needed any more, and answers how much that was. Decisions go that are `withdrawn` or
   * `done` and were opened before that instant. Entries of the journal go that are of before it, with one exception:
   * while a link is open, what lost in one of its entries can be restored, so this entry stays, and with it every entry
   * of the link of its time or later, by which it is told whether the value was touched since. What is of that very
   * instant stays. Nothing else goes, whatever its age: links, open and closed, decisions that wait for an answer or for
   * its being carried out, intents, retries, cursors, the activation, the lease. Oldest entries go first, in parts so
   * small that others can read and write in between: where it fails half way, the journal is as after an earlier instant.
   * A `before` that is no instant is `InvalidPayload`, and nothing goes.
   */
  readonly prune: (scope: Scope, before: Instant) => TaskEither<PortError, Pruned>
}
