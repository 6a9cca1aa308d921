/** B10: occurrences by example, and the faults of `rrule` that are worked around. */
import * as E from 'fp-ts/lib/Either.js'
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import fc from 'fast-check'
import type * as rruleTypes from 'rrule'
import { describe, expect, it } from 'vitest'
import type { Recurrence } from '../../src/core/model/item'
import type { AppointmentTime } from '../../src/core/model/time'
import { firstOccurrence, nextOccurrence, occurrenceAfter, occurrenceAt, occurrencesBetween, occurrencesWithin, openSeries, spanOf, type Series } from '../../src/rules/occurrences'
import { visitStarts } from '../../src/rules/recurrence-starts'
import { RRule } from '../../src/rules/rrule-import'
import { addDays, toInstant, toLocal } from '../../src/time/zones'
import { inMutationRun, runs } from '../runs'
import { allDay, appointment, clock, endlessRule, exceptionOf, mondays, open, originals, startDate, timed, zone } from './recurrence-cases'

// Its types hang on the ESM build, which Node does not load.
const { rrulestr } = createRequire(import.meta.url)('rrule') as typeof rruleTypes

const starts = (series: Series, n: number): ReadonlyArray<string> => {
  const found: Array<string> = []
  visitStarts(series.rule, series.start, series.start, (s) => found.push(s) < n)
  return found
}
const utc = (year: number, month: number, day: number, hour: number): Date => new Date(Date.UTC(year, month - 1, day, hour))
const texts = (dates: ReadonlyArray<Date>): ReadonlyArray<string> => dates.map((d) => d.toISOString())


