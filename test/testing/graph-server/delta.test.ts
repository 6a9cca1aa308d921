/** Delta queries over messages, folders, tasks and contacts; of the calendar see calendar-view.test.ts. */
import { describe, expect, test } from 'vitest'
import { fields, immutable, round, stamp, testWorld, type Page, type Told } from './world'

const inbox = '/me/mailFolders/inbox/messages/delta'
const removed = (id: string | null): unknown => ({ '@removed': { reason: 'deleted' }, id })

describe('message delta', () => {
  test('the first round tells all there is, later ones what changed: created, updated, deleted', async () => {
    const w = testWorld({ pageSize: 2 })
    const ids = [0, 1, 2, 3, 4].map((n) => w.anna.add('email', fields('email', n)))
    const all = await round(w, inbox)
    expect([all.told.map((t) => t.id).sort(), all.pages]).toEqual([[...ids].sort(), 3])
    expect((await round(w, all.link)).told).toEqual([])
    const added = w.anna.add('email', fields('email', 5))
    w.anna.edit(ids[0] as string, { subject: 'Edited' })
    w.anna.deletePermanently(ids[1] as string)
    const { told } = await round(w, all.link)
    expect(told.find((t) => t.id === added)).toMatchObject({ subject: 'Contract e-mail 5' })
    expect(told.find((t) => t.id === ids[0])).toMatchObject({ subject: 'Edited' })
    expect(told.find((t) => t.id === ids[1])).toEqual(removed(ids[1] as string))
    expect(told).toHaveLength(3)
  })

  test('a move between folders is @removed in one and created in the other', async () => {
    const w = testWorld()
    const id = w.anna.add('email', fields('email'))
    const [here, there] = [(await round(w, inbox)).link, (await round(w, '/me/mailFolders/deleteditems/messages/delta')).link]
    w.anna.moveToDeletedItems(id)
    expect((await round(w, here)).told).toEqual([removed(id)])
    expect((await round(w, there)).told.map((t) => [t.id, '@removed' in t])).toEqual([[id, false]])
    w.anna.restore(id)
    expect((await round(w, here)).told.map((t) => '@removed' in t)).toEqual([false])
  })

  test('an item that moved out of a folder and back can be missing', async () => {
    const w = testWorld({ quirks: { replays: 0, removedInFirstRound: 0, forgottenReturns: 1 } })
    const id = w.anna.add('email', fields('email'))
    const { link } = await round(w, inbox)
    w.anna.moveToDeletedItems(id)
    w.anna.restore(id)
    expect((await round(w, link)).told).toEqual([])
    expect((await round(w, inbox)).told).toEqual([])
    expect((await w.ask<Page<Told>>('GET', '/me/mailFolders/inbox/messages')).body.value).toHaveLength(1)
  })

  test('a change between two pages is for the next round', async () => {
    const w = testWorld({ pageSize: 1 })
    const ids = [0, 1, 2].map((n) => w.anna.add('email', fields('email', n)))
    const { body } = await w.ask<Page<Told>>('GET', inbox, undefined, immutable)
    w.anna.edit(ids[2] as string, { subject: 'Edited meanwhile' })
    w.anna.deletePermanently(ids[0] as string)
    const rest = await round(w, body['@odata.nextLink'] ?? '')
    const next = await round(w, rest.link)
    expect(rest.told.map((t) => t.id)).toEqual([ids[1]])
    expect(next.told.find((t) => t.id === ids[2])).toMatchObject({ subject: 'Edited meanwhile' })
    expect(next.told).toContainEqual(removed(ids[0] as string))
  })

  test('$select, $expand, $top and $filter stand in the token; links say nothing of them', async () => {
    const w = testWorld()
    for (let n = 0; n < 4; n += 1) w.anna.add('email', fields('email', n), { ownKey: `key-${n}` })
    const query = `$select=subject&$top=1&$expand=singleValueExtendedProperties($filter=id eq '${stamp}')&$filter=receivedDateTime ge 2026-03-02T00:00:00Z`
    const { told, pages, link } = await round(w, `${inbox}?${query}`)
    expect([pages, told.length]).toEqual([3, 3])
    expect(Object.keys(told[0] ?? {}).sort()).toEqual(['@odata.etag', 'id', 'singleValueExtendedProperties', 'subject'])
    expect(link).not.toContain('select')
  })

  test.each([['$filter=isRead eq true'], ['$orderby=subject'], ['$search=x'], ['$skip=1'], ['$filter=receivedDateTime le 2026-01-01T00:00:00Z']])('%s is refused with 400', async (query) => {
    expect((await testWorld().ask('GET', `${inbox}?${query}`)).status).toBe(400)
  })

  test('odata.maxpagesize sets the size of a page, and is to be repeated on every page', async () => {
    const w = testWorld({ pageSize: 5 })
    for (let n = 0; n < 7; n += 1) w.anna.add('email', fields('email', n))
    const { body } = await w.ask<Page<Told>>('GET', inbox, undefined, { prefer: 'odata.maxpagesize=2' })
    expect(body.value).toHaveLength(2)
    expect((await w.ask<Page<Told>>('GET', body['@odata.nextLink'] ?? '')).body.value).toHaveLength(5)
  })

  test('ids come in the form that each page asks for', async () => {
    const w = testWorld()
    const id = w.anna.add('email', fields('email'))
    const { link } = await round(w, inbox)
    w.anna.deletePermanently(id)
    const [told] = (await round(w, link, {})).told
    expect(told).toMatchObject({ '@removed': { reason: 'deleted' } })
    expect(told?.id).not.toBe(id)
  })

  test('duplicates and replays are normal', async () => {
    const w = testWorld({ quirks: { replays: 1, removedInFirstRound: 0 } })
    const id = w.anna.add('email', fields('email'))
    const { link } = await round(w, inbox)
    expect((await round(w, link)).told.map((t) => t.id)).toEqual([id])
  })

  test('@removed may appear in the first round', async () => {
    const w = testWorld({ quirks: { replays: 0, removedInFirstRound: 1 } })
    const id = w.anna.add('email', fields('email'))
    w.anna.deletePermanently(id)
    expect((await round(w, inbox)).told).toEqual([removed(id)])
  })
})

