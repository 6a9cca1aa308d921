/** Codecs for what Graph leaves out. A property that was not selected is missing, and one without a value is `null`: to us both are `null`. */
import * as t from 'io-ts'
import { stringWhere } from '../../../core/codec'
import { isGraphId } from './item-id'

/** The codec's value, or `null` where the property is missing or `null`. Anything else that the codec refuses is an error. */
export const optional = <A>(codec: t.Type<A, unknown, unknown>): t.Type<A | null, unknown, unknown> =>
  new t.Type<A | null, unknown, unknown>(
    `${codec.name}, or nothing`,
    (u): u is A | null => u === null || codec.is(u),
    (u, context) => (u === null || u === undefined ? t.success(null) : codec.validate(u, context)),
    (a) => a
  )

/** A list, whose name says nothing of its members. */
export const listOf = <C extends t.Mixed>(codec: C): t.ReadonlyArrayC<C> => t.readonlyArray(codec, 'a list')

/** A text that has to be there and not empty. `what` names it. */
export const present = (what: string): t.Type<string, string, unknown> => stringWhere(`${what}, not empty`, (s) => s.length > 0)

/** An id of Graph. */
export const GraphId = stringWhere('an id of Graph', isGraphId)
