import { afterEach, describe, expect, it } from 'vitest'
import { referenceCrm, sqlCrm } from '../../../src/adapters/sql/index'
import type { ActivityChange, CrmPort } from '../../../src/core/ports/crm'
import { closeAll, databases } from './databases'
import { create, createOne, left, right, writeOne } from './fixtures'

afterEach(closeAll)

const show = (c: ActivityChange): string => (c._tag === 'Present' ? `${c.activity.id}@${c.activity.owner} v${c.activity.version}` : `${c._tag} ${c.id}`)

/** All pages from a cursor on. */
const drain = async (crm: CrmPort, owner: string, from: string | null) => {
  const changes: Array<string> = []
  const sizes: Array<number> = []
  let cursor = from
  for (;;) {
    const page = await right(crm.changes(owner, cursor))
    expect(page.full).toBe(from === null || from.startsWith('all'))
    changes.push(...page.changes.map(show))
    sizes.push(page.changes.length)
    cursor = page.cursor
    if (!page.more) return { changes, cursor, sizes }
  }
}

/** A cursor that was given while nobody on the server was writing, which on Postgres a test in another file may be: pruning then never expires it. */
const quietCursor = async (crm: CrmPort, from: string): Promise<string> => {
  for (;;) {
    const { cursor } = await drain(crm, 'anna', from)
    if (/^log:(?:\d+|\d+ (\d+):\1:)$/.test(cursor)) return cursor
  }
}

