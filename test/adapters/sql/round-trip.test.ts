import * as fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { referenceCrm, sqlCrm, sqlStore } from '../../../src/adapters/sql/index'
import { decodeText, encodeText } from '../../../src/adapters/sql/text'
import { Activity } from '../../../src/core/model/activity'
import { kinds } from '../../../src/core/model/fields'
import type { Kind } from '../../../src/core/model/fields'
import { attributes, fieldsOf, hostileTexts, link, text } from './arbitraries'
import { closeAll, databases } from './databases'
import { activityOf, create, createOne, right, sample, valueOf, writeOne } from './fixtures'

afterEach(closeAll)

describe('texts', () => {
  it('come back as they were, whatever they hold', () => {
    fc.assert(fc.property(text, (s) => decodeText(encodeText(s)) === s))
    for (const s of hostileTexts) expect(decodeText(encodeText(s))).toBe(s)
  })
  it('are stored as they are where they can be', () => {
    for (const s of ["it's", '😀', 'å\n', '']) expect(encodeText(s)).toBe(s)
    expect(encodeText('a\u0000')).toBe('a\u001a0000')
  })
})

describe.each(databases)('%s', (_, on) => {
  describe.each(kinds)('an %s', (kind: Kind) => {
    it('is answered, read, listed and found exactly as it was created, and again after an update of everything', async () => {
      const { db } = await on.newDatabase()
      const crm = sqlCrm({ db })
      await referenceCrm(db).addContact({ id: "k'1", name: 'Kund', addresses: [], persons: [{ id: 'p😀', name: 'Pia', addresses: [] }] })
      let n = 0
      const contact = fc.constantFrom(null, { contactId: "k'1", contactPersonId: null }, { contactId: "k'1", contactPersonId: 'p😀' })
      await fc.assert(
        fc.asyncProperty(fieldsOf[kind], fieldsOf[kind], attributes, contact, text, async (first, second, attrs, on, key) => {
          const ownKey = `${key}${(n += 1)}`
          const owner = `owner ${n}`
          const created = await createOne(crm, kind, ownKey, { owner, fields: first, attributes: attrs, contact: on })
          expect(Activity.is(created)).toBe(true)
          expect(created).toMatchObject({ kind, owner, ownKey, attributes: attrs, contact: on })
          expect(created.fields).toEqual(first)
          expect(await right(crm.read([created.id]))).toEqual([{ _tag: 'Found', id: created.id, activity: created }])
          expect((await right(crm.changes(owner, null))).changes).toEqual([{ _tag: 'Present', activity: created }])
          expect(await right(crm.findByOwnKey(owner, ['nobody', ownKey]))).toEqual([created])
          const updated = activityOf(valueOf(await writeOne(crm, { _tag: 'UpdateActivity', kind, id: created.id, owner, version: created.version, patch: second, commit: () => [] })))
          expect(updated).toEqual({ ...created, version: updated.version, modifiedAt: updated.modifiedAt, fields: second })
          expect(await right(crm.read([created.id]))).toEqual([{ _tag: 'Found', id: created.id, activity: updated }])
        }),
        { numRuns: 60 }
      )
    })

    it('keeps a body of a megabyte', async () => {
      const { db, host } = await on.newDatabase()
      const content = `${"x'\u0000😀".repeat(170_000)}end`
      const created = await createOne(sqlCrm({ db }), kind, 'big', { fields: { ...sample[kind], body: { type: 'html', content } } })
      const [read] = await right(sqlCrm({ db }).read([created.id]))
      expect(read?._tag === 'Found' && read.activity.fields.body.content === content).toBe(true)
      expect(await host.all('select count(*) as n from activities')).toEqual([{ n: 1 }])
    })
  })

  describe('a patch', () => {
    it('leaves alone what it does not name, and fields that the kind does not have', async () => {
      const { db } = await on.newDatabase()
      const crm = sqlCrm({ db })
      const a = await createOne(crm, 'task', 'k')
      const patch = { subject: 'Other', location: 'nowhere' }
      const after = activityOf(valueOf(await writeOne(crm, { _tag: 'UpdateActivity', kind: 'task', id: a.id, owner: 'anna', version: a.version, patch, commit: () => [] })))
      expect(after.fields).toEqual({ ...sample.task, subject: 'Other' })
    })
  })

  describe('a document', () => {
    it('keeps every byte, its name and its size', async () => {
      const { db, host } = await on.newDatabase()
      const crm = sqlCrm({ db })
      const { id } = await createOne(crm, 'email', 'k')
      const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => i % 256)
      await right(crm.write([{ _tag: 'AddDocument', key: 'd', activity: id, owner: 'anna', name: "o'ffer.pdf", mimeType: 'application/pdf', bytes, commit: () => [] }]))
      const [row] = await host.all('select name, mime_type, size, bytes, sha256 from documents')
      expect(new Uint8Array(row?.['bytes'] as ArrayBuffer)).toEqual(bytes)
      expect(row).toMatchObject({ name: "o'ffer.pdf", mime_type: 'application/pdf', size: 70_000 })
      expect(row?.['sha256']).toMatch(/^[0-9a-f]{64}$/)
    })
  })

  describe('a link', () => {
    it('is read exactly as it was put, by id, item, activity and identity', async () => {
      const { db } = await on.newDatabase()
      const store = sqlStore({ db })
      const none = { ids: [], itemIds: [], activityIds: [], identities: [] }
      await fc.assert(
        fc.asyncProperty(link, text, async (l, user) => {
          const scope = { user, database: `${l.id}` }
          await right(store.write(scope, [{ _tag: 'PutLink', link: l }]))
          for (const query of [{ ids: [l.id] }, { itemIds: [l.itemId] }, { activityIds: [l.activityId] }, ...(l.identity === null ? [] : [{ identities: [l.identity] }])])
            expect(await right(store.links(scope, { ...none, ...query }))).toEqual([l])
        }),
        { numRuns: 60 }
      )
    })
  })

  it('creates of many hostile keys are found by exactly their key', async () => {
    const { db } = await on.newDatabase()
    const crm = sqlCrm({ db })
    await right(crm.write(hostileTexts.map((key) => create('task', key))))
    for (const key of hostileTexts) expect((await right(crm.findByOwnKey('anna', [key]))).map((a) => a.ownKey)).toEqual([key])
  })
})
