/** Leases: each step is one statement that decides and writes at once, so that of two workers one comes second, on every database system. */
import * as E from 'fp-ts/lib/Either.js'
import { alreadyExists, unavailable, versionMismatch } from '../../../core/errors'
import type { PortError } from '../../../core/errors'
import type { UserId } from '../../../core/model/ids'
import type { Instant } from '../../../core/model/time'
import { ProgramFailure } from '../failure'
import { execute, select } from '../program'
import type { Program } from '../program'

// A released lease has '' in "until", which is before every instant.
const acquire = `insert into ocs_leases (user_id, fence, holder, until) values (?, 1, ?, ?)
  on conflict (user_id) do update set fence = ocs_leases.fence + 1, holder = excluded.holder, until = excluded.until
  where ocs_leases.holder = excluded.holder or ocs_leases.until <= ?
  returning fence`
const release = `update ocs_leases set until = '' where user_id = ? and fence = ?`
const extend = `update ocs_leases set until = ? where user_id = ? and fence = ? and until <> '' returning fence`

/** Grants the lease, or says until when another holder has it. */
export function* acquireLease(user: UserId, holder: string, now: Instant, until: Instant): Program<E.Either<PortError, number>> {
  const [granted] = yield* select(acquire, [user, holder, until, now])
  if (granted !== undefined) return E.right(Number(granted['fence']))
  const [held] = yield* select('select until from ocs_leases where user_id = ?', [user])
  return E.left(held === undefined ? unavailable('a lease came and went') : alreadyExists(String(held['until'])))
}

/** Ends the grant with this fence, if it is the present one. */
export function* releaseLease(user: UserId, fence: number): Program<E.Either<PortError, void>> {
  yield* execute(release, [user, fence])
  return E.right(undefined)
}

/** Extends the grant with this fence, or fails the transaction that it is a part of. */
export function* holdFence(user: UserId, fence: number, until: Instant): Program<void> {
  const [held] = yield* select(extend, [until, user, fence])
  if (held === undefined) throw new ProgramFailure(versionMismatch('lease'))
}
