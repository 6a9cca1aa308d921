/** A codec for an object whose every key has a default and in which an unknown key is an error, so that a typing mistake is not silently ignored. */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'

type Entry = readonly [codec: t.Mixed, initial: unknown]
type Entries = { readonly [key: string]: Entry }
type Values<P extends Entries> = { readonly [K in keyof P]: t.TypeOf<P[K][0]> }

/** A key and the nearest known one, if it is near enough to be meant. */
const nearest = (key: string, known: ReadonlyArray<string>): string | undefined => {
  const distance = (a: string, b: string): number => {
    let row = Array.from({ length: b.length + 1 }, (_, j) => j)
    for (let i = 1; i <= a.length; i++) {
      const next = [i]
      for (let j = 1; j <= b.length; j++) next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)))
      row = next
    }
    return row[b.length] ?? 0
  }
  const best = known.map((k) => ({ k, d: distance(key.toLowerCase(), k.toLowerCase()) })).sort((a, b) => a.d - b.d)[0]
  return best !== undefined && best.d <= Math.max(2, Math.floor(best.k.length / 3)) ? best.k : undefined
}

/** Fills in the default of every missing (`undefined`) key; refuses keys that are not there. A default is decoded like any input, so nested defaults can be written `{}`. */
export const withDefaults = <P extends Entries>(name: string, entries: P): t.Type<Values<P>, Values<P>, unknown> => {
  const keys = Object.keys(entries)
  return new t.Type<Values<P>, Values<P>, unknown>(
    `an object (${name})`,
    (u): u is Values<P> => typeof u === 'object' && u !== null && keys.every((k) => (entries[k] as Entry)[0].is((u as Record<string, unknown>)[k])),
    (u, c) => {
      if (typeof u !== 'object' || u === null || Array.isArray(u)) return t.failure(u, c, `an object (${name})`)
      const input = u as Record<string, unknown>
      const errors: Array<t.ValidationError> = []
      const out: Record<string, unknown> = {}
      for (const key of Object.keys(input)) {
        if (Object.hasOwn(entries, key)) continue
        const meant = nearest(key, keys)
        const message = meant === undefined ? `no such setting; there are: ${keys.join(', ')}` : `no such setting; did you mean '${meant}'?`
        errors.push({ value: input[key], context: [...c, { key, type: t.undefined, actual: input[key] }], message })
      }
      for (const key of keys) {
        const [codec, initial] = entries[key] as Entry
        const value = input[key] === undefined ? initial : input[key]
        const r = codec.validate(value, [...c, { key, type: codec, actual: value }])
        if (E.isLeft(r)) errors.push(...r.left)
        else out[key] = r.right
      }
      return errors.length > 0 ? t.failures(errors) : t.success(out as Values<P>)
    },
    t.identity
  )
}
