/** B10 and B18, sentence by sentence. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AppointmentFields } from '../../src/core/model/fields'
import type { AppointmentItem, Item, Recurrence } from '../../src/core/model/item'
import type { AppointmentTime } from '../../src/core/model/time'
import type { RuleContext, Verdict, View, Views } from '../../src/core/rule-set'
import { viewItem } from '../../src/rules/view-item'
import { addDays } from '../../src/time/zones'
import { runs } from '../runs'
import { context, email, task } from './examples'
import { allDay, appointment, clock, endlessRule, exceptionOf, startDate, timed } from './recurrence-cases'

const at = (now: string, recurrence: unknown = {}, more: object = {}): RuleContext => context({ now, settings: { recurrence, ...more } })
const go = (verdict: Verdict<Views>): Views => {
  if (verdict._tag === 'Skip') throw new Error(`skipped: ${verdict.reason}`)
  return verdict.value
}
const skipped = (verdict: Verdict<Views>): string => (verdict._tag === 'Skip' ? verdict.reason : 'Go')
const keys = (views: Views): ReadonlyArray<string> => views.views.map((v) => v.occurrence)
const fieldsOf = (view: View | undefined): AppointmentFields => view?.fields as AppointmentFields
const only = (item: Item, linked: ReadonlyArray<string>, ctx: RuleContext): View => {
  const { views } = go(viewItem(item, linked, ctx))
  expect(views).toHaveLength(1)
  return views[0] as View
}

const mondays = timed('2026-03-02T09:00:00', '2026-03-02T10:00:00')
const weekly = (over: Partial<Recurrence> = {}, rule = 'FREQ=WEEKLY;BYDAY=MO'): AppointmentItem => appointment(mondays, rule, over)
const [m2, m9, m16, m23, m30] = ['2026-03-02T09:00:00', '2026-03-09T09:00:00', '2026-03-16T09:00:00', '2026-03-23T09:00:00', '2026-03-30T09:00:00'] as const
const monday = (date: string): AppointmentTime => timed(`${date}T09:00:00`, `${date}T10:00:00`)
const before = '2026-03-01T00:00:00.000Z'
const between = '2026-03-10T12:00:00.000Z'
const late = '2030-01-01T00:00:00.000Z'

describe('what does not repeat', () => {
  it('an e-mail, a task and a single appointment have one view, as they are', () => {
    for (const item of [email(), appointment(mondays, null)]) {
      expect(go(viewItem(item, [], at(before)))).toEqual({ views: [{ kind: item.kind, occurrence: '', fields: item.fields, reviewAt: null, redacted: false }], gone: [], reviewAt: null })
    }
  })
  it.each([
    ['an unknown zone', timed('2026-03-02T09:00:00', '2026-03-02T10:00:00', 'Mars/Olympus')],
    ['an end before the start', timed('2026-03-02T09:00:00', '2026-03-02T08:59:59')],
    ['an end date before the start', allDay('2026-03-02', '2026-03-01')]
  ])('%s is an invalid time', (_what, time) => {
    expect(skipped(viewItem(appointment(time, null), [], at(before)))).toBe('invalid-time')
    expect(skipped(viewItem(appointment(time, 'FREQ=DAILY'), [''], at(before)))).toBe('invalid-time')
  })
})

describe('a recurring appointment is one activity: the first occurrence only', () => {
  it.each([before, between, late])('at %s', (now) => {
    expect(go(viewItem(weekly(), [], at(now)))).toEqual({ views: [{ kind: 'appointment', occurrence: '', fields: weekly().fields, reviewAt: null, redacted: false }], gone: [], reviewAt: null })
  })
  it('if the first was cancelled, the first that really takes place counts', () => {
    expect(fieldsOf(only(weekly({ cancelled: [m2, m9] }), [], at(before))).time).toEqual(monday('2026-03-16'))
  })
  it('if the first was moved, it counts where it is still first, else the one before it', () => {
    expect(fieldsOf(only(weekly({ exceptions: [exceptionOf(m2, monday('2026-03-05'))] }), [], at(before))).time).toEqual(monday('2026-03-05'))
    expect(fieldsOf(only(weekly({ exceptions: [exceptionOf(m2, monday('2026-03-11'))] }), [], at(before))).time).toEqual(monday('2026-03-09'))
  })
  it('with what an exception has of its own, and the rest from the series', () => {
    const own = exceptionOf(m2, monday('2026-03-03'), { subject: 'Kick-off', body: { type: 'html', content: '<p>new' }, location: '', showAs: 'oof' })
    expect(fieldsOf(only(weekly({ exceptions: [own] }), [], at(before)))).toEqual({ subject: 'Kick-off', body: { type: 'html', content: '<p>new' }, location: '', showAs: 'oof', time: monday('2026-03-03') })
    expect(fieldsOf(only(weekly({ exceptions: [exceptionOf(m2, monday('2026-03-03'))] }), [], at(before)))).toEqual({ ...weekly().fields, time: monday('2026-03-03') })
  })
  it('where none takes place it is skipped, or gone if it was linked', () => {
    const none = weekly({ cancelled: [m2, m9] }, 'FREQ=WEEKLY;COUNT=2')
    expect(skipped(viewItem(none, [], at(before)))).toBe('no-occurrence')
    expect(skipped(viewItem(none, [], at(before, { mode: 'each' })))).toBe('no-occurrence')
    expect(go(viewItem(none, [''], at(before)))).toEqual({ views: [], gone: [''], reviewAt: null })
  })
  it('where the rule is not understood it is skipped, and the trace says what is wrong', () => {
    const verdict = viewItem(weekly({}, 'FREQ=HOURLY;INTERVAL=2'), [], at(before))
    expect(skipped(verdict)).toBe('invalid-recurrence')
    expect(verdict.trace.decided).toContain('FREQ: got string "HOURLY", expected one of DAILY')
  })
})

describe('option: the next upcoming occurrence', () => {
  const next = { mode: 'next' }
  it('is the one in progress or upcoming, and is looked at again when it ends', () => {
    expect(only(weekly(), [], at(before, next))).toMatchObject({ occurrence: '', fields: { time: mondays }, reviewAt: '2026-03-02T09:00:00.000Z' })
    expect(only(weekly(), [], at('2026-03-02T08:30:00.000Z', next)).reviewAt).toBe('2026-03-02T09:00:00.000Z')
    expect(only(weekly(), [], at('2026-03-02T09:00:00.000Z', next))).toMatchObject({ fields: { time: monday('2026-03-09') }, reviewAt: '2026-03-09T09:00:00.000Z' })
  })
  it('stays with the last, and is not looked at again', () => {
    const three = weekly({}, 'FREQ=WEEKLY;COUNT=3')
    for (const now of ['2026-03-16T08:30:00.000Z', '2026-03-10T12:00:00.000Z', late]) expect(only(three, [''], at(now, next))).toMatchObject({ fields: { time: monday('2026-03-16') }, reviewAt: null })
    expect(only(three, [''], at('2026-03-09T08:30:00.000Z', next)).reviewAt).toBe('2026-03-09T09:00:00.000Z')
  })
  it('property: nothing changes before it is looked at again, and then it does', () => {
    fc.assert(
      fc.property(startDate, clock, endlessRule, fc.integer({ min: -50, max: 900 }), (date, clockTime, rule, days) => {
        const item = appointment(timed(`${date}T${clockTime}`, `${date}T23:59:59`), `${rule};COUNT=8`)
        const now = `${addDays(date, days)}T10:11:12.000Z`
        const view = viewItem(item, [''], at(now, next))
        const [shown] = view._tag === 'Go' ? view.value.views : []
        if (shown === undefined || shown.reviewAt === null) return
        expect(shown.reviewAt > now).toBe(true)
        const justBefore = new Date(Date.parse(shown.reviewAt) - 1000).toISOString()
        if (justBefore > now) expect(only(item, [''], at(justBefore, next)).fields).toEqual(shown.fields)
        expect(only(item, [''], at(shown.reviewAt, next)).fields).not.toEqual(shown.fields)
      }),
      { numRuns: runs(150) }
    )
  })
})

describe('option: one activity per occurrence within a window', () => {
  const each = (pastDays: number, futureDays: number) => ({ mode: 'each', pastDays, futureDays })
  it('shows those within, under their original start, and says when the next comes in', () => {
    const views = go(viewItem(weekly(), [], at(between, each(7, 7))))
    expect(views.views.map((v) => [v.occurrence, fieldsOf(v).time])).toEqual([
      [m9, monday('2026-03-09')],
      [m16, monday('2026-03-16')]
    ])
    expect(views.reviewAt).toBe('2026-03-16T08:00:00.000Z')
    expect(keys(go(viewItem(weekly(), keys(views), at('2026-03-16T07:59:59.000Z', each(7, 7)))))).toEqual([m9, m16])
    expect(keys(go(viewItem(weekly(), keys(views), at(views.reviewAt ?? '', each(7, 7)))))).toEqual([m9, m16, m23])
  })
  it('keeps linked ones that are outside the window', () => {
    expect(keys(go(viewItem(weekly(), [m2], at('2026-03-29T00:00:00.000Z', each(0, 1)))))).toEqual([m2])
    expect(keys(go(viewItem(weekly(), [m2, m30], at(between, each(0, 1)))))).toEqual([m2, m30])
  })
  it('tells which linked ones do not take place any more', () => {
    expect(go(viewItem(weekly({ cancelled: [m9] }, 'FREQ=WEEKLY;COUNT=3'), [m2, m9, m16, m23], at(late, each(0, 1))))).toMatchObject({ gone: [m9, m23], reviewAt: null })
    const all = go(viewItem(weekly({ cancelled: [m2] }, 'FREQ=WEEKLY;COUNT=1'), [m2], at(late, each(0, 1))))
    expect(all).toEqual({ views: [], gone: [m2], reviewAt: null })
  })
  it('shows a moved one by its real time and under its original start, linked before it was moved or not', () => {
    const moved = weekly({ exceptions: [exceptionOf(m9, monday('2026-03-25'), { subject: 'Moved' })] })
    for (const linked of [[], [m9]]) {
      const views = go(viewItem(moved, linked, at('2026-03-24T00:00:00.000Z', each(0, 2))))
      expect(views.views.map((v) => [v.occurrence, fieldsOf(v).time, fieldsOf(v).subject])).toEqual([[m9, monday('2026-03-25'), 'Moved']])
    }
  })
  it('goes on without a view where the first comes in later, and is skipped where none will', () => {
    expect(go(viewItem(weekly(), [], at('2026-01-01T00:00:00.000Z', each(0, 7))))).toEqual({ views: [], gone: [], reviewAt: '2026-02-23T08:00:00.000Z' })
    expect(skipped(viewItem(weekly({}, 'FREQ=WEEKLY;COUNT=3'), [], at(late, each(0, 7))))).toBe('no-occurrence-yet')
  })
  it('does not make a shifted series anew: each keeps its key by its date', () => {
    const shifted = appointment(timed('2026-03-02T13:00:00', '2026-03-02T14:00:00'), 'FREQ=WEEKLY;BYDAY=MO')
    const views = go(viewItem(shifted, [m9, m16], at(between, each(7, 14))))
    expect(views.views.map((v) => [v.occurrence, fieldsOf(v).time])).toEqual([
      [m9, timed('2026-03-09T13:00:00', '2026-03-09T14:00:00')],
      [m16, timed('2026-03-16T13:00:00', '2026-03-16T14:00:00')],
      ['2026-03-23T13:00:00', timed('2026-03-23T13:00:00', '2026-03-23T14:00:00')]
    ])
    expect(views.gone).toEqual([])
  })
  it('nor one that became all-day', () => {
    const shifted = appointment(allDay('2026-03-02', '2026-03-03'), 'FREQ=WEEKLY;BYDAY=MO')
    expect(keys(go(viewItem(shifted, [m9, m16], at(between, each(7, 7)))))).toEqual([m9, m16])
  })
  it('but takes one for gone whose shifted occurrence was cancelled, whose date is another, or which is another\u2019s already', () => {
    const shifted = (over: Partial<Recurrence>): AppointmentItem => appointment(timed('2026-03-02T13:00:00', '2026-03-02T14:00:00'), 'FREQ=WEEKLY;BYDAY=MO', over)
    expect(go(viewItem(shifted({ cancelled: ['2026-03-09T13:00:00'] }), [m9], at(between, each(0, 1)))).gone).toEqual([m9])
    expect(go(viewItem(shifted({}), ['2026-03-10T09:00:00'], at(between, each(0, 1)))).gone).toEqual(['2026-03-10T09:00:00'])
    expect(go(viewItem(shifted({}), [m9, '2026-03-09T13:00:00'], at(between, each(0, 1))))).toMatchObject({ gone: [m9], views: [{ occurrence: '2026-03-09T13:00:00' }] })
    expect(go(viewItem(weekly({ cancelled: [m9], exceptions: [exceptionOf('2026-03-09T15:00:00', monday('2026-03-09'))] }), [m9], at(between, each(0, 1)))).gone).toEqual([m9])
  })
  it('resolves many linked ones of a long series', () => {
    const linked = Array.from({ length: 3000 }, (_, i) => `${addDays('2018-01-01', i)}T09:00:00`)
    const daily = appointment(timed('2018-01-01T09:00:00', '2018-01-01T10:00:00'), 'FREQ=DAILY')
    expect(keys(go(viewItem(daily, linked, at('2018-06-01T00:00:00.000Z', each(0, 1)))))).toEqual(linked)
  })
})

describe('an item stands in the CRM in one way (L4)', () => {
  it('one linked as a whole stays so when the setting becomes each', () => {
    expect(only(weekly(), [''], at(between, { mode: 'each' }))).toMatchObject({ occurrence: '', fields: { time: mondays } })
  })
  it('but follows between first and next', () => {
    expect(only(weekly(), [''], at(between, { mode: 'next' }))).toMatchObject({ occurrence: '', fields: { time: monday('2026-03-16') } })
  })
  it.each(['first', 'next'])('one linked by occurrence stays so when the setting becomes %s', (mode) => {
    expect(keys(go(viewItem(weekly(), [m2], at(between, { mode, pastDays: 0, futureDays: 7 }))))).toEqual([m2, m16])
  })
  it('a series that became a single appointment is that occurrence, and the others are gone', () => {
    expect(go(viewItem(appointment(monday('2026-03-09'), null), [m2, m9], at(between, { mode: 'each' })))).toMatchObject({ views: [{ occurrence: m9 }], gone: [m2], reviewAt: null })
  })
  it('a single appointment that became a series stays one', () => {
    expect(only(weekly(), [''], at(between, { mode: 'each' })).occurrence).toBe('')
  })
  it('property: every linked key has a view or is gone, no two views have one key or one time, and both ways never begin', () => {
    const reached = { views: 0, gone: 0, shifted: 0 }
    fc.assert(
      fc.property(startDate, endlessRule, fc.constantFrom('first', 'next', 'each'), fc.array(fc.nat({ max: 40 }), { maxLength: 4 }), fc.array(fc.nat({ max: 40 }), { maxLength: 3 }), fc.boolean(), fc.boolean(), (date, rule, mode, linkedDays, cancelledDays, whole, shift) => {
        const stamp = (hour: string) => (days: number): string => `${addDays(date, days)}T${hour}:00:00`
        const hour = shift ? '11' : '09'
        const item = appointment(timed(`${date}T${hour}:00:00`, `${date}T12:00:00`), rule, { cancelled: cancelledDays.map(stamp(hour)) })
        const linked = [...new Set([...(whole ? [''] : linkedDays.map(stamp('09')))])]
        const verdict = viewItem(item, linked, at(`${addDays(date, 10)}T00:00:00.000Z`, { mode, pastDays: 5, futureDays: 20 }))
        if (verdict._tag === 'Skip') {
          expect(linked).toEqual([])
          return
        }
        const { views, gone } = verdict.value
        expect([...keys(verdict.value), ...gone].filter((k) => linked.includes(k)).sort()).toEqual([...linked].sort())
        expect(new Set(keys(verdict.value)).size).toBe(views.length)
        expect(new Set(views.map((v) => JSON.stringify(fieldsOf(v).time))).size).toBe(views.length)
        expect(keys(verdict.value).includes('') && views.length > 1).toBe(false)
        reached.views += views.length
        reached.gone += gone.length
        reached.shifted += shift ? views.filter((v) => v.occurrence.endsWith('T09:00:00')).length : 0
        // Seen again with what it showed linked, it shows the same (L2).
        if (views.length > 0) expect(go(viewItem(item, keys(verdict.value), at(`${addDays(date, 10)}T00:00:00.000Z`, { mode, pastDays: 5, futureDays: 20 }))).views).toEqual(views)
      }),
      { numRuns: 400 }
    )
    expect(Math.min(reached.views, reached.gone, reached.shifted)).toBeGreaterThan(10)
  })
})

describe('privacy (B18)', () => {
  const secret = { subject: 'SECRET subject', body: { type: 'html', content: 'SECRET body' }, location: 'SECRET place' } as const
  const secretSeries: AppointmentItem = { ...weekly({ exceptions: [exceptionOf(m9, monday('2026-03-10'), secret)] }), sensitivity: 'private', fields: { ...secret, time: mondays, showAs: 'oof' } }
  it.each(['private', 'confidential'] as const)('%s: busy time with no content, and nothing in the trace', (sensitivity) => {
    for (const mode of ['first', 'next', 'each']) {
      const verdict = viewItem({ ...secretSeries, sensitivity }, [], at(before, { mode }, { privacy: { private: 'busy', busyText: 'Upptagen' } }))
      for (const view of go(verdict).views) {
        expect(view).toMatchObject({ redacted: true, fields: { subject: 'Upptagen', body: { type: 'text', content: '' }, location: '' } })
        expect(Object.keys(view.fields).sort()).toEqual(['body', 'location', 'showAs', 'subject', 'time'])
      }
      expect(fieldsOf(go(verdict).views[0])).toMatchObject({ time: mondays, showAs: 'oof' })
      expect(JSON.stringify(verdict)).not.toContain('SECRET')
      expect(verdict.trace.saw).toEqual({ private: true })
    }
  })
  it('a single private appointment likewise, and one that a gate should have stopped', () => {
    const verdict = viewItem({ ...secretSeries, recurrence: null }, [], at(before))
    expect(JSON.stringify(verdict)).not.toContain('SECRET')
    expect(go(verdict).views[0]?.redacted).toBe(true)
  })
  it('a private e-mail and task without content or people', () => {
    const mail = email({ sensitivity: 'private' }, { subject: 'SECRET', body: { type: 'text', content: 'SECRET' } })
    const task: Item = {
      kind: 'task',
      id: 't',
      version: '1',
      identity: null,
      ownKey: null,
      place: 'normal',
      sensitivity: 'confidential',
      modifiedAt: before,
      fields: { subject: 'SECRET', body: { type: 'text', content: 'SECRET' }, start: null, due: '2026-03-02', progress: { status: 'notStarted', percent: 0, completedOn: null }, importance: 'high' }
    }
    for (const item of [mail, task]) expect(JSON.stringify(viewItem(item, [], at(before)))).not.toMatch(/SECRET|customer|anna@/)
    expect(go(viewItem(mail, [], at(before))).views[0]?.fields).toEqual({ subject: 'Busy', body: { type: 'text', content: '' }, sentAt: mail.fields.sentAt, from: null, to: [], cc: [], bcc: [] })
    expect(go(viewItem(task, [], at(before))).views[0]?.fields).toMatchObject({ subject: 'Busy', due: '2026-03-02', importance: 'high' })
  })
  it('tells nothing of a private series that cannot be understood either', () => {
    const verdict = viewItem({ ...secretSeries, recurrence: { rule: 'FREQ=SECRET', cancelled: [], exceptions: [] } }, [], at(before))
    expect(skipped(verdict)).toBe('invalid-recurrence')
    expect(JSON.stringify(verdict)).not.toContain('SECRET')
  })
  it('does not redact what is only personal', () => {
    expect(only({ ...secretSeries, sensitivity: 'personal' }, [], at(before))).toMatchObject({ redacted: false, fields: secret })
  })
})

describe('the trace of a view (B20)', () => {
  const told = (item: Item, linked: ReadonlyArray<string>, ctx: RuleContext) => {
    const { rule, behaviour, saw, decided } = viewItem(item, linked, ctx).trace
    return [rule, behaviour, saw, decided]
  }
  const saw = { setting: 'first', mode: 'first', linked: 0, cancelled: 0, moved: 0, gone: 0, reviewAt: null }
  it.each<[string, Item, ReadonlyArray<string>, RuleContext, string, object, string]>([
    ['as it is', email(), [], at(before), 'B18', { kind: 'email', private: false }, 'the item as it is'],
    ['private', email({ sensitivity: 'private' }), [], at(before), 'B18', { private: true }, 'shown without content where it is shown at all'],
    ['first', weekly({ cancelled: [m2] }), [''], at(before), 'B10', { ...saw, linked: 1, cancelled: 1 }, 'the first that takes place'],
    ['next', weekly({ exceptions: [exceptionOf(m9, monday('2026-03-11'))] }), [], at(before, { mode: 'next' }), 'B10', { ...saw, setting: 'next', mode: 'next', moved: 1 }, 'the next that takes place, or the last'],
    ['each', weekly({}, 'FREQ=WEEKLY;COUNT=2'), [], at(before, { mode: 'each' }), 'B10', { ...saw, setting: 'each', mode: 'each' }, '2 single occurrences'],
    ['each, with more to come', weekly(), [], at('2020-01-01T00:00:00.000Z', { mode: 'each' }), 'B10', { ...saw, setting: 'each', mode: 'each', reviewAt: '2026-01-01T08:00:00.000Z' }, 'no occurrence now'],
    ['gone', weekly({ cancelled: [m2] }, 'FREQ=WEEKLY;COUNT=1'), [''], at(before), 'B10', { ...saw, linked: 1, cancelled: 1, gone: 1 }, 'no occurrence now'],
    ['over', weekly({}, 'FREQ=WEEKLY;COUNT=2'), [], at(late, { mode: 'each' }), 'B10', { ...saw, setting: 'each', mode: 'each' }, 'none within the window, nor will there be'],
    ['none', weekly({ cancelled: [m2] }, 'FREQ=WEEKLY;COUNT=1'), [], at(before), 'B10', { ...saw, cancelled: 1 }, 'none takes place'],
    ['not understood', weekly({}, 'FREQ=HOURLY'), [], at(before), 'B10', { recurring: true }, 'FREQ: got string "HOURLY", expected one of DAILY, WEEKLY, MONTHLY, YEARLY'],
    ['a time that cannot be', appointment(timed('2026-03-02T09:00:00', '2026-03-02T08:00:00'), null), [], at(before), 'B10', { recurring: false }, 'it ends before it starts']
  ])('%s', (_, item, linked, ctx, behaviour, expected, decided) => {
    expect(told(item, linked, ctx)).toEqual(['view-item', behaviour, expected, decided])
  })
  it('of a private item there is a view without content, of each kind', () => {
    const privately = (item: Item): unknown => go(viewItem({ ...item, sensitivity: 'confidential' }, [], at(before, {}, { privacy: { busyText: 'Away' } }))).views.map((v) => [v.redacted, v.fields])
    const none = { type: 'text', content: '' }
    expect(privately(email())).toEqual([[true, { subject: 'Away', body: none, sentAt: email().fields.sentAt, from: null, to: [], cc: [], bcc: [] }]])
    expect(privately(weekly())).toEqual([[true, { subject: 'Away', body: none, location: '', time: mondays, showAs: 'busy' }]])
    expect(privately(task({}, { start: '2026-11-01', importance: 'high' }))).toEqual([[true, { subject: 'Away', body: none, start: '2026-11-01', due: '2026-11-25', progress: task().fields.progress, importance: 'high' }]])
  })
})
