/** One call of the library: with what breaks in it, and what is judged before and after. */
import * as E from 'fp-ts/lib/Either.js'
import { Crash } from '../../../adapters/memory'
import type { SyncError } from '../../../core/errors'
import type { RuleSet } from '../../../core/rule-set'
import { createSync, type Sync } from '../../../sync/create-sync'
import { reachAnswer } from '../coverage'
import { judgeConfinement, judgePrivacy, pictureOfForeign } from '../laws/judge-confinement'
import { judgeEdits } from '../laws/judge-edits'
import { memoryOf } from '../laws/memory-of'
import { type Performance, startPerformance } from '../performance'
import { type Database } from '../names'
import { nowOf, type Seat, type Stage, type Violation } from '../stage'
import type { Breaks, Step } from '../story'
import { watchCrm, watchMailbox, watchStore } from '../watched-ports'

/** Who leads a story. */
export interface Director {
  readonly stage: Stage
  readonly rules: RuleSet | undefined
  /** Plays steps one after the other. */
  readonly play: (steps: ReadonlyArray<Step>) => Promise<void>
}

export const report = (stage: Stage, found: ReadonlyArray<Violation>): void => void stage.violations.push(...found.map((v) => ({ ...v, step: stage.figures.step })))

const syncOf = (d: Director, perf: Performance, worker: number): Sync =>
  createSync({
    user: perf.seat.user,
    database: perf.database,
    mailbox: watchMailbox(perf),
    crm: watchCrm(perf),
    store: watchStore(perf),
    settings: perf.seat.settings,
    worker: `worker-${worker}`,
    now: () => nowOf(d.stage),
    newPassId: () => `pass-${++d.stage.used.passes}`,
    ...(d.rules === undefined ? {} : { rules: d.rules })
  })

export interface Performed<A> {
  readonly perf: Performance
  /** `null`: the process died. */
  readonly result: E.Either<SyncError, A> | null
}

/** Asks the library something, with nothing broken and nothing judged. */
export const ask = async <A>(d: Director, seat: Seat, call: (sync: Sync) => Promise<E.Either<SyncError, A>>, reversed = false): Promise<{ readonly perf: Performance; readonly result: E.Either<SyncError, A> }> => {
  const perf = startPerformance(seat, null, d.play, reversed)
  const result = await call(syncOf(d, perf, 0))
  reachAnswer(d.stage, result)
  return { perf, result }
}

/** Settings that a call has gone through with, for what may be expected of what was made while they held. */
const noteSettings = (seat: Seat, settings: Seat['settings'], result: E.Either<SyncError, unknown> | null): void => {
  if (result !== null && E.isLeft(result) && result.left._tag === 'InvalidSettings') return
  const last = seat.settingsSoFar.at(-1)
  if (last === undefined || last.settings !== settings) seat.settingsSoFar.push({ since: seat.stage.figures.step, settings })
}

const nothing = { undecided: new Set<string>(), retried: new Set<string>(), answered: new Set<string>() }

/** Lets the library act. What it wrote was judged effect by effect; what stands there afterwards is judged here. */
export const perform = async <A>(
  d: Director,
  seat: Seat,
  breaks: Breaks | null,
  call: (sync: Sync) => Promise<E.Either<SyncError, A>>,
  { worker = 0, database = seat.database, isPass = false, command = null }: { readonly worker?: number; readonly database?: Database; readonly isPass?: boolean; readonly command?: Performance['command'] } = {}
): Promise<Performed<A>> => {
  const { stage } = d
  const { settings } = seat
  const foreign = breaks?.how === 'meanwhile' ? null : await pictureOfForeign(seat)
  const perf: Performance = { ...startPerformance(seat, breaks, d.play), database, command }
  let result: E.Either<SyncError, A> | null = null
  try {
    result = await call(syncOf(d, perf, worker))
    reachAnswer(stage, result)
  } catch (e) {
    if (!(e instanceof Crash) || !perf.dead) throw e
    stage.figures.crashes++
  }
  noteSettings(seat, settings, result)
  if (foreign !== null && database === seat.database) report(stage, await judgeConfinement(seat, foreign))
  report(stage, await judgePrivacy(stage))
  const mailed = await seat.mailbox.mailed?.()
  if (mailed !== undefined && mailed !== seat.log.sentKeys.size) report(stage, [{ law: 'B2', what: `${mailed} messages left the mailbox of ${seat.user}, and ${seat.log.sentKeys.size} were to be sent` }])
  // What a call carried over, whether it went through or not, is settled; what it did not is no violation yet. Values that agree by chance, and that no pass has seen, are not.
  const judged = await judgeEdits(seat, await memoryOf(seat), nothing, isPass && result !== null && E.isRight(result) ? null : perf.touched)
  // Who won a conflict can be told at once.
  report(stage, judged.filter((v) => v.law === 'B17'))
  return { perf, result }
}
