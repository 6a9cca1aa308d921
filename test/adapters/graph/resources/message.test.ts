import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { decodeAttachment } from '../../../../src/adapters/graph/resources/attachment'
import { decodeMessage, messageExpand, messageSelect } from '../../../../src/adapters/graph/resources/message'
import { ownKeyExpand, ownKeyFilter, ownKeyProperty } from '../../../../src/adapters/graph/resources/own-key'
import { decodeRemoved } from '../../../../src/adapters/graph/resources/removed'
import { EmailItem } from '../../../../src/core/model/item'
import { rawMessage, secret } from './examples'

const inbox = { folder: 'inbox', deleted: false } as const

const read = (changes: object, at: Parameters<typeof decodeMessage>[1] = inbox): EmailItem => {
  const decoded = decodeMessage({ ...rawMessage, ...changes }, at)
  if (E.isLeft(decoded)) throw new Error(JSON.stringify(decoded.left))
  expect(EmailItem.is(decoded.right)).toBe(true)
  return decoded.right
}

const person = (name: string | null, address: string | null): object => ({ emailAddress: { name, address } })
const extended = (...properties: ReadonlyArray<readonly [string, string]>): object => ({ singleValueExtendedProperties: properties.map(([id, value]) => ({ id, value })) })

describe('messages', () => {
  it('are e-mails', () => {
    expect(read({})).toEqual({
      kind: 'email',
      id: 'message:AAMkAGUwNjQ4ZjIxLTQ3Y2YtNDViMi1iZjc4LTMA_Zb-9x%3D',
      version: 'CQAAABYAAACTVpSi3dCpQoAhJ6zp5GXbAAAvmeHE',
      identity: '<7f3c1d@mail.customer.example>',
      ownKey: 'ocs1:acme:activity:42:0',
      place: 'normal',
      sensitivity: 'private',
      modifiedAt: '2026-11-20T08:31:20.000Z',
      folder: 'inbox',
      messageType: 'mail',
      attachments: [
        { id: 'AAMkAGUwATT1=', name: `${secret}.pdf`, mimeType: 'application/pdf', size: 30123, inline: false, contentId: null, type: 'file' },
        { id: 'AAMkAGUwATT2=', name: 'logo.png', mimeType: 'image/png', size: 812, inline: true, contentId: 'logo@01D', type: 'file' },
        { id: 'AAMkAGUwATT3=', name: 'An older mail', mimeType: null, size: 9000, inline: false, contentId: null, type: 'item' },
        { id: 'AAMkAGUwATT4=', name: 'On the drive', mimeType: null, size: 200, inline: false, contentId: null, type: 'reference' }
      ],
      fields: {
        subject: `Re: ${secret} quote 4711`,
        body: { type: 'html', content: rawMessage.body.content },
        sentAt: '2026-11-20T08:30:59.000Z',
        from: { address: 'karin@customer.example', name: `Karin ${secret}` },
        to: [{ address: 'anna@acme.example', name: 'Anna Ek' }],
        cc: [{ address: 'sales@acme.example', name: null }],
        bcc: []
      }
    })
  })

  it('may lack everything but id, version and time', () => {
    const bare = decodeMessage({ id: 'A=', changeKey: 'v1', lastModifiedDateTime: '2026-11-20T08:31:20Z' }, { folder: 'other', deleted: true })
    expect(bare).toEqual(
      E.right({
        kind: 'email',
        id: 'message:A%3D',
        version: 'v1',
        identity: null,
        ownKey: null,
        place: 'deletedItems',
        sensitivity: 'normal',
        modifiedAt: '2026-11-20T08:31:20.000Z',
        folder: 'other',
        messageType: 'mail',
        attachments: [],
        fields: { subject: '', body: { type: 'text', content: '' }, sentAt: '2026-11-20T08:31:20.000Z', from: null, to: [], cc: [], bcc: [] }
      })
    )
    expect(read({ subject: null, body: null, from: null, sender: null, toRecipients: null, internetMessageId: null }).fields).toMatchObject({ subject: '', from: null, to: [] })
  })

  it('that are drafts are in Drafts wherever they are kept, but in the outbox, and date from when they were begun', () => {
    const draft = read({ isDraft: true, sentDateTime: '2026-11-20T09:00:00Z' })
    expect([draft.folder, draft.fields.sentAt]).toEqual(['drafts', '2026-11-20T08:29:58.000Z'])
    expect(read({ isDraft: true }, { folder: 'outbox', deleted: false }).folder).toBe('outbox')
    expect(read({ sentDateTime: '0001-01-01T00:00:00Z' }).fields.sentAt).toBe('2026-11-20T08:31:05.000Z')
    expect(read({ sentDateTime: null, receivedDateTime: null }).fields.sentAt).toBe('2026-11-20T08:29:58.000Z')
  })

  it('are told to be of meetings by their type or class, and reports by their class', () => {
    for (const type of ['#microsoft.graph.eventMessage', '#microsoft.graph.eventMessageRequest', '#microsoft.graph.eventMessageResponse']) expect(read({ '@odata.type': type }).messageType).toBe('meeting')
    const classes = { 'IPM.Note': 'mail', 'IPM.Note.SMIME': 'mail', 'REPORT.IPM.Note.NDR': 'report', 'REPORT.IPM.Note.IPNRN': 'report', 'REPORT.IPM.Schedule.Meeting.Request.NDR': 'report', 'IPM.Schedule.Meeting.Resp.Pos': 'meeting', 'IPM.Schedule.Meeting.Canceled': 'meeting', '': 'mail' }
    for (const [value, type] of Object.entries(classes)) expect(read(extended(['String 0x001A', 'no'], ['String 0x1A', value])).messageType, value).toBe(type)
  })

  it('have the sensitivity that their property says; one that is not known is private', () => {
    const of = (value: string): string => read(extended(['integer 0x36', value])).sensitivity
    expect(['0', '1', '2', '3', '', '4', ' ', 'x'].map(of)).toEqual(['normal', 'personal', 'private', 'confidential', 'normal', 'private', 'private', 'private'])
    expect(read(extended()).sensitivity).toBe('normal')
  })

  it('carry the key under exactly our name', () => {
    const guid = '{6e2b1f0c-58f4-4d0b-9c41-0f5b7ad3c2e6}'
    expect(read(extended([`String ${guid} Name OutlookCrmSyncKey`, 'k'])).ownKey).toBe('k')
    expect(read(extended([`String ${guid.toUpperCase()} Name OutlookCrmSyncKey`, 'k'])).ownKey).toBe('k')
    expect(read(extended([`String ${guid} Name outlookcrmsynckey`, 'k'], [`String {00000000-58f4-4d0b-9c41-0f5b7ad3c2e6} Name OutlookCrmSyncKey`, 'k'])).ownKey).toBeNull()
    expect(read(extended([`String ${guid} Name OutlookCrmSyncKey`, ''])).ownKey).toBeNull()
    expect(read(extended([ownKeyProperty('k2').id, ownKeyProperty('k2').value])).ownKey).toBe('k2')
    expect(ownKeyExpand).toContain(ownKeyProperty('').id)
    expect(ownKeyFilter("o'k")).toBe(`singleValueExtendedProperties/Any(ep: ep/id eq '${ownKeyProperty('').id}' and ep/value eq 'o''k')`)
  })

  it('are from whom they are from, also where somebody else sent them; a group without an address is named', () => {
    expect(read({ from: person(null, null) }).fields.from).toEqual({ address: 'office@customer.example', name: 'Kontor' })
    expect(read({ toRecipients: [person('All  of\nus', ''), person(null, null), {}, person('', 'b@x.example'), person('C', '/O=EX/CN=C')] }).fields.to).toEqual([
      { address: 'All of us', name: null },
      { address: 'b@x.example', name: null },
      { address: '/O=EX/CN=C', name: 'C' }
    ])
    expect(read({ bccRecipients: [person('B', 'bcc@x.example')] }).fields.bcc).toEqual([{ address: 'bcc@x.example', name: 'B' }])
  })

  it('lose characters that no subject should have', () => {
    expect(read({ subject: ' a\r\nb\u0000c\u202ed\ud800 ' }).fields.subject).toBe('a bcd')
    expect(read({ body: { contentType: 'HTML', content: 'a\u0000b\udc00' } }).fields.body).toEqual({ type: 'html', content: 'ab' })
  })

  it('without version or time, or of another form, are refused by the name of the field', () => {
    const refusal = (changes: object): unknown => {
      const decoded = decodeMessage({ ...rawMessage, ...changes }, inbox)
      return E.isLeft(decoded) && decoded.left._tag === 'InvalidPayload' ? decoded.left.errors.map((e) => e.field) : decoded
    }
    expect(refusal({ changeKey: null, '@odata.etag': null })).toEqual(['changeKey'])
    expect(refusal({ lastModifiedDateTime: null, createdDateTime: '0001-01-01T00:00:00Z' })).toEqual(['lastModifiedDateTime'])
    expect(refusal({ id: '' })).toEqual(['id'])
    expect(refusal({ toRecipients: [person('a', 'b'), { emailAddress: { address: 7 } }] })).toEqual(['toRecipients[1].emailAddress.address'])
    expect(refusal({ attachments: [{ id: 'a', size: -1 }] })).toEqual(['attachments[0].size'])
    expect(refusal({ sentDateTime: '2026-02-30T08:30:00Z' })).toEqual(['sentDateTime'])
    expect(refusal({ body: secret, subject: { a: secret } })).toEqual(['subject', 'body'])
    expect(E.isLeft(decodeMessage(null, inbox))).toBe(true)
  })

  it('are asked for with what is decoded, and without the bytes of attachments', () => {
    expect(messageSelect).not.toMatch(/sensitivity|singleValue/)
    expect(messageExpand).toMatch(/^attachments\(\$select=[^)]*microsoft\.graph\.fileAttachment\/contentId\),singleValueExtendedProperties\(/)
    expect(messageExpand).not.toContain('contentBytes')
  })
})

