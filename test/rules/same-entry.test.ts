import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Activity } from '../../src/core/model/activity'
import type { View } from '../../src/core/rule-set'
import { matchActivity, probeOf } from '../../src/rules/same-entry'
import { allDay, appointmentActivity, appointmentFields, context, emailActivity, emailFields, taskActivity, taskFields, timed, viewOf } from './examples'

type Strictness = 'exact' | 'loose' | 'off'
const matched = (view: View, candidates: ReadonlyArray<Activity>, match: Strictness = 'exact'): string | null => matchActivity(view, candidates, context({ settings: { firstRun: { match } } })).activity?.id ?? null
const meeting = viewOf('appointment', appointmentFields())

describe('the same appointment (B22)', () => {
  it('is there: same subject, same time', () => {
    expect(matched(meeting, [appointmentActivity()])).toBe('x1')
  })
  it('is the same in whatever zone its time is written, and whatever else it holds', () => {
    const other = appointmentActivity({}, { time: timed('2026-11-24T03:30:00', '2026-11-24T04:30:00', 'America/New_York'), location: 'Elsewhere', body: { type: 'text', content: '' }, showAs: 'free' })
    expect(matched(meeting, [other])).toBe('x1')
  })
  it.each<[string, Activity]>([
    ['starts elsewhen', appointmentActivity({}, { time: timed('2026-11-24T09:31:00', '2026-11-24T10:30:00') })],
    ['ends elsewhen', appointmentActivity({}, { time: timed('2026-11-24T09:30:00', '2026-11-24T10:31:00') })],
    ['is all-day', appointmentActivity({}, { time: allDay('2026-11-24', '2026-11-25') })],
    ['is about something else', appointmentActivity({}, { subject: 'Meetings' })],
    ['belongs to somebody else', appointmentActivity({ owner: 'bo' })],
    ['is of another kind', taskActivity({}, { subject: 'Meeting' })]
  ])('is not what %s', (_, other) => {
    for (const match of ['exact', 'loose'] as const) expect(matched(meeting, [other], match)).toBeNull()
  })
  it('all-day is compared with all-day only, by dates', () => {
    const day = viewOf('appointment', appointmentFields({ time: allDay('2026-11-24', '2026-11-25') }))
    expect(matched(day, [appointmentActivity({}, { time: allDay('2026-11-24', '2026-11-25') })])).toBe('x1')
    expect(matched(day, [appointmentActivity({}, { time: allDay('2026-11-24', '2026-11-26') })])).toBeNull()
    expect(matched(day, [appointmentActivity({}, { time: timed('2026-11-24T00:00:00', '2026-11-25T00:00:00') })])).toBeNull()
  })
  it('in a zone that nobody knows is compared as it is written', () => {
    const time = timed('2026-11-24T09:30:00', '2026-11-24T10:30:00', 'Mars/Olympus')
    expect(matched(viewOf('appointment', appointmentFields({ time })), [appointmentActivity({}, { time })])).toBe('x1')
    expect(matched(viewOf('appointment', appointmentFields({ time })), [appointmentActivity()])).toBeNull()
  })
})

describe('how strict the match is', () => {
  const table: ReadonlyArray<readonly [string, string, { readonly [S in Strictness]: boolean }]> = [
    ['Meeting', 'Meeting', { exact: true, loose: true, off: false }],
    ['Meeting with Bo', ' Meeting  with\u00a0Bo ', { exact: true, loose: true, off: false }],
    ['Meeting', 'MEETING', { exact: false, loose: true, off: false }],
    ['Meeting', 'RE: Meeting', { exact: false, loose: true, off: false }],
    ['Meeting', 'Sv: FW: re[2]: meeting!', { exact: false, loose: true, off: false }],
    ['Meeting: offer', 'Meeting – offer', { exact: false, loose: true, off: false }],
    ['Meeting', 'Meeting 2', { exact: false, loose: false, off: false }],
    ['Meeting', 'Review: Meeting', { exact: false, loose: false, off: false }],
    ['!!!', '???', { exact: false, loose: false, off: false }],
    ['', '', { exact: true, loose: true, off: false }],
    ['', 'RE:', { exact: false, loose: false, off: false }]
  ]
  it.each(table)('%j and %j: %j', (subject, other, expected) => {
    for (const match of ['exact', 'loose', 'off'] as const) {
      expect(matched(viewOf('appointment', appointmentFields({ subject })), [appointmentActivity({}, { subject: other })], match) !== null).toBe(expected[match])
      expect(matched(viewOf('appointment', appointmentFields({ subject: other })), [appointmentActivity({}, { subject })], match) !== null).toBe(expected[match])
    }
  })
})

describe('of several the lowest id counts', () => {
  it('in whatever order they come', () => {
    const candidates = ['x9', 'x10', 'x2'].map((id) => appointmentActivity({ id }))
    fc.assert(
      fc.property(fc.shuffledSubarray(candidates, { minLength: 3 }), (some) => {
        expect(matched(meeting, some)).toBe('x10')
      })
    )
    expect(matchActivity(meeting, candidates, context()).trace).toEqual({
      rule: 'same-entry',
      behaviour: 'B22',
      saw: { match: 'exact', candidates: 3, same: 3, activityId: 'x10' },
      decided: 'several are the same, the lowest id counts'
    })
  })
  it('and of none, none', () => {
    expect(matchActivity(meeting, [], context())).toMatchObject({ activity: null, trace: { saw: { same: 0 } } })
  })
})

