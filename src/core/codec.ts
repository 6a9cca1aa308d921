/**
 * The io-ts building blocks that every codec of the model is made of: values that are checked
 * for what they mean (a real date, a known zone) and errors that a person can read.
 */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'

/** What is wrong with one field of an input: where, what came, what was expected. */
export interface FieldError {
  /** Path from the root of the input, as a JavaScript accessor: `kinds.email.direction`, `items[3].id`. */
  readonly field: string
  /** What came, as its type and, for short harmless values, the value: `number 7`, `string "bot"`, `undefined`. */
  readonly got: string
  /** What was expected, in words. */
  readonly expected: string
}

const quoteAtMost = 40

/** Describes a value by type and, for short scalars only, by content. Never prints long strings, objects or arrays. */
export const describeValue = (u: unknown): string => {
  if (u === null) return 'null'
  if (Array.isArray(u)) return `array of ${u.length}`
  if (typeof u === 'string') return u.length <= quoteAtMost ? `string ${JSON.stringify(u)}` : `string of ${u.length} characters`
  if (typeof u === 'number' || typeof u === 'boolean' || typeof u === 'bigint') return `${typeof u} ${String(u)}`
  return typeof u
}

/** Only the type: for values that may be content (bodies, subjects) and must not reach a log. */
export const describeType = (u: unknown): string => (u === null ? 'null' : Array.isArray(u) ? 'array' : typeof u)

/** A codec from a predicate. `expected` completes the sentence "expected …". */
export const checked = <A>(expected: string, is: (u: unknown) => u is A): t.Type<A, A, unknown> =>
  new t.Type<A, A, unknown>(expected, is, (u, c) => (is(u) ? t.success(u) : t.failure(u, c, expected)), t.identity)

/** A string that passes `test`. */
export const stringWhere = (expected: string, test: (s: string) => boolean): t.Type<string, string, unknown> =>
  checked(expected, (u): u is string => typeof u === 'string' && test(u))

/** A non-empty string: ids, keys, names. */
export const NonEmpty = stringWhere('a non-empty string', (s) => s.length > 0)

/** One of the given strings. */
export const oneOf = <const A extends ReadonlyArray<string>>(...values: A): t.Type<A[number], A[number], unknown> =>
  checked(`one of ${values.map((v) => `'${v}'`).join(', ')}`, (u): u is A[number] => typeof u === 'string' && values.includes(u))

/** A whole number within inclusive bounds. */
export const integerBetween = (min: number, max: number): t.Type<number, number, unknown> =>
  checked(`a whole number from ${min} to ${max}`, (u): u is number => typeof u === 'number' && Number.isInteger(u) && u >= min && u <= max)

/** `A | null`; `undefined` is not accepted, so that a forgotten key is an error. */
export const nullable = <C extends t.Mixed>(codec: C): t.UnionC<[C, t.NullC]> => t.union([codec, t.null], `${codec.name}, or null`)

interface Tagged {
  readonly _tag?: string
  readonly type?: Tagged
}
/** What a codec is, below `t.readonly`, which leaves no trace of its own in a path. */
const tagOf = (type: Tagged | undefined): string | undefined => (type?._tag === 'ReadonlyType' ? tagOf(type.type) : type?._tag)

const pathOf = (context: t.Context): string => {
  let path = ''
  for (const [i, entry] of context.entries()) {
    const parent = i > 0 ? context[i - 1] : undefined
    // Members of unions and intersections add a numbered entry that is no part of the input.
    const tag = tagOf(parent?.type as Tagged | undefined)
    if (entry.key === '' || tag === 'UnionType' || tag === 'IntersectionType') continue
    path += /^\d+$/.test(entry.key) ? `[${entry.key}]` : path === '' ? entry.key : `.${entry.key}`
  }
  return path === '' ? '(root)' : path
}

/** A union fails once for each member; the outermost union's name says all of it. */
const expectedOf = (e: t.ValidationError): { readonly field: string; readonly expected: string; readonly value: unknown } => {
  const at = e.context.findIndex((entry) => (entry.type as Tagged)._tag === 'UnionType')
  const tagged = at >= 0 && e.context.slice(at + 1).some((entry, i) => i > 0 && entry.key !== '')
  if (at >= 0 && !tagged) {
    const entry = e.context[at] as t.ContextEntry
    return { field: pathOf(e.context.slice(0, at + 1)), expected: entry.type.name, value: entry.actual }
  }
  const last = e.context[e.context.length - 1]
  return { field: pathOf(e.context), expected: e.message ?? last?.type.name ?? 'something else', value: e.value }
}

/** io-ts errors as a list of {@link FieldError}, one a field. `quote` false prints only the types of values. */
export const fieldErrors = (errors: t.Errors, quote = true): ReadonlyArray<FieldError> => {
  const byField = new Map<string, FieldError>()
  for (const e of errors) {
    const { field, expected, value } = expectedOf(e)
    if (!byField.has(field)) byField.set(field, { field, got: quote ? describeValue(value) : describeType(value), expected })
  }
  // A field whose part is wrong would only repeat, less exactly, what the part's own error says.
  return [...byField.values()].filter(({ field }) => ![...byField.keys()].some((other) => other !== field && (other.startsWith(`${field}.`) || other.startsWith(`${field}[`))))
}

/** `field: got X, expected Y`, one a line. */
export const showFieldErrors = (errors: ReadonlyArray<FieldError>): string =>
  errors.map((e) => `${e.field}: got ${e.got}, expected ${e.expected}`).join('\n')

/** Decodes with readable errors. */
export const decodeWith =
  <A>(codec: t.Type<A, unknown, unknown>, quote = true) =>
  (u: unknown): E.Either<ReadonlyArray<FieldError>, A> => {
    const r = codec.decode(u)
    return E.isRight(r) ? r : E.left(fieldErrors(r.left, quote))
  }
