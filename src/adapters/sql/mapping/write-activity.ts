/** Creating, changing and deleting rows of the host's. Each looks before it writes, so that an answer `Left` has written nothing. */
import * as E from 'fp-ts/lib/Either.js'
import { describeType } from '../../../core/codec'
import { invalidPayload, notFound, unexpected, unsupported, versionMismatch } from '../../../core/errors'
import type { PortError } from '../../../core/errors'
import type { Activity } from '../../../core/model/activity'
import type { FieldsOf, Kind } from '../../../core/model/fields'
import type { Instant } from '../../../core/model/time'
import type { CreateActivity, DeleteActivity, UpdateActivity } from '../../../core/ports/crm'
import { checkZones } from '../crm/write-activity'
import type { Dialect } from '../dialect'
import type { Param } from '../driver'
import { ProgramFailure } from '../failure'
import { insertMany } from '../insert-many'
import type { ManyInsert } from '../insert-many'
import { execute, select } from '../program'
import type { Program } from '../program'
import { decodeActivity, digestOf, normalOf } from './activity'
import { activityIdOf, flagValues, keyParam, quote, tableOf } from './checked-plan'
import type { CheckedPlan } from './checked-plan'
import { columnOf } from './columns'
import type { Field } from './field'
import { defaultsOf, insertRow, newKey } from './insert-row'
import type { Defaulting } from './insert-row'
import { addNames } from './names'
import type { Names } from './names'
import type { ActivityPlan } from './plan'
import { forgetSeen, logChanges, putRecords } from './record'
import type { Kept } from './record'
import { loadByIds, ownerParam } from './rows'
import type { HostRow } from './rows'
import { removeAddresses, writeAddresses } from './write-addresses'

type Written<A> = Program<E.Either<PortError, A>>
/** Values by the names of fields. */
export type Values = ReadonlyMap<string, unknown>

/** The same whatever the order of keys. */
const canonical = (u: unknown): string =>
  JSON.stringify(u, (_, v: unknown) => (v !== null && typeof v === 'object' && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1))) : v)) ?? ''

/** What the columns, read back, cannot hold of what was to be written. */
const keptOf = (row: HostRow, wanted: Values, before: Kept): Kept => {
  const kept: Record<string, Kept[string]> = { ...before }
  for (const f of row.plan.fields) {
    if (!wanted.has(f.name)) continue
    delete kept[f.name]
    const read = f.decode(row.raw.get(f.name) ?? [], row.lookups)
    const value = wanted.get(f.name)
    if (f.remembered && (E.isLeft(read) || canonical(read.right) !== canonical(value))) kept[f.name] = { as: normalOf(row, f), value }
  }
  return kept
}

/** A row that was just written, and what was wanted of it. */
export interface JustWritten {
  readonly id: string
  readonly wanted: Values
  readonly ownKey: string | null
}

/** Reads back what was written to different activities, and notes what the columns could not hold, and that we have seen it. */
export function* settle(d: Dialect, p: CheckedPlan, all: ReadonlyArray<JustWritten>, now: Instant): Program<ReadonlyArray<Activity>> {
  const rows = yield* loadByIds(d, p, all.map((w) => w.id))
  const byTriggers = p.mapping.notice.by === 'triggers'
  const written = all.map(({ id, wanted, ownKey }): HostRow => {
    const row = rows.get(id)
    if (row === undefined) throw new ProgramFailure(unexpected(`the row just written to ${p.activities.get(id.slice(0, id.indexOf(':')) as Kind)?.source.table ?? id} is not among those that the mapping chooses`))
    return { ...row, record: { owner: row.owner, ownKey, kept: keptOf(row, wanted, row.record?.kept ?? {}), seen: null, changedAt: now } }
  })
  yield* putRecords(d, p, written.flatMap((row) => (row.record === null ? [] : [[row.id, { ...row.record, seen: byTriggers ? null : digestOf(row) }] as const])))
  if (!byTriggers) yield* logChanges(d, p, written.map((row) => [row.id, row.owner]), now)
  return written.map((row) => {
    const activity = decodeActivity(row)
    if (E.isLeft(activity)) throw new ProgramFailure(activity.left)
    return activity.right
  })
}

