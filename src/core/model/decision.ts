/** Questions that only the user can answer. */
import * as t from 'io-ts'
import { nullable, oneOf } from '../codec'
import { Kind } from './fields'
import { Instant } from './time'

/** What a deletion decision can be answered with. */
export const DeletionAnswer = oneOf('delete-activity', 'keep-activity')
/** What a conflict decision can be answered with. */
export const ConflictAnswer = oneOf('outlook', 'crm')

const common = {
  /** Derived from the link, its generation and, for a conflict, the field: asking again gives the same id. */
  id: t.string,
  kind: Kind,
  linkId: t.string,
  itemId: t.string,
  activityId: t.string,
  openedAt: Instant,
  /** `withdrawn`: the question went away by itself (the item was restored). `done`: the answer was carried out. */
  state: oneOf('open', 'answered', 'withdrawn', 'done')
}

/** An item was moved to Deleted Items: delete the activity too, or keep it (B13)? */
export const DeletionDecision = t.readonly(
  t.type({ _tag: t.literal('Deletion'), ...common, /** The activity was edited in the CRM since the two last agreed. */ editedInCrm: t.boolean, answer: nullable(DeletionAnswer) })
)
/** A field was changed on both sides and the policy for it is `ask` (B17). The values are read live when the question is shown. */
export const ConflictDecision = t.readonly(t.type({ _tag: t.literal('Conflict'), ...common, field: t.string, answer: nullable(ConflictAnswer) }))

export const Decision = t.union([DeletionDecision, ConflictDecision], 'Decision')
export type Decision = t.TypeOf<typeof Decision>
export type DeletionDecision = t.TypeOf<typeof DeletionDecision>
export type ConflictDecision = t.TypeOf<typeof ConflictDecision>
export type Answer = t.TypeOf<typeof DeletionAnswer> | t.TypeOf<typeof ConflictAnswer>

/**
 * Whether a decision may take the place of the one that is stored under its id: an answer is overwritten only by what
 * was concluded from it, and answers only what is still asked.
 */
export const mayReplaceDecision = (present: Decision | undefined, next: Decision): boolean => {
  if (present === undefined) return true
  if (present.state === 'answered') return next.state !== 'open' && next.answer === present.answer
  return next.state !== 'answered' || present.state === 'open'
}
