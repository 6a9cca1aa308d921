/** A SQL database as the ports see it: something that runs programs in transactions. */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { unavailable } from '../../core/errors'
import type { PortError } from '../../core/errors'
import type { Dialect } from './dialect'
import { preparing } from './driver'
import type { BoundStatement, SqliteConnection } from './driver'
import { portErrorOf } from './errors'
import { rollBack } from './migrate'
import type { Answer, Program, Statement } from './program'
import { decodeTexts, encodeParam } from './text'

/** An open database. `sqlStore` and `sqlCrm` take it; both may share one. */
export interface SqlDatabase {
  readonly dialect: Dialect
  /**
   * Runs a program in a transaction of its own. A program that answers `Left`, or whose statement fails, leaves nothing
   * behind; so does a commit that fails. A program may be run again from its beginning, where its transaction lost
   * against another one: it has no effects but its statements. Errors: those of the program, `Unavailable` when another
   * connection holds the database for longer than the busy timeout or the disk is full, and what else
   * {@link portErrorOf} makes of the driver's.
   */
  readonly transact: <A>(mode: 'read' | 'write', program: () => Program<E.Either<PortError, A>>) => TaskEither<PortError, A>
  /** Closes the file, or the pool if it is ours. Later calls answer `Unavailable`; closing twice is harmless. */
  readonly close: () => void
}

const nothing: Answer = { rows: [], id: '' }

/** A SQLite connection with our tables in it as a {@link SqlDatabase}. */
export const sqliteDatabase = (connection: SqliteConnection, dialect: Dialect): SqlDatabase => {
  const prepareNew = preparing(connection)
  const prepared = new Map<string, BoundStatement>()
  let open = true

  const prepare = (sql: string): BoundStatement => {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const statement = prepareNew(sql)
    prepared.set(sql, statement)
    return statement
  }

  const perform = ({ sql, params, wants }: Statement): Answer => {
    const bound = params.map(encodeParam)
    if (wants === 'rows') return { rows: prepare(sql).all(bound).map(decodeTexts), id: '' }
    const { lastInsertRowid } = prepare(sql).run(bound)
    return wants === 'id' ? { rows: [], id: String(lastInsertRowid) } : nothing
  }

  const drive = <A>(program: Program<A>): A => {
    let step = program.next()
    while (step.done !== true) {
      let answer: Answer
      try {
        answer = perform(step.value)
      } catch (e) {
        prepared.delete(step.value.sql)
        step = program.throw(e)
        continue
      }
      step = program.next(answer)
    }
    return step.value
  }

  const transactNow = <A>(mode: 'read' | 'write', program: () => Program<E.Either<PortError, A>>): E.Either<PortError, A> => {
    if (!open) return E.left(unavailable('the database is closed'))
    try {
      // Not as a prepared statement: one that is refused for a lock stays half executed in some drivers, and then no later commit succeeds.
      connection.exec(dialect.begin[mode])
    } catch (e) {
      return E.left(portErrorOf(e))
    }
    try {
      const result = drive(program())
      if (E.isRight(result)) connection.exec('commit')
      else rollBack(connection)
      return result
    } catch (e) {
      rollBack(connection)
      return E.left(portErrorOf(e))
    }
  }

  return {
    dialect,
    transact: (mode, program) => () => Promise.resolve(transactNow(mode, program)),
    close: () => {
      if (!open) return
      open = false
      prepared.clear()
      connection.close()
    }
  }
}
