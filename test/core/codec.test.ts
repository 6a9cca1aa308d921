/** What is wrong with an input is said in words: which field, what came, what was expected. */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { describe, expect, it } from 'vitest'
import { Activity, Decision, decodeWith, Item, JournalEntry, Link, showFieldErrors } from '../../src/core'
import { checked, describeType, describeValue, integerBetween, NonEmpty, nullable, oneOf, stringWhere } from '../../src/core/codec'
import { AppointmentTime, Instant, instantOf, epochOf, LocalDateTime, PlainDate, Zone } from '../../src/core/model/time'
import { appointment, appointmentActivity, email, emailActivity, link, series, task, taskActivity } from '../rules/examples'
import { conflictOf, deletionOf } from './reconcile/scene'

const errorsOf = (codec: t.Mixed, u: unknown, quote = true): string => {
  const r = decodeWith(codec, quote)(u)
  return E.isLeft(r) ? showFieldErrors(r.left) : 'no error'
}
const Thing = t.type({ name: NonEmpty, size: integerBetween(1, 10), colour: nullable(oneOf('red', 'blue')), tags: t.array(stringWhere('a tag', (s) => s !== '')), when: t.union([PlainDate, Instant], 'a date or an instant') })
const thing = { name: 'x', size: 1, colour: null, tags: [], when: '2026-11-24' }

describe('an error', () => {
  const cases: ReadonlyArray<readonly [unknown, string]> = [
    [thing, 'no error'],
    [undefined, '(root): got undefined, expected'],
    [{ ...thing, size: 11 }, 'size: got number 11, expected a whole number from 1 to 10'],
    [{ ...thing, size: 1.5 }, 'size: got number 1.5, expected a whole number from 1 to 10'],
    [{ ...thing, size: '1' }, 'size: got string "1", expected a whole number from 1 to 10'],
    [{ ...thing, size: Number.NaN }, 'size: got number NaN, expected a whole number from 1 to 10'],
    [{ ...thing, colour: 'green' }, "colour: got string \"green\", expected one of 'red', 'blue', or null"],
    [{ name: 'x', size: 1, tags: [], when: '2026-11-24' }, "colour: got undefined, expected one of 'red', 'blue', or null"],
    [{ ...thing, tags: ['a', ''] }, 'tags[1]: got string "", expected a tag'],
    [{ ...thing, tags: 'a' }, 'tags: got string "a", expected'],
    [{ ...thing, when: 'soon' }, 'when: got string "soon", expected a date or an instant'],
    [{ ...thing, name: '' }, 'name: got string "", expected']
  ]
  for (const [input, expected] of cases) it(expected, () => expect(errorsOf(Thing, input)).toContain(expected))
  const Parts = t.type({ x: nullable(t.type({ a: NonEmpty })), xs: nullable(t.array(NonEmpty)), '': NonEmpty, '1a': NonEmpty, a1: NonEmpty })
  const parts = { x: null, xs: null, '': 'x', '1a': 'x', a1: 'x' }
  const Both = t.intersection([t.type({ a: NonEmpty, b: NonEmpty }), t.type({ a: integerBetween(1, 2), c: NonEmpty })])
  const nested: ReadonlyArray<readonly [t.Mixed, unknown, string]> = [
    [Parts, parts, 'no error'],
    [Parts, { ...parts, x: { a: '' } }, 'x.a: got string "", expected a non-empty string'],
    [Parts, { ...parts, xs: [...'abcdefghijk'].map((c) => (c === 'k' ? '' : c)) }, 'xs[10]: got string "", expected a non-empty string'],
    [Parts, { ...parts, x: 7, xs: 8 }, 'x: got number 7, expected { a: a non-empty string }, or null\nxs: got number 8, expected Array<a non-empty string>, or null'],
    [Parts, { ...parts, '1a': '', a1: '' }, '1a: got string "", expected a non-empty string\na1: got string "", expected a non-empty string'],
    [t.type({ x: Parts }), { x: { ...parts, '': 7 } }, 'x: got number 7, expected a non-empty string'],
    [nullable(NonEmpty), 7, '(root): got number 7, expected a non-empty string, or null'],
    [Both, { a: 1, b: 'x', c: '' }, 'a: got number 1, expected a non-empty string\nc: got string "", expected a non-empty string'],
    [Both, { a: 0, b: 'x', c: 'x' }, 'a: got number 0, expected a non-empty string']
  ]
  it.each(nested)('%#: is told of the part that is wrong', (codec, input, expected) => expect(errorsOf(codec, input)).toBe(expected))
  it('names every field that is wrong, once', () => expect(errorsOf(Thing, { ...thing, size: 0, name: 1, when: 2 }).split('\n').map((l) => l.split(':')[0])).toEqual(['name', 'size', 'when']))
  it('names nested fields by their path', () => expect(errorsOf(t.type({ a: t.array(t.type({ b: Thing })) }), { a: [{ b: thing }, { b: { ...thing, size: 0 } }] })).toBe('a[1].b.size: got number 0, expected a whole number from 1 to 10'))
  it('names a field of a read-only intersection without a number in front', () => {
    const One = t.readonly(t.intersection([t.type({ a: NonEmpty }), t.partial({ b: NonEmpty })]))
    expect(errorsOf(One, { a: 1 })).toBe('a: got number 1, expected a non-empty string')
  })
  it('can keep all values to itself', () => expect(errorsOf(Thing, { ...thing, size: 'SECRET' }, false)).toBe('size: got string, expected a whole number from 1 to 10'))
})

