/** Several connections, the host's among them, that work on the same rows of a host's tables at the same time. */
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, it } from 'vitest'
import { sqlCrm } from '../../../../src/adapters/sql/index'
import type { Mapping } from '../../../../src/adapters/sql/index'
import type { PortError } from '../../../../src/core/errors'
import type { CrmPort, CrmWrite } from '../../../../src/core/ports/crm'
import { activityOf, commitLink, create, createOne, left, right, sample, valueOf, writeOne } from '../fixtures'
import { espo } from './espo-crm'
import { suite } from './suite-crm'
import { closeAll, openOnPostgres, openOnSqlite } from './systems'
import type { System } from './systems'

afterEach(closeAll)

const times = <A>(n: number, f: (i: number) => A): ReadonlyArray<A> => Array.from({ length: n }, (_, i) => f(i))
const tagOf = (e: E.Either<PortError, unknown> | undefined): string => (e === undefined ? 'nothing' : E.isLeft(e) ? e.left._tag : 'done')
const update = (a: { readonly id: string; readonly version: string }, kind: 'task' | 'email', patch: object, link = 'l'): CrmWrite => ({ _tag: 'UpdateActivity', kind, id: a.id, owner: 'anna', version: a.version, patch, commit: commitLink(link) })

const systems = [
  ['SQLite', openOnSqlite],
  ['Postgres', openOnPostgres]
] as const

const start = async (open: (typeof systems)[number][1], system: System, notice: Mapping['notice'] = { by: 'comparison' }) => {
  const mapping: Mapping = { ...system.mapping, notice }
  const opened = await open(system, mapping)
  let ms = Date.UTC(2026, 10, 24, 12)
  const crmOn = (db: typeof opened.db): CrmPort => sqlCrm({ db, mapping, database: 'acme', now: () => new Date((ms += 1000)).toISOString(), functions: { storeDocument: () => undefined } })
  return { ...opened, crm: crmOn(opened.db), crms: [crmOn(opened.db), crmOn(await opened.reopen()), crmOn(await opened.reopen())] }
}

