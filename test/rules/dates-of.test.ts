/** The dates that something takes up (B22). */
import { describe, expect, it } from 'vitest'
import type { Activity } from '../../src/core/model/activity'
import type { Item, OccurrenceException } from '../../src/core/model/item'
import type { AppointmentTime } from '../../src/core/model/time'
import { datesOf } from '../../src/rules/dates-of'
import { allDay, appointment, appointmentActivity, email, emailActivity, task, timed } from './examples'

const day = (date: string): AppointmentTime => timed(`${date}T09:00:00`, `${date}T10:00:00`)
const moved = (original: string, time: AppointmentTime): OccurrenceException => ({ original, time, subject: null, body: null, location: null, showAs: null })
const weekly = (rule: string, exceptions: ReadonlyArray<OccurrenceException> = [], time = day('2026-11-02')): Item => appointment({ recurrence: { rule, cancelled: [], exceptions } }, { time })

describe('the dates of', () => {
  it.each<[string, Item | Activity, readonly [string, string | null] | null]>([
    ['an e-mail', email(), ['2026-11-24', '2026-11-24']],
    ['an e-mail in the CRM', emailActivity(), ['2026-11-24', '2026-11-24']],
    ['a task that is due', task({}, { start: '2026-11-01', due: '2026-11-05' }), ['2026-11-05', '2026-11-05']],
    ['a task that starts', task({}, { start: '2026-11-01', due: null }), ['2026-11-01', '2026-11-01']],
    ['a task without dates', task({}, { due: null }), null],
    ['an appointment in the CRM', appointmentActivity(), ['2026-11-24', '2026-11-24']],
    ['an appointment past midnight', appointment({}, { time: timed('2026-11-24T23:00:00', '2026-11-25T00:00:01') }), ['2026-11-24', '2026-11-25']],
    ['an appointment until midnight', appointment({}, { time: timed('2026-11-24T23:00:00', '2026-11-25T00:00:00') }), ['2026-11-24', '2026-11-24']],
    ['a moment at midnight', appointment({}, { time: timed('2026-11-24T00:00:00', '2026-11-24T00:00:00') }), ['2026-11-24', '2026-11-24']],
    ['days', appointment({}, { time: allDay('2026-11-24', '2026-11-27') }), ['2026-11-24', '2026-11-26']],
    ['a series without an end', weekly('FREQ=WEEKLY'), ['2026-11-02', null]],
    ['a series with an end', weekly('FREQ=WEEKLY;UNTIL=20261130T090000'), ['2026-11-02', '2026-11-30']],
    ['a series whose end is told first, in small letters', weekly('until=20261130;freq=weekly'), ['2026-11-02', '2026-11-30']],
    ['a series with something like an end', weekly('FREQ=WEEKLY;XUNTIL=20261130'), ['2026-11-02', null]],
    ['a series that ends in the year 9999', weekly('FREQ=WEEKLY;UNTIL=99991231'), ['2026-11-02', null]],
    ['a series that ends on no date', weekly('FREQ=WEEKLY;UNTIL=20261350'), ['2026-11-02', null]],
    ['a series of three days each', weekly('FREQ=WEEKLY;UNTIL=20261130', [], allDay('2026-11-02', '2026-11-05')), ['2026-11-02', '2026-12-02']],
    ['a series moved before its start', weekly('FREQ=WEEKLY', [moved('2026-11-09T09:00:00', day('2026-10-20')), moved('2026-11-16T09:00:00', day('2026-10-25'))]), ['2026-10-20', null]],
    ['a series moved before its start, told the other way round', weekly('FREQ=WEEKLY', [moved('2026-11-16T09:00:00', day('2026-10-25')), moved('2026-11-09T09:00:00', day('2026-10-20'))]), ['2026-10-20', null]],
    ['a series moved past its end', weekly('FREQ=WEEKLY;UNTIL=20261130', [moved('2026-11-09T09:00:00', day('2026-12-20')), moved('2026-11-16T09:00:00', day('2026-12-15'))]), ['2026-11-02', '2026-12-20']],
    ['a series moved past its end, told the other way round', weekly('FREQ=WEEKLY;UNTIL=20261130', [moved('2026-11-16T09:00:00', day('2026-12-15')), moved('2026-11-09T09:00:00', day('2026-12-20'))]), ['2026-11-02', '2026-12-20']],
    ['a series moved within', weekly('FREQ=WEEKLY;UNTIL=20261130', [moved('2026-11-09T09:00:00', day('2026-11-10'))]), ['2026-11-02', '2026-11-30']]
  ])('%s', (_, subject, expected) => {
    expect(datesOf(subject)).toEqual(expected === null ? null : { first: expected[0], last: expected[1] })
  })
})
