import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRecurrenceRule, type RecurrenceRule } from '../../src/rules/recurrence-rule'
import { allDay, endlessRule, timed } from './recurrence-cases'

const time = timed('2026-03-02T09:00:00', '2026-03-02T10:00:00')
const parse = (rule: string, at = time): RecurrenceRule => {
  const parsed = parseRecurrenceRule(rule, at)
  if (E.isLeft(parsed)) throw new Error(JSON.stringify(parsed.left))
  return parsed.right
}
const wrongParts = (rule: string, at = time): ReadonlyArray<string> => {
  const parsed = parseRecurrenceRule(rule, at)
  return E.isLeft(parsed) ? parsed.left.map((e) => e.field) : []
}

describe('parseRecurrenceRule', () => {
  it('reads every part that is understood', () => {
    expect(parse('FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=2TU,-1FR;BYMONTH=1,12;BYSETPOS=-1;WKST=SU')).toEqual({
      frequency: 'MONTHLY',
      interval: 2,
      count: 10,
      until: null,
      byDay: [
        { day: 1, nth: 2 },
        { day: 4, nth: -1 }
      ],
      byMonthDay: [],
      byMonth: [1, 12],
      bySetPos: [-1],
      weekStart: 6
    })
    expect(parse('freq=yearly;bymonthday=31,-1').byMonthDay).toEqual([31, -1])
    expect(parse('FREQ=DAILY')).toMatchObject({ interval: 1, count: null, until: null, byDay: [], weekStart: 0 })
    expect(parse('FREQ=WEEKLY;BYDAY=MO,MO').byDay).toEqual([{ day: 0, nth: null }])
  })

  it.each([
    ['local', '20261231T090000', time, '2026-12-31T09:00:00'],
    ['UTC in winter, as wall time in the zone', '20261231T080000Z', time, '2026-12-31T09:00:00'],
    ['UTC in summer', '20260630T080000Z', time, '2026-06-30T10:00:00'],
    ['a date, the whole of it', '20261231', time, '2026-12-31T23:59:59'],
    ['a date of an all-day series', '20261231', allDay('2026-03-02', '2026-03-03'), '2026-12-31T23:59:59'],
    ['a time of an all-day series, as its date', '20261231T000000Z', allDay('2026-03-02', '2026-03-03'), '2026-12-31T23:59:59']
  ])('reads UNTIL: %s', (_what, until, at, expected) => {
    expect(parse(`FREQ=DAILY;UNTIL=${until}`, at).until).toBe(expected)
  })

  it.each([
    ['', ['rule']],
    ['FREQ=HOURLY;INTERVAL=2', ['FREQ']],
    ['FREQ=MINUTELY', ['FREQ']],
    ['FREQ=SECONDLY', ['FREQ']],
    ['FREQ=', ['FREQ']],
    ['INTERVAL=2', ['FREQ']],
    ['FREQ=HOURLY;INTERVAL=2;BYHOUR=1', ['rule']],
    ['FREQ=DAILY;BYHOUR=1', ['rule']],
    ['FREQ=DAILY;BYMINUTE=1', ['rule']],
    ['FREQ=DAILY;BYSECOND=1', ['rule']],
    ['FREQ=YEARLY;BYYEARDAY=1', ['rule']],
    ['FREQ=YEARLY;BYWEEKNO=1', ['rule']],
    ['FREQ=YEARLY;BYEASTER=1', ['rule']],
    ['FREQ=DAILY;X-A=1', ['rule']],
    ['FREQ=DAILY;__proto__=1', ['rule']],
    ['RRULE:FREQ=DAILY', ['rule']],
    ['FREQ=DAILY;', ['rule']],
    ['FREQ=DAILY;FREQ=DAILY', ['FREQ']],
    ['FREQ=DAILY;INTERVAL=0', ['INTERVAL']],
    ['FREQ=DAILY;INTERVAL=1000', ['INTERVAL']],
    ['FREQ=DAILY;INTERVAL=-1', ['INTERVAL']],
    ['FREQ=DAILY;INTERVAL=1.5', ['INTERVAL']],
    ['FREQ=DAILY;COUNT=0', ['COUNT']],
    ['FREQ=DAILY;COUNT=10000', ['COUNT']],
    ['FREQ=DAILY;UNTIL=20260230', ['UNTIL']],
    ['FREQ=DAILY;UNTIL=20261231T250000', ['UNTIL']],
    ['FREQ=DAILY;UNTIL=2026-12-31', ['UNTIL']],
    ['FREQ=DAILY;COUNT=1;UNTIL=20261231', ['UNTIL']],
    ['FREQ=WEEKLY;BYDAY=1MO', ['BYDAY']],
    ['FREQ=DAILY;BYDAY=XX', ['BYDAY']],
    ['FREQ=MONTHLY;BYDAY=6MO', ['BYDAY']],
    ['FREQ=MONTHLY;BYDAY=0MO', ['BYDAY']],
    ['FREQ=YEARLY;BYDAY=54MO', ['BYDAY']],
    ['FREQ=YEARLY;BYMONTH=1;BYDAY=6MO', ['BYDAY']],
    ['FREQ=MONTHLY;BYDAY=MO,1TU', ['BYDAY']],
    ['FREQ=MONTHLY;BYDAY=1TU;BYMONTHDAY=1', ['BYMONTHDAY']],
    ['FREQ=MONTHLY;BYMONTHDAY=0', ['BYMONTHDAY']],
    ['FREQ=MONTHLY;BYMONTHDAY=32', ['BYMONTHDAY']],
    ['FREQ=WEEKLY;BYMONTHDAY=1', ['BYMONTHDAY']],
    ['FREQ=YEARLY;BYMONTH=13', ['BYMONTH']],
    ['FREQ=YEARLY;BYMONTH=1,', ['BYMONTH']],
    ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0', ['BYSETPOS']],
    ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367', ['BYSETPOS']],
    ['FREQ=MONTHLY;BYSETPOS=1', ['BYSETPOS']],
    ['FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1', ['BYSETPOS']],
    ['FREQ=DAILY;WKST=XX', ['WKST']],
    ['FREQ=DAILY;INTERVAL=0;COUNT=0', ['INTERVAL', 'COUNT']],
    [`FREQ=WEEKLY;BYDAY=${'MO,'.repeat(400)}MO`, ['rule']]
  ])('refuses %j, naming the part', (rule, parts) => {
    expect(wrongParts(rule)).toEqual(parts)
  })

  it('names in the error what was not understood', () => {
    const parsed = parseRecurrenceRule('FREQ=DAILY;BYHOUR=1', time)
    expect(E.isLeft(parsed) ? parsed.left[0]?.got : null).toBe('string "BYHOUR"')
  })

  it('never throws, whatever strangers write', () => {
    const junk = fc.array(fc.oneof(fc.string(), fc.constantFrom('FREQ=', 'DAILY', ';', '=', ',', 'UNTIL=', '99999999T999999Z', 'BYDAY=', '-1MO', '00000101T000000Z', '99991231T235959Z')), { maxLength: 12 }).map((p) => p.join(''))
    fc.assert(fc.property(fc.oneof(junk, fc.tuple(endlessRule, junk).map(([a, b]) => `${a};${b}`)), (rule) => void parseRecurrenceRule(rule, time)))
  })
})
