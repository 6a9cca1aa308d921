/** Whose link an item has: by its id, by what stays when the id changes, by our own key, by its values (L4). */
import { describe, expect, it } from 'vitest'
import { appointment, appointmentActivity, series, task, taskActivity } from '../../rules/examples'
import { agreed, deletionOf, edited, missing, planOf, said, unreadable, type Scene } from './scene'

describe('an item with an identity, under a new id', () => {
  const before = appointment({ id: 'old', identity: 'uid-1' })
  const now = appointment({ id: 'new', identity: 'uid-1', version: 'v2' })
  const activity = appointmentActivity()
  const link = agreed(before, activity)
  const at = (s: Scene) => planOf({ items: [now, missing('old')], activities: [activity], links: [link], ...s })

  it('has the link, and the new id is remembered', () => {
    const plan = at({})
    expect(said(plan)).toEqual(['remember id-changed', 'skip not-there'])
    expect(plan.remember[0]).toMatchObject({ subject: { itemId: 'new', linkId: 'l1' }, change: { set: { itemId: 'new' }, itemVersion: 'v2' } })
  })
  it('is a copy while the other is there, in Deleted Items too', () => {
    expect(said(at({ items: [now, before] }))).toEqual(['skip copy-of-linked', 'skip unchanged'])
    expect(said(at({ items: [now, { ...before, version: 'v2', place: 'deletedItems' }] }))).toEqual(['Open deleted-in-outlook', 'skip copy-of-linked'])
  })
  it('waits while it is not known whether the other is there', () => expect(said(at({ items: [now, unreadable('old')] }))).toEqual(['skip could-not-be-read', 'skip could-not-be-read']))
  it('what differs is a conflict, because it may be an old copy (L3)', () => {
    const plan = at({ items: [edited(now, { subject: 'of the copy' }, '2026-11-24T06:00:00.000Z'), missing('old')] })
    expect(said(plan)).toEqual(['UpdateItem changed-in-crm', 'remember id-changed', 'skip not-there', 'notice conflict-lost'])
    expect(plan.actions[0]).toMatchObject({ itemId: 'new', losers: [{ field: 'subject', side: 'outlook', value: 'of the copy' }], change: { set: { itemId: 'new' } } })
  })
  it('is remembered whatever else happens: given away, closed, asked about', () => {
    expect(said(at({ activities: [{ ...activity, owner: 'bert' }] }))).toEqual(['remember id-changed', 'skip owned-by-other', 'skip not-there'])
    expect(said(at({ links: [{ ...link, state: 'closed', closed: 'activity-deleted-in-crm' }], activities: [missing('x1')] }))).toEqual(['remember id-changed', 'skip link-closed', 'skip not-there'])
    expect(said(at({ items: [{ ...now, place: 'deletedItems' }, missing('old')] }))).toEqual(['remember id-changed', 'Open deleted-in-outlook', 'skip not-there'])
    expect(said(at({ items: [{ ...now, place: 'deletedItems' }, missing('old')], decisions: [deletionOf(link)] }))).toEqual(['remember id-changed', 'skip waits-for-answer', 'skip not-there'])
    expect(said(at({ settings: { appointment: { direction: 'none' } } }))).toEqual(['remember id-changed', 'skip kind-off', 'skip not-there'])
  })
  it('is remembered also when how it repeats cannot be understood', () => {
    const broken = { ...series('FREQ=SECONDLY'), id: 'new', identity: 'uid-1', version: 'v2' }
    const plan = at({ items: [broken, missing('old')] })
    expect(plan.skips.map((s) => s.reason)).toContain('invalid-recurrence')
    expect(plan.remember.map((r) => r.change.set)).toEqual([{ itemId: 'new' }])
  })
  it('of two such items the lower id has the link, the other is a copy', () =>
    expect(said(at({ items: [now, { ...now, id: 'newer' }, missing('old')] }))).toEqual(['remember id-changed', 'skip copy-of-linked', 'skip not-there']))
  it('two new items with one identity make one activity', () => {
    const plan = planOf({ items: [now, { ...now, id: 'newer' }] })
    expect(said(plan)).toEqual(['CreateActivity new-item', 'skip copy-of-linked'])
  })
})

