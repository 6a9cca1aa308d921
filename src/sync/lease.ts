/** One worker at a time on a user's mailbox: the lease, from the options to its end. */
import * as E from 'fp-ts/lib/Either.js'
import { decodeWith, integerBetween, NonEmpty } from '../core/codec'
import type { SyncError } from '../core/errors'
import { epochOf, instantOf } from '../core/model/time'
import type { Lease, PassEnv } from '../core/pass/env'
import { Stop } from '../core/pass/port-call'
import type { SyncOptions } from './options'

const defaultLeaseMs = 120_000
const LeaseMs = integerBetween(1000, 86_400_000)

/** How long a lease runs. Stops where `worker` or `leaseMs` is not valid. */
export const decodeLeaseOptions = (o: Pick<SyncOptions, 'worker' | 'leaseMs'>): number => {
  const worker = decodeWith(NonEmpty)(o.worker ?? 'default')
  const leaseMs = decodeWith(LeaseMs)(o.leaseMs ?? defaultLeaseMs)
  const errors = [['worker', worker] as const, ['leaseMs', leaseMs] as const].flatMap(([field, r]) => (E.isLeft(r) ? r.left.map((e) => ({ ...e, field })) : []))
  if (errors.length > 0) throw new Stop({ _tag: 'InvalidInput', errors })
  return E.isRight(leaseMs) ? leaseMs.right : defaultLeaseMs
}

const acquire = async (env: PassEnv, holder: string, ms: number): Promise<Lease> => {
  const now = env.clock()
  const granted = await env.store.acquireLease(env.scope.user, holder, now, instantOf(epochOf(now) + ms))()
  if (E.isRight(granted)) return { fence: granted.right, ms }
  const error: SyncError = granted.left._tag === 'AlreadyExists' ? { _tag: 'Busy', until: granted.left.what } : { _tag: 'PortFailed', port: 'store', during: 'taking the lease', error: granted.left }
  throw new Stop(error)
}

/**
 * Does the work as the only worker on the user's mailbox. The lease ends with the work, also where that stops with an
 * error; what is thrown otherwise stands for the end of the process, after which it runs out by itself.
 */
export const withLease = async <A>(env: PassEnv, holder: string, ms: number, work: (env: PassEnv) => Promise<A>): Promise<A> => {
  const lease = await acquire(env, holder, ms)
  // Where it fails, the lease runs out by itself: no reason to call what was done a failure.
  const release = env.store.releaseLease(env.scope.user, lease.fence)
  try {
    const done = await work({ ...env, lease })
    await release()
    return done
  } catch (e) {
    if (e instanceof Stop) await release()
    throw e
  }
}
