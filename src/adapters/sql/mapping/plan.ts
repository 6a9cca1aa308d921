/** A mapping, decoded and compiled: what every statement and every row goes by. */
import * as E from 'fp-ts/lib/Either.js'
import { decodeWith } from '../../../core/codec'
import type { FieldError } from '../../../core/codec'
import { invalidPayload } from '../../../core/errors'
import type { PortError } from '../../../core/errors'
import { kinds } from '../../../core/model/fields'
import type { Kind } from '../../../core/model/fields'
import { checkIdFunction, useAddressRows } from './address-use'
import { flagCell, instantCell, textCell } from './cells'
import type { Cell } from './cells'
import { useTable } from './column-use'
import type { Findings, TableUse } from './column-use'
import { columnOf } from './columns'
import type { Constants } from './columns'
import type { Field } from './field'
import { fieldsOf } from './fields'
import type { MappingFunctions } from './functions'
import { Mapping } from './mapping'
import type { ActivityTable, EmailTable } from './mapping'
import { namesField } from './names'
import { useOthers } from './other-tables'

/** The table of one kind. */
export interface ActivityPlan {
  readonly kind: Kind
  readonly source: ActivityTable
  readonly use: TableUse
  readonly owner: Cell<string | null>
  readonly deleted: Cell<boolean> | null
  readonly modified: Cell<string> | null
  readonly fields: ReadonlyArray<Field>
  /** The column with the names of those whose addresses are rows of their own. */
  readonly names: Field | null
}

/** All of it. */
export interface Plan {
  readonly mapping: Mapping
  readonly zone: string
  readonly functions: MappingFunctions
  readonly activities: ReadonlyMap<Kind, ActivityPlan>
  readonly findings: Findings
}

const wrong = (errors: ReadonlyArray<FieldError>): E.Either<PortError, never> => E.left(invalidPayload('mapping', errors))

const compileActivity = (findings: Findings, functions: MappingFunctions, mapping: Mapping, kind: Kind, source: ActivityTable, zone: string): ActivityPlan => {
  const at = `activities.${kind}`
  const { table, parts = {}, only = {}, company, defaults = {}, version } = source
  const use = useTable(findings, table, parts, functions.converters ?? {})
  use.column(source.id.column, 'key', `${at}.id`)
  checkIdFunction(findings, functions, table, source.id)
  for (const column of Object.keys(only)) use.column(column, 'any', `${at}.only`)
  if (company !== undefined) use.column(company.column, 'any', `${at}.company`)
  for (const column of Object.keys(defaults)) use.column(column, 'any', `${at}.defaults`)
  if (version !== undefined) use.column(version, 'number', `${at}.version`)
  const plan: ActivityPlan = {
    kind,
    source,
    use,
    owner: textCell(use, source.owner, `${at}.owner`, 'key'),
    deleted: source.deleted === undefined ? null : flagCell(use, source.deleted, `${at}.deleted`),
    modified: source.modifiedAt === undefined ? null : instantCell(use, source.modifiedAt, `${at}.modifiedAt`),
    fields: fieldsOf(use, kind, source, at, zone),
    names: namesField(use, 'names' in source ? (source as EmailTable).names : undefined, `${at}.names`)
  }
  if (plan.modified === null && mapping.notice.by !== 'comparison') findings.errors.push({ field: `${table}.modifiedAt`, got: 'undefined', expected: `the column with the time of the last change, which notice by ${mapping.notice.by} needs, for ${at}` })
  for (const f of plan.fields) if (f.people !== null) useAddressRows(findings, functions, f.people, `${at}.${f.name}`, true)
  const ownOf = (part: string): ReadonlyArray<string> => [...plan.fields, ...(plan.names === null ? [] : [plan.names])].flatMap((f) => f.cells.filter((c) => c.part === part).map((c) => c.column))
  const fixed = [source.id.made === 'database' ? undefined : source.id.column, columnOf(source.owner), company?.column, version, source.deleted === undefined ? undefined : columnOf(source.deleted), source.modifiedAt === undefined ? undefined : columnOf(source.modifiedAt)]
  findings.tables.push({ table, at, key: source.id.column, filled: [...fixed.filter((c) => c !== undefined), ...Object.keys(only), ...Object.keys(defaults), ...ownOf('')] })
  for (const [name, part] of Object.entries(parts)) {
    useTable(findings, name, {}, {}).column(part.key, 'key', `${at}.parts.${name}.key`)
    for (const column of Object.keys(part.defaults ?? {})) useTable(findings, name, {}, {}).column(column, 'any', `${at}.parts.${name}.defaults`)
    findings.tables.push({ table: name, at: `${at}.parts.${name}`, key: null, filled: [part.key, ...ownOf(name), ...Object.keys(part.defaults ?? {})] })
  }
  if (source.contact?.as === 'parent' && source.contact.person !== undefined && mapping.contacts?.persons === undefined) use.wrong(source.contact.id, 'no contacts.persons', `the persons of the register, as a parent may be one, for ${at}.contact`)
  return plan
}

const sameRows = (a: ActivityTable, b: ActivityTable): boolean => a.table === b.table && !Object.entries(a.only ?? {}).some(([column, value]) => column in (b.only ?? {}) && (b.only as Constants)[column] !== value)

/** How owners are translated. The log has one reader an owner, so all tables have to say the same. */
const ownersOf = ({ owner }: ActivityTable): string => JSON.stringify(typeof owner === 'string' ? [] : [owner.values, owner.convert, owner.otherwise])

/** Decodes a mapping and compiles it, whatever is wrong with it: the findings say. Errors: `InvalidPayload` where it has not the form of one. */
export const planOf = (u: unknown, functions: MappingFunctions): E.Either<PortError, Plan> => {
  const decoded = decodeWith(Mapping)(u)
  return E.isLeft(decoded) ? wrong(decoded.left) : E.right(compile(decoded.right, functions))
}

/** Decodes and compiles a mapping. Errors: `InvalidPayload` of `mapping`, with all that is wrong, by table and column where there is one. */
export const compileMapping = (u: unknown, functions: MappingFunctions): E.Either<PortError, Plan> => E.chain((p: Plan) => (p.findings.errors.length > 0 ? wrong(p.findings.errors) : E.right(p)))(planOf(u, functions))

const compile = (mapping: Mapping, functions: MappingFunctions): Plan => {
  const findings: Findings = { columns: [], tables: [], errors: [] }
  const zone = mapping.zone ?? 'UTC'
  const activities = new Map<Kind, ActivityPlan>()
  for (const kind of kinds) {
    const source = mapping.activities[kind]
    if (source === undefined) continue
    for (const other of activities.values()) if (sameRows(source, other.source)) findings.errors.push({ field: `${source.table}.only`, got: `the rows of both ${other.kind} and ${kind}`, expected: 'a column with another value for each kind' })
    const [first] = activities.values()
    if (first !== undefined && ownersOf(first.source) !== ownersOf(source)) findings.errors.push({ field: `${source.table}.${columnOf(source.owner)}`, got: `another table of values or converter than for ${first.kind}`, expected: 'the same owners in all kinds' })
    activities.set(kind, compileActivity(findings, functions, mapping, kind, source, zone))
  }
  if (activities.size === 0) findings.errors.push({ field: 'activities', got: 'none', expected: 'a table for at least one kind' })
  useOthers(findings, functions, mapping)
  return { mapping, zone, functions, activities, findings }
}
