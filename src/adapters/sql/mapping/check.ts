/** Comparing a plan with the database: whether its tables and columns are there, hold what the mapping says, and take what we write. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { FieldError } from '../../../core/codec'
import { invalidPayload } from '../../../core/errors'
import type { PortError } from '../../../core/errors'
import type { SqlDatabase } from '../database'
import type { Dialect } from '../dialect'
import { select } from '../program'
import type { Program } from '../program'
import { tableOf } from './checked-plan'
import type { CheckedPlan, ColumnType } from './checked-plan'
import type { Holds } from './column-use'
import type { MappingFunctions } from './functions'
import type { Mapping } from './mapping'
import { compileMapping } from './plan'
import type { Plan } from './plan'
import { triggerNames } from './triggers'

interface Column {
  readonly declared: string
  readonly type: ColumnType
  readonly required: boolean
  readonly key: number
}
type Table = ReadonlyMap<string, Column>

/** Postgres says its types in one way; on SQLite a type is whatever words stand there. */
const typeOf = (declared: string): ColumnType => {
  const d = declared.toLowerCase()
  if (d === '' || d === 'any') return 'any'
  if (d.startsWith('timestamp') || d === 'datetime') return d.includes('with time zone') ? 'timestamptz' : 'timestamp'
  if (d === 'date') return 'date'
  if (/^bool/.test(d)) return 'boolean'
  if (/int/.test(d) && !d.startsWith('interval') && !d.startsWith('point')) return 'integer'
  if (d === 'character' || d === 'bpchar') return 'padded'
  if (/char|text|clob|json/.test(d)) return 'text'
  if (d === 'uuid') return 'uuid'
  if (/blob|bytea|binary/.test(d)) return 'bytes'
  return /num|dec|real|float|double/.test(d) ? 'number' : 'other'
}

const text: ReadonlyArray<ColumnType> = ['text', 'padded', 'any']
const takes: { readonly [H in Exclude<Holds, 'any'>]: { readonly types: ReadonlyArray<ColumnType>; readonly words: string } } = {
  text: { types: text, words: 'text' },
  key: { types: [...text, 'integer', 'uuid'], words: 'a key: text, a whole number or a UUID' },
  flag: { types: ['boolean', 'integer', 'number', 'any'], words: 'yes or no: a boolean, or 0 and 1' },
  number: { types: ['integer', 'number', 'any'], words: 'a number' },
  bytes: { types: ['bytes', 'any'], words: 'bytes' },
  date: { types: [...text, 'date'], words: 'a date; a column with a time of day needs clock' },
  datetime: { types: [...text, 'timestamp'], words: 'a point in time as datetime, without a zone' },
  iso: { types: [...text, 'timestamptz'], words: 'a point in time as iso' },
  epochSeconds: { types: ['integer', 'number', 'any'], words: 'a number of seconds' },
  epochMilliseconds: { types: ['integer', 'number', 'any'], words: 'a number of milliseconds' }
}

function* readTable(d: Dialect, p: Plan, table: string): Program<Table> {
  // A name on SQLite is a value; on Postgres it is looked up as it would be in a statement.
  const rows = yield* select(d.columnsOf, [d.columnsOf.includes('regclass') ? tableOf(p, table) : table])
  return new Map(rows.map((r) => [String(r['name']), { declared: String(r['type']), type: typeOf(String(r['type'])), required: Number(r['required']) !== 0, key: Number(r['key']) }]))
}

function* missingTriggers(d: Dialect, p: Plan): Program<ReadonlyArray<FieldError>> {
  if (p.mapping.notice.by !== 'triggers') return []
  const errors: Array<FieldError> = []
  for (const [table, names] of triggerNames(p)) {
    const there = (yield* select(d.triggersOf, [d.triggersOf.includes('regclass') ? tableOf(p, table) : table])).map((r) => String(r['name']))
    for (const name of names) if (!there.includes(name)) errors.push({ field: table, got: `no trigger ${name}`, expected: 'the triggers that changeTriggers prints' })
  }
  return errors
}

/** Compares. Errors: `InvalidPayload` of `mapping`, with all that is wrong, by table and column. */
export function* checkPlan(d: Dialect, p: Plan): Program<E.Either<PortError, CheckedPlan>> {
  const errors: Array<FieldError> = []
  const tables = new Map<string, Table>()
  for (const { table, at, key, filled } of p.findings.tables) {
    const columns = tables.get(table) ?? (yield* readTable(d, p, table))
    tables.set(table, columns)
    if (columns.size === 0) {
      errors.push({ field: table, got: 'no such table', expected: `a table, for ${at}` })
      continue
    }
    const found = key === null ? undefined : columns.get(key)
    if (key !== null && found !== undefined && found.key !== 1) errors.push({ field: `${table}.${key}`, got: found.key === 0 ? 'a column that is no primary key' : 'a part of a primary key', expected: `the primary key of ${table}, for ${at}.id` })
    if (filled === null) continue
    for (const [name, c] of columns) {
      if (c.required && !filled.includes(name) && !(c.key === 1 && c.type === 'integer')) errors.push({ field: `${table}.${name}`, got: 'nothing for a column that is NOT NULL and has no default', expected: `a value in defaults, for ${at}` })
    }
  }
  const types = new Map<string, ColumnType>()
  for (const { table, column, holds, at } of p.findings.columns) {
    const columns = tables.get(table)
    if (columns === undefined || columns.size === 0) continue
    const c = columns.get(column)
    if (c === undefined) {
      errors.push({ field: `${table}.${column}`, got: 'no such column', expected: `a column of ${table}, for ${at}` })
      continue
    }
    types.set(`${table}.${column}`, c.type)
    if (holds !== 'any' && !takes[holds].types.includes(c.type)) errors.push({ field: `${table}.${column}`, got: c.declared, expected: `${takes[holds].words}, for ${at}` })
  }
  if (errors.length === 0) errors.push(...(yield* missingTriggers(d, p)))
  const once = [...new Map(errors.map((e) => [JSON.stringify(e), e])).values()]
  return once.length > 0 ? E.left(invalidPayload('mapping', once)) : E.right({ ...p, types })
}

/** Compiles a mapping and compares it with the database. */
export const readyMapping = (db: SqlDatabase, mapping: unknown, functions: MappingFunctions): TE.TaskEither<PortError, CheckedPlan> =>
  pipe(
    TE.fromEither(compileMapping(mapping, functions)),
    TE.chain((plan) => db.transact('read', () => checkPlan(db.dialect, plan)))
  )

/**
 * Whether a mapping is right by itself and fits the database: to be run when it is written, and when the host has
 * changed its tables. `sqlCrm` does the same before its first call. Errors: `InvalidPayload` of `mapping`, each of whose
 * errors names the table and the column.
 */
export const checkMapping = (db: SqlDatabase, mapping: Mapping, functions: MappingFunctions = {}): TE.TaskEither<PortError, void> => TE.map((): void => undefined)(readyMapping(db, mapping, functions))