describe('a value is described', () => {
  const cases: ReadonlyArray<readonly [unknown, string, string]> = [
    [null, 'null', 'null'],
    [undefined, 'undefined', 'undefined'],
    [7, 'number 7', 'number'],
    [true, 'boolean true', 'boolean'],
    [8n, 'bigint 8', 'bigint'],
    ['x', 'string "x"', 'string'],
    ['x'.repeat(40), `string "${'x'.repeat(40)}"`, 'string'],
    ['x'.repeat(41), 'string of 41 characters', 'string'],
    [[1, 2], 'array of 2', 'array'],
    [{ secret: 1 }, 'object', 'object'],
    [() => 1, 'function', 'function']
  ]
  for (const [value, long, short] of cases) it(long, () => expect([describeValue(value), describeType(value)]).toEqual([long, short]))
})

it('a codec from a predicate decodes, refuses and encodes', () => {
  const Even = checked('an even number', (u): u is number => typeof u === 'number' && u % 2 === 0)
  expect([Even.is(2), Even.is(3), Even.encode(4)]).toEqual([true, false, 4])
  expect(errorsOf(Even, 3)).toBe('(root): got number 3, expected an even number')
})

describe('times', () => {
  const dates: ReadonlyArray<readonly [t.Type<string, string, unknown>, ReadonlyArray<string>, ReadonlyArray<unknown>]> = [
    [PlainDate, ['2026-11-24', '2024-02-29', '2000-02-29'], ['2026-02-29', '1900-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-1-1', '24/11/2026', 20261124, null, '2026-11-24x', 'x2026-11-24', '2026-11-00', '2026-11-31', '2026-12-32', '2100-02-29']],
    [LocalDateTime, ['2026-11-24T00:00:00', '2026-11-24T23:59:59'], ['2026-11-24T24:00:00', '2026-11-24T23:60:00', '2026-11-24 09:30:00', '2026-11-24T09:30:00Z', '2026-11-24T09:30', '2026-11-24T09:30:60', '2026-11-24T0x:30:00', '2026-11-24Tx9:30:00', '2026-11-24T009:30:00']],
    [Instant, ['2026-11-24T08:30:00.000Z'], ['2026-11-24T08:30:00Z', '2026-11-24T08:30:00.000', '2026-11-24T08:30:00.000+01:00', '2026-02-30T08:30:00.000Z', '2026-11-24T08:30:00.000z', '2026-11-24 08:30:00.000Z', '2026-11-24T08:30:00,000Z', '2026-11-24T08:30:00.0000Z', '2026-11-24T08:30:00.x00Z', '2026-11-24T08:30:00.00xZ', '2026-11-24T08:30:00.0000', '2026-11-24T24:30:00.000Z', '2026-11-24T08:30:00.00Z']],
    [Zone, ['UTC', 'Europe/Stockholm', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'], ['W. Europe Standard Time', '', '+01:00', 'Europe/', '/Europe', 'Europe//Stockholm', 'Europe/Stockholm!', '1Europe', 'utc ']]
  ]
  for (const [codec, good, bad] of dates) {
    it(`${codec.name}: accepted`, () => good.forEach((s) => expect(codec.is(s), s).toBe(true)))
    it(`${codec.name}: refused`, () => bad.forEach((s) => expect(codec.is(s), String(s)).toBe(false)))
  }
  it('say what they are', () => {
    expect([PlainDate, LocalDateTime, Instant, Zone].map((c) => c.name)).toEqual(['a date like 2026-11-24', 'a local time like 2026-11-24T09:30:00', 'an instant like 2026-11-24T08:30:00.000Z', 'an IANA time zone like Europe/Stockholm'])
  })
  it('an instant is the same number of milliseconds there and back', () => expect(epochOf(instantOf(1_795_508_400_123))).toBe(1_795_508_400_123))
  it('an appointment is either timed or all day, never half of each', () => {
    expect(AppointmentTime.is({ allDay: true, start: '2026-11-24', end: '2026-11-25' })).toBe(true)
    expect(AppointmentTime.is({ allDay: false, start: '2026-11-24', end: '2026-11-25' })).toBe(false)
    expect(errorsOf(AppointmentTime, { allDay: 'yes', start: '2026-11-24', end: '2026-11-25' })).toContain('expected AppointmentTime')
  })
})

describe('the model', () => {
  const samples: ReadonlyArray<readonly [string, t.Mixed, ReadonlyArray<object>]> = [
    ['Item', Item, [email(), appointment(), series(), task()]],
    ['Activity', Activity, [emailActivity(), appointmentActivity(), taskActivity()]],
    ['Link', Link, [link(), link({ state: 'closed', closed: 'both-deleted' })]],
    ['Decision', Decision, [deletionOf(link()), conflictOf(link(), 'time')]],
    ['JournalEntry', JournalEntry, [{ id: 'j', pass: 'p', at: '2026-11-24T08:00:00.000Z', action: 'Notice', reason: 'r', linkId: null, itemId: null, activityId: null, losers: [{ field: 'subject', side: 'crm', value: { any: 1 } }], before: {} }]]
  ]
  for (const [name, codec, values] of samples) {
    it(`${name}: decodes what it is`, () => values.forEach((v) => expect(errorsOf(codec, v)).toBe('no error')))
    it(`${name}: misses every key that is left out`, () => {
      for (const v of values) for (const key of Object.keys(v)) {
        const { [key]: _, ...rest } = v as Record<string, unknown>
        expect(codec.is(rest), `${name} without ${key}`).toBe(false)
      }
    })
  }
})
