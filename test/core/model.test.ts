/** Everything inbound is decoded: what each codec of the model takes and refuses, part by part. */
import type * as t from 'io-ts'
import { describe, expect, it } from 'vitest'
import { Activity, Attributes, ContactRef } from '../../src/core/model/activity'
import { ContactMatch } from '../../src/core/model/contact'
import { Decision, mayReplaceDecision } from '../../src/core/model/decision'
import { AppointmentFields, Body, EmailFields, fieldNames, fieldsCodec, Kind, kinds, Mailbox, ShowAs, TaskFields, TaskProgress } from '../../src/core/model/fields'
import { AppointmentItem, Attachment, EmailItem, Item, OccurrenceException, Recurrence, TaskItem } from '../../src/core/model/item'
import { Intent, JournalEntry, Loser, Retry } from '../../src/core/model/journal'
import { BaseSide, ClosedReason, Link, LinkedDocument } from '../../src/core/model/link'
import { neutralFields } from '../../src/core/model/neutral-fields'
import { AppointmentTime, ZonedTime } from '../../src/core/model/time'
import { allDay, appointment, appointmentActivity, appointmentFields, email, emailActivity, emailFields, link, mailbox, series, task, taskActivity, taskFields, timed } from '../rules/examples'
import { conflictOf, deletionOf } from './reconcile/scene'

const at = '2026-11-24T08:00:00.000Z'
const body = { type: 'html', content: '<p>' }
const exception = { original: '2026-12-01T09:30:00', time: timed('2026-12-02T09:30:00', '2026-12-02T10:30:00'), subject: 'x', body, location: 'y', showAs: 'free' }
const attachment = { id: 'f1', name: 'a.pdf', mimeType: 'application/pdf', size: 7, inline: true, contentId: 'c', type: 'file' }
const recurrence = { rule: 'FREQ=WEEKLY', cancelled: ['2026-12-08T09:30:00'], exceptions: [exception] }
const person = mailbox('bo@customer.example', 'Bo')
const mail = emailFields({ cc: [person], bcc: [person] })
const loser = { field: 'subject', side: 'crm', value: null }

/** Whole examples, in which nothing is `null` that could be something. */
const examples: { readonly [name: string]: readonly [codec: t.Mixed, ...values: ReadonlyArray<unknown>] } = {
  ZonedTime: [ZonedTime, { local: '2026-11-24T09:30:00', zone: 'Europe/Stockholm' }],
  AppointmentTime: [AppointmentTime, timed('2026-11-24T09:30:00', '2026-11-24T10:30:00'), allDay('2026-11-24', '2026-11-25')],
  Mailbox: [Mailbox, person],
  Body: [Body, body],
  EmailFields: [EmailFields, mail],
  AppointmentFields: [AppointmentFields, appointmentFields()],
  TaskProgress: [TaskProgress, { status: 'completed', percent: 100, completedOn: '2026-11-24' }],
  TaskFields: [TaskFields, taskFields({ start: '2026-11-24' })],
  Attachment: [Attachment, attachment],
  OccurrenceException: [OccurrenceException, exception],
  Recurrence: [Recurrence, recurrence],
  EmailItem: [EmailItem, { ...email(), identity: 'i', ownKey: 'k', attachments: [attachment], fields: mail }],
  AppointmentItem: [AppointmentItem, { ...series(), identity: 'i', ownKey: 'k', organizer: person, attendees: [person], recurrence }],
  TaskItem: [TaskItem, { ...task(), identity: 'i', ownKey: 'k', fields: taskFields({ start: '2026-11-24' }) }],
  Item: [Item, email(), appointment(), task()],
  Attributes: [Attributes, { type: 'a', status: 'b', priority: 'c', project: 'd', responsible: 'e', private: true }],
  ContactRef: [ContactRef, { contactId: 'c', contactPersonId: 'p' }],
  Activity: [Activity, { ...emailActivity({ ownKey: 'k' }), contact: { contactId: 'c', contactPersonId: 'p' } }, appointmentActivity({ ownKey: 'k' }), taskActivity({ ownKey: 'k' })],
  ContactMatch: [ContactMatch, { address: 'a', contactId: 'c', contactPersonId: 'p', name: 'n' }],
  BaseSide: [BaseSide, { version: 'v', fields: { subject: 's' } }],
  LinkedDocument: [LinkedDocument, { attachmentId: 'f', documentId: 'd' }],
  Link: [Link, link({ identity: 'i', closed: 'both-deleted', state: 'closed', item: { version: 'v', fields: { subject: 's' } }, activity: { version: 'w', fields: { subject: 's' } }, documents: [{ attachmentId: 'f', documentId: 'd' }], reviewAt: at })],
  Decision: [Decision, deletionOf(link(), { answer: 'keep-activity' }), conflictOf(link(), 'time', { answer: 'crm' })],
  Loser: [Loser, loser],
  JournalEntry: [JournalEntry, { id: 'j', pass: 'p', at, action: 'a', reason: 'r', linkId: 'l', itemId: 'i', activityId: 'x', losers: [loser], before: {} }],
  Intent: [Intent, { id: 'i', action: 'a', itemId: 'i', activityId: 'x', ownKey: 'k', linkId: 'l', fields: ['subject'], at }],
  Retry: [Retry, { side: 'crm', id: 'i', attempts: 1, notBefore: at, error: 'Unavailable' }]
}