describe('an item without an identity', () => {
  const before = task({ id: 'old' })
  const activity = taskActivity()
  const link = agreed(before, activity)
  it('is known again by its values when the one that held them is gone', () => {
    const plan = planOf({ items: [task({ id: 'new', version: 'v2' }), missing('old')], activities: [activity], links: [link] })
    expect(said(plan)).toEqual(['remember id-changed', 'skip not-there'])
    expect(plan.remember[0]?.change.set).toEqual({ itemId: 'new' })
  })
  it('is another while the other is there, or when it holds anything else', () => {
    expect(said(planOf({ items: [task({ id: 'new' }), before], activities: [activity], links: [link] }))).toEqual(['CreateActivity new-item', 'skip unchanged'])
    expect(said(planOf({ items: [task({ id: 'new' }, { subject: 'other' }), missing('old')], activities: [activity], links: [link] }))).toEqual(['CreateActivity new-item', 'remember item-deleted-permanently'])
  })
  it('takes each link once: of two that hold the same, one is new', () => {
    const plan = planOf({ items: [task({ id: 'n1' }), task({ id: 'n2' }), missing('old')], activities: [activity], links: [link] })
    expect(said(plan)).toEqual(['CreateActivity new-item', 'remember id-changed', 'skip not-there'])
  })
})

describe('an item stamped with our key', () => {
  const activity = taskActivity()
  const stamped = task({ ownKey: 'ocs1:acme:activity:x1:0' })
  const link = planOf({ activities: [activity] }).actions[0]?.change.link
  it('of a create that was not remembered gets its link', () => {
    const plan = planOf({ items: [stamped], activities: [activity] })
    expect(said(plan)).toEqual(['remember recognised-by-key'])
    expect(plan.remember[0]?.change.link).toEqual({ ...link, itemId: 't1' })
  })
  it('whose activity is gone by now is put away like any other', () => expect(said(planOf({ items: [stamped], activities: [missing('x1')] }))).toEqual(['remember activity-deleted-in-crm', 'notice edit-beat-deletion']))
  it('whose activity cannot be read waits', () => expect(said(planOf({ items: [stamped], activities: [unreadable('x1')] }))).toEqual(['skip could-not-be-read', 'skip could-not-be-read']))
  it('is a copy while the linked one is there', () => {
    const other = task({ id: 't0' })
    expect(said(planOf({ items: [stamped, other], activities: [activity], links: [agreed(other, activity)] }))).toEqual(['skip unchanged', 'skip copy-of-linked'])
  })
  it('has the link when the linked one is gone', () => expect(said(planOf({ items: [stamped, missing('t0')], activities: [activity], links: [agreed(task({ id: 't0' }), activity)] }))).toEqual(['remember id-changed', 'skip not-there']))
  it('twice is once: the second is a copy', () => expect(said(planOf({ items: [stamped, { ...stamped, id: 't2' }], activities: [activity] }))).toEqual(['remember recognised-by-key', 'skip copy-of-linked']))
  it('for another database, or with no key of ours, is judged like any item', () => {
    expect(said(planOf({ items: [task({ ownKey: 'ocs1:beta:activity:x1:0' })] }))).toEqual(['skip other-database'])
    expect(said(planOf({ items: [task({ ownKey: 'somebody else' })] }))).toEqual(['CreateActivity new-item'])
  })
})

describe('an id that is mentioned twice', () => {
  it('counts as it was modified last, and as there if it was found at all', () => {
    const older = task({ version: 'v0' }, { subject: 'older' })
    const newer = edited(task(), { subject: 'newer' })
    for (const items of [[older, newer], [newer, older], [missing('t1'), older, newer], [newer, unreadable('t1'), older]]) {
      const [a] = planOf({ items, activities: [] }).actions
      expect(a?._tag === 'CreateActivity' && a.fields.subject).toBe('newer')
    }
  })
  it('may be there when it was missing once and failed once', () => {
    const both = [missing('t1'), unreadable('t1')]
    for (const items of [both, [...both].reverse()]) expect(said(planOf({ items }))).toEqual(['skip could-not-be-read'])
    const activities = [missing('x1'), unreadable('x1')]
    for (const order of [activities, [...activities].reverse()]) expect(said(planOf({ activities: order }))).toEqual(['skip could-not-be-read'])
  })
})
