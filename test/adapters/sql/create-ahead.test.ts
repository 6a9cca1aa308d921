/** Many creates in one write: on a server they are made by few statements, and every one is answered as if it had been made by itself. */
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, it } from 'vitest'
import { sqlCrm, sqlStore } from '../../../src/adapters/sql/index'
import type { CrmWrite } from '../../../src/core/ports/crm'
import { closeAll, databases, postgres } from './databases'
import { activityOf, commitLink, create, linkOf, right, sample, valueOf } from './fixtures'

afterEach(closeAll)

const times = <A>(n: number, f: (i: number) => A): ReadonlyArray<A> => Array.from({ length: n }, (_, i) => f(i))
const task = (key: string, subject: string, commit = commitLink(key)): CrmWrite => create('task', key, { fields: { ...sample.task, subject }, commit })

describe.each(databases)('%s', (_, on) => {
  it('of many kinds and owners, with keys that repeat and keys that are taken', async () => {
    const { db, host } = await on.newDatabase()
    const crm = sqlCrm({ db, database: 'acme' })
    const [before] = (await right(crm.write([task('k3', 'before')]))).map((r) => activityOf(valueOf(r)))
    const gone = activityOf(valueOf((await right(crm.write([task('k5', 'gone')])))[0] ?? E.left({ _tag: 'CursorExpired' })))
    const writes: ReadonlyArray<CrmWrite> = [
      { _tag: 'DeleteActivity', kind: 'task', id: gone.id, owner: 'anna', version: gone.version, commit: () => [] },
      ...times(37, (i) => task(`k${i}`, `s${i}`)),
      ...times(12, (i) => create('email', `m${i}`, { owner: 'bo', commit: commitLink(`m${i}`) })),
      task('k7', 'a second one'),
      create('appointment', 'bad zone', { fields: { ...sample.appointment, time: { allDay: false, start: { local: '2026-11-24T09:30:00', zone: 'Not/AZone' }, end: { local: '2026-11-24T09:30:00', zone: 'Not/AZone' } } } })
    ]
    const answers = await right(crm.write(writes))
    expect(answers.map((a) => (E.isLeft(a) ? a.left._tag : a.right._tag))).toEqual(['Deleted', ...times(50, () => 'Activity'), 'InvalidPayload'])
    const made = answers.slice(1, 51).map((a) => activityOf(valueOf(a)))
    expect(made.slice(0, 37).map((a) => a.fields.subject)).toEqual(times(37, (i) => (i === 3 ? 'before' : `s${i}`)))
    expect(made[3]?.id).toBe(before?.id)
    expect(made[49]).toEqual(made[7])
    // Each is what it says that it is, and its link is its own.
    const read = await right(crm.read(made.map((a) => a.id)))
    expect(read.map((r) => (r._tag === 'Found' ? { ...r.activity, modifiedAt: '' } : r._tag))).toEqual(made.map((a) => ({ ...a, modifiedAt: '' })))
    const links = new Map((await host.all("select id, activity_id from ocs_links where user_id = 'anna'")).map((r) => [r['id'], r['activity_id']]))
    for (const [i, a] of made.slice(0, 37).entries()) expect(links.get(`k${i}`)).toBe(a.id)
    expect(await host.all('select count(*) as n from activities where deleted = 0')).toEqual([{ n: 49 }])
  })

  it('one that the database does not take, or whose commit it does not take, leaves the others', async () => {
    const { db, host } = await on.newDatabase({ spoils: true })
    await host.exec(on.name === 'SQLite' ? "create trigger refuse before insert on activities when new.subject = 'refused' begin select raise(abort, 'no'); end" : "alter table activities add constraint refuse check (subject <> 'refused')")
    const crm = sqlCrm({ db, database: 'acme' })
    const commitNothing = commitLink('x')
    const writes = times(25, (i) => task(`k${i}`, i === 11 ? 'refused' : `s${i}`, i === 14 ? (r) => commitNothing(r).map(() => ({ _tag: 'PutLink', link: { ...linkOf('l', 'a'), itemId: null as unknown as string } })) : commitLink(`k${i}`)))
    const answers = await right(crm.write(writes))
    expect(answers.flatMap((a, i) => (E.isLeft(a) ? [i] : []))).toEqual([11, 14])
    expect((await host.all('select own_key from activities order by id')).map((r) => r['own_key'])).toEqual(times(25, (i) => `k${i}`).filter((_, i) => i !== 11 && i !== 14))
    expect(await host.all('select count(*) as n from ocs_links')).toEqual([{ n: 23 }])
  })

  it('of several who create the same at once each is answered with what one of them made (L4)', async () => {
    const { db, host, reopen } = await on.newDatabase()
    const crms = [db, await reopen(), await reopen()].map((d) => sqlCrm({ db: d, database: 'acme' }))
    for (let round = 0; round < 4; round += 1) {
      const writes = times(24, (i) => task(`${round}-${i}`, `${i}`))
      const answers = await Promise.all(crms.map((crm, n) => right(crm.write(n === 1 ? [...writes].reverse() : writes))))
      const ids = answers.map((results) => results.map((r) => activityOf(valueOf(r)).id).sort())
      expect(ids).toEqual(ids.map(() => ids[0]))
    }
    expect(await host.all('select count(*) as n, count(distinct own_key) as keys from activities')).toEqual([{ n: 96, keys: 96 }])
    expect(await host.all('select count(*) as n from ocs_links')).toEqual([{ n: 96 }])
  })

  it('a lease that was lost fails all of them, and of one that is held the last time counts', async () => {
    const { db, host } = await on.newDatabase()
    const crm = sqlCrm({ db, database: 'acme' })
    const fence = await right(sqlStore({ db }).acquireLease('anna', 'w', '2026-11-24T10:00:00.000Z', '2026-11-24T11:00:00.000Z'))
    const held = (n: number, minute: number): CrmWrite => task(`${n}-${minute}`, 's', () => [{ _tag: 'Fence', fence: n, until: `2026-11-24T11:0${minute}:00.000Z` }])
    const lost = await right(crm.write([...times(12, () => held(fence, 1)), held(fence + 1, 2)]))
    expect(lost.at(-1)).toMatchObject({ left: { _tag: 'VersionMismatch' } })
    await right(crm.write([held(fence, 3), held(fence, 4), held(fence, 3)]))
    expect(await host.all('select until from ocs_leases')).toEqual([{ until: '2026-11-24T11:03:00.000Z' }])
  })
})

it('on Postgres, a hundred creates are one statement', async () => {
  const sent: Array<string> = []
  const { db } = await postgres.newDatabase({
    postgresPool: (pool) => ({
      connect: async () => {
        const client = await pool.connect()
        return { query: (q) => (sent.push(q.text.slice(0, 22)), client.query(q)), release: (destroy) => client.release(destroy) }
      }
    })
  })
  sent.length = 0
  await right(sqlCrm({ db }).write(times(211, (i) => task(`k${i}`, 's'))))
  // Two hundreds, one ten, and one.
  expect(sent.filter((t) => t.startsWith('insert into activities'))).toHaveLength(4)
  expect(sent).toHaveLength(7)
})
