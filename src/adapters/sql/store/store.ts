/** The store port on our own tables. */
import * as E from 'fp-ts/lib/Either.js'
import { alreadyExists, invalidPayload } from '../../../core/errors'
import type { PortError } from '../../../core/errors'
import type { Scope } from '../../../core/model/ids'
import type { StorePort } from '../../../core/ports/store'
import type { SqlDatabase } from '../database'
import { execute, select } from '../program'
import type { Program } from '../program'
import { acquireLease, releaseLease } from './lease'
import { prune } from './prune'
import { countOpenLinks, readDecisions, readDue, readJournal, readLinks, readOpenLinks, readPasses } from './read'
import { writeToStore } from './write'

function* readCursor({ user, database }: Scope, side: string): Program<E.Either<PortError, string | null>> {
  const [row] = yield* select('select cursor from ocs_cursors where user_id = ? and database_id = ? and side = ?', [user, database, side])
  const cursor = row?.['cursor']
  if (cursor === undefined) return E.right(null)
  return typeof cursor === 'string' ? E.right(cursor) : E.left(invalidPayload('row of ocs_cursors', [{ field: 'cursor', got: typeof cursor, expected: 'string' }]))
}

function* readActivation(user: string): Program<string | null> {
  const [row] = yield* select('select database_id from ocs_activation where user_id = ?', [user])
  return row === undefined ? null : String(row['database_id'])
}

/** The key of the table is the user alone: whoever comes second finds the first (B12). */
function* activate({ user, database }: Scope): Program<E.Either<PortError, void>> {
  yield* execute('insert into ocs_activation (user_id, database_id) values (?, ?) on conflict (user_id) do nothing', [user, database])
  const active = yield* readActivation(user)
  return active === database ? E.right(undefined) : E.left(alreadyExists(active ?? ''))
}

/** Where our memory is kept. */
export interface SqlStoreConfig {
  readonly db: SqlDatabase
}

/** Our memory in a SQL database, as a {@link StorePort}. A row that cannot be decoded answers `InvalidPayload`, naming table and column. */
export const sqlStore = ({ db }: SqlStoreConfig): StorePort => {
  const d = db.dialect
  return {
    links: (scope, query) => db.transact('read', () => readLinks(d, scope, query)),
    openLinks: (scope, after, limit) => db.transact('read', () => readOpenLinks(d, scope, after, limit)),
    countOpenLinks: (scope) => db.transact('read', () => countOpenLinks(scope)),
    due: (scope, now) => db.transact('read', () => readDue(scope, now)),
    cursor: (scope, side) => db.transact('read', () => readCursor(scope, side)),
    decisions: (scope, query) => db.transact('read', () => readDecisions(d, scope, query)),
    journal: (scope, query) => db.transact('read', () => readJournal(d, scope, query)),
    passes: (scope, limit) => db.transact('read', () => readPasses(d, scope, limit)),
    write: (scope, writes) =>
      db.transact('write', function* () {
        yield* writeToStore(d, scope, writes)
        return E.right(undefined)
      }),
    activation: (user) =>
      db.transact('read', function* () {
        return E.right(yield* readActivation(user))
      }),
    activate: (scope) => db.transact('write', () => activate(scope)),
    deactivate: ({ user, database }) =>
      db.transact('write', function* () {
        yield* execute('delete from ocs_activation where user_id = ? and database_id = ?', [user, database])
        return E.right(undefined)
      }),
    acquireLease: (user, holder, now, until) => db.transact('write', () => acquireLease(user, holder, now, until)),
    releaseLease: (user, fence) => db.transact('write', () => releaseLease(user, fence)),
    prune: (scope, before) => prune(db, scope, before)
  }
}