describe.each(systems)('%s', (_, open) => {
  it('of creates with one key one creates, with its addresses, and all answer with it', async () => {
    const { crms, host } = await start(open, espo)
    const fields = { ...sample.email, to: [{ address: 'a@x.se', name: null }, { address: 'b@x.se', name: null }] }
    for (let round = 0; round < 4; round += 1) {
      const writes = times(3, (i) => create('email', `${round}-${i}`, { fields, commit: commitLink(`${round}-${i}`) }))
      // Some the other way round, so that they also wait for each other in a circle.
      const answers = await Promise.all(crms.map((crm, n) => right(crm.write(n === 1 ? [...writes].reverse() : writes))))
      const ids = answers.map((results) => results.map((r) => activityOf(valueOf(r)).id).sort())
      expect(ids).toEqual(ids.map(() => ids[0]))
    }
    expect(await host.all('select (select count(*) from email) as emails, (select count(*) from ocs_mapped) as kept, (select count(*) from ocs_links) as links, (select count(*) from email_email_address where not deleted) as addressed')).toEqual([{ emails: 12, kept: 12, links: 12, addressed: 24 }])
  })

  it.each([
    ['a column', 'task', (text: string) => ({ subject: text })],
    ['rows of addresses alone', 'email', (text: string) => ({ to: [{ address: `${text}@x.se`, name: null }] })],
    ['what only we remember', 'task', (text: string) => ({ progress: { status: 'inProgress', percent: 1 + Number(text.slice(2)), completedOn: null } })]
  ] as const)('of updates of %s from one version one wins, and the others are told; nothing is overwritten', async (_what, kind, patchOf) => {
    const { crms, crm, host } = await start(open, espo)
    let a = await createOne(crm, kind, 'a')
    for (let round = 0; round < 6; round += 1) {
      const answers = await Promise.all(crms.map((c, n) => right(c.write([update(a, kind, patchOf(`${round}-${3 * round + n}`), `${round}-${n}`)]))))
      const tags = answers.map(([r]) => tagOf(r))
      expect([...tags].sort()).toEqual(['VersionMismatch', 'VersionMismatch', 'done'])
      a = activityOf(valueOf(answers[tags.indexOf('done')]?.[0] ?? E.left({ _tag: 'CursorExpired' })))
      expect(a.fields).toMatchObject(patchOf(`${round}-${3 * round + tags.indexOf('done')}`))
      const [read] = await right(crm.read([a.id]))
      expect(read).toEqual({ _tag: 'Found', id: a.id, activity: a })
    }
    expect(await host.all('select count(*) as n from ocs_links')).toEqual([{ n: 6 }])
  })

  it('updates of two activities in opposite orders are all done', async () => {
    const { crms, crm } = await start(open, suite)
    for (let round = 0; round < 6; round += 1) {
      const pair = (await right(crm.write([create('task', `${round}a`), create('task', `${round}b`)]))).map((r) => activityOf(valueOf(r)))
      const [one, other] = [crms[1] ?? crm, crms[2] ?? crm]
      const [there, back] = await Promise.all([right(one.write(pair.map((a) => update(a, 'task', { subject: 'one' })))), right(other.write([...pair].reverse().map((a) => update(a, 'task', { subject: 'other' }))))])
      // One transaction comes first, whole.
      expect([there.map(tagOf).join(), back.map(tagOf).join()].sort()).toEqual(['VersionMismatch,VersionMismatch', 'done,done'])
    }
  })

  it('a document is not added to an activity that is deleted at the same moment', async () => {
    const { crms, crm, host } = await start(open, suite)
    for (let round = 0; round < 8; round += 1) {
      const a = await createOne(crm, 'task', `${round}`)
      const [added, deleted] = await Promise.all([
        right((crms[1] ?? crm).write([{ _tag: 'AddDocument', key: `${round}`, activity: a.id, owner: 'anna', name: `${round}.pdf`, mimeType: 'm', bytes: new Uint8Array(1), commit: () => [] }])),
        right((crms[2] ?? crm).write([{ _tag: 'DeleteActivity', kind: 'task', id: a.id, owner: 'anna', version: a.version, commit: () => [] }]))
      ])
      expect(deleted.map(tagOf)).toEqual(['done'])
      expect(await host.all('select id from notes where filename = ?', `${round}.pdf`)).toHaveLength(tagOf(added[0]) === 'done' ? 1 : 0)
    }
  })

  it.each(['comparison', 'modifiedAt'] as const)('by %s: several who look at once note a change once, and each is told of it', async (by) => {
    const { crms, crm, host } = await start(open, suite, { by })
    const { cursor } = await right(crm.changes('anna', null))
    await host.exec("insert into tasks (id, name, assigned_user_id, date_modified, status) values ('t', 'Call', 'anna', '2026-11-24 11:59:00', 'Not Started')")
    const pages = await Promise.all(crms.map((c) => right(c.changes('anna', cursor))))
    // On Postgres the one that noted it second may have read before it was there; it is told the next time.
    const told = await Promise.all(pages.map(async (page, i) => [...page.changes, ...(await right((crms[i] ?? crm).changes('anna', page.cursor))).changes].map((c) => (c._tag === 'Present' ? c.activity.id : c._tag))))
    expect(told).toEqual([['task:t'], ['task:t'], ['task:t']])
    expect(await host.all('select count(*) as n from ocs_mapped_changes')).toEqual([{ n: 1 }])
  })

  it('a row that the host holds for longer than we wait is Unavailable, and is written when it lets go', async () => {
    const mapping: Mapping = { ...suite.mapping, notice: { by: 'comparison' } }
    const opened = await open(suite, mapping)
    const db = await opened.reopen({ waitMs: 100 })
    const crm = sqlCrm({ db, mapping, database: 'acme', functions: { storeDocument: () => undefined } })
    const [a, other] = [await createOne(crm, 'task', 'a'), await createOne(crm, 'task', 'b')]
    const slow = await opened.newHost()
    await slow.exec(`begin; update tasks set description = 'by the host' where id = '${a.id.slice(5)}'`)
    expect((await left(crm.write([update(other, 'task', { subject: 'first' }), update(a, 'task', { subject: 'mine' })])))._tag).toBe('Unavailable')
    expect(await opened.host.all("select count(*) as n from tasks where name in ('first', 'mine')")).toEqual([{ n: 0 }])
    await slow.exec('rollback')
    expect((await right(crm.write([update(other, 'task', { subject: 'first' }), update(a, 'task', { subject: 'mine' })]))).map(tagOf)).toEqual(['done', 'done'])
  })
})

