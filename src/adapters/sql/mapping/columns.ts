/** How a mapping names columns and says what stands in them. Plain data. */
import * as t from 'io-ts'
import { checked, integerBetween, oneOf, stringWhere } from '../../../core/codec'
import { dictionary, shape } from './shape'

/** A name of a table or column, exactly as the database has it: it is quoted wherever it is used. */
export const Name = stringWhere('a name of a table or column', (s) => s.length > 0 && s.length <= 128 && !/["\0]/.test(s) && !s.includes('.'))

/** A column of the activity's own table, `due_on`, or of one of its parts, `emails_text.to_addrs`. */
export const ColumnName = stringWhere('a column, or part.column', (s) => /^[^".\0]{1,128}(?:\.[^".\0]{1,128})?$/.test(s))

/** What may stand in a column as it is. */
export type Scalar = string | number | null
export const Scalar = checked('a text, a number or null', (u): u is Scalar => typeof u === 'string' || u === null || (typeof u === 'number' && Number.isFinite(u)))

/** Columns with a fixed value each: they choose the rows of a table, and are written on what is created. */
export type Constants = Readonly<Record<string, Scalar>>
export const Constants = dictionary('columns with a value each', ColumnName.is, Scalar)

/** How a point in time stands in a column: `2026-11-24 08:30:00` (UTC), `2026-11-24T08:30:00.000Z`, or a number since 1970. */
export type InstantFormat = 'datetime' | 'iso' | 'epochSeconds' | 'epochMilliseconds'
export const InstantFormat = oneOf('datetime', 'iso', 'epochSeconds', 'epochMilliseconds')

/** What a column is given on what is created: a value, the time, or the owner or id that the row gets, or the own key with which it is created. */
export type Default = Scalar | { readonly now: InstantFormat } | { readonly the: 'owner' | 'id' | 'key' }
const Default = t.union([Scalar, shape<{ readonly now: InstantFormat }>('{ now }', { now: InstantFormat }), shape<{ readonly the: 'owner' | 'id' | 'key' }>('{ the }', { the: oneOf('owner', 'id', 'key') })], "a value, { now: format } or { the: 'owner' | 'id' | 'key' }")
export type Defaults = Readonly<Record<string, Default>>
export const Defaults = dictionary('columns with a default each', ColumnName.is, Default as t.Type<Default, unknown, unknown>)

const orColumn = <A>(name: string, codec: t.Type<A, unknown, unknown>): t.Type<string | A, unknown, unknown> => t.union([ColumnName, codec], name)

/** A column of text. */
export type TextColumn =
  | string
  | {
      readonly column: string
      /** Our value, and the host's for it; of several, the first is written and all are read. */
      readonly values?: Readonly<Record<string, Scalar | ReadonlyArray<Scalar>>>
      /** Our value for what the table of values does not have. Left out, such a row cannot be read. */
      readonly otherwise?: string
      /** The name of one of the host's converters. */
      readonly convert?: string
      /** How many characters the column takes; a longer text is cut there, and we remember the whole. */
      readonly maxLength?: number
    }
const ValueTable = dictionary('our values, each with the host’s', () => true, t.union([Scalar, t.readonlyArray(Scalar)], 'a value, or a list of values') as t.Type<Scalar | ReadonlyArray<Scalar>, unknown, unknown>)
export const TextColumn: t.Type<TextColumn, unknown, unknown> = orColumn(
  'a column, or { column, values?, otherwise?, convert?, maxLength? }',
  shape<Exclude<TextColumn, string>>('a column of text', { column: ColumnName }, { values: ValueTable, otherwise: t.string, convert: t.string, maxLength: integerBetween(1, 1e9) })
)

/** A column that says yes or no; by default with 1 and 0. */
export type FlagColumn = string | { readonly column: string; readonly yes?: Scalar; readonly no?: Scalar }
export const FlagColumn: t.Type<FlagColumn, unknown, unknown> = orColumn('a column, or { column, yes?, no? }', shape<Exclude<FlagColumn, string>>('a flag', { column: ColumnName }, { yes: Scalar, no: Scalar }))

/** A column with a point in time; by default a `datetime`. */
export type InstantColumn = string | { readonly column: string; readonly format?: InstantFormat }
export const InstantColumn: t.Type<InstantColumn, unknown, unknown> = orColumn('a column, or { column, format? }', shape<Exclude<InstantColumn, string>>('an instant', { column: ColumnName }, { format: InstantFormat }))

/** A column with a date; with `clock`, one with a point in time: that clock time of the date in the mapping's zone. */
export type DateColumn = string | { readonly column: string; readonly clock?: string; readonly format?: InstantFormat }
const Clock = stringWhere('a clock time like 12:00:00', (s) => /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(s))
export const DateColumn: t.Type<DateColumn, unknown, unknown> = orColumn('a column, or { column, clock?, format? }', shape<Exclude<DateColumn, string>>('a date', { column: ColumnName }, { clock: Clock, format: InstantFormat }))

/** The primary key, and where new ones come from: `database` (the table numbers its rows), or else we make one: a UUID, 17 hexadecimal digits, or what the host's function of that name gives. */
export interface IdColumn {
  readonly column: string
  readonly made: 'database' | 'uuid' | 'hex17' | { readonly by: string }
}
export const IdColumn = shape<IdColumn>('{ column, made }', { column: Name, made: t.union([oneOf('database', 'uuid', 'hex17'), shape<{ readonly by: string }>('{ by }', { by: t.string })], "'database', 'uuid', 'hex17' or { by: the name of a function }") })

/** The column of a mention. */
export const columnOf = (c: string | { readonly column: string }): string => (typeof c === 'string' ? c : c.column)
