/** What a link becomes when an action of a plan has been carried out. Pure. */
import type { Activity } from '../model/activity'
import type { Item } from '../model/item'
import type { BaseSide, Link } from '../model/link'
import { identityByValues, ownIdentity } from '../model/identity-by-values'
import type { LinkChange } from './plan'

/** What a write answered with, for the side that it wrote. */
export type Written =
  | { readonly _tag: 'Item'; readonly item: Item }
  | { readonly _tag: 'Activity'; readonly activity: Activity }
  | { readonly _tag: 'Document'; readonly attachmentId: string; readonly documentId: string }
  /** To Deleted Items, whereby the item got another id. */
  | { readonly _tag: 'Moved'; readonly itemId: string }
  | { readonly _tag: 'Nothing' }

/** Versions to record: only when nothing on the link is still to be done, has failed, or is not carried. */
export interface Versions {
  readonly item: string | null
  readonly activity: string | null
}

type Digest = (fields: object, names: ReadonlyArray<string>) => { readonly [field: string]: string }

const side = (base: BaseSide, fields: { readonly [f: string]: string }, version: string | null): BaseSide => ({ version: version ?? base.version, fields: { ...base.fields, ...fields } })

/** @param link the link as it is now, which an earlier action of the same plan may have changed since it was loaded */
export const applyChange = (digest: Digest, link: Link, change: LinkChange, written: Written, versions: Versions): Link => {
  const filledItem = written._tag === 'Item' ? digest(written.item.fields, change.fill) : {}
  const filledActivity = written._tag === 'Activity' ? digest(written.activity.fields, change.fill) : {}
  const next: Link = {
    ...link,
    ...change.set,
    ...(written._tag === 'Item' && link.itemId === '' ? { itemId: written.item.id, identity: written.item.identity } : {}),
    ...(written._tag === 'Moved' ? { itemId: written.itemId } : {}),
    ...(written._tag === 'Activity' ? { activityId: written.activity.id } : {}),
    ...(written._tag === 'Document' ? { documents: link.documents.map((d) => (d.attachmentId === written.attachmentId ? { ...d, documentId: written.documentId } : d)) } : {}),
    item: side(link.item, { ...change.itemFields, ...filledItem }, versions.item),
    activity: side(link.activity, { ...change.activityFields, ...filledActivity }, versions.activity)
  }
  return ownIdentity(next.identity) === null ? { ...next, identity: identityByValues(next.kind, next.item.fields) } : next
}
