/** Carrying out effects on the CRM together with what our memory keeps of them. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { stopsThePass } from '../../../core/errors'
import type { PortError } from '../../../core/errors'
import type { DatabaseId } from '../../../core/model/ids'
import type { Instant } from '../../../core/model/time'
import type { CrmResult, CrmWrite } from '../../../core/ports/crm'
import type { SqlDatabase } from '../database'
import { attempt } from '../program'
import type { Program } from '../program'
import { writeToStore } from '../store/write'
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
/** Looks up what the effects of a batch have in common, and answers with what carries out each. */
export type PrepareBatch = (writes: ReadonlyArray<CrmWrite>) => Program<CarryOut>

const onReference =
  (env: WriteEnvironment): PrepareBatch =>
  function* (writes) {
    const taken = yield* readTakenKeys(env.db.dialect, writes)
    return (w, now) => carryOutReference(env, w, now, taken)
  }

/** One effect and its commit. Answers `Left` only before it has written anything; later failures are thrown by the statement. */
function* writeOne(env: WriteEnvironment, w: CrmWrite, now: Instant, carryOut: CarryOut): Program<E.Either<PortError, CrmResult>> {
  const result = yield* carryOut(w, now)
  if (E.isRight(result) && env.database !== null) yield* writeToStore({ user: w.owner, database: env.database }, w.commit(result.right))
  return result
}

/** The batch in one transaction. `each` decides what happens to an effect whose statement fails. */
function* writeAll(
  env: WriteEnvironment,
  writes: ReadonlyArray<CrmWrite>,
  prepare: PrepareBatch,
  each: (one: Program<E.Either<PortError, CrmResult>>) => Program<E.Either<PortError, CrmResult>>
): Program<E.Either<PortError, Results>> {
  const now = env.now()
  const carryOut = yield* prepare(writes)
  const results: Array<E.Either<PortError, CrmResult>> = []
  for (const w of writes) results.push(yield* each(writeOne(env, w, now, carryOut)))
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
        env.db.transact('write', () => writeAll(env, writes, prepare, (one) => one)),
        TE.orElse((error) => (stopsThePass[error._tag] ? TE.left(error) : env.db.transact('write', () => writeAll(env, writes, prepare, attempt))))
      )

/** {@link writeBatchBy} on the reference tables. */
export const writeBatch = (env: WriteEnvironment, writes: ReadonlyArray<CrmWrite>): TE.TaskEither<PortError, Results> => writeBatchBy(env, writes, onReference(env))
