/** The CRM port on the host's own tables. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { invalidPayload } from '../../../core/errors'
import type { PortError } from '../../../core/errors'
import { kinds } from '../../../core/model/fields'
import type { DatabaseId } from '../../../core/model/ids'
import type { Instant } from '../../../core/model/time'
import type { CrmPort } from '../../../core/ports/crm'
import type { SqlDatabase } from '../database'
import type { Program } from '../program'
import { readyMapping } from './check'
import type { CheckedPlan } from './checked-plan'
import { readActivities, readChanges } from './feed'
import { findContacts } from './find-contacts'
import { findByOwnKey, findSimilar } from './find-similar'
import type { MappingFunctions } from './functions'
import type { Mapping } from './mapping'
import { writeMapped } from './write'

/** What the port on mapped tables needs to know. */
export interface MappedCrmConfig {
  readonly db: SqlDatabase
  readonly mapping: Mapping
  readonly functions: MappingFunctions
  readonly database: DatabaseId | null
  readonly now: () => Instant
  readonly pageSize: number
}

/** Looked for until it is right once: what is wrong may be put right while we run. */
const once = <A>(task: TE.TaskEither<PortError, A>): TE.TaskEither<PortError, A> => {
  let known: E.Either<PortError, A> | null = null
  return async () => {
    if (known !== null) return known
    const found = await task()
    if (E.isRight(found)) known = found
    return found
  }
}

function* right<A>(program: Program<A>): Program<E.Either<PortError, A>> {
  return E.right(yield* program)
}

const tooMany = (size: number): PortError => invalidPayload('pageSize', [{ field: 'pageSize', got: String(size), expected: 'a whole number, 1 or more' }])

/** The host's tables as a {@link CrmPort}. A mapping that is wrong, or does not fit the database, is the error of every call. */
export const mappedCrm = ({ db, mapping, functions, database, now, pageSize }: MappedCrmConfig): CrmPort => {
  const ready: TE.TaskEither<PortError, CheckedPlan> = Number.isInteger(pageSize) && pageSize > 0 ? once(readyMapping(db, mapping, functions)) : TE.left(tooMany(pageSize))
  const d = db.dialect
  const reading = <A>(program: (p: CheckedPlan) => Program<A>): TE.TaskEither<PortError, A> =>
    pipe(
      ready,
      TE.chain((p) => db.transact('read', () => right(program(p))))
    )
  return {
    capabilities: { kinds: kinds.filter((k) => mapping.activities?.[k] !== undefined), documents: mapping.documents !== undefined, commitsWithStore: database !== null },
    changes: (owner, from) =>
      pipe(
        ready,
        TE.chain((p) => readChanges(db, p, owner, from, pageSize, now()))
      ),
    read: (ids) => reading((p) => readActivities(d, p, ids)),
    findByOwnKey: (owner, keys) => reading((p) => findByOwnKey(d, p, owner, keys)),
    findByAddress: (addresses) => reading((p) => findContacts(d, p, addresses)),
    findSimilar: (owner, kind, probes) => reading((p) => findSimilar(d, p, owner, kind, probes)),
    write: (writes) =>
      pipe(
        ready,
        TE.chain((p) => writeMapped({ db, database, now }, p, writes))
      )
  }
}
