/** Several connections that do the same things at the same time. */
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, it } from 'vitest'
import { referenceCrm, sqlCrm, sqlStore } from '../../../src/adapters/sql/index'
import type { PortError } from '../../../src/core/errors'
import type { CrmWrite } from '../../../src/core/ports/crm'
import { closeAll, databases } from './databases'
import { activityOf, commitLink, create, createOne, linkOf, right, valueOf } from './fixtures'

afterEach(closeAll)

const scope = { user: 'anna', database: 'acme' }
const times = <A>(n: number, f: (i: number) => A): ReadonlyArray<A> => Array.from({ length: n }, (_, i) => f(i))
const tagOf = (e: E.Either<PortError, unknown>): string => (E.isLeft(e) ? e.left._tag : 'done')

describe.each(databases)('%s', (_, on) => {
  const start = async () => {
    const { db, reopen, ...rest } = await on.newDatabase()
    const dbs = [db, await reopen(), await reopen()]
    return { ...rest, db, crms: dbs.map((d) => sqlCrm({ db: d, database: 'acme' })), stores: dbs.map((d) => sqlStore({ db: d })) }
  }

  it('of creates with one key one creates, and all answer with it', async () => {
    const { crms, host } = await start()
    for (let round = 0; round < 5; round += 1) {
      const writes = times(4, (i) => create('task', `${round}-${i}`, { commit: commitLink(`${round}-${i}`) }))
      // Half of them the other way round, so that they also wait for each other in a circle.
      const answers = await Promise.all(crms.map((crm, n) => right(crm.write(n === 1 ? [...writes].reverse() : writes))))
      const ids = answers.map((results) => results.map((r) => activityOf(valueOf(r)).id).sort())
      expect(ids).toEqual(ids.map(() => ids[0]))
    }
    expect(await host.all('select count(*) as n, count(distinct own_key) as keys from activities')).toEqual([{ n: 20, keys: 20 }])
    expect(await host.all('select count(*) as n from ocs_links')).toEqual([{ n: 20 }])
  })

  it('of updates from one version one wins, and the others are told; nothing is overwritten', async () => {
    const { crms, host } = await start()
    let a = await createOne(crms[0] ?? sqlCrm({ db: (await on.newDatabase()).db }), 'task', 'a')
    for (let round = 0; round < 10; round += 1) {
      const answers = await Promise.all(crms.map((crm, n) => right(crm.write([{ _tag: 'UpdateActivity', kind: 'task', id: a.id, owner: 'anna', version: a.version, patch: { subject: `${round}-${n}` }, commit: commitLink(`${round}-${n}`) }]))))
      const tags = answers.map(([r]) => (r === undefined ? 'nothing' : tagOf(r)))
      expect([...tags].sort()).toEqual(['VersionMismatch', 'VersionMismatch', 'done'])
      const winner = tags.indexOf('done')
      a = activityOf(valueOf(answers[winner]?.[0] ?? E.left({ _tag: 'CursorExpired' })))
      expect(await host.all('select subject, version from activities')).toEqual([{ subject: `${round}-${winner}`, version: round + 2 }])
    }
    expect(await host.all('select count(*) as n from ocs_links')).toEqual([{ n: 10 }])
  })

  it('updates of two activities in opposite orders are all done', async () => {
    const { crms } = await start()
    const [crm] = crms
    if (crm === undefined) throw new Error('no connection')
    for (let round = 0; round < 10; round += 1) {
      const pair = (await right(crm.write([create('task', `${round}a`), create('task', `${round}b`)]))).map((r) => activityOf(valueOf(r)))
      const update = (n: number): ReadonlyArray<CrmWrite> => pair.map(({ id, version }) => ({ _tag: 'UpdateActivity', kind: 'task', id, owner: 'anna', version, patch: { subject: `${n}` }, commit: () => [] }))
      const [there = [], back = []] = await Promise.all([right(crms[1]?.write(update(1)) ?? crm.write([])), right(crms[2]?.write([...update(2)].reverse()) ?? crm.write([]))])
      const won = [there.map(tagOf), back.map(tagOf)]
      // One transaction comes first, whole.
      expect(won).toContainEqual(['done', 'done'])
      expect(won).toContainEqual(['VersionMismatch', 'VersionMismatch'])
    }
  })

  it('a document is not added to an activity that is deleted at the same moment', async () => {
    const { crms, host } = await start()
    for (let round = 0; round < 15; round += 1) {
      const [crm, other] = crms
      if (crm === undefined || other === undefined) throw new Error('no connection')
      const a = await createOne(crm, 'task', `${round}`)
      const [added, deleted] = await Promise.all([
        right(crm.write([{ _tag: 'AddDocument', key: `${round}`, activity: a.id, owner: 'anna', name: 'n', mimeType: 'm', bytes: new Uint8Array(1), commit: () => [] }])),
        right(other.write([{ _tag: 'DeleteActivity', kind: 'task', id: a.id, owner: 'anna', version: a.version, commit: () => [] }]))
      ])
      expect(deleted.map(tagOf)).toEqual(['done'])
      const documents = await host.all('select id from documents where key = ?', `${round}`)
      expect(documents).toHaveLength(tagOf(added[0] ?? E.right(null)) === 'done' ? 1 : 0)
    }
  })

  it('of activations against different databases one wins, and the others are told which (B12)', async () => {
    const { stores, host } = await start()
    for (let round = 0; round < 10; round += 1) {
      const user = `user ${round}`
      const answers = await Promise.all(stores.map((s, n) => s.activate({ user, database: `d${n}` })()))
      const winner = answers.findIndex(E.isRight)
      expect(answers.map(tagOf).sort()).toEqual(['AlreadyExists', 'AlreadyExists', 'done'])
      for (const e of answers) if (E.isLeft(e)) expect(e.left).toEqual({ _tag: 'AlreadyExists', what: `d${winner}` })
      expect(await host.all('select database_id from ocs_activation where user_id = ?', user)).toEqual([{ database_id: `d${winner}` }])
    }
  })

  it('of those who want a lease one gets it; one that was taken over writes nothing more', async () => {
    const { stores } = await start()
    const at = (minute: number): string => `2026-11-24T10:${String(minute).padStart(2, '0')}:00.000Z`
    const [store] = stores
    if (store === undefined) throw new Error('no connection')
    for (let round = 0; round < 10; round += 1) {
      const user = `user ${round}`
      const answers = await Promise.all(stores.map((s, n) => s.acquireLease(user, `w${n}`, at(0), at(5))()))
      expect(answers.map(tagOf).sort()).toEqual(['AlreadyExists', 'AlreadyExists', 'done'])
      const first = valueOf(answers.find(E.isRight) ?? E.left({ _tag: 'CursorExpired' }))
      // It has run out, and its holder writes at the moment at which another one takes it.
      const [written, taken] = await Promise.all([
        store.write({ ...scope, user }, [{ _tag: 'PutCursor', side: 'crm', cursor: 'mine' }, { _tag: 'Fence', fence: first, until: at(9) }])(),
        stores[1]?.acquireLease(user, 'another', at(6), at(20))()
      ])
      // Either the writer was first and has prolonged its lease, or it has lost it and written nothing.
      expect([tagOf(written), taken === undefined ? '' : tagOf(taken)]).toSatisfy((tags: ReadonlyArray<string>) => ['done,AlreadyExists', 'VersionMismatch,done'].includes(tags.join()))
      expect(await right(store.cursor({ ...scope, user }, 'crm'))).toBe(tagOf(written) === 'done' ? 'mine' : null)
    }
  })

  it('writes of one link from everywhere leave one of them, and a listing of what is open sees one', async () => {
    const { stores } = await start()
    const [store] = stores
    if (store === undefined) throw new Error('no connection')
    const writers = times(9, (n) => stores[n % 3]?.write(scope, times(3, (i) => ({ _tag: 'PutLink', link: { ...linkOf(`l${(i + n) % 3}`, `by ${n}`), identity: `${n}` } })))())
    expect((await Promise.all(writers)).map((w) => (w === undefined ? '' : tagOf(w)))).toEqual(writers.map(() => 'done'))
    const open = await right(store.openLinks(scope, null, 10))
    expect(open.map((l) => l.id)).toEqual(['l0', 'l1', 'l2'])
    // All of a write or none of it: the last writer's three.
    expect(new Set(open.map((l) => l.activityId)).size).toBe(1)
  })

  it('contacts that are given no id get one each, and take nobody’s', async () => {
    const { db, host } = await on.newDatabase()
    const reference = referenceCrm(db)
    for (const n of [1, 2, 3, 5]) await reference.addContact({ id: `c${n}`, name: `Given ${n}`, addresses: [] })
    const ids = await Promise.all(times(6, (n) => reference.addContact({ name: `New ${n}`, addresses: [] })))
    expect(new Set(ids).size).toBe(6)
    expect(await host.all("select count(*) as n from contacts where name like 'Given%'")).toEqual([{ n: 4 }])
    expect(await host.all('select count(*) as n from contacts')).toEqual([{ n: 10 }])
  })
})
