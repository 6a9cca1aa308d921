/** The change feed where transactions are committed in another order than that in which they began. */
import * as fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { referenceCrm, sqlCrm } from '../../../src/adapters/sql/index'
import type { CrmPort } from '../../../src/core/ports/crm'
import { closeAll, databases, postgres, sqlite } from './databases'
import type { Host } from './databases'
import { createOne, left, right } from './fixtures'

afterEach(closeAll)

const read = async (crm: CrmPort, from: string | null, pages = 100) => {
  const told: Array<string> = []
  let [cursor, more] = [from, true]
  for (let page = 0; more && page < pages; page += 1) {
    const answer = await right(crm.changes('anna', cursor))
    told.push(...answer.changes.map((c) => (c._tag === 'Present' ? `${c.activity.id} v${c.activity.version} ${c.activity.fields.subject}` : `${c._tag} ${c.id}`)))
    cursor = answer.cursor
    more = answer.more
  }
  return { told, cursor: cursor ?? '' }
}

const insert = (subject: string): string => `insert into activities (kind, owner, subject) values ('task', 'anna', '${subject}')`

/** What a feed does that remembers the highest number it saw. */
const readByNumber = async (host: Host, from: number) => {
  const rows = await host.all("select c.seq, a.subject from activity_changes c join activities a on a.id = c.activity_id where c.owner = 'anna' and c.seq > ? order by c.seq", from)
  return { told: rows.map((r) => String(r['subject'])), next: Math.max(from, ...rows.map((r) => Number(r['seq']))) }
}

describe('on Postgres, of two transactions the first to begin is the last to commit', () => {
  const start = async (pageSize = 500) => {
    const fixture = await postgres.newDatabase()
    return { ...fixture, crm: sqlCrm({ db: fixture.db, pageSize }), slow: await fixture.newHost(), quick: await fixture.newHost() }
  }

  it('a reader that goes by numbers loses its rows, and the feed does not', async () => {
    const { crm, host, slow, quick } = await start()
    const begin = await read(crm, null)
    await slow.exec(`begin; ${insert('slow')}`)
    await quick.exec(insert('quick'))
    const naive = await readByNumber(host, 0)
    const first = await read(crm, begin.cursor)
    expect(naive.told).toEqual(['quick'])
    expect(first.told).toEqual(['2 v1 quick'])
    await slow.exec('commit')
    // The loss: its number is lower than the one remembered.
    expect((await readByNumber(host, naive.next)).told).toEqual([])
    const second = await read(crm, first.cursor)
    expect(second.told).toEqual(['1 v1 slow'])
    expect((await read(crm, second.cursor)).told).toEqual([])
  })

  it('a listing that began meanwhile is followed by what it could not see', async () => {
    const { crm, slow, quick } = await start(1)
    await quick.exec(insert('a'))
    await slow.exec(`begin; ${insert('slow')}`)
    await quick.exec(insert('b'))
    const firstPage = await read(crm, null, 1)
    expect(firstPage.told).toEqual(['1 v1 a'])
    await quick.exec("update activities set subject = 'a2' where id = 1")
    const rest = await read(crm, firstPage.cursor)
    expect(rest.told).toEqual(['3 v1 b'])
    await slow.exec('commit')
    expect((await read(crm, rest.cursor)).told.sort()).toEqual(['1 v2 a2', '2 v1 slow'])
  })

  it('pages that are being read are not disturbed by a commit between them, and it comes after them: a run that is taken up later sees what was there then', async () => {
    const { crm, slow, quick } = await start(2)
    const begin = await read(crm, null)
    await slow.exec(`begin; ${insert('slow')}`)
    for (const name of ['a', 'b', 'c', 'd', 'e']) await quick.exec(insert(name))
    const firstPage = await read(crm, begin.cursor, 1)
    expect(firstPage.told).toEqual(['2 v1 a', '3 v1 b'])
    await slow.exec('commit')
    const rest = await read(crm, firstPage.cursor)
    expect(rest.told).toEqual(['4 v1 c', '5 v1 d', '6 v1 e', '1 v1 slow'])
    expect((await read(crm, rest.cursor)).told).toEqual([])
  })

  it('what we write ourselves meanwhile is told at once, once, and in the version that the write answered', async () => {
    const { crm, slow } = await start()
    await slow.exec(`begin; ${insert('slow')}`)
    const begin = await read(crm, null)
    const own = await createOne(crm, 'task', 'ours')
    const page = await right(crm.changes('anna', begin.cursor))
    expect(page.changes).toEqual([{ _tag: 'Present', activity: own }])
    await slow.exec('commit')
    expect((await read(crm, page.cursor)).told).toEqual(['1 v1 slow'])
  })

  it('a part of a transaction that was taken back is not told, and the rest is', async () => {
    const { crm, slow, quick } = await start()
    const begin = await read(crm, null)
    await slow.exec(`begin; savepoint s; ${insert('undone')}; rollback to s; savepoint t; ${insert('kept')}; release t`)
    await quick.exec(insert('quick'))
    const first = await read(crm, begin.cursor)
    await slow.exec('commit')
    expect(first.told).toEqual(['3 v1 quick'])
    expect((await read(crm, first.cursor)).told).toEqual(['2 v1 kept'])
  })
})

