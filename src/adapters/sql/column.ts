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

/** Decodes a row. `what` names it: `activity 42`. */
export const decodeRow = <A>(codec: t.Type<A, unknown, unknown>, what: string): ((row: Row) => E.Either<PortError, A>) => {
  const decode = decodeWith(codec, false)
  return (row) =>
    pipe(
      decode(row),
      E.mapLeft((errors) => invalidPayload(what, errors))
    )
}
