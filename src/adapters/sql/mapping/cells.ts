/** What stands in one column of the host, both ways. A value that cannot be read says so by what was expected, never by what stands there. */
import * as E from 'fp-ts/lib/Either.js'
import { describeType } from '../../../core/codec'
import type { FieldError } from '../../../core/codec'
import { LocalDateTime, PlainDate } from '../../../core/model/time'
import type { Instant } from '../../../core/model/time'
import { toInstant, toLocal } from '../../../time/zones'
import type { Param } from '../driver'
import { columnOf } from './columns'
import type { DateColumn, FlagColumn, InstantColumn, InstantFormat, Scalar, TextColumn } from './columns'
import type { Holds, TableUse } from './column-use'
import { formatInstant, parseInstant } from './host-texts'

/** A column, and what is written to it and read from it. */
export interface Cell<A> {
  /** The name of the part in which the column is; `''`: the activity's own table. */
  readonly part: string
  readonly table: string
  readonly column: string
  readonly encode: (a: A) => Param
  /** `Left`: what was expected. */
  readonly decode: (raw: unknown) => E.Either<string, A>
  /** What is compared to see whether the column changed: the same for the same value, however the driver gives it. */
  readonly normal: (raw: unknown) => Scalar
}
/** A cell of whatever; only its own `decode` gives values to its `encode`. */
export type AnyCell = Pick<Cell<never>, 'part' | 'table' | 'column' | 'normal'>

/** Reads a cell. */
export const readCell = <A>(cell: Cell<A>, raw: unknown): E.Either<FieldError, A> =>
  E.mapLeft((expected: string): FieldError => ({ field: `${cell.table}.${cell.column}`, got: describeType(raw), expected }))(cell.decode(raw))

/** The value as the driver gives it, without what drivers differ in. */
export const plain = (raw: unknown): Scalar => (raw === null || raw === undefined ? null : typeof raw === 'string' || typeof raw === 'number' ? raw : typeof raw === 'boolean' ? Number(raw) : String(raw))

const place = (use: TableUse, column: string, holds: Holds, at: string): Pick<Cell<never>, 'part' | 'table' | 'column'> => use.column(column, holds, at)

const sameScalar = (a: Scalar, b: Scalar): boolean => a === b || (a !== null && b !== null && String(a) === String(b))

const listOf = (v: Scalar | ReadonlyArray<Scalar>): ReadonlyArray<Scalar> => (typeof v === 'object' && v !== null ? v : [v])

const cut = (text: string, most: number): string => (text.length <= most ? text : [...text].slice(0, most).join(''))

/** A text, or nothing. Where there is a table of values, one that it does not have is written as nothing. */
export const textCell = (use: TableUse, c: TextColumn, at: string, holds: Holds = 'text'): Cell<string | null> => {
  const { values, otherwise, convert, maxLength } = typeof c === 'string' ? {} : c
  const converter = convert === undefined ? null : use.converter(convert, columnOf(c), at)
  const table = values === undefined ? null : Object.entries(values).map(([ours, theirs]) => [ours, listOf(theirs)] as const)
  const toHost = (a: string | null): Param => {
    if (converter !== null) return converter.encode(a)
    if (a === null) return null
    if (table !== null) return table.find(([ours]) => ours === a)?.[1][0] ?? null
    return maxLength === undefined ? a : cut(a, maxLength)
  }
  const toUs = (raw: Scalar): E.Either<string, string | null> => {
    if (converter !== null) return E.right(converter.decode(raw))
    const ours = table?.find(([, theirs]) => theirs.some((v) => sameScalar(v, raw)))?.[0]
    if (ours !== undefined) return E.right(ours)
    if (otherwise !== undefined && (table !== null || raw === null)) return E.right(otherwise)
    if (table === null || raw === null) return E.right(raw === null ? null : String(raw))
    return E.left(`one of ${table.flatMap(([, theirs]) => theirs).join(', ')}`)
  }
  return {
    ...place(use, columnOf(c), values === undefined && convert === undefined ? holds : 'any', at),
    encode: toHost,
    decode: (raw) => {
      try {
        return toUs(plain(raw))
      } catch {
        return E.left('what its converter takes')
      }
    },
    normal: plain
  }
}

