import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { eventPatch, eventPayload, patchMailsAttendees } from '../../../../src/adapters/graph/payloads/event'
import { messageDraft, messagePatch } from '../../../../src/adapters/graph/payloads/message'
import { linkedResource, taskPatch, taskPayload } from '../../../../src/adapters/graph/payloads/task'
import { decodeEvent, splitEvent } from '../../../../src/adapters/graph/resources/event'
import { decodeMessage } from '../../../../src/adapters/graph/resources/message'
import type { AppointmentFields, EmailFields, TaskFields } from '../../../../src/core/model/fields'
import type { AppointmentItem, EmailItem } from '../../../../src/core/model/item'
import type { AppointmentTime } from '../../../../src/core/model/time'
import { rawEvent, rawMaster, rawMessage, secret } from '../resources/examples'

const time: AppointmentTime = { allDay: false, start: { local: '2026-11-24T09:30:00', zone: 'Europe/Stockholm' }, end: { local: '2026-11-24T10:15:00', zone: 'Europe/Stockholm' } }
const fields: AppointmentFields = { subject: 'Talk', body: { type: 'html', content: '<p>x</p>' }, location: 'Room 1', time, showAs: 'oof' }

const readEvent = (raw: object): AppointmentItem => {
  const item = decodeEvent(splitEvent(raw), { deleted: false })
  if (E.isLeft(item)) throw new Error(JSON.stringify(item.left))
  return item.right
}
const readMessage = (raw: object, folder: EmailItem['folder']): EmailItem => {
  const item = decodeMessage(raw, { folder, deleted: false })
  if (E.isLeft(item)) throw new Error(JSON.stringify(item.left))
  return item.right
}
const single = readEvent(rawEvent)
const others = [{ emailAddress: { address: 'ben@x.example', name: 'Ben' } }]
const organized = readEvent({ ...rawEvent, attendees: others })
const attended = readEvent({ ...rawEvent, attendees: others, isOrganizer: false })
const series = readEvent(rawMaster)

const refusal = (e: E.Either<unknown, unknown>): unknown => (E.isLeft(e) ? e.left : 'nothing was refused')

