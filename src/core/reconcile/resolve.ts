/** Which links are an item's: by its id, by what stays when the id changes, or by our own key (L4). */
import * as E from 'fp-ts/lib/Either.js'
import { parseOwnKey } from '../model/ids'
import { identityByValues } from '../model/identity-by-values'
import type { Item } from '../model/item'
import type { Link } from '../model/link'
import { linkFromCrm } from './admit-activity'
import type { Indexed } from './input'

export type Resolved =
  | { readonly _tag: 'Linked'; readonly links: ReadonlyArray<Link>; readonly recognised: 'id-changed' | 'recognised-by-key' | null }
  /** Another item, which is still there, has the link. */
  | { readonly _tag: 'Copy' }
  /** Whether the other item is still there could not be found out. */
  | { readonly _tag: 'Unknown' }
  | { readonly _tag: 'Unlinked' }

/** Links found under another item id belong to this item only if that item is gone. */
const ofFormerId = (ix: Indexed, links: ReadonlyArray<Link>): Resolved => {
  const states = links.map((l) => ix.itemState(l.itemId)._tag)
  if (states.includes('Present')) return { _tag: 'Copy' }
  if (states.includes('Unreadable')) return { _tag: 'Unknown' }
  return { _tag: 'Linked', links, recognised: 'id-changed' }
}

/** Two items may hold the same values, so only a link whose item is gone counts, and each only once. */
const byValues = (ix: Indexed, item: Item, handled: ReadonlySet<string>): Resolved => {
  const known = ix.linksOfIdentity(identityByValues(item.kind, ix.digest(item.kind, item.fields)))
  const orphan = known.find((l) => !handled.has(l.id) && l.occurrence === '' && ix.itemState(l.itemId)._tag === 'Missing')
  return orphan === undefined ? { _tag: 'Unlinked' } : { _tag: 'Linked', links: [orphan], recognised: 'id-changed' }
}

export const resolveItem = (ix: Indexed, item: Item, handled: ReadonlySet<string>): Resolved => {
  const byId = ix.linksOfItem(item.id)
  if (byId.length > 0) return { _tag: 'Linked', links: byId, recognised: null }
  const byIdentity = item.identity === null ? [] : ix.linksOfIdentity(item.identity).filter((l) => l.kind === item.kind)
  if (byIdentity.some((l) => handled.has(l.id))) return { _tag: 'Copy' }
  if (byIdentity.length > 0) return ofFormerId(ix, byIdentity)
  if (item.ownKey === null) return item.identity === null ? byValues(ix, item, handled) : { _tag: 'Unlinked' }
  const key = parseOwnKey(item.ownKey)
  if (E.isLeft(key) || key.right.of !== 'activity' || key.right.database !== ix.input.scope.database) return { _tag: 'Unlinked' }
  const byActivity = ix.linksOfActivity(key.right.id)
  if (byActivity.some((l) => handled.has(l.id))) return { _tag: 'Copy' }
  if (byActivity.length > 0) return ofFormerId(ix, byActivity)
  const activity = ix.activityState(key.right.id)
  if (activity._tag === 'Unreadable') return { _tag: 'Unknown' }
  // We made the item and did not get to remember it. Whether the activity still exists is for the link's own rules to act on.
  const link = linkFromCrm(ix, { id: key.right.id, kind: item.kind }, item.id, item.identity)
  return handled.has(link.id) ? { _tag: 'Copy' } : { _tag: 'Linked', links: [link], recognised: 'recognised-by-key' }
}
