/** B13: an item was moved to Deleted Items. */
import { describe, expect, it } from 'vitest'
import { task, taskActivity } from '../../rules/examples'
import { agreed, conflictOf, deletionOf, edited, missing, planOf, said, type Scene } from './scene'

const item = task()
const activity = taskActivity()
const link = agreed(item, activity)
const trashed = { ...item, version: 'v2', place: 'deletedItems' } as const

const after = (s: Scene) => planOf({ items: [trashed], activities: [activity], links: [link], ...s })
const policy = (p: string): Scene => ({ settings: { deletion: { inOutlook: { task: p } } } })

describe('policy ask', () => {
  it('opens a question with an id of link and generation, and deletes nothing', () => {
    const plan = after({})
    expect(said(plan)).toEqual(['Open deleted-in-outlook'])
    expect(plan.decisions[0]?.decision).toEqual({ _tag: 'Deletion', id: 'l1.0.deletion', kind: 'task', linkId: 'l1', itemId: 't1', activityId: 'x1', openedAt: '2026-11-24T08:00:00.000Z', state: 'open', editedInCrm: false, answer: null })
  })
  it('tells that the activity was edited since', () => {
    expect(after({ activities: [edited(activity, { subject: 'edited' })] }).decisions[0]?.decision).toMatchObject({ editedInCrm: true })
    // Another version alone, of a server that touched it, is no edit.
    expect(after({ activities: [{ ...activity, version: 'w2' }] }).decisions[0]?.decision).toMatchObject({ editedInCrm: false })
  })
  it('asks once', () => expect(said(after({ decisions: [deletionOf(link)] }))).toEqual(['skip waits-for-answer']))
  it('asks anew, with another id, after the item was restored and deleted a second time', () => {
    const restored = planOf({ items: [{ ...item, version: 'v3' }], activities: [activity], links: [link], decisions: [deletionOf(link)] })
    expect(said(restored)).toEqual(['remember both-agree', 'Withdraw restored-in-outlook'])
    const generation = restored.remember[0]?.change.set.generation ?? 0
    const again = after({ links: [{ ...link, generation }], decisions: [deletionOf(link, { state: 'withdrawn' })] })
    expect(again.decisions.map((d) => [d._tag, d.decision.id])).toEqual([['Open', 'l1.1.deletion']])
  })
})

describe('policies always and never', () => {
  it('always deletes the activity, keeping all of it for an undo', () => {
    const plan = after(policy('always'))
    expect(said(plan)).toEqual(['DeleteActivity policy-delete'])
    expect(plan.actions[0]).toMatchObject({ id: 'delete:l1:0', activityId: 'x1', version: 'w1', before: { fields: activity.fields, attributes: activity.attributes, contact: null }, change: { set: { state: 'closed', closed: 'activity-deleted-by-policy' } } })
  })
  it('always yields to an edit in the CRM', () =>
    expect(said(after({ ...policy('always'), activities: [edited(activity, { subject: 'edited' })] }))).toEqual(['remember item-deleted-activity-kept', 'notice edit-beat-deletion']))
  it('never closes the link', () => expect(said(after(policy('never')))).toEqual(['remember item-deleted-activity-kept']))
  it('are asked of each kind by itself', () => expect(said(after({ settings: { deletion: { inOutlook: { email: 'always', appointment: 'always' } } } }))).toEqual(['Open deleted-in-outlook']))
  it('never and always withdraw what was asked before the setting was changed', () => {
    expect(said(after({ ...policy('never'), decisions: [deletionOf(link)] }))).toEqual(['remember item-deleted-activity-kept', 'Withdraw settled-meanwhile'])
    expect(said(after({ ...policy('always'), decisions: [deletionOf(link)] }))).toEqual(['DeleteActivity policy-delete', 'Withdraw settled-meanwhile'])
  })
})

describe('the answer', () => {
  const answered = (answer: 'delete-activity' | 'keep-activity') => deletionOf(link, { state: 'answered', answer })
  it('delete-activity deletes, whatever the policy says by now', () => {
    for (const s of [{}, policy('never'), policy('always')]) {
      const plan = after({ ...s, decisions: [answered('delete-activity')] })
      expect(said(plan)).toEqual(['DeleteActivity answered-delete', 'Done answer-carried-out'])
      expect(plan.actions[0]?.change.set).toMatchObject({ state: 'closed', closed: 'activity-deleted-after-answer' })
      expect(plan.decisions[0]?.decision.state).toBe('done')
    }
  })
  it('delete-activity deletes also what was edited in the CRM: the question told of it', () =>
    expect(said(after({ activities: [edited(activity, { subject: 'edited' })], decisions: [answered('delete-activity')] }))).toEqual(['DeleteActivity answered-delete', 'Done answer-carried-out']))
  it('keep-activity closes the link', () => expect(said(after({ decisions: [answered('keep-activity')] }))).toEqual(['remember item-deleted-activity-kept', 'Done answer-carried-out']))
  it('that comes after a restore is withdrawn, and nothing is deleted', () =>
    expect(said(planOf({ items: [{ ...item, version: 'v3' }], activities: [activity], links: [link], decisions: [answered('delete-activity')] }))).toEqual(['remember both-agree', 'Withdraw restored-in-outlook']))
  it('that comes after the activity is gone too is withdrawn', () =>
    expect(said(after({ activities: [missing('x1')], decisions: [answered('delete-activity')] }))).toEqual(['remember both-deleted', 'Withdraw settled-meanwhile']))
  it('withdraws a conflict that was still to be decided, so that nobody is asked about what is gone', () => {
    const conflict = conflictOf(link, 'subject')
    const plan = after({ decisions: [answered('delete-activity'), conflict] })
    expect(plan.decisions.map((d) => [d._tag, d.decision.id])).toContainEqual(['Withdraw', conflict.id])
  })
})

describe('deleted permanently', () => {
  const gone = (s: Scene) => after({ items: [missing('t1')], ...s })
  it('asks nothing: the activity stays and the link is closed', () => expect(said(gone({}))).toEqual(['remember item-deleted-permanently']))
  it('asks nothing with policy always either', () => expect(said(gone(policy('always')))).toEqual(['remember item-deleted-permanently']))
  it('by emptying Deleted Items keeps the question, open or answered', () => {
    expect(said(gone({ decisions: [deletionOf(link)] }))).toEqual(['skip waits-for-answer'])
    expect(said(gone({ decisions: [deletionOf(link, { state: 'answered', answer: 'delete-activity' })] }))).toEqual(['DeleteActivity answered-delete', 'Done answer-carried-out'])
    expect(said(gone({ decisions: [deletionOf(link, { state: 'answered', answer: 'keep-activity' })] }))).toEqual(['remember item-deleted-activity-kept', 'Done answer-carried-out'])
  })
  it('of a question that is over, only the deletion counts', () => {
    for (const state of ['withdrawn', 'done'] as const) expect(said(gone({ decisions: [deletionOf(link, { state })] }))).toEqual(['remember item-deleted-permanently'])
  })
})

it('an item in Deleted Items that was never linked is left there', () => expect(said(planOf({ items: [trashed] }))).toEqual(['skip in-deleted-items']))
