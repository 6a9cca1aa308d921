/** Everything that a host can call, in the TaskEither face: errors are data, and every answer is plain data. */
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { SyncError } from '../core/errors'
import type { ContactHit } from '../core/model/contact'
import type { Decision } from '../core/model/decision'
import type { Report } from '../core/pass/report'
import type { Plan } from '../core/plan/plan'
import type { Activation } from './commands/activation'
import type { LostConflict } from './commands/conflicts'
import type { Composed } from './commands/contacts'
import type { ContactSuggestions, ContactValues, CreatedContact } from './commands/create-contact'
import type { OpenDecision } from './commands/decisions'
import type { Links } from './commands/links'
import type { PassSummary } from './commands/passes'
import type { PruneOptions, PruneReport } from './commands/prune'
import type { Restored } from './commands/restore'
import type { StatusOf } from './commands/status-of'
import type { UndoReport } from './commands/undo/undo-pass'
import type { Explanation, Status } from './explain'

export interface RunOptions {
  /** List both sides whole instead of what changed. Default false. */
  readonly full?: boolean
  /** Go on although one side suddenly looks empty (L6). Default false. */
  readonly allowMassDeletion?: boolean
}

export interface Selection {
  /** Item ids; `all`: whatever the settings select. */
  readonly items: ReadonlyArray<string> | 'all'
  /** Left out: items by id, or single attachments. Default none. */
  readonly without?: ReadonlyArray<string | { readonly item: string; readonly attachment: string }>
}

export interface UndoOptions {
  /** Show what would be done, and do nothing. Default false. */
  readonly dryRun?: boolean
}

export interface RestoreOptions {
  /** Only these fields of the entry. Default: all that lost in it. */
  readonly fields?: ReadonlyArray<string>
}

export interface ConflictsOptions {
  /** Also those that are restored, or cannot be restored any more. Default false. */
  readonly all?: boolean
  /** 1 to 1000; default 100. */
  readonly limit?: number
}

/**
 * What every function may answer with besides what its own comment says: `InvalidSettings`, `InvalidInput` naming the
 * field, and `PortFailed`.
 */
