/** What a case expects, with messages short enough to read in a list. */
import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type PortError, type PortErrorTag, showPortError } from '../../core/errors'
import { ContractFailure } from './contract-case'

const atMost = 200

const show = (u: unknown): string => {
  const text = u === undefined ? 'nothing' : (JSON.stringify(u) ?? String(u))
  return text.length <= atMost ? text : `${text.slice(0, atMost)}…`
}

/** Fails the case. */
export const failCase = (what: string, expected: string, came: string): never => {
  throw new ContractFailure(what, expected, came)
}

export const expectThat = (holds: boolean, what: string, expected: string, came: unknown): void => {
  if (!holds) failCase(what, expected, show(came))
}

/** JSON with the keys in order, so that two records compare equal whatever order their keys came in. */
const canonical = (u: unknown): string =>
  JSON.stringify(u, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) : value
  ) ?? 'undefined'

const isRecord = (u: unknown): u is { readonly [key: string]: unknown } => u !== null && typeof u === 'object' && !Array.isArray(u)

/** What is read at a glance, and so is shown whole. */
const glance = 100

/** Of two long records that are not equal, only where they part: `the activity, version`. */
const failWithDifference = (what: string, came: unknown, expected: unknown): void => {
  if (isRecord(came) && isRecord(expected) && Math.max(canonical(came).length, canonical(expected).length) > glance) {
    const key = [...Object.keys(expected), ...Object.keys(came)].find((k) => canonical(came[k]) !== canonical(expected[k]))
    if (key !== undefined) return failWithDifference(`${what}, ${key}`, came[key], expected[key])
  }
  failCase(what, show(expected), show(came))
}

/** Equal as JSON. */
export const expectEqual = (what: string, came: unknown, expected: unknown): void => {
  if (canonical(came) !== canonical(expected)) failWithDifference(what, came, expected)
}

/** Equal as JSON, in any order. */
export const expectSameSet = (what: string, came: ReadonlyArray<unknown>, expected: ReadonlyArray<unknown>): void => {
  const sorted = (all: ReadonlyArray<unknown>): ReadonlyArray<string> => all.map(canonical).sort()
  if (canonical(sorted(came)) !== canonical(sorted(expected))) failCase(what, `${show(expected)} in any order`, show(came))
}

export const expectRight = <A>(what: string, e: Either<PortError, A>): A => (e._tag === 'Right' ? e.right : failCase(what, 'an answer', showPortError(e.left)))

export const expectLeft = (what: string, e: Either<PortError, unknown>, tag: PortErrorTag): PortError => {
  if (e._tag === 'Right') return failCase(what, tag, `the answer ${show(e.right)}`)
  return e.left._tag === tag ? e.left : failCase(what, tag, showPortError(e.left))
}

/** Runs a call of a port, none of which may throw or reject. */
export const settle = async <A>(what: string, task: TaskEither<PortError, A>): Promise<Either<PortError, A>> => {
  try {
    return await task()
  } catch (e) {
    return failCase(what, 'an Either', `a throw of ${e instanceof Error ? e.name : typeof e}`)
  }
}

/** Runs a call of a port that has to succeed. */
export const ask = async <A>(what: string, task: TaskEither<PortError, A>): Promise<A> => expectRight(what, await settle(what, task))

/** The one element of a list that has to have one. */
export const only = <A>(what: string, all: ReadonlyArray<A>): A => (all.length === 1 ? (all[0] as A) : failCase(what, 'exactly one', `${all.length}`))

/** The element at an index that has to be there. */
export const at = <A>(what: string, all: ReadonlyArray<A>, index: number): A =>
  index < all.length ? (all[index] as A) : failCase(what, `at least ${index + 1}`, `${all.length}`)

/** Texts that are nearly this one: a prefix, one character more, another case. Where there are no letters, there is no other case. */
export const nearMisses = (text: string): ReadonlyArray<string> =>
  [text.slice(0, -1), `${text}0`, text.toUpperCase(), text.toLowerCase(), `%${text.slice(1)}`, `_${text.slice(1)}`].filter((s, i, all) => s !== text && s !== '' && all.indexOf(s) === i)
