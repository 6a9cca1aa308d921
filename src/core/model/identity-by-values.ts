/**
 * Some servers give an item a new id when it is moved, and tell nothing that stays (tasks in To Do). Such an item is
 * known again by its values: its link keeps a digest of them where other links keep the item's identity (L4).
 */
import { digestId } from '../digest'
import type { Kind } from './fields'

const prefix = 'values:'

/** The stand-in for an identity: the same values give the same text. */
export const identityByValues = (kind: Kind, digests: { readonly [field: string]: string }): string =>
  prefix + digestId(kind, ...Object.keys(digests).sort().flatMap((f) => [f, digests[f] ?? '']))

/** An item's own identity as a link keeps it, or `null` where the link has only the stand-in. */
export const ownIdentity = (identity: string | null): string | null => (identity === null || identity.startsWith(prefix) ? null : identity)
