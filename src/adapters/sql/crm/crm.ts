/** The CRM port on the reference tables. */
import * as E from 'fp-ts/lib/Either.js'
import { kinds } from '../../../core/model/fields'
import type { DatabaseId } from '../../../core/model/ids'
import { instantOf } from '../../../core/model/time'
import type { Instant } from '../../../core/model/time'
import type { PortError } from '../../../core/errors'
import type { CrmPort } from '../../../core/ports/crm'
import type { SqlDatabase } from '../database'
import type { Program } from '../program'
import { readChanges } from './feed'
import { findContacts, findSimilar } from './find'
import { decodable, readActivities, selectByOwnKey } from './read'
import { writeBatch } from './write'

/** How the reference CRM is used. */
export interface SqlCrmConfig {
  readonly db: SqlDatabase
  /**
   * The company database of the passes, where their store is `sqlStore` on the same `db`: each write and what is
   * remembered of it are then one transaction (`commitsWithStore`), which is safest and fastest. Left out, the store
   * may be any other, and is written afterwards.
   */
  readonly database?: DatabaseId
  /** The clock for `modifiedAt`, UTC. Default: the system's. */
  readonly now?: () => Instant
  /** How many entries a page of changes looks at, 1 or more; default 500. */
  readonly pageSize?: number
}

function* right<A>(program: Program<A>): Program<E.Either<PortError, A>> {
  return E.right(yield* program)
}

/** The reference CRM as a {@link CrmPort}. Activities are read and written with the row's number as their id. */
export const sqlCrm = ({ db, database, now = () => instantOf(Date.now()), pageSize = 500 }: SqlCrmConfig): CrmPort => {
  const d = db.dialect
  return {
    capabilities: { kinds, documents: true, commitsWithStore: database !== undefined },
    changes: (owner, from) => db.transact('read', () => readChanges(d, owner, from, pageSize)),
    read: (ids) => db.transact('read', () => right(readActivities(d, ids))),
    findByOwnKey: (owner, keys) =>
      db.transact('read', function* () {
        return E.right(decodable(yield* selectByOwnKey(d, owner, keys)))
      }),
    findByAddress: (addresses) => db.transact('read', () => right(findContacts(d, addresses))),
    findSimilar: (owner, kind, probes) => db.transact('read', () => right(findSimilar(d, owner, kind, probes))),
    write: (writes) => writeBatch({ db, database: database ?? null, now }, writes)
  }
}
