/** Request bodies: JSON that is checked against a codec; what it does not know is refused, never dropped. */
import type * as t from 'io-ts'
import { badRequest, invalidProperty } from './answer'

const isRecord = (u: unknown): u is Readonly<Record<string, unknown>> => typeof u === 'object' && u !== null && !Array.isArray(u)

export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return badRequest('Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.')
  }
}

interface PartialCodec<A> extends t.Type<A, unknown, unknown> {
  readonly props: t.Props
}

/** The properties that a request sets. Annotations such as `@odata.type` are no properties. Refuses with 400. */
export const decodeBody = <A>(codec: PartialCodec<A>, body: unknown, type: string): A => {
  if (!isRecord(body)) return badRequest('Empty Payload. JSON content expected.')
  const given = Object.entries(body).filter(([name]) => !name.includes('@odata.'))
  for (const [name] of given) {
    if (!Object.hasOwn(codec.props, name)) return badRequest(`The property '${name.slice(0, 40)}' does not exist on type 'microsoft.graph.${type}' or cannot be set.`)
  }
  for (const [name, value] of given) {
    if (!codec.props[name]?.is(value)) return invalidProperty(`The property '${name}' has a value that is not valid.`)
  }
  const decoded = codec.decode(Object.fromEntries(given))
  return decoded._tag === 'Right' ? decoded.right : invalidProperty('A property has a value that is not valid.')
}
