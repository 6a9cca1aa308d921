/** The lasting record that an item and an activity are the same thing. */
import * as t from 'io-ts'
import { nullable, oneOf } from '../codec'
import { Kind } from './fields'
import { Instant } from './time'

/** One side of the base: its version and a digest of each field when both sides last agreed. Digests, so that no content is kept and a link stays small. */
export const BaseSide = t.readonly(t.type({ version: t.string, fields: t.readonly(t.record(t.string, t.string)) }), 'BaseSide')
export type BaseSide = t.TypeOf<typeof BaseSide>

/** An attachment that was selected for the document module; `documentId` is `null` until the document is there. */
export const LinkedDocument = t.readonly(t.type({ attachmentId: t.string, documentId: nullable(t.string) }), 'LinkedDocument')
export type LinkedDocument = t.TypeOf<typeof LinkedDocument>

/** Why a link was closed. A closed link is kept: it is how what comes back is recognised, and how what was deleted stays deleted (L5). */
export const ClosedReason = oneOf(
  'item-deleted-permanently',
  'item-deleted-activity-kept',
  'activity-deleted-after-answer',
  'activity-deleted-by-policy',
  'activity-deleted-in-crm',
  'item-deleted-with-activity',
  'both-deleted',
  'undone'
)
export type ClosedReason = t.TypeOf<typeof ClosedReason>

/** A link. */
export const Link = t.readonly(
  t.type({
    /** Digest of scope, key and occurrence: the same pair always has the same id. */
    id: t.string,
    kind: Kind,
    itemId: t.string,
    activityId: t.string,
    /** The item's identity, see Item. */
    identity: nullable(t.string),
    /** `''` for a whole item; else the original start of the one occurrence that it stands for (B10, option `each`). */
    occurrence: t.string,
    /** Which side it was made on first. */
    origin: oneOf('outlook', 'crm'),
    state: oneOf('open', 'closed'),
    closed: nullable(ClosedReason),
    item: BaseSide,
    activity: BaseSide,
    documents: t.readonlyArray(LinkedDocument),
    /** Rises with every restore and every new transfer, so that keys and decisions of the time before are not mistaken for new ones. */
    generation: t.number,
    /** When it has to be looked at again although nothing changed (a series that shows its next occurrence); `null`: never. */
    reviewAt: nullable(Instant)
  }),
  'Link'
)
export type Link = t.TypeOf<typeof Link>
