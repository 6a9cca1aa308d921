/** One memory that never forgets beside one that forgets all the time, asked the same: whoever works with the second must not notice. */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type MemoryStore, memoryStore } from '../../src/adapters/memory'
import type { PortError } from '../../src/core/errors'
import type { Decision } from '../../src/core/model/decision'
import type { Scope } from '../../src/core/model/ids'
import type { JournalEntry } from '../../src/core/model/journal'
import { instantOf } from '../../src/core/model/time'
import type { Pruned, StorePort } from '../../src/core/ports/store'

export interface PrunedStore {
  /** What a pass is given. Its journal is that of the whole one, for whoever judges the passes. */
  readonly port: MemoryStore
  readonly whole: MemoryStore
  readonly pruned: MemoryStore
  /** Where the two answered differently. */
  readonly differences: Array<string>
  readonly removed: { entries: number; decisions: number }
}

type Call = (...args: ReadonlyArray<unknown>) => TaskEither<PortError, unknown>

/** What nobody waits for any more is what may go. */
const waiting = (answer: unknown): unknown => (E.isRight(answer as E.Either<PortError, ReadonlyArray<Decision>>) ? (answer as { readonly right: ReadonlyArray<Decision> }).right.filter((d) => d.state === 'open' || d.state === 'answered') : answer)
const asItIs = (answer: unknown): unknown => answer
const reads: ReadonlyArray<readonly [name: keyof StorePort, compared: (answer: unknown) => unknown]> = [...(['links', 'openLinks', 'countOpenLinks', 'due', 'cursor', 'activation'] as const).map((n) => [n, asItIs] as const), ['decisions', waiting]]
const writes: ReadonlyArray<keyof StorePort> = ['write', 'activate', 'deactivate', 'acquireLease', 'releaseLease']

/**
 * @param forget prunes; the store's own, or a wrong one
 * @param horizonMs how old what goes is at least
 */
export const prunedStore = (now: () => string, horizonMs: number, forget: (store: MemoryStore, scope: Scope, before: string) => TaskEither<PortError, Pruned> = (store, scope, before) => store.prune(scope, before)): PrunedStore => {
  const [whole, pruned] = [memoryStore(), memoryStore()]
  const differences: Array<string> = []
  const removed = { entries: 0, decisions: 0 }
  const forgetNow = async (scope: unknown): Promise<void> => {
    if (typeof scope !== 'object') return
    const gone = await forget(pruned, scope as Scope, instantOf(Date.parse(now()) - horizonMs))()
    if (E.isRight(gone)) for (const k of ['entries', 'decisions'] as const) removed[k] += gone.right[k]
  }
  const both =
    (name: keyof StorePort, compared: (answer: unknown) => unknown): Call =>
    (...args) =>
    async () => {
      await forgetNow(args[0])
      const answer = await (pruned[name] as Call)(...args)()
      const should = await (whole[name] as Call)(...args)()
      if (JSON.stringify(compared(answer)) !== JSON.stringify(compared(should))) differences.push(`${name} ${JSON.stringify(args)}: ${JSON.stringify(answer)} instead of ${JSON.stringify(should)}`)
      return answer as E.Either<PortError, unknown>
    }
  const shared = Object.fromEntries([...reads.map(([name, compared]) => [name, both(name, compared)]), ...writes.map((name) => [name, both(name, asItIs)])]) as unknown as Pick<StorePort, 'links'>
  const persist: MemoryStore['persist'] = (scope, all) => {
    const [answer, should] = [pruned.persist(scope, all), whole.persist(scope, all)]
    if (JSON.stringify(answer) !== JSON.stringify(should)) differences.push(`persist: ${JSON.stringify(answer)} instead of ${JSON.stringify(should)}`)
    return answer
  }
  return { port: { ...whole, ...shared, persist }, whole, pruned, differences, removed }
}

const entriesOf = async (store: MemoryStore, scope: Scope): Promise<ReadonlyArray<JournalEntry>> => {
  const r = await store.journal(scope, { limit: 1_000_000 })()
  return E.isRight(r) ? r.right : []
}

/** By pass, whether the journal that forgets still has all of it. */
export const wholePasses = async ({ whole, pruned }: PrunedStore, scope: Scope): Promise<ReadonlyArray<string>> => {
  const left = new Set((await entriesOf(pruned, scope)).map((e) => e.id))
  const all = await entriesOf(whole, scope)
  const broken = new Set(all.filter((e) => !left.has(e.id)).map((e) => e.pass))
  return [...new Set(all.map((e) => e.pass))].filter((p) => !broken.has(p))
}
