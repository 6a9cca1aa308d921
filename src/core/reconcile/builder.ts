/** A plan under construction. Mutable, and never seen outside one call of reconcile. */
import type { Item } from '../model/item'
import type { Activity } from '../model/activity'
import type { Link } from '../model/link'
import type { Action, DecisionChange, LinkChange, Need, Notice, Plan, RefusedAttachment, Remember, Revisit, Skip, Subject } from '../plan/plan'
import type { SkipReason } from '../reason'
import type { Trace } from '../rule-set'

export interface Builder {
  readonly actions: Array<Action>
  readonly remember: Array<Remember>
  readonly decisions: Array<DecisionChange>
  readonly skips: Array<Skip>
  readonly notices: Array<Notice>
  readonly refused: Array<RefusedAttachment>
  readonly revisits: Array<Revisit>
  readonly needs: Array<Need>
  /** Activities that an item was recognised as, so that no second item is. */
  readonly claimed: Set<string>
}

export const emptyBuilder = (): Builder => ({ actions: [], remember: [], decisions: [], skips: [], notices: [], refused: [], revisits: [], needs: [], claimed: new Set() })

export const toPlan = ({ claimed: _, ...plan }: Builder): Plan => plan

export const skip = (b: Builder, subject: Subject, reason: SkipReason, trace: ReadonlyArray<Trace>): void => {
  b.skips.push({ subject, reason, trace })
}

export const subjectOfItem = (item: Item, occurrence = ''): Subject => ({ kind: item.kind, itemId: item.id, activityId: null, linkId: null, occurrence })
export const subjectOfActivity = (activity: Activity): Subject => ({ kind: activity.kind, itemId: null, activityId: activity.id, linkId: null, occurrence: '' })
/** `itemId` differs from the link's where the item was found under a new id. */
export const subjectOfLink = (link: Link, itemId = link.itemId): Subject => ({ kind: link.kind, itemId, activityId: link.activityId, linkId: link.id, occurrence: link.occurrence })

/** A change that leaves everything as it is. */
export const noChange = (link: Link): LinkChange => ({ link, set: {}, itemFields: {}, activityFields: {}, fill: [], itemVersion: null, activityVersion: null })

/** A trace of the engine itself, for what no exchangeable rule decides. */
export const engineTrace = (rule: string, behaviour: string, decided: string, saw: Trace['saw'] = {}): Trace => ({ rule, behaviour, saw, decided })