describe('times of Graph', () => {
  it('may have any number of digits, or an offset', () => {
    const of = (text: string): string => read({ sentDateTime: text }).fields.sentAt
    expect(of('2026-11-20T08:30:59.1234567Z')).toBe('2026-11-20T08:30:59.123Z')
    expect(of('2026-11-20T08:30:59.9Z')).toBe('2026-11-20T08:30:59.900Z')
    expect(of('2026-11-20T09:30:59+01:00')).toBe('2026-11-20T08:30:59.000Z')
    expect(of('2026-11-20T00:30:59-08:00')).toBe('2026-11-20T08:30:59.000Z')
  })
})

describe('attachments', () => {
  it('are described without their bytes', () => {
    expect(decodeAttachment({ '@odata.type': '#microsoft.graph.fileAttachment', id: 'A', name: null, contentType: 'Text/Plain; charset=utf-8', size: 3, isInline: true, contentId: '<x@y>', contentBytes: 'AAAA' })).toEqual(
      E.right({ id: 'A', name: 'untitled', mimeType: 'text/plain', size: 3, inline: true, contentId: 'x@y', type: 'file' })
    )
    expect(E.isLeft(decodeAttachment({ name: 'x' }))).toBe(true)
  })
})

describe('entries of a delta', () => {
  it('that say that something is gone are told from resources', () => {
    expect(decodeRemoved({ '@odata.type': '#microsoft.graph.message', id: 'AAMk=', '@removed': { reason: 'deleted' } })).toEqual(E.right({ id: 'AAMk=', reason: 'deleted' }))
    expect(decodeRemoved({ '@removed': { reason: 'changed' }, id: 'AAMk=' })).toEqual(E.right({ id: 'AAMk=', reason: 'changed' }))
    expect(decodeRemoved({ '@removed': {}, id: 'AAMk=' })).toEqual(E.right({ id: 'AAMk=', reason: 'changed' }))
    expect(decodeRemoved(rawMessage)).toEqual(E.right(null))
    expect(decodeRemoved('x')).toEqual(E.right(null))
    for (const bad of [{ '@removed': { reason: 'deleted' } }, { id: 'a', '@removed': null }, { id: 7, '@removed': {} }]) expect(E.isLeft(decodeRemoved(bad))).toBe(true)
  })
})
