import { describe, expect, it } from 'vitest'
import type { Item } from '../../../src/core/model/item'
import { itemWindow } from '../../../src/rules/gates/first-run-window'
import { allDay, appointment, context, email, outcomeOf, series, task, timed } from '../examples'

const judge = (item: Item, firstRun: { readonly from?: string; readonly to?: string }, request: Parameters<typeof context>[0] = {}): string =>
  outcomeOf(itemWindow.judge(item, context({ ...request, settings: { firstRun } })))
const november = { from: '2026-11-01', to: '2026-11-30' }
const at = (start: string, end: string): Item => appointment({}, { time: timed(start, end) })

describe('the window of a first run (B22)', () => {
  it('is open where the settings give no dates', () => {
    expect(judge(at('1999-01-01T00:00:00', '1999-01-01T01:00:00'), {})).toBe('go')
  })

  it.each<[string, Item, string]>([
    ['e-mail on the first day, in UTC', email({}, { sentAt: '2026-11-01T00:00:00.000Z' }), 'go'],
    ['e-mail just before', email({}, { sentAt: '2026-10-31T23:59:59.999Z' }), 'outside-window'],
    ['e-mail on the last day', email({}, { sentAt: '2026-11-30T23:59:59.999Z' }), 'go'],
    ['e-mail just after', email({}, { sentAt: '2026-12-01T00:00:00.000Z' }), 'outside-window'],
    ['appointment on the last day', at('2026-11-30T23:00:00', '2026-12-01T01:00:00'), 'go'],
    ['appointment after', at('2026-12-01T00:00:00', '2026-12-01T01:00:00'), 'outside-window'],
    ['appointment that reaches into the window', at('2026-10-31T23:00:00', '2026-11-01T01:00:00'), 'go'],
    ['appointment that ends as the window begins', at('2026-10-31T23:00:00', '2026-11-01T00:00:00'), 'outside-window'],
    ['moment at the midnight when the window begins', at('2026-11-01T00:00:00', '2026-11-01T00:00:00'), 'go'],
    ['all-day on the day before: its end is exclusive', appointment({}, { time: allDay('2026-10-31', '2026-11-01') }), 'outside-window'],
    ['all-day over the whole window', appointment({}, { time: allDay('2026-10-01', '2027-01-01') }), 'go'],
    ['all-day on the last day', appointment({}, { time: allDay('2026-11-30', '2026-12-01') }), 'go'],
    ['all-day that ends where it starts', appointment({}, { time: allDay('2026-11-01', '2026-11-01') }), 'go'],
    ['in a zone that nobody knows', appointment({}, { time: timed('2026-11-24T09:00:00', '2026-11-24T10:00:00', 'Mars/Olympus') }), 'go'],
    ['task due in it', task({}, { start: '2020-01-01', due: '2026-11-30' }), 'go'],
    ['task due after', task({}, { start: '2026-11-15', due: '2026-12-01' }), 'outside-window'],
    ['task that only starts, before', task({}, { start: '2026-10-31', due: null }), 'outside-window'],
    ['task without dates', task({}, { due: null }), 'go']
  ])('%s', (_, item, expected) => {
    expect(judge(item, november)).toBe(expected)
  })

  describe('of a series', () => {
    const from2020 = (rule: string, over = {}): Item => series(rule, { fields: { ...appointment().fields, time: timed('2020-01-06T09:00:00', '2020-01-06T10:00:00') }, ...over })
    it.each<[string, Item, string]>([
      ['without an end', from2020('FREQ=WEEKLY'), 'go'],
      ['that ends in the window', from2020('FREQ=WEEKLY;UNTIL=20261101T090000'), 'go'],
      ['that ended before', from2020('FREQ=WEEKLY;UNTIL=20261031T090000'), 'outside-window'],
      ['whose last occurrence reaches into it', series('FREQ=WEEKLY;UNTIL=20261031', { fields: { ...appointment().fields, time: allDay('2020-01-04', '2020-01-07') } }), 'go'],
      ['with a count, whose end nobody works out', from2020('FREQ=WEEKLY;COUNT=2'), 'go'],
      ['that ends in the year 9999', from2020('FREQ=WEEKLY;UNTIL=99991231T235959'), 'go'],
      ['of several days each that ends in the year 9999', series('FREQ=WEEKLY;UNTIL=99991231', { fields: { ...appointment().fields, time: allDay('2020-01-04', '2020-01-07') } }), 'go'],
      ['whose end is no date', from2020('FREQ=WEEKLY;UNTIL=20269999'), 'go'],
      ['that begins after', series('FREQ=WEEKLY', { fields: { ...appointment().fields, time: timed('2026-12-01T09:00:00', '2026-12-01T10:00:00') } }), 'outside-window']
    ])('%s', (_, item, expected) => {
      expect(judge(item, november)).toBe(expected)
    })
    it('a moved occurrence counts where it takes place', () => {
      const exception = { original: '2020-01-13T09:00:00', time: timed('2026-11-10T09:00:00', '2026-11-10T10:00:00'), subject: null, body: null, location: null, showAs: null }
      const recurrence = (rule: string) => ({ recurrence: { rule, cancelled: [], exceptions: [exception] } })
      expect(judge(from2020('', recurrence('FREQ=WEEKLY;UNTIL=20200201T090000')), november)).toBe('go')
      expect(judge(series('', { ...recurrence('FREQ=WEEKLY'), fields: { ...appointment().fields, time: timed('2026-12-01T09:00:00', '2026-12-01T10:00:00') } }), november)).toBe('go')
    })
  })

  it('is overridden by a transfer of just this item, not of all', () => {
    const old = email({}, { sentAt: '2001-01-01T00:00:00.000Z' })
    const transfer = (items: ReadonlyArray<string> | 'all') => ({ request: { _tag: 'Transfer', items, withoutItems: [], withoutAttachments: [] } as const })
    expect(judge(old, november, transfer(['e1']))).toBe('go')
    expect(judge(old, november, transfer('all'))).toBe('outside-window')
  })
})
