import { afterEach, describe, expect, it } from 'vitest'
import { referenceCrm, sqlCrm } from '../../../src/adapters/sql/index'
import { closeAll, databases } from './databases'
import { create, createOne, right, sample } from './fixtures'

afterEach(closeAll)

describe.each(databases)('%s', (_, on) => {
  describe('the register', () => {
    it('finds contacts and persons by address, in whatever case either is written', async () => {
      const { db, host } = await on.newDatabase()
      const crm = sqlCrm({ db })
      const kund = await referenceCrm(db).addContact({ id: 'kund', name: 'Kund AB', addresses: ['Info@Kund.SE'], persons: [{ id: 'åke', name: 'Åke', addresses: ['ÅKE@kund.se'] }] })
      expect(kund).toBe('kund')
      await host.exec("insert into addresses (address, contact_id) values ('SALES@Kund.se', 'kund')")
      expect(await right(crm.findByAddress(['iNFO@kund.se', 'åke@KUND.se', 'sales@kund.SE', 'info@kund.sex', '%@kund.se']))).toEqual([
        { address: 'iNFO@kund.se', contactId: 'kund', contactPersonId: null, name: 'Kund AB' },
        { address: 'åke@KUND.se', contactId: 'kund', contactPersonId: 'åke', name: 'Kund AB' },
        { address: 'sales@kund.SE', contactId: 'kund', contactPersonId: null, name: 'Kund AB' }
      ])
    })

    it('gives everybody who shares an address, and an id where none is given', async () => {
      const { db } = await on.newDatabase()
      const reference = referenceCrm(db)
      const ids = [await reference.addContact({ name: 'A', addresses: ['x@y.se'] }), await reference.addContact({ name: 'B', addresses: ['x@y.se'], persons: [{ name: 'P', addresses: ['x@y.se'] }] })]
      expect(new Set(ids).size).toBe(2)
      expect((await right(sqlCrm({ db }).findByAddress(['x@y.se', 'x@y.se']))).map((m) => [m.contactId, m.contactPersonId === null])).toEqual([[ids[0], true], [ids[1], true], [ids[1], false]])
    })

    it('takes a contact a second time without doubling anything', async () => {
      const { db, host } = await on.newDatabase()
      for (const name of ['Old', 'New']) await referenceCrm(db).addContact({ id: 'k', name, addresses: ['a@k.se', 'A@K.se'], persons: [{ id: 'p', name: 'P', addresses: ['p@k.se'] }] })
      expect(await host.all('select name from contacts')).toEqual([{ name: 'New' }])
      expect(await host.all('select count(*) as n from addresses')).toEqual([{ n: 2 }])
    })
  })

  describe('the counts', () => {
    it('tell activities by kind and contact, and documents, without what is deleted', async () => {
      const { db, host } = await on.newDatabase()
      const [crm, reference] = [sqlCrm({ db }), referenceCrm(db)]
      await reference.addContact({ id: 'k', name: 'K', addresses: [] })
      const contact = { contactId: 'k', contactPersonId: null }
      await right(crm.write([create('task', 'a', { contact }), create('email', 'b', { contact }), create('email', 'c'), create('email', 'd')]))
      await right(crm.write([{ _tag: 'AddDocument', key: 'x', activity: '1', owner: 'anna', name: 'n', mimeType: 'm', bytes: new Uint8Array(7), commit: () => [] }]))
      await host.exec('update activities set deleted = 1 where id = 4')
      expect(await reference.counts()).toEqual({ activities: { email: 2, appointment: 0, task: 1 }, perContact: [{ contactId: 'k', name: 'K', activities: 2 }], documents: { count: 1, bytes: 7 } })
    })

    it('find what stands there twice', async () => {
      const { db } = await on.newDatabase()
      const [crm, reference] = [sqlCrm({ db }), referenceCrm(db)]
      await right(crm.write([create('task', 'a'), create('email', 'b'), create('task', 'c', { fields: { ...sample.task, due: null } })]))
      expect(await reference.duplicates()).toEqual([])
      await createOne(crm, 'task', 'd')
      await createOne(crm, 'task', 'e', { owner: 'bo' })
      expect(await reference.duplicates()).toEqual([{ kind: 'task', owner: 'anna', ids: ['1', '4'] }])
    })
  })

  describe('findSimilar', () => {
    it('compares instants across zones and daylight saving, dates as dates, and subjects only without a time', async () => {
      const { db } = await on.newDatabase()
      const crm = sqlCrm({ db })
      const span = (start: string, zone: string) => ({ ...sample.appointment, time: { allDay: false as const, start: { local: start, zone }, end: { local: start, zone } } })
      await right(crm.write([
        create('appointment', 'a', { fields: span('2026-11-24T09:30:00', 'Europe/Stockholm') }),
        create('appointment', 'b', { fields: span('2026-11-24T22:30:00', 'Pacific/Kiritimati') }),
        create('appointment', 'c', { fields: span('2026-11-24T08:30:00', 'Europe/Stockholm') }),
        create('appointment', 'd', { fields: span('2026-11-23T20:30:00', 'Etc/GMT+12') }),
        create('appointment', 'e', { fields: { ...sample.appointment, time: { allDay: true, start: '2026-11-24', end: '2026-11-25' } } }),
        create('appointment', 'f', { owner: 'bo' }),
        // The second of two 02:30 that a clock set back shows is not the one meant.
        create('appointment', 'g', { fields: span('2026-10-25T02:30:00', 'Europe/Stockholm') })
      ]))
      const keys = async (at: string | null, subject = '') => (await right(crm.findSimilar('anna', 'appointment', [{ at, subject }]))).map((a) => a.ownKey)
      expect(await keys('2026-11-24T08:30:00.000Z')).toEqual(['a', 'b', 'd'])
      expect(await keys('2026-11-24')).toEqual(['e'])
      expect(await keys('2026-10-25T00:30:00.000Z')).toEqual(['g'])
      expect(await keys('2026-10-25T01:30:00.000Z')).toEqual([])
      expect(await keys('2026-11-24T08:31:00.000Z', 'Meeting')).toEqual([])
      expect(await keys(null, 'Meeting')).toHaveLength(6)
    })
  })
})
