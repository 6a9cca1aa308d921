/** B10: where a search for occurrences begins and ends. */
import { describe, expect, it } from 'vitest'
import { nextOccurrence, firstOccurrence, occurrenceAfter, occurrencesBetween, occurrencesWithin } from '../../src/rules/occurrences'
import { visitStarts } from '../../src/rules/recurrence-starts'
import { toInstant } from '../../src/time/zones'
import { exceptionOf, mondays, open, originals, timed } from './recurrence-cases'

describe('a search that begins later', () => {
  const at = (rule: string, start: string, from: string, n: number): ReadonlyArray<string> => {
    const series = open(timed(start, start), rule)
    const found: Array<string> = []
    visitStarts(series.rule, series.start, from, (s) => found.push(s) < n)
    return found
  }
  it.each([
    ['FREQ=DAILY;INTERVAL=3', '2026-03-02T09:00:00', '2035-06-15T00:00:00', ['2035-06-16', '2035-06-19']],
    ['FREQ=WEEKLY;INTERVAL=2', '2026-03-04T09:00:00', '2035-06-15T00:00:00', ['2035-06-27', '2035-07-11']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU', '2026-03-04T09:00:00', '2026-04-01T00:00:00', ['2026-04-12', '2026-04-13']],
    ['FREQ=MONTHLY', '2026-01-31T09:00:00', '2035-06-15T00:00:00', ['2035-07-31', '2035-08-31']],
    ['FREQ=MONTHLY;INTERVAL=5', '2026-03-02T09:00:00', '2035-06-15T00:00:00', ['2035-10-02', '2036-03-02']],
    ['FREQ=MONTHLY;INTERVAL=2;BYDAY=MO,TU;BYSETPOS=-1', '2026-03-02T09:00:00', '2035-06-15T00:00:00', ['2035-07-31', '2035-09-25']],
    ['FREQ=YEARLY', '2026-03-02T09:00:00', '2035-06-15T00:00:00', ['2036-03-02', '2037-03-02']],
    ['FREQ=YEARLY;INTERVAL=3', '2026-03-02T09:00:00', '2030-06-15T00:00:00', ['2032-03-02', '2035-03-02']],
    ['FREQ=YEARLY;INTERVAL=2;BYMONTH=1,12', '2026-03-02T09:00:00', '2030-06-15T00:00:00', ['2030-12-02', '2032-01-02']],
    ['FREQ=YEARLY;BYMONTH=3;BYDAY=1MO', '2026-03-02T09:00:00', '2035-06-15T00:00:00', ['2036-03-03', '2037-03-02']],
    ['FREQ=YEARLY;BYMONTHDAY=31;BYSETPOS=2', '2026-03-02T09:00:00', '2030-04-15T00:00:00', ['2031-03-31', '2032-03-31']],
    ['FREQ=MONTHLY', '1969-11-05T23:00:00', '1970-02-01T00:00:00', ['1970-02-05', '1970-03-05']],
    ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=-1', '2026-03-02T09:00:00', '2027-06-15T00:00:00', ['2028-02-29', '2029-02-28']],
    ['FREQ=DAILY;BYDAY=MO,WE', '2026-03-02T09:00:00', '2026-03-03T00:00:00', ['2026-03-04', '2026-03-09']],
    ['FREQ=DAILY;BYDAY=SU', '2026-03-02T09:00:00', '2026-03-03T00:00:00', ['2026-03-08', '2026-03-15']],
    ['FREQ=DAILY;BYDAY=SA;BYMONTH=4', '2026-03-02T09:00:00', '2026-03-03T00:00:00', ['2026-04-04', '2026-04-11']],
    ['FREQ=MONTHLY;BYMONTHDAY=1,20', '2026-03-15T09:00:00', '2026-03-15T00:00:00', ['2026-03-20', '2026-04-01']],
    ['FREQ=YEARLY;BYMONTH=1,6;BYMONTHDAY=1', '2026-03-15T09:00:00', '2026-03-15T00:00:00', ['2026-06-01', '2027-01-01']],
    ['FREQ=WEEKLY;BYMONTH=5', '2026-03-04T09:00:00', '2030-06-15T00:00:00', ['2031-05-07', '2031-05-14']]
  ])('%s of %s after %s gives %j', (rule, start, from, dates) => {
    expect(at(rule, start, from, 2)).toEqual(dates.map((d) => `${d}${start.slice(10)}`))
    // The same as a search from the beginning that leaves out what is before.
    const whole = at(rule, start, start, 4000).filter((s) => s >= from)
    expect(at(rule, start, from, 5)).toEqual(whole.slice(0, 5))
  })
  it.each([
    ['FREQ=MONTHLY;BYMONTHDAY=1,20;COUNT=2', '2026-03-15T09:00:00', ['2026-03-20', '2026-04-01']],
    ['FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1;UNTIL=20260501', '2026-03-02T09:00:00', ['2026-03-31', '2026-04-28']],
    ['FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1;UNTIL=20260406T090000', '2026-03-02T09:00:00', ['2026-03-02', '2026-04-06']],
    ['FREQ=DAILY;UNTIL=20260304T090000', '2026-03-02T09:00:00', ['2026-03-02', '2026-03-03', '2026-03-04']]
  ])('%s of %s ends with the last of %j', (rule, start, dates) => {
    expect(at(rule, start, start, 9)).toEqual(dates.map((d) => `${d}T09:00:00`))
  })
  it('begins at the beginning where the starts are counted', () => {
    expect(at('FREQ=DAILY;COUNT=5', '2026-03-02T09:00:00', '2026-03-05T00:00:00', 9)).toEqual(['2026-03-05T09:00:00', '2026-03-06T09:00:00'])
  })
})

describe('the edges of a search', () => {
  const daily = open(mondays, 'FREQ=DAILY')
  it('within: every day from the first to the last, both inclusive', () => {
    expect(originals(occurrencesWithin(daily, '2026-03-03T08:00:00.000Z', '2026-03-07T08:00:00.000Z'))).toEqual([3, 4, 5, 6, 7].map((d) => `2026-03-0${d}T09:00:00`))
    for (const zoneName of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      const far = open(timed('2026-03-02T09:00:00', '2026-03-02T10:00:00', zoneName), 'FREQ=DAILY')
      const [from, to] = ['2026-03-05T09:00:00', '2026-03-08T09:00:00'].map((local) => toInstant({ local, zone: zoneName }))
      expect(originals(occurrencesWithin(far, from ?? '', to ?? ''))).toEqual([5, 6, 7, 8].map((d) => `2026-03-0${d}T09:00:00`))
      expect(occurrenceAfter(far, from ?? '')?.original).toBe('2026-03-06T09:00:00')
      expect(nextOccurrence(far, from ?? '')?.original).toBe('2026-03-05T09:00:00')
    }
  })
  it('within: a moment at the beginning counts, and one at the end', () => {
    const moments = open(timed('2026-03-02T09:00:00', '2026-03-02T09:00:00'), 'FREQ=DAILY')
    expect(originals(occurrencesWithin(moments, '2026-03-03T08:00:00.000Z', '2026-03-04T08:00:00.000Z'))).toEqual(['2026-03-03T09:00:00', '2026-03-04T09:00:00'])
  })
  it('after: the very next', () => expect(occurrenceAfter(daily, '2026-03-04T08:00:00.000Z')?.original).toBe('2026-03-05T09:00:00'))
  it('a series of which the only one was moved is that one, first, next and last', () => {
    const exception = exceptionOf('2026-03-02T09:00:00', timed('2026-03-05T09:00:00', '2026-03-05T10:00:00'))
    const only = open(mondays, 'FREQ=DAILY;COUNT=1', { exceptions: [exception] })
    for (const found of [firstOccurrence(only), nextOccurrence(only, '2026-01-01T00:00:00.000Z'), nextOccurrence(only, '2030-01-01T00:00:00.000Z'), occurrenceAfter(only, '2026-03-01T00:00:00.000Z')]) expect(found?.exception).toEqual(exception)
    expect(occurrenceAfter(only, '2026-03-05T08:00:00.000Z')).toBeNull()
  })
  it('between: moved ones count by where the rule put them, both ends included', () => {
    const elsewhere = timed('2030-03-05T09:00:00', '2030-03-05T10:00:00')
    const some = open(mondays, 'FREQ=DAILY', { exceptions: [2, 3, 5, 6].map((d) => exceptionOf(`2026-03-0${d}T09:00:00`, elsewhere)) })
    expect([...occurrencesBetween(some, '2026-03-03T09:00:00', '2026-03-05T09:00:00').keys()].sort()).toEqual(['2026-03-03T09:00:00', '2026-03-04T09:00:00', '2026-03-05T09:00:00'])
    expect([...occurrencesBetween(some, '2026-03-07T09:00:00', '2026-03-08T09:00:00').keys()]).toEqual(['2026-03-07T09:00:00', '2026-03-08T09:00:00'])
  })
})
