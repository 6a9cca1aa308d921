/** Adapters with a bug planted in each, and what the suites say of them. */
import * as E from 'fp-ts/lib/Either.js'
import type * as TE from 'fp-ts/lib/TaskEither.js'
import { expect, it } from 'vitest'
import type { PortError } from '../../src/core/errors'
import type { Fields } from '../../src/core/model/fields'
import type { ContractCase } from '../../src/testing/contracts'

export interface Planted {
  readonly bug: string
  readonly cases: ReadonlyArray<ContractCase>
  /** The beginning of the sentence that has to be broken. */
  readonly sentence: string
  /** A part of what it says: what was expected of what, or what came. */
  readonly says: string
}

/** `sentence: message` of each case that fails. */
const brokenOf = async (cases: ReadonlyArray<ContractCase>): Promise<ReadonlyArray<string>> => {
  const results = await Promise.allSettled(cases.map((c) => c.run()))
  return results.flatMap((r, i) => (r.status === 'rejected' ? [`${cases[i]?.name ?? ''}\n${r.reason instanceof Error ? r.reason.message : String(r.reason)}`] : []))
}

/** Each bug has to break the sentence that is against it, and the sentence has to say so. */
export const expectCaught = (all: ReadonlyArray<Planted>): void => {
  it('each bug is another', () => expect(new Set(all.map((p) => p.bug)).size).toBe(all.length))
  it.each(all)('$bug', async ({ cases, sentence, says }) => {
    expect(cases.map((c) => c.name).filter((name) => name.startsWith(sentence)), 'there is no such sentence').not.toEqual([])
    const broken = await brokenOf(cases)
    const telling = broken.filter((b) => b.startsWith(sentence) && b.includes(says))
    expect(telling.length, `expected “${sentence}” to be broken and to say “${says}”; broken are:\n${broken.join('\n')}`).toBeGreaterThan(0)
  })
}

/** Without a bug nothing is broken: what is caught below is caught for the bug. */
export const expectSound = (name: string, cases: ReadonlyArray<ContractCase>): void => {
  it(`${name} without a bug breaks nothing`, async () => expect(await brokenOf(cases)).toEqual([]))
}

/** The answer, where there is one. */
export const answerOf = async <A>(task: TE.TaskEither<PortError, A>): Promise<A> => {
  const e = await task()
  if (E.isLeft(e)) throw new Error(e.left._tag)
  return e.right
}

/** Any fields, to be spoilt. */
export type SomeFields = Fields & { readonly [field: string]: unknown }

/** Another value for some fields, of whatever kind has them. */
export const spoilt =
  (spoil: (f: SomeFields) => { readonly [field: string]: unknown }) =>
  <T extends { readonly fields: Fields }>(thing: T): T => ({ ...thing, fields: { ...thing.fields, ...spoil(thing.fields as SomeFields) } })

type Wall = { readonly local: string; readonly zone: string }
type Span = { readonly allDay: boolean; readonly start: Wall | string; readonly end: Wall | string }

const nextDate = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

const withTime = (f: SomeFields, timed: (local: string) => string, dated: (date: string) => string): { readonly [field: string]: unknown } => {
  const time = f['time'] as Span | undefined
  if (time === undefined) return {}
  const changed = (t: Wall | string): Wall | string => (typeof t === 'string' ? dated(t) : { ...t, local: timed(t.local) })
  return { time: { ...time, start: changed(time.start), end: changed(time.end) } }
}

const same = (s: string): string => s

/** As a server does that keeps all-day events as midnights of some zone. */
export const allDayMoved = (f: SomeFields): { readonly [field: string]: unknown } => withTime(f, same, nextDate)

/** As a calendar does that knows quarters of an hour. */
export const timeRounded = (f: SomeFields): { readonly [field: string]: unknown } => withTime(f, (local) => `${local.slice(0, 14)}${String(Math.floor(Number(local.slice(14, 16)) / 15) * 15).padStart(2, '0')}:00`, same)

/** As a column does that keeps minutes. */
export const sentToTheMinute = (f: SomeFields): { readonly [field: string]: unknown } => (typeof f['sentAt'] === 'string' ? { sentAt: `${f['sentAt'].slice(0, 16)}:00.000Z` } : {})

export const bccLost = (f: SomeFields): { readonly [field: string]: unknown } => ('bcc' in f ? { bcc: [] } : {})
