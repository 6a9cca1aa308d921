/** One scene for each thing that reconcile can come to: what test/core/reconcile/plans.txt tells, word for word. */
import { digestId } from '../../../src/core/digest'
import type { Activity } from '../../../src/core/model/activity'
import type { Item } from '../../../src/core/model/item'
import { appointment, appointmentActivity, email, emailActivity, series, task, taskActivity, timed } from '../../rules/examples'
import { agreed, conflictOf, deletionOf, edited, missing, pdfType, registered, unreadable, type Scene } from './scene'

const item = task()
const activity = taskActivity()
const link = agreed(item, activity)
const pair: Scene = { items: [item], activities: [activity], links: [link] }
const trashedItem: Item = { ...item, version: 'v2', place: 'deletedItems' }
const ours = edited(item, { subject: 'ours' })
const theirs = edited(activity, { subject: 'theirs' }, '2026-11-24T07:00:00.001Z')
const ask = { conflict: { policy: 'ask' } }
const byHand = (items: ReadonlyArray<string> | 'all', withoutItems: ReadonlyArray<string> = []): NonNullable<Scene['request']> => ({ _tag: 'Transfer', items, withoutItems, withoutAttachments: [] })
const closed = { ...link, state: 'closed' as const, closed: 'activity-deleted-in-crm' as const }
const private_: Item = { ...task({ version: 'v2' }), sensitivity: 'private' }

const linkIdOf = (kind: string, id: string): string => digestId('anna', 'acme', kind, id, '')
const keyOfItem = (kind: string, id: string): string => `ocs1:acme:item:${digestId('anna', kind, id, '')}:0`

const mail = email()
const mailActivity = emailActivity()
const pdf = { id: 'f1', name: 'offer.pdf', mimeType: 'application/pdf', size: 10, inline: false, contentId: null, type: 'file' } as const
const withFiles = email({ attachments: [pdf, { ...pdf, id: 'f2', name: 'tool.exe' }] })
const mailLink = agreed(withFiles, mailActivity)

const meeting = appointment({ id: 'new', identity: 'uid-1', version: 'v2' })
const meetingActivity = appointmentActivity()
const meetingLink = agreed(appointment({ id: 'old', identity: 'uid-1' }), meetingActivity)
const moved: Scene = { items: [meeting, missing('old')], activities: [meetingActivity], links: [meetingLink] }

const stamped = task({ ownKey: 'ocs1:acme:activity:x1:0' })
const weekly = series('FREQ=WEEKLY;COUNT=3', { identity: 'uid-1' })
const second = '2026-12-01T09:30:00'
const onSecond = { ...weekly.fields, time: timed(second, '2026-12-01T10:30:00') }
const ofSecond: Activity = appointmentActivity({ id: 'x2' }, onSecond)
const linkOfSecond = agreed(weekly, ofSecond, { id: 'l2', occurrence: second }, onSecond)
const each = { recurrence: { mode: 'each', futureDays: 15 } }
const cancelled = (...keys: ReadonlyArray<string>): Item => ({ ...weekly, version: 'v2', recurrence: { rule: 'FREQ=WEEKLY;COUNT=3', cancelled: keys, exceptions: [] } })
const next = { recurrence: { mode: 'next' } }

const deletion = (over: Partial<ReturnType<typeof deletionOf>> = {}) => [deletionOf(link, over)]

