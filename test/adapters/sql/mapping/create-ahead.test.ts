/** Many creates in one write are made together, and every one is answered as if it had been made by itself. */
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, it } from 'vitest'
import { sqlCrm } from '../../../../src/adapters/sql/index'
import type { Mapping } from '../../../../src/adapters/sql/index'
import type { CrmWrite } from '../../../../src/core/ports/crm'
import { activityOf, commitLink, create, right, sample, valueOf } from '../fixtures'
import { espo } from './espo-crm'
import { closeAll, openOnPostgres, openOnSqlite } from './systems'

afterEach(closeAll)

const times = <A>(n: number, f: (i: number) => A): ReadonlyArray<A> => Array.from({ length: n }, (_, i) => f(i))
const email = (key: string, i: number, changes: object = {}): CrmWrite => create('email', key, { fields: { ...sample.email, subject: `s${i}`, to: [{ address: `to${i % 5}@x.se`, name: i % 2 === 0 ? 'To' : null }], cc: [{ address: 'cc@x.se', name: null }], ...changes }, commit: commitLink(key) })

describe.each([
  ['SQLite', openOnSqlite],
  ['Postgres', openOnPostgres]
] as const)('%s', (name, open) => {
  const start = async (notice: Mapping['notice']) => {
    const mapping: Mapping = { ...espo.mapping, notice }
    const opened = await open(espo, mapping)
    return { ...opened, crm: sqlCrm({ db: opened.db, mapping, database: 'acme', now: () => '2026-11-24T12:00:00.000Z', functions: { storeDocument: () => undefined } }) }
  }

  it.each(['comparison', 'triggers'] as const)('by %s: with keys that repeat, keys that are taken, and what cannot be held', async (by) => {
    const { crm, host } = await start({ by })
    const [before] = (await right(crm.write([email('k3', 300)]))).map((r) => activityOf(valueOf(r)))
    const { cursor } = await right(crm.changes('anna', null))
    const writes: ReadonlyArray<CrmWrite> = [
      ...times(23, (i) => email(`k${i}`, i, i === 9 ? { subject: `s9 ${'long '.repeat(80)}`, sentAt: '2026-11-24T08:30:00.417Z' } : {})),
      ...times(3, (i) => create('task', `t${i}`, { owner: 'bert', commit: commitLink(`t${i}`) })),
      email('k7', 700),
      create('appointment', 'alone', { commit: commitLink('alone') }),
      create('appointment', 'bad zone', { fields: { ...sample.appointment, time: { allDay: false, start: { local: '2026-11-24T09:30:00', zone: 'Not/AZone' }, end: { local: '2026-11-24T09:30:00', zone: 'Not/AZone' } } } })
    ]
    const answers = await right(crm.write(writes))
    expect(answers.map((a) => (E.isLeft(a) ? a.left._tag : a.right._tag))).toEqual([...times(28, () => 'Activity'), 'InvalidPayload'])
    const made = answers.slice(0, 28).map((a) => activityOf(valueOf(a)))
    expect(made[3]).toEqual(before)
    expect(made[26]).toEqual(made[7])
    for (const [i, w] of writes.slice(0, 23).entries()) if (w._tag === 'CreateActivity' && i !== 3) expect(made[i]).toMatchObject({ ownKey: w.ownKey, fields: w.fields })
    const read = await right(crm.read(made.map((a) => a.id)))
    expect(read.map((r) => (r._tag === 'Found' ? r.activity : r._tag))).toEqual(made)
    const links = new Map((await host.all('select id, activity_id from ocs_links')).map((r) => [r['id'], r['activity_id']]))
    for (const [i, a] of made.slice(0, 23).entries()) expect(links.get(`k${i}`)).toBe(a.id)
    const told = await right(crm.changes('anna', cursor))
    expect(told.changes.map((c) => (c._tag === 'Present' ? c.activity.id : c._tag)).sort()).toEqual([...new Set(made.filter((a, i) => i !== 3 && a.owner === 'anna').map((a) => a.id))].sort())
    expect((await right(crm.changes('anna', told.cursor))).changes).toEqual([])
    expect(await host.all('select (select count(*) from email) as emails, (select count(*) from email_email_address) as addressed, (select count(*) from email_address) as addresses, (select count(*) from task) as tasks, (select count(*) from meeting) as meetings')).toEqual([{ emails: 23, addressed: 46, addresses: 6, tasks: 3, meetings: 1 }])
  })

  it('one that the database does not take leaves the others, and nothing of itself', async () => {
    const { crm, host } = await start({ by: 'comparison' })
    await host.exec(name === 'SQLite' ? "create trigger refuse before insert on email when new.name = 's11' begin select raise(abort, 'no'); end" : "alter table email add constraint refuse check (name <> 's11')")
    const answers = await right(crm.write(times(25, (i) => email(`k${i}`, i))))
    expect(answers.flatMap((a, i) => (E.isLeft(a) ? [i] : []))).toEqual([11])
    expect(await host.all('select (select count(*) from email) as emails, (select count(*) from email_email_address) as addressed, (select count(*) from ocs_mapped) as kept, (select count(*) from ocs_mapped_keys) as keys, (select count(*) from ocs_mapped_changes) as log, (select count(*) from ocs_links) as links')).toEqual([{ emails: 24, addressed: 48, kept: 24, keys: 24, log: 24, links: 24 }])
  })
})
