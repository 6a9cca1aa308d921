/** The server on a socket, driven by the official client. Bodies are checked against the official types as they are compiled. */
import { BatchRequestContent, BatchResponseContent, FileUpload, GraphError, LargeFileUploadTask, PageIterator, type PageCollection } from '@microsoft/microsoft-graph-client'
import type { Event, FileAttachment, MailFolder, Message, TodoTask, TodoTaskList, User } from '@microsoft/microsoft-graph-types'
import { describe, expect, test } from 'vitest'
import { fields, officialClient, testWorld } from './world'

const delta = '/me/mailFolders/inbox/messages/delta'

describe('the official client', () => {
  test('reads and writes every resource', async () => {
    const w = testWorld()
    const client = await officialClient(w)
    const me = (await client.api('/me').select('mail,proxyAddresses').get()) as User
    expect(me.mail).toBe('anna@acme.se')
    const folder = (await client.api('/me/mailFolders').post({ displayName: 'Projects' } satisfies MailFolder)) as MailFolder
    const draft = { subject: 'Offer', body: { contentType: 'html', content: '<p>x</p>' }, toRecipients: [{ emailAddress: { address: 'bo@beta.example' } }] } satisfies Message
    const message = (await client.api(`/me/mailFolders/${folder.id}/messages`).header('prefer', 'IdType="ImmutableId"').post(draft)) as Message
    await client.api(`/me/messages/${message.id}/send`).post(undefined)
    const sent = (await client.api('/me/mailFolders/sentitems/messages').header('prefer', 'IdType="ImmutableId"').get()) as PageCollection
    expect(sent.value).toMatchObject([{ id: message.id, subject: 'Offer' }])
    const appointment = { subject: 'Visit', start: { dateTime: '2026-03-20T09:00:00', timeZone: 'Europe/Stockholm' }, end: { dateTime: '2026-03-20T10:00:00', timeZone: 'Europe/Stockholm' } } satisfies Event
    const event = (await client.api('/me/events').header('prefer', 'outlook.timezone="Europe/Stockholm"').post(appointment)) as Event
    expect(event.start).toEqual({ dateTime: '2026-03-20T09:00:00.0000000', timeZone: 'Europe/Stockholm' })
    const changed = (await client.api(`/me/events/${event.id}`).patch({ subject: 'Another' } satisfies Event)) as Event
    expect(changed.subject).toBe('Another')
    const lists = (await client.api('/me/todo/lists').get()) as { value: Array<TodoTaskList> }
    const task = (await client.api(`/me/todo/lists/${lists.value[0]?.id}/tasks`).post({ title: 'Call', dueDateTime: { dateTime: '2026-03-20T00:00:00', timeZone: 'UTC' } } satisfies TodoTask)) as TodoTask
    expect(task.dueDateTime?.dateTime).toBe('2026-03-20T00:00:00.0000000')
    await client.api(`/me/events/${event.id}`).delete()
    await expect(client.api(`/me/messages/none`).get()).rejects.toMatchObject({ statusCode: 404, code: 'ErrorItemNotFound' })
    await expect(client.api('/me/messages?$filter=nothing eq 1').get()).rejects.toBeInstanceOf(GraphError)
  })

  test('pages a delta with PageIterator', async () => {
    const w = testWorld()
    const client = await officialClient(w)
    const ids = Array.from({ length: 7 }, (_, n) => w.anna.add('email', fields('email', n)))
    const prefer = { prefer: 'IdType="ImmutableId", odata.maxpagesize=2' }
    const told: Array<string> = []
    const iterate = async (path: string): Promise<string> => {
      const iterator = new PageIterator(
        client,
        (await client.api(path).headers(prefer).get()) as PageCollection,
        (m: Message) => {
          told.push(m.id ?? '')
          return true
        },
        { headers: prefer }
      )
      await iterator.iterate()
      return iterator.getDeltaLink() ?? ''
    }
    const link = await iterate(delta)
    expect([...told].sort()).toEqual([...ids].sort())
    const more = w.anna.add('email', fields('email', 8))
    told.length = 0
    await iterate(link)
    expect(told).toEqual([more])
  })

  test('sends batches with BatchRequestContent', async () => {
    const w = testWorld()
    const client = await officialClient(w)
    const id = w.anna.add('email', fields('email'))
    const request = (path: string, init: RequestInit = {}): Request => new Request(`https://graph.microsoft.com/v1.0${path}`, init)
    const json = { 'content-type': 'application/json' }
    const content = new BatchRequestContent([
      { id: '1', request: request(`/me/messages/${id}`, { method: 'PATCH', headers: json, body: JSON.stringify({ isRead: true } satisfies Message) }) },
      { id: '2', request: request('/me/messages/none'), dependsOn: ['1'] },
      { id: '3', request: request('/me/events'), dependsOn: ['2'] }
    ])
    const answers = new BatchResponseContent((await client.api('/$batch').post(await content.getContent())) as ConstructorParameters<typeof BatchResponseContent>[0])
    expect(['1', '2', '3'].map((n) => answers.getResponseById(n).status)).toEqual([200, 404, 424])
    expect(((await answers.getResponseById('1').json()) as Message).isRead).toBe(true)
  })

  test('uploads with LargeFileUploadTask', async () => {
    const w = testWorld()
    const client = await officialClient(w)
    const id = w.anna.add('email', fields('email'))
    const bytes = Uint8Array.from({ length: 3 * 1024 * 1024 + 5 }, (_, i) => i % 253)
    const session = await LargeFileUploadTask.createUploadSession(client, `/me/messages/${id}/attachments/createUploadSession`, { AttachmentItem: { attachmentType: 'file', name: 'big.bin', size: bytes.length } })
    const result = await new LargeFileUploadTask(client, new FileUpload(bytes, 'big.bin', bytes.length), session, { rangeSize: 1024 * 1024 + 256 * 1024 }).upload()
    expect(result.location).toContain('/Attachments(')
    const [a] = ((await client.api(`/me/messages/${id}/attachments`).get()) as { value: Array<FileAttachment> }).value
    expect(Buffer.from(a?.contentBytes ?? '', 'base64').equals(Buffer.from(bytes))).toBe(true)
    const value = (await client.api(`/me/messages/${id}/attachments/${a?.id}/$value`).responseType('arraybuffer' as never).get()) as ArrayBuffer
    expect(value.byteLength).toBe(bytes.length)
  })
})

