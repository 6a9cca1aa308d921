import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, it } from 'vitest'
import { sqlCrm } from '../../../src/adapters/sql/index'
import { closeAll, databases } from './databases'
import type { Fixture, Host } from './databases'
import { commitLink, create, right } from './fixtures'
import { runProcess } from './processes'

afterEach(closeAll)

/** What must not be there: an activity without its link, a link without its activity, half of a pair. */
const halves = async (host: Host): Promise<ReadonlyArray<unknown>> => [
  ...(await host.all('select id as activity from activities where cast(id as text) not in (select activity_id from ocs_links)')),
  ...(await host.all("select id as link from ocs_links where activity_id <> 'none' and activity_id not in (select cast(id as text) from activities)")),
  ...(await host.all("select id as pair from ocs_links where activity_id = 'none' and id not in (select id from ocs_journal)")),
  ...(await host.all('select id as entry from ocs_journal where id not in (select id from ocs_links)'))
]

const counts = async (host: Host) => (await host.all('select count(*) as n, (select count(*) from activity_changes) as changes from activities'))[0]

/** A server takes back what a process left unfinished when it notices that it is gone. */
const settle = async ({ place, host }: Fixture): Promise<void> => {
  if ('file' in place) return
  const open = async (): Promise<boolean> => (await host.all(`select 1 from pg_locks where relation in ('${place.schema}.activities'::regclass, '${place.schema}.ocs_links'::regclass) and mode = 'RowExclusiveLock'`)).length > 0
  while (await open()) await new Promise((resolve) => setTimeout(resolve, 5))
}

describe.each(databases)('%s', (_, on) => {
  it('a process that is killed while it writes leaves each activity with its link, or neither, and the next works on (L4)', async () => {
    const fixture = await on.newDatabase()
    const { host, place } = fixture
    let activities = 0
    for (const [round, afterMs] of [15, 40, 61].entries()) {
      expect((await runProcess(place, 'forever', round, afterMs)).how).toBe('SIGKILL')
      await settle(fixture)
      if ('file' in place) expect(await host.all('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
      expect(await halves(host)).toEqual([])
      // Every activity is in the feed, and batches are whole.
      const row = await counts(host)
      expect(row?.['changes']).toBe(row?.['n'])
      expect(Number(row?.['n']) % 20).toBe(0)
      activities = Number(row?.['n'])
    }
    expect(activities).toBeGreaterThan(0)
  })

  it('a process that ends before any of its statements leaves nothing half done, and doing it again does it once (L4)', async () => {
    const fixture = await on.newDatabase()
    const { host, place, db } = fixture
    const crm = sqlCrm({ db, database: 'acme' })
    let n = 1
    for (; ; n += 1) {
      const { how, said } = await runProcess(place, 'die-before', n)
      await settle(fixture)
      expect(await halves(host)).toEqual([])
      const again = await right(crm.write([0, 1, 2].map((i) => create('task', `${n}-${i}`, { commit: commitLink(`${n}-${i}`) }))))
      expect(again.every(E.isRight)).toBe(true)
      expect(await counts(host)).toMatchObject({ n: 3 * n })
      expect(await halves(host)).toEqual([])
      if (said.includes('done')) break
      expect(how).toBe('SIGKILL')
    }
    // Begin, a look at the keys, three activities, their links (on a server all by one statement), commit; begin, a link, an entry, commit.
    expect(n - 1).toBe(on.name === 'SQLite' ? 13 : 11)
  })

  it('two processes that make the same activities at once make each of them once (L4)', async () => {
    const { host, place } = await on.newDatabase()
    const [a, b] = await Promise.all([runProcess(place, 'same-keys', 12), runProcess(place, 'same-keys', 12)])
    expect([a?.how, b?.how]).toEqual([0, 0])
    const ids = JSON.parse(a?.said[1] ?? '') as ReadonlyArray<string>
    expect(JSON.parse(b?.said[1] ?? '')).toEqual(ids)
    expect(new Set(ids).size).toBe(60)
    expect(await counts(host)).toEqual({ n: 60, changes: 60 })
    expect(await halves(host)).toEqual([])
  })
})
