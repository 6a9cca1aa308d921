/** A connection for as long as one transaction needs it. */
import * as E from 'fp-ts/lib/Either.js'
import type { PortError } from '../../../core/errors'
import { portErrorOf } from '../errors'
import type { PooledConnection, PostgresPool, PostgresQuery, PostgresResult } from './client'
import { StatementFailure, statementFailure } from './errors'

/** Sends one query. Throws `StatementFailure`. */
export type Send = (query: PostgresQuery) => Promise<PostgresResult>

/** What came of a transaction. */
export interface Outcome<A> {
  readonly result: E.Either<PortError, A>
  /** It lost against another transaction and has left nothing: all of it can be done again. */
  readonly again: boolean
}

const sendOn =
  (connection: PooledConnection): Send =>
  async (query) => {
    try {
      return await connection.query(query)
    } catch (e) {
      throw statementFailure(e)
    }
  }

/** Whether the connection is good for another transaction. */
const rollBack = async (send: Send): Promise<boolean> => {
  try {
    await send({ text: 'rollback' })
    return true
  } catch {
    return false
  }
}

/**
 * Begins, works, and commits what answers `Right`; whatever else happens is rolled back, and a connection on which even
 * that fails is not used again. Where the connection is lost while it commits, nobody can tell whether it has:
 * the answer is `Unavailable`, and doing it again has to be harmless.
 */
const transactOn = async <A>(connection: PooledConnection, begin: string, work: (send: Send) => Promise<E.Either<PortError, A>>): Promise<Outcome<A> & { readonly sound: boolean }> => {
  const plain = sendOn(connection)
  // A program that goes on after a failure is told of that one again, and not that it came too late.
  let failed: StatementFailure | null = null
  const send: Send = async (query) => {
    try {
      return await plain(query)
    } catch (e) {
      const failure = statementFailure(e)
      if (!failure.comesTooLate) failed = failure
      throw failed ?? failure
    }
  }
  try {
    await plain({ text: begin })
    const result = await work(send)
    if (E.isLeft(result)) return { result, again: false, sound: await rollBack(plain) }
    const { command } = await plain({ text: 'commit' })
    // After a failure that nobody took back the server answers a commit with a rollback, and no error.
    if (command === 'ROLLBACK') throw failed ?? new TypeError('rolled back')
    return { result, again: false, sound: true }
  } catch (e) {
    const sound = await rollBack(plain)
    return { result: E.left(portErrorOf(e)), again: e instanceof StatementFailure && e.lostAgainstAnother, sound }
  }
}

/** Does some work in one transaction on a connection of the pool. */
export const withTransaction = async <A>(pool: PostgresPool, begin: string, work: (send: Send) => Promise<E.Either<PortError, A>>): Promise<Outcome<A>> => {
  let connection: PooledConnection
  try {
    connection = await pool.connect()
  } catch (e) {
    return { result: E.left(statementFailure(e).error), again: false }
  }
  // The query under way fails by itself; unheard, the event would end the process.
  const ignore = (): void => undefined
  connection.on?.('error', ignore)
  let sound = false
  try {
    const outcome = await transactOn(connection, begin, work)
    sound = outcome.sound
    return outcome
  } finally {
    connection.removeListener?.('error', ignore)
    connection.release(!sound)
  }
}