describe('a position on Postgres', () => {
  it('of another server, or of a later state of this one, is expired', async () => {
    const { db } = await postgres.newDatabase()
    const crm = sqlCrm({ db })
    const { cursor } = await read(crm, null)
    const [, cluster = '', xmin = '', xmax = ''] = /^log:(\w+) (\d+):(\d+):/.exec(cursor) ?? []
    const later = BigInt(xmax) + 1_000_000n
    for (const expired of [`log:1${cluster} ${xmin}:${xmax}:`, `log:${cluster} ${xmin}:${later}:`, `log:${cluster} ${xmin}:${xmax}: ${xmin}:${later}: 0 0`, `all:0:1${cluster} ${xmin}:${xmax}:`])
      expect(await left(crm.changes('anna', expired)), expired).toEqual({ _tag: 'CursorExpired' })
    expect((await read(crm, cursor)).told).toEqual([])
  })

  it('is expired when the log was emptied at one stroke', async () => {
    const { db, host } = await postgres.newDatabase({ spoils: true })
    const crm = sqlCrm({ db })
    const { cursor } = await read(crm, null)
    await host.exec(`${insert('a')}; truncate activity_changes`)
    expect(await left(crm.changes('anna', cursor))).toEqual({ _tag: 'CursorExpired' })
  })

  it('is expired by pruning where an entry of a transaction that was then still open is gone', async () => {
    const { db, host, newHost } = await postgres.newDatabase()
    const [crm, slow] = [sqlCrm({ db }), await newHost()]
    await slow.exec(`begin; ${insert('slow')}`)
    await host.exec(insert('quick'))
    const { cursor } = await read(crm, null)
    await slow.exec('commit')
    await referenceCrm(db).pruneChanges('9999-01-01T00:00:00.000Z')
    expect(await left(crm.changes('anna', cursor))).toEqual({ _tag: 'CursorExpired' })
  })
})

