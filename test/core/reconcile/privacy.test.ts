/** B18, L8: content of private items is nowhere in a plan. */
import { describe, expect, it } from 'vitest'
import { appointment, appointmentActivity, appointmentFields, email, mailbox, task, taskActivity, type emailFields } from '../../rules/examples'
import { agreed, deletionOf, missing, planOf, registered, said, type Scene } from './scene'

const busy = { settings: { privacy: { private: 'busy' }, conflict: { policy: 'latest' } } }
const secret = { subject: 'SECRET', body: { type: 'text', content: 'SECRET' } } as const satisfies Partial<ReturnType<typeof emailFields>>
const item = appointment({ sensitivity: 'private', organizer: mailbox('SECRET@secret.example', 'SECRET'), attendees: [mailbox('SECRET2@secret.example')] }, { ...secret, location: 'SECRET' })
const shown = appointmentFields({ subject: 'Busy', body: { type: 'text', content: '' }, location: '' })
const busyActivity = appointmentActivity({}, shown)
const link = agreed(item, busyActivity, {}, shown)
const clean = (s: Scene) => {
  const plan = planOf(s)
  expect(JSON.stringify(plan)).not.toMatch(/SECRET/)
  return said(plan)
}

describe('what is new and private', () => {
  for (const sensitivity of ['private', 'confidential'] as const)
    it(`${sensitivity}: is skipped, saying nothing else`, () => {
      for (const i of [{ ...item, sensitivity }, email({ sensitivity, attachments: [{ id: 'f', name: 'SECRET.pdf', mimeType: null, size: 1, inline: false, contentId: null, type: 'file' }] }, { ...secret, from: mailbox('SECRET@x.example', 'SECRET') }), task({ sensitivity }, secret)])
        expect(clean({ items: [i], contacts: [registered('SECRET@secret.example')] })).toEqual(['skip private'])
    })
  it('goes as busy time with no content where the user chose so, e-mail and tasks not', () => {
    expect(clean({ ...busy, items: [item] })).toEqual(['CreateActivity new-item'])
    expect(planOf({ ...busy, items: [item] }).actions[0]).toMatchObject({ contact: null, contactName: null, fields: { subject: 'Busy', location: '', time: item.fields.time } })
    expect(clean({ ...busy, items: [task({ sensitivity: 'private' }, secret)] })).toEqual(['skip private'])
  })
  it('busy time is not recognised as anything (B22)', () => expect(clean({ ...busy, items: [item], similar: [appointmentActivity({}, shown)] })).toEqual(['CreateActivity new-item']))
})

describe('a pair of which the CRM holds busy time', () => {
  const later = { ...item, version: 'v2' }
  it('follows when and whether one is busy, and tells nothing of what it replaces', () => {
    const moved = { ...later, fields: { ...later.fields, showAs: 'oof' as const } }
    expect(clean({ ...busy, items: [moved], activities: [busyActivity], links: [link] })).toEqual(['UpdateActivity changed-in-outlook'])
    expect(planOf({ ...busy, items: [moved], activities: [busyActivity], links: [link] }).actions[0]).toMatchObject({ patch: { showAs: 'oof' }, before: {}, losers: [] })
  })
  it('is not written back over the content', () => {
    const theirs = appointmentActivity({}, { ...shown, subject: 'theirs' })
    const plan = planOf({ ...busy, items: [item], activities: [{ ...theirs, version: 'w2' }], links: [link] })
    expect(said(plan)).toEqual(['skip not-carried'])
  })
  it('a conflict tells which field lost, and no value', () => {
    const moved = { ...later, modifiedAt: '2026-11-24T07:59:00.000Z', fields: { ...later.fields, showAs: 'oof' as const } }
    const theirs = { ...appointmentActivity({}, { ...shown, showAs: 'free' }), version: 'w2' }
    const plan = planOf({ ...busy, items: [moved], activities: [theirs], links: [link] })
    expect(said(plan)).toEqual(['UpdateActivity changed-in-outlook', 'notice conflict-lost'])
    expect(plan.actions[0]).toMatchObject({ losers: [{ field: 'showAs', side: 'crm', value: null }], before: {} })
    // The other way about nothing may be written into Outlook, so the loser stays in place, without its value.
    const inPlace = planOf({ settings: { privacy: { private: 'busy' }, conflict: { policy: 'crm' } }, items: [moved], activities: [theirs], links: [link] })
    expect(inPlace.remember[0]).toMatchObject({ reason: 'resolved-without-write', losers: [{ field: 'showAs', side: 'outlook', value: null }] })
  })
  it('that became private after it was linked: what the CRM holds of it is in no plan', () => {
    const before = appointmentActivity({}, { ...secret, location: 'SECRET' })
    const wasOpen = agreed({ ...item, sensitivity: 'normal' }, before)
    expect(clean({ items: [later], activities: [before], links: [wasOpen] })).toEqual(['skip private'])
    expect(clean({ ...busy, items: [later], activities: [before], links: [wasOpen] })).toEqual(['UpdateActivity changed-in-outlook'])
  })
})

describe('deletions', () => {
  const trashed = { ...task({ sensitivity: 'private' }, secret), version: 'v2', place: 'deletedItems' as const }
  const activity = taskActivity({}, secret)
  const l = agreed(task({ sensitivity: 'private' }, secret), activity)
  it('of a private item keep no content for an undo', () => {
    expect(clean({ items: [trashed], activities: [activity], links: [l], settings: { deletion: { inOutlook: { task: 'always' } } } })).toEqual(['DeleteActivity policy-delete'])
    expect(clean({ items: [trashed], activities: [activity], links: [l] })).toEqual(['Open deleted-in-outlook'])
  })
  it('of a private item in the CRM, or on both sides, tell nothing either', () => {
    expect(clean({ items: [{ ...trashed, place: 'normal' }], activities: [missing('x1')], links: [{ ...l, origin: 'crm' }] })).toEqual(['remember activity-deleted-in-crm', 'notice edit-beat-deletion'])
    expect(clean({ items: [trashed], activities: [missing('x1')], links: [l], decisions: [deletionOf(l)] })).toEqual(['remember both-deleted', 'Withdraw settled-meanwhile'])
  })
})
