/** Brings the tables of a file to the form that this release knows. */
import * as E from 'fp-ts/lib/Either.js'
import { invalidPayload } from '../../core/errors'
import type { PortError } from '../../core/errors'
import { preparing } from './driver'
import type { BoundStatement, SqliteConnection } from './driver'
import type { Migration } from './schema/migration'

const ledger = `create table if not exists ocs_migrations (
  part text not null, version integer not null, applied_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  primary key (part, version)
) without rowid`

const versionOf = (prepare: (sql: string) => BoundStatement, part: string): number => {
  const [row] = prepare('select coalesce(max(version), 0) as version from ocs_migrations where part = ?').all([part])
  return Number((row as { readonly version: unknown }).version)
}

/** The versions that this release knows, by part. */
const newestOf = (migrations: ReadonlyArray<Migration>): ReadonlyMap<string, number> => new Map(migrations.map((m) => [m.part, m.version]))

/**
 * Applies what is missing, all of it or nothing, and notes it; nothing is done where nothing is missing.
 * Errors: `InvalidPayload` where a newer release has written the file. Throws what the driver throws.
 */
export const migrate = (connection: SqliteConnection, migrations: ReadonlyArray<Migration>): E.Either<PortError, void> => {
  const prepare = preparing(connection)
  // Excludes other processes that open the same new file: the second one finds the work done.
  connection.exec('begin immediate')
  try {
    connection.exec(ledger)
    for (const [part, known] of newestOf(migrations)) {
      const found = versionOf(prepare, part)
      if (found > known) {
        connection.exec('rollback')
        return E.left(invalidPayload('database file', [{ field: `ocs_migrations.${part}`, got: `version ${found}`, expected: `version ${known} or older: a newer release has written this file` }]))
      }
    }
    for (const { part, version, sql } of migrations) {
      if (version <= versionOf(prepare, part)) continue
      connection.exec(sql)
      prepare('insert into ocs_migrations (part, version) values (?, ?)').run([part, version])
    }
    connection.exec('commit')
    return E.right(undefined)
  } catch (e) {
    rollBack(connection)
    throw e
  }
}

/** Ends a transaction that failed. SQLite may have ended it already, which is not worth an error of its own. */
export const rollBack = (connection: SqliteConnection): void => {
  try {
    connection.exec('rollback')
  } catch {
    return
  }
}
