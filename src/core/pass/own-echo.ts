/**
 * What this pass itself wrote into the CRM is told to it by the CRM's feed a moment later. Where that is the very version
 * that our write brought, there is nothing to conclude, and the item on the other side need not be read again: on a
 * first pass that would be every item (L10).
 */
import * as E from 'fp-ts/lib/Either.js'
import type { ActivityRead } from '../ports/crm'
import type { Outcome } from './execute'

/** Versions that this pass brought about, by activity. */
export type OwnWrites = Map<string, string>

/** Notes them; not those of a pair of which something failed, since that is looked at anew. */
export const noteOwnWrites = (own: OwnWrites, outcomes: ReadonlyArray<Outcome>): void => {
  const failed = new Set(outcomes.flatMap(({ action, result }) => (E.isLeft(result) ? [action.change.link.id] : [])))
  for (const { action, result } of outcomes) {
    if (E.isLeft(result) || result.right._tag !== 'Activity' || failed.has(action.change.link.id)) continue
    own.set(result.right.activity.id, result.right.activity.version)
  }
}

/** Whether the feed tells of nothing but our own write. */
export const isOwnEcho = (own: OwnWrites, told: ActivityRead): boolean => told._tag === 'Found' && own.get(told.id) === told.activity.version