export interface SyncTasks {
  /** One pass. Errors: `ActiveElsewhere`, `Busy`, `LeaseLost`, `SideLooksEmpty`. */
  readonly run: (options?: RunOptions) => TaskEither<SyncError, Report>
  /** What a pass, or a transfer of the selection, would do. With `full`, of everything on both sides and not only of what changed. */
  readonly preview: (selection?: Selection, options?: Pick<RunOptions, 'full'>) => TaskEither<SyncError, Plan>
  /** Transfers by hand, also in manual mode (B6). Errors: as of `run`. */
  readonly transfer: (selection: Selection) => TaskEither<SyncError, Report>
  /** Transfers all that the settings select. Errors: as of `run`. */
  readonly transferAll: () => TaskEither<SyncError, Report>
  /** Where one item or activity stands (B15). Errors: `NoSuchEntity`. */
  readonly status: (id: string, side?: 'outlook' | 'crm') => TaskEither<SyncError, Status>
  /**
   * The same of many: one row an id, in the order asked, at most 1000. As many calls as for one, whose number does not
   * grow with the rows. What a pass would do is told of all of them together. Attachments are not looked into: what only their content tells is not among `refused`.
   */
  readonly statusOf: (ids: ReadonlyArray<string>, side?: 'outlook' | 'crm') => TaskEither<SyncError, ReadonlyArray<StatusOf>>
  /** Status, the rules that fired, and what was done so far (B20). Errors: `NoSuchEntity`. */
  readonly explain: (id: string, side?: 'outlook' | 'crm') => TaskEither<SyncError, Explanation>
  /** The open questions, oldest first, with what a person has to know to answer them. Nothing of what is private. */
  readonly decisions: () => TaskEither<SyncError, ReadonlyArray<OpenDecision>>
  /** Answers a question; the next pass carries it out. Errors: `NoSuchDecision`; `DecisionNotOpen` where it was answered before, or went away. */
  readonly decide: (id: string, answer: string) => TaskEither<SyncError, Decision>
  /** Values that lost a conflict and can be restored (B17), newest first. Asks neither side. */
  readonly conflicts: (options?: ConflictsOptions) => TaskEither<SyncError, ReadonlyArray<LostConflict>>
  /**
   * Writes a value that lost back, on both sides as far as it may go there; what it replaces is in the journal in its
   * turn, under the pass that the answer names. Errors: `NoSuchEntry`, `CannotRestore` with the reason, and as of `run`.
   */
  readonly restore: (entry: string, options?: RestoreOptions) => TaskEither<SyncError, Restored>
  /** The latest passes of which the journal has an entry, newest first; `limit` 1 to 1000, default 50. */
  readonly passes: (limit?: number) => TaskEither<SyncError, ReadonlyArray<PassSummary>>
  /**
   * Undoes what a pass did, as far as nothing newer has touched what it wrote (B21); what is not undone is listed with
   * the reason. Undone again, it does nothing; where it died half way, undone again it goes on. Errors: `NoSuchPass`, and
   * as of `run`.
   */
  readonly undo: (pass: string, options?: UndoOptions) => TaskEither<SyncError, UndoReport>
  /**
   * Forgets entries of the journal and settled questions that are older, for this user and company database; to be called
   * now and then. What lost a conflict stays for as long as it can be restored, and with it what came after it on that
   * link; open questions and links stay in any case. What a pass did before that cannot be undone any more, and is not
   * explained. Others may work meanwhile; broken off, call it again.
   */
  readonly prune: (options: PruneOptions) => TaskEither<SyncError, PruneReport>
  /** Sends an e-mail that was written in the CRM (B2); again, it sends nothing. Errors: `NoSuchEntity`, and as of `run`. */
  readonly send: (activityId: string) => TaskEither<SyncError, void>
  /**
   * Contacts and contact persons in whose names or addresses every word is found (B16); `limit` 1 to 1000, default 20.
   * Errors: `PortFailed` with `Unsupported` where the CRM cannot be searched.
   */
  readonly findContacts: (query: string, limit?: number) => TaskEither<SyncError, ReadonlyArray<ContactHit>>
  /** What a new e-mail to some contacts is opened with (B16): ids of contacts, or what `findContacts` found; at most 1000. Nothing is sent. */
  readonly compose: (to: ReadonlyArray<string> | ReadonlyArray<ContactHit>) => TaskEither<SyncError, Composed>
  /** Who the parties of an item may be that are not in the register (B16). Guesses only, and nothing is written. Errors: `NoSuchEntity`. */
  readonly suggestContact: (itemId: string) => TaskEither<SyncError, ContactSuggestions>
  /**
   * Puts one party of an item into the register, as a person confirmed it, and transfers the item (B16). Again, it makes
   * no second one. Errors: `NoSuchEntity`, `PortFailed` with `Unsupported` where the CRM cannot, and as of `run`.
   */
  readonly createContact: (itemId: string, values: ContactValues) => TaskEither<SyncError, CreatedContact>
  /** Where to open contact, activity and item, by the option `urls` (B16). Errors: `NoSuchEntity`. */
  readonly links: (id: string, side?: 'outlook' | 'crm') => TaskEither<SyncError, Links>
  /** Against which company database the user is active (B12). */
  readonly activation: () => TaskEither<SyncError, Activation>
  /** Activates here. Errors: `ActiveElsewhere`. */
  readonly activate: () => TaskEither<SyncError, void>
  /** Deactivates here, and forgets nothing. */
  readonly deactivate: () => TaskEither<SyncError, void>
  /** Deactivates wherever the user is active, and activates here. Errors: `Busy`. */
  readonly switchHere: () => TaskEither<SyncError, Activation>
}

/** The same as Promises, which reject with a `SyncFailure`. */
export type Sync = { readonly [K in keyof SyncTasks]: (...args: Parameters<SyncTasks[K]>) => Promise<ReturnType<SyncTasks[K]> extends TaskEither<SyncError, infer A> ? A : never> } & {
  /** The TaskEither face. */
  readonly task: SyncTasks
}
