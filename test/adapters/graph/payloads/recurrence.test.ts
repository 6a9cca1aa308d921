import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recurrencePayload, type RecurrencePayload } from '../../../../src/adapters/graph/payloads/recurrence'
import { RecurrenceResource, readRule } from '../../../../src/adapters/graph/resources/recurrence'
import type { AppointmentTime } from '../../../../src/core/model/time'
import { parseRecurrenceRule } from '../../../../src/rules/recurrence-rule'
import { visitStarts } from '../../../../src/rules/recurrence-starts'
import { addDays, toInstant, toLocal } from '../../../../src/time/zones'
import { allDay, clock, endlessRule, startDate, timed, zone } from '../../../rules/recurrence-cases'
import { runs } from '../../../runs'
import { expandPattern } from './expand-pattern'

const wanted = 14
const horizon = 3660

const startOf = (time: AppointmentTime): string => (time.allDay ? `${time.start}T00:00:00` : time.start.local)
const timeAt = (start: string, zoneName: string | null): AppointmentTime => (zoneName === null ? allDay(start.slice(0, 10), addDays(start.slice(0, 10), 1)) : timed(start, start, zoneName))

/** The first starts by a rule of ours. */
const starts = (rule: string, time: AppointmentTime): ReadonlyArray<string> => {
  const parsed = parseRecurrenceRule(rule, time)
  if (E.isLeft(parsed)) throw new Error(`${rule}: ${JSON.stringify(parsed.left)}`)
  const found: Array<string> = []
  const last = addDays(startOf(time).slice(0, 10), horizon)
  visitStarts(parsed.right, startOf(time), startOf(time), (local) => {
    if (local.slice(0, 10) > last) return false
    found.push(local)
    return found.length < wanted
  })
  return found
}

/** As Graph answers: with zeros for what a type does not use. */
const read = (r: RecurrencePayload, time: AppointmentTime): string => {
  const zeros = { pattern: { month: 0, dayOfMonth: 0, index: 'first', firstDayOfWeek: 'sunday', ...r.pattern }, range: { endDate: '0001-01-01', numberOfOccurrences: 0, ...r.range } }
  const decoded = RecurrenceResource.decode(JSON.parse(JSON.stringify(zeros)))
  if (E.isLeft(decoded)) throw new Error('not decoded')
  const rule = readRule(decoded.right, startOf(time))
  if (E.isLeft(rule)) throw new Error(JSON.stringify(rule.left))
  return rule.right
}

const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const someDays = fc.subarray(days, { minLength: 1 })
const position = fc.constantFrom(1, 2, 3, 4, -1)
const month = fc.integer({ min: 1, max: 12 })
const interval = fc.oneof(fc.constant(''), fc.integer({ min: 1, max: 5 }).map((n) => `;INTERVAL=${n}`))
const monthDay = fc.constantFrom('1', '2', '15', '28', '-1')
const clamped = fc.constantFrom('28,29', '28,29,30').map((d) => `BYMONTHDAY=${d};BYSETPOS=-1`)
const nth = fc.oneof(fc.tuple(position, fc.constantFrom(...days)).map(([n, d]) => `BYDAY=${n}${d}`), fc.tuple(position, someDays).map(([n, d]) => `BYDAY=${d.join()};BYSETPOS=${n}`))
/** Rules that Outlook has a pattern for. */
const outlookRule = fc
  .oneof(
    interval.map((i) => `FREQ=DAILY${i}`),
    someDays.map((d) => `FREQ=DAILY;BYDAY=${d.join()}`),
    fc.tuple(interval, someDays, fc.constantFrom('', ';WKST=SU', ';WKST=MO', ';WKST=TH')).map(([i, d, w]) => `FREQ=WEEKLY${i};BYDAY=${d.join()}${w}`),
    interval.map((i) => `FREQ=WEEKLY${i}`),
    fc.tuple(interval, fc.oneof(monthDay.map((d) => `BYMONTHDAY=${d}`), clamped, nth)).map(([i, d]) => `FREQ=MONTHLY${i};${d}`),
    someDays.map((d) => `FREQ=MONTHLY;BYDAY=${d.join()}`),
    fc.tuple(interval, month, fc.oneof(monthDay.map((d) => `BYMONTHDAY=${d}`), nth)).map(([i, m, d]) => `FREQ=YEARLY${i};BYMONTH=${m};${d}`),
    interval.map((i) => `FREQ=YEARLY${i};BYMONTH=4;BYMONTHDAY=30`)
  )