describe.each(databases)('%s', (_, on) => {
  const start = async (pageSize = 500) => {
    const fixture = await on.newDatabase()
    const crm = sqlCrm({ db: fixture.db, pageSize, now: () => '2026-11-24T10:00:00.000Z' })
    return { ...fixture, crm }
  }

  describe('plain SQL of the host is seen in the feed', () => {
    it('an update, with a new version and time', async () => {
      const { crm, host } = await start()
      const before = await createOne(crm, 'task', 'k')
      const { cursor } = await drain(crm, 'anna', null)
      await host.run('update activities set subject = ? where id = ?', "Anna's", before.id)
      const { changes } = await right(crm.changes('anna', cursor))
      const [change] = changes
      expect(changes).toHaveLength(1)
      if (change?._tag !== 'Present') throw new Error('expected Present')
      expect(change.activity.fields.subject).toBe("Anna's")
      expect(change.activity.version).not.toBe(before.version)
      expect(change.activity.modifiedAt).not.toBe(before.modifiedAt)
      expect((await writeOne(crm, { _tag: 'UpdateActivity', kind: 'task', id: before.id, owner: 'anna', version: before.version, patch: { subject: 'x' }, commit: () => [] }))).toMatchObject({ left: { _tag: 'VersionMismatch' } })
    })

    it('an insert that gives only what it has', async () => {
      const { crm, host } = await start()
      const { cursor } = await drain(crm, 'anna', null)
      await host.exec("insert into activities (kind, owner, subject, due_on) values ('task', 'anna', 'Ring', '2026-12-01')")
      await host.exec("insert into activities (kind, owner, sent_at) values ('email', 'anna', '2026-12-01T08:00:00.000Z')")
      await host.exec("insert into activities (kind, owner, all_day, starts_at, ends_at) values ('appointment', 'anna', 1, '2026-12-01', '2026-12-02')")
      expect((await drain(crm, 'anna', cursor)).changes).toEqual(['1@anna v1', '2@anna v1', '3@anna v1'])
    })

    it('the end of a row, or its mark as deleted, as Removed', async () => {
      const { crm, host } = await start()
      await right(crm.write([create('task', 'a'), create('task', 'b'), create('task', 'c')]))
      const { cursor } = await drain(crm, 'anna', null)
      await host.exec('delete from activities where id = 1; update activities set deleted = 1 where id = 2')
      expect((await drain(crm, 'anna', cursor)).changes).toEqual(['Removed 1', 'Removed 2'])
      expect((await drain(crm, 'anna', null)).changes).toEqual(['3@anna v1'])
      expect((await right(crm.read(['1', '2', '3']))).map((r) => r._tag)).toEqual(['Missing', 'Missing', 'Found'])
    })

    it('a version that the host raises itself is kept; one that it does not raise, or lowers, is raised', async () => {
      const { crm, host } = await start()
      await right(crm.write([create('task', 'a'), create('task', 'b'), create('task', 'c')]))
      const { cursor } = await drain(crm, 'anna', null)
      await host.exec('update activities set version = 7 where id = 1; update activities set version = 0 where id = 2; update activities set status = null where id = 3')
      expect((await drain(crm, 'anna', cursor)).changes).toEqual(['1@anna v7', '2@anna v2', '3@anna v2'])
    })

    it('the deletion of a contact, which takes it off its activities', async () => {
      const { crm, host, db } = await start()
      await referenceCrm(db).addContact({ id: 'kund', name: 'Kund', addresses: [] })
      await createOne(crm, 'task', 'a', { contact: { contactId: 'kund', contactPersonId: null } })
      const { cursor } = await drain(crm, 'anna', null)
      await host.exec("delete from contacts where id = 'kund'")
      expect((await drain(crm, 'anna', cursor)).changes).toEqual(['1@anna v2'])
    })

    it('the id of a row that is gone is never given again', async () => {
      const { crm, host } = await start()
      await createOne(crm, 'task', 'a')
      await host.exec('delete from activities')
      expect((await createOne(crm, 'task', 'b')).id).toBe('2')
    })
  })

  describe('another owner', () => {
    it('is told of, once, to the one before, and again to nobody but the new one', async () => {
      const { crm, host } = await start()
      await createOne(crm, 'task', 'a')
      const anna = (await drain(crm, 'anna', null)).cursor
      const bo = (await drain(crm, 'bo', null)).cursor
      await host.exec("update activities set owner = 'bo'; update activities set subject = 'Bo has it'")
      const told = await drain(crm, 'anna', anna)
      expect(told.changes).toEqual(['1@bo v3'])
      expect((await drain(crm, 'bo', bo)).changes).toEqual(['1@bo v3'])
      await host.exec("update activities set subject = 'Again'")
      expect((await drain(crm, 'anna', told.cursor)).changes).toEqual([])
      expect((await drain(crm, 'anna', null)).changes).toEqual([])
    })
  })

  describe('pages', () => {
    it('list everything once, in order, however the size falls', async () => {
      for (const [size, sizes] of [[2, [2, 2, 1]], [5, [5, 0]], [500, [5]]] as const) {
        const { crm } = await start(size)
        await right(crm.write(['a', 'b', 'c', 'd', 'e'].map((k) => create('task', k))))
        await createOne(crm, 'task', 'other', { owner: 'bo' })
        const all = await drain(crm, 'anna', null)
        expect(all.changes).toEqual([1, 2, 3, 4, 5].map((n) => `${n}@anna v1`))
        expect(all.sizes).toEqual(sizes)
        expect((await drain(crm, 'anna', all.cursor)).changes).toEqual([])
      }
    })

    it('miss nothing that changes while they are read', async () => {
      const { crm, host } = await start(2)
      await right(crm.write(['a', 'b', 'c', 'd', 'e'].map((k) => create('task', k))))
      const first = await right(crm.changes('anna', null))
      // Behind the listing's back: one listed already is changed, one is not yet listed and goes, one comes.
      await host.exec("update activities set subject = 'later' where id = 1; delete from activities where id = 4; insert into activities (kind, owner) values ('task', 'anna')")
      const rest = await drain(crm, 'anna', first.cursor)
      expect(rest.changes).toEqual(['3@anna v1', '5@anna v1', '6@anna v1'])
      expect((await drain(crm, 'anna', rest.cursor)).changes).toEqual(['1@anna v2', 'Removed 4', '6@anna v1'])
    })

    it('mention an activity once however often it changed, in the order of the last changes', async () => {
      const { crm, host } = await start()
      await right(crm.write(['a', 'b', 'c'].map((k) => create('task', k))))
      const { cursor } = await drain(crm, 'anna', null)
      for (const id of [1, 2, 1, 3, 2]) await host.run('update activities set subject = subject where id = ?', id)
      expect((await drain(crm, 'anna', cursor)).changes).toEqual(['1@anna v3', '3@anna v2', '2@anna v3'])
    })

    it('of the log go on where the last ended', async () => {
      const { crm, host } = await start(2)
      await right(crm.write(['a', 'b', 'c'].map((k) => create('task', k))))
      const { cursor } = await drain(crm, 'anna', null)
      for (const id of [1, 2, 3, 1, 1]) await host.run('update activities set subject = subject where id = ?', id)
      const log = await drain(crm, 'anna', cursor)
      expect(new Set(log.changes)).toEqual(new Set(['1@anna v4', '2@anna v2', '3@anna v2']))
      // On Postgres what others commit meanwhile, in their own schemas too, may make one more page of nothing.
      expect(log.sizes.filter((n) => n > 0)).toEqual([2, 2, 1])
    })
  })

  describe('a cursor', () => {
    it('is expired once the log has been cut off after it, and one at the end of the log is not', async () => {
      const { crm, db, host } = await start()
      await createOne(crm, 'task', 'a')
      const old = (await drain(crm, 'anna', null)).cursor
      await host.exec("update activities set subject = 'x'; update activities set subject = 'y'")
      const fresh = await quietCursor(crm, old)
      await referenceCrm(db).pruneChanges('9999-01-01T00:00:00.000Z')
      expect(await left(crm.changes('anna', old))).toEqual({ _tag: 'CursorExpired' })
      expect((await drain(crm, 'anna', fresh)).changes).toEqual([])
      await host.exec("update activities set subject = 'z'")
      expect((await drain(crm, 'anna', fresh)).changes).toEqual(['1@anna v4'])
      expect((await drain(crm, 'anna', null)).changes).toEqual(['1@anna v4'])
    })

    it('is not expired by what happens to others, and moves past it', async () => {
      const { crm, host } = await start()
      await createOne(crm, 'task', 'a')
      const old = (await drain(crm, 'anna', null)).cursor
      for (let n = 0; n < 20; n += 1) await createOne(crm, 'task', `b${n}`, { owner: 'bo' })
      const moved = await quietCursor(crm, old)
      await host.exec("delete from activity_changes where owner = 'bo' and seq < 15")
      expect((await drain(crm, 'anna', moved)).changes).toEqual([])
    })

    it('that is not one of ours is InvalidPayload', async () => {
      const { crm } = await start()
      for (const cursor of ['', 'x', 'log:', 'log:-1', 'log:1e9', ' log:0', 'log:0 ', 'all:1', 'all:x:0', "log:0'; --", 'log:99999999999999999999', 'log:1 2:1:', 'log:1 1:3:2,2', 'log:1 1:3:4', 'log:1 0:1:', 'log:1 1:2: x', 'log:1 1:99999999999999999999:', 'log:1 1:1: 1:1: 99999999999999999999 1'])
        expect(await left(crm.changes('anna', cursor))).toMatchObject({ _tag: 'InvalidPayload', what: 'cursor' })
    })
  })
})
