/** Carrying out effects on the CRM together with what our memory keeps of them. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { stopsThePass } from '../../../core/errors'
import type { PortError } from '../../../core/errors'
import type { Activity } from '../../../core/model/activity'
import type { DatabaseId, UserId } from '../../../core/model/ids'
import type { Instant } from '../../../core/model/time'
import type { CrmResult, CrmWrite } from '../../../core/ports/crm'
import type { StoreWrite } from '../../../core/ports/store'
import type { SqlDatabase } from '../database'
import { attempt } from '../program'
import type { Program } from '../program'
import { writeToStore } from '../store/write'
import { createAhead } from './create-ahead'
import { createActivity, deleteActivity, readTakenKeys, updateActivity } from './write-activity'
import type { TakenKeys } from './write-activity'
import { addDocument } from './write-document'

type Results = ReadonlyArray<E.Either<PortError, CrmResult>>

/** What a batch of writes needs to know. */
export interface WriteEnvironment {
  readonly db: SqlDatabase
  /** The scope of the store writes; `null`: the caller persists them. */
  readonly database: DatabaseId | null
  readonly now: () => Instant
}

function* carryOutReference(env: WriteEnvironment, w: CrmWrite, now: Instant, taken: TakenKeys): Program<E.Either<PortError, CrmResult>> {
  switch (w._tag) {
    case 'CreateActivity':
      return E.map((activity: Extract<CrmResult, { _tag: 'Activity' }>['activity']): CrmResult => ({ _tag: 'Activity', activity }))(yield* createActivity(env.db.dialect, w, now, taken))
    case 'UpdateActivity':
      return E.map((activity: Extract<CrmResult, { _tag: 'Activity' }>['activity']): CrmResult => ({ _tag: 'Activity', activity }))(yield* updateActivity(w, now))
    case 'DeleteActivity':
      return E.map((): CrmResult => ({ _tag: 'Deleted', id: w.id }))(yield* deleteActivity(w, now))
    case 'AddDocument':
      return E.map((documentId: string): CrmResult => ({ _tag: 'Document', documentId }))(yield* addDocument(env.db.dialect, w, now))
  }
}

/** Carries out one effect. Answers `Left` only before it has written anything; later failures are thrown by the statement. */
export type CarryOut = (w: CrmWrite, now: Instant) => Program<E.Either<PortError, CrmResult>>
/**
 * Looks up what the effects of a batch have in common, and answers with what carries out each. `together`: it may also do
 * what several have in common, as everything is taken back and done one by one if any statement fails.
 */
export type PrepareBatch = (writes: ReadonlyArray<CrmWrite>, now: Instant, together: boolean) => Program<CarryOut>

const onReference =
  (env: WriteEnvironment): PrepareBatch =>
  function* (writes, at, together) {
    const taken = yield* readTakenKeys(env.db.dialect, writes)
    const made = together ? yield* createAhead(env.db.dialect, writes, taken, at) : new Map<CrmWrite, Activity>()
    return function* (w, now) {
      const activity = made.get(w)
      return activity === undefined ? yield* carryOutReference(env, w, now, taken) : E.right({ _tag: 'Activity', activity })
    }
  }

/** What our memory is to keep of the effects that were carried out, by user. */
type Kept = Map<UserId, Array<StoreWrite>>

/** One effect; what is to be kept of it is added to `kept`. Answers `Left` only before it has written anything; later failures are thrown by the statement. */
function* carryOutOne(env: WriteEnvironment, w: CrmWrite, now: Instant, carryOut: CarryOut, kept: Kept): Program<E.Either<PortError, CrmResult>> {
  const result = yield* carryOut(w, now)
  if (E.isLeft(result) || env.database === null) return result
  const ofUser = kept.get(w.owner) ?? []
  kept.set(w.owner, ofUser)
  ofUser.push(...w.commit(result.right))
  return result
}

function* writeKept(env: WriteEnvironment, kept: Kept): Program<void> {
  if (env.database === null) return
  for (const [user, writes] of kept) yield* writeToStore(env.db.dialect, { user, database: env.database }, withoutRepeatedFences(writes))
}

/** A fence that this transaction holds already, until the same time, need not be asked for again: until the transaction ends nobody else can take the lease. */
const withoutRepeatedFences = (writes: ReadonlyArray<StoreWrite>): ReadonlyArray<StoreWrite> => {
  let held = ''
  return writes.filter((w) => {
    if (w._tag !== 'Fence') return true
    const before = held
    held = `${w.fence} ${w.until}`
    return held !== before
  })
}

/** The batch in one transaction, and then what is kept of it. */
function* writeTogether(env: WriteEnvironment, writes: ReadonlyArray<CrmWrite>, prepare: PrepareBatch): Program<E.Either<PortError, Results>> {
  const now = env.now()
  const carryOut = yield* prepare(writes, now, true)
  const kept: Kept = new Map()
  const results: Array<E.Either<PortError, CrmResult>> = []
  for (const w of writes) results.push(yield* carryOutOne(env, w, now, carryOut, kept))
  yield* writeKept(env, kept)
  return E.right(results)
}

/** The same, each effect together with what is kept of it, so that one whose statement fails is left out and the others stay. */
function* writeOneByOne(env: WriteEnvironment, writes: ReadonlyArray<CrmWrite>, prepare: PrepareBatch): Program<E.Either<PortError, Results>> {
  const now = env.now()
  const carryOut = yield* prepare(writes, now, false)
  const one = function* (w: CrmWrite): Program<E.Either<PortError, CrmResult>> {
    const kept: Kept = new Map()
    const result = yield* carryOutOne(env, w, now, carryOut, kept)
    yield* writeKept(env, kept)
    return result
  }
  const results: Array<E.Either<PortError, CrmResult>> = []
  for (const w of writes) results.push(yield* attempt(one(w)))
  return E.right(results)
}

/**
 * Carries out the writes in order, in one transaction. First without a savepoint for each, since a failing statement is
 * rare and savepoints cost a third of the time; if a statement does fail, all is taken back and done again with them,
 * so that only the failing effect is left out. A commit that fails is the failure of every write.
 */
export const writeBatchBy = (env: WriteEnvironment, writes: ReadonlyArray<CrmWrite>, prepare: PrepareBatch): TE.TaskEither<PortError, Results> =>
  writes.length === 0
    ? TE.right([])
    : pipe(
        env.db.transact('write', () => writeTogether(env, writes, prepare)),
        TE.orElse((error) => (stopsThePass[error._tag] ? TE.left(error) : env.db.transact('write', () => writeOneByOne(env, writes, prepare))))
      )

/** {@link writeBatchBy} on the reference tables. */
export const writeBatch = (env: WriteEnvironment, writes: ReadonlyArray<CrmWrite>): TE.TaskEither<PortError, Results> => writeBatchBy(env, writes, onReference(env))