/** {@link settle} of one. */
function* settleOne(d: Dialect, p: CheckedPlan, one: JustWritten, now: Instant): Written<Activity> {
  const [activity] = yield* settle(d, p, [one], now)
  return activity === undefined ? E.left(notFound(`activity ${one.id}`)) : E.right(activity)
}

const encodeFields = ({ fields, names }: ActivityPlan, wanted: Values, namesBefore: Names | null): E.Either<PortError, ReadonlyMap<Field, ReadonlyArray<Param>>> => {
  const encoded = new Map<Field, ReadonlyArray<Param>>()
  const named = addNames(namesBefore, fields.filter((f) => f.people !== null).map((f) => wanted.get(f.name)))
  if (names !== null && named !== null) encoded.set(names, names.encode(named))
  for (const f of fields) {
    if (!wanted.has(f.name)) continue
    try {
      encoded.set(f, f.encode(wanted.get(f.name)))
    } catch {
      const [cell] = f.cells
      return E.left(invalidPayload(f.name, [{ field: `${cell?.table ?? ''}.${cell?.column ?? ''}`, got: describeType(wanted.get(f.name)), expected: 'what its converter takes' }]))
    }
  }
  return E.right(encoded)
}

const cellsIn = (encoded: ReadonlyMap<Field, ReadonlyArray<Param>>, part: string): ReadonlyArray<readonly [string, Param]> =>
  [...encoded].flatMap(([f, params]) => f.cells.flatMap((c, i) => (c.part === part ? [[c.column, params[i] ?? null] as const] : [])))

/** A value that is nothing does not take the place of a default. */
const over = (defaults: ReadonlyArray<readonly [string, Param]>, values: ReadonlyArray<readonly [string, Param]>): Map<string, Param> => {
  const all = new Map(defaults)
  for (const [column, value] of values) if (value !== null || !all.has(column)) all.set(column, value)
  return all
}

function* writePeople(d: Dialect, p: CheckedPlan, encoded: ReadonlyMap<Field, ReadonlyArray<Param>>, key: Param, at: Defaulting): Program<void> {
  for (const [f, addresses] of encoded) if (f.people !== null) yield* writeAddresses(d, p, f.people, key, addresses.map(String), at)
}

/** A create of any kind. */
export type Create = CreateActivity<'email'> | CreateActivity<'appointment'> | CreateActivity<'task'>

const wantedOf = (w: Create): Values => new Map<string, unknown>([...Object.entries(w.fields), ['contact', w.contact], ...Object.entries(w.attributes).map(([n, v]) => [`attributes.${n}`, v] as const)])

/** The owner's activity that a key made, if it is still there. */
function* madeBefore(d: Dialect, p: CheckedPlan, owner: string, ownKey: string): Program<HostRow | null> {
  const [known] = yield* select('select activity_id from ocs_mapped_keys where mapping = ? and owner = ? and own_key = ?', [p.mapping.name, owner, ownKey])
  if (known === undefined) return null
  const id = String(known['activity_id'])
  const row = (yield* loadByIds(d, p, [id])).get(id)
  return row !== undefined && row.owner === owner && row.record?.ownKey === ownKey ? row : null
}

/** Creates an activity, unless the owner has one with this key: then that one is the answer. */
export function* createActivity(d: Dialect, p: CheckedPlan, w: Create, now: Instant): Written<Activity> {
  const a = p.activities.get(w.kind)
  if (a === undefined) return E.left(unsupported(`activities of kind ${w.kind}`))
  const owner = ownerParam(p, a, w.owner)
  if (owner === null) return E.left(invalidPayload('owner', [{ field: `${a.source.table}.${columnOf(a.source.owner)}`, got: 'a user', expected: 'a user that this column can hold' }]))
  const first = yield* madeBefore(d, p, String(owner), w.ownKey)
  if (first !== null) return decodeActivity(first)
  const made = yield* insertActivity(d, p, a, w, owner, now)
  if (E.isLeft(made)) return made
  yield* putKeys(d, p, String(owner), [made.right])
  return yield* settleOne(d, p, made.right, now)
}

