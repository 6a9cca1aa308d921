/** What people do to a host's tables with plain SQL, any field of it. They know nothing of us or of any mapping. */
import type { Activity } from '../../../../src/core/model/activity'
import type { Body, FieldsOf, Kind, Mailbox, Patch } from '../../../../src/core/model/fields'
import type { AppointmentTime, ZonedTime } from '../../../../src/core/model/time'
import type { SimulatedCrmPerson } from '../../../../src/testing'
import { toInstant } from '../../../../src/time/zones'
import type { Host } from '../databases'

export type Cell = string | number | null

/** Columns by `table.column`, and the addresses that are rows of their own, by where they stand in the e-mail. */
export interface Written {
  readonly columns: Readonly<Record<string, Cell>>
  readonly people?: readonly [type: 'to' | 'cc' | 'bcc', addresses: ReadonlyArray<Mailbox>]
}

type Fields = { readonly [K in keyof (FieldsOf['email'] & FieldsOf['appointment'] & FieldsOf['task'])]?: (value: never) => Written }

/** How one system's people work. A field that is not there they cannot write: it has no column. */
export interface Habits {
  readonly tables: { readonly [K in Kind]: string }
  readonly columns: { readonly owner: string; readonly modified: string; readonly deleted: string }
  /** Tables whose rows belong to an activity, and the column that says to which. */
  readonly besides: ReadonlyArray<readonly [kind: Kind, table: string, key: string]>
  readonly fields: { readonly [K in Kind]: Fields }
  readonly newId: () => string
  readonly writePeople: (host: Host, id: string, type: 'to' | 'cc' | 'bcc', people: ReadonlyArray<Mailbox>) => Promise<void>
}

export const utc = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)}`
export const utcOf = (t: ZonedTime): string => utc(toInstant(t))
export const midnight = (date: string): string => utc(toInstant({ local: `${date}T00:00:00`, zone: 'Europe/Stockholm' }))
export const startAndEnd = (t: AppointmentTime): readonly [string, string] => (t.allDay ? [midnight(t.start), midnight(t.end)] : [utcOf(t.start), utcOf(t.end)])
/** What somebody types who sees the words of a text. */
export const wordsOf = ({ content }: Body): string => content.replace(/<[^>]*>/g, '').replaceAll('&nbsp;', ' ').trim()
export const listed = (people: ReadonlyArray<Mailbox>): string => people.map(({ address, name }) => (name === null ? address : `${name} <${address}>`)).join(', ')

const tableOf = (column: string): string => column.slice(0, column.indexOf('.'))
const nameOf = (column: string): string => column.slice(column.indexOf('.') + 1)

const writtenOf = (h: Habits, kind: Kind, patch: Patch): ReadonlyArray<Written> =>
  Object.entries(patch).flatMap(([field, value]) => {
    const write = h.fields[kind][field as keyof Fields] as ((v: unknown) => Written) | undefined
    return write === undefined || value === undefined ? [] : [write(value)]
  })

const byTable = (all: ReadonlyArray<Written>): ReadonlyMap<string, ReadonlyArray<readonly [string, Cell]>> => {
  const out = new Map<string, Array<readonly [string, Cell]>>()
  for (const [column, value] of all.flatMap((w) => Object.entries(w.columns))) out.set(tableOf(column), [...(out.get(tableOf(column)) ?? []), [nameOf(column), value]])
  return out
}

const insertInto = (host: Host, table: string, row: ReadonlyArray<readonly [string, Cell]>): Promise<void> => host.run(`insert into ${table} (${row.map(([c]) => c).join(', ')}) values (${row.map(() => '?').join(', ')})`, ...row.map(([, v]) => v))
const update = (host: Host, table: string, row: ReadonlyArray<readonly [string, Cell]>, key: string, id: string): Promise<void> => host.run(`update ${table} set ${row.map(([c]) => `${c} = ?`).join(', ')} where ${key} = ?`, ...row.map(([, v]) => v), id)

/** Whether the columns say so already: percentages that nobody can see change nothing. */
const holds = async (host: Host, table: string, row: ReadonlyArray<readonly [string, Cell]>, key: string, id: string): Promise<boolean> =>
  (await host.all(`select 1 as there from ${table} where ${key} = ? and ${row.map(([c]) => `${c} is not distinct from ?`).join(' and ')}`, id, ...row.map(([, v]) => v))).length > 0

const split = (id: string): readonly [Kind, string] => [id.slice(0, id.indexOf(':')) as Kind, id.slice(id.indexOf(':') + 1)]

/** Reads nothing through the port but what `look` gives it. `purges`: every third deletion takes the row away for good, with all that belongs to it. */
export const peopleWith = (h: Habits, host: Host, stamp: () => string, kinds: ReadonlyArray<Kind>, purges: boolean, look: (ids: ReadonlyArray<string>) => Promise<ReadonlyArray<Activity>>): Omit<Required<SimulatedCrmPerson>, 'addContact'> => {
  const { owner, modified, deleted } = h.columns
  let deletions = 0
  const set = (id: string, row: ReadonlyArray<readonly [string, Cell]>): Promise<void> => {
    const [kind, key] = split(id)
    return update(host, h.tables[kind], [...row, [modified, utc(stamp())]], 'id', key)
  }
  const besidesOf = (kind: Kind): Habits['besides'] => h.besides.filter(([k]) => k === kind)
  return {
    addActivity: async (who, kind, fields) => {
      const id = h.newId()
      const all = writtenOf(h, kind, fields as Patch)
      const rows = byTable(all)
      await insertInto(host, h.tables[kind], [['id', id], [owner, who], [modified, utc(stamp())], ...(rows.get(h.tables[kind]) ?? [])])
      for (const [, table, key] of besidesOf(kind)) if (rows.has(table)) await insertInto(host, table, [[key, id], ...(rows.get(table) ?? [])])
      for (const { people } of all) if (people !== undefined) await h.writePeople(host, id, ...people)
      return `${kind}:${id}`
    },
    editActivity: async (id, patch) => {
      const [kind, key] = split(id)
      const all = writtenOf(h, kind, patch)
      if (all.length === 0) return false
      const rows = byTable(all)
      const asItWas = await Promise.all([...rows].map(([table, row]) => holds(host, table, row, besidesOf(kind).find(([, t]) => t === table)?.[2] ?? 'id', key)))
      if (asItWas.every((same) => same) && all.every((w) => w.people === undefined)) return false
      for (const [, table, column] of besidesOf(kind)) if (rows.has(table)) await update(host, table, rows.get(table) ?? [], column, key)
      for (const { people } of all) if (people !== undefined) await h.writePeople(host, key, ...people)
      return set(id, rows.get(h.tables[kind]) ?? [])
    },
    deleteActivity: async (id) => {
      if (!purges || (deletions += 1) % 3 !== 0) return set(id, [[deleted, 1]])
      const [kind, key] = split(id)
      for (const [, table, column] of besidesOf(kind)) await host.run(`delete from ${table} where ${column} = ?`, key)
      await host.run(`delete from ${h.tables[kind]} where id = ?`, key)
    },
    restoreActivity: (id) => set(id, [[deleted, 0]]),
    reassign: (id, to) => set(id, [[owner, to]]),
    everything: async () => {
      const ids: Array<string> = []
      for (const kind of kinds) ids.push(...(await host.all(`select id from ${h.tables[kind]} where not coalesce(${deleted}, false) order by id`)).map((r) => `${kind}:${String(r['id']).trimEnd()}`))
      return look(ids)
    }
  }
}
