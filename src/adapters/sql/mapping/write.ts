/** Carrying out effects on the host's tables. */
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { stopsThePass, unexpected } from '../../../core/errors'
import type { PortError } from '../../../core/errors'
import type { Activity } from '../../../core/model/activity'
import type { AddDocument, CrmResult, CrmWrite } from '../../../core/ports/crm'
import { writeBatchBy } from '../crm/write'
import type { CarryOut, WriteEnvironment } from '../crm/write'
import type { Dialect } from '../dialect'
import type { CheckedPlan } from './checked-plan'
import { createAhead } from './create-ahead'
import { createActivity, deleteActivity, updateActivity } from './write-activity'
import { addDocument, lookForDocument } from './write-document'

type Answer = E.Either<PortError, CrmResult>

const activity = E.map((a: Activity): CrmResult => ({ _tag: 'Activity', activity: a }))

const carryOut = (d: Dialect, p: CheckedPlan): CarryOut =>
  function* (w, now) {
    switch (w._tag) {
      case 'CreateActivity':
        return activity(yield* createActivity(d, p, w, now))
      case 'UpdateActivity':
        return activity(yield* updateActivity(d, p, w, now))
      case 'DeleteActivity':
        return E.map((): CrmResult => ({ _tag: 'Deleted', id: w.id }))(yield* deleteActivity(d, p, w, now))
      case 'AddDocument':
        return E.map((documentId: string): CrmResult => ({ _tag: 'Document', documentId }))(yield* addDocument(d, p, w, now))
    }
  }

/** Gives the host the bytes of a document that is not there yet. The row is written afterwards: a row without bytes would be a broken document, bytes without a row are harmless. */
const storeBytes = (env: WriteEnvironment, p: CheckedPlan, w: AddDocument): TE.TaskEither<PortError, void> =>
  TE.chain((found: Parameters<typeof store>[2]) => store(p, w, found))(env.db.transact('read', () => lookForDocument(env.db.dialect, p, w)))

const store = (p: CheckedPlan, w: AddDocument, found: { readonly _tag: 'There' } | { readonly _tag: 'Missing'; readonly id: string | number | null; readonly owner: string }): TE.TaskEither<PortError, void> =>
  found._tag === 'There'
    ? TE.right(undefined)
    : TE.tryCatch(
        async () => p.functions.storeDocument?.({ id: String(found.id), activity: w.activity, owner: w.owner, name: w.name, mimeType: w.mimeType, bytes: w.bytes }),
        () => unexpected('storeDocument failed')
      )

/**
 * Carries out the writes in order. Where the host stores the bytes of documents, which may take time that no transaction
 * should last, what stands between two documents is a transaction of its own; else all are one.
 */
export const writeMapped = (env: WriteEnvironment, p: CheckedPlan, writes: ReadonlyArray<CrmWrite>): TE.TaskEither<PortError, ReadonlyArray<Answer>> => {
  const batch = (some: ReadonlyArray<CrmWrite>): TE.TaskEither<PortError, ReadonlyArray<Answer>> =>
    writeBatchBy(env, some, function* (all, at, together) {
      const made = together ? yield* createAhead(env.db.dialect, p, all, at) : new Map<CrmWrite, Activity>()
      const each = carryOut(env.db.dialect, p)
      return function* (w, now) {
        const there = made.get(w)
        return there === undefined ? yield* each(w, now) : activity(E.right(there))
      }
    })
  if (p.mapping.documents?.bytes !== undefined || p.functions.storeDocument === undefined || !writes.some((w) => w._tag === 'AddDocument')) return batch(writes)
  return async () => {
    const answers: Array<Answer> = []
    let waiting: Array<CrmWrite> = []
    const flush = async (): Promise<E.Either<PortError, void>> => {
      const done = await batch(waiting)()
      if (E.isRight(done)) answers.push(...done.right)
      waiting = []
      return E.map((): void => undefined)(done)
    }
    // What was done before is done, and says so; the rest waits for the next pass.
    const giveUp = (error: PortError): E.Either<PortError, ReadonlyArray<Answer>> => (answers.length === 0 ? E.left(error) : E.right(writes.map((_, i) => answers[i] ?? E.left(error))))
    for (const w of writes) {
      if (w._tag !== 'AddDocument') {
        waiting.push(w)
        continue
      }
      const before = await flush()
      if (E.isLeft(before)) return giveUp(before.left)
      const stored = await storeBytes(env, p, w)()
      if (E.isLeft(stored)) {
        if (stopsThePass[stored.left._tag]) return giveUp(stored.left)
        answers.push(stored)
        continue
      }
      waiting.push(w)
      const after = await flush()
      if (E.isLeft(after)) return giveUp(after.left)
    }
    const last = await flush()
    return E.isLeft(last) ? giveUp(last.left) : E.right(answers)
  }
}
