/** Creating, changing and deleting activities. Each looks before it writes, so that an answer `Left` has written nothing. */
import * as E from 'fp-ts/lib/Either.js'
import { invalidPayload, notFound, versionMismatch } from '../../../core/errors'
import type { PortError } from '../../../core/errors'
import type { Activity } from '../../../core/model/activity'
import { fieldNames } from '../../../core/model/fields'
import type { FieldsOf, Kind } from '../../../core/model/fields'
import type { Instant } from '../../../core/model/time'
import type { CreateActivity, CrmWrite, DeleteActivity, UpdateActivity } from '../../../core/ports/crm'
import { isKnownZone } from '../../../time/zones'
import type { Dialect } from '../dialect'
import { execute, insert, select } from '../program'
import type { Param, Program } from '../program'
import { attributeColumns, contactColumns, fieldColumns } from './activity-columns'
import { decodeActivity, rowIdOf } from './activity-row'
import { readActivity, selectByOwnKey } from './read'

/** A create of any kind. */
export type Create = CreateActivity<'email'> | CreateActivity<'appointment'> | CreateActivity<'task'>
type Written<A> = Program<E.Either<PortError, A>>

const perKind = (of: (kind: Kind) => string): { readonly [K in Kind]: string } => ({ email: of('email'), appointment: of('appointment'), task: of('task') })

const insertNames = (kind: Kind): ReadonlyArray<string> => ['kind', 'owner', 'own_key', 'modified_at', ...contactColumns.names, ...attributeColumns.names, ...fieldColumns[kind].names]

const insertRows = (kind: Kind, rows: number): string => {
  const names = insertNames(kind)
  const row = `(${names.map(() => '?').join(', ')})`
  return `insert into activities (${names.join(', ')}) values ${Array.from({ length: rows }, () => row).join(', ')}`
}

const insertSql = perKind((kind) => insertRows(kind, 1))

const updateSql = perKind(
  (kind) => `update activities set ${fieldColumns[kind].names.map((n) => `${n} = ?`).join(', ')}, version = version + 1, modified_at = ? where id = ?`
)

const valuesOf = <K extends Kind>(kind: K, fields: FieldsOf[K]): ReadonlyArray<Param> => fieldColumns[kind].valuesOf(fields)

/** A zone that no one here could reckon with would be stored and then never be read. */
export const checkZones = (kind: Kind, fields: FieldsOf[Kind]): E.Either<PortError, void> => {
  if (kind !== 'appointment' || !('time' in fields) || fields.time.allDay) return E.right(undefined)
  const unknown = (['start', 'end'] as const).filter((end) => !fields.time.allDay && !isKnownZone(fields.time[end].zone))
  return unknown.length === 0
    ? E.right(undefined)
    : E.left(invalidPayload('appointment', unknown.map((end) => ({ field: `time.${end}.zone`, got: 'string', expected: 'an IANA time zone that this runtime knows' }))))
}

/** Own keys that may be taken. Looked up once for a whole batch, because a look for each costs as much as the insert. */
export type TakenKeys = Set<string>

/** As one text. */
export const takenKey = (owner: string, key: string): string => JSON.stringify([owner, key])

/** The own keys of the creates among the writes that stand on an activity already. */
export function* readTakenKeys(d: Dialect, writes: ReadonlyArray<CrmWrite>): Program<TakenKeys> {
  const byOwner = new Map<string, Array<string>>()
  for (const w of writes) {
    if (w._tag !== 'CreateActivity') continue
    const keys = byOwner.get(w.owner) ?? []
    keys.push(w.ownKey)
    byOwner.set(w.owner, keys)
  }
  const taken: TakenKeys = new Set()
  for (const [owner, keys] of byOwner) {
    const rows = yield* select(`select own_key from activities where owner = ? and deleted = 0 and ${d.isOneOf('own_key')}`, [owner, d.list(keys)])
    for (const row of rows) taken.add(takenKey(owner, String(row['own_key'])))
  }
  return taken
}