/** Inserts the rows of a new activity, and nothing of ours. */
export function* insertActivity(d: Dialect, p: CheckedPlan, a: ActivityPlan, w: Create, owner: string | number, now: Instant): Written<JustWritten> {
  const zones = checkZones(w.kind, w.fields)
  if (E.isLeft(zones)) return zones
  const wanted = wantedOf(w)
  const encoded = encodeFields(a, wanted, {})
  if (E.isLeft(encoded)) return encoded
  const key = yield* insertAll(d, p, a, { owner, now, key: w.ownKey }, encoded.right)
  return E.right({ id: activityIdOf(a.kind, key), wanted, ownKey: w.ownKey })
}

const keys: ManyInsert = { into: 'insert into ocs_mapped_keys (mapping, owner, own_key, activity_id)', columns: 4, tail: ' on conflict (mapping, owner, own_key) do update set activity_id = excluded.activity_id' }

/** Notes which activities an owner's keys have made. */
export const putKeys = (d: Dialect, p: CheckedPlan, owner: string, made: ReadonlyArray<JustWritten>): Program<void> => insertMany(d, keys, made.map((m) => [p.mapping.name, owner, m.ownKey, m.id]))

function* insertAll(d: Dialect, p: CheckedPlan, a: ActivityPlan, to: Omit<Defaulting, 'id'>, encoded: ReadonlyMap<Field, ReadonlyArray<Param>>): Program<string> {
  const { source } = a
  const made = newKey(p, source.id)
  const { owner, now } = to
  const at: Defaulting = { ...to, id: made }
  const fixed: ReadonlyArray<readonly [string, Param]> = [
    ...Object.entries(source.only ?? {}),
    ...(source.company === undefined ? [] : [[source.company.column, source.company.value] as const]),
    [columnOf(source.owner), owner],
    ...(source.deleted === undefined ? [] : [[columnOf(source.deleted), flagValues(source.deleted)[1]] as const]),
    ...(a.modified === null ? [] : [[a.modified.column, a.modified.encode(now)] as const]),
    ...(source.version === undefined ? [] : [[source.version, 1] as const])
  ]
  const main = new Map([...over(defaultsOf(source.defaults, at), cellsIn(encoded, '')), ...fixed])
  const key = yield* insertRow(p, source.table, source.id, made, main)
  const param = keyParam(p, source.table, source.id.column, key)
  for (const [name, part] of Object.entries(source.parts ?? {})) yield* insertPart(p, name, part.key, param, over(defaultsOf(part.defaults, { ...at, id: param }), cellsIn(encoded, name)))
  yield* writePeople(d, p, encoded, param, { ...at, id: param })
  return key
}

function* insertPart(p: CheckedPlan, part: string, keyColumn: string, key: Param, values: ReadonlyMap<string, Param>): Program<void> {
  yield* insertRow(p, part, null, null, new Map<string, Param>([...values, [keyColumn, key]]))
}

function* updateAll(d: Dialect, p: CheckedPlan, row: HostRow, now: Instant, encoded: ReadonlyMap<Field, ReadonlyArray<Param>>): Program<void> {
  const { plan: a } = row
  const { source } = a
  const key = keyParam(p, source.table, source.id.column, row.key)
  const at: Defaulting = { now, owner: row.owner, id: key, key: row.record?.ownKey ?? null }
  yield* updateRow(p, source.table, source.id.column, key, [...cellsIn(encoded, ''), ...stamps(a, now)], source.version)
  for (const [name, part] of Object.entries(source.parts ?? {})) {
    const values = cellsIn(encoded, name)
    if (values.length === 0) continue
    if (row.parts.has(name)) yield* updateRow(p, name, part.key, key, values)
    else yield* insertPart(p, name, part.key, key, over(defaultsOf(part.defaults, at), values))
  }
  yield* writePeople(d, p, encoded, key, at)
}

