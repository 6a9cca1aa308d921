/** The small world with faults that are switched on for one call. */
import type * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { Crash, type Faults, type FaultScript, scriptedFaults } from '../../src/adapters/memory'
import type { SyncTasks } from '../../src'
import type { SyncError } from '../../src/core'
import { type Small, small } from './world'

export interface Under<A> {
  readonly positions: number
  /** `null`: the process died. */
  readonly result: E.Either<SyncError, A> | null
}

export interface Faulty extends Small {
  readonly under: <A>(script: FaultScript, settings: unknown, call: (task: SyncTasks) => TaskEither<SyncError, A>) => Promise<Under<A>>
}

export const faulty = (commitsWithStore: boolean): Faulty => {
  let script: Faults | null = null
  const w = small({ commitsWithStore, faults: { before: (p) => script?.before(p) ?? null, after: (p) => script?.after(p) ?? null } })
  return {
    ...w,
    under: async (of, settings, call) => {
      const scripted = scriptedFaults(of)
      script = scripted
      try {
        const result = await call(w.sync(settings).task)()
        return { positions: scripted.positions(), result }
      } catch (e) {
        if (!(e instanceof Crash)) throw e
        return { positions: scripted.positions(), result: null }
      } finally {
        script = null
      }
    }
  }
}
