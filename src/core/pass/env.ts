/** What a pass works with. */
import type { Task } from 'fp-ts/lib/Task.js'
import type { Scope } from '../model/ids'
import type { Instant } from '../model/time'
import type { CrmPort } from '../ports/crm'
import type { MailboxPort } from '../ports/mailbox'
import type { StorePort } from '../ports/store'
import type { FileType, RuleSet } from '../rule-set'
import type { Settings } from '../settings/settings'

/** The grant under which a pass works, and how far each write extends it. */
export interface Lease {
  readonly fence: number
  readonly ms: number
}

/** What a host may show while a pass runs. Counts, never content. */
export interface Progress {
  readonly phase: 'waiting work' | 'outlook' | 'crm' | 'gone'
  /** Entries looked at so far in this phase. */
  readonly seen: number
  /** Effects carried out so far in this pass. */
  readonly done: number
}

export interface PassEnv {
  readonly scope: Scope
  readonly ownAddresses: ReadonlyArray<string>
  readonly mailbox: MailboxPort
  readonly crm: CrmPort
  readonly store: StorePort
  readonly rules: RuleSet
  readonly settings: Settings
  /** One instant for the whole pass. */
  readonly now: Instant
  /** The present time, for what has to keep up with it. */
  readonly clock: () => Instant
  /** `null`: nothing is written to our memory but answers. */
  readonly lease: Lease | null
  /** Unique to the pass; part of its journal. */
  readonly passId: string
  /** The type of a file by its first bytes. Never fails: what it cannot tell has no type. */
  readonly detectFileType: (head: Uint8Array) => Task<FileType>
  /** How many first bytes of a file it wants. */
  readonly headBytes: number
  readonly onProgress: (p: Progress) => void
}

/** Effects of one batch: enough to spare round trips and transactions, few enough to hold in memory. */
export const batchSize = 100
