/** Faults by chance, from a source of numbers that can be replayed. */
import { cursorExpired, throttled, unauthorized, unavailable } from '../../core/errors'
import type { Fault, FaultPoint, Faults } from './faults'

/** How likely each fault is at one point, from 0 to 1; absent is 0. Together at most 1. */
export interface FaultRates {
  readonly throttled?: number
  readonly unavailable?: number
  readonly unauthorized?: number
  /** Only at `changes`. */
  readonly cursorExpired?: number
  readonly lost?: number
  /** Likewise before and after. */
  readonly crash?: number
}

/** `next` gives numbers from 0 up to and not including 1; one is drawn at each point, so the same numbers give the same faults. */
export const seededFaults = (next: () => number, rates: FaultRates): Faults => {
  const pick = (point: FaultPoint, table: ReadonlyArray<readonly [number | undefined, Fault]>): Fault | null => {
    let left = next()
    for (const [rate = 0, fault] of table) {
      if (left < rate) return fault._tag === 'Answer' && fault.error._tag === 'CursorExpired' && point.call !== 'changes' ? null : fault
      left -= rate
    }
    return null
  }
  const before: ReadonlyArray<readonly [number | undefined, Fault]> = [
    [rates.throttled, { _tag: 'Answer', error: throttled(1000) }],
    [rates.unavailable, { _tag: 'Answer', error: unavailable('a simulated outage') }],
    [rates.unauthorized, { _tag: 'Answer', error: unauthorized('a simulated refusal') }],
    [rates.cursorExpired, { _tag: 'Answer', error: cursorExpired }],
    [rates.lost, { _tag: 'Lost' }],
    [rates.crash, { _tag: 'Crash' }]
  ]
  const after: ReadonlyArray<readonly [number | undefined, Fault]> = [[rates.crash, { _tag: 'Crash' }]]
  return { before: (point) => pick(point, before), after: (point) => pick(point, after) }
}
