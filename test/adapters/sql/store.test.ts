import { afterEach, describe, expect, it } from 'vitest'
import { sqlStore } from '../../../src/adapters/sql/index'
import type { Decision } from '../../../src/core/model/decision'
import type { JournalEntry } from '../../../src/core/model/journal'
import { hostileTexts } from './arbitraries'
import { closeAll, databases } from './databases'
import { left, linkOf, right } from './fixtures'

afterEach(closeAll)

const scope = { user: 'anna', database: 'acme' }
const none = { ids: [], itemIds: [], activityIds: [], identities: [] }
const entry = (id: string, at: string, linkId: string | null = null): JournalEntry => ({ id, pass: 'p', at, action: 'Notice', reason: 'r', linkId, itemId: null, activityId: null, losers: [], before: {} })
const decision = (id: string, openedAt: string): Decision => ({ _tag: 'Deletion', id, kind: 'task', linkId: `l${id}`, itemId: 'i', activityId: 'a', openedAt, state: 'open', editedInCrm: false, answer: null })

describe.each(databases)('%s', (_, on) => {
  describe('the store', () => {
    it('writes all or nothing', async () => {
      const { db } = await on.newDatabase()
      const store = sqlStore({ db })
      const bad = { ...linkOf('bad', '1'), kind: null as unknown as 'task' }
      await left(store.write(scope, [{ _tag: 'PutCursor', side: 'crm', cursor: 'c' }, { _tag: 'PutLink', link: linkOf('good', '1') }, { _tag: 'PutLink', link: bad }]))
      expect(await right(store.links(scope, { ...none, ids: ['good', 'bad'] }))).toEqual([])
      expect(await right(store.cursor(scope, 'crm'))).toBeNull()
    })

    it('finds thousands of ids in one question', async () => {
      const { db } = await on.newDatabase()
      const store = sqlStore({ db })
      const ids = Array.from({ length: 40_000 }, (_, i) => `l${i}`)
      await right(store.write(scope, ids.slice(0, 3).map((id) => ({ _tag: 'PutLink', link: linkOf(id, id) }))))
      expect((await right(store.links(scope, { ...none, ids, activityIds: ids }))).map((l) => l.id)).toEqual(['l0', 'l1', 'l2'])
    })

    it('keeps hostile names of users and databases apart', async () => {
      const { db } = await on.newDatabase()
      const store = sqlStore({ db })
      for (const user of hostileTexts) for (const database of hostileTexts.slice(0, 4)) await right(store.write({ user, database }, [{ _tag: 'PutCursor', side: 'outlook', cursor: JSON.stringify([user, database]) }]))
      for (const user of hostileTexts) for (const database of hostileTexts.slice(0, 4)) expect(await right(store.cursor({ user, database }, 'outlook'))).toBe(JSON.stringify([user, database]))
    })

    it('gives journal entries newest first, of links or of all, and an entry once', async () => {
      const { db } = await on.newDatabase()
      const store = sqlStore({ db })
      const [t1, t2] = ['2026-11-24T10:00:00.000Z', '2026-11-24T11:00:00.000Z']
      const losers = [{ field: 'subject', side: 'crm' as const, value: 'a\u0000\ud800' }]
      const rich = { ...entry('d', t2, 'l2'), losers, before: { body: { type: 'text', content: "'" } } }
      await right(store.write(scope, [entry('a', t2, 'l1'), entry('b', t1, 'l1'), entry('c', t1), rich, entry('a', t1)].map((e) => ({ _tag: 'Journal', entry: e }))))
      expect((await right(store.journal(scope, { limit: 10 }))).map((e) => e.id)).toEqual(['d', 'a', 'c', 'b'])
      expect((await right(store.journal(scope, { limit: 2 }))).map((e) => e.id)).toEqual(['d', 'a'])
      expect((await right(store.journal(scope, { linkIds: ['l1', 'l2'], limit: 2 })))).toEqual([rich, entry('a', t2, 'l1')])
      expect((await right(store.journal(scope, { linkIds: ['l1'], limit: 9 }))).map((e) => e.id)).toEqual(['a', 'b'])
    })

    it('gives decisions oldest first, and none when asked for none', async () => {
      const { db } = await on.newDatabase()
      const store = sqlStore({ db })
      const [a, b] = [decision('a', '2026-11-24T11:00:00.000Z'), decision('b', '2026-11-24T10:00:00.000Z')]
      await right(store.write(scope, [a, b, { ...decision('c', '2026-11-24T09:00:00.000Z'), state: 'done' as const }].map((d) => ({ _tag: 'PutDecision', decision: d }))))
      expect(await right(store.decisions(scope, {}))).toEqual([b, a])
      expect((await right(store.decisions(scope, { ids: ['c', 'a'] }))).map((d) => d.id)).toEqual(['c', 'a'])
      expect(await right(store.decisions(scope, { ids: [] }))).toEqual([])
      expect(await right(store.decisions(scope, { linkIds: ['la'], ids: ['b', 'a'] }))).toEqual([b, a])
    })

    it('lets one database be active for a user, by a constraint of the table as well (B12)', async () => {
      const { db, host } = await on.newDatabase()
      const store = sqlStore({ db })
      await right(store.activate(scope))
      await right(store.activate(scope))
      expect(await left(store.activate({ user: 'anna', database: 'other' }))).toEqual({ _tag: 'AlreadyExists', what: 'acme' })
      await expect(host.exec("insert into ocs_activation values ('anna', 'other')")).rejects.toThrow(/unique/i)
      await right(store.deactivate({ user: 'anna', database: 'other' }))
      expect(await right(store.activation('anna'))).toBe('acme')
      await right(store.deactivate(scope))
      expect(await right(store.activation('anna'))).toBeNull()
    })
  })
})
