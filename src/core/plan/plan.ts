/** A plan: what a pass would do, as data. Plain JSON; the same input gives the same bytes (L1). */
import type { Attributes, ContactRef } from '../model/activity'
import type { Decision } from '../model/decision'
import type { Fields, Kind, Patch } from '../model/fields'
import type { OwnKey, UserId } from '../model/ids'
import type { Loser } from '../model/journal'
import type { Link } from '../model/link'
import type { Instant } from '../model/time'
import type { Side } from '../ports/store'
import type { ActionReason, AttachmentReason, CommandReason, DecisionReason, NoticeReason, SkipReason } from '../reason'
import type { Trace } from '../rule-set'

/** What an entry of a plan is about. */
export interface Subject {
  readonly kind: Kind | null
  readonly itemId: string | null
  readonly activityId: string | null
  readonly linkId: string | null
  readonly occurrence: string
}

/**
 * How a link changes with an action. The side that is written gets its digests from what the write answered with, so
 * that whatever the server made of our values is what the next pass compares with (L2).
 */
export interface LinkChange {
  /** The link as loaded; for a new one, all that is known of it. */
  readonly link: Link
  readonly set: Partial<Pick<Link, 'itemId' | 'identity' | 'state' | 'closed' | 'generation' | 'reviewAt' | 'documents'>>
  /** Digests of fields on which both sides now agree, where they are known already. */
  readonly itemFields: { readonly [field: string]: string }
  readonly activityFields: { readonly [field: string]: string }
  /** The fields whose digest on the written side is to be taken from the result. */
  readonly fill: ReadonlyArray<string>
  /** The version that was read, to be recorded when every action on this link has succeeded; `null` while that side has changes that were not carried. */
  readonly itemVersion: string | null
  readonly activityVersion: string | null
}

interface Common {
  /** The same action has the same id in every pass. */
  readonly id: string
  readonly subject: Subject
  readonly reason: ActionReason | CommandReason
  readonly trace: ReadonlyArray<Trace>
  readonly change: LinkChange
}

interface Overwriting {
  /** Values that lost a conflict by this action. */
  readonly losers: ReadonlyArray<Loser>
  /** What the written side held before, of the fields written. */
  readonly before: { readonly [field: string]: unknown }
}

export interface CreateActivityAction extends Common {
  readonly _tag: 'CreateActivity'
  readonly kind: Kind
  readonly ownKey: OwnKey
  readonly owner: UserId
  readonly contact: ContactRef | null
  readonly contactName: string | null
  readonly attributes: Attributes
  readonly fields: Fields
}
export interface UpdateActivityAction extends Common, Overwriting {
  readonly _tag: 'UpdateActivity'
  readonly kind: Kind
  readonly activityId: string
  readonly version: string
  readonly patch: Patch
}
/** `before` holds the whole activity, so that it can be made again. */
export interface DeleteActivityAction extends Common, Overwriting {
  readonly _tag: 'DeleteActivity'
  readonly kind: Kind
  readonly activityId: string
  readonly version: string
}
/** The activity is found through the link: it may be made by an action before this one. */
export interface AddDocumentAction extends Common {
  readonly _tag: 'AddDocument'
  readonly key: OwnKey
  readonly itemId: string
  readonly attachmentId: string
  readonly name: string
  readonly mimeType: string
  readonly size: number
}
export interface CreateItemAction extends Common {
  readonly _tag: 'CreateItem'
  readonly kind: Kind
  readonly ownKey: OwnKey
  readonly fields: Fields
}
export interface UpdateItemAction extends Common, Overwriting {
  readonly _tag: 'UpdateItem'
  readonly kind: Kind
  readonly itemId: string
  readonly version: string
  readonly patch: Patch
}
export interface TrashItemAction extends Common {
  readonly _tag: 'TrashItem'
  readonly kind: Kind
  readonly itemId: string
  readonly version: string
}

/** An effect on one of the two sides. */
export type Action =
  | CreateActivityAction
  | UpdateActivityAction
  | DeleteActivityAction
  | AddDocumentAction
  | CreateItemAction
  | UpdateItemAction
  | TrashItemAction

export type ActionTag = Action['_tag']
/** Every action tag. */
export const actionTags: ReadonlyArray<ActionTag> = ['CreateActivity', 'UpdateActivity', 'DeleteActivity', 'AddDocument', 'CreateItem', 'UpdateItem', 'TrashItem']

/** A change to our own memory only: recognised, closed, opened again, agreed. */
export interface Remember extends Overwriting {
  readonly id: string
  readonly subject: Subject
  readonly reason: ActionReason | CommandReason
  readonly trace: ReadonlyArray<Trace>
  readonly change: LinkChange
}

/** A question that is opened, goes away, or whose answer is carried out by this plan. */
export interface DecisionChange {
  readonly _tag: 'Open' | 'Withdraw' | 'Done'
  readonly decision: Decision
  readonly subject: Subject
  readonly reason: DecisionReason | 'answer-carried-out'
  readonly trace: ReadonlyArray<Trace>
}

export interface Skip {
  readonly subject: Subject
  readonly reason: SkipReason
  readonly trace: ReadonlyArray<Trace>
}

/** Something that the user is told. */
export interface Notice {
  readonly subject: Subject
  readonly reason: NoticeReason
  readonly trace: ReadonlyArray<Trace>
}

/** An attachment that is not imported, and why. */
export interface RefusedAttachment {
  readonly itemId: string
  readonly attachmentId: string
  readonly name: string
  readonly reason: AttachmentReason
  readonly trace: Trace
}

/** What reconcile has to be told before it can decide: the type of an attachment by its content. */
export interface Need {
  readonly itemId: string
  readonly attachmentId: string
}

/** Something to be looked at again later although nothing may have changed by then. */
export interface Revisit {
  readonly side: Side
  readonly id: string
  readonly at: Instant
}

/** A plan. Every item and activity of the input is the subject of at least one action, remembered link, decision or skip (L11). */
export interface Plan {
  readonly actions: ReadonlyArray<Action>
  readonly remember: ReadonlyArray<Remember>
  readonly decisions: ReadonlyArray<DecisionChange>
  readonly skips: ReadonlyArray<Skip>
  readonly notices: ReadonlyArray<Notice>
  readonly refused: ReadonlyArray<RefusedAttachment>
  readonly revisits: ReadonlyArray<Revisit>
  readonly needs: ReadonlyArray<Need>
}

/** Nothing to do and nothing to remember: what L2 asks of the pass after a pass. */
export const isSettled = (p: Plan): boolean => p.actions.length === 0 && p.remember.length === 0 && p.decisions.length === 0
