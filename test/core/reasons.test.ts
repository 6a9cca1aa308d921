/** L11, B20: every reason that an action, a decision, a skip or a notice can have comes of some plan, and has a sentence. */
import { describe, expect, it } from 'vitest'
import { type ActionReason, type AttachmentReason, type DecisionReason, type NoticeReason, type Plan, reasons, reasonText, reasonTexts, type SkipReason } from '../../src/core'
import type { Attachment, Item } from '../../src/core/model/item'
import type { FileType, Request } from '../../src/core/rule-set'
import { allDay, appointment, appointmentActivity, email, emailActivity, mailbox, sent, series, task, taskActivity } from '../rules/examples'
import { agreed, conflictOf, deletionOf, edited, missing, planOf, registered, type Scene, unreadable } from './reconcile/scene'

const item = task()
const activity = taskActivity()
const link = agreed(item, activity)
const pair: Scene = { items: [item], activities: [activity], links: [link] }
const later = edited(item, { subject: 'ours' })
const laterThere = edited(activity, { subject: 'theirs' })
const trashed: Item = { ...item, version: 'v2', place: 'deletedItems' }
const byHand = (items: ReadonlyArray<string> | 'all', over: Partial<Extract<Request, { readonly _tag: 'Transfer' }>> = {}): Scene => ({ request: { _tag: 'Transfer', items, withoutItems: [], withoutAttachments: [], ...over } })
const contacts = [registered('bo@customer.example')]
const meeting = appointment({ identity: 'uid-1' })
const meetingActivity = appointmentActivity()
const inOutlook = (policy: string): Scene => ({ settings: { deletion: { inOutlook: { task: policy } } } })
const answered = (answer: 'delete-activity' | 'keep-activity'): Scene => ({ decisions: [deletionOf(link, { state: 'answered', answer })] })

const actions: { readonly [R in ActionReason]: Scene } = {
  'new-item': { items: [item] },
  'transferred-by-hand': { items: [item], ...byHand(['t1']) },
  'new-activity': { activities: [activity] },
  'changed-in-outlook': { ...pair, items: [later] },
  'changed-in-crm': { ...pair, activities: [laterThere] },
  'changed-on-both-sides': { ...pair, items: [later], activities: [edited(activity, { importance: 'high' })] },
  'answered-delete': { ...pair, items: [trashed], ...answered('delete-activity') },
  'policy-delete': { ...pair, items: [trashed], ...inOutlook('always') },
  'deleted-in-crm': { items: [item], activities: [missing('x1')], links: [{ ...link, origin: 'crm' }] },
  'attachment-selected': { items: [email({ attachments: [{ id: 'f', name: 'a.pdf', mimeType: null, size: 1, inline: false, contentId: null, type: 'file' }] })], contacts, fileTypes: [{ itemId: 'e1', attachmentId: 'f', type: { mimeType: 'application/pdf', extension: 'pdf', executable: false } }] },
  'recognised-by-key': { items: [task({ ownKey: 'ocs1:acme:activity:x1:0' })], activities: [activity] },
  'recognised-as-same': { items: [meeting], activities: [meetingActivity] },
  'id-changed': { items: [{ ...meeting, id: 'new' }, missing('a1')], activities: [meetingActivity], links: [agreed(meeting, meetingActivity)] },
  'back-again': { ...pair, links: [{ ...link, state: 'closed', closed: 'both-deleted' }] },
  'both-agree': { ...pair, items: [{ ...item, version: 'v2' }] },
  'time-passed': { items: [email()], activities: [emailActivity()], links: [agreed(email(), emailActivity(), { documents: [{ attachmentId: 'gone', documentId: null }] })] },
  'resolved-without-write': { ...pair, items: [later], activities: [laterThere], settings: { fields: { task: { subject: 'none' } } } },
  'answer-carried-out': { ...pair, items: [trashed], ...answered('delete-activity') },
  'item-deleted-permanently': { ...pair, items: [missing('t1')] },
  'item-deleted-activity-kept': { ...pair, items: [trashed], ...inOutlook('never') },
  'activity-deleted-after-answer': { ...pair, items: [trashed], ...answered('delete-activity') },
  'activity-deleted-by-policy': { ...pair, items: [trashed], ...inOutlook('always') },
  'activity-deleted-in-crm': { ...pair, activities: [missing('x1')] },
  'item-deleted-with-activity': { items: [item], activities: [missing('x1')], links: [{ ...link, origin: 'crm' }] },
  'both-deleted': { ...pair, items: [missing('t1')], activities: [missing('x1')] }
}
/** An effect that closes a link has a reason of its own, and the link gets why it is closed. */
const closedAs = (p: Plan) => p.actions.flatMap((a) => a.change.set.closed ?? [])
const reasonsOf = (p: Plan): ReadonlyArray<string> => [...p.actions, ...p.remember, ...p.decisions].map((e) => e.reason)

