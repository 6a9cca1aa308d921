import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { showFieldErrors } from '../../src/core/codec'
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

  const dayList = 'MO, TU, WE, TH, FR, SA, SU'
  it.each([
    ['FREQ=DAILY;BYHOUR=1', 'rule: got string "BYHOUR", expected only FREQ, INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS, WKST'],
    ['FREQ', 'FREQ: got string "", expected a value'],
    ['FREQ=DAILY;FREQ=WEEKLY', 'FREQ: got string "WEEKLY", expected to be given once'],
    ['FREQ=HOURLY', 'FREQ: got string "HOURLY", expected one of DAILY, WEEKLY, MONTHLY, YEARLY'],
    ['FREQ=DAILY;INTERVAL=12345', 'INTERVAL: got string "12345", expected a whole number from 1 to 999'],
    ['FREQ=DAILY;COUNT=x1', 'COUNT: got string "X1", expected a whole number from 1 to 9999'],
    ['FREQ=DAILY;COUNT=1x', 'COUNT: got string "1X", expected a whole number from 1 to 9999'],
    ['FREQ=DAILY;UNTIL=x20261231', 'UNTIL: got string "X20261231", expected a date like 20261231 or a time like 20261231T090000 or 20261231T080000Z'],
    ['FREQ=DAILY;UNTIL=20261231x', 'UNTIL: got string "20261231X", expected a date like 20261231 or a time like 20261231T090000 or 20261231T080000Z'],
    ['FREQ=DAILY;UNTIL=99991231T235959Z', 'UNTIL: got string "99991231T235959Z", expected a date like 20261231 or a time like 20261231T090000 or 20261231T080000Z'],
    ['FREQ=WEEKLY;BYDAY=1MO', 'BYDAY: got string "1MO", expected weekdays like MO,FR'],
    ['FREQ=MONTHLY;BYDAY=6MO', 'BYDAY: got string "6MO", expected weekdays like MO, 2TU or -1FR, counted up to 5'],
    ['FREQ=YEARLY;BYDAY=54MO', 'BYDAY: got string "54MO", expected weekdays like MO, 2TU or -1FR, counted up to 53'],
    ['FREQ=MONTHLY;BYDAY=xMO', 'BYDAY: got string "XMO", expected weekdays like MO, 2TU or -1FR, counted up to 5'],
    ['FREQ=MONTHLY;BYDAY=MOx', 'BYDAY: got string "MOX", expected weekdays like MO, 2TU or -1FR, counted up to 5'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'BYMONTHDAY: got string "32", expected numbers from 1 to 31, or from -31 to -1'],
    ['FREQ=MONTHLY;BYMONTHDAY=x1', 'BYMONTHDAY: got string "X1", expected numbers from 1 to 31, or from -31 to -1'],
    ['FREQ=MONTHLY;BYMONTHDAY=1x', 'BYMONTHDAY: got string "1X", expected numbers from 1 to 31, or from -31 to -1'],
    ['FREQ=YEARLY;BYMONTH=0', 'BYMONTH: got string "0", expected months from 1 to 12'],
    ['FREQ=YEARLY;BYMONTH=x1', 'BYMONTH: got string "X1", expected months from 1 to 12'],
    ['FREQ=YEARLY;BYMONTH=1x', 'BYMONTH: got string "1X", expected months from 1 to 12'],
    ['FREQ=DAILY;WKST=XX', `WKST: got string "XX", expected one of ${dayList}`],
    ['FREQ=DAILY;COUNT=1;UNTIL=20261231', 'UNTIL: got given, expected no COUNT beside it'],
    ['FREQ=WEEKLY;BYMONTHDAY=1', 'BYMONTHDAY: got given, expected not with FREQ=WEEKLY'],
    ['FREQ=MONTHLY;BYDAY=MO,1TU', 'BYDAY: got given, expected all days counted like 2TU, or none'],
    ['FREQ=MONTHLY;BYDAY=1TU;BYMONTHDAY=1', 'BYMONTHDAY: got given, expected no counted days like 2TU beside it'],
    ['FREQ=WEEKLY;BYDAY=MO;BYSETPOS=1', 'BYSETPOS: got given, expected only with FREQ=MONTHLY or YEARLY'],
    ['FREQ=DAILY;BYMONTHDAY=1;BYSETPOS=1', 'BYSETPOS: got given, expected only with FREQ=MONTHLY or YEARLY'],
    ['FREQ=MONTHLY;BYSETPOS=1', 'BYSETPOS: got given, expected another BY part beside it'],
    [`FREQ=DAILY;${'X'.repeat(1000)}`, 'rule: got string of 1011 characters, expected at most 1000 characters']
  ])('says of %s what is wrong', (rule, expected) => {
    const parsed = parseRecurrenceRule(rule, time)
    expect(E.isLeft(parsed) ? showFieldErrors(parsed.left) : 'nothing').toBe(expected)
  })
  it.each([
    ['FREQ=DAILY;INTERVAL=999;COUNT=9999', { interval: 999, count: 9999 }],
    ['FREQ=MONTHLY;BYDAY=+5MO,-5MO', { byDay: [{ day: 0, nth: 5 }, { day: 0, nth: -5 }] }],
    ['FREQ=YEARLY;BYDAY=53MO,-53SU', { byDay: [{ day: 0, nth: 53 }, { day: 6, nth: -53 }] }],
    ['FREQ=YEARLY;BYMONTH=1,12;BYDAY=5MO', { byMonth: [1, 12], byDay: [{ day: 0, nth: 5 }] }],
    ['FREQ=MONTHLY;BYMONTHDAY=+31,-31', { byMonthDay: [31, -31] }],
    ['FREQ=YEARLY;BYMONTH=2;BYSETPOS=366,-366', { bySetPos: [366, -366] }],
    ['FREQ=YEARLY;BYMONTHDAY=2;BYSETPOS=1', { bySetPos: [1] }],
    ['FREQ=DAILY;BYMONTHDAY=1', { byMonthDay: [1] }],
    [`FREQ=DAILY;COUNT=7;BYDAY=${'MO,'.repeat(324)}MO`, { count: 7, byDay: [{ day: 0, nth: null }] }]
  ])('takes %.60s', (rule, expected) => {
    expect(parse(rule)).toMatchObject(expected)
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
