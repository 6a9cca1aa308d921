/** A linked pair of which both sides are there: what the plan writes, remembers and asks (B17, L2, L9, L10). */
import { describe, expect, it } from 'vitest'
import { digestFields } from '../../../src/core/digest-fields'
import { defaultRules } from '../../../src/rules'
import { appointment, appointmentActivity, email, emailActivity, series, task, taskActivity } from '../../rules/examples'
import { agreed, conflictOf, edited, planOf, said, type Scene } from './scene'

const item = task()
const activity = taskActivity()
const link = agreed(item, activity)
const at = (s: Scene) => planOf({ items: [item], activities: [activity], links: [link], ...s })
const ask = { settings: { conflict: { policy: 'ask' } } }
const both: Scene = { items: [edited(item, { subject: 'ours' })], activities: [edited(activity, { subject: 'theirs' }, '2026-11-24T07:00:00.001Z')] }

describe('a change on one side', () => {
  it('goes across with what it replaces, and the version it was read with', () => {
    const [a] = at({ items: [edited(item, { subject: 'ours' })] }).actions
    expect(a).toMatchObject({ _tag: 'UpdateActivity', id: 'update-activity:l1', reason: 'changed-in-outlook', activityId: 'x1', version: 'w1', patch: { subject: 'ours' }, before: { subject: 'Call back' }, losers: [] })
    expect(a?.change).toMatchObject({ fill: ['subject'], itemVersion: 'v1+', activityVersion: 'w1' })
  })
  it('writes just the fields that changed (L9)', () => expect(at({ activities: [edited(activity, { due: null, importance: 'high' })] }).actions[0]).toMatchObject({ _tag: 'UpdateItem', patch: { due: null, importance: 'high' } }))
  it('of the writing only is none: the versions are remembered', () => {
    const plan = at({ items: [edited(item, { body: { type: 'html', content: '<p>About&nbsp;the offer</p>' } })] })
    expect(said(plan)).toEqual(['remember both-agree'])
    expect(plan.remember[0]?.change).toMatchObject({ itemVersion: 'v1+', activityVersion: 'w1' })
  })
  it('that may not be carried is a skip, which says so, and keeps its base (L3)', () => {
    const plan = at({ settings: { fields: { task: { subject: 'toOutlook' } } }, items: [edited(item, { subject: 'ours' })] })
    expect(said(plan)).toEqual(['skip not-carried'])
  })
})

describe('changes on both sides', () => {
  it('of different fields both go across (L7)', () => {
    const plan = at({ items: [edited(item, { subject: 'ours' })], activities: [edited(activity, { importance: 'high' })] })
    expect(said(plan)).toEqual(['UpdateActivity changed-on-both-sides', 'UpdateItem changed-on-both-sides'])
    expect(plan.actions.map((a) => 'patch' in a && a.patch)).toEqual([{ subject: 'ours' }, { importance: 'high' }])
  })
  it('of the same field: the later wins, the other is the loser, and the user is told', () => {
    const plan = at(both)
    expect(said(plan)).toEqual(['UpdateActivity changed-in-outlook', 'notice conflict-lost'])
    expect(plan.actions[0]).toMatchObject({ losers: [{ field: 'subject', side: 'crm', value: 'theirs' }], before: { subject: 'theirs' } })
  })
  it('that come to the same are remembered', () => expect(said(at({ items: [edited(item, { subject: 'same' })], activities: [edited(activity, { subject: ' same ' })] }))).toEqual(['remember both-agree']))
  it('where the winner may not go across: nothing is written, and the loser is on record', () => {
    const plan = at({ ...both, settings: { fields: { task: { subject: 'none' } } } })
    expect(said(plan)).toEqual(['remember resolved-without-write', 'notice conflict-lost'])
    expect(plan.remember[0]).toMatchObject({ losers: [{ field: 'subject', side: 'crm', value: 'theirs' }], change: { itemVersion: null } })
  })
})

