/** What can go wrong at a port, on purpose: how the simulator makes a server fail, an answer get lost or the process die. */
import * as E from 'fp-ts/lib/Either.js'
import { type PortError, unavailable } from '../../core/errors'

/** A place at which a fault can strike. */
export interface FaultPoint {
  readonly port: 'mailbox' | 'crm' | 'store'
  /** The port's function: `changes`, `read`, `write`, … */
  readonly call: string
  /**
   * The tag of the one effect that is about to happen or has just happened; `null` for a call as a whole. A batch of
   * two writes passes three points: the call, and each write. A write to the store is one effect, whatever it holds.
   */
  readonly effect: string | null
}

/** What strikes. */
export type Fault =
  /** The port answers so. Told before, nothing happens; told after, it has happened all the same. */
  | { readonly _tag: 'Answer'; readonly error: PortError }
  /** It happens, and the answer gets lost on the way: the caller sees `Unavailable`. */
  | { readonly _tag: 'Lost' }
  /** The process dies here: a {@link Crash} is thrown. */
  | { readonly _tag: 'Crash' }

/** Consulted at every port call and at every single write of a batch. One object may serve all three ports. */
export interface Faults {
  readonly before: (point: FaultPoint) => Fault | null
  readonly after: (point: FaultPoint) => Fault | null
}

/** Nothing ever fails. */
export const noFaults: Faults = { before: () => null, after: () => null }

/** Stands for the death of the process; the only thing that a memory port ever throws. What was stored stays: go on with the same ports. */
export class Crash extends Error {
  readonly _tag = 'Crash'
  constructor(
    readonly point: FaultPoint,
    readonly position: 'before' | 'after'
  ) {
    super(`crash ${position} ${point.port}.${point.call}${point.effect === null ? '' : ` ${point.effect}`}`)
    this.name = 'Crash'
  }
}

const lost: PortError = unavailable('the answer was lost')

/** Does `act` at a fault point, or what the faults make of it. */
export const actAt = <A>(faults: Faults, point: FaultPoint, act: () => E.Either<PortError, A>): E.Either<PortError, A> => {
  const before = faults.before(point)
  if (before?._tag === 'Crash') throw new Crash(point, 'before')
  if (before?._tag === 'Answer') return E.left(before.error)
  const result = act()
  const after = before ?? faults.after(point)
  if (after === null) return result
  switch (after._tag) {
    case 'Crash':
      throw new Crash(point, 'after')
    case 'Answer':
      return E.left(after.error)
    case 'Lost':
      return E.left(lost)
  }
}
