/** A Postgres database as the ports see it. */
import * as E from 'fp-ts/lib/Either.js'
import { unavailable } from '../../../core/errors'
import type { PortError } from '../../../core/errors'
import type { SqlDatabase } from '../database'
import type { Answer, Program } from '../program'
import { decodeTexts } from '../text'
import { withTransaction } from './connection'
import type { Send } from './connection'
import type { OwnedPool } from './connection-pool'
import { postgresDialect } from './dialect'
import { queryOf } from './statement'

/** An open Postgres database. */
export interface PostgresDatabase extends SqlDatabase {
  /** Closes the pool if it is ours, and resolves when its connections have ended. Later calls answer `Unavailable`. */
  readonly close: () => Promise<void>
}

/** How often a transaction is run that keeps losing against others. Of those that change the same row, one wins each time. */
const mostRuns = 16
const longestPauseMs = 300

/** By chance, because those who lost together would else meet again. */
const pause = (run: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(longestPauseMs, 5 * 2 ** run)))

const nothing: Answer = { rows: [], id: '' }

/** Runs a program, a statement at a time. */
const drive = async <A>(send: Send, program: Program<A>): Promise<A> => {
  let step = program.next()
  while (step.done !== true) {
    const { value } = step
    let answer: Answer = nothing
    try {
      const { rows } = await send(queryOf(value))
      if (value.wants === 'rows') answer = { rows: rows.map(decodeTexts), id: '' }
      if (value.wants === 'id') answer = { rows: [], id: String((rows[0] as { readonly id: unknown } | undefined)?.id ?? '') }
    } catch (e) {
      step = program.throw(e)
      continue
    }
    step = program.next(answer)
  }
  return step.value
}

/** A pool of connections to a database with our tables in it. `settings` is added to each begin. */
export const postgresDatabase = (pool: OwnedPool, settings: string): PostgresDatabase => {
  let open = true

  const transact = async <A>(mode: 'read' | 'write', program: () => Program<E.Either<PortError, A>>): Promise<E.Either<PortError, A>> => {
    for (let run = 1; ; run += 1) {
      if (!open) return E.left(unavailable('the database is closed'))
      const { result, again } = await withTransaction(pool, `${postgresDialect.begin[mode]}; ${settings}`, (send) => drive(send, program()))
      if (!again || run === mostRuns) return result
      await pause(run)
    }
  }

  return {
    dialect: postgresDialect,
    transact: (mode, program) => () => transact(mode, program),
    close: async () => {
      if (!open) return
      open = false
      await pool.end()
    }
  }
}