describe('bodies of events', () => {
  it('hold what is created, the key, and a transaction id that is the key’s', () => {
    const body = eventPayload(fields, 'ocs1:acme:activity:7:0')
    expect(body).toEqual(
      E.right({
        subject: 'Talk',
        body: { contentType: 'html', content: '<p>x</p>' },
        location: { displayName: 'Room 1' },
        showAs: 'oof',
        isAllDay: false,
        start: { dateTime: '2026-11-24T09:30:00', timeZone: 'W. Europe Standard Time' },
        end: { dateTime: '2026-11-24T10:15:00', timeZone: 'W. Europe Standard Time' },
        transactionId: expect.stringMatching(/^ocs-[0-9a-z]{22}$/),
        singleValueExtendedProperties: [{ id: 'String {6e2b1f0c-58f4-4d0b-9c41-0f5b7ad3c2e6} Name OutlookCrmSyncKey', value: 'ocs1:acme:activity:7:0' }]
      })
    )
    expect(eventPayload({ ...fields, subject: 'Another' }, 'ocs1:acme:activity:7:0')).toMatchObject({ right: { transactionId: E.isRight(body) ? body.right['transactionId'] : '' } })
    expect(eventPayload(fields, 'ocs1:acme:activity:7:1')).not.toMatchObject({ right: { transactionId: E.isRight(body) ? body.right['transactionId'] : '' } })
  })

  it('have subjects that Exchange takes', () => {
    const subjectOf = (subject: string): unknown => {
      const body = eventPayload({ ...fields, subject }, 'k')
      return E.isRight(body) ? body.right['subject'] : body
    }
    expect(subjectOf('a'.repeat(300))).toBe('a'.repeat(255))
    expect(subjectOf(`${'a'.repeat(254)}😀`)).toBe('a'.repeat(254))
    expect(subjectOf(`${'a'.repeat(250)}    bbbb`)).toBe(`${'a'.repeat(250)}    b`)
    expect(subjectOf(`${'a'.repeat(250)}      b`)).toBe('a'.repeat(250))
    expect(subjectOf(' a\r\n\tb\u0000 ')).toBe('a b')
    expect(subjectOf('')).toBe('')
  })

  it('say times in a way that Windows does not take for others', () => {
    const startOf = (local: string, zone: string): unknown => {
      const body = eventPayload({ ...fields, time: { allDay: false, start: { local, zone }, end: { local, zone } } }, 'k')
      return E.isRight(body) ? body.right['start'] : body.left
    }
    // Skipped, so what the clocks show instead; repeated, so in UTC; without a Windows name, so in UTC.
    expect(startOf('2026-03-29T02:30:00', 'Europe/Stockholm')).toEqual({ dateTime: '2026-03-29T03:30:00', timeZone: 'W. Europe Standard Time' })
    expect(startOf('2026-10-25T02:30:00', 'Europe/Stockholm')).toEqual({ dateTime: '2026-10-25T00:30:00', timeZone: 'UTC' })
    expect(startOf('2026-10-25T03:00:00', 'Europe/Stockholm')).toEqual({ dateTime: '2026-10-25T03:00:00', timeZone: 'W. Europe Standard Time' })
    expect(startOf('2026-06-01T12:00:00', 'Antarctica/Troll')).toEqual({ dateTime: '2026-06-01T10:00:00', timeZone: 'UTC' })
    expect(startOf('2026-06-01T12:00:00', 'Nowhere/Else')).toEqual({ _tag: 'InvalidPayload', what: 'appointment', errors: [{ field: 'time.start.zone', got: 'string', expected: 'a time zone that is known' }] })
    expect(startOf('0001-01-01T00:00:00', 'UTC')).toMatchObject({ _tag: 'InvalidPayload', errors: [{ field: 'time.start.local' }] })
    expect(refusal(eventPayload({ ...fields, time: { allDay: false, start: time.start, end: { local: '2026-11-24T09:29:59', zone: 'Europe/Stockholm' } } }, 'k'))).toMatchObject({ errors: [{ field: 'time.end' }] })
  })

  it('say whole days as midnights of one zone, one day at least', () => {
    const days = (start: string, end: string, zone?: string): unknown => {
      const body = eventPayload({ ...fields, time: { allDay: true, start, end } }, 'k', zone === undefined ? {} : { zone })
      return E.isRight(body) ? [body.right['isAllDay'], body.right['start'], body.right['end']] : body.left
    }
    expect(days('2026-11-24', '2026-11-26')).toEqual([true, { dateTime: '2026-11-24T00:00:00', timeZone: 'UTC' }, { dateTime: '2026-11-26T00:00:00', timeZone: 'UTC' }])
    expect(days('2026-03-29', '2026-03-29', 'Europe/Stockholm')).toEqual([true, { dateTime: '2026-03-29T00:00:00', timeZone: 'W. Europe Standard Time' }, { dateTime: '2026-03-30T00:00:00', timeZone: 'W. Europe Standard Time' }])
    expect(days('1600-01-01', '1600-01-02')).toMatchObject({ _tag: 'InvalidPayload' })
  })

  it('of a patch hold only what the patch holds', () => {
    expect(eventPatch({}, single)).toEqual(E.right({}))
    expect(eventPatch({ location: '' }, single)).toEqual(E.right({ location: { displayName: '' } }))
    expect(eventPatch({ time: { allDay: true, start: '2026-11-24', end: '2026-11-25' } }, single)).toMatchObject(E.right({ isAllDay: true }))
    expect(eventPatch({ time }, single)).toMatchObject(E.right({ isAllDay: false }))
  })

  it('never mail the attendees of the owner’s meeting, unless that is wanted', () => {
    for (const patch of [{ subject: 'x' }, { body: fields.body }, { location: 'x' }, { time }]) {
      expect(refusal(eventPatch(patch, organized))).toMatchObject({ _tag: 'Unsupported' })
      expect(patchMailsAttendees(patch, organized)).toBe(true)
      expect(E.isRight(eventPatch(patch, organized, { mailsAttendees: true }))).toBe(true)
      expect(patchMailsAttendees(patch, single)).toBe(false)
    }
    expect(eventPatch({ showAs: 'free' }, organized)).toEqual(E.right({ showAs: 'free' }))
  })

  it('change of another organizer’s meeting only what is the owner’s own', () => {
    for (const mailsAttendees of [false, true]) {
      expect(refusal(eventPatch({ subject: 'x' }, attended, { mailsAttendees }))).toMatchObject({ _tag: 'Unsupported', what: expect.stringContaining('subject') })
      expect(eventPatch({ showAs: 'free' }, attended, { mailsAttendees })).toEqual(E.right({ showAs: 'free' }))
    }
  })

  it('never move a series', () => {
    expect(refusal(eventPatch({ time, subject: 'x' }, series))).toMatchObject({ _tag: 'Unsupported', what: expect.stringContaining('series') })
    expect(eventPatch({ subject: 'x' }, series)).toEqual(E.right({ subject: 'x' }))
  })
})

