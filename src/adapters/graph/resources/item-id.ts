/**
 * Our item ids on this mailbox. An id of Graph tells neither what it is of nor, for a task, in which list it is valid;
 * ours does: `message:AAMk…`, `event:AAMk…`, `task:<list>:<task>`. Parts are percent-encoded. To everybody else it is opaque.
 */
import * as E from 'fp-ts/lib/Either.js'
import { notFound, type PortError } from '../../../core/errors'
import type { ItemId } from '../../../core/model/ids'

/** What an item id says: which resource to get. */
export type GraphItemId =
  | { readonly kind: 'email'; readonly id: string }
  | { readonly kind: 'appointment'; readonly id: string }
  | { readonly kind: 'task'; readonly list: string; readonly id: string }

/** Longer than any id that Graph gives out. */
const longest = 1024

/** Whether a text can be an id of Graph: printable ASCII without blanks, 1 to 1,024 characters. `.` and `..` are none, because they would change a path. */
export const isGraphId = (s: string): boolean => s.length <= longest && /^[\x21-\x7e]+$/.test(s) && !/^\.{1,2}$/.test(s)

/** Builds an item id. The parts are to be {@link isGraphId}. */
export const formatItemId = (of: GraphItemId): ItemId => {
  switch (of.kind) {
    case 'email':
      return `message:${encodeURIComponent(of.id)}`
    case 'appointment':
      return `event:${encodeURIComponent(of.id)}`
    case 'task':
      return `task:${encodeURIComponent(of.list)}:${encodeURIComponent(of.id)}`
  }
}

/** `null` where the text is not in percent-encoding, or does not stand for an id. */
const decodePart = (part: string): string | null => {
  try {
    const decoded = decodeURIComponent(part)
    return isGraphId(decoded) ? decoded : null
  } catch {
    return null
  }
}

const parse = (id: ItemId): GraphItemId | null => {
  const [kind, ...encoded] = id.split(':')
  const [first, second, ...more] = encoded.map(decodePart)
  if (first === undefined || first === null || more.length > 0) return null
  if (kind === 'task') return second === undefined || second === null ? null : { kind, list: first, id: second }
  if (second !== undefined) return null
  return kind === 'message' ? { kind: 'email', id: first } : kind === 'event' ? { kind: 'appointment', id: first } : null
}

/** Takes an item id apart. Anything that {@link formatItemId} would not have written so is no item of this mailbox: `NotFound`. */
export const parseItemId = (id: ItemId): E.Either<PortError, GraphItemId> => {
  // An item has one id only: another spelling of it is a foreign one.
  const parsed = id.length > 8 * longest ? null : parse(id)
  return parsed !== null && formatItemId(parsed) === id ? E.right(parsed) : E.left(notFound('an item with an id that is not of this mailbox'))
}
