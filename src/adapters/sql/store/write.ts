/** Writing to our memory. */
import type { Scope } from '../../../core/model/ids'
import type { JournalEntry } from '../../../core/model/journal'
import type { Link } from '../../../core/model/link'
import type { StoreWrite } from '../../../core/ports/store'
import { execute } from '../program'
import type { Param, Program } from '../program'
import { putDecision } from './decision'
import { holdFence } from './lease'

/** An insert that overwrites the row with the same key. Names of tables and columns only, never values. */
const upsert = (table: string, key: ReadonlyArray<string>, columns: ReadonlyArray<string>): string => {
  const names = ['user_id', 'database_id', ...key, ...columns]
  return `insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})
    on conflict (user_id, database_id${key.map((k) => `, ${k}`).join('')}) do update set ${columns.map((c) => `${c} = excluded.${c}`).join(', ')}`
}

const putLink = upsert('ocs_links', ['id'], ['kind', 'item_id', 'activity_id', 'identity', 'state', 'review_at', 'rest'])
const putCursor = upsert('ocs_cursors', ['side'], ['cursor'])
const putIntent = upsert('ocs_intents', ['id'], ['action', 'item_id', 'activity_id', 'own_key', 'link_id', 'fields', 'at'])
const putRetry = upsert('ocs_retries', ['side', 'id'], ['attempts', 'not_before', 'error'])
const dropIntent = 'delete from ocs_intents where user_id = ? and database_id = ? and id = ?'
const dropRetry = 'delete from ocs_retries where user_id = ? and database_id = ? and side = ? and id = ?'
const addEntry = `insert into ocs_journal (user_id, database_id, id, pass, at, action, reason, link_id, item_id, activity_id, losers, before, wrote)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (user_id, database_id, id) do nothing`

const linkValues = ({ id, kind, itemId, activityId, identity, state, reviewAt, ...rest }: Link): ReadonlyArray<Param> => [
  id,
  kind,
  itemId,
  activityId,
  identity,
  state,
  reviewAt,
  JSON.stringify(rest)
]

const entryValues = (e: JournalEntry): ReadonlyArray<Param> => [
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

/** Carries out store writes, in order, as a part of a transaction, which fails where one of them must not happen. */
export function* writeToStore(scope: Scope, writes: ReadonlyArray<StoreWrite>): Program<void> {
  for (const w of writes) yield* writeOne(scope, w)
}