describe('the trace of a match (B20)', () => {
  const one = [appointmentActivity()]
  const busy = viewOf('appointment', appointmentFields(), { redacted: true })
  it.each<[string, View, ReadonlyArray<Activity>, string, unknown]>([
    ['the same entry', meeting, one, 'exact', { match: 'exact', candidates: 1, same: 1, activityId: 'x1' }],
    ['none is the same', meeting, [appointmentActivity({}, { subject: 'other' })], 'loose', { match: 'loose', candidates: 1, same: 0, activityId: null }],
    ['not looked for, as the settings say', meeting, one, 'off', { match: 'off', candidates: 1, same: 0, activityId: null }],
    ['busy time is not recognised', busy, one, 'exact', { match: 'exact', candidates: 1, same: 0, activityId: null }],
    // A kind of its own has a time of its own, but a task without a due date has none.
    ['none is the same', viewOf('task', taskFields({ due: null, subject: 'Meeting' })), one, 'exact', { match: 'exact', candidates: 1, same: 0, activityId: null }]
  ])('%s', (decided, view, candidates, match, saw) => {
    const { activity, trace } = matchActivity(view, candidates, context({ settings: { firstRun: { match } } }))
    expect(trace).toEqual({ rule: 'same-entry', behaviour: 'B22', saw, decided })
    expect(activity?.id ?? null).toBe((saw as { readonly activityId: string | null }).activityId)
  })
  it('loose: words are kept apart', () => {
    expect(matched(viewOf('appointment', appointmentFields({ subject: 'Meeting, one' })), [appointmentActivity({}, { subject: 'meeting one' })], 'loose')).toBe('x1')
    expect(matched(viewOf('appointment', appointmentFields({ subject: 'Meeting, one' })), [appointmentActivity({}, { subject: 'meetingone' })], 'loose')).toBeNull()
  })
})

it('busy time is not recognised', () => {
  expect(matched(viewOf('appointment', appointmentFields(), { redacted: true }), [appointmentActivity()])).toBeNull()
})

describe('the same e-mail', () => {
  const view = viewOf('email', emailFields({ sentAt: '2026-11-24T06:00:00.999Z' }))
  it('was sent in the same second with the same subject', () => {
    expect(matched(view, [emailActivity()])).toBe('x1')
    expect(matched(view, [emailActivity({}, { sentAt: '2026-11-24T06:00:01.000Z' })])).toBeNull()
    expect(matched(view, [emailActivity({}, { subject: 'Offers' })])).toBeNull()
  })
})

describe('the same task', () => {
  it('has the same subject and due date, or both have none', () => {
    const view = (due: string | null): View => viewOf('task', taskFields({ due, start: '2026-11-01' }))
    expect(matched(view('2026-11-25'), [taskActivity()])).toBe('x1')
    expect(matched(view('2026-11-26'), [taskActivity()])).toBeNull()
    expect(matched(view(null), [taskActivity()])).toBeNull()
    expect(matched(view(null), [taskActivity({}, { due: null })])).toBe('x1')
  })
})

describe('where to look', () => {
  it('is when it is', () => {
    expect(probeOf('email', emailFields({ sentAt: '2026-11-24T06:00:00.999Z' }))).toEqual({ at: '2026-11-24T06:00:00.000Z', subject: 'Offer' })
    expect(probeOf('appointment', appointmentFields())).toEqual({ at: '2026-11-24T08:30:00.000Z', subject: 'Meeting' })
    expect(probeOf('appointment', appointmentFields({ time: allDay('2026-11-24', '2026-11-25') }))).toEqual({ at: '2026-11-24', subject: 'Meeting' })
    expect(probeOf('appointment', appointmentFields({ time: timed('2026-11-24T09:30:00', '2026-11-24T10:30:00', 'Mars/Olympus') }))).toEqual({ at: null, subject: 'Meeting' })
    expect(probeOf('task', taskFields())).toEqual({ at: '2026-11-25', subject: 'Call back' })
    expect(probeOf('task', taskFields({ due: null }))).toEqual({ at: null, subject: 'Call back' })
  })
  it('law: what is the same entry is looked for at the same place', () => {
    const time = fc.constantFrom(timed('2026-11-24T09:30:00', '2026-11-24T10:30:00'), timed('2026-11-24T08:30:00', '2026-11-24T09:30:00', 'UTC'), allDay('2026-11-24', '2026-11-25'), timed('2026-11-24T09:30:00', '2026-11-24T10:30:00', 'Mars/Olympus'))
    const sentAt = fc.constantFrom('2026-11-24T06:00:00.000Z', '2026-11-24T06:00:00.999Z', '2026-11-24T06:00:01.000Z')
    const due = fc.constantFrom(null, '2026-11-24', '2026-11-25')
    const seen = new Set<boolean>()
    fc.assert(
      fc.property(fc.tuple(time, time), fc.tuple(sentAt, sentAt), fc.tuple(due, due), ([t1, t2], [s1, s2], [d1, d2]) => {
        const pairs: ReadonlyArray<readonly [View, Activity]> = [
          [viewOf('appointment', appointmentFields({ time: t1 })), appointmentActivity({}, { time: t2 })],
          [viewOf('email', emailFields({ sentAt: s1 })), emailActivity({}, { sentAt: s2 })],
          [viewOf('task', taskFields({ due: d1 })), taskActivity({}, { due: d2 })]
        ]
        for (const [view, activity] of pairs) {
          const same = matched(view, [activity]) !== null
          seen.add(same)
          if (same) expect(probeOf(view.kind, view.fields).at).toBe(probeOf(activity.kind, activity.fields).at)
        }
      })
    )
    expect(seen.size).toBe(2)
  })
})
