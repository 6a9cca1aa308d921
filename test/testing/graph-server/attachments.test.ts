/** Attachments, and upload sessions for large ones. */
import type { FileAttachment, Message, UploadSession } from '@microsoft/microsoft-graph-types'
import { describe, expect, test } from 'vitest'
import { fields, testWorld, type Page, type TestWorld } from './world'

const bytes = (length: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length }, (_, i) => i % 251)
const file = (name: string, content: Uint8Array, more: object = {}): object => ({ '@odata.type': '#microsoft.graph.fileAttachment', name, contentType: 'application/pdf', contentBytes: Buffer.from(content).toString('base64'), ...more })
const put = (w: TestWorld, url: string, content: Uint8Array<ArrayBuffer>, first: number, total: number, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  w.server.fetch(url, { method: 'PUT', headers: { 'content-range': `bytes ${first}-${first + content.length - 1}/${total}`, ...headers }, body: content })

describe('attachments', () => {
  test('are added, listed, read as JSON and as bytes, and taken away', async () => {
    const w = testWorld()
    const path = `/me/messages/${w.anna.add('email', fields('email'))}`
    const made = await w.ask<FileAttachment>('POST', `${path}/attachments`, file('a.pdf', bytes(10)))
    expect([made.status, made.body.size]).toEqual([201, 10])
    expect((await w.ask<Page<FileAttachment>>('GET', `${path}/attachments`)).body.value).toMatchObject([{ name: 'a.pdf', isInline: false, contentId: null }])
    const value = await w.server.fetch(`${w.server.baseUrl()}${path}/attachments/${made.body.id}/$value`, { headers: { authorization: `Bearer ${w.token}` } })
    expect(new Uint8Array(await value.arrayBuffer())).toEqual(bytes(10))
    expect((await w.ask('DELETE', `${path}/attachments/${made.body.id}`)).status).toBe(204)
    expect((await w.ask<Message>('GET', path)).body.hasAttachments).toBe(false)
  })

  test('hasAttachments is false when all are inline', async () => {
    const w = testWorld()
    const id = w.anna.add('email', fields('email'))
    const has = async (): Promise<unknown> => (await w.ask<Message>('GET', `/me/messages/${id}`)).body.hasAttachments
    w.anna.attach(id, { name: 'logo.png', bytes: bytes(4), mimeType: 'image/png', inline: true, contentId: 'logo' })
    expect(await has()).toBe(false)
    w.anna.attach(id, { name: 'a.pdf', bytes: bytes(4), mimeType: 'application/pdf' })
    expect(await has()).toBe(true)
  })

  test('of three types: an item has bytes as a message, a reference has neither bytes nor address', async () => {
    const w = testWorld()
    const id = w.anna.add('email', fields('email'))
    w.anna.attach(id, { name: 'm.eml', bytes: bytes(4), type: 'item' })
    const link = w.anna.attach(id, { name: 'cloud', bytes: new Uint8Array(), type: 'reference' })
    const { body } = await w.ask<Page<{ '@odata.type': string; contentBytes?: string }>>('GET', `/me/messages/${id}/attachments`)
    expect(body.value.map((a) => [a['@odata.type'], a.contentBytes])).toEqual([['#microsoft.graph.itemAttachment', undefined], ['#microsoft.graph.referenceAttachment', undefined]])
    expect((await w.ask('GET', `/me/messages/${id}/attachments/${link}/$value`)).status).toBe(405)
  })

  test('contentId belongs to file attachments: it is selected by its type', async () => {
    const w = testWorld()
    const id = w.anna.add('email', fields('email'))
    w.anna.attach(id, { name: 'logo.png', bytes: bytes(4), mimeType: 'image/png', inline: true, contentId: 'logo' })
    expect((await w.ask('GET', `/me/messages/${id}/attachments?$select=name,contentId`)).status).toBe(400)
    const select = '$select=name,microsoft.graph.fileAttachment/contentId'
    const [a] = (await w.ask<Page<FileAttachment>>('GET', `/me/messages/${id}/attachments?${select}`)).body.value
    expect(a).toMatchObject({ name: 'logo.png', contentId: 'logo' })
    expect(a).not.toHaveProperty('contentBytes')
    expect((await w.ask<Message>('GET', `/me/messages/${id}?$expand=attachments(${select})`)).body.attachments).toMatchObject([{ contentId: 'logo' }])
  })

  test('3 MB and more are too much for one POST', async () => {
    const w = testWorld()
    const id = w.anna.add('email', fields('email'))
    expect((await w.ask('POST', `/me/messages/${id}/attachments`, file('a.pdf', bytes(3 * 1024 * 1024 - 1)))).status).toBe(201)
    expect((await w.ask('POST', `/me/messages/${id}/attachments`, file('b.pdf', bytes(3 * 1024 * 1024)))).status).toBe(413)
  })

  test('events have them too', async () => {
    const w = testWorld()
    const id = w.anna.add('appointment', fields('appointment'))
    expect((await w.ask('POST', `/me/events/${id}/attachments`, file('a.pdf', bytes(10)))).status).toBe(201)
    expect((await w.ask<Page<FileAttachment>>('GET', `/me/events/${id}/attachments`)).body.value).toHaveLength(1)
  })
})

describe('an upload session', () => {
  const begin = async (w: TestWorld, size: number): Promise<{ readonly id: string; readonly url: string }> => {
    const id = w.anna.add('email', fields('email'))
    const { status, body } = await w.ask<UploadSession>('POST', `/me/messages/${id}/attachments/createUploadSession`, { AttachmentItem: { attachmentType: 'file', name: 'big.bin', size } })
    expect([status, body.nextExpectedRanges]).toEqual([201, ['0-']])
    return { id, url: body.uploadUrl ?? '' }
  }
  const piece = 320 * 1024

  test('takes pieces in order and answers the last with 201 and a Location, without a body', async () => {
    const w = testWorld()
    const whole = bytes(2 * piece + 7)
    const { id, url } = await begin(w, whole.length)
    const next = await put(w, url, whole.slice(0, piece), 0, whole.length)
    expect([next.status, await next.json()]).toMatchObject([200, { nextExpectedRanges: [`${piece}-`] }])
    await put(w, url, whole.slice(piece, 2 * piece), piece, whole.length)
    const last = await put(w, url, whole.slice(2 * piece), 2 * piece, whole.length)
    expect([last.status, await last.text(), last.headers.get('location')?.includes('/Attachments(')]).toEqual([201, '', true])
    const [a] = (await w.ask<Page<FileAttachment>>('GET', `/me/messages/${id}/attachments`)).body.value
    expect(Buffer.from(a?.contentBytes ?? '', 'base64').equals(Buffer.from(whole))).toBe(true)
  })

  test('wants no token', async () => {
    const w = testWorld()
    const { url } = await begin(w, 10)
    expect((await put(w, url, bytes(10), 0, 10, { authorization: `Bearer ${w.token}` })).status).toBe(401)
  })

  test('refuses pieces that are out of order, uneven, too large, or unlike their range', async () => {
    const w = testWorld()
    const size = 6 * 1024 * 1024
    const { url } = await begin(w, size)
    expect((await put(w, url, bytes(piece), piece, size)).status).toBe(416)
    expect((await put(w, url, bytes(1000), 0, size)).status).toBe(400)
    expect((await put(w, url, bytes(16 * piece), 0, size)).status).toBe(413)
    expect((await put(w, url, bytes(piece), 0, size + 1)).status).toBe(400)
    expect((await put(w, url, bytes(piece), 0, size)).status).toBe(200)
    expect((await put(w, url, bytes(piece), 0, size)).status).toBe(416)
  })

  test('tells where it stands, ends when it is cancelled, and by the clock', async () => {
    const w = testWorld()
    const { url } = await begin(w, 2 * piece)
    await put(w, url, bytes(piece), 0, 2 * piece)
    expect(await (await w.server.fetch(url)).json()).toMatchObject({ nextExpectedRanges: [`${piece}-`] })
    expect((await w.server.fetch(url, { method: 'DELETE' })).status).toBe(204)
    expect((await w.server.fetch(url)).status).toBe(404)
    const other = await begin(w, 10)
    w.advance(24 * 3_600_000)
    expect((await put(w, other.url, bytes(10), 0, 10)).status).toBe(404)
  })

  test('is refused for more than 150 MB', async () => {
    const w = testWorld()
    const id = w.anna.add('email', fields('email'))
    expect((await w.ask('POST', `/me/messages/${id}/attachments/createUploadSession`, { AttachmentItem: { attachmentType: 'file', name: 'x', size: 150 * 1024 * 1024 + 1 } })).status).toBe(413)
  })
})
