/** Fills a file with what first passes leave: activities, links, journal, cursors. In bulk, as no pass is measured by it. */
import Libsql from 'libsql'
import { attributeColumns, fieldColumns } from '../src/adapters/sql/crm/activity-columns'
import type { Scope } from '../src/core/model/ids'
import { markCursor } from '../src/core/pass/marked-cursor'
import { activityOf, defaultSettings, linkOf } from './linked-records'
import { type BodyLength, itemOf } from './records'

/** One user's part: items `from` to `from + items - 1`. The activity of item n has the id n + 1. */
export interface Part {
  readonly user: string
  readonly from: number
  readonly items: number
}

type Row = Readonly<Record<string, string | number | null>>
/** The tables that a pass writes its rows into. The change log is written by triggers. */
export type Rows = { readonly activities: Row; readonly ocs_links: Row; readonly ocs_journal: Row }

const passOf = 'fill'
const at = '2026-03-01T09:00:00.000Z'

/** The rows of item n. */
export const rowsOf = ({ user, database }: Scope, n: number, length: BodyLength): Rows => {
  const item = itemOf(n, length)
  const activity = activityOf({ user, database }, item, String(n + 1))
  const { id, kind, itemId, activityId, identity, state, reviewAt, ...rest } = linkOf({ user, database }, item, activity.id)
  const columns = (names: ReadonlyArray<string>, values: ReadonlyArray<unknown>): Row => Object.fromEntries(names.map((name, i) => [name, values[i] as string | number | null]))
  return {
    activities: {
      id: n + 1,
      kind,
      owner: user,
      own_key: activity.ownKey,
      modified_at: activity.modifiedAt,
      ...columns(attributeColumns.names, attributeColumns.valuesOf(activity.attributes)),
      ...columns(fieldColumns.appointment.names, fieldColumns.appointment.valuesOf(activity.fields))
    },
    ocs_links: { user_id: user, database_id: database, id, kind, item_id: itemId, activity_id: activityId, identity, state, review_at: reviewAt, rest: JSON.stringify(rest) },
    ocs_journal: {
      user_id: user, database_id: database, id: `${passOf}:create-activity:${id}:0`, pass: passOf, at, action: 'CreateActivity', reason: 'new-item',
      link_id: id, item_id: itemId, activity_id: activityId, losers: null, before: null, wrote: JSON.stringify({ version: '1', fields: {} })
    }
  }
}

const insert = (db: Libsql.Database, table: string, names: ReadonlyArray<string>): ((row: Row) => void) => {
  const statement = db.prepare(`insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`)
  return (row) => void statement.run(names.map((name) => row[name] ?? null))
}

/** Fills the file of an open database that has our tables and no rows. Indexes are made anew afterwards, as that takes a fraction of keeping them. */
export const fillFile = (file: string, database: string, parts: ReadonlyArray<Part>, length: BodyLength): void => {
  const db = new Libsql(file)
  db.exec('pragma busy_timeout = 5000; pragma synchronous = off; pragma cache_size = -200000')
  const dropped = db.prepare("select type, name, sql from sqlite_master where type in ('index', 'trigger') and sql is not null and tbl_name in ('activities', 'activity_changes', 'ocs_links', 'ocs_journal')").all() as ReadonlyArray<{ readonly type: string; readonly name: string; readonly sql: string }>
  for (const { type, name } of dropped) db.exec(`drop ${type} ${name}`)
  db.exec('begin')
  const put = new Map<string, (row: Row) => void>()
  let total = 0
  for (const { user, from, items } of parts) {
    total += items
    for (let n = from; n < from + items; n++)
      for (const [table, row] of Object.entries(rowsOf({ user, database }, n, length))) {
        let into = put.get(table)
        if (into === undefined) {
          // The links come in the order of their ids into their own table: in the order of the items, each would go to another page of a large tree.
          if (table === 'ocs_links') db.exec('create temp table filled as select * from ocs_links limit 0')
          into = insert(db, table === 'ocs_links' ? 'temp.filled' : table, Object.keys(row))
          put.set(table, into)
        }
        into(row)
      }
  }
  db.exec('insert into ocs_links select * from filled order by user_id, database_id, id')
  db.exec('insert into activity_changes (activity_id, owner, at) select id, owner, modified_at from activities order by id')
  const mark = (cursor: string): string => markCursor(defaultSettings(), cursor)
  const putCursor = insert(db, 'ocs_cursors', ['user_id', 'database_id', 'side', 'cursor'])
  for (const { user } of parts) {
    putCursor({ user_id: user, database_id: database, side: 'outlook', cursor: mark('log:0') })
    putCursor({ user_id: user, database_id: database, side: 'crm', cursor: mark(`log:${total}`) })
  }
  db.exec('commit')
  for (const { sql } of dropped) db.exec(sql)
  db.exec('pragma wal_checkpoint(truncate)')
  db.close()
}