const decisions: { readonly [R in DecisionReason]: Scene } = {
  'deleted-in-outlook': { ...pair, items: [trashed] },
  'conflict-to-decide': { ...pair, items: [later], activities: [laterThere], settings: { conflict: { policy: 'ask' } } },
  'restored-in-outlook': { ...pair, decisions: [deletionOf(link)] },
  'given-away': { ...pair, activities: [{ ...taskActivity({ id: 'x1' }), owner: 'bert' }], decisions: [deletionOf(link)] },
  'settled-meanwhile': { ...pair, decisions: [conflictOf(link, 'subject')] }
}

const skips: { readonly [R in Exclude<SkipReason, `custom:${string}`>]: Scene } = {
  unchanged: pair,
  'kind-off': { items: [item], settings: { task: { direction: 'toOutlook' } } },
  'incoming-off': { items: [email()], contacts, settings: { email: { incoming: false } } },
  'outgoing-off': { items: [sent()], contacts, settings: { email: { outgoing: false } } },
  'kind-not-held': { items: [item], crm: { kinds: ['email'], documents: true, commitsWithStore: false } },
  draft: { items: [email({ folder: 'drafts' })] },
  junk: { items: [email({ folder: 'junk' })] },
  'meeting-message': { items: [email({ messageType: 'meeting' })] },
  'report-message': { items: [email({ messageType: 'report' })] },
  private: { items: [task({ sensitivity: 'private' })] },
  'never-sync': { items: [email()], contacts, settings: { privacy: { neverSync: ['customer.example'] } } },
  internal: { items: [email({}, { from: mailbox('colleague@acme.se') })], settings: { privacy: { internal: 'skip' } } },
  'outside-window': { items: [item], settings: { firstRun: { to: '2026-01-01' } } },
  'manual-mode': { items: [item], settings: { mode: 'manual' } },
  'left-out': { items: [item], ...byHand('all', { withoutItems: ['t1'] }) },
  'not-selected': { items: [item], ...byHand(['another']) },
  'no-registered-contact': { items: [email()] },
  'in-deleted-items': { items: [trashed] },
  'meeting-cancelled': { items: [appointment({ cancelled: true })] },
  'no-occurrence': { items: [series('FREQ=DAILY;COUNT=1', { recurrence: { rule: 'FREQ=DAILY;COUNT=1', cancelled: ['2026-11-24T09:30:00'], exceptions: [] } })] },
  'no-occurrence-yet': { items: [series('FREQ=DAILY;COUNT=2')], now: '2026-01-01T00:00:00.000Z', settings: { recurrence: { mode: 'each' } } },
  'invalid-recurrence': { items: [series('FREQ=SECONDLY')] },
  'invalid-time': { items: [appointment({}, { time: allDay('2026-11-24', '2026-11-20') })] },
  'other-database': { items: [task({ ownKey: 'ocs1:beta:activity:x1:0' })] },
  'owned-by-other': { activities: [taskActivity({ owner: 'bert' })] },
  'mailbox-read-only': { activities: [activity], mailbox: { kinds: ['task'], writes: false, sends: false } },
  'email-never-made': { activities: [emailActivity()] },
  'link-closed': { ...pair, activities: [missing('x1')], links: [{ ...link, state: 'closed', closed: 'activity-deleted-in-crm' }] },
  'replaced-by-transfer': { activities: [activity], links: [{ ...link, id: planOf({ activities: [activity] }).actions[0]?.change.link.id ?? '', activityId: 'x2', itemId: 't9' }], items: [task({ id: 't9' })] },
  'copy-of-linked': { items: [meeting, { ...meeting, id: 'copy' }], activities: [meetingActivity], links: [agreed(meeting, meetingActivity)] },
  'not-carried': { ...pair, items: [later], settings: { fields: { task: { subject: 'none' } } } },
  'could-not-be-read': { items: [unreadable('t1')] },
  'waits-for-answer': { ...pair, items: [trashed], decisions: [deletionOf(link)] },
  'not-there': { items: [missing('t1')] }
}

