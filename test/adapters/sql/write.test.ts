import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, it } from 'vitest'
import { sqlCrm, sqlStore } from '../../../src/adapters/sql/index'
import type { Commit } from '../../../src/core/ports/crm'
import { closeAll, databases } from './databases'
import { activityOf, commitLink, create, createOne, errorOf, linkOf, right, sample, valueOf, writeOne } from './fixtures'

afterEach(closeAll)

const scope = { user: 'anna', database: 'acme' }
const tags = (results: ReadonlyArray<E.Either<{ readonly _tag: string }, { readonly _tag: string }>>): ReadonlyArray<string> => results.map((r) => (E.isLeft(r) ? r.left._tag : r.right._tag))

/** A commit that no database accepts. */
const impossible: Commit = (r) => [{ _tag: 'PutLink', link: { ...linkOf('bad', r._tag === 'Activity' ? r.activity.id : ''), itemId: null as unknown as string } }]

describe.each(databases)('%s', (_, on) => {
  const start = async () => {
    const fixture = await on.newDatabase()
    const crm = sqlCrm({ db: fixture.db, database: 'acme', now: () => '2026-11-24T10:00:00.000Z' })
    const links = () => fixture.host.all('select id, activity_id, user_id, database_id from ocs_links order by id')
    const activities = async () => (await fixture.host.all('select id, own_key from activities order by id')).map((r) => `${String(r['id'])} ${String(r['own_key'])}`)
    return { ...fixture, crm, store: sqlStore({ db: fixture.db }), links, activities }
  }

  describe('a create', () => {
    it('is done once for a key and owner, also within a batch, and answers with the first', async () => {
      const { crm, activities } = await start()
      const results = (await right(crm.write([create('task', 'a'), create('task', 'a', { fields: { ...sample.task, subject: 'Second' } }), create('task', 'b'), create('task', 'a', { owner: 'bo' })]))).map((r) => activityOf(valueOf(r)))
      expect(results.map((a) => [a.id, a.owner, a.fields.subject])).toEqual([['1', 'anna', 'Call'], ['1', 'anna', 'Call'], ['2', 'anna', 'Call'], ['3', 'bo', 'Call']])
      expect((await createOne(crm, 'task', 'a')).id).toBe('1')
      expect(await activities()).toEqual(['1 a', '2 b', '3 a'])
    })

    it('repeated after an edit answers with the edited activity', async () => {
      const { crm, host } = await start()
      await createOne(crm, 'task', 'a')
      await host.exec("update activities set subject = 'Edited'")
      expect(await createOne(crm, 'task', 'a')).toMatchObject({ id: '1', version: '2', fields: { subject: 'Edited' } })
    })

    it('of a zone that nobody knows is refused and not stored', async () => {
      const { crm, activities } = await start()
      const time = { allDay: false as const, start: { local: '2026-11-24T09:30:00', zone: 'Mars/Olympus' }, end: { local: '2026-11-24T09:30:00', zone: 'UTC' } }
      expect(errorOf(await writeOne(crm, create('appointment', 'a', { fields: { ...sample.appointment, time } })))).toMatchObject({ _tag: 'InvalidPayload', errors: [{ field: 'time.start.zone' }] })
      expect(await activities()).toEqual([])
    })
  })

  describe('an effect and its commit', () => {
    it('are both there, in the scope of the owner and the database', async () => {
      const { crm, links, store } = await start()
      await right(crm.write([create('task', 'a', { commit: commitLink('l1') }), create('task', 'b', { owner: 'bo', commit: commitLink('l2') })]))
      expect(await links()).toEqual([{ id: 'l1', activity_id: '1', user_id: 'anna', database_id: 'acme' }, { id: 'l2', activity_id: '2', user_id: 'bo', database_id: 'acme' }])
      expect(await right(store.countOpenLinks(scope))).toBe(1)
    })

    it('are neither there where the commit cannot be written, and the others of the batch are', async () => {
      const { crm, links, activities } = await start()
      const results = await right(crm.write([create('task', 'a', { commit: commitLink('l1') }), create('task', 'b', { commit: impossible }), create('task', 'c', { commit: commitLink('l3') }), create('task', 'b', { commit: commitLink('l4') })]))
      expect(tags(results)).toEqual(['Activity', 'InvalidPayload', 'Activity', 'Activity'])
      // The ids say that the key of the failed one was free again.
      expect((await activities()).map((a) => a.split(' ')[1])).toEqual(['a', 'c', 'b'])
      expect((await links()).map((l) => [l['id'], l['activity_id']])).toEqual(results.flatMap((r, i) => (E.isRight(r) && r.right._tag === 'Activity' ? [[`l${i + 1}`, r.right.activity.id]] : [])))
    })

    it('of an effect that is refused is not written', async () => {
      const { crm, links } = await start()
      const at = { kind: 'task' as const, id: '9', owner: 'anna', version: '1' }
      expect(tags(await right(crm.write([{ _tag: 'UpdateActivity', ...at, patch: { subject: 'x' }, commit: commitLink('l') }, { _tag: 'DeleteActivity', ...at, commit: commitLink('gone') }])))).toEqual(['NotFound', 'Deleted'])
      expect((await links()).map((l) => l['id'])).toEqual(['gone'])
    })

    it('says by its capability whether commits are persisted: not without a database to persist them for', async () => {
      const { db, links, crm } = await start()
      const apart = sqlCrm({ db })
      expect([crm.capabilities.commitsWithStore, apart.capabilities.commitsWithStore]).toEqual([true, false])
      await right(apart.write([create('task', 'a', { commit: commitLink('l') })]))
      expect(await links()).toEqual([])
    })
  })

  describe('a batch', () => {
    it('asks the clock once, and gives its time to all', async () => {
      const { db } = await start()
      let asked = 0
      const crm = sqlCrm({ db, now: () => `2026-11-24T10:00:0${(asked += 1)}.000Z` })
      const made = (await right(crm.write([create('task', 'a'), create('task', 'b')]))).map((r) => activityOf(valueOf(r)).modifiedAt)
      expect(made).toEqual(['2026-11-24T10:00:01.000Z', '2026-11-24T10:00:01.000Z'])
    })
  })

  describe('another owner, kind or version', () => {
    it('is refused, and nothing is changed', async () => {
      const { crm, host } = await start()
      const a = await createOne(crm, 'task', 'a')
      const before = await host.all('select * from activities')
      const at = { kind: 'task' as const, id: a.id, owner: 'anna', version: a.version, commit: () => [] }
      const results = await right(crm.write([
        { _tag: 'UpdateActivity', ...at, owner: 'bo', patch: { subject: 'x' } },
        { _tag: 'UpdateActivity', ...at, kind: 'email', patch: { subject: 'x' } },
        { _tag: 'UpdateActivity', ...at, version: '01', patch: { subject: 'x' } },
        { _tag: 'UpdateActivity', ...at, id: '1.0', patch: { subject: 'x' } },
        { _tag: 'DeleteActivity', ...at, owner: 'bo' },
        { _tag: 'DeleteActivity', ...at, version: '2' },
        { _tag: 'AddDocument', key: 'd', activity: a.id, owner: 'bo', name: 'n', mimeType: 'm', bytes: new Uint8Array(), commit: () => [] }
      ]))
      expect(tags(results)).toEqual(['NotFound', 'NotFound', 'VersionMismatch', 'NotFound', 'NotFound', 'VersionMismatch', 'NotFound'])
      expect(await host.all('select * from activities')).toEqual(before)
      expect((await right(crm.read([' 1', '01', '1e0', '', '1'])) ).map((r) => r._tag)).toEqual(['Missing', 'Missing', 'Missing', 'Missing', 'Found'])
    })
  })

  describe('an error', () => {
    it('of a row that cannot be written says nothing of what is in it', async () => {
      const { crm } = await start()
      const secret = 'Confidential words'
      const fields = { ...sample.task, subject: secret, body: { type: 'text' as const, content: secret } }
      const error = errorOf(await writeOne(crm, create('task', secret, { fields, contact: { contactId: secret, contactPersonId: null } })))
      expect(error._tag).toBe('NotFound')
      expect(JSON.stringify(error)).not.toContain(secret)
    })
  })
})
