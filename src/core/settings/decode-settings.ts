import * as E from 'fp-ts/lib/Either.js'
import { decodeWith, type FieldError } from '../codec'
import { fieldNames, type Kind } from '../model/fields'
import { Settings } from './settings'

/** What was expected in place of a name that is no kind and field; `null` where it is one. */
const expectedField = (name: string): string | null => {
  const [kind = '', field = ''] = name.split('.')
  if (!Object.hasOwn(fieldNames, kind)) return "a kind and a field like 'appointment.time'"
  const names: ReadonlyArray<string> = fieldNames[kind as Kind]
  return name === `${kind}.${field}` && names.includes(field) ? null : `a field of that kind: ${names.join(', ')}`
}

/**
 * Decodes settings from anything (B9): missing keys get their defaults, everything wrong is listed, each with its field,
 * what came and what was expected. `{}` and `undefined` give the defaults.
 */
export const decodeSettings = (input: unknown): E.Either<ReadonlyArray<FieldError>, Settings> => {
  const decoded = decodeWith(Settings)(input ?? {})
  if (E.isLeft(decoded)) return decoded
  const s = decoded.right
  const errors: Array<FieldError> = []
  for (const key of Object.keys(s.conflict.fields)) {
    const expected = expectedField(key)
    if (expected !== null) errors.push({ field: `conflict.fields.${key}`, got: `string "${key}"`, expected })
  }
  if (s.firstRun.from !== null && s.firstRun.to !== null && s.firstRun.from > s.firstRun.to)
    errors.push({ field: 'firstRun.to', got: `string "${s.firstRun.to}"`, expected: `a date on or after firstRun.from, ${s.firstRun.from}` })
  if (s.attachments.minBytes > s.attachments.maxBytes)
    errors.push({ field: 'attachments.maxBytes', got: `number ${s.attachments.maxBytes}`, expected: `at least attachments.minBytes, ${s.attachments.minBytes}` })
  return errors.length > 0 ? E.left(errors) : E.right(s)
}
