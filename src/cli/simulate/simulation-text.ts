/** The figures of a simulation, and a broken world, for a person. */
import type { BrokenWorld, Simulation } from '../../testing/simulator/simulate'
import { countLines } from '../output'

export interface Figures extends Simulation {
  readonly workers: number
  readonly seconds: number
  readonly worldsPerSecond: number
  readonly missed: ReadonlyArray<string>
}

const grouped = (reached: Simulation['reached'], prefix: string): ReadonlyArray<readonly [number, string]> =>
  Object.entries(reached).flatMap(([what, n]) => (what.startsWith(`${prefix} `) ? [[n, what.slice(prefix.length + 1)] as const] : []))

export const figureLines = (f: Figures): ReadonlyArray<string> => [
  `${f.worlds} worlds in ${f.seconds} s by ${f.workers} ${f.workers === 1 ? 'process' : 'processes'} (${f.worldsPerSecond} worlds a second)`,
  ...countLines([
    [f.steps, 'steps'],
    [f.passes, 'calls of the library'],
    [f.effects, 'effects on mailboxes and CRMs'],
    [f.crashes, 'crashes'],
    [f.checks, 'looks at a law']
  ]),
  'What broke on the way:',
  ...countLines(Object.entries(f.faults).map(([kind, n]) => [n, kind])),
  ...['action', 'decision', 'reason', 'refused', 'error', 'port error', 'expected'].flatMap((group) => [`Reached, ${group}:`, ...countLines(grouped(f.reached, group))]),
  ...(f.missed.length === 0 ? [] : ['NEVER REACHED, so nothing is proved about it:', ...f.missed.map((m) => `  ${m}`)])
]

export const brokenLines = (broken: ReadonlyArray<BrokenWorld>): ReadonlyArray<string> =>
  broken.length === 0
    ? ['no violation']
    : broken.flatMap((b) => [`VIOLATION of ${b.law} in the world of seed ${b.seed}: ${b.what}`, '  the shortest story that was found:', ...b.lines.map((l) => `  ${l}`), `  again: simulate --seeds 1 --from ${b.seed}`])