describe('what rrule alone gets wrong, and this does not', () => {
  it('a UTC end is compared as wall time, so that the last occurrence drops out', () => {
    // Nine in Auckland on the 5th is 20:00 UTC on the 4th.
    const alone = rrulestr('DTSTART;TZID=Pacific/Auckland:20260102T090000\nRRULE:FREQ=DAILY;UNTIL=20260104T200000Z').all()
    expect(alone).toHaveLength(3)
    expect(starts(open(timed('2026-01-02T09:00:00', '2026-01-02T10:00:00', 'Pacific/Auckland'), 'FREQ=DAILY;UNTIL=20260104T200000Z'), 9)).toEqual(['2026-01-02T09:00:00', '2026-01-03T09:00:00', '2026-01-04T09:00:00', '2026-01-05T09:00:00'])
  })

  it('a cancellation in UTC is ignored', () => {
    const alone = rrulestr('DTSTART;TZID=Europe/Stockholm:20260102T090000\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20260103T080000Z').all()
    expect(alone).toHaveLength(3)
    const series = open(timed('2026-01-02T09:00:00', '2026-01-02T10:00:00'), 'FREQ=DAILY;COUNT=3', { cancelled: [toLocal('2026-01-03T08:00:00.000Z', 'Europe/Stockholm')] })
    expect(originals(occurrencesWithin(series, '2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'))).toEqual(['2026-01-02T09:00:00', '2026-01-04T09:00:00'])
  })

  it.skipIf(inMutationRun)('an hourly rule may never return', () => {
    const script = "const { RRule } = require('rrule'); new RRule({ freq: RRule.HOURLY, interval: 2, byhour: [1], dtstart: new Date(0), count: 1 }).all()"
    expect(spawnSync(process.execPath, ['-e', script], { timeout: 3000 }).signal).toBe('SIGTERM')
    expect(E.isLeft(openSeries(appointment(mondays, 'FREQ=HOURLY;INTERVAL=2;BYHOUR=1;COUNT=1')))).toBe(true)
  })

  it('a negative position beyond the set picks the first', () => {
    const alone = new RRule({ freq: RRule.MONTHLY, dtstart: utc(2026, 1, 1, 9), bymonthday: [1], bysetpos: [-2], count: 2 })
    expect(texts(alone.all())).toEqual(['2026-01-01T09:00:00.000Z', '2026-02-01T09:00:00.000Z'])
    expect(starts(open(timed('2026-01-01T09:00:00', '2026-01-01T10:00:00'), 'FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=-2'), 2)).toEqual([])
  })

  it('a rule that yields nothing is given up only in the year 9999', () => {
    let asked = 0
    const alone = new RRule({ freq: RRule.YEARLY, dtstart: utc(2026, 1, 1, 9), bymonth: [2], bymonthday: [29], until: null })
    const last = alone.all((_date, i) => ((asked = i), true)).at(-1)
    expect(last?.getUTCFullYear()).toBe(9996)
    expect(asked).toBeGreaterThan(1900)
    for (const rule of ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', 'FREQ=DAILY;INTERVAL=7;BYDAY=TU', 'FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=300', 'FREQ=MONTHLY;BYDAY=5MO;BYMONTH=2;INTERVAL=999']) {
      expect(firstOccurrence(open(mondays, rule)), rule).toBeNull()
      expect(nextOccurrence(open(mondays, rule), '2026-11-24T08:00:00.000Z'), rule).toBeNull()
    }
  })

  it.skipIf(inMutationRun)('the process zone changes what it answers, and changes nothing here', () => {
    const zones = ['UTC', 'Europe/Stockholm', 'America/New_York', 'Asia/Kolkata', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Australia/Lord_Howe']
    const alone = zones.map((TZ) => spawnSync(process.execPath, ['-e', "console.log(require('rrule').rrulestr('DTSTART;TZID=Europe/Stockholm:20260102T090000\\nRRULE:FREQ=DAILY;COUNT=1').all()[0].toISOString())"], { env: { ...process.env, TZ }, encoding: 'utf8' }).stdout)
    expect(new Set(alone).size).toBeGreaterThan(1)
    const script = `
      import * as E from 'fp-ts/lib/Either.js'
      import { occurrencesWithin, openSeries } from './src/rules/occurrences'
      import { appointment, timed } from './test/rules/recurrence-cases'
      const series = openSeries(appointment(timed('2026-03-22T02:30:00', '2026-03-22T03:30:00'), 'FREQ=WEEKLY;BYDAY=SU;UNTIL=20261101T013000Z', { cancelled: ['2026-04-05T02:30:00'] }))
      if (E.isRight(series)) console.log(JSON.stringify(occurrencesWithin(series.right, '2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z')))`
    const outputs = zones.map((TZ) => {
      const run = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { env: { ...process.env, TZ }, encoding: 'utf8' })
      expect(run.stderr).toBe('')
      return run.stdout
    })
    const [first] = outputs
    expect(JSON.parse(first ?? '')).toHaveLength(32)
    expect(new Set(outputs).size).toBe(1)
  })
})

