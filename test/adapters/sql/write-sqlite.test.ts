/** What only happens on a file: a full disk, a writer that is in the way, a commit that fails. */
import Libsql from 'libsql'
import { afterEach, describe, expect, it } from 'vitest'
import * as E from 'fp-ts/lib/Either.js'
import { sqlCrm, sqlStore } from '../../../src/adapters/sql/index'
import { closeAll, commitLink, create, hostOn, left, newDatabase, right, sample } from './fixtures'

afterEach(closeAll)

const scope = { user: 'anna', database: 'acme' }
const tags = (results: ReadonlyArray<E.Either<{ readonly _tag: string }, { readonly _tag: string }>>): ReadonlyArray<string> => results.map((r) => (E.isLeft(r) ? r.left._tag : r.right._tag))

const start = async () => {
  const fixture = await newDatabase({ busyTimeoutMs: 50 })
  const links = () => fixture.host.all('select id from ocs_links')
  return { ...fixture, crm: sqlCrm({ db: fixture.db, database: 'acme' }), store: sqlStore({ db: fixture.db }), links }
}

describe('a batch', () => {
  it('whose commit fails has done nothing at all', async () => {
    let broken = false
    class Unlucky extends Libsql {
      override exec(sql: string): this {
        if (broken && sql === 'commit') throw Object.assign(new Error(), { code: 'SQLITE_IOERR_FSYNC' })
        return super.exec(sql)
      }
    }
    const { db, host } = await newDatabase({ driver: Unlucky })
    const crm = sqlCrm({ db, database: 'acme' })
    broken = true
    expect((await left(crm.write([create('task', 'a', { commit: commitLink('l') }), create('task', 'b')])))._tag).toBe('Unavailable')
    expect(host.all('select count(*) as n from activities')).toEqual([{ n: 0 }])
    broken = false
    expect(tags(await right(crm.write([create('task', 'a'), create('task', 'b')])))).toEqual(['Activity', 'Activity'])
  })

  it('that finds the disk full is Unavailable, leaves nothing, and later works', async () => {
    const { crm, links, db } = await start()
    const limit = (pages: number) => db.transact('read', function* () { yield { sql: `pragma max_page_count = ${pages}`, params: [], wants: 'rows' }; return E.right(undefined) })
    await right(limit(60))
    const big = { ...sample.task, body: { type: 'text' as const, content: 'x'.repeat(100_000) } }
    const full = Array.from({ length: 10 }, (_, i) => create('task', `k${i}`, { fields: big, commit: commitLink(`l${i}`) }))
    expect(await left(crm.write(full))).toEqual({ _tag: 'Unavailable', detail: 'the disk or the database is full (SQLITE_FULL)' })
    expect(links()).toEqual([])
    expect((await right(crm.changes('anna', null))).changes).toEqual([])
    await right(limit(100_000))
    expect(tags(await right(crm.write(full)))).toEqual(full.map(() => 'Activity'))
  })

  it('while another connection writes is Unavailable, and works when that is done', async () => {
    const { crm, store, file, host } = await start()
    const other = hostOn(file)
    other.exec("begin immediate; insert into contacts (id, name) values ('c', 'C')")
    expect(await left(crm.write([create('task', 'a')]))).toEqual({ _tag: 'Unavailable', detail: 'another connection holds the database (SQLITE_BUSY)' })
    expect((await left(store.write(scope, [])))._tag).toBe('Unavailable')
    // Readers do not wait.
    expect((await right(crm.changes('anna', null))).changes).toEqual([])
    other.exec('commit')
    expect(tags(await right(crm.write([create('task', 'a')])))).toEqual(['Activity'])
    expect(host.all('select count(*) as n from contacts')).toEqual([{ n: 1 }])
  })
})
