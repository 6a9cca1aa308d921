/** Records that have exactly the keys that they may have: a misspelt key would otherwise be passed over in silence. */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'

type Codecs = Readonly<Record<string, t.Mixed>>

const isRecord = (u: unknown): u is Readonly<Record<string, unknown>> => typeof u === 'object' && u !== null && !Array.isArray(u)

/** Fails for each key that is missing, wrong, or not known. Nothing is rewritten: what comes out is what came in. */
export const shape = <A>(name: string, required: Codecs, optional: Codecs = {}): t.Type<A, unknown, unknown> => {
  const keys = [...Object.keys(required), ...Object.keys(optional)]
  const validate: t.Validate<unknown, A> = (u, c) => {
    if (!isRecord(u)) return t.failure(u, c, name)
    const errors: t.Errors = []
    for (const [key, codec] of [...Object.entries(required), ...Object.entries(optional)]) {
      if (u[key] === undefined && key in optional) continue
      const decoded = codec.validate(u[key], t.appendContext(c, key, codec, u[key]))
      if (E.isLeft(decoded)) errors.push(...decoded.left)
    }
    for (const key of Object.keys(u)) if (!keys.includes(key)) errors.push({ value: u[key], context: t.appendContext(c, key, t.unknown, u[key]), message: `no such key; there are ${keys.join(', ')}` })
    return errors.length === 0 ? t.success(u as A) : t.failures(errors)
  }
  return new t.Type<A, unknown, unknown>(name, (u): u is A => E.isRight(validate(u, [])), validate, t.identity)
}

/** A record of any keys that pass, each with a value of one form. */
export const dictionary = <A>(name: string, isKey: (key: string) => boolean, value: t.Type<A, unknown, unknown>): t.Type<Readonly<Record<string, A>>, unknown, unknown> => {
  const validate: t.Validate<unknown, Readonly<Record<string, A>>> = (u, c) => {
    if (!isRecord(u)) return t.failure(u, c, name)
    const errors: t.Errors = []
    for (const [key, v] of Object.entries(u)) {
      const context = t.appendContext(c, key, value, v)
      if (!isKey(key)) errors.push({ value: v, context, message: name })
      const decoded = value.validate(v, context)
      if (E.isLeft(decoded)) errors.push(...decoded.left)
    }
    return errors.length === 0 ? t.success(u as Readonly<Record<string, A>>) : t.failures(errors)
  }
  return new t.Type(name, (u): u is Readonly<Record<string, A>> => E.isRight(validate(u, [])), validate, t.identity)
}
