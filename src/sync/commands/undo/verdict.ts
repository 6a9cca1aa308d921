/** What an undo makes of the entries of a journal. */
import type { JournalEntry } from '../../../core/model/journal'
import type { Action, DecisionChange, Remember } from '../../../core/plan/plan'
import type { Trace } from '../../../core/rule-set'

const refusals = {
  'already-undone': 'it is as it was before the pass',
  'touched-since': 'somebody, or a later pass, has written it since',
  'link-closed': 'the item and the activity are not kept in step any more',
  'sent-mail': 'a message that was sent cannot be called back',
  'memory-only': 'nothing was written on either side: it was only noted',
  'item-gone': 'the item is not in Outlook any more',
  'activity-gone': 'the activity is not in the CRM any more',
  'in-deleted-items': 'the item is in Deleted Items, from where it can be restored in Outlook',
  'given-away': 'the activity belongs to another user now',
  private: 'the item is private, so what was there before is not in the journal',
  'not-in-journal': 'the journal does not have what was there before',
  'port-cannot': 'the mailbox or the CRM cannot do it',
  'could-not-be-read': 'the item or the activity cannot be read at the moment'
} as const

/** Why an entry, or some of its fields, is not undone. */
export type UndoRefusal = keyof typeof refusals
/** The sentence of each. */
export const undoRefusalText = (r: UndoRefusal): string => refusals[r]

/** What an undo does: the opposite of what the pass did. */
export type UndoDeed = 'deleted-activity' | 'trashed-item' | 'wrote-activity' | 'wrote-item' | 'made-activity'

/** What becomes of one entry, or of some of its fields; `fields` is empty where it is about the whole. */
export type EntryVerdict =
  | { readonly _tag: 'Undo'; readonly entry: JournalEntry; readonly deed: UndoDeed; readonly fields: ReadonlyArray<string>; /** The action that does it; `null`: it is done, and only to be noted. */ readonly action: string | null }
  | { readonly _tag: 'Refuse'; readonly entry: JournalEntry; readonly because: UndoRefusal; readonly fields: ReadonlyArray<string> }

/** What is to be done about one link. */
export interface LinkUndo {
  readonly actions: ReadonlyArray<Action>
  readonly remember: ReadonlyArray<Remember>
  readonly decisions: ReadonlyArray<DecisionChange>
  readonly verdicts: ReadonlyArray<EntryVerdict>
}

export const nothingToUndo: LinkUndo = { actions: [], remember: [], decisions: [], verdicts: [] }

export const joinUndos = (parts: ReadonlyArray<LinkUndo>): LinkUndo => ({
  actions: parts.flatMap((p) => p.actions),
  remember: parts.flatMap((p) => p.remember),
  decisions: parts.flatMap((p) => p.decisions),
  verdicts: parts.flatMap((p) => p.verdicts)
})

export const refuse = (entries: ReadonlyArray<JournalEntry>, because: UndoRefusal, fields: ReadonlyArray<string> = []): LinkUndo => ({
  ...nothingToUndo,
  verdicts: entries.map((entry) => ({ _tag: 'Refuse', entry, because, fields }))
})

/** Why an undo writes: no rule decides it. */
export const undoTrace = (pass: string): ReadonlyArray<Trace> => [{ rule: 'undo', behaviour: 'B21', saw: { pass }, decided: 'undone' }]