describe('the time of an occurrence', () => {
  it('keeps its time of day across a change of the clocks', () => {
    const series = open(timed('2026-03-22T09:00:00', '2026-03-22T10:30:00'), 'FREQ=WEEKLY')
    expect(occurrencesWithin(series, '2026-03-22T00:00:00.000Z', '2026-03-30T00:00:00.000Z').map((o) => [o.time, toInstant({ local: o.original, zone: 'Europe/Stockholm' })])).toEqual([
      [timed('2026-03-22T09:00:00', '2026-03-22T10:30:00'), '2026-03-22T08:00:00.000Z'],
      [timed('2026-03-29T09:00:00', '2026-03-29T10:30:00'), '2026-03-29T07:00:00.000Z']
    ])
  })
  it('lasts an hour less or more over the change itself, as in Outlook', () => {
    const series = open(timed('2026-03-21T22:00:00', '2026-03-22T06:00:00'), 'FREQ=WEEKLY;BYDAY=SA')
    const hours = (original: string): number => {
      const span = spanOf(occurrenceAt(series, original)?.time ?? mondays)
      return (span.end - span.start) / 3_600_000
    }
    expect([hours('2026-03-21T22:00:00'), hours('2026-03-28T22:00:00'), hours('2026-10-24T22:00:00')]).toEqual([8, 7, 9])
  })
  it('never ends before it starts, where the start is in the skipped hour', () => {
    const series = open(timed('2026-03-22T02:30:00', '2026-03-22T03:15:00'), 'FREQ=WEEKLY')
    expect(occurrenceAt(series, '2026-03-29T02:30:00')?.time).toEqual(timed('2026-03-29T02:30:00', '2026-03-29T04:15:00'))
    expect(occurrenceAt(series, '2026-04-05T02:30:00')?.time).toEqual(timed('2026-04-05T02:30:00', '2026-04-05T03:15:00'))
  })
  it('keeps each end in its own zone', () => {
    const flight: AppointmentTime = { allDay: false, start: { local: '2026-03-02T09:00:00', zone: 'Europe/Stockholm' }, end: { local: '2026-03-02T12:00:00', zone: 'America/New_York' } }
    expect(occurrenceAt(open(flight, 'FREQ=WEEKLY'), '2026-03-09T09:00:00')?.time).toEqual({ allDay: false, start: { local: '2026-03-09T09:00:00', zone: 'Europe/Stockholm' }, end: { local: '2026-03-09T12:00:00', zone: 'America/New_York' } })
  })
  it('stays on its dates where it is all-day', () => {
    const series = open(allDay('2026-03-28', '2026-03-30'), 'FREQ=WEEKLY')
    expect(occurrenceAt(series, '2026-04-04T00:00:00')?.time).toEqual(allDay('2026-04-04', '2026-04-06'))
  })
  it('is there only where the month has the day, or the year the leap day', () => {
    expect(starts(open(timed('2026-01-31T09:00:00', '2026-01-31T10:00:00'), 'FREQ=MONTHLY'), 4)).toEqual(['2026-01-31T09:00:00', '2026-03-31T09:00:00', '2026-05-31T09:00:00', '2026-07-31T09:00:00'])
    expect(starts(open(timed('2024-02-29T09:00:00', '2024-02-29T10:00:00'), 'FREQ=YEARLY'), 3)).toEqual(['2024-02-29T09:00:00', '2028-02-29T09:00:00', '2032-02-29T09:00:00'])
    expect(starts(open(timed('2026-01-30T09:00:00', '2026-01-30T10:00:00'), 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1'), 3)).toEqual(['2026-01-30T09:00:00', '2026-02-27T09:00:00', '2026-03-31T09:00:00'])
  })
})

describe('firstOccurrence', () => {
  const rule = 'FREQ=WEEKLY;BYDAY=MO;COUNT=3'
  const [one, two, three] = ['2026-03-02T09:00:00', '2026-03-09T09:00:00', '2026-03-16T09:00:00'] as const
  it('is the first by the rule where nothing happened to it', () => {
    expect(firstOccurrence(open(mondays, rule))).toEqual({ original: one, time: mondays, exception: null })
  })
  it('is the next where the first was cancelled', () => {
    expect(firstOccurrence(open(mondays, rule, { cancelled: [one] }))?.original).toBe(two)
    expect(firstOccurrence(open(mondays, rule, { cancelled: [one, two] }))?.original).toBe(three)
  })
  it('is the moved first where that is still the first to take place', () => {
    const moved = exceptionOf(one, timed('2026-03-04T13:00:00', '2026-03-04T14:00:00'))
    expect(firstOccurrence(open(mondays, rule, { exceptions: [moved] }))).toEqual({ original: one, time: moved.time, exception: moved })
  })
  it('is the second where the first was moved behind it', () => {
    expect(firstOccurrence(open(mondays, rule, { exceptions: [exceptionOf(one, timed('2026-03-10T09:00:00', '2026-03-10T10:00:00'))] }))?.original).toBe(two)
  })
  it('is a later one that was moved before the first', () => {
    expect(firstOccurrence(open(mondays, rule, { exceptions: [exceptionOf(three, timed('2026-03-01T09:00:00', '2026-03-01T10:00:00'))] }))?.original).toBe(three)
  })
  it('goes by instants where an exception is in another zone', () => {
    const tokyo = exceptionOf(two, timed('2026-03-02T16:30:00', '2026-03-02T17:00:00', 'Asia/Tokyo'))
    expect(firstOccurrence(open(mondays, rule, { exceptions: [tokyo] }))?.original).toBe(two)
  })
  it('is nothing where all are cancelled, moved ones too', () => {
    expect(firstOccurrence(open(mondays, rule, { cancelled: [one, two, three], exceptions: [exceptionOf(two, mondays)] }))).toBeNull()
  })
  it('is nothing where the rule ends before it begins', () => {
    expect(firstOccurrence(open(mondays, 'FREQ=DAILY;UNTIL=20260101'))).toBeNull()
  })
  it('is by the rule, not the series\u2019 own time where the rule does not give it', () => {
    expect(firstOccurrence(open(mondays, 'FREQ=WEEKLY;BYDAY=WE'))?.original).toBe('2026-03-04T09:00:00')
  })
})

describe('nextOccurrence', () => {
  const series = open(mondays, 'FREQ=WEEKLY;BYDAY=MO;COUNT=3', { exceptions: [exceptionOf('2026-03-09T09:00:00', timed('2026-03-12T09:00:00', '2026-03-12T10:00:00'))] })
  it.each([
    ['2020-01-01T00:00:00.000Z', '2026-03-02T09:00:00', 'before all'],
    ['2026-03-02T08:59:59.000Z', '2026-03-02T09:00:00', 'in progress'],
    ['2026-03-02T09:00:00.000Z', '2026-03-09T09:00:00', 'just ended'],
    ['2026-03-10T09:00:00.000Z', '2026-03-09T09:00:00', 'after the original start of one that was moved on'],
    ['2026-03-13T09:00:00.000Z', '2026-03-16T09:00:00', 'before the last'],
    ['2040-03-13T09:00:00.000Z', '2026-03-16T09:00:00', 'after all: the last']
  ])('at %s is that of %s: %s', (now, original) => {
    expect(nextOccurrence(series, now)?.original).toBe(original)
  })
  it('finds the last of series that ended long ago, cancelled ones left out', () => {
    expect(nextOccurrence(open(timed('1990-01-01T09:00:00', '1990-01-01T10:00:00'), 'FREQ=DAILY;UNTIL=19951231T090000'), '2026-01-01T00:00:00.000Z')?.original).toBe('1995-12-31T09:00:00')
    expect(nextOccurrence(open(timed('1700-01-01T09:00:00', '1700-01-01T10:00:00'), 'FREQ=DAILY;UNTIL=20101231T090000', { cancelled: ['2010-12-31T09:00:00'] }), '2026-01-01T00:00:00.000Z')?.original).toBe('2010-12-30T09:00:00')
    expect(nextOccurrence(open(timed('1990-02-28T09:00:00', '1990-02-28T10:00:00'), 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=2'), '2026-01-01T00:00:00.000Z')?.original).toBe('1996-02-29T09:00:00')
  })
  it('is a moved one where that is the last', () => {
    expect(nextOccurrence(open(mondays, 'FREQ=WEEKLY;COUNT=3', { exceptions: [exceptionOf('2026-03-02T09:00:00', timed('2027-01-01T09:00:00', '2027-01-01T10:00:00'))] }), '2028-01-01T00:00:00.000Z')?.original).toBe('2026-03-02T09:00:00')
  })
  it('finds the day of an all-day series that is going on', () => {
    const holiday = open(allDay('2026-03-02', '2026-03-05'), 'FREQ=YEARLY')
    expect(nextOccurrence(holiday, '2026-03-04T23:00:00.000Z')?.original).toBe('2026-03-02T00:00:00')
    expect(nextOccurrence(holiday, '2026-03-05T00:00:00.000Z')?.original).toBe('2027-03-02T00:00:00')
  })
})

describe('occurrencesWithin, occurrenceAt and occurrenceAfter', () => {
  const series = open(mondays, 'FREQ=WEEKLY;BYDAY=MO', {
    cancelled: ['2026-03-16T09:00:00'],
    exceptions: [exceptionOf('2026-03-09T09:00:00', timed('2026-03-30T13:00:00', '2026-03-30T14:00:00')), exceptionOf('2026-04-20T09:00:00', timed('2026-03-03T09:00:00', '2026-03-03T10:00:00'))]
  })
  it('within: what is not over at the beginning and has started by the end, moved ones by their real time', () => {
    expect(originals(occurrencesWithin(series, '2026-03-02T08:30:00.000Z', '2026-03-30T11:00:00.000Z'))).toEqual(['2026-03-02T09:00:00', '2026-03-09T09:00:00', '2026-03-23T09:00:00', '2026-03-30T09:00:00', '2026-04-20T09:00:00'])
    expect(originals(occurrencesWithin(series, '2026-03-02T09:00:00.000Z', '2026-03-02T10:00:00.000Z'))).toEqual([])
    expect(originals(occurrencesWithin(series, '2026-03-30T11:00:00.000Z', '2026-04-06T07:00:00.000Z'))).toEqual(['2026-03-09T09:00:00', '2026-04-06T09:00:00'])
  })
  it('at: only what takes place', () => {
    expect(occurrenceAt(series, '2026-03-02T09:00:00')?.exception).toBeNull()
    expect(occurrenceAt(series, '2026-03-09T09:00:00')?.time).toEqual(timed('2026-03-30T13:00:00', '2026-03-30T14:00:00'))
    expect(occurrenceAt(series, '2026-03-16T09:00:00')).toBeNull()
    expect(occurrenceAt(series, '2026-03-17T09:00:00')).toBeNull()
    expect(occurrenceAt(series, '2026-03-02T09:00:01')).toBeNull()
    expect(occurrenceAt(series, '2025-03-03T09:00:00')).toBeNull()
  })
  it('after: by real start', () => {
    expect(occurrenceAfter(series, '2026-03-02T08:00:00.000Z')?.original).toBe('2026-04-20T09:00:00')
    expect(occurrenceAfter(series, '2026-03-30T07:00:00.000Z')?.original).toBe('2026-03-09T09:00:00')
  })
  it('property: they agree with each other, with cancelled and moved ones among them', () => {
    fc.assert(
      fc.property(startDate, clock, zone, endlessRule, fc.array(fc.nat({ max: 9 }), { maxLength: 4 }), fc.array(fc.tuple(fc.nat({ max: 9 }), fc.integer({ min: -200, max: 200 })), { maxLength: 3 }), (date, at, zoneName, rule, cancelledAt, movedBy) => {
        const time = timed(`${date}T${at}`, `${addDays(date, 1)}T${at}`, zoneName)
        const plain = starts(open(time, rule), 10)
        const pick = (i: number): ReadonlyArray<string> => plain.slice(i, i + 1)
        const cancelled = cancelledAt.flatMap(pick)
        const exceptions = movedBy.flatMap(([i, days]) => pick(i).map((original) => exceptionOf(original, timed(`${addDays(original.slice(0, 10), days)}T12:00:00`, `${addDays(original.slice(0, 10), days)}T13:00:00`, zoneName))))
        const subject = open(time, rule, { cancelled, exceptions })
        const from = toInstant({ local: `${addDays(date, -400)}T00:00:00`, zone: 'UTC' })
        const to = toInstant({ local: `${addDays(plain.at(-1)?.slice(0, 10) ?? date, 400)}T00:00:00`, zone: 'UTC' })
        const all = occurrencesWithin(subject, from, to)
        expect(originals(all)).toEqual([...new Set(originals(all))].sort())
        for (const o of all) {
          expect(cancelled).not.toContain(o.original)
          expect(occurrenceAt(subject, o.original)).toEqual(o)
        }
        const byStart = [...all].sort((a, b) => spanOf(a.time).start - spanOf(b.time).start || (a.original < b.original ? -1 : 1))
        expect(firstOccurrence(subject)).toEqual(byStart[0] ?? firstOccurrence(subject))
        expect(nextOccurrence(subject, from)).toEqual(byStart[0] ?? nextOccurrence(subject, from))
        const now = toInstant({ local: `${addDays(date, 30)}T00:00:00`, zone: 'UTC' })
        const next = byStart.find((o) => new Date(spanOf(o.time).end).toISOString() > now)
        if (next !== undefined) expect(nextOccurrence(subject, now)).toEqual(next)
        const [first, last] = [all[0], all.at(-1)]
        if (first !== undefined && last !== undefined) expect(originals([...occurrencesBetween(subject, first.original, last.original).values()]).toSorted()).toEqual(originals(all))
      }),
      { numRuns: runs(150) }
    )
  })
})

describe('openSeries', () => {
  const fault = (time: AppointmentTime, rule: string | null, over: Partial<Recurrence> = {}): unknown => {
    const series = openSeries(appointment(time, rule, over))
    return E.isLeft(series) ? (series.left.reason === 'invalid-time' ? series.left.what : series.left.reason) : null
  }
  it.each([
    ['an unknown zone', timed('2026-03-02T09:00:00', '2026-03-02T10:00:00', 'Mars/Olympus'), 'FREQ=DAILY', 'unknown time zone'],
    ['an end before the start', timed('2026-03-02T09:00:00', '2026-03-02T08:00:00'), 'FREQ=DAILY', 'it ends before it starts'],
    ['dates the wrong way round', allDay('2026-03-02', '2026-03-01'), 'FREQ=DAILY', 'it ends before it starts'],
    ['a start beyond reason', timed('9000-03-02T09:00:00', '9000-03-02T10:00:00'), 'FREQ=DAILY', 'a series that starts outside the years 1601 to 4500'],
    ['an occurrence of years', timed('2026-03-02T09:00:00', '2028-03-02T10:00:00'), 'FREQ=DAILY', 'an occurrence longer than 366 days'],
    ['the edge of time', timed('9999-12-31T23:00:00', '9999-12-31T23:30:00', 'Pacific/Pago_Pago'), null, 'a time outside the years 0000 to 9999'],
    ['a rule that is not understood', mondays, 'FREQ=HOURLY', 'invalid-recurrence']
  ])('refuses %s', (_what, time, rule, expected) => {
    expect(fault(time, rule)).toBe(expected)
  })
  it.each([
    ['1600-12-31T09:00:00', 60, 'a series that starts outside the years 1601 to 4500'],
    ['1601-01-01T09:00:00', 60, null],
    ['4500-12-31T09:00:00', 60, null],
    ['4501-01-01T09:00:00', 60, 'a series that starts outside the years 1601 to 4500'],
    ['2026-03-02T09:00:00', 366 * 24 * 60, null],
    ['2026-03-02T09:00:00', 366 * 24 * 60 + 1, 'an occurrence longer than 366 days']
  ])('of a series from %s for %i minutes says %j', (start, minutes, expected) => {
    const end = new Date(Date.parse(`${start}Z`) + minutes * 60_000).toISOString().slice(0, 19)
    expect(fault(timed(start, end, 'UTC'), 'FREQ=YEARLY')).toBe(expected)
    expect(fault(timed(start, end, 'UTC'), null)).toBeNull()
  })
  it('refuses a moved occurrence whose time cannot be understood, unless it is cancelled', () => {
    const exceptions = [exceptionOf('2026-03-09T09:00:00', timed('2026-03-09T09:00:00', '2026-03-09T08:00:00'))]
    expect(fault(mondays, 'FREQ=WEEKLY', { exceptions })).toBe('the occurrence of 2026-03-09T09:00:00: it ends before it starts')
    expect(fault(mondays, 'FREQ=WEEKLY', { exceptions, cancelled: ['2026-03-09T09:00:00'] })).toBeNull()
  })
  it('takes an appointment that ends as it starts, and compares ends across zones', () => {
    expect(fault(timed('2026-03-02T09:00:00', '2026-03-02T09:00:00'), 'FREQ=DAILY')).toBeNull()
    expect(fault({ allDay: false, start: { local: '2026-03-02T09:00:00', zone: 'Asia/Tokyo' }, end: { local: '2026-03-02T08:00:00', zone: 'Europe/Stockholm' } }, null)).toBeNull()
  })
})
