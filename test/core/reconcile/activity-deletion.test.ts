/** B14: an activity was deleted in the CRM. B17: an edit beats a deletion. */
import { describe, expect, it } from 'vitest'
import { appointment, appointmentActivity, email, emailActivity, series, task, taskActivity } from '../../rules/examples'
import { agreed, conflictOf, edited, missing, planOf, said, type Scene } from './scene'

const item = task()
const activity = taskActivity()
const fromCrm = agreed(item, activity, { origin: 'crm' })
const fromOutlook = agreed(item, activity)
const after = (s: Scene) => planOf({ items: [item], activities: [missing('x1')], links: [fromCrm], ...s })
const policy = (p: string): Scene => ({ settings: { deletion: { inCrm: { task: p } } } })

describe('by default', () => {
  it('the item that the CRM had created moves to Deleted Items', () => {
    const plan = after({})
    expect(said(plan)).toEqual(['TrashItem deleted-in-crm'])
    expect(plan.actions[0]).toMatchObject({ id: 'trash:l1:0', itemId: 't1', version: 'v1', change: { set: { state: 'closed', closed: 'item-deleted-with-activity' } } })
  })
  it('an item that Outlook had created is left, and the link closed', () => expect(said(after({ links: [fromOutlook] }))).toEqual(['remember activity-deleted-in-crm']))
  it('e-mail is never deleted', () => {
    const [i, a] = [email(), emailActivity()]
    for (const origin of ['outlook', 'crm'] as const) expect(said(planOf({ items: [i], activities: [missing('x1')], links: [agreed(i, a, { origin })] }))).toEqual(['remember activity-deleted-in-crm'])
  })
})

describe('options', () => {
  it('always', () => expect(said(after({ ...policy('always'), links: [fromOutlook] }))).toEqual(['TrashItem deleted-in-crm']))
  it('never', () => expect(said(after(policy('never')))).toEqual(['remember activity-deleted-in-crm']))
  it('a series made in Outlook is left whatever the settings say, and so is an occurrence', () => {
    const [i, a] = [series(), appointmentActivity()]
    const settings = { deletion: { inCrm: { appointment: 'always' } } }
    expect(said(planOf({ settings, items: [i], activities: [missing('x1')], links: [agreed(i, a)] }))).toEqual(['remember activity-deleted-in-crm'])
    const occurrence = '2026-11-24T09:30:00'
    const plan = planOf({ settings: { ...settings, recurrence: { mode: 'each' } }, items: [i], activities: [missing('x1')], links: [agreed(i, a, { occurrence })] })
    expect(plan.actions.filter((x) => x._tag === 'TrashItem')).toEqual([])
    expect(plan.remember.map((r) => r.reason)).toEqual(['activity-deleted-in-crm'])
  })
  it("an attendee's copy of a meeting is not put away", () => {
    const i = appointment({ role: 'attendee' })
    expect(said(planOf({ items: [i], activities: [missing('x1')], links: [agreed(i, appointmentActivity(), { origin: 'crm' })] }))).toEqual(['remember activity-deleted-in-crm'])
  })
  it('a mailbox that cannot be written is left alone', () =>
    expect(said(after({ mailbox: { kinds: ['task'], writes: false, sends: false } }))).toEqual(['remember activity-deleted-in-crm']))
})

describe('an edit in Outlook', () => {
  it('beats the deletion, and the user is told', () =>
    expect(said(after({ items: [edited(item, { subject: 'edited' })] }))).toEqual(['remember activity-deleted-in-crm', 'notice edit-beat-deletion']))
  it('is none when only the version moved on', () => expect(said(after({ items: [{ ...item, version: 'v2' }] }))).toEqual(['TrashItem deleted-in-crm']))
  it('makes no difference where nothing would have been deleted', () =>
    expect(said(after({ links: [fromOutlook], items: [edited(item, { subject: 'edited' })] }))).toEqual(['remember activity-deleted-in-crm']))
})

describe('questions about the pair', () => {
  it('are withdrawn when the link closes, whichever way it does', () => {
    for (const link of [fromCrm, fromOutlook])
      for (const state of ['open', 'answered'] as const) {
        const conflict = conflictOf(link, 'subject', { state, answer: state === 'open' ? null : 'crm' })
        expect(after({ links: [link], decisions: [conflict] }).decisions.map((d) => [d._tag, d.decision.id])).toEqual([['Withdraw', conflict.id]])
      }
  })
})
