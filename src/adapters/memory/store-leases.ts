/** Leases of a memory store: who works on a user's mailbox, and until when. */
import * as E from 'fp-ts/lib/Either.js'
import { alreadyExists, type PortError, versionMismatch } from '../../core/errors'
import type { UserId } from '../../core/model/ids'
import type { Instant } from '../../core/model/time'
import type { StoreWrite } from '../../core/ports/store'

/** The latest grant. It stays after its release, because its fence must not come again. */
export interface Lease {
  readonly fence: number
  readonly holder: string
  /** `null`: released. */
  readonly until: Instant | null
}

type Leases = Map<UserId, Lease>

export const acquireLease = (leases: Leases, user: UserId, holder: string, now: Instant, until: Instant): E.Either<PortError, number> => {
  const present = leases.get(user)
  if (present !== undefined && present.until !== null && present.holder !== holder && present.until > now) return E.left(alreadyExists(present.until))
  const fence = (present?.fence ?? 0) + 1
  leases.set(user, { fence, holder, until })
  return E.right(fence)
}

export const releaseLease = (leases: Leases, user: UserId, fence: number): E.Either<PortError, void> => {
  const present = leases.get(user)
  if (present?.fence === fence) leases.set(user, { ...present, until: null })
  return E.right(undefined)
}

/** Whether every fence of a write is that of the present grant. */
export const checkFences = (leases: Leases, user: UserId, writes: ReadonlyArray<StoreWrite>): E.Either<PortError, void> => {
  const present = leases.get(user)
  const holds = writes.every((w) => w._tag !== 'Fence' || (present !== undefined && present.until !== null && present.fence === w.fence))
  return holds ? E.right(undefined) : E.left(versionMismatch('lease'))
}

/** Extends the lease as the write says, once its fences have been checked. */
export const extendLease = (leases: Leases, user: UserId, writes: ReadonlyArray<StoreWrite>): void => {
  for (const w of writes) {
    const present = leases.get(user)
    if (w._tag === 'Fence' && present !== undefined) leases.set(user, { ...present, until: w.until })
  }
}