const stamps = (a: ActivityPlan, now: Instant): ReadonlyArray<readonly [string, Param]> => (a.modified === null ? [] : [[a.modified.column, a.modified.encode(now)]])

function* updateRow(p: CheckedPlan, table: string, keyColumn: string, key: Param, values: ReadonlyArray<readonly [string, Param]>, counter?: string): Program<void> {
  const sets = [...values.map(([column]) => `${quote(column)} = ?`), ...(counter === undefined ? [] : [`${quote(counter)} = ${quote(counter)} + 1`])]
  if (sets.length > 0) yield* execute(`update ${tableOf(p, table)} set ${sets.join(', ')} where ${quote(keyColumn)} = ?`, [...values.map(([, v]) => v), key])
}

/** Changes an activity of this owner and version: only the columns of the fields that the patch has. Errors: `NotFound`, `VersionMismatch`. */
export function* updateActivity(d: Dialect, p: CheckedPlan, w: UpdateActivity, now: Instant): Written<Activity> {
  const row = (yield* loadByIds(d, p, [w.id])).get(w.id)
  if (row === undefined) return E.left(notFound(`activity ${w.id}`))
  const before = decodeActivity(row)
  if (E.isLeft(before)) return before
  if (before.right.owner !== w.owner || before.right.kind !== w.kind) return E.left(notFound(`activity ${w.id}`))
  if (before.right.version !== w.version) return E.left(versionMismatch(`activity ${w.id}`))
  const wanted = new Map(Object.entries(w.patch).filter(([name, value]) => value !== undefined && name in before.right.fields))
  const zones = checkZones(w.kind, { ...before.right.fields, ...Object.fromEntries(wanted) } as FieldsOf[Kind])
  if (E.isLeft(zones)) return zones
  const encoded = encodeFields(row.plan, wanted, row.names)
  if (E.isLeft(encoded)) return encoded
  yield* updateAll(d, p, row, now, encoded.right)
  return yield* settleOne(d, p, { id: w.id, wanted, ownKey: row.record?.ownKey ?? null }, now)
}

/** Deletes an activity, or marks it as deleted; one that is gone already is a success. Errors: `NotFound` (another owner's), `VersionMismatch`. */
export function* deleteActivity(d: Dialect, p: CheckedPlan, w: DeleteActivity, now: Instant): Written<void> {
  const row = (yield* loadByIds(d, p, [w.id])).get(w.id)
  if (row === undefined) return E.right(undefined)
  const { plan: a } = row
  if (row.owner !== String(ownerParam(p, a, w.owner)) || a.kind !== w.kind) return E.left(notFound(`activity ${w.id}`))
  if (digestOf(row) !== w.version) return E.left(versionMismatch(`activity ${w.id}`))
  const { source } = a
  const key = keyParam(p, source.table, source.id.column, row.key)
  if (source.deleted === undefined) {
    for (const f of a.fields) if (f.people !== null) yield* removeAddresses(p, f.people, key)
    for (const [name, part] of Object.entries(source.parts ?? {})) yield* execute(`delete from ${tableOf(p, name)} where ${quote(part.key)} = ?`, [key])
    yield* execute(`delete from ${tableOf(p, source.table)} where ${quote(source.id.column)} = ?`, [key])
  } else yield* updateRow(p, source.table, source.id.column, key, [[columnOf(source.deleted), flagValues(source.deleted)[0]], ...stamps(a, now)], source.version)
  if (p.mapping.notice.by === 'triggers') return E.right(undefined)
  yield* forgetSeen(p, w.id, row.owner)
  yield* logChanges(d, p, [[w.id, row.owner]], now)
  return E.right(undefined)
}
