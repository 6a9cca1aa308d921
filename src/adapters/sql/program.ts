/**
 * Database work as a generator of statements. The same program is driven step by step without a pause on SQLite, whose
 * drivers are synchronous, so that nothing can come between two statements of a transaction, and can be awaited on a
 * server. A statement that fails throws the driver's error, or what stands for it, inside the program, at the place that
 * asked for it.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { CompiledQuery } from 'kysely'
import { stopsThePass } from '../../core/errors'
import type { PortError } from '../../core/errors'
import type { Param } from './driver'
import { portErrorOf } from './errors'

export type { Param } from './driver'

/** A row, its columns by name, not yet decoded. */
export type Row = Readonly<Record<string, unknown>>

/** One statement. Placeholders are `?`; `wants` is what the program will look at in the answer. */
export interface Statement {
  readonly sql: string
  readonly params: ReadonlyArray<Param>
  readonly wants: 'rows' | 'id' | 'nothing'
}

/** What a statement gave. */
export interface Answer {
  readonly rows: ReadonlyArray<Row>
  /** The generated key of the row just inserted, or `''`. */
  readonly id: string
}

/** Statements to execute in order, and what comes of them. */
export type Program<A> = Generator<Statement, A, Answer>

/** Runs a query. */
export function* select(sql: string, params: ReadonlyArray<Param>): Program<ReadonlyArray<Row>> {
  return (yield { sql, params, wants: 'rows' }).rows
}

/** Runs a query built with kysely. */
export function* selectBuilt(query: CompiledQuery<unknown>): Program<ReadonlyArray<Row>> {
  return (yield { sql: query.sql, params: query.parameters as ReadonlyArray<Param>, wants: 'rows' }).rows
}

/** Runs a statement whose answer does not matter. */
export function* execute(sql: string, params: ReadonlyArray<Param> = []): Program<void> {
  yield { sql, params, wants: 'nothing' }
}

/** Inserts one row and answers with its generated key. */
export function* insert(sql: string, params: ReadonlyArray<Param>): Program<string> {
  return (yield { sql, params, wants: 'id' }).id
}

/** Runs a part of a transaction that can fail by itself: what it wrote is then taken back, and the transaction goes on. */
export function* attempt<A>(part: Program<E.Either<PortError, A>>): Program<E.Either<PortError, A>> {
  yield* execute('savepoint ocs_part')
  let result: E.Either<PortError, A>
  try {
    result = yield* part
  } catch (e) {
    const error = portErrorOf(e)
    // No other part would fare better; and a transaction that lost against another one can only be done again as a whole.
    if (stopsThePass[error._tag]) throw e
    result = E.left(error)
  }
  // Where the database has already given up the whole transaction, this throws, and so fails the transaction.
  if (E.isLeft(result)) yield* execute('rollback to ocs_part')
  yield* execute('release ocs_part')
  return result
}