/** Of anything, because a host's value may be anything. */
const anything = new Set(['value', 'losers.0.value'])

type Path = ReadonlyArray<string>
const leavesOf = (u: unknown, path: Path = []): ReadonlyArray<Path> => (typeof u === 'object' && u !== null && Object.keys(u).length > 0 ? Object.entries(u).flatMap(([k, v]) => leavesOf(v, [...path, k])) : [path])
const replaced = (u: unknown, [key, ...rest]: Path, by: unknown): unknown => (key === undefined ? by : Array.isArray(u) ? u.map((v: unknown, i) => (String(i) === key ? replaced(v, rest, by) : v)) : { ...(u as object), [key]: replaced((u as Record<string, unknown>)[key], rest, by) })

describe('a codec takes what it is, and nothing of which one part is something else', () => {
  it.each(Object.entries(examples))('%s', (name, [codec, ...values]) => {
    expect(codec.name).toBe(name)
    for (const value of values) {
      expect(codec.is(value)).toBe(true)
      expect(codec.is({})).toBe(false)
      for (const path of leavesOf(value)) if (!anything.has(path.join('.'))) expect(codec.is(replaced(value, path, Symbol.iterator)), path.join('.')).toBe(false)
    }
  })
})

describe('one of', () => {
  const words = (text: string): ReadonlyArray<string> => text.split(' ')
  const in_ = (name: string, path: string, of = 0): ((word: string) => boolean) => {
    const [codec, ...values] = examples[name] ?? [Kind]
    return (word) => codec.is(replaced(values[of], path.split('.'), word))
  }
  const lists: ReadonlyArray<readonly [string, ReadonlyArray<string>, (word: string) => boolean]> = [
    ['the kinds', words('email appointment task'), Kind.is],
    ['free/busy', words('free tentative busy oof workingElsewhere'), ShowAs.is],
    ['why a link is closed', words('item-deleted-permanently item-deleted-activity-kept activity-deleted-after-answer activity-deleted-by-policy activity-deleted-in-crm item-deleted-with-activity both-deleted'), ClosedReason.is],
    ['types of a body', words('text html'), in_('Body', 'type')],
    ['states of a task', words('notStarted inProgress completed waitingOnOthers deferred'), in_('TaskProgress', 'status')],
    ['importance', words('low normal high'), in_('TaskFields', 'importance')],
    ['types of an attachment', words('file item reference'), in_('Attachment', 'type')],
    ['places', words('normal deletedItems'), in_('EmailItem', 'place')],
    ['sensitivities', words('normal personal private confidential'), in_('TaskItem', 'sensitivity')],
    ['folders', words('inbox sentItems drafts outbox junk other'), in_('EmailItem', 'folder')],
    ['types of a message', words('mail meeting report'), in_('EmailItem', 'messageType')],
    ['roles', words('none organizer attendee'), in_('AppointmentItem', 'role')],
    ['origins', words('outlook crm'), in_('Link', 'origin')],
    ['states of a link', words('open closed'), in_('Link', 'state')],
    ['states of a decision', words('open answered withdrawn done'), in_('Decision', 'state')],
    ['answers about a deletion', words('delete-activity keep-activity'), in_('Decision', 'answer')],
    ['answers about a conflict', words('outlook crm'), in_('Decision', 'answer', 1)],
    ['sides of a loser', words('outlook crm'), in_('Loser', 'side')],
    ['sides of a retry', words('outlook crm'), in_('Retry', 'side')]
  ]
  it.each(lists)('%s', (_, list, is) => {
    for (const word of list) expect(is(word), word).toBe(true)
    expect([is(''), is('another')]).toEqual([false, false])
  })
})

