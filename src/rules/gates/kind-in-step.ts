import type { Pair } from '../../core/rule-set'
import { directionOf } from '../../core/settings/settings'
import { makeGate } from './gate'

/** B4, B5: a kind that goes nowhere is not kept in step either. Where it goes one way only, the fields' directions say the rest. */
export const kindInStep = makeGate<Pair>('kind-in-step', 'B4, B5', ({ item: { kind } }, { settings }) => {
  const direction = directionOf(settings, kind)
  return { saw: { kind, direction }, stop: direction === 'none' ? 'kind-off' : null }
})
