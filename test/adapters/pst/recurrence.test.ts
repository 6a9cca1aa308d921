/** Rules from patterns, as [MS-OXOCAL] describes them, and their occurrences by a library that knows RFC 5545. */
import { rrulestr } from 'rrule'
import { describe, expect, it } from 'vitest'
import { readRecurrenceBlob } from '../../../src/adapters/pst/recurrence/blob'
import { ruleOf } from '../../../src/adapters/pst/recurrence/rule'
import { writeRecurrence, type RecurrenceSpec } from './support/recurrence'

const [daily, weekly, monthly, yearly] = [0x200a, 0x200b, 0x200c, 0x200d] as const
const base = { frequency: daily, type: 0, period: 1440, end: null, start: '2026-01-05', startOffset: 540, endOffset: 600 } satisfies RecurrenceSpec
const ruleFor = (r: Partial<RecurrenceSpec>): string => {
  const blob = readRecurrenceBlob(writeRecurrence({ ...base, ...r }), 1252)
  return ruleOf(blob.pattern, blob.startOffset)
}
const monFri = 0x3e

const cases: ReadonlyArray<readonly [name: string, spec: Partial<RecurrenceSpec>, rule: string]> = [
  ['every day', {}, 'FREQ=DAILY'],
  ['every third day, ten times', { period: 3 * 1440, end: { count: 10 } }, 'FREQ=DAILY;INTERVAL=3;COUNT=10'],
  ['every day until a date', { end: { until: '2026-02-01' } }, 'FREQ=DAILY;UNTIL=20260201T090000'],
  ['every weekday', { type: 1, period: 1, specific: [monFri] }, 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
  ['every Monday', { frequency: weekly, type: 1, period: 1, specific: [2] }, 'FREQ=WEEKLY;BYDAY=MO'],
  ['every other week on two days, weeks from Monday', { frequency: weekly, type: 1, period: 2, specific: [0x41], firstWeekday: 1 }, 'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,SA;WKST=MO'],
  ['the 15th of every month', { frequency: monthly, type: 2, period: 1, specific: [15] }, 'FREQ=MONTHLY;BYMONTHDAY=15'],
  ['the 30th, or the last day of a shorter month', { frequency: monthly, type: 2, period: 1, specific: [30] }, 'FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1'],
  ['the 31st, so the last day', { frequency: monthly, type: 2, period: 3, specific: [31] }, 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1'],
  ['the end of the month', { frequency: monthly, type: 4, period: 1, specific: [31] }, 'FREQ=MONTHLY;BYMONTHDAY=-1'],
  ['the second Tuesday', { frequency: monthly, type: 3, period: 1, specific: [4, 2] }, 'FREQ=MONTHLY;BYDAY=2TU'],
  ['the last Friday', { frequency: monthly, type: 3, period: 1, specific: [0x20, 5] }, 'FREQ=MONTHLY;BYDAY=-1FR'],
  ['the last weekday', { frequency: monthly, type: 3, period: 1, specific: [monFri, 5] }, 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1'],
  ['the first day of the weekend', { frequency: monthly, type: 3, period: 2, specific: [0x41, 1] }, 'FREQ=MONTHLY;INTERVAL=2;BYDAY=SU,SA;BYSETPOS=1'],
  ['every year', { frequency: yearly, type: 2, period: 12, specific: [13], start: '2021-08-13' }, 'FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=13'],
  ['the 31st of a month that has one', { frequency: yearly, type: 2, period: 12, specific: [31], start: '2026-10-31' }, 'FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=31'],
  ['the 31st of a month that has none', { frequency: yearly, type: 2, period: 12, specific: [31], start: '2026-04-30' }, 'FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=-1'],
  ['leap day', { frequency: yearly, type: 2, period: 12, specific: [29], start: '2024-02-29' }, 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1'],
  ['the fourth Thursday of November, every other year', { frequency: yearly, type: 3, period: 24, specific: [0x10, 4], start: '2026-11-26' }, 'FREQ=YEARLY;INTERVAL=2;BYMONTH=11;BYDAY=4TH'],
  ['a yearly one that is stored with months between', { frequency: yearly, type: 2, period: 6, specific: [1] }, 'FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=1']
]

describe('a recurrence rule', () => {
  it.each(cases)('%s', (_, spec, rule) => {
    expect(ruleFor(spec)).toBe(rule)
  })

  const occurrences = (rule: string, start: string, n: number): ReadonlyArray<string> =>
    rrulestr(`DTSTART:${start.replace(/[-:]/g, '')}Z\nRRULE:${rule}`)
      .all((_, i) => i < n)
      .map((d) => d.toISOString().slice(0, 10))

  it('takes the last day of a month that is too short, as Outlook does', () => {
    expect(occurrences(ruleFor({ frequency: monthly, type: 2, period: 1, specific: [30] }), '2026-01-30T09:00:00', 4)).toEqual(['2026-01-30', '2026-02-28', '2026-03-30', '2026-04-30'])
    expect(occurrences(ruleFor({ frequency: monthly, type: 2, period: 1, specific: [31] }), '2026-01-31T09:00:00', 4)).toEqual(['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30'])
    expect(occurrences(ruleFor({ frequency: yearly, type: 2, period: 12, specific: [29], start: '2024-02-29' }), '2024-02-29T09:00:00', 5)).toEqual(['2024-02-29', '2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29'])
  })

  it('counts its last occurrence in', () => {
    expect(occurrences(ruleFor({ end: { until: '2026-01-07' } }), '2026-01-05T09:00:00', 10)).toEqual(['2026-01-05', '2026-01-06', '2026-01-07'])
  })

  it.each<readonly [string, Partial<RecurrenceSpec>]>([
    ['no interval', { period: 0 }],
    ['a part of a day', { period: 90 }],
    ['no weekday', { frequency: weekly, type: 1, period: 1, specific: [0] }],
    ['a sixth week', { frequency: monthly, type: 3, period: 1, specific: [2, 6] }],
    ['day 0', { frequency: monthly, type: 2, period: 1, specific: [0] }],
    ['day 32', { frequency: monthly, type: 2, period: 1, specific: [32] }],
    ['no occurrence', { end: { count: 0 } }],
    ['a lunar calendar', { calendar: 8 }],
    ['an unknown frequency', { frequency: 0x2099 as typeof daily }]
  ])('of %s is damage', (_, spec) => {
    expect(() => ruleFor(spec)).toThrow()
  })

  it('cut short anywhere is damage, and never more than that', () => {
    const whole = writeRecurrence({ ...base, deleted: ['2026-01-06'], exceptions: [{ start: '2026-01-07T10:00:00', end: '2026-01-07T11:00:00', original: '2026-01-07T09:00:00', subject: 'x' }] })
    const needed = whole.length - 40
    for (let n = 0; n <= whole.length; n++) {
      const read = () => readRecurrenceBlob(whole.subarray(0, n), 1252)
      if (n < needed) expect(read).toThrow('a recurrence')
      else expect(read().modified[0]?.subject).toBe('x')
    }
  })
})
