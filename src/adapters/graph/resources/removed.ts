/** Entries of a delta that say that something is gone. */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { PortError } from '../../../core/errors'
import { decodeResource, type Read } from './common'
import { GraphId, optional } from './optional'

/** What a delta says of something that it no longer has. It is to be looked at before it is believed: what only moved out of its sight is told so too. */
export interface Removed {
  /** Graph's id, which says nothing of its kind or list. */
  readonly id: string
  /** `changed`: restorable, or out of sight. `deleted`: for good, as far as Graph tells. */
  readonly reason: 'changed' | 'deleted'
}

const RemovedEntry = t.type({ id: GraphId, '@removed': t.type({ reason: optional(t.string) }) })

const decodeEntry = decodeResource('removed entry', RemovedEntry, (r): Read<Removed> => E.right({ id: r.id, reason: r['@removed'].reason === 'deleted' ? 'deleted' : 'changed' }))

/** The removal that an entry of a delta tells; `null` where the entry is no removal but a resource. Errors: `InvalidPayload`. */
export const decodeRemoved = (raw: unknown): E.Either<PortError, Removed | null> =>
  typeof raw === 'object' && raw !== null && '@removed' in raw ? decodeEntry(raw) : E.right(null)
