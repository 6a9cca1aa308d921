/** Codecs of single columns. A decoding error names the column and never shows what stands in it, as that may be content. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { checked, decodeWith } from '../../core/codec'
import { invalidPayload } from '../../core/errors'
import type { PortError } from '../../core/errors'
import { isKnownZone } from '../../time/zones'
import type { Row } from './program'

/** A whole number; better-sqlite3 and `node:sqlite` may be set to give bigints. */
export const Integer = checked('a whole number', (u): u is number | bigint => (typeof u === 'number' && Number.isInteger(u)) || typeof u === 'bigint')

/** 0 or 1. */
export const Flag = new t.Type<boolean, boolean, unknown>(
  '0 or 1',
  (u): u is boolean => typeof u === 'boolean',
  (u, c) => (Number(u) === 0 && u !== '' && u !== null ? t.success(false) : Number(u) === 1 ? t.success(true) : t.failure(u, c, '0 or 1')),
  t.identity
)

/** JSON text of something. */
export const jsonOf = <A>(codec: t.Type<A, unknown, unknown>): t.Type<A, unknown, unknown> =>
  new t.Type<A, unknown, unknown>(
    `JSON of ${codec.name}`,
    codec.is,
    (u, c) => {
      if (typeof u !== 'string') return t.failure(u, c, 'JSON text')
      try {
        return codec.validate(JSON.parse(u), c)
      } catch {
        return t.failure(u, c, 'JSON text')
      }
    },
    t.identity
  )

/** A column in which NULL stands for `value`. */
export const orElse = <A>(codec: t.Type<A, unknown, unknown>, value: A): t.Type<A, unknown, unknown> =>
  new t.Type<A, unknown, unknown>(`${codec.name}, or NULL`, codec.is, (u, c) => (u === null ? t.success(value) : codec.validate(u, c)), t.identity)

/** A time zone with which this runtime can reckon: one that it cannot would fail later, far from the row. */
export const KnownZone = checked('an IANA time zone that this runtime knows', (u): u is string => typeof u === 'string' && isKnownZone(u))

type Columns = ReadonlyArray<readonly [name: string, codec: t.Type<unknown, unknown, unknown>]>

/** By codec, of which there are as many as are written down in this program. */
const columnsOfCodecs = new WeakMap<object, Columns>()
const columnsOf = (codec: object): Columns | null => {
  if (!(codec instanceof t.InterfaceType)) return null
  const known = columnsOfCodecs.get(codec)
  if (known !== undefined) return known
  const columns: Columns = Object.entries(codec.props as t.Props)
  columnsOfCodecs.set(codec, columns)
  return columns
}

/** The row with its columns decoded one by one; `null` where one of them is wrong. What is of its type as it stands is kept as it is. */
const decodeColumns = (columns: Columns, row: Row): Row | null => {
  let decoded: Record<string, unknown> | null = null
  for (const [name, codec] of columns) {
    const value = row[name]
    if (codec.is(value)) continue
    const r = codec.validate(value, [])
    if (E.isLeft(r)) return null
    decoded ??= { ...row }
    decoded[name] = r.right
  }
  return decoded ?? row
}

/**
 * Decodes a row. `what` names it: `activity 42`. Nearly every row is right, and then no path has to be kept for an error
 * that does not come; one that is not right is decoded once more, for its errors.
 */
export const decodeRow = <A>(codec: t.Type<A, unknown, unknown>, what: string): ((row: Row) => E.Either<PortError, A>) => {
  const decode = decodeWith(codec, false)
  const columns = columnsOf(codec)
  return (row) => {
    const decoded = columns === null ? null : decodeColumns(columns, row)
    if (decoded !== null) return E.right(decoded as A)
    return pipe(
      decode(row),
      E.mapLeft((errors) => invalidPayload(what, errors))
    )
  }
}

/** The same for a codec that changes nothing of what it decodes: whatever is of its type is answered as it is. */
export const checkRow = <A>(codec: t.Type<A, unknown, unknown>, what: string): ((row: Row) => E.Either<PortError, A>) => {
  const decode = decodeRow(codec, what)
  return (row) => (codec.is(row) ? E.right(row) : decode(row))
}
