/** What is noticed of the host's changes, and when: the guarantees of docs/mapping.md. */
import { afterEach, describe, expect, it } from 'vitest'
import { sqlCrm } from '../../../../src/adapters/sql/index'
import type { Mapping } from '../../../../src/adapters/sql/index'
import type { CrmPort } from '../../../../src/core/ports/crm'
import { create, createOne, right } from '../fixtures'
import { suite, suiteCrm } from './suite-crm'
import { closeAll, insert, openOnPostgres, openOnSqlite } from './systems'
import type { Opened } from './systems'

afterEach(closeAll)

const by = (notice: Mapping['notice']): Mapping => ({ ...suiteCrm, notice })
const systems = [
  ['SQLite', openOnSqlite],
  ['Postgres', openOnPostgres]
] as const

/** A clock that the test moves. */
const clockAt = (start: string) => {
  let at = Date.parse(start)
  return { now: () => new Date(at).toISOString(), forward: (ms: number) => void (at += ms) }
}

const start = async (open: (typeof systems)[number][1], notice: Mapping['notice'], pageSize = 500) => {
  const mapping = by(notice)
  const opened = await open(suite, mapping)
  const clock = clockAt('2026-11-24T12:00:00Z')
  const crm = sqlCrm({ db: opened.db, mapping, functions: { storeDocument: () => undefined }, now: clock.now, pageSize })
  return { ...opened, crm, clock }
}

const drain = async (crm: CrmPort, owner: string, from: string | null): Promise<{ readonly told: ReadonlyArray<string>; readonly cursor: string }> => {
  const told: Array<string> = []
  let cursor = from
  for (;;) {
    const page = await right(crm.changes(owner, cursor))
    told.push(...page.changes.map((c) => (c._tag === 'Present' ? `${c.activity.id} ${c.activity.fields.subject}` : `${c.id} ${c._tag}`)))
    cursor = page.cursor
    if (!page.more) return { told: told.sort(), cursor }
  }
}

const task = (id: string, name: string, modified: string, owner = 'anna') => ({ table: 'tasks', row: { id, name, assigned_user_id: owner, date_modified: modified, status: 'Not Started' } })
const addTask = (h: Opened['host'], id: string, name: string, modified: string): Promise<void> => insert(h, task(id, name, modified))

describe('a transaction that is committed late', () => {
  it.each(['modifiedAt', 'comparison', 'triggers'] as const)('on Postgres, by %s: told, where a remembered time alone loses it', async (how) => {
    const { host, newHost, crm } = await start(openOnPostgres, { by: how })
    const slow = await newHost()
    const first = await drain(crm, 'anna', null)
    // It is stamped before the other one, and committed after it, and after we have looked.
    await slow.exec('begin')
    await addTask(slow, 'late', 'Stamped first', '2026-11-24 11:59:00')
    await addTask(host, 'early', 'Stamped second', '2026-11-24 11:59:30')
    const second = await drain(crm, 'anna', first.cursor)
    expect(second.told).toEqual(['task:early Stamped second'])
    const [newest] = await host.all('select max(date_modified)::text as at from tasks')
    await slow.exec('commit')
    expect((await host.all("select id from tasks where date_modified > cast(? as timestamp)", String(newest?.['at']))).length).toBe(0)
    const third = await drain(crm, 'anna', second.cursor)
    expect(third.told).toEqual(['task:late Stamped first'])
    expect((await drain(crm, 'anna', third.cursor)).told).toEqual([])
  })
})

describe.each(systems)('%s, by the time of the change', (_, open) => {
  const hour = 3_600_000

  it('tells what is stamped within the overlap at once; what is not, at the next comparison of everything', async () => {
    const { host, crm, clock } = await start(open, { by: 'modifiedAt', overlapMs: 60_000 })
    await addTask(host, 'a', 'A', '2026-11-24 11:00:00')
    const first = await drain(crm, 'anna', null)
    expect(first.told).toEqual(['task:a A'])
    await addTask(host, 'b', 'Within', '2026-11-24 10:59:30')
    await addTask(host, 'c', 'Before', '2026-11-24 10:00:00')
    const second = await drain(crm, 'anna', first.cursor)
    expect(second.told).toEqual(['task:b Within'])
    clock.forward(hour)
    expect((await drain(crm, 'anna', second.cursor)).told).toEqual(['task:c Before'])
  })

  it('tells a row that is deleted for good at the next comparison of everything, one that is marked at once', async () => {
    const { host, crm, clock } = await start(open, { by: 'modifiedAt' })
    await addTask(host, 'a', 'A', '2026-11-24 11:00:00')
    await addTask(host, 'b', 'B', '2026-11-24 11:00:00')
    const first = await drain(crm, 'anna', null)
    await host.exec("delete from tasks where id = 'a'; update tasks set deleted = true, date_modified = '2026-11-24 11:01:00' where id = 'b'")
    const second = await drain(crm, 'anna', first.cursor)
    expect(second.told).toEqual(['task:b Removed'])
    clock.forward(hour)
    expect((await drain(crm, 'anna', second.cursor)).told).toEqual(['task:a Removed'])
  })

  it('is not led astray by a row that is stamped in the future', async () => {
    const { host, crm } = await start(open, { by: 'modifiedAt' })
    await addTask(host, 'a', 'From the future', '2099-01-01 00:00:00')
    const first = await drain(crm, 'anna', null)
    await addTask(host, 'b', 'Of now', '2026-11-24 11:59:00')
    expect((await drain(crm, 'anna', first.cursor)).told).toEqual(['task:b Of now'])
  })
})

