/** `simulate`: plays whole worlds, one for each seed, on all processors, and says whether a law was broken. */
import { availableParallelism } from 'node:os'
import type * as Harness from '../../testing/simulator/simulate'
import type { Simulation } from '../../testing/simulator/simulate'
import { CommandFailure, UsageFailure } from '../fail'
import { say, sayJson } from '../output'
import { countBar } from '../count-bar'
import { brokenLines, figureLines } from './simulation-text'
import { isWorker, runWorkers, tellParent } from './workers'

export interface SimulateFlags {
  readonly seeds: string
  readonly from: string
  readonly workers?: string
  readonly json?: boolean
  readonly coverage?: boolean
  readonly shrink?: boolean
}

/** From how many worlds on a run has to have reached everything that can be reached. */
const enoughForCoverage = 20_000

const wholeNumber = (name: string, text: string, least: number): number => {
  const n = Number(text)
  if (!Number.isSafeInteger(n) || n < least) throw new UsageFailure(`${name}: got ${JSON.stringify(text)}, expected a whole number from ${least}`)
  return n
}

/** The harness needs fast-check, which is an optional peer. */
const loadHarness = async (): Promise<typeof Harness> => {
  try {
    return await import('../../testing/simulator/simulate')
  } catch (e) {
    if (e instanceof Error && /fast-check/.test(e.message)) throw new CommandFailure('simulate needs fast-check: npm install --save-dev fast-check')
    throw e
  }
}

export const runSimulate = async (f: SimulateFlags): Promise<void> => {
  const seeds = wholeNumber('--seeds', f.seeds, 1)
  const from = wholeNumber('--from', f.from, 0)
  const workers = Math.min(seeds, f.workers === undefined ? availableParallelism() : wholeNumber('--workers', f.workers, 1))
  const harness = await loadHarness()
  const shrinking = f.shrink === false ? { shrinkForMs: 0 } : {}
  if (isWorker()) return tellParent(await harness.simulate({ seeds, from, ...shrinking, onWorld: (done) => tellParent({ done }) }))
  const bar = countBar('worlds', seeds, f.json !== true)
  const started = performance.now()
  const parts = workers === 1 ? [await harness.simulate({ seeds, from, ...shrinking, onWorld: bar.update })] : await runWorkers(workers, seeds, from, f.shrink === false ? ['--no-shrink'] : [], bar.update)
  bar.stop()
  const seconds = (performance.now() - started) / 1000
  const s: Simulation = harness.joinSimulations(parts)
  const missed = f.coverage === true || s.worlds >= enoughForCoverage ? harness.neverReached(s) : []
  const figures = { ...s, workers, seconds: Math.round(seconds * 10) / 10, worldsPerSecond: Math.round(s.worlds / seconds), missed }
  if (f.json === true) sayJson({ ...figures, violations: s.broken.length, broken: s.broken.map(({ story: _story, ...b }) => b) })
  else for (const line of [...figureLines(figures), ...brokenLines(s.broken)]) say(line)
  if (s.broken.length > 0 || missed.length > 0) process.exitCode = 1
}
