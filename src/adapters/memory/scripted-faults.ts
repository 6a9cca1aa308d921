/** Faults at places chosen beforehand: how a test walks through every moment at which a process can die. */
import type { Fault, FaultPoint, Faults } from './faults'

/** Where to strike. Positions count from 0: effect number n has 2n before it and 2n + 1 after it, as long as nothing fails before it happens. */
export interface FaultScript {
  readonly crashAt?: number
  /** Other faults by position. */
  readonly at?: ReadonlyMap<number, Fault>
}

/** Faults that also tell how many positions have gone by, so that a loop over `crashAt` knows when it has seen them all. */
export interface ScriptedFaults extends Faults {
  readonly positions: () => number
}

/** Strikes each position of the script once; later passes over the same ports go on counting, and go through. */
export const scriptedFaults = (script: FaultScript): ScriptedFaults => {
  let passed = 0
  const strike = (point: FaultPoint): Fault | null => {
    if (point.effect === null) return null
    const position = passed++
    return position === script.crashAt ? { _tag: 'Crash' } : (script.at?.get(position) ?? null)
  }
  return { before: strike, after: strike, positions: () => passed }
}
