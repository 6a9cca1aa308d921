/** The host's row and what we remember of it, as an activity. */
import { createHash } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import { decodeWith, describeType } from '../../../core/codec'
import type { FieldError } from '../../../core/codec'
import { invalidPayload } from '../../../core/errors'
import type { PortError } from '../../../core/errors'
import { Activity } from '../../../core/model/activity'
import { instantOf } from '../../../core/model/time'
import { plain, readCell } from './cells'
import type { Scalar } from './columns'
import { columnOf } from './columns'
import type { Field } from './field'
import type { HostRow } from './rows'

/** What a field's columns have, in the form in which it is compared. */
export const normalOf = (row: HostRow, f: Field): ReadonlyArray<Scalar> => {
  const raw = row.raw.get(f.name) ?? []
  return f.people === null ? f.cells.map((c, i) => c.normal(raw[i])) : raw.map(plain)
}

/**
 * A digest of all that is mapped of a row, with the time of its change and its counter where there are any: the
 * activity's version. It rests on nothing that the host has to do right, and is another whenever the activity is.
 */
export const digestOf = (row: HostRow): string => {
  const modified = row.plan.modified === null ? null : row.plan.modified.normal(row.modified)
  const all = [row.owner, modified, row.version, row.record?.ownKey ?? null, row.plan.fields.map((f) => normalOf(row, f)), row.record?.kept ?? {}]
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 32)
}

const same = (a: ReadonlyArray<Scalar>, b: ReadonlyArray<Scalar>): boolean => a.length === b.length && a.every((v, i) => v === b[i])

/** A field's value: what we remember, where the columns are still as they were when it was written; else what they say. */
export const valueOf = (row: HostRow, f: Field): E.Either<FieldError, unknown> => {
  const kept = f.remembered ? row.record?.kept[f.name] : undefined
  if (kept !== undefined && same(kept.as, normalOf(row, f))) return E.right(kept.value)
  return f.decode(row.raw.get(f.name) ?? [], row.lookups)
}

const epoch = instantOf(0)

const modifiedAt = (row: HostRow): E.Either<FieldError, string> => (row.plan.modified === null || row.modified === null ? E.right(row.record?.changedAt ?? epoch) : readCell(row.plan.modified, row.modified))

const decodeWhole = decodeWith(Activity, false)

/** The activity. Errors: `InvalidPayload`, naming table and column. */
export const decodeActivity = (row: HostRow): E.Either<PortError, Activity> => {
  const errors: Array<FieldError> = []
  const take = (read: E.Either<FieldError, unknown>): unknown => {
    if (E.isRight(read)) return read.right
    errors.push(read.left)
    return undefined
  }
  const { plan } = row
  const values = new Map(plan.fields.map((f) => [f.name, take(valueOf(row, f))]))
  const owner = take(readCell(plan.owner, row.owner))
  if (typeof owner !== 'string' || owner === '') errors.push({ field: `${plan.source.table}.${columnOf(plan.source.owner)}`, got: describeType(owner), expected: 'an owner' })
  const at = take(modifiedAt(row))
  const named = (prefix: string): Readonly<Record<string, unknown>> => Object.fromEntries([...values].filter(([n]) => n.startsWith(prefix)).map(([n, v]) => [n.slice(prefix.length), v]))
  if (errors.length > 0) return E.left(invalidPayload(`activity ${row.id}`, errors))
  const whole = {
    kind: plan.kind,
    id: row.id,
    version: digestOf(row),
    owner,
    contact: values.get('contact'),
    ownKey: row.record?.ownKey ?? null,
    attributes: named('attributes.'),
    modifiedAt: at,
    fields: Object.fromEntries([...values].filter(([n]) => n !== 'contact' && !n.startsWith('attributes.')))
  }
  return E.mapLeft((wrong: ReadonlyArray<FieldError>) => invalidPayload(`activity ${row.id}`, wrong.map((e) => ({ ...e, field: `${plan.source.table}, ${e.field}` }))))(decodeWhole(whole))
}