describe.each(systems)('%s, by comparison', (_, open) => {
  it('tells every difference, whatever the stamps say, and nothing twice', async () => {
    const { host, crm } = await start(open, { by: 'comparison' })
    for (const id of ['a', 'b', 'c']) await addTask(host, id, id.toUpperCase(), '2026-11-24 11:00:00')
    const first = await drain(crm, 'anna', null)
    await host.exec("update tasks set name = 'B, and no stamp' where id = 'b'; delete from tasks where id = 'c'")
    const second = await drain(crm, 'anna', first.cursor)
    expect(second.told).toEqual(['task:b B, and no stamp', 'task:c Removed'])
    expect((await drain(crm, 'anna', second.cursor)).told).toEqual([])
  })
})

describe.each(systems)('%s, by triggers', (_, open) => {
  it('tells changes of a row, of its parts, of its owner, and its end', async () => {
    const { host, crm } = await start(open, { by: 'triggers' })
    await insert(host, { table: 'emails', row: { id: 'm', name: 'Mail', assigned_user_id: 'anna', date_sent_received: '2026-11-24 10:00:00' } })
    await insert(host, { table: 'emails_text', row: { email_id: 'm', from_addr: 'a@b.example' } })
    await addTask(host, 't', 'Task', '2026-11-24 10:00:00')
    let { cursor } = await drain(crm, 'anna', null)
    const theirs = await drain(crm, 'bert', null)
    const steps: ReadonlyArray<readonly [string, ReadonlyArray<string>]> = [
      ["update emails_text set from_addr = 'c@d.example' where email_id = 'm'", ['email:m Mail']],
      ["update tasks set name = 'Task, edited' where id = 't'", ['task:t Task, edited']],
      ["update tasks set assigned_user_id = 'bert' where id = 't'", ['task:t Task, edited']],
      ["update tasks set name = 'no longer hers' where id = 't'", []],
      ["delete from emails where id = 'm'", ['email:m Removed']]
    ]
    for (const [sql, told] of steps) {
      await host.exec(sql)
      const page = await drain(crm, 'anna', cursor)
      expect(page.told, sql).toEqual(told)
      cursor = page.cursor
    }
    expect((await drain(crm, 'bert', theirs.cursor)).told).toEqual(['task:t no longer hers'])
  })

  it('our own writes are told like everybody else’s', async () => {
    const { crm } = await start(open, { by: 'triggers' })
    const { cursor } = await drain(crm, 'anna', null)
    const a = await createOne(crm, 'task', 'k')
    expect((await drain(crm, 'anna', cursor)).told).toEqual([`${a.id} Call`])
  })
})

describe.each(systems)('%s, in pages', (_, open) => {
  it.each(['modifiedAt', 'comparison', 'triggers'] as const)('by %s: a run that was broken off and is taken up later tells what has changed since', async (how) => {
    const { host, crm } = await start(open, { by: how }, 2)
    const { cursor } = await drain(crm, 'anna', null)
    for (const id of ['a', 'b', 'c']) await addTask(host, id, id.toUpperCase(), '2026-11-24 11:00:00')
    const page = await right(crm.changes('anna', cursor))
    expect([page.changes.length, page.more]).toEqual([2, true])
    await addTask(host, 'd', 'D', '2026-11-24 11:00:01')
    const rest = await drain(crm, 'anna', page.cursor)
    expect(rest.told).toEqual(['task:c C', 'task:d D'])
    expect((await drain(crm, 'anna', rest.cursor)).told).toEqual([])
  })
})

describe('several who create with one key at once, on Postgres', () => {
  it('make one activity', async () => {
    const { host, crm } = await start(openOnPostgres, { by: 'modifiedAt' })
    const answers = await Promise.all(Array.from({ length: 6 }, () => right(crm.write([create('task', 'one-key')]))))
    expect(new Set(answers.flat().map((e) => (e._tag === 'Right' && e.right._tag === 'Activity' ? e.right.activity.id : JSON.stringify(e)))).size).toBe(1)
    expect(await host.all('select count(*) as n from tasks')).toEqual([{ n: 1 }])
  })
})