const notices: { readonly [R in NoticeReason]: Scene } = {
  'edit-beat-deletion': { items: [later], activities: [missing('x1')], links: [{ ...link, origin: 'crm' }] },
  'conflict-lost': { ...pair, items: [later], activities: [laterThere] }
}

const pdf: Attachment = { id: 'f', name: 'a.pdf', mimeType: 'application/pdf', size: 100, inline: false, contentId: null, type: 'file' }
const isPdf: FileType = { mimeType: 'application/pdf', extension: 'pdf', executable: false }
const withFile = (over: Partial<Attachment>, settings: object = {}, scene: Scene = {}, type: FileType | null = null): Scene => ({
  items: [email({ attachments: [{ ...pdf, ...over }] })],
  contacts,
  settings: { attachments: settings },
  fileTypes: type === null ? [] : [{ itemId: 'e1', attachmentId: 'f', type }],
  ...scene
})
const attachments: { readonly [R in AttachmentReason]: Scene } = {
  'import-off': withFile({}, { import: false }),
  'not-incoming': { items: [sent({ to: [mailbox('bo@customer.example')] }, { attachments: [pdf] })], contacts },
  'no-document-module': withFile({}, {}, { crm: { kinds: ['email'], documents: false, commitsWithStore: false } }),
  'not-a-file': withFile({ type: 'item' }),
  'inline-picture': withFile({ name: 'a.png', mimeType: 'image/png', inline: true, contentId: 'logo' }),
  'too-small': withFile({}, { minBytes: 101 }),
  'too-large': withFile({}, { maxBytes: 99 }),
  executable: withFile({ name: 'a.exe' }),
  'group-not-selected': withFile({}, { groups: ['image'] }),
  'extension-not-selected': withFile({}, { extensions: ['docx'] }),
  'extension-blocked': withFile({}, { blockedExtensions: ['pdf'] }),
  'mime-type-not-selected': withFile({}, { mimeTypes: ['image/*'] }),
  'type-disagrees': withFile({}, {}, {}, { mimeType: 'image/png', extension: 'png', executable: false }),
  'left-out-by-user': withFile({}, {}, byHand(['e1'], { withoutAttachments: ['e1/f'] }))
}

describe('a plan gives', () => {
  for (const reason of reasons.action) it(`the action reason ${reason}`, () => expect([...reasonsOf(planOf(actions[reason])), ...closedAs(planOf(actions[reason]))]).toContain(reason))
  for (const reason of reasons.decision) it(`the decision reason ${reason}`, () => expect(planOf(decisions[reason]).decisions.map((d) => d.reason)).toContain(reason))
  for (const reason of reasons.skip) it(`the skip reason ${reason}`, () => expect(planOf(skips[reason]).skips.map((s) => s.reason)).toContain(reason))
  for (const reason of reasons.notice) it(`the notice reason ${reason}`, () => expect(planOf(notices[reason]).notices.map((n) => n.reason)).toContain(reason))
  for (const reason of reasons.attachment) it(`the attachment reason ${reason}`, () => expect(planOf(attachments[reason]).refused.map((r) => r.reason)).toContain(reason))
  it('no reason for an attachment that passes', () => expect(planOf(withFile({}, {}, {}, isPdf)).refused).toEqual([]))
})

describe('a reason', () => {
  it('belongs to exactly one group, except where a skip and an action share a word', () => {
    const all = [...reasons.action, ...reasons.command, ...reasons.decision, ...reasons.skip, ...reasons.notice, ...reasons.attachment]
    expect(all).toHaveLength(new Set(all).size)
    expect([...all].sort()).toEqual(Object.keys(reasonTexts).sort())
  })
  it('has a sentence; a reason of the host is its own', () => {
    for (const text of Object.values(reasonTexts)) expect(text).not.toBe('')
    expect(reasonText('junk')).toBe('in the junk folder')
    expect(reasonText('custom:on a Sunday')).toBe('on a Sunday')
    expect(reasonText('my custom: one')).toBe('my custom: one')
    expect(reasonText('toString')).toBe('toString')
  })
})