/** One of a few values of ours. A table of values has to have all of them, so that none is lost. */
export const choiceCell = <A extends string>(use: TableUse, c: TextColumn, at: string, allowed: ReadonlyArray<A>): Cell<A> => {
  const cell = textCell(use, c, at)
  const values = typeof c === 'string' ? undefined : c.values
  for (const given of values === undefined ? [] : Object.keys(values)) if (!(allowed as ReadonlyArray<string>).includes(given)) use.wrong(cell.column, `value ${given}`, `values of ${allowed.join(', ')}, for ${at}`)
  for (const a of allowed) if (values !== undefined && !(a in values)) use.wrong(cell.column, `no value for ${a}`, `a value for each of ${allowed.join(', ')}, for ${at}`)
  return {
    ...cell,
    decode: (raw) =>
      E.chain((a: string | null): E.Either<string, A> => (a !== null && (allowed as ReadonlyArray<string>).includes(a) ? E.right(a as A) : E.left(`one of ${allowed.join(', ')}`)))(cell.decode(raw))
  }
}

/** Yes or no. */
export const flagCell = (use: TableUse, c: FlagColumn, at: string): Cell<boolean> => {
  const { yes = 1, no = 0 } = typeof c === 'string' ? {} : c
  const custom = typeof c !== 'string' && (c.yes !== undefined || c.no !== undefined)
  return {
    ...place(use, columnOf(c), custom ? 'any' : 'flag', at),
    encode: (a) => (a ? yes : no),
    decode: (raw) => {
      const value = plain(raw)
      if (sameScalar(value, yes)) return E.right(true)
      return value === null || sameScalar(value, no) ? E.right(false) : E.left(`${String(yes)} or ${String(no)}`)
    },
    normal: plain
  }
}

/** A whole number. */
export const numberCell = (use: TableUse, column: string, at: string): Cell<number | null> => ({
  ...place(use, column, 'number', at),
  encode: (a) => a,
  decode: (raw) => {
    const value = plain(raw)
    const number = value === null ? null : Number(value)
    return number === null || Number.isInteger(number) ? E.right(number) : E.left('a whole number')
  },
  normal: plain
})

const formatOf = (c: InstantColumn): InstantFormat => (typeof c === 'string' ? 'datetime' : (c.format ?? 'datetime'))

/** A point in time. */
export const instantCell = (use: TableUse, c: InstantColumn, at: string): Cell<Instant> => {
  const format = formatOf(c)
  return {
    ...place(use, columnOf(c), format, at),
    encode: (a) => formatInstant(a, format),
    decode: (raw) => {
      const instant = parseInstant(raw, format)
      return instant === null ? E.left(`a point in time as ${format}`) : E.right(instant)
    },
    normal: (raw) => parseInstant(raw, format) ?? plain(raw)
  }
}

/** A date, or nothing. */
export const dateCell = (use: TableUse, c: DateColumn, at: string, zone: string): Cell<PlainDate | null> => {
  const { clock, format = 'datetime' } = typeof c === 'string' ? {} : c
  if (clock !== undefined) {
    const cell = instantCell(use, { column: columnOf(c), format }, at)
    return {
      ...cell,
      encode: (a) => (a === null ? null : cell.encode(toInstant({ local: `${a}T${clock}`, zone }))),
      decode: (raw) => (raw === null ? E.right(null) : E.map((i: Instant): string | null => toLocal(i, zone).slice(0, 10))(cell.decode(raw)))
    }
  }
  return {
    ...place(use, columnOf(c), 'date', at),
    encode: (a) => a,
    decode: (raw) => (raw === null ? E.right(null) : PlainDate.is(raw) ? E.right(raw) : E.left('a date like 2026-11-24')),
    normal: plain
  }
}

/** Wall time, or a date where it lasts whole days. */
export const localCell = (use: TableUse, column: string, at: string): Cell<string> => ({
  ...place(use, column, 'text', at),
  encode: (a) => a,
  decode: (raw) => (LocalDateTime.is(raw) || PlainDate.is(raw) ? E.right(raw) : E.left('a local time like 2026-11-24T09:30:00, or a date')),
  normal: plain
})
