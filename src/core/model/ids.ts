/** Identifiers. All are opaque, case-sensitive strings; only {@link OwnKey} is ours to take apart. */
import * as E from 'fp-ts/lib/Either.js'
import { NonEmpty } from '../codec'

export const ItemId = NonEmpty
/** The mailbox's id of an item. It may change (a move in EWS); then the item is recognised by its identity or its own key. */
export type ItemId = string

export const ActivityId = NonEmpty
/** The CRM's id of an activity. */
export type ActivityId = string

export const UserId = NonEmpty
/** A CRM user: the owner of activities and of one mailbox. */
export type UserId = string

export const DatabaseId = NonEmpty
/** A company database (B12). */
export type DatabaseId = string

/** Where a pass works: one user's mailbox against one company database. Nothing reaches outside it (L8). */
export interface Scope {
  readonly user: UserId
  readonly database: DatabaseId
}

/**
 * The key that we stamp on what we create, on either side, so that a create whose answer was lost is found again (L4).
 * On an item it names the activity it was made from: `ocs1:acme:activity:42:0`. On an activity it names the item's
 * identity as a digest: `ocs1:acme:item:9b2f…:0`. Parts are percent-encoded; the last is the generation, which rises
 * when the user transfers anew something whose first transfer was deleted.
 */
export type OwnKey = string

export interface OwnKeyParts {
  readonly database: DatabaseId
  readonly of: 'activity' | 'item'
  readonly id: string
  readonly generation: number
}

const prefix = 'ocs1'

/** Builds an {@link OwnKey}. */
export const formatOwnKey = (p: OwnKeyParts): OwnKey =>
  [prefix, encodeURIComponent(p.database), p.of, encodeURIComponent(p.id), String(p.generation)].join(':')

/** Takes an {@link OwnKey} apart; `Left` says that the text is not one of ours. */
export const parseOwnKey = (key: string): E.Either<'not an own key', OwnKeyParts> => {
  const parts = key.split(':')
  const [p, database, of, id, generation] = parts
  if (parts.length !== 5 || p !== prefix || !database || !id || (of !== 'activity' && of !== 'item') || !/^\d+$/.test(generation ?? '')) return E.left('not an own key')
  try {
    return E.right({ database: decodeURIComponent(database), of, id: decodeURIComponent(id), generation: Number(generation) })
  } catch {
    return E.left('not an own key')
  }
}
