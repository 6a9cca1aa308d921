/** Calls to ports from the imperative inside of a pass. */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { PortError, SyncError } from '../errors'

type PortName = 'mailbox' | 'crm' | 'store'

/** The one way in which the inside of a pass fails as a whole; caught where the pass begins, and nowhere else. */
export class Stop {
  constructor(readonly error: SyncError) {}
}

/** Runs a call; a failure stops the pass. */
export const orStop = async <A>(port: PortName, during: string, call: TaskEither<PortError, A>): Promise<A> => {
  const r = await call()
  if (E.isLeft(r)) throw new Stop({ _tag: 'PortFailed', port, during, error: r.left })
  return r.right
}

/** Runs a pass body; a `Stop` becomes its error, anything else (a bug, a simulated crash) goes on up. */
export const catchStop = async <A>(body: () => Promise<A>): Promise<E.Either<SyncError, A>> => {
  try {
    return E.right(await body())
  } catch (e) {
    if (e instanceof Stop) return E.left(e.error)
    throw e
  }
}

/** A list in pieces, so that no call is asked for more than a server takes. */
export const inChunks = <A>(values: ReadonlyArray<A>, size: number): ReadonlyArray<ReadonlyArray<A>> => {
  const out: Array<ReadonlyArray<A>> = []
  for (let i = 0; i < values.length; i += size) out.push(values.slice(i, i + size))
  return out
}
