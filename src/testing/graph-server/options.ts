/** What a test chooses of a server. */
import type { Instant } from '../../core/model/time'
import type { Quirks } from './state/model'

/** As the global one. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

/** How a server answers to a delta token that is too old: the three ways known. `any`: by chance. */
export type ResyncAnswer = 'gone' | 'syncStateNotFound' | 'resyncRequired'

export interface GraphServerOptions {
  /** The server's clock: token and subscription lifetimes, and all times that it sets. */
  readonly now: () => Instant
  /** Default 1. */
  readonly seed?: number
  /** Where the server thinks it is: the beginning of every link. Default `https://graph.microsoft.com/v1.0`; `listen` sets its own. */
  readonly baseUrl?: string
  /** Entries on a page where a request does not say; at most 1000. Default 10. */
  readonly pageSize?: number
  /** Most entries on a page whatever a request says. Default 1000. */
  readonly largestPage?: number
  readonly quirks?: Partial<Quirks>
  /** Answer to `If-Match` with another than the present version. To Do never looks at it. Default 412. */
  readonly staleIfMatch?: 412 | 409 | 'ignored'
  /** Answer to a second event with one `transactionId`, which is not documented: 201 with the first one, or 409. Default `first`. */
  readonly duplicateTransaction?: 'first' | 'conflict'
  /** Whether an event in Deleted Items can be read by its id. Default true. */
  readonly deletedEventsReadable?: boolean
  /** Answer to an expired delta token. Default `any`. */
  readonly resync?: ResyncAnswer | 'any'
  /** Delta tokens older than this are too old, ms. Default 30 days. */
  readonly deltaTokenLifetimeMs?: number
  /** `null`: no limit. Defaults are Graph's: 10,000 requests in 10 minutes and 4 at once, each for one mailbox. A batch counts as one at once, and each of its items as a request. */
  readonly limits?: { readonly requests: number; readonly perMs: number; readonly atOnce: number } | null
  /** How long a sent message stays in the outbox, ms. Default 0. */
  readonly sendingMs?: number
  /** Whether what is sent arrives in other mailboxes of this server. Default false. */
  readonly delivers?: boolean
  /** Calls webhooks. Default: none is reachable. */
  readonly fetch?: Fetch
  /** For slow answers. Default: real time. */
  readonly sleep?: (ms: number) => Promise<void>
}