const zoneOrNone = fc.oneof(fc.constant(null), zone)

describe('rules as recurrences of Graph', () => {
  it('that Outlook can show have the same starts there, and when they are read again', () => {
    const reached = new Set<string>()
    fc.assert(
      fc.property(outlookRule, startDate, clock, zoneOrNone, fc.constantFrom('none', 'count', 'until'), fc.integer({ min: 1, max: 9 }), (endless, date, at, zoneName, end, n) => {
        const [first] = starts(endless, timeAt(`${date}T${zoneName === null ? '00:00:00' : at}`, zoneName))
        fc.pre(first !== undefined && first < '2100')
        const time = timeAt(first ?? '', zoneName)
        const all = starts(endless, time)
        const last = all[Math.min(n, all.length) - 1] ?? ''
        const rule = end === 'none' ? endless : end === 'count' ? `${endless};COUNT=${n}` : `${endless};UNTIL=${last.replace(/[-:]/g, '')}`
        const payload = recurrencePayload(rule, time)
        if (E.isLeft(payload)) throw new Error(`${rule}: ${JSON.stringify(payload.left)}`)
        reached.add(`${payload.right.pattern.type} ${payload.right.range.type}`)
        const expected = starts(rule, time)
        expect(expandPattern(payload.right, wanted, horizon), rule).toEqual(expected.map((s) => s.slice(0, 10)))
        expect(starts(read(payload.right, time), time), rule).toEqual(expected)
      }),
      { numRuns: runs(600) }
    )
    if (runs(600) === 600) expect(reached.size).toBe(18)
  })

  it('of any other kind are refused, or have the same starts', () => {
    const reached = { same: 0, refused: 0 }
    fc.assert(
      fc.property(endlessRule, startDate, clock, zoneOrNone, (rule, date, at, zoneName) => {
        const time = timeAt(`${date}T${zoneName === null ? '00:00:00' : at}`, zoneName)
        const payload = recurrencePayload(rule, time)
        if (E.isLeft(payload)) {
          reached.refused += 1
          expect(payload.left._tag).toBe('Unsupported')
          return
        }
        reached.same += 1
        const expected = starts(rule, time)
        expect(expandPattern(payload.right, wanted, horizon), rule).toEqual(expected.map((s) => s.slice(0, 10)))
        expect(starts(read(payload.right, time), time), rule).toEqual(expected)
      }),
      { numRuns: runs(1500) }
    )
    expect(Math.min(reached.same, reached.refused)).toBeGreaterThan(runs(1500) === 1500 ? 50 : 0)
  })

  const monday = timed('2026-11-02T09:30:00', '2026-11-02T10:00:00')
  const whole = allDay('2026-11-02', '2026-11-03')

  it('are written as Graph documents them', () => {
    expect(recurrencePayload('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=5', monday)).toEqual(
      E.right({ pattern: { type: 'weekly', interval: 2, daysOfWeek: ['monday', 'wednesday'], firstDayOfWeek: 'monday' }, range: { type: 'numbered', startDate: '2026-11-02', numberOfOccurrences: 5, recurrenceTimeZone: 'W. Europe Standard Time' } })
    )
    expect(recurrencePayload('FREQ=MONTHLY;BYDAY=1MO', whole)).toEqual(E.right({ pattern: { type: 'relativeMonthly', interval: 1, daysOfWeek: ['monday'], index: 'first' }, range: { type: 'noEnd', startDate: '2026-11-02', recurrenceTimeZone: 'UTC' } }))
  })

  it('end on the last date on which an occurrence may start', () => {
    const endOf = (until: string, time = monday): unknown => {
      const payload = recurrencePayload(`FREQ=DAILY;UNTIL=${until}`, time)
      return E.isRight(payload) ? payload.right.range.endDate : payload.left
    }
    expect(endOf('20261231T093000')).toBe('2026-12-31')
    expect(endOf('20261231T092959')).toBe('2026-12-30')
    expect(endOf('20261231')).toBe('2026-12-31')
    expect(endOf('20261231T083000Z')).toBe('2026-12-31')
    expect(endOf('20261231T082959Z')).toBe('2026-12-30')
    expect(endOf('20261231T000000', whole)).toBe('2026-12-31')
    expect(endOf('20261101')).toMatchObject({ _tag: 'InvalidPayload', errors: [{ field: 'UNTIL' }] })
  })

  it('are refused by the name of the part', () => {
    const refused = (rule: string, time = monday): unknown => {
      const payload = recurrencePayload(rule, time)
      return E.isRight(payload) ? payload.right : payload.left._tag === 'InvalidPayload' ? payload.left.errors.map((e) => e.field).join() : payload.left._tag === 'Unsupported' ? payload.left.what : payload.left
    }
    for (const [rule, part] of [['FREQ=MONTHLY;BYMONTHDAY=31', 'BYMONTHDAY'], ['FREQ=MONTHLY;BYMONTHDAY=2,15', 'BYMONTHDAY'], ['FREQ=MONTHLY;BYMONTHDAY=-2', 'BYMONTHDAY'], ['FREQ=MONTHLY;BYMONTHDAY=2,30;BYSETPOS=-1', 'BYSETPOS'], ['FREQ=YEARLY;BYMONTH=11;BYDAY=5MO', 'BYDAY'], ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2,-1', 'BYSETPOS'], ['FREQ=YEARLY;BYMONTH=1,11', 'BYMONTH'], ['FREQ=YEARLY;BYDAY=1MO', 'BYMONTH'], ['FREQ=YEARLY;BYWEEKNO=45', 'BYWEEKNO'], ['FREQ=DAILY;BYMONTH=11', 'BYMONTH'], ['FREQ=HOURLY', 'FREQ'], ['FREQ=WEEKLY;X-SECRET=1', 'unknown part'], ['FREQ=WEEKLY;BYDAY=TU', 'first occurrence']] as const)
      expect(refused(rule), rule).toMatch(new RegExp(`${part}.* on Microsoft Graph$`))
    for (const [rule, field] of [['', 'rule'], ['FREQ', 'rule'], ['FREQ=X', 'FREQ'], ['FREQ=DAILY;INTERVAL=0', 'INTERVAL'], ['FREQ=DAILY;COUNT=-1', 'COUNT'], ['FREQ=DAILY;COUNT=2;UNTIL=20261231', 'UNTIL'], ['FREQ=DAILY;UNTIL=20260231', 'UNTIL'], ['FREQ=DAILY;BYDAY=XX', 'BYDAY'], ['FREQ=DAILY;BYMONTHDAY=0', 'BYMONTHDAY'], ['FREQ=DAILY;BYMONTH=13', 'BYMONTH'], ['FREQ=DAILY;BYSETPOS=0', 'BYSETPOS'], ['FREQ=DAILY;WKST=XX', 'WKST'], ['FREQ=DAILY;FREQ=DAILY', 'FREQ'], [`FREQ=DAILY;BYDAY=${'MO,'.repeat(500)}`, 'rule']] as const) expect(refused(rule), rule).toBe(field)
    expect(refused('FREQ=DAILY', timed('2026-11-02T09:30:00', '2026-11-02T10:00:00', 'Nowhere/Else'))).toBe('time.start.zone')
    expect(refused('FREQ=DAILY', timed('2026-11-02T09:30:00', '2026-11-02T10:00:00', 'Antarctica/Troll'))).toMatch(/time zone/)
    expect(toLocal(toInstant({ local: '2026-11-02T09:30:00', zone: 'Antarctica/Troll' }), 'UTC')).toBe('2026-11-02T09:30:00')
  })

  it('never make writing one throw', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom('FREQ=', 'DAILY', ';', '=', 'UNTIL=', '20261231T093000Z', '00010101T000000Z', '99991231', 'BYDAY=', 'MO', ',', '-', '1', 'COUNT='), fc.string({ maxLength: 5 }))), zoneOrNone, (parts, zoneName) => {
        const payload = recurrencePayload(parts.join(''), timeAt('2026-11-02T09:30:00', zoneName))
        if (E.isLeft(payload)) expect(['InvalidPayload', 'Unsupported']).toContain(payload.left._tag)
      }),
      { numRuns: runs(1000) }
    )
  })
})
