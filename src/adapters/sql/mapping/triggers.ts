/** Triggers for the host to install on its own tables, so that we are told of every change. Printed, never run by us. */
import * as E from 'fp-ts/lib/Either.js'
import { digestId } from '../../../core/digest'
import { showPortError } from '../../../core/errors'
import { columnOf } from './columns'
import type { Scalar } from './columns'
import { quote, tableOf } from './checked-plan'
import type { AddressRows, Mapping } from './mapping'
import { planOf } from './plan'
import type { ActivityPlan, Plan } from './plan'

/** Where the triggers are to work. */
export interface TriggerTarget {
  readonly dialect: 'sqlite' | 'postgres'
  /** The schema of our tables, as given to `openPostgres`. */
  readonly schema?: string
}

const events = ['insert', 'update', 'delete'] as const

/** Tables whose rows belong to an activity, with the column that says to which. */
const besides = (a: ActivityPlan): ReadonlyArray<{ readonly table: string; readonly of: string }> => {
  const rows = a.fields.flatMap((f) => (f.people === null ? [] : [f.people])).map((r: AddressRows) => ({ table: r.table, of: r.of }))
  const all = [...Object.entries(a.source.parts ?? {}).map(([table, part]) => ({ table, of: part.key })), ...rows]
  return [...new Map(all.map((x) => [`${x.table}.${x.of}`, x])).values()]
}

/** Postgres takes 63 characters of a name, and would take two longer ones for the same. */
const nameOf = (p: Plan, a: ActivityPlan, table: string, event: string): string => {
  const name = `ocs_${p.mapping.name}_${a.kind}_${table}_${event}`
  return name.length <= 63 ? name : `${name.slice(0, 46)}_${digestId(name).slice(0, 16)}`
}

/** The names of the triggers of each table. */
export const triggerNames = (p: Plan): ReadonlyMap<string, ReadonlyArray<string>> => {
  const names = new Map<string, ReadonlyArray<string>>()
  for (const a of p.activities.values())
    for (const table of [a.source.table, ...besides(a).map((b) => b.table)]) names.set(table, [...new Set([...(names.get(table) ?? []), ...events.map((e) => nameOf(p, a, table, e))])])
  return names
}

const literal = (v: Scalar): string => (v === null ? 'null' : typeof v === 'number' ? String(v) : `'${v.replaceAll("'", "''")}'`)

/** That a row is one of the kind's. */
const matches = (a: ActivityPlan, row: string): string => {
  const constants = Object.entries({ ...a.source.only, ...(a.source.company === undefined ? {} : { [a.source.company.column]: a.source.company.value }) })
  return constants.length === 0 ? '1 = 1' : constants.map(([column, value]) => (value === null ? `${row}.${quote(column)} is null` : `${row}.${quote(column)} = ${literal(value)}`)).join(' and ')
}

/** Statements of a trigger, each of which notes one owner. */
const notes = (p: Plan, a: ActivityPlan, log: string, now: string, event: (typeof events)[number]): ReadonlyArray<string> => {
  const [id, owner] = [quote(a.source.id.column), quote(columnOf(a.source.owner))]
  const note = (row: string, more = ''): string =>
    `insert into ${log} (activity_id, owner, at) select '${a.kind}:' || cast(${row}.${id} as text), '${p.mapping.name}/' || cast(${row}.${owner} as text), ${now} where ${row}.${owner} is not null and ${matches(a, row)}${more}`
  if (event === 'insert') return [note('new')]
  if (event === 'delete') return [note('old')]
  // The owner before is told where there is another one now, and of a row that is no longer one of these.
  return [note('new'), note('old', ` and not coalesce(old.${owner} = new.${owner} and ${matches(a, 'new')}, 1 = 0)`)]
}

const notesBeside = (p: Plan, a: ActivityPlan, log: string, now: string, of: string, event: (typeof events)[number]): ReadonlyArray<string> => {
  const [id, owner] = [quote(a.source.id.column), quote(columnOf(a.source.owner))]
  const rows = event === 'insert' ? ['new'] : event === 'delete' ? ['old'] : ['new', 'old']
  return rows.map(
    (row) =>
      `insert into ${log} (activity_id, owner, at) select '${a.kind}:' || cast(t.${id} as text), '${p.mapping.name}/' || cast(t.${owner} as text), ${now} from ${tableOf(p, a.source.table)} t where t.${id} = ${row}.${quote(of)} and t.${owner} is not null and ${matches(a, 't')}`
  )
}

const sqliteNow = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
const postgresNow = `to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

const sqliteTrigger = (name: string, table: string, event: string, body: ReadonlyArray<string>): string =>
  `drop trigger if exists ${quote(name)};\ncreate trigger ${quote(name)} after ${event} on ${quote(table)} begin\n${body.map((s) => `  ${s};`).join('\n')}\nend;`

/** As the owner of the function, because whoever changes the host's rows need not be allowed to write to our log. */
const postgresTrigger = (p: Plan, schema: string | undefined, name: string, table: string, event: string, body: ReadonlyArray<string>): string => {
  const fn = schema === undefined ? quote(name) : `${quote(schema)}.${quote(name)}`
  const path = schema === undefined ? 'from current' : `= ${quote(schema)}`
  return `create or replace function ${fn}() returns trigger language plpgsql security definer set search_path ${path} as $ocs$\nbegin\n${body.map((s) => `  ${s};`).join('\n')}\n  return null;\nend $ocs$;
drop trigger if exists ${quote(name)} on ${tableOf(p, table)};
create trigger ${quote(name)} after ${event} on ${tableOf(p, table)} for each row execute function ${fn}();`
}

const scriptOf = (p: Plan, target: TriggerTarget): string => {
  const prefix = target.schema === undefined ? '' : `${quote(target.schema)}.`
  const [log, now] = [`${prefix}ocs_mapped_changes`, target.dialect === 'sqlite' ? sqliteNow : postgresNow]
  const trigger = (a: ActivityPlan, table: string, event: (typeof events)[number], body: ReadonlyArray<string>): string =>
    target.dialect === 'sqlite' ? sqliteTrigger(nameOf(p, a, table, event), table, event, body) : postgresTrigger(p, target.schema, nameOf(p, a, table, event), table, event, body)
  return [...p.activities.values()]
    .flatMap((a) => [
      ...events.map((e) => trigger(a, a.source.table, e, notes(p, a, log, now, e))),
      ...besides(a).flatMap(({ table, of }) => events.map((e) => trigger(a, table, e, notesBeside(p, a, log, now, of, e))))
    ])
    .join('\n\n')
}

/**
 * SQL text that the host runs once, and again when the mapping changes, for `notice: { by: 'triggers' }`: each change of
 * a mapped table, its parts and its addresses is noted in our log, in the host's own transaction. It alters no table.
 * Throws an `Error` where the mapping has not the form of one.
 */
export const changeTriggers = (mapping: Mapping, target: TriggerTarget): string => {
  const plan = planOf(mapping, {})
  if (E.isLeft(plan)) throw new Error(showPortError(plan.left))
  return scriptOf(plan.right, target)
}
