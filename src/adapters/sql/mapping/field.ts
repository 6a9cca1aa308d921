/** A field of an activity, as the columns that it stands in. */
import * as E from 'fp-ts/lib/Either.js'
import type { FieldError } from '../../../core/codec'
import type { Param } from '../driver'
import { readCell } from './cells'
import type { AnyCell, Cell } from './cells'
import type { AddressRows } from './mapping'

/** What was read of a field: the values of its columns in their order; or the addresses that its rows have. */
export type Raw = ReadonlyArray<unknown>

/** What decoding may need beside the row. */
export interface Lookups {
  /** The contact of a person, or `null`. */
  readonly contactOf: (person: string) => string | null
}

/** One field, of whatever type; only what its own `decode` gave, or the model has under its name, goes into its `encode`. */
export interface Field {
  readonly name: string
  readonly cells: ReadonlyArray<AnyCell>
  /** Where its addresses are, if they are rows of their own. */
  readonly people: AddressRows | null
  /**
   * Whether we remember what the columns cannot hold. The value we remember counts for as long as the columns are as we
   * wrote them: what a person writes there always wins.
   */
  readonly remembered: boolean
  readonly encode: (value: unknown) => ReadonlyArray<Param>
  readonly decode: (raw: Raw, lookups: Lookups) => E.Either<FieldError, unknown>
}

/** Keeps the type of a field until it is among others. */
export const field = <A>(
  name: string,
  cells: ReadonlyArray<AnyCell>,
  encode: (value: A) => ReadonlyArray<Param>,
  decode: (raw: Raw, lookups: Lookups) => E.Either<FieldError, A>,
  remembered = true
): Field => ({ name, cells, people: null, remembered, encode: encode as (value: unknown) => ReadonlyArray<Param>, decode })

/** A field of one column. */
export const fieldOf = <A>(name: string, cell: Cell<A>): Field => field<A>(name, [cell], (a) => [cell.encode(a)], ([raw]) => readCell(cell, raw))

/** A field that the host has no column for: what we remember of it, or else `value`. */
export const fieldWithout = <A>(name: string, value: A): Field => field<A>(name, [], () => [], () => E.right(value))