describe('on SQLite, one writes at a time', () => {
  const start = async () => {
    const fixture = await sqlite.newDatabase()
    const [slow, quick] = [await fixture.newHost(), await fixture.newHost()]
    await quick.exec('pragma busy_timeout = 0')
    return { ...fixture, crm: sqlCrm({ db: fixture.db }), slow, quick }
  }

  it('a second one is refused until the first has committed, so numbers follow the commits', async () => {
    const { crm, slow, quick } = await start()
    const begin = await read(crm, null)
    await slow.exec(`begin; ${insert('slow')}`)
    await expect(quick.exec(insert('quick'))).rejects.toMatchObject({ code: 'SQLITE_BUSY' })
    const during = await read(crm, begin.cursor)
    expect(during.told).toEqual([])
    await slow.exec('commit')
    await quick.exec(insert('quick'))
    expect((await read(crm, during.cursor)).told).toEqual(['1 v1 slow', '2 v1 quick'])
  })

  it('one that began earlier and has only read may not write any more once another has committed', async () => {
    const { crm, slow, quick } = await start()
    await slow.exec('begin; select * from activities')
    await quick.exec(insert('quick'))
    await expect(slow.exec(insert('slow'))).rejects.toMatchObject({ code: expect.stringMatching(/^SQLITE_BUSY/) })
    await slow.exec('rollback')
    expect((await read(crm, null)).told).toEqual(['1 v1 quick'])
  })
})

/** What one of three connections does, or the reader. */
type Step = readonly [who: 0 | 1 | 2, what: 'begin' | 'insert' | 'update' | 'delete' | 'commit' | 'rollback'] | 'read'

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.constant('read' as const) },
  { weight: 4, arbitrary: fc.tuple(fc.constantFrom(0 as const, 1 as const, 2 as const), fc.constantFrom('begin' as const, 'insert' as const, 'update' as const, 'delete' as const, 'commit' as const, 'rollback' as const)) }
)

/** Each connection has activities of its own, because on one row they would wait for each other. */
const sqlOf = (who: number, what: string): string =>
  what === 'insert'
    ? insert(`of ${who}`)
    : what === 'update'
      ? `update activities set status = 'x' where subject = 'of ${who}'`
      : what === 'delete'
        ? `delete from activities where id in (select min(id) from activities where subject = 'of ${who}')`
        : what

describe.each(databases)('%s', (name, on) => {
  it('whoever follows the feed knows every activity as it is in the end, whatever the order of beginnings and commits', async () => {
    let late = 0
    const fixture = await on.newDatabase()
    const hosts = [await fixture.newHost(), await fixture.newHost(), await fixture.newHost()]
    if (name === 'SQLite') for (const h of hosts) await h.exec('pragma busy_timeout = 0')
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), fc.integer({ min: 1, max: 4 }), async (steps, pageSize) => {
        await fixture.host.exec('delete from activities')
        const crm = sqlCrm({ db: fixture.db, pageSize })
        const known = new Map<string, string>()
        const follow = async (from: string | null): Promise<string> => {
          const { told, cursor } = await read(crm, from)
          for (const t of told) {
            const [first = '', second = ''] = t.split(' ')
            if (first === 'Removed') known.delete(second)
            else known.set(first, second)
          }
          return cursor
        }
        let cursor = await follow(null)
        const inside = new Set<number>()
        for (const s of steps) {
          if (s === 'read') {
            cursor = await follow(cursor)
            late += inside.size
            continue
          }
          const [who, what] = s
          if ((what === 'begin') === inside.has(who) && what !== 'insert' && what !== 'update' && what !== 'delete') continue
          try {
            await hosts[who]?.exec(sqlOf(who, what))
            if (what === 'begin') inside.add(who)
            if (what === 'commit' || what === 'rollback') inside.delete(who)
          } catch (e) {
            expect(e).toMatchObject({ code: expect.stringMatching(/^SQLITE_BUSY/) })
          }
        }
        for (const who of inside) await hosts[who]?.exec('commit').catch(() => hosts[who]?.exec('rollback'))
        await follow(cursor)
        const rows = await fixture.host.all('select id, version from activities')
        expect([...known].sort()).toEqual(rows.map((r) => [String(r['id']), `v${String(r['version'])}`]).sort())
      }),
      { numRuns: 40 }
    )
    // Otherwise nothing was open when the feed was read, and nothing was proved.
    expect(late).toBeGreaterThan(5)
  })
})