describe('policy ask', () => {
  it('asks once for each field, and writes the others all the same', () => {
    const scene: Scene = { ...ask, items: [edited(item, { subject: 'ours', importance: 'high' })], activities: both.activities ?? [] }
    const plan = at(scene)
    expect(said(plan)).toEqual(['UpdateActivity changed-in-outlook', 'Open conflict-to-decide'])
    expect(plan.decisions[0]?.decision).toMatchObject({ _tag: 'Conflict', field: 'subject', state: 'open', answer: null })
    expect(plan.actions[0]).toMatchObject({ patch: { importance: 'high' }, change: { itemVersion: null, activityVersion: null } })
    const asked = plan.decisions.map((d) => d.decision)
    expect(said(at({ ...both, ...ask, decisions: asked }))).toEqual(['skip waits-for-answer'])
  })
  it('carries the answer out, whichever it is', () => {
    const decision = conflictOf(link, 'subject', { state: 'answered' })
    expect(said(at({ ...both, ...ask, decisions: [{ ...decision, answer: 'outlook' }] }))).toEqual(['UpdateActivity changed-in-outlook', 'Done answer-carried-out', 'notice conflict-lost'])
    expect(said(at({ ...both, ...ask, decisions: [{ ...decision, answer: 'crm' }] }))).toEqual(['UpdateItem changed-in-crm', 'Done answer-carried-out', 'notice conflict-lost'])
  })
  it('withdraws the question when both sides agree again', () =>
    expect(said(at({ ...ask, items: [edited(item, { subject: 'same' })], activities: [edited(activity, { subject: 'same' })], decisions: [conflictOf(link, 'subject')] }))).toEqual(['remember both-agree', 'Withdraw settled-meanwhile']))
  it('asks anew with another id when they conflict again from another base', () => {
    const first = at({ ...both, ...ask }).decisions[0]?.decision.id
    const later = { ...link, item: { ...link.item, fields: { ...link.item.fields, subject: 'another' } } }
    expect(at({ ...both, ...ask, links: [later] }).decisions[0]?.decision.id).not.toBe(first)
  })
})

describe('nothing to do', () => {
  it('with the agreed versions nothing is even compared (L10)', () => {
    const plan = planOf({ items: [item], activities: [activity], links: [{ ...link, item: { ...link.item, fields: {} } }] })
    expect(said(plan)).toEqual(['skip unchanged'])
    expect(plan.skips[0]?.trace.at(-1)).toMatchObject({ rule: 'versions', behaviour: 'L10' })
  })
  it('a series is looked at all the same, because time goes on', () => {
    const [i, a] = [series(), appointmentActivity()]
    expect(planOf({ items: [i], activities: [a], links: [agreed(i, a)] }).skips[0]?.trace.at(-1)?.rule).not.toBe('versions')
  })
})

describe('what stops a pair', () => {
  it('its kind goes nowhere', () => expect(said(at({ ...both, settings: { task: { direction: 'none' } } }))).toEqual(['skip kind-off']))
  it('it became private', () => expect(said(at({ items: [{ ...edited(item, { subject: 'ours' }), sensitivity: 'private' }] }))).toEqual(['skip private']))
  it('an e-mail is not rewritten', () => {
    const [i, a] = [email(), emailActivity()]
    expect(said(planOf({ items: [i], activities: [edited(a, { subject: 'theirs' })], links: [agreed(i, a)] }))).toEqual(['skip not-carried'])
  })
  it("neither a series nor an attendee's copy is", () => {
    for (const i of [series(), appointment({ role: 'attendee' })]) {
      const a = appointmentActivity()
      expect(said(planOf({ items: [i], activities: [edited(a, { subject: 'theirs' })], links: [agreed(i, a)] }))).toEqual(['skip not-carried'])
    }
  })
})

describe('an update of which it is not known whether it happened', () => {
  const doubtful = [{ linkId: 'l1', side: 'outlook', fields: ['subject'] }] as const
  it('counts as a conflict on a side whose version moved on', () =>
    expect(said(at({ settings: { conflict: { policy: 'crm' } }, items: [edited(item, { subject: 'ours' })], doubtful }))).toEqual(['UpdateItem changed-in-crm', 'notice conflict-lost']))
  it('did not happen where the version is as it was', () => expect(said(at({ activities: [edited(activity, { subject: 'theirs' })], doubtful }))).toEqual(['UpdateItem changed-in-crm']))
  it('makes no other field doubtful', () => expect(said(at({ settings: { conflict: { policy: 'crm' } }, items: [edited(item, { importance: 'high' })], doubtful }))).toEqual(['UpdateActivity changed-in-outlook']))
})

it('the digests of what is written are left to what the write answers with (L2)', () => {
  const [a] = at({ items: [edited(item, { subject: 'ours' })] }).actions
  expect(a?.change.itemFields).toEqual(digestFields(defaultRules, 'task', { subject: 'ours' }, ['subject']))
  expect(a?.change.activityFields).toEqual({})
})