describe('a delta token that is too old', () => {
  const expired = async (options: Parameters<typeof testWorld>[0]): Promise<{ status: number; code: string; location: string | null; w: ReturnType<typeof testWorld> }> => {
    const w = testWorld(options)
    w.anna.add('email', fields('email'))
    const { link } = await round(w, inbox)
    w.server.expireDeltaTokens()
    const { status, body, headers } = await w.ask<{ error: { code: string } }>('GET', link, undefined, immutable)
    return { status, code: body.error.code, location: headers.get('location'), w }
  }

  test('answers 410 with a Location that begins a full round', async () => {
    const { status, location, w } = await expired({ resync: 'gone' })
    expect(status).toBe(410)
    expect(location).toMatch(/\$deltatoken=$/)
    expect((await round(w, location ?? '')).told).toHaveLength(1)
  })

  test.each(['syncStateNotFound', 'resyncRequired'] as const)('or a 40X or 410 with %s', async (resync) => {
    const { status, code } = await expired({ resync })
    expect(code).toBe(resync)
    expect([400, 404, 409, 410]).toContain(status)
  })

  test('also by its age, and in the middle of paging', async () => {
    const w = testWorld({ pageSize: 1, deltaTokenLifetimeMs: 1000, resync: 'gone' })
    for (let n = 0; n < 3; n += 1) w.anna.add('email', fields('email', n))
    const { body } = await w.ask<Page<Told>>('GET', inbox)
    expect((await w.ask('GET', body['@odata.nextLink'] ?? '')).status).toBe(200)
    w.advance(1001)
    expect((await w.ask('GET', body['@odata.nextLink'] ?? '')).status).toBe(410)
  })

  test('a token of another folder, or of nobody, is refused', async () => {
    const w = testWorld({ resync: 'gone' })
    const { link } = await round(w, inbox)
    expect((await w.ask('GET', link.replace('inbox', 'archive'))).status).toBeGreaterThanOrEqual(400)
    expect((await w.ask('GET', `${inbox}?$deltatoken=made-up`)).status).toBe(400)
  })
})

describe('other deltas', () => {
  test('of folders, lists and tasks', async () => {
    const w = testWorld()
    const folders = await round(w, '/me/mailFolders/delta')
    const lists = await round(w, '/me/todo/lists/delta')
    expect([folders.told.length, lists.told.length]).toEqual([8, 2])
    const folder = await w.ask<{ id: string }>('POST', '/me/mailFolders', { displayName: 'Projects' })
    const list = await w.ask<{ id: string }>('POST', '/me/todo/lists', { displayName: 'Work' })
    expect((await round(w, folders.link)).told).toMatchObject([{ id: folder.body.id, displayName: 'Projects' }])
    expect((await round(w, lists.link)).told).toMatchObject([{ id: list.body.id, displayName: 'Work' }])
    const tasks = await round(w, `/me/todo/lists/${list.body.id}/tasks/delta`)
    const task = await w.ask<{ id: string }>('POST', `/me/todo/lists/${list.body.id}/tasks`, { title: 'Call' })
    const after = await round(w, tasks.link)
    expect(after.told).toMatchObject([{ id: task.body.id, title: 'Call' }])
    await w.ask('DELETE', `/me/todo/lists/${list.body.id}/tasks/${task.body.id}`)
    expect((await round(w, after.link)).told).toEqual([removed(task.body.id)])
    await w.ask('DELETE', `/me/todo/lists/${list.body.id}`)
    expect((await round(w, lists.link)).told).toEqual([removed(list.body.id)])
  })

  test('of contacts: the default folder is not listed, its id is in parentFolderId', async () => {
    const w = testWorld()
    w.anna.addContact({ displayName: 'Bo Ek', emailAddresses: [{ address: 'bo@beta.example', name: 'Bo' }] })
    expect((await w.ask<Page<Told>>('GET', '/me/contactFolders')).body.value).toEqual([])
    const [contact] = (await w.ask<Page<Told>>('GET', '/me/contacts', undefined, immutable)).body.value
    const { told, link } = await round(w, `/me/contactFolders/${String(contact?.['parentFolderId'])}/contacts/delta`)
    expect(told).toMatchObject([{ displayName: 'Bo Ek' }])
    await w.ask('DELETE', `/me/contacts/${contact?.id}`)
    expect((await round(w, link)).told).toEqual([removed(contact?.id ?? null)])
  })
})
