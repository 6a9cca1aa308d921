/** B10: how a series stands in the CRM, and what becomes of its links. */
import { describe, expect, it } from 'vitest'
import type { AppointmentItem } from '../../../src/core/model/item'
import { defaultRules, replaceRule } from '../../../src/rules'
import { appointmentActivity, series, timed } from '../../rules/examples'
import { agreed, planOf, said, type Scene } from './scene'

const each = { settings: { recurrence: { mode: 'each', futureDays: 15 } } }
const weekly = series('FREQ=WEEKLY;COUNT=3', { identity: 'uid-1' })
const day = (n: number): string => `2026-${n > 30 ? '12' : '11'}-${String(n > 30 ? n - 30 : n).padStart(2, '0')}`
const key = (n: number): string => `${day(n)}T09:30:00`
const onDay = (n: number) => ({ ...weekly.fields, time: timed(key(n), `${day(n)}T10:30:00`) })
const linked = (n: number, id = `x${n}`) => {
  const activity = appointmentActivity({ id }, onDay(n))
  return { activity, link: agreed(weekly, activity, { id: `l${n}`, occurrence: key(n) }, onDay(n)) }
}
const starts = (s: Scene) => planOf(s).actions.flatMap((a) => (a._tag === 'CreateActivity' && 'time' in a.fields && !a.fields.time.allDay ? [[a.subject.occurrence, a.fields.time.start.local]] : []))

describe('by default', () => {
  it('a series is one activity: the first occurrence', () => expect(starts({ items: [weekly] })).toEqual([['', key(24)]]))
  it('the first that takes place', () => expect(starts({ items: [{ ...weekly, recurrence: { rule: 'FREQ=WEEKLY;COUNT=3', cancelled: [key(24)], exceptions: [] } }] })).toEqual([['', key(31)]]))
  it('none at all says so', () =>
    expect(said(planOf({ items: [{ ...weekly, recurrence: { rule: 'FREQ=WEEKLY;COUNT=1', cancelled: [key(24)], exceptions: [] } }] }))).toEqual(['skip no-occurrence']))
  it('an edit in the CRM never rewrites the series', () => {
    const activity = appointmentActivity()
    const plan = planOf({ items: [weekly], activities: [{ ...activity, version: 'w2', fields: { ...activity.fields, subject: 'theirs' } } as typeof activity], links: [agreed(weekly, activity)] })
    expect(said(plan)).toEqual(['skip not-carried'])
  })
})

describe('next', () => {
  it('moves on when its time has passed, although nothing changed', () => {
    const activity = appointmentActivity()
    const link = agreed(weekly, activity, { reviewAt: '2026-11-24T09:30:00.000Z' })
    const settings = { recurrence: { mode: 'next' } }
    expect(said(planOf({ settings, items: [weekly], activities: [activity], links: [link] }))).toEqual(['skip unchanged'])
    const plan = planOf({ settings, now: '2026-11-25T08:00:00.000Z', items: [weekly], activities: [activity], links: [link] })
    expect(said(plan)).toEqual(['UpdateActivity changed-in-outlook'])
    expect(plan.actions[0]?.change.set.reviewAt).toBe('2026-12-01T09:30:00.000Z')
  })
  it('the last one is not looked at again', () => {
    const last = onDay(38)
    const activity = appointmentActivity({}, last)
    const plan = planOf({ settings: { recurrence: { mode: 'next' } }, now: '2026-12-07T08:00:00.000Z', items: [weekly], activities: [activity], links: [agreed(weekly, activity, { reviewAt: '2026-12-08T09:30:00.000Z' }, last)] })
    expect(said(plan)).toEqual(['remember time-passed'])
    expect(plan.remember[0]?.change.set).toEqual({ reviewAt: null })
  })
})

describe('each', () => {
  it('makes an activity for every occurrence within the window, each with its own link and key', () => {
    const plan = planOf({ ...each, items: [weekly] })
    expect(plan.actions.map((a) => a.subject.occurrence)).toEqual([key(24), key(31), key(38)])
    expect(new Set(plan.actions.map((a) => a.change.link.id)).size).toBe(3)
    expect(new Set(plan.actions.flatMap((a) => ('ownKey' in a ? [a.ownKey] : []))).size).toBe(3)
  })
  it('makes only those that are missing', () => {
    const { activity, link } = linked(24)
    expect(planOf({ ...each, items: [weekly], activities: [activity], links: [link] }).actions.map((a) => a.subject.occurrence)).toEqual([key(31), key(38)])
  })
  it('one that was called off is asked about, the others stay', () => {
    const [a, b] = [linked(24), linked(31)]
    const item: AppointmentItem = { ...weekly, version: 'v2', recurrence: { rule: 'FREQ=WEEKLY;COUNT=2', cancelled: [key(31)], exceptions: [] } }
    const plan = planOf({ ...each, items: [item], activities: [a.activity, b.activity], links: [a.link, b.link] })
    expect(plan.decisions.map((d) => [d._tag, d.decision.linkId])).toEqual([['Open', 'l31']])
    expect(said(plan)).toEqual(['remember both-agree', 'Open deleted-in-outlook'])
  })
  it('all are asked about when the series is deleted', () => {
    const [a, b] = [linked(24), linked(31)]
    const plan = planOf({ ...each, items: [{ ...weekly, version: 'v2', place: 'deletedItems' }], activities: [a.activity, b.activity], links: [a.link, b.link] })
    expect(plan.decisions.map((d) => d.decision.linkId)).toEqual(['l24', 'l31'])
  })
  it('a longer series is looked at again when more of it comes into the window', () => {
    const plan = planOf({ ...each, items: [series('FREQ=WEEKLY')] })
    expect(plan.revisits).toEqual([{ side: 'outlook', id: 'a1', at: '2026-11-30T08:30:00.000Z' }])
  })
  it('one with none in the window yet waits', () => {
    const far = series('FREQ=WEEKLY', {})
    const plan = planOf({ ...each, now: '2026-06-01T08:00:00.000Z', items: [far] })
    expect(said(plan)).toEqual(['skip no-occurrence-yet'])
    expect(plan.revisits).toHaveLength(1)
  })
})

it('what cannot be understood is left as it is, linked or not', () => {
  const broken = { ...series('FREQ=SECONDLY'), version: 'v2' }
  const activity = appointmentActivity()
  expect(said(planOf({ items: [broken] }))).toEqual(['skip invalid-recurrence'])
  expect(said(planOf({ items: [broken], activities: [activity], links: [agreed(series(), activity)] }))).toEqual(['skip invalid-recurrence'])
})

it('what a rule of the host calls gone is gone, whether it has a view or not', () => {
  const { activity, link: l } = linked(31)
  const rules = replaceRule('viewItem', (before) => (item, keys, context) => {
    const v = before(item, keys, context)
    return v._tag === 'Go' ? { ...v, value: { ...v.value, gone: [key(31)] } } : v
  })(defaultRules)
  expect(said(planOf({ ...each, items: [weekly], activities: [activity], links: [l] }, rules))).toContain('Open deleted-in-outlook')
  expect(said(planOf({ ...each, items: [weekly], activities: [activity], links: [l] }))).not.toContain('Open deleted-in-outlook')
})
