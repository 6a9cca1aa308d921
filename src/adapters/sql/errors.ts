/** Translates what a SQLite driver throws. The one place that knows drivers' errors; no text of an error is passed on, as it can quote a row. */
import { alreadyExists, invalidPayload, notFound, unauthorized, unavailable, unexpected } from '../../core/errors'
import type { PortError } from '../../core/errors'
import { ProgramFailure } from './failure'

/** Result codes by number, for `node:sqlite`, which gives no names. https://sqlite.org/rescode.html */
const names: Readonly<Record<number, string>> = {
  3: 'SQLITE_PERM',
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  7: 'SQLITE_NOMEM',
  8: 'SQLITE_READONLY',
  9: 'SQLITE_INTERRUPT',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  18: 'SQLITE_TOOBIG',
  19: 'SQLITE_CONSTRAINT',
  23: 'SQLITE_AUTH',
  26: 'SQLITE_NOTADB',
  787: 'SQLITE_CONSTRAINT_FOREIGNKEY',
  1555: 'SQLITE_CONSTRAINT_PRIMARYKEY',
  2067: 'SQLITE_CONSTRAINT_UNIQUE'
}

const propertyOf = (e: unknown, key: string): unknown => (typeof e === 'object' && e !== null ? Reflect.get(e, key) : undefined)

/** `SQLITE_BUSY`, `SQLITE_CONSTRAINT_UNIQUE`…; `null` for what is no error of SQLite. */
const codeOf = (e: unknown): string | null => {
  const code = propertyOf(e, 'code')
  if (typeof code === 'string' && code.startsWith('SQLITE_')) return code
  const number = propertyOf(e, 'errcode')
  return typeof number === 'number' ? (names[number] ?? names[number & 0xff] ?? `SQLITE_${number}`) : null
}

/** The error of a file that SQLite cannot read as a database. */
export const notADatabase = (got: string): PortError => invalidPayload('database file', [{ field: '(root)', got, expected: 'a SQLite database of this library' }])

const ofCode = (code: string): PortError => {
  if (code === 'SQLITE_CONSTRAINT_FOREIGNKEY') return notFound('the row that a row refers to')
  if (code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY') return alreadyExists('a row with the same key')
  // Extended codes add a suffix to the primary one: SQLITE_BUSY_SNAPSHOT, SQLITE_IOERR_WRITE.
  switch (code.split('_')[1] ?? '') {
    case 'BUSY':
    case 'LOCKED':
      return unavailable(`another connection holds the database (${code})`)
    case 'FULL':
      return unavailable(`the disk or the database is full (${code})`)
    case 'IOERR':
    case 'CANTOPEN':
    case 'NOMEM':
    case 'INTERRUPT':
      return unavailable(`the database file cannot be read or written (${code})`)
    case 'READONLY':
    case 'PERM':
    case 'AUTH':
      return unauthorized(`the database may not be written (${code})`)
    case 'NOTADB':
    case 'CORRUPT':
      return notADatabase(`a file that is damaged or something else (${code})`)
    case 'CONSTRAINT':
      return invalidPayload('row', [{ field: '(root)', got: code, expected: 'a row that the constraints of its table allow' }])
    case 'TOOBIG':
      return invalidPayload('row', [{ field: '(root)', got: code, expected: 'values within the size limit of SQLite' }])
    default:
      return unexpected(`SQLite answered ${code}`)
  }
}

/** What was thrown, as a {@link PortError}. */
export const portErrorOf = (e: unknown): PortError => {
  if (e instanceof ProgramFailure) return e.error
  const code = codeOf(e)
  return code === null ? unexpected(`the SQL adapter failed: ${e instanceof Error ? e.name : typeof e}`) : ofCode(code)
}
