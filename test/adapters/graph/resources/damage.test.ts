/** Whatever a server sends: an item, or an error that names a field and holds nothing of the content (L8). Nothing throws. */
import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeAttachment } from '../../../../src/adapters/graph/resources/attachment'
import { decodeEvent, splitEvent } from '../../../../src/adapters/graph/resources/event'
import { decodeMessage } from '../../../../src/adapters/graph/resources/message'
import { decodeRemoved } from '../../../../src/adapters/graph/resources/removed'
import { decodeTask } from '../../../../src/adapters/graph/resources/task'
import type { PortError } from '../../../../src/core/errors'
import { Attachment, Item } from '../../../../src/core/model/item'
import { runs } from '../../../runs'
import { rawEvent, rawMaster, rawMessage, rawTask, secret } from './examples'

type Json = null | boolean | number | string | ReadonlyArray<Json> | { readonly [key: string]: Json }
type Path = ReadonlyArray<string>

const pathsOf = (u: unknown, at: Path = []): ReadonlyArray<Path> =>
  typeof u !== 'object' || u === null ? [at] : [at, ...Object.entries(u).flatMap(([key, value]) => pathsOf(value, [...at, key]))]

const put = (u: unknown, [key, ...rest]: Path, value: Json): unknown => {
  if (key === undefined) return value
  if (Array.isArray(u)) return u.map((v: unknown, i) => (String(i) === key ? put(v, rest, value) : v))
  if (typeof u !== 'object' || u === null) return u
  const present = u as Readonly<Record<string, unknown>>
  return { ...present, [key]: put(present[key], rest, value) }
}

const text = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 6 }).map((units) => secret + String.fromCharCode(...units)),
  fc.constantFrom('', `\u0000\ud800${secret}`, '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2026-02-30T00:00:00', '4500-12-31T23:59:59.9999999', '1601-01-02T00:00:00', 'tzone://Microsoft/Custom', 'Pacific/Apia', 'Line Islands Standard Time', 'OID.x.2026-02-30', '__proto__', 'relativeYearly', 'absoluteMonthly', 'numbered', 'last')
)
const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, fc.constant(null), fc.boolean(), fc.double(), fc.integer({ min: -2, max: 40 }), text, fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(fc.oneof(text, fc.constantFrom('dateTime', 'content', 'emailAddress')), tie('value'), { maxKeys: 3 }) as fc.Arbitrary<Json>)
})).value

const damaged = (body: unknown): fc.Arbitrary<unknown> => fc.array(fc.tuple(fc.constantFrom(...pathsOf(body)), json), { minLength: 1, maxLength: 3 }).map((changes) => changes.reduce((u, [path, value]) => put(u, path, value), body))

const expectHarmless = (decoded: E.Either<PortError, unknown>, is: (u: unknown) => boolean): 'item' | 'error' => {
  if (E.isRight(decoded)) {
    expect(is(decoded.right)).toBe(true)
    return 'item'
  }
  const { left } = decoded
  expect(left._tag).toBe('InvalidPayload')
  if (left._tag === 'InvalidPayload') {
    expect(left.errors.length).toBeGreaterThan(0)
    for (const e of left.errors) expect(e.field).toMatch(/^[@A-Za-z][@A-Za-z.[\]0-9]*$|^\(root\)$/)
  }
  expect(JSON.stringify(left)).not.toContain(secret)
  return 'error'
}

const zone = fc.constantFrom(undefined, 'Europe/Stockholm', 'Pacific/Kiritimati', 'Nowhere/Else', '')

const check = (body: unknown, decode: (raw: unknown, zone: string | undefined) => E.Either<PortError, unknown>, is: (u: unknown) => boolean): void => {
  const reached = { item: 0, error: 0 }
  fc.assert(
    fc.property(damaged(body), zone, (raw, zoneName) => {
      reached[expectHarmless(decode(raw, zoneName), is)] += 1
    }),
    { numRuns: runs(1500) }
  )
  expect(Math.min(reached.item, reached.error)).toBeGreaterThan(0)
}

const at = (zoneName: string | undefined): { readonly deleted: boolean; readonly zone?: string } => ({ deleted: false, ...(zoneName === undefined ? {} : { zone: zoneName }) })

describe('damaged resources', () => {
  it('of messages', () => check(rawMessage, (raw) => decodeMessage(raw, { folder: 'inbox', deleted: false }), Item.is))
  it('of single events', () => check(rawEvent, (raw, zoneName) => decodeEvent(splitEvent(raw), at(zoneName)), Item.is))
  it('of series', () => check(rawMaster, (raw, zoneName) => decodeEvent(splitEvent(raw), at(zoneName)), Item.is))
  it('of the recurrence of series', () => check(rawMaster.recurrence, (recurrence, zoneName) => decodeEvent(splitEvent({ ...rawMaster, recurrence }), at(zoneName)), Item.is))
  it('of the exceptions of series', () => check(rawMaster.exceptionOccurrences, (exceptionOccurrences, zoneName) => decodeEvent(splitEvent({ ...rawMaster, exceptionOccurrences }), at(zoneName)), Item.is))
  it('of tasks', () => check(rawTask, (raw, zoneName) => decodeTask(raw, 'LIST', at(zoneName)), Item.is))
  it('of attachments', () => check(rawMessage.attachments[0], decodeAttachment, Attachment.is))
  it('of removals', () => check({ id: 'A', '@removed': { reason: 'deleted' } }, decodeRemoved, () => true))
})
