/** Forgets what is old and not needed any more: the journal and settled questions would else grow for ever. */
import * as t from 'io-ts'
import { integerBetween } from '../../core/codec'
import { epochOf, type Instant, instantOf } from '../../core/model/time'
import { orStop, Stop } from '../../core/pass/port-call'
import type { Pruned } from '../../core/ports/store'
import { atDoor } from '../door'
import type { SyncOptions } from '../options'

/** How old is old. There is no default: what is forgotten cannot be undone any more. */
export interface PruneOptions {
  /** A whole number from 1 to 36,500. */
  readonly olderThanDays: number
}

/** What was forgotten. */
export interface PruneReport extends Pruned {
  /** What was of before this instant went. */
  readonly before: Instant
}

const dayMs = 86_400_000

const PruneQuestion = t.type({ olderThanDays: integerBetween(1, 36_500) }, 'options of a prune')

/** A misspelt option would be one that is not heeded, and nothing brings back what went. */
const decode = (o: unknown): PruneOptions => {
  const options = atDoor('options', PruneQuestion, o)
  const unknown = Object.keys(options).find((k) => !Object.hasOwn(PruneQuestion.props, k))
  if (unknown !== undefined) throw new Stop({ _tag: 'InvalidInput', errors: [{ field: `options.${unknown}`, got: 'an option', expected: 'no option but olderThanDays' }] })
  return options
}

/** Asks neither side, and needs no lease: a pass neither reads nor writes what is that old and goes. */
export const pruneMemory = async ({ user, database, store, now }: SyncOptions, o: unknown): Promise<PruneReport> => {
  const { olderThanDays } = decode(o)
  const before = instantOf(epochOf(now?.() ?? instantOf(Date.now())) - olderThanDays * dayMs)
  return { before, ...(await orStop('store', 'forgetting what is old', store.prune({ user, database }, before))) }
}
