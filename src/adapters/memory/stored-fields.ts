/** Fields as they are stored: a patch merged in, and checked before anything is kept. */
import * as E from 'fp-ts/lib/Either.js'
import { fieldErrors } from '../../core/codec'
import { invalidPayload, type PortError } from '../../core/errors'
import { fieldNames, fieldsCodec, type Fields, type FieldsOf, type Kind, type Patch } from '../../core/model/fields'

/** The fields with what the patch holds of this kind's; absent keys, and keys of other kinds, are left alone. */
export const mergePatch = <K extends Kind>(kind: K, fields: FieldsOf[K], patch: Patch): FieldsOf[K] => {
  const from = patch as Readonly<Record<string, unknown>>
  const merged: Record<string, unknown> = { ...fields }
  for (const name of fieldNames[kind]) if (from[name] !== undefined) merged[name] = from[name]
  return merged as unknown as FieldsOf[K]
}

/** What a server would refuse is refused here too. Errors: `InvalidPayload`, with types and no values. */
export const checkFields = (kind: Kind, fields: Fields): E.Either<PortError, Fields> => {
  const codec = fieldsCodec[kind]
  if (codec.is(fields)) return E.right(fields)
  const decoded = codec.decode(fields)
  return E.left(invalidPayload(`${kind} fields`, E.isLeft(decoded) ? fieldErrors(decoded.left, false) : []))
}
