/** The CRM port on the reference tables, or on the host's own where there is a mapping. */
import * as E from 'fp-ts/lib/Either.js'
import { kinds } from '../../../core/model/fields'
import type { DatabaseId } from '../../../core/model/ids'
import { instantOf } from '../../../core/model/time'
import type { Instant } from '../../../core/model/time'
import type { PortError } from '../../../core/errors'
import type { CrmPort } from '../../../core/ports/crm'
import type { SqlDatabase } from '../database'
import { mappedCrm } from '../mapping/crm'
import type { MappingFunctions } from '../mapping/functions'
import type { Mapping } from '../mapping/mapping'
import type { Program } from '../program'
import { readChanges } from './feed'
import { findContacts, findSimilar } from './find'
import { createContact, searchContacts } from './register'
import { decodable, readActivities, selectByOwnKey } from './read'
import { writeBatch } from './write'

/** How the CRM is used. */
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
  /** The host's own tables, as the CRM, in place of the reference tables. See docs/mapping.md. */
  readonly mapping?: Mapping
  /** What the mapping refers to by name: converters, makers of keys, and the store of documents. */
  readonly functions?: MappingFunctions
}

function* right<A>(program: Program<A>): Program<E.Either<PortError, A>> {
  return E.right(yield* program)
}

/**
 * The reference CRM as a {@link CrmPort}, or with `mapping` the host's own tables. Activities of the reference CRM are
 * read and written with the row's number as their id, those of the host's tables with kind and key, `task:42`.
 */
export const sqlCrm = ({ db, database, now = () => instantOf(Date.now()), pageSize = 500, mapping, functions = {} }: SqlCrmConfig): CrmPort =>
  mapping === undefined ? referencePort(db, database, now, pageSize) : mappedCrm({ db, mapping, functions, database: database ?? null, now, pageSize })

const referencePort = (db: SqlDatabase, database: DatabaseId | undefined, now: () => Instant, pageSize: number): CrmPort => {
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
    searchContacts: (query, limit) => db.transact('read', () => right(searchContacts(d, query, limit))),
    createContact: (contact) => db.transact('write', () => createContact(d, contact)),
    write: (writes) => writeBatch({ db, database: database ?? null, now }, writes)
  }
}