const mail: EmailFields = { subject: 'Hi', body: { type: 'text', content: 'a\u0000b' }, sentAt: '2026-11-24T10:00:00.000Z', from: { address: 'someone@else.example', name: null }, to: [{ address: 'a@x.example', name: 'A\nB' }], cc: [{ address: 'c@x.example', name: null }], bcc: [] }

describe('bodies of messages', () => {
  it('hold a draft, and neither sender nor time of sending', () => {
    expect(messageDraft(mail, 'k')).toEqual(
      E.right({
        subject: 'Hi',
        body: { contentType: 'text', content: 'ab' },
        toRecipients: [{ emailAddress: { address: 'a@x.example', name: 'A B' } }],
        ccRecipients: [{ emailAddress: { address: 'c@x.example' } }],
        bccRecipients: [],
        singleValueExtendedProperties: [{ id: 'String {6e2b1f0c-58f4-4d0b-9c41-0f5b7ad3c2e6} Name OutlookCrmSyncKey', value: 'k' }]
      })
    )
    expect(refusal(messageDraft({ ...mail, bcc: [{ address: 'a@x.example', name: null }, { address: ' ', name: secret }] }, 'k'))).toEqual({ _tag: 'InvalidPayload', what: 'e-mail', errors: [{ field: 'bcc[1].address', got: 'an empty string', expected: 'an address' }] })
  })

  it('of a patch hold subject and body of a draft, and nothing of anything else', () => {
    const draft = readMessage({ ...rawMessage, isDraft: true }, 'inbox')
    expect(messagePatch({ subject: ' x ' }, draft)).toEqual(E.right({ subject: 'x' }))
    expect(messagePatch({ body: { type: 'html', content: 'y' } }, draft)).toEqual(E.right({ body: { contentType: 'html', content: 'y' } }))
    for (const patch of [{ to: [] }, { cc: [] }, { bcc: [] }, { from: null }, { sentAt: mail.sentAt }]) expect(refusal(messagePatch(patch, draft))).toMatchObject({ _tag: 'Unsupported', what: expect.stringContaining(Object.keys(patch).join()) })
    for (const folder of ['inbox', 'sentItems', 'junk', 'other', 'outbox'] as const) expect(refusal(messagePatch({ subject: 'x' }, readMessage(rawMessage, folder)))).toMatchObject({ _tag: 'Unsupported' })
  })
})

const todo: TaskFields = { subject: 'Call', body: { type: 'text', content: 'x' }, start: null, due: '2026-11-26', progress: { status: 'completed', percent: 100, completedOn: '2026-11-25' }, importance: 'low' }

describe('bodies of tasks', () => {
  it('hold what is created, and the key as a linked resource', () => {
    expect(linkedResource('k')).toEqual({ applicationName: 'outlook-crm-sync', displayName: 'CRM', externalId: 'k' })
    expect(taskPayload(todo, 'k')).toEqual(
      E.right({
        title: 'Call',
        body: { contentType: 'text', content: 'x' },
        dueDateTime: { dateTime: '2026-11-26T00:00:00', timeZone: 'UTC' },
        status: 'completed',
        completedDateTime: { dateTime: '2026-11-25T00:00:00', timeZone: 'UTC' },
        importance: 'low',
        linkedResources: [linkedResource('k')]
      })
    )
  })

  it('of a patch hold only what the patch holds', () => {
    expect(taskPatch({})).toEqual(E.right({}))
    expect(taskPatch({ start: null, due: '2026-11-27' })).toEqual(E.right({ startDateTime: null, dueDateTime: { dateTime: '2026-11-27T00:00:00', timeZone: 'UTC' } }))
    expect(taskPatch({ progress: { status: 'inProgress', percent: 30, completedOn: null } })).toEqual(E.right({ status: 'inProgress' }))
    expect(taskPatch({ progress: { status: 'completed', percent: 100, completedOn: null } })).toEqual(E.right({ status: 'completed' }))
    expect(taskPatch({ subject: 'a'.repeat(256), importance: 'high' })).toEqual(E.right({ title: 'a'.repeat(255), importance: 'high' }))
  })
})
