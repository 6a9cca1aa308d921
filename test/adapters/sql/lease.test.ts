/** Leases and answers where several connections work on one database. */
import Libsql from 'libsql'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, it } from 'vitest'
import { openSqlite, sqlCrm, sqlStore } from '../../../src/adapters/sql/index'
import { migrate } from '../../../src/adapters/sql/migrate'
import { crmMigrations } from '../../../src/adapters/sql/schema/crm-sqlite'
import { storeMigrations } from '../../../src/adapters/sql/schema/store-sqlite'
import type { Decision } from '../../../src/core/model/decision'
import { closeAll, databases } from './databases'
import { create, left, linkOf, newDirectory, right } from './fixtures'

afterEach(closeAll)

const scope = { user: 'anna', database: 'acme' }
const at = (minute: number): string => `2026-11-24T10:${String(minute).padStart(2, '0')}:00.000Z`
const question = (other: Partial<Extract<Decision, { readonly _tag: 'Deletion' }>> = {}): Decision => ({ _tag: 'Deletion', id: 'd', kind: 'task', linkId: 'l', itemId: '"answer":"keep-activity"', activityId: 'a', openedAt: at(0), state: 'open', editedInCrm: false, answer: null, ...other })

describe.each(databases)('%s', (_, on) => {
  describe('a lease', () => {
    it('is one for all connections to a database', async () => {
      const { db, reopen } = await on.newDatabase()
      const second = await reopen()
      const [a, b] = [sqlStore({ db }), sqlStore({ db: second })]
      const first = await right(a.acquireLease('anna', 'a', at(0), at(5)))
      expect(await left(b.acquireLease('anna', 'b', at(1), at(6)))).toEqual({ _tag: 'AlreadyExists', what: at(5) })
      const later = await right(b.acquireLease('anna', 'b', at(5), at(9)))
      expect(later).toBeGreaterThan(first)
      expect(await left(a.write(scope, [{ _tag: 'PutCursor', side: 'crm', cursor: 'late' }, { _tag: 'Fence', fence: first, until: at(30) }]))).toEqual({ _tag: 'VersionMismatch', what: 'lease' })
      expect(await right(a.cursor(scope, 'crm'))).toBeNull()
    })

    it('that was lost undoes the one effect of a batch that it stood in, whether the batch is tried once or twice', async () => {
      const { db, host } = await on.newDatabase()
      const [crm, store] = [sqlCrm({ db, database: 'acme' }), sqlStore({ db })]
      const fence = await right(store.acquireLease('anna', 'a', at(0), at(5)))
      const answers = await right(crm.write([
        create('task', 'one', { commit: () => [{ _tag: 'PutLink', link: linkOf('one', '1') }, { _tag: 'Fence', fence, until: at(6) }] }),
        create('task', 'two', { commit: () => [{ _tag: 'PutLink', link: linkOf('two', '2') }, { _tag: 'Fence', fence: fence + 1, until: at(6) }] })
      ]))
      expect(answers.map((r) => (E.isRight(r) ? 'done' : r.left))).toEqual(['done', { _tag: 'VersionMismatch', what: 'lease' }])
      expect(await host.all('select own_key from activities')).toEqual([{ own_key: 'one' }])
      expect(await host.all('select id from ocs_links')).toEqual([{ id: 'one' }])
      expect(await host.all('select until from ocs_leases')).toEqual([{ until: at(6) }])
    })
  })

  it('an answer stays, also where another value of the decision looks like the answer that a write bears', async () => {
    const { db } = await on.newDatabase()
    const store = sqlStore({ db })
    const put = (decision: Decision) => store.write(scope, [{ _tag: 'PutDecision', decision }])
    await right(put(question()))
    await right(put(question({ state: 'answered', answer: 'delete-activity' })))
    for (const stale of [question(), question({ state: 'withdrawn' }), question({ state: 'done', answer: 'keep-activity' })]) expect(await left(put(stale))).toEqual({ _tag: 'VersionMismatch', what: 'decision d' })
    expect(await right(store.decisions(scope, { ids: ['d'] }))).toEqual([question({ state: 'answered', answer: 'delete-activity' })])
    // As it is read again, its values may stand in another order.
    const [read] = await right(store.decisions(scope, { ids: ['d'] }))
    if (read !== undefined) await right(put({ ...read, state: 'done' } as Decision))
  })
})

it('a lease has its table in a file of the first release too, and what was in it stays', async () => {
  const file = join(newDirectory(), 'old.db')
  const old = new Libsql(file)
  expect(migrate(old, [...storeMigrations.filter((m) => m.version === 1), ...crmMigrations])).toEqual(E.right(undefined))
  old.prepare("insert into ocs_cursors values ('anna', 'acme', 'crm', 'c1')").run()
  old.close()
  const db = await openSqlite(file)
  const store = sqlStore({ db })
  expect(await right(store.cursor(scope, 'crm'))).toBe('c1')
  expect(await right(store.acquireLease('anna', 'a', at(0), at(5)))).toBe(1)
  db.close()
})