describe('the socket', () => {
  test('links begin with its address, and a lost answer is a connection that dies', async () => {
    const w = testWorld()
    const { baseUrl, close } = await w.server.listen()
    const headers = { authorization: `Bearer ${w.token}` }
    const page = (await (await fetch(`${baseUrl}${delta}`, { headers })).json()) as PageCollection
    expect(page['@odata.deltaLink']?.startsWith(baseUrl)).toBe(true)
    w.server.faults.next({ fault: { kind: 'lostAnswer' } })
    await expect(fetch(`${baseUrl}/me`, { headers })).rejects.toThrow('fetch failed')
    w.server.faults.next({ fault: { kind: 'cut' } })
    const half = await fetch(`${baseUrl}/me`, { headers })
    await expect(half.text()).rejects.toThrow('terminated')
    w.server.faults.next({ fault: { kind: 'hugeBody', bytes: 20_000_000 } })
    const huge = await fetch(`${baseUrl}/me`, { headers })
    await huge.body?.cancel()
    expect((await fetch(`${baseUrl}/me`, { headers })).status).toBe(200)
    await close()
    await expect(fetch(`${baseUrl}/me`, { headers })).rejects.toThrow()
    expect(w.server.baseUrl()).toBe('https://graph.microsoft.com/v1.0')
  })
})
