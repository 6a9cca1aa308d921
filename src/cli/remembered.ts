/** What the command line remembers in a CRM database: which mailboxes were synchronised into it, and whether a demonstration was finished. */
import * as E from 'fp-ts/lib/Either.js'
import type { SqlDatabase } from '../adapters/sql'
import { execute, type Program, select } from '../adapters/sql/program'
import { showPortError } from '../core/errors'
import { CommandFailure } from './fail'

export interface RememberedMailbox {
  readonly user: string
  readonly company: string
  readonly file: string
  readonly own: ReadonlyArray<string>
  /** The settings of the last sync, as they were given. */
  readonly settings: unknown
}

const read = async <A>(db: SqlDatabase, table: 'cli_mailboxes' | 'cli_state', ifMissing: A, program: () => Program<A>): Promise<A> => {
  const r = await db.transact('read', function* () {
    const there = yield* select(db.dialect.tableNamed, [table])
    return E.right(there.length === 0 ? ifMissing : yield* program())
  })()
  if (E.isLeft(r)) throw new CommandFailure(showPortError(r.left))
  return r.right
}

const write = async <A>(db: SqlDatabase, program: () => Program<A>): Promise<A> => {
  const r = await db.transact('write', function* () {
    yield* execute('create table if not exists cli_mailboxes (user_id text, company text, file text, own text, settings text, primary key (user_id, company))', [])
    yield* execute('create table if not exists cli_state (name text primary key, value text)', [])
    return E.right(yield* program())
  })()
  if (E.isLeft(r)) throw new CommandFailure(showPortError(r.left))
  return r.right
}

export const rememberMailbox = (db: SqlDatabase, m: RememberedMailbox): Promise<void> =>
  write(db, function* () {
    yield* execute(`insert into cli_mailboxes (user_id, company, file, own, settings) values (?, ?, ?, ?, ?)
        on conflict (user_id, company) do update set file = excluded.file, own = excluded.own, settings = excluded.settings`, [m.user, m.company, m.file, JSON.stringify(m.own), JSON.stringify(m.settings)])
  })

export const rememberedMailboxes = (db: SqlDatabase): Promise<ReadonlyArray<RememberedMailbox>> =>
  read<ReadonlyArray<RememberedMailbox>>(db, 'cli_mailboxes', [], function* () {
    const rows = yield* select('select * from cli_mailboxes order by user_id, company', [])
    return rows.map((r) => ({ user: String(r['user_id']), company: String(r['company']), file: String(r['file']), own: JSON.parse(String(r['own'])) as ReadonlyArray<string>, settings: JSON.parse(String(r['settings'])) as unknown }))
  })

export const setState = (db: SqlDatabase, name: string, value: string): Promise<void> =>
  write(db, function* () {
    yield* execute('insert into cli_state (name, value) values (?, ?) on conflict (name) do update set value = excluded.value', [name, value])
  })

export const getState = (db: SqlDatabase, name: string): Promise<string | null> =>
  read<string | null>(db, 'cli_state', null, function* () {
    const [row] = yield* select('select value from cli_state where name = ?', [name])
    return row === undefined ? null : String(row['value'])
  })
