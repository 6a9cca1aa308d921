/** What a pass writes to our memory, under its lease: a worker whose lease was taken over writes nothing any more, and stops. */
import * as E from 'fp-ts/lib/Either.js'
import type { PortError } from '../errors'
import { epochOf, instantOf } from '../model/time'
import type { StoreWrite } from '../ports/store'
import type { PassEnv } from './env'
import { Stop } from './port-call'

type FencedEnv = Pick<PassEnv, 'store' | 'scope' | 'lease' | 'clock'>

/** The condition that goes with every write; it also extends the lease from the present time. */
export const fenceOf = ({ lease, clock }: Pick<PassEnv, 'lease' | 'clock'>): ReadonlyArray<StoreWrite> =>
  lease === null ? [] : [{ _tag: 'Fence', fence: lease.fence, until: instantOf(epochOf(clock()) + lease.ms) }]

/** Whether a store, or a CRM that commits with it, refused a write because of its fence. */
export const isLeaseLost = (e: PortError): boolean => e._tag === 'VersionMismatch' && e.what === 'lease'

const stopOf = (during: string, error: PortError): Stop => new Stop(isLeaseLost(error) ? { _tag: 'LeaseLost' } : { _tag: 'PortFailed', port: 'store', during, error })

/** All of the writes, or none and the pass stops. With no writes, it only makes sure of the lease. */
export const writeFenced = async (env: FencedEnv, during: string, writes: ReadonlyArray<StoreWrite>): Promise<void> => {
  const r = await env.store.write(env.scope, [...fenceOf(env), ...writes])()
  if (E.isLeft(r)) throw stopOf(during, r.left)
}

/** The same for writes that hold decisions. `false`, and nothing is written: an answer came in the meantime, and what was concluded without it does not count. */
export const writeUnlessAnswered = async (env: FencedEnv, during: string, writes: ReadonlyArray<StoreWrite>): Promise<boolean> => {
  const r = await env.store.write(env.scope, [...fenceOf(env), ...writes])()
  if (E.isRight(r)) return true
  if (r.left._tag === 'VersionMismatch' && !isLeaseLost(r.left)) return false
  throw stopOf(during, r.left)
}
