/** Messages: drafts, sending, moving, deleting, and what comes back of what was written. */
import type { Message } from '@microsoft/microsoft-graph-types'
import { describe, expect, test } from 'vitest'
import { fields, immutable, stamp, testWorld, type Page } from './world'

const draft: Message = { subject: '  Offer\r\n for you ', body: { contentType: 'html', content: '<p>Hello</p>' }, toRecipients: [{ emailAddress: { address: 'bo@beta.example' } }] }

describe('messages', () => {
  test('a draft is made, changed, sent, and keeps its immutable id in Sent Items', async () => {
    const w = testWorld()
    const made = await w.ask<Message>('POST', '/me/messages', { ...draft, singleValueExtendedProperties: [{ id: stamp, value: 'Key-1' }] }, immutable)
    expect([made.status, made.body.isDraft]).toEqual([201, true])
    expect((await w.ask('PATCH', `/me/messages/${made.body.id}`, { subject: 'Another' }, immutable)).status).toBe(200)
    const sent = await w.ask('POST', `/me/messages/${made.body.id}/send`, undefined, immutable)
    expect([sent.status, sent.body]).toEqual([202, ''])
    const there = (await w.ask<Page<Message>>('GET', '/me/mailFolders/sentitems/messages', undefined, immutable)).body.value
    expect(there).toMatchObject([{ id: made.body.id, subject: 'Another', isDraft: false, from: { emailAddress: { address: 'anna@acme.se' } } }])
    expect(w.server.mailed('anna')).toBe(1)
    const found = await w.ask<Page<Message>>('GET', `/me/messages?$filter=singleValueExtendedProperties/Any(ep: ep/id eq '${stamp}' and ep/value eq 'key-1')`, undefined, immutable)
    expect(found.body.value.map((m) => m.id)).toEqual([made.body.id])
  })

  test('a sent message may stay in the outbox for a while', async () => {
    const w = testWorld({ sendingMs: 60_000 })
    const { body } = await w.ask<Message>('POST', '/me/messages', draft, immutable)
    await w.ask('POST', `/me/messages/${body.id}/send`, undefined, immutable)
    const parent = async (): Promise<unknown> => (await w.ask<Message>('GET', `/me/messages/${body.id}`, undefined, immutable)).body.parentFolderId
    const folder = async (name: string): Promise<unknown> => (await w.ask<{ id: string }>('GET', `/me/mailFolders/${name}`)).body.id
    expect(await parent()).toBe(await folder('outbox'))
    w.advance(60_000)
    expect(await parent()).toBe(await folder('sentitems'))
  })

  test('sendMail answers 202 without a body and saves to Sent Items unless told not to', async () => {
    const w = testWorld()
    const sent = await w.ask('POST', '/me/sendMail', { message: draft })
    expect([sent.status, sent.body]).toEqual([202, ''])
    await w.ask('POST', '/me/sendMail', { message: draft, saveToSentItems: false })
    expect((await w.ask<Page<Message>>('GET', '/me/mailFolders/sentitems/messages')).body.value).toHaveLength(1)
    expect(w.server.mailed('anna')).toBe(2)
  })

  test('what is sent arrives in the other mailbox, if the server is to deliver', async () => {
    const w = testWorld({ delivers: true })
    await w.ask('POST', '/me/sendMail', { message: { ...draft, toRecipients: [{ emailAddress: { address: 'BO@acme.se' } }] } })
    const headers = { authorization: `Bearer ${w.server.token('bo')}` }
    expect((await w.ask<Page<Message>>('GET', '/me/mailFolders/inbox/messages', undefined, headers)).body.value).toMatchObject([{ subject: 'Offer  for you', isRead: false }])
  })

  test('subject and body can be changed only while it is a draft', async () => {
    const w = testWorld()
    const id = w.anna.add('email', fields('email'))
    for (const change of [{ subject: 'x' }, { body: { contentType: 'text', content: 'x' } }]) expect((await w.ask('PATCH', `/me/messages/${id}`, change)).status).toBe(400)
    expect((await w.ask('PATCH', `/me/messages/${id}`, { isRead: true, categories: ['a'] })).body).toMatchObject({ isRead: true, categories: ['a'] })
  })

  test('the server normalises: subjects are trimmed and cut at 255, HTML becomes a document, text has CRLF, a party without name gets its address', async () => {
    const w = testWorld()
    const { body } = await w.ask<Message>('POST', '/me/messages', draft)
    expect(body.subject).toBe('Offer  for you')
    expect(body.body?.content).toBe('<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>\r\n<p>Hello</p>\r\n</body></html>')
    expect(body.toRecipients).toEqual([{ emailAddress: { name: 'bo@beta.example', address: 'bo@beta.example' } }])
    const long = await w.ask<Message>('POST', '/me/messages', { subject: 'x'.repeat(300), body: { contentType: 'text', content: 'a\nb' } })
    expect([long.body.subject?.length, long.body.body?.content]).toEqual([255, 'a\r\nb'])
    // A second time over, nothing changes any more.
    expect((await w.ask<Message>('POST', '/me/messages', { body: body.body })).body.body).toEqual(body.body)
  })

  test('outlook.body-content-type gives the other type, and says so', async () => {
    const w = testWorld()
    const { body } = await w.ask<Message>('POST', '/me/messages', { body: { contentType: 'html', content: '<p>a &amp; b</p><p>c</p>' } })
    const text = await w.ask<Message>('GET', `/me/messages/${body.id}`, undefined, { prefer: 'outlook.body-content-type="text"' })
    expect(text.body.body).toEqual({ contentType: 'text', content: 'a & b\r\nc' })
    expect(text.headers.get('preference-applied')).toContain('outlook.body-content-type')
  })

  test('DELETE moves to Deleted Items, and from there to where only administrators look; permanentDelete is for good', async () => {
    const w = testWorld()
    const id = w.anna.add('email', fields('email'))
    const count = async (name: string): Promise<number> => (await w.ask<Page<Message>>('GET', `/me/mailFolders/${name}/messages`)).body.value.length
    expect((await w.ask('DELETE', `/me/messages/${id}`)).status).toBe(204)
    expect([await count('inbox'), await count('deleteditems')]).toEqual([0, 1])
    await w.ask('DELETE', `/me/messages/${id}`)
    expect([await count('deleteditems'), await count('recoverableitemsdeletions')]).toEqual([0, 1])
    const other = w.anna.add('email', fields('email', 2))
    expect((await w.ask('POST', `/me/messages/${other}/permanentDelete`)).status).toBe(204)
    expect((await w.ask('GET', `/me/messages/${other}`)).status).toBe(404)
  })

  test('a copy is another message with the same Message-ID', async () => {
    const w = testWorld()
    const id = w.anna.add('email', fields('email'))
    const copy = await w.ask<Message>('POST', `/me/messages/${id}/copy`, { destinationId: 'archive' }, immutable)
    const first = await w.ask<Message>('GET', `/me/messages/${id}`, undefined, immutable)
    expect(copy.status).toBe(201)
    expect(copy.body.id).not.toBe(id)
    expect(copy.body.internetMessageId).toBe(first.body.internetMessageId)
    const found = await w.ask<Page<Message>>('GET', `/me/messages?$filter=internetMessageId eq '${encodeURIComponent(first.body.internetMessageId ?? '')}'`)
    expect(found.body.value).toHaveLength(2)
  })

  test('lists are pages, the newest first, with a link to the next; $skip, $top, $orderby and $filter on receivedDateTime', async () => {
    const w = testWorld({ pageSize: 2 })
    for (let n = 0; n < 5; n += 1) w.anna.add('email', fields('email', n))
    const subjects: Array<unknown> = []
    let path: string | undefined = '/me/messages?$select=subject'
    while (path !== undefined) {
      const { body }: { readonly body: Page<Message> } = await w.ask<Page<Message>>('GET', path)
      expect(body.value.length).toBeLessThanOrEqual(2)
      for (const m of body.value) expect(Object.keys(m).sort()).toEqual(['@odata.etag', 'id', 'subject'])
      subjects.push(...body.value.map((m) => m.subject))
      path = body['@odata.nextLink']
    }
    expect(subjects).toEqual([4, 3, 2, 1, 0].map((n) => `Contract e-mail ${n}`))
    const asc = await w.ask<Page<Message>>('GET', '/me/messages?$top=2&$skip=1&$orderby=receivedDateTime asc')
    expect(asc.body.value.map((m) => m.subject)).toEqual(['Contract e-mail 1', 'Contract e-mail 2'])
    const since = await w.ask<Page<Message>>('GET', '/me/messages?$filter=receivedDateTime ge 2026-03-04T00:00:00Z&$top=10')
    expect(since.body.value).toHaveLength(2)
  })

  test('sensitivity and message class are in the store only: as properties by tag', async () => {
    const w = testWorld()
    const secret = w.anna.add('email', fields('email'), { sensitivity: 'private' })
    const meeting = w.anna.add('email', fields('email', 2), { messageType: 'meeting' })
    const report = w.anna.add('email', fields('email', 3), { messageType: 'report' })
    const expand = "$expand=singleValueExtendedProperties($filter=id eq 'Integer 0x36' or id eq 'String 0x1A')"
    const read = async (id: string): Promise<Message & { readonly '@odata.type'?: string }> => (await w.ask<Message>('GET', `/me/messages/${id}?${expand}`)).body
    expect((await read(secret)).singleValueExtendedProperties).toEqual([{ id: 'Integer 0x36', value: '2' }, { id: 'String 0x1A', value: 'IPM.Note' }])
    expect(await read(meeting)).toMatchObject({ '@odata.type': '#microsoft.graph.eventMessageRequest', meetingMessageType: 'meetingRequest' })
    expect((await read(report)).singleValueExtendedProperties?.[1]?.value).toBe('REPORT.IPM.Note.NDR')
    expect(await read(secret)).not.toHaveProperty('sensitivity')
  })

  test.each([
    [412, 412],
    [409, 409],
    ['ignored', 200]
  ] as const)('a stale If-Match, set to %s, answers %s', async (staleIfMatch, status) => {
    const w = testWorld({ staleIfMatch })
    const id = w.anna.add('email', fields('email'))
    const { headers: _headers, body } = await w.ask<{ '@odata.etag': string }>('GET', `/me/messages/${id}`)
    expect((await w.ask('PATCH', `/me/messages/${id}`, { isRead: true }, { 'if-match': body['@odata.etag'] })).status).toBe(200)
    expect((await w.ask('PATCH', `/me/messages/${id}`, { isRead: false }, { 'if-match': body['@odata.etag'] })).status).toBe(status)
  })
})
