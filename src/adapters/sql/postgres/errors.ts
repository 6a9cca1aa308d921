/** Translates what a Postgres driver throws. The one place that knows its errors; no text of an error is passed on, as it can quote a row. */
import { alreadyExists, invalidPayload, notFound, unauthorized, unavailable, unexpected } from '../../../core/errors'
import type { PortError } from '../../../core/errors'
import { ProgramFailure } from '../failure'

/** A statement that the server refused, or did not answer. Thrown inside the program that asked for it. */
export class StatementFailure extends ProgramFailure {
  constructor(
    error: PortError,
    /** The server's code; `''` where it is not the server that failed. */
    private readonly state: string
  ) {
    super(error)
  }

  /** The transaction lost against another one, and can do all of it again. */
  get lostAgainstAnother(): boolean {
    return this.state === '40001' || this.state === '40P01'
  }

  /** An earlier statement has failed, after which the server takes none but a rollback. */
  get comesTooLate(): boolean {
    return this.state === '25P02'
  }
}

const codeOf = (e: unknown): string => {
  const code: unknown = typeof e === 'object' && e !== null ? Reflect.get(e, 'code') : undefined
  return typeof code === 'string' ? code : ''
}

/** An error of the server has a code of five characters. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const isSqlState = (code: string): boolean => /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]+$/.test(code)

const inRow = (code: string, expected: string): PortError => invalidPayload('row', [{ field: '(root)', got: code, expected }])

const ofState = (code: string): PortError | null => {
  switch (code) {
    case '23503':
      return notFound('the row that a row refers to')
    case '23505':
      return alreadyExists('a row with the same key')
    case '25006':
      return unauthorized(`the database may only be read (${code})`)
    case '25P03':
    case '25P04':
      return unavailable(`the transaction was idle or open for too long (${code})`)
    case '3D000':
      return notFound(`the database (${code})`)
    case '3F000':
      return notFound(`the schema (${code})`)
    case '40001':
    case '40P01':
      return unavailable(`other transactions kept changing the same rows (${code})`)
    case '42501':
      return unauthorized(`the role may not do this (${code})`)
    case '42P01':
    case '42703':
    case '42883':
      return unavailable(`a table, column or function of this library is missing: has openPostgres made them, in this schema? (${code})`)
    case '42P07':
    case '42710':
      return alreadyExists(`something with the name of a table or function of this library (${code})`)
    case '53100':
      return unavailable(`the disk is full (${code})`)
    case '55P03':
      return unavailable(`another connection holds the row or table (${code})`)
    case '57014':
      return unavailable(`the statement took too long, or was cancelled (${code})`)
    default:
      return null
  }
}

/** By the first two characters, which are the class. */
const ofClass = (code: string): PortError => {
  switch (code.slice(0, 2)) {
    case '08':
    case '57':
      return unavailable(`the server ended the connection, or takes none (${code})`)
    case '22':
    case '23':
      return inRow(code, 'a row that the columns and constraints of its table allow')
    case '28':
      return unauthorized(`the server does not let this role in (${code})`)
    case '53':
    case '58':
      return unavailable(`the server is out of something it needs (${code})`)
    case '54':
      return inRow(code, 'values within the size limits of Postgres')
    default:
      return unexpected(`Postgres answered ${code}`)
  }
}

/** `pg` tells of a connection that broke by an `Error` without a code; a mistake in what we handed it is a TypeError or the like. */
const ofDriver = (e: unknown, code: string): PortError => {
  if (code !== '') return unavailable(`no connection to the database (${code})`)
  return e instanceof Error && e.name === 'Error' ? unavailable('the connection to the database was lost') : unexpected(`the Postgres driver failed: ${e instanceof Error ? e.name : typeof e}`)
}

/** What a query or a connect threw. */
export const statementFailure = (e: unknown): StatementFailure => {
  if (e instanceof StatementFailure) return e
  const code = codeOf(e)
  if (!isSqlState(code)) return new StatementFailure(ofDriver(e, code), '')
  return new StatementFailure(ofState(code) ?? ofClass(code), code)
}