describe('the fields of a kind', () => {
  it('are in one order', () => {
    expect(kinds).toEqual(['email', 'appointment', 'task'])
    expect(fieldNames).toEqual({
      email: ['subject', 'body', 'sentAt', 'from', 'to', 'cc', 'bcc'],
      appointment: ['subject', 'body', 'location', 'time', 'showAs'],
      task: ['subject', 'body', 'start', 'due', 'progress', 'importance']
    })
  })
  it('have a codec', () => expect([fieldsCodec.email, fieldsCodec.appointment, fieldsCodec.task]).toEqual([EmailFields, AppointmentFields, TaskFields]))
  it('have neutral values, where something can be made without them', () => {
    const text = { type: 'text', content: '' }
    expect(neutralFields).toEqual({
      email: { subject: '', body: text },
      appointment: { subject: '', body: text, location: '', showAs: 'busy' },
      task: { subject: '', body: text, start: null, due: null, progress: { status: 'notStarted', percent: 0, completedOn: null }, importance: 'normal' }
    })
    for (const kind of kinds) expect(fieldsCodec[kind].is({ ...{ email: emailFields(), appointment: appointmentFields(), task: taskFields() }[kind], ...neutralFields[kind] })).toBe(true)
  })
})

describe('a decision in the place of another', () => {
  const of = (state: ReturnType<typeof deletionOf>['state'], answer: 'keep-activity' | 'delete-activity' | null = null) => deletionOf(link(), { state, answer })
  it.each([
    ['an answer to what is asked', of('open'), of('answered', 'keep-activity'), true],
    ['what became of a question', of('open'), of('withdrawn'), true],
    ['the same question', of('open'), of('open'), true],
    ['what was concluded from the answer', of('answered', 'keep-activity'), of('done', 'keep-activity'), true],
    ['the same answer', of('answered', 'keep-activity'), of('answered', 'keep-activity'), true],
    ['another answer', of('answered', 'keep-activity'), of('answered', 'delete-activity'), false],
    ['what was concluded from another answer', of('answered', 'keep-activity'), of('done', 'delete-activity'), false],
    ['the question anew', of('answered', 'keep-activity'), of('open', 'keep-activity'), false],
    ['an answer to what is done', of('done', 'keep-activity'), of('answered', 'keep-activity'), false],
    ['an answer to what was withdrawn', of('withdrawn'), of('answered', 'keep-activity'), false],
    ['a question once more', of('withdrawn'), of('open'), true]
  ])('%s', (_, present, next, may) => {
    expect(mayReplaceDecision(present, next)).toBe(may)
    expect(mayReplaceDecision(undefined, next)).toBe(true)
  })
})
