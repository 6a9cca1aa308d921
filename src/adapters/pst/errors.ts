/** What goes wrong with a file, as the ports tell it. */
import { basename } from 'node:path'
import { invalidPayload, notFound, unauthorized, unavailable, unexpected, type PortError } from '../../core/errors'
import { PstDamage, PstRefused } from './format/damage'

const codeOf = (e: unknown): string => (typeof e === 'object' && e !== null && 'code' in e && typeof e.code === 'string' ? e.code : '')

/** Reading past the end of a buffer, a number out of range, bad deflated data: the marks of a file that is not what it says. */
const signsOfDamage = /^(ERR_OUT_OF_RANGE|ERR_BUFFER_OUT_OF_BOUNDS|ERR_STRING_TOO_LONG|ERR_BUFFER_TOO_LARGE|Z_[A-Z_]+)$/

/**
 * Translates an exception. `what` names the thing that was read: the file's base name, or an item's id.
 * `NotFound`: no such file. `InvalidPayload`: no data file, or a damaged part of one. `Unauthorized`: no right to read it.
 * `Unavailable`: the disk or network does not answer.
 */
export const toPortError = (e: unknown, path: string, what: string = basename(path)): PortError => {
  const file = basename(path)
  if (e instanceof PstRefused) return invalidPayload(file, [{ field: e.field, got: e.got, expected: e.expected }])
  if (e instanceof PstDamage) return invalidPayload(what, [{ field: 'file', got: `damage: ${e.message}`, expected: 'an intact Outlook data file' }])
  const code = codeOf(e)
  if (signsOfDamage.test(code) || e instanceof RangeError) return invalidPayload(what, [{ field: 'file', got: 'damage: a structure that cannot be', expected: 'an intact Outlook data file' }])
  switch (code) {
    case '':
      return unexpected(`reading ${what}`)
    case 'ENOENT':
    case 'ENOTDIR':
      return notFound(file)
    case 'EACCES':
    case 'EPERM':
      return unauthorized(`no right to read ${file}`)
    case 'EISDIR':
      return invalidPayload(file, [{ field: 'file', got: 'a directory', expected: 'an Outlook data file (.pst, .ost)' }])
    default:
      return unavailable(`${file}: ${code}`)
  }
}
