/** What one person did, by the token that every text they write carries. */
import type { Database } from './names'

/** An edit by a person: what it wrote, recognisable wherever it ends up. */
export interface Edit {
  readonly side: 'outlook' | 'crm'
  readonly database: Database | null
  /** The item or activity; follows a changed id. */
  readonly id: string
  /** Of the thing that it was made to, on whichever side it stands. */
  readonly token: string
  readonly field: string
  /** What it replaced on its own side. */
  readonly was: unknown
  readonly value: unknown
  /** The clock when it was made, in milliseconds. */
  readonly at: number
  /** Seen on both sides since: a later edit of the other side's counterpart may replace it without being a conflict. */
  readonly settled: boolean
}

export interface Log {
  /** Databases of which the last pass did not go through. */
  readonly unfinished: Set<Database>
  readonly edits: Array<Edit>
  /** Items that the person made, not the sync. */
  readonly madeItems: Set<string>
  /** Tokens of items that were private from the beginning and ever after. */
  readonly alwaysPrivate: Set<string>
  /** Tokens of which more than one item or activity was made by hand. */
  readonly copied: Set<string>
  /** Tokens of things that the sync made, could not note, and that are gone since. */
  readonly untraceable: Set<string>
  /** Items without an identity that got a new id since the last pass that went through. */
  readonly movedUnknown: Set<string>
  /** Tokens of activities that were deleted in the CRM. */
  readonly deletedTokens: Set<string>
  /** Links whose deletion question was answered with yes. */
  readonly confirmed: Set<string>
  /** Transfers by hand, by token. */
  readonly transfers: Map<string, number>
  /** Ids of everything that the sync made, by token, and by database and token. */
  readonly syncedItems: Map<string, Set<string>>
  readonly syncedActivities: Map<string, Set<string>>
  /** Documents that the sync made, by activity and name. */
  readonly documents: Map<string, Set<string>>
  /** Keys of the e-mail that the library was asked to send, and sent. */
  readonly sentKeys: Set<string>
}

export const emptyLog = (): Log => ({
  unfinished: new Set(),
  edits: [],
  madeItems: new Set(),
  alwaysPrivate: new Set(),
  copied: new Set(),
  untraceable: new Set(),
  movedUnknown: new Set(),
  deletedTokens: new Set(),
  confirmed: new Set(),
  transfers: new Map(),
  syncedItems: new Map(),
  syncedActivities: new Map(),
  documents: new Map(),
  sentKeys: new Set()
})