export const planScenes: { readonly [name: string]: Scene } = {
  // What is new in Outlook.
  'a new task': { items: [item] },
  'a new e-mail, with attachments that were looked at': { items: [withFiles], contacts: [registered('bo@customer.example'), registered('bo@customer.example', 'c0')], fileTypes: [pdfType('e1', 'f1')] },
  'a new e-mail, with an attachment to be looked at': { items: [withFiles], contacts: [registered('bo@customer.example', 'c9'), { ...registered('bo@customer.example'), contactPersonId: 'p1' }] },
  'a new e-mail of nobody registered': { items: [mail] },
  'a new appointment with a contact': { items: [appointment({ organizer: { address: 'BO@customer.example', name: null } })], contacts: [registered('other@customer.example', 'c0'), registered('bo@customer.example')] },
  'a new task of which the body may not go': { items: [item], settings: { fields: { task: { body: 'toOutlook' } } } },
  'a new task without a body, where none may go': { items: [task({}, { body: { type: 'text', content: '' } })], settings: { fields: { task: { body: 'toOutlook' } } } },
  'transferred by hand': { items: [item], settings: { mode: 'manual' }, request: byHand('all') },
  'not transferred by hand': { items: [item], settings: { mode: 'manual' } },
  'private': { items: [private_] },
  'confidential, as busy time': { items: [appointment({ sensitivity: 'confidential' })], settings: { privacy: { private: 'busy' } } },
  'confidential, and a task': { items: [task({ sensitivity: 'confidential' })], settings: { privacy: { private: 'busy' } } },
  'private, of another database': { items: [task({ sensitivity: 'private', ownKey: 'ocs1:beta:activity:x9:0' })] },
  'a new e-mail of a contact person, among others': { items: [mail], contacts: [{ ...registered('bo@customer.example'), contactPersonId: 'p1', name: 'one' }, { ...registered('bo@customer.example'), contactPersonId: 'p0', name: 'nought' }] },
  'in Deleted Items, never linked': { items: [trashedItem] },
  'two with one identity': { items: [appointment({ id: 'n1', identity: 'uid-9' }), appointment({ id: 'n2', identity: 'uid-9' })] },
  'a series of which nothing takes place': { items: [cancelled('2026-11-24T09:30:00', second, '2026-12-08T09:30:00')] },
  'a series that begins later, each': { items: [series('FREQ=WEEKLY;COUNT=3', { fields: { ...weekly.fields, time: timed('2027-11-24T09:30:00', '2027-11-24T10:30:00') } })], settings: each },
  'a series, each': { items: [weekly], settings: each },
  'a series, next': { items: [weekly], settings: next },
  'a series that cannot be understood': { items: [series('FREQ=SECONDLY')] },

  // What is new in the CRM.
  'a new activity': { activities: [activity] },
  'a new activity of which the body may not go': { activities: [activity], settings: { fields: { task: { body: 'toCrm' } } } },
  'a new activity without a body, where none may go': { activities: [taskActivity({}, { body: { type: 'text', content: '' } })], settings: { fields: { task: { body: 'toCrm' } } } },
  'a new activity of another user': { activities: [taskActivity({ owner: 'bert' })] },
  'two new activities': { activities: [taskActivity({ id: 'x2' }), activity] },
  'an activity that cannot be read, and one that is gone': { activities: [unreadable('x1'), missing('x2')] },
  'an activity whose link belongs to another transfer': { items: [item], activities: [activity, taskActivity({ id: 'x2' })], links: [agreed(item, taskActivity({ id: 'x2' }), { id: digestId('anna', 'acme', 'activity', 'x1') })] },

  // What may be the same.
  'the same on both sides': { items: [item], activities: [activity] },
  'the same on both sides, and another kind under its key': { items: [item], activities: [appointmentActivity()] },
  'kept out by the settings, and there already': { items: [item], activities: [activity], settings: { mode: 'manual' } },
  'an e-mail kept out by the settings, and there already': { items: [mail], activities: [mailActivity], settings: { email: { incoming: false } } },
  'the same e-mail on both sides, and documents that belong to another': { items: [withFiles], similar: [mailActivity], contacts: [registered('bo@customer.example')], begun: [{ linkId: linkIdOf('email', 'e1'), attachments: ['f1'] }] },
  'left out by the user, and there already': { items: [item], activities: [activity], request: byHand('all', ['t1']) },
  'made before, and not remembered': { items: [item], activities: [taskActivity({ ownKey: keyOfItem('task', 't1') })] },
  'made before, of another kind': { items: [item], activities: [appointmentActivity({ ownKey: keyOfItem('task', 't1') })] },
  'made before, of another user': { items: [item], activities: [taskActivity({ owner: 'bert', ownKey: keyOfItem('task', 't1') })] },
  'made before, twice': { items: [item], activities: [taskActivity({ id: 'x2', ownKey: keyOfItem('task', 't1') }), taskActivity({ ownKey: keyOfItem('task', 't1') })] },
  'of another database, and there already': { items: [task({ ownKey: 'ocs1:beta:activity:x9:0' })], activities: [activity] },
  'alike on both sides, and to be asked about': { items: [item], activities: [taskActivity({}, { subject: 'CALL BACK' })], settings: { ...ask, firstRun: { match: 'loose' } } },
  'alike on both sides, one without a date': { items: [task({}, { due: null })], activities: [taskActivity({}, { due: null })] },
  'made before, with documents': {
    items: [withFiles],
    activities: [emailActivity({ ownKey: keyOfItem('email', 'e1') })],
    begun: [{ linkId: linkIdOf('email', 'e1'), attachments: ['f2', 'f1'] }, { linkId: 'another', attachments: ['f3'] }, { linkId: linkIdOf('email', 'e1'), attachments: ['f1'] }],
    fileTypes: [pdfType('e1', 'f1')]
  },
  'made before, in Deleted Items by now': { items: [trashedItem], activities: [taskActivity({ ownKey: keyOfItem('task', 't1') })] },
  'in Deleted Items, and another kind under its key': { items: [trashedItem], activities: [appointmentActivity({ ownKey: keyOfItem('task', 't1') })] },
  'a new id': moved,
  'a new id, with an edit': { ...moved, items: [edited(meeting, { subject: 'of the copy' }, '2026-11-24T06:00:00.000Z'), missing('old')] },
  'a new id, in Deleted Items': { ...moved, items: [{ ...meeting, place: 'deletedItems' }, missing('old')] },
  'a new id, and the kind goes nowhere': { ...moved, settings: { appointment: { direction: 'none' } } },
  'a new id, and the activity given away': { ...moved, activities: [appointmentActivity({ owner: 'bert' })] },
  'another kind with the same identity': { ...moved, items: [email({ id: 'new', identity: 'uid-1' }), missing('old')], contacts: [registered('bo@customer.example')] },
  'a new id, and how it repeats cannot be understood': { ...moved, items: [{ ...series('FREQ=SECONDLY'), id: 'new', identity: 'uid-1' }, missing('old')] },
  'a new id, and the activity deleted': { ...moved, activities: [missing('x1')] },
  'a copy': { ...moved, items: [meeting, appointment({ id: 'old', identity: 'uid-1' })] },
  'perhaps a copy': { ...moved, items: [meeting, unreadable('old')] },
  'under a new id, by its values': { ...pair, items: [task({ id: 'n1', version: 'v2' }), missing('t1')] },
  'by its values, for one occurrence': { ...pair, items: [task({ id: 'n1', version: 'v2' }), missing('t1')], links: [{ ...link, occurrence: second }] },
  'the same values, and an identity': { ...pair, items: [task({ id: 'n1', identity: 'uid-3' }), missing('t1')] },
  'a new identity': { ...pair, items: [task({ version: 'v2', identity: 'uid-5' })] },
  'a new identity, and nothing else': { ...pair, items: [task({ identity: 'uid-5' })] },
  'stamped with our key': { items: [stamped], activities: [activity] },
  'stamped with our key, twice': { items: [stamped, { ...stamped, id: 't2' }], activities: [activity] },
  'stamped with our key, and linked under another id': { ...pair, items: [{ ...stamped, id: 't2' }, missing('t1')] },
  'stamped with our key, twice, and linked under another id': { ...pair, items: [{ ...stamped, id: 't2' }, { ...stamped, id: 't3' }, missing('t1')] },
  'stamped with our key, under another id and identity, with an edit': { ...pair, items: [{ ...edited(stamped, { subject: 'ours' }, '2026-11-24T06:00:00.000Z'), id: 't2', identity: 'uid-7' }, missing('t1')], settings: { conflict: { policy: 'crm' } } },
  'stamped with our key, and the kind goes nowhere': { items: [stamped], activities: [activity], settings: { task: { direction: 'none' } } },
  'stamped with the key of an item': { items: [task({ ownKey: 'ocs1:acme:item:x1:0' })], activities: [activity] },
  'stamped, and the activity cannot be read': { items: [stamped], activities: [unreadable('x1')] },

  // Both sides are there.
  'untouched': pair,
  'written anew with the same values': { ...pair, items: [task({ version: 'v2' })] },
  'written anew in the CRM with the same values': { ...pair, activities: [{ ...activity, version: 'w2' }] },
  'the same versions, and bases that do not tell': { ...pair, links: [{ ...link, item: { ...link.item, fields: {} }, activity: { ...link.activity, fields: {} } }], decisions: [conflictOf(link, 'subject')] },
  'the same versions, and private': { ...pair, items: [{ ...item, sensitivity: 'private' }] },
  'the same versions, and confidential': { ...pair, items: [{ ...item, sensitivity: 'confidential' }] },
  'the same versions, and a question': { ...pair, decisions: deletion() },
  'changed in Outlook': { ...pair, items: [ours] },
  'changed in the CRM': { ...pair, activities: [theirs] },
  'different fields changed on both sides': { ...pair, items: [ours], activities: [edited(activity, { importance: 'high' })] },
  'changed to the same on both sides': { ...pair, items: [ours], activities: [edited(activity, { subject: 'ours ' })] },
  'one agreed, one carried': { ...pair, items: [edited(item, { subject: 'same', importance: 'high' })], activities: [edited(activity, { subject: 'same' })] },
  'a conflict that Outlook wins': { ...pair, items: [ours], activities: [theirs] },
  'a conflict that the CRM wins': { ...pair, items: [ours], activities: [theirs], settings: { conflict: { policy: 'crm' } } },
  'a conflict that Outlook wins and may not carry': { ...pair, items: [ours], activities: [theirs], settings: { fields: { task: { subject: 'none' } } } },
  'a conflict that the CRM wins and may not carry': { ...pair, items: [ours], activities: [theirs], settings: { conflict: { policy: 'crm' }, fields: { task: { subject: 'none' } } } },
  'a conflict that stays where it is, and another field carried': { ...pair, items: [edited(item, { subject: 'ours', importance: 'high' })], activities: [theirs], settings: { fields: { task: { subject: 'none' } } } },
  'a conflict to be asked about': { ...pair, items: [ours], activities: [theirs], settings: ask },
  'a conflict that is asked about': { ...pair, items: [ours], activities: [theirs], settings: ask, decisions: [conflictOf(link, 'subject')] },
  'two conflicts, one of which is asked about': { ...pair, items: [edited(item, { subject: 'ours', importance: 'low' })], activities: [edited(activity, { subject: 'theirs', importance: 'high' })], settings: ask, decisions: [conflictOf(link, 'subject')] },
  'a conflict that was answered': { ...pair, items: [ours], activities: [theirs], settings: ask, decisions: [conflictOf(link, 'subject', { state: 'answered', answer: 'crm' })] },
  'a conflict that was answered, and another field asked about': { ...pair, items: [edited(item, { subject: 'ours', importance: 'low' })], activities: [edited(activity, { subject: 'theirs', importance: 'high' })], settings: ask, decisions: [conflictOf(link, 'importance'), conflictOf(link, 'subject', { state: 'answered', answer: 'outlook' })] },
  'a conflict that was done with long ago': { ...pair, items: [ours], activities: [theirs], settings: ask, decisions: [conflictOf(link, 'subject', { state: 'done', answer: 'crm' })] },
  'a conflict that both sides settled': { ...pair, items: [ours], activities: [edited(activity, { subject: 'ours' })], settings: ask, decisions: [conflictOf(link, 'subject')] },
  'a conflict asked about, of which one side went back': { ...pair, items: [ours], settings: ask, decisions: [conflictOf(link, 'subject')] },
  'not carried to the CRM': { ...pair, items: [ours], settings: { fields: { task: { subject: 'toOutlook' } } } },
  'not carried to Outlook': { items: [mail], activities: [edited(mailActivity, { subject: 'theirs' })], links: [agreed(mail, mailActivity)] },
  'not carried, and another field carried': { ...pair, items: [edited(item, { subject: 'ours', importance: 'high' })], settings: { fields: { task: { subject: 'toOutlook' } } } },
  'not carried to a series': { items: [weekly], activities: [edited(meetingActivity, { subject: 'theirs' })], links: [agreed(weekly, meetingActivity)] },
  'perhaps written in Outlook': { ...pair, items: [ours], doubtful: [{ linkId: 'l1', side: 'outlook', fields: ['subject'] }, { linkId: 'l9', side: 'outlook', fields: ['importance'] }], settings: { conflict: { policy: 'crm' } } },
  'perhaps written in the CRM': { ...pair, activities: [theirs], doubtful: [{ linkId: 'l1', side: 'crm', fields: ['subject'] }, { linkId: 'l1', side: 'outlook', fields: ['importance'] }], settings: { conflict: { policy: 'outlook' } } },
  'perhaps written in the CRM, where nothing moved': { ...pair, items: [ours], doubtful: [{ linkId: 'l1', side: 'crm', fields: ['subject'] }], settings: { conflict: { policy: 'crm' } } },
  'perhaps written, of another link': { ...pair, items: [ours], doubtful: [{ linkId: 'l9', side: 'outlook', fields: ['subject'] }], settings: { conflict: { policy: 'crm' } } },
  'linked, and became private': { ...pair, items: [private_] },
  'linked, private, as busy time, edited': { items: [{ ...edited(appointment(), { subject: 'ours', showAs: 'free' }), sensitivity: 'private' }], activities: [edited(meetingActivity, { showAs: 'oof' })], links: [agreed(appointment(), meetingActivity)], settings: { privacy: { private: 'busy' } } },
  'linked, and its kind goes nowhere': { ...pair, items: [ours], settings: { task: { direction: 'none' } } },
  'back again': { ...pair, links: [closed] },
  'back again, with an edit': { ...pair, items: [ours], links: [closed] },
  'looked at again, next': { items: [weekly], activities: [meetingActivity], links: [agreed(weekly, meetingActivity)], settings: next },
  'looked at again, and single by now': { items: [appointment()], activities: [meetingActivity], links: [{ ...agreed(appointment(), meetingActivity), reviewAt: '2026-11-24T07:00:00.000Z' }] },
  'documents that did not get there': { items: [withFiles], activities: [mailActivity], links: [{ ...mailLink, documents: [{ attachmentId: 'f1', documentId: null }, { attachmentId: 'f9', documentId: null }, { attachmentId: 'f8', documentId: 'd8' }] }], fileTypes: [pdfType('e1', 'f1')] },
  'documents that are all there': { items: [withFiles], activities: [mailActivity], links: [{ ...mailLink, documents: [{ attachmentId: 'f1', documentId: 'd1' }] }] },
  'documents of what is no e-mail': { ...pair, links: [{ ...link, documents: [{ attachmentId: 'f1', documentId: null }] }] },

  // One side is gone.
  'moved to Deleted Items': { ...pair, items: [trashedItem] },
  'moved to Deleted Items, edited in the CRM': { ...pair, items: [trashedItem], activities: [theirs] },
  'moved to Deleted Items, and asked about': { ...pair, items: [trashedItem], decisions: deletion() },
  'moved to Deleted Items, and a base that does not tell': { ...pair, items: [trashedItem], links: [{ ...link, activity: { ...link.activity, fields: {} } }] },
  'moved to Deleted Items, and to be deleted': { ...pair, items: [trashedItem], decisions: [...deletion({ state: 'answered', answer: 'delete-activity' }), conflictOf(link, 'subject')] },
  'private, in Deleted Items, and to be deleted': { ...pair, items: [{ ...trashedItem, sensitivity: 'private' }], decisions: deletion({ state: 'answered', answer: 'delete-activity' }) },
  'confidential, in Deleted Items, and to be deleted': { ...pair, items: [{ ...trashedItem, sensitivity: 'confidential' }], decisions: deletion({ state: 'answered', answer: 'delete-activity' }) },
  'moved to Deleted Items, and to be kept': { ...pair, items: [trashedItem], decisions: deletion({ state: 'answered', answer: 'keep-activity' }) },
  'moved to Deleted Items, always': { ...pair, items: [trashedItem], settings: { deletion: { inOutlook: { task: 'always' } } } },
  'moved to Deleted Items, always, edited in the CRM': { ...pair, items: [trashedItem], activities: [theirs], settings: { deletion: { inOutlook: { task: 'always' } } } },
  'moved to Deleted Items, always, written anew in the CRM': { ...pair, items: [trashedItem], activities: [{ ...activity, version: 'w2' }], settings: { deletion: { inOutlook: { task: 'always' } } } },
  'moved to Deleted Items, never': { ...pair, items: [trashedItem], settings: { deletion: { inOutlook: { task: 'never' } } } },
  'restored': { ...pair, decisions: [...deletion(), conflictOf(link, 'importance')], settings: ask },
  'restored, after the answer': { ...pair, decisions: deletion({ state: 'answered', answer: 'delete-activity' }) },
  'restored, and the kind goes nowhere': { ...pair, decisions: deletion(), settings: { task: { direction: 'none' } } },
  'restored, and the question was done with': { ...pair, items: [task({ version: 'v2' })], decisions: deletion({ state: 'done', answer: 'keep-activity' }) },
  'deleted permanently': { ...pair, items: [missing('t1')] },
  'deleted permanently, and asked about': { ...pair, items: [missing('t1')], decisions: deletion() },
  'deleted permanently, a conflict asked about': { ...pair, items: [missing('t1')], decisions: [conflictOf(link, 'subject'), conflictOf(link, 'importance', { state: 'withdrawn' })] },
  'deleted in the CRM': { ...pair, activities: [missing('x1')] },
  'deleted in the CRM, made there': { ...pair, activities: [missing('x1')], links: [{ ...link, origin: 'crm' }], decisions: [conflictOf(link, 'subject')] },
  'deleted in the CRM, made there, edited in Outlook': { ...pair, items: [ours], activities: [missing('x1')], links: [{ ...link, origin: 'crm' }] },
  'deleted in the CRM, made there, written anew in Outlook': { ...pair, items: [task({ version: 'v2' })], activities: [missing('x1')], links: [{ ...link, origin: 'crm' }] },
  'deleted in the CRM, made there, private': { ...pair, items: [{ ...item, sensitivity: 'private' }], activities: [missing('x1')], links: [{ ...link, origin: 'crm' }] },
  'both gone': { ...pair, items: [missing('t1')], activities: [missing('x1')] },
  'several gone': { items: [missing('t2'), missing('t1'), missing('t3')], activities: ['x1', 'x2', 'x3'].map((id) => taskActivity({ id })), links: [3, 1, 2].map((n) => agreed(task({ id: `t${n}` }), taskActivity({ id: `x${n}` }), { id: `l${n}` })) },
  'given away': { ...pair, activities: [taskActivity({ owner: 'bert' })], decisions: deletion() },
  'the item cannot be read': { ...pair, items: [unreadable('t1')] },
  'the activity cannot be read': { ...pair, items: [ours], activities: [unreadable('x1')] },
  'gone, closed': { ...pair, items: [missing('t1')], links: [closed] },
  'an item that is gone, never linked': { items: [missing('t9'), unreadable('t8')] },
  'transferred anew': { ...pair, activities: [missing('x1')], links: [{ ...closed, generation: 3 }], request: byHand(['t1']) },
  'transferred anew, but left out': { ...pair, activities: [missing('x1')], links: [closed], request: byHand(['t1'], ['t1']) },
  'transferred anew, but private': { ...pair, items: [{ ...item, sensitivity: 'private' }], activities: [missing('x1')], links: [closed], request: byHand(['t1']) },
  'transferred anew, but another': { ...pair, activities: [missing('x1')], links: [closed], request: byHand(['t2']) },
  'transferred anew, but all': { items: [task({ id: 'a' })], activities: [missing('x1')], links: [{ ...closed, itemId: 'a' }], request: byHand('all') },
  'transferred anew, and the like is there': { ...pair, activities: [missing('x1')], similar: [taskActivity({ id: 'x9' })], links: [closed], request: byHand(['t1']) },
  'transferred anew, but its kind is off, and the like is there': { ...pair, activities: [missing('x1')], similar: [taskActivity({ id: 'x9' })], links: [closed], request: byHand(['t1']), settings: { task: { direction: 'none' } } },
  'transferred anew, an occurrence that does not take place': { items: [cancelled(second)], activities: [missing('x2')], links: [{ ...linkOfSecond, state: 'closed', closed: 'activity-deleted-in-crm' }], request: byHand(['a1']), settings: each },
  'an open link, transferred by hand': { ...pair, activities: [missing('x1')], request: byHand(['t1']) },
  'an occurrence that does not take place any more': { items: [cancelled(second)], activities: [ofSecond], links: [linkOfSecond], settings: each },
  'an occurrence that does, and others beside it': { items: [weekly], activities: [ofSecond], links: [linkOfSecond], settings: each },
  'an occurrence under a new id': { items: [{ ...weekly, id: 'new' }, missing('a1')], activities: [ofSecond], links: [linkOfSecond], settings: each },
  'an occurrence, and nothing takes place any more': { items: [cancelled('2026-11-24T09:30:00', second, '2026-12-08T09:30:00')], activities: [ofSecond], links: [linkOfSecond], settings: each },
  'an occurrence, and the series is a single appointment by now': { items: [appointment({ identity: 'uid-1' })], activities: [ofSecond], links: [linkOfSecond] },

  // One thing mentioned twice.
  'an item twice, as one time modified': { items: [task({ version: 'v2' }, { subject: 'second' }), task({ version: 'v1' }, { subject: 'first' })], similar: [] },
  'an item twice, the other way round': { items: [task({ version: 'v1' }, { subject: 'first' }), task({ version: 'v2' }, { subject: 'second' })] },
  'an item twice, exactly': { items: [task({}, { subject: 'the first mention' }), task({}, { subject: 'the second mention' })] },
  'an activity twice': { activities: [edited(activity, { subject: 'later' }), activity] },
  'an activity twice, the other way round': { activities: [activity, edited(activity, { subject: 'later' })] },
  'an item twice, the later with the lower version': { items: [task({ version: 'v9' }, { subject: 'earlier' }), { ...task({}, { subject: 'later' }), modifiedAt: '2026-11-24T07:00:00.001Z' }] },
  'an item twice, the earlier mentioned later': { items: [{ ...task({}, { subject: 'later' }), modifiedAt: '2026-11-24T07:00:00.001Z' }, task({ version: 'v9' }, { subject: 'earlier' })] },
  'found, and not found': { items: [unreadable('t1'), item, missing('t1')], activities: [missing('x2'), unreadable('x2'), taskActivity({ id: 'x2' }, { subject: 'other' })] },
  'found, and then not': { items: [task({}, { due: null }), unreadable('t1'), missing('t1')], activities: [activity, missing('x1'), unreadable('x1')] },
  'missing, and missing again': { items: [missing('t1'), missing('t1')], activities: [missing('x1'), missing('x1')] }
}
