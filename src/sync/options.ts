/** What a host gives to `createSync`. */
import type { CrmPort } from '../core/ports/crm'
import type { MailboxPort } from '../core/ports/mailbox'
import type { StorePort } from '../core/ports/store'
import type { Progress } from '../core/pass/env'
import type { RuleSet } from '../core/rule-set'
import type { Instant } from '../core/model/time'
import type { UrlTemplates } from './commands/links'

export interface SyncOptions {
  /** The CRM user whose mailbox this is; owner of the activities. */
  readonly user: string
  /** The company database (B12). */
  readonly database: string
  readonly mailbox: MailboxPort
  readonly crm: CrmPort
  readonly store: StorePort
  /** Stored as data: decoded when used; see `decodeSettings`. Default: `{}`, the defaults. */
  readonly settings?: unknown
  /** Addresses of the mailbox's owner besides those that the mailbox itself tells. */
  readonly ownAddresses?: ReadonlyArray<string>
  /** Default: `defaultRules`. */
  readonly rules?: RuleSet
  /** Default: the clock of the machine. */
  readonly now?: () => Instant
  /** Default: the time and a random part. Unique to each pass. */
  readonly newPassId?: () => string
  /**
   * Who works: two calls for one user at once are one too many, unless they are the same worker's, of whom the later
   * takes over. Give a name that a process has again after it died (host and service), and it can go on at once; else
   * others wait until the lease runs out. Not empty. Default: unique to each `createSync`.
   */
  readonly worker?: string
  /** How long a worker that is not heard of keeps others out, in milliseconds: a whole number from 1000 to 86,400,000 (a day); default 120,000. More than the longest single call of a port takes. */
  readonly leaseMs?: number
  /** Where the host's own pages are, for `links`. Decoded when used. Default: none. */
  readonly urls?: UrlTemplates
  readonly onProgress?: (p: Progress) => void
}
