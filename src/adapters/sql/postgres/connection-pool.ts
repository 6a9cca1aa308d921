/** Where connections come from: the host's pool, one of our own, or one connection that a function opens. */
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { unsupported } from '../../../core/errors'
import type { PortError } from '../../../core/errors'
import type { PooledConnection, PostgresPool, SingleConnection } from './client'

/** A pool, and how it is closed. */
export interface OwnedPool extends PostgresPool {
  readonly end: () => Promise<void>
}

const connectWithinMs = 10_000

const loadPg = TE.tryCatch(
  async () => (await import('pg')).default,
  (): PortError => unsupported('Postgres without a driver: run "npm install pg", or give openPostgres a pool of your own')
)

/** A pool of `pg`, which is loaded now. Errors: `Unsupported` where it is not installed. */
export const poolOf = (connectionString: string, size: number, statementTimeoutMs: number): TE.TaskEither<PortError, OwnedPool> =>
  pipe(
    loadPg,
    TE.map((pg): OwnedPool => {
      const pool = new pg.Pool({
        connectionString,
        max: size,
        connectionTimeoutMillis: connectWithinMs,
        application_name: 'outlook-crm-sync',
        allowExitOnIdle: true,
        keepAlive: true,
        // The server's own limit comes first; this one is for a server that has gone without a word.
        ...(statementTimeoutMs === 0 ? {} : { query_timeout: statementTimeoutMs + connectWithinMs })
      })
      // A connection that ends while nobody uses it is no one's failure; unheard, the event would end the process.
      pool.on('error', () => undefined)
      return { connect: () => pool.connect(), end: () => pool.end() }
    })
  )

/** One connection, opened when it is first needed and again after it was lost, and used by one transaction after the other. */
export const singlePool = (open: () => Promise<SingleConnection>): OwnedPool => {
  let present: SingleConnection | null = null
  let turn: Promise<void> = Promise.resolve()

  const forget = (connection: SingleConnection): void => {
    if (present === connection) present = null
  }
  const opened = async (): Promise<SingleConnection> => {
    if (present !== null) return present
    const connection = await open()
    connection.on?.('error', () => forget(connection))
    present = connection
    return connection
  }
  const lend = (connection: SingleConnection, done: () => void): PooledConnection => ({
    query: (q) => connection.query(q),
    on: (event, listener) => connection.on?.(event, listener),
    removeListener: (event, listener) => connection.removeListener?.(event, listener),
    release: (destroy) => {
      if (destroy === true) {
        forget(connection)
        connection.end().catch(() => undefined)
      }
      done()
    }
  })
  return {
    connect: async () => {
      const before = turn
      let done = (): void => undefined
      turn = new Promise((resolve) => (done = resolve))
      await before
      try {
        return lend(await opened(), done)
      } catch (e) {
        done()
        throw e
      }
    },
    end: async () => {
      await turn
      await present?.end()
      present = null
    }
  }
}
