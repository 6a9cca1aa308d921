/** Writing to our memory. */
import type { Scope } from '../../../core/model/ids'
import type { JournalEntry } from '../../../core/model/journal'
import type { Link } from '../../../core/model/link'
import type { StoreWrite } from '../../../core/ports/store'
import type { Dialect, TextRows } from '../dialect'
import { execute } from '../program'
import type { Param, Program } from '../program'
import { putDecision } from './decision'
import { holdFence } from './lease'

/** An insert in its parts, so that it can be had for one row and for many. Names of tables and columns only, never values. */
interface Insert {
  readonly table: string
  readonly columns: ReadonlyArray<string>
  readonly onConflict: string
}

const oneRow = ({ table, columns, onConflict }: Insert): string => `insert into ${table} (user_id, database_id, ${columns.join(', ')}) values (?, ?, ${columns.map(() => '?').join(', ')}) ${onConflict}`
const manyRows = (rows: TextRows, { table, columns, onConflict }: Insert): string =>
  `insert into ${table} (user_id, database_id, ${columns.join(', ')}) select cast(? as text), cast(? as text), r.* from ${rows.table(columns.length)} as r ${onConflict}`

/** An insert that overwrites the row with the same key. */
const overwriting = (table: string, key: ReadonlyArray<string>, columns: ReadonlyArray<string>): Insert => ({
  table,
  columns: [...key, ...columns],
  onConflict: `on conflict (user_id, database_id${key.map((k) => `, ${k}`).join('')}) do update set ${columns.map((c) => `${c} = excluded.${c}`).join(', ')}`
})

const links = overwriting('ocs_links', ['id'], ['kind', 'item_id', 'activity_id', 'identity', 'state', 'review_at', 'rest'])
const entries: Insert = { table: 'ocs_journal', columns: ['id', 'pass', 'at', 'action', 'reason', 'link_id', 'item_id', 'activity_id', 'losers', 'before', 'wrote'], onConflict: 'on conflict (user_id, database_id, id) do nothing' }

const putLink = oneRow(links)
const addEntry = oneRow(entries)
const putCursor = oneRow(overwriting('ocs_cursors', ['side'], ['cursor']))
const putIntent = oneRow(overwriting('ocs_intents', ['id'], ['action', 'item_id', 'activity_id', 'own_key', 'link_id', 'fields', 'at']))
const putRetry = oneRow(overwriting('ocs_retries', ['side', 'id'], ['attempts', 'not_before', 'error']))
const dropIntent = 'delete from ocs_intents where user_id = ? and database_id = ? and id = ?'
const dropRetry = 'delete from ocs_retries where user_id = ? and database_id = ? and side = ? and id = ?'
const linkValues = ({ id, kind, itemId, activityId, identity, state, reviewAt, ...rest }: Link): ReadonlyArray<string | null> => [
  id,
  kind,
  itemId,
  activityId,
  identity,
  state,
  reviewAt,
  JSON.stringify(rest)
]

const entryValues = (e: JournalEntry): ReadonlyArray<string | null> => [
  e.id,
  e.pass,
  e.at,
  e.action,
  e.reason,
  e.linkId,
  e.itemId,
  e.activityId,
  e.losers.length === 0 ? null : JSON.stringify(e.losers),
  Object.keys(e.before).length === 0 ? null : JSON.stringify(e.before),
  e.wrote === undefined ? null : JSON.stringify(e.wrote)
]

/** Writes that may find that they must not happen. */
type Conditional = Extract<StoreWrite, { readonly _tag: 'PutDecision' | 'Fence' }>

const statementOf = (w: Exclude<StoreWrite, Conditional>): readonly [sql: string, values: ReadonlyArray<Param>] => {
  switch (w._tag) {
    case 'PutLink':
      return [putLink, linkValues(w.link)]
    case 'PutCursor':
      return [putCursor, [w.side, w.cursor]]
    case 'PutIntent':
      return [putIntent, [w.intent.id, w.intent.action, w.intent.itemId, w.intent.activityId, w.intent.ownKey, w.intent.linkId, JSON.stringify(w.intent.fields), w.intent.at]]
    case 'DropIntent':
      return [dropIntent, [w.id]]
    case 'PutRetry':
      return [putRetry, [w.retry.side, w.retry.id, w.retry.attempts, w.retry.notBefore, w.retry.error]]
    case 'DropRetry':
      return [dropRetry, [w.side, w.id]]
    case 'Journal':
      return [addEntry, entryValues(w.entry)]
  }
}

function* writeOne(scope: Scope, w: StoreWrite): Program<void> {
  switch (w._tag) {
    case 'PutDecision':
      return yield* putDecision(scope, w.decision)
    case 'Fence':
      return yield* holdFence(scope.user, w.fence, w.until)
    default: {
      const [sql, values] = statementOf(w)
      yield* execute(sql, [scope.user, scope.database, ...values])
    }
  }
}

function* writeRows({ user, database }: Scope, rows: TextRows, insert: Insert, values: ReadonlyArray<ReadonlyArray<string | null>>): Program<void> {
  if (values.length > 0) yield* execute(manyRows(rows, insert), [user, database, ...insert.columns.map((_, i) => rows.column(values.map((row) => row[i] ?? null)))])
}

/** Links and entries of the journal, of which there are many, by one statement each. Of one id the last link counts, as if one were written over the other, and the first entry. */
function* writeTogether(scope: Scope, rows: TextRows, writes: ReadonlyArray<StoreWrite>): Program<void> {
  const lastLinks = new Map<string, Link>()
  const firstEntries = new Map<string, JournalEntry>()
  for (const w of writes) {
    if (w._tag === 'PutLink') lastLinks.set(w.link.id, w.link)
    else if (w._tag !== 'Journal') yield* writeOne(scope, w)
    else if (!firstEntries.has(w.entry.id)) firstEntries.set(w.entry.id, w.entry)
  }
  yield* writeRows(scope, rows, links, [...lastLinks.values()].map(linkValues))
  yield* writeRows(scope, rows, entries, [...firstEntries.values()].map(entryValues))
}

/** Carries out store writes as a part of a transaction, which fails where one of them must not happen. What one and the same thing is said about is in order. */
export function* writeToStore(d: Pick<Dialect, 'textRows'>, scope: Scope, writes: ReadonlyArray<StoreWrite>): Program<void> {
  if (d.textRows !== null) return yield* writeTogether(scope, d.textRows, writes)
  for (const w of writes) yield* writeOne(scope, w)
}