const activityOf = (w: Create, id: string, modifiedAt: Instant): Activity => {
  const common = { id, version: '1', owner: w.owner, contact: w.contact, ownKey: w.ownKey, attributes: w.attributes, modifiedAt }
  switch (w.kind) {
    case 'email':
      return { kind: w.kind, ...common, fields: w.fields }
    case 'appointment':
      return { kind: w.kind, ...common, fields: w.fields }
    case 'task':
      return { kind: w.kind, ...common, fields: w.fields }
  }
}

/** Creates an activity, unless the owner has one with this key: then that one is the answer. */
export function* createActivity(d: Dialect, w: Create, now: Instant, taken: TakenKeys): Written<Activity> {
  const key = takenKey(w.owner, w.ownKey)
  if (taken.has(key)) {
    const [first] = yield* selectByOwnKey(d, w.owner, [w.ownKey])
    if (first !== undefined) return decodeActivity(first)
  }
  const zones = checkZones(w.kind, w.fields)
  if (E.isLeft(zones)) return zones
  const id = yield* insert(insertSql[w.kind], rowOf(w, now))
  taken.add(key)
  return E.right(activityOf(w, id, now))
}

const rowOf = (w: Create, now: Instant): ReadonlyArray<Param> => [w.kind, w.owner, w.ownKey, now, ...contactColumns.valuesOf(w.contact), ...attributeColumns.valuesOf(w.attributes), ...valuesOf(w.kind, w.fields)]

/** Creates activities of one kind and owner by one statement. Their keys are not taken and all different, and their zones are known. */
export function* createTogether(creates: ReadonlyArray<Create>, now: Instant): Program<ReadonlyArray<Activity>> {
  const [first] = creates
  if (first === undefined) return []
  // Each by its key, as nothing says in which order rows are answered.
  const rows = yield* select(`${insertRows(first.kind, creates.length)} returning id, own_key`, creates.flatMap((w) => rowOf(w, now)))
  const ids = new Map(rows.map((r) => [String(r['own_key']), String(r['id'])]))
  return creates.map((w) => activityOf(w, ids.get(w.ownKey) ?? '', now))
}

/** The activity as it will be. The patch and the activity are of one kind, which has been checked; of the patch, only that kind's fields count. */
const patched = (a: Activity, w: UpdateActivity, modifiedAt: Instant): Activity => {
  const given = Object.entries(w.patch).filter(([name, value]) => value !== undefined && (fieldNames[a.kind] as ReadonlyArray<string>).includes(name))
  return { ...a, version: String(Number(a.version) + 1), modifiedAt, fields: { ...a.fields, ...Object.fromEntries(given) } } as Activity
}

/** Changes an activity of this owner and version. Errors: `NotFound`, `VersionMismatch`. */
export function* updateActivity(w: UpdateActivity, now: Instant): Written<Activity> {
  const found = yield* readActivity(w.id)
  if (found === null) return E.left(notFound(`activity ${w.id}`))
  if (E.isLeft(found)) return found
  const { right: before } = found
  if (before.owner !== w.owner || before.kind !== w.kind) return E.left(notFound(`activity ${w.id}`))
  if (before.version !== w.version) return E.left(versionMismatch(`activity ${w.id}`))
  const after = patched(before, w, now)
  const zones = checkZones(after.kind, after.fields)
  if (E.isLeft(zones)) return zones
  yield* execute(updateSql[after.kind], [...valuesOf(after.kind, after.fields), now, rowIdOf(w.id)])
  return E.right(after)
}

/** Marks an activity as deleted; one that is gone already is a success. Its row is not decoded: a row that cannot be read can be deleted. Errors: `NotFound` (another owner's), `VersionMismatch`. */
export function* deleteActivity(w: DeleteActivity, now: Instant): Written<void> {
  const id = rowIdOf(w.id)
  if (id === null) return E.right(undefined)
  const [row] = yield* select('select owner, kind, version, deleted from activities where id = ?', [id])
  if (row === undefined || Number(row['deleted']) !== 0) return E.right(undefined)
  if (row['owner'] !== w.owner || row['kind'] !== w.kind) return E.left(notFound(`activity ${w.id}`))
  if (String(row['version']) !== w.version) return E.left(versionMismatch(`activity ${w.id}`))
  yield* execute('update activities set deleted = 1, version = version + 1, modified_at = ? where id = ?', [now, id])
  return E.right(undefined)
}