describe('on Postgres', () => {
  it('an edit that the host has begun and not committed is not overwritten: we wait for it, and are told', async () => {
    const { crm, host, newHost } = await start(openOnPostgres, suite)
    const a = await createOne(crm, 'task', 'a')
    const slow = await newHost()
    await slow.exec("begin; update tasks set name = 'by the host'")
    const mine = writeOne(crm, update(a, 'task', { subject: 'mine' }))
    await waiting(host)
    await slow.exec('commit')
    expect(tagOf(await mine)).toBe('VersionMismatch')
    expect(await host.all('select name from tasks')).toEqual([{ name: 'by the host' }])
  })

  it('an edit of a part, in a row of its own, that is committed while we write another is told afterwards', async () => {
    const { crm, host, newHost } = await start(openOnPostgres, suite)
    const a = await createOne(crm, 'email', 'a')
    const { cursor } = await right(crm.changes('anna', null))
    const slow = await newHost()
    await slow.exec("begin; update emails_text set to_addrs = 'host@x.se'")
    const mine = activityOf(valueOf(await writeOne(crm, update(a, 'email', { subject: 'mine' }))))
    expect(mine.fields).toMatchObject({ subject: 'mine', to: sample.email.to })
    const during = await right(crm.changes('anna', cursor))
    await slow.exec('commit')
    const { changes } = await right(crm.changes('anna', during.cursor))
    expect(changes).toMatchObject([{ _tag: 'Present', activity: { id: a.id, fields: { subject: 'mine', to: [{ address: 'host@x.se' }] } } }])
    expect(tagOf(await writeOne(crm, update(mine, 'email', { subject: 'from what is no longer so' })))).toBe('VersionMismatch')
    expect(await host.all('select name from emails')).toEqual([{ name: 'mine' }])
  })

  it('in a circle of waiting with the host one is ended; if it is us, all is done again', async () => {
    const { crm, host, newHost } = await start(openOnPostgres, suite)
    const pair = (await right(crm.write([create('task', 'a'), create('task', 'b')]))).map((r) => activityOf(valueOf(r)))
    const [a, b] = pair.map((x) => x.id.slice(5))
    const slow = await newHost()
    // The host would rather be ended later than we.
    await slow.exec(`set deadlock_timeout = '20s'; set lock_timeout = 0; begin; update tasks set description = 'by the host' where id = '${b ?? ''}'`)
    const ours = right(crm.write(pair.map((x) => update(x, 'task', { subject: 'ours' }))))
    await waiting(host)
    await slow.exec(`update tasks set description = 'by the host' where id = '${a ?? ''}'; commit`)
    expect((await ours).map(tagOf)).toEqual(['VersionMismatch', 'VersionMismatch'])
    expect(await host.all("select count(*) as n from tasks where description = 'by the host' and name <> 'ours'")).toEqual([{ n: 2 }])
  })
})

/** Until somebody waits for a row. */
const waiting = async (host: Awaited<ReturnType<typeof start>>['host']): Promise<void> => {
  while ((await host.all("select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%tasks%' and pid <> pg_backend_pid()")).length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
}
