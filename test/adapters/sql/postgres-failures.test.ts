/** What a server does that fails: everything is answered as data, nothing is half done, and the next call works. */
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, it } from 'vitest'
import { sqlCrm, sqlStore } from '../../../src/adapters/sql/index'
import type { PooledConnection, PostgresPool, PostgresQuery, PostgresResult } from '../../../src/adapters/sql/index'
import type { CrmWrite } from '../../../src/core/ports/crm'
import { closeAll, postgres, postgresPool } from './databases'
import type { Fixture, FixtureOptions, Host } from './databases'
import { activityOf, commitLink, create, createOne, errorOf, left, right, sample, valueOf, writeOne } from './fixtures'

afterEach(closeAll)

const scope = { user: 'anna', database: 'acme' }
const secret = 'Confidential words'

const start = async (options: FixtureOptions = {}) => {
  const fixture = await postgres.newDatabase({ spoils: true, ...options })
  return { ...fixture, crm: sqlCrm({ db: fixture.db, database: 'acme' }), store: sqlStore({ db: fixture.db }) }
}

/** Every activity has its link, every link its activity. */
const half = async ({ host }: Pick<Fixture, 'host'>): Promise<ReadonlyArray<unknown>> =>
  host.all(`select a.id, l.id as link from activities a full join ocs_links l on l.activity_id = a.id::text where a.id is null or l.id is null`)
const count = async (host: Host): Promise<unknown> => (await host.all('select count(*) as n from activities'))[0]?.['n']

const onInsert = (body: string): string =>
  `create function obstacle() returns trigger language plpgsql as $$ begin ${body} return new; end $$; create trigger obstacle before insert on activities for each row execute function obstacle()`

/** A pool through which every query goes; `intercept` may do something before it, or instead. */
const through =
  (intercept: (query: PostgresQuery, send: () => Promise<PostgresResult>, connection: PooledConnection) => Promise<PostgresResult>, released: Array<boolean | undefined> = []) =>
  (pool: PostgresPool): PostgresPool => ({
    connect: async () => {
      const connection = await pool.connect()
      return {
        query: (q) => intercept(q, () => connection.query(q), connection),
        on: (event, listener) => connection.on?.(event, listener),
        removeListener: (event, listener) => connection.removeListener?.(event, listener),
        release: (destroy) => {
          released.push(destroy)
          connection.release(destroy)
        }
      }
    }
  })

const kill = async (connection: PooledConnection): Promise<void> => {
  await (await postgresPool()).query('select pg_terminate_backend($1, 5000)', [Reflect.get(connection, 'processID')])
}

const batch = (n: number | string): ReadonlyArray<CrmWrite> => ['a', 'b'].map((k) => create('task', `${k}${n}`, { commit: commitLink(`${k}${n}`) }))

describe('a statement that the server refuses', () => {
  it.each([
    ["raise exception 'x' using errcode = '53100';", { _tag: 'Unavailable', detail: 'the disk is full (53100)' }],
    ["raise exception 'x' using errcode = '53200';", { _tag: 'Unavailable' }],
    ["raise exception 'x' using errcode = '58030';", { _tag: 'Unavailable' }],
    ["raise exception 'x' using errcode = '42501';", { _tag: 'Unauthorized' }],
    ['perform pg_sleep(60);', { _tag: 'Unavailable', detail: expect.stringContaining('57014') }],
    ['perform pg_terminate_backend(pg_backend_pid());', { _tag: 'Unavailable' }]
  ])('%s fails the batch, leaves nothing, and later works', async (body, error) => {
    const { crm, host } = await start({ postgres: { statementTimeoutMs: 500 } })
    await host.exec(onInsert(`if new.subject = '${secret}' then ${body} end if;`))
    const writes = [...batch(1), create('task', 'c', { fields: { ...sample.task, subject: secret, body: { type: 'text', content: secret } }, commit: commitLink('c') })]
    const told = await left(crm.write(writes))
    expect(told).toMatchObject(error)
    expect(JSON.stringify(told)).not.toContain(secret)
    expect(await count(host)).toBe(0)
    await host.exec('drop trigger obstacle on activities')
    expect((await right(crm.write(writes))).map(E.isRight)).toEqual([true, true, true])
    expect(await half({ host })).toEqual([])
  })

  it('because a table is missing says so', async () => {
    const { store, host } = await start()
    await host.exec('drop table ocs_links')
    expect(await left(store.countOpenLinks(scope))).toEqual({ _tag: 'Unavailable', detail: 'a table, column or function of this library is missing: has openPostgres made them, in this schema? (42P01)' })
  })

  it('because a value is too long for an index is the failure of that effect alone', async () => {
    const { crm, host } = await start()
    const long = Array.from({ length: 9000 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7919) % 20_000))).join('')
    const results = await right(crm.write([create('task', 'a', { commit: commitLink('a') }), create('task', long, { commit: commitLink('b') }), create('task', 'c', { commit: commitLink('c') })]))
    expect(results.map((r) => (E.isLeft(r) ? r.left._tag : 'done'))).toEqual(['done', 'InvalidPayload', 'done'])
    expect(await half({ host })).toEqual([])
    // A long subject is no key, and is found by its beginning.
    const subject = `${long}!`
    await createOne(crm, 'task', 'd', { fields: { ...sample.task, due: null, subject } })
    expect((await right(crm.findSimilar('anna', 'task', [{ at: null, subject }]))).map((a) => a.ownKey)).toEqual(['d'])
  })

  it('because the database may only be read is Unauthorized, and reading works', async () => {
    const { crm } = await start({ postgresPool: through((q, send, c) => (q.text.startsWith('begin') ? c.query({ ...q, text: q.text.replace('repeatable read;', 'repeatable read read only;') }) : send())) })
    expect(await left(crm.write(batch(1)))).toEqual({ _tag: 'Unauthorized', detail: 'the database may only be read (25006)' })
    expect((await right(crm.changes('anna', null))).changes).toEqual([])
  })
})

describe('a row that another connection holds', () => {
  it('is waited for no longer than it is allowed; readers do not wait', async () => {
    const { crm, host } = await start({ postgres: { lockTimeoutMs: 100 } })
    const a = await createOne(crm, 'task', 'a')
    await host.exec("begin; update activities set subject = 'theirs'")
    const update: CrmWrite = { _tag: 'UpdateActivity', kind: 'task', id: a.id, owner: 'anna', version: a.version, patch: { subject: 'ours' }, commit: commitLink('l') }
    expect(await left(crm.write([update]))).toEqual({ _tag: 'Unavailable', detail: 'another connection holds the row or table (55P03)' })
    expect((await right(crm.read(['1']))).map((r) => (r._tag === 'Found' ? r.activity.fields.subject : r._tag))).toEqual(['Call'])
    await host.exec('commit')
    // It was changed meanwhile, and that counts.
    expect(errorOf(await writeOne(crm, update))._tag).toBe('VersionMismatch')
    expect(await host.all('select id from ocs_links')).toEqual([])
  })
})

describe('a connection that is lost', () => {
  it('before any statement leaves nothing half done, and doing it again does it once (L4)', async () => {
    let until = Infinity
    let sent = 0
    const released: Array<boolean | undefined> = []
    const pool = through(async (_, send, connection) => {
      sent += 1
      if (sent === until) await kill(connection)
      return send()
    }, released)
    const { crm, host } = await start({ postgresPool: pool })
    let n = 1
    for (; ; n += 1) {
      ;[sent, until, released.length] = [0, n, 0]
      const result = await crm.write(batch(n))()
      until = Infinity
      // A connection that is lost is not given back to be used again.
      expect(released).toEqual([E.isLeft(result)])
      expect(await half({ host })).toEqual([])
      if (E.isRight(result)) break
      expect(result.left._tag).toBe('Unavailable')
      expect(await count(host)).toBe((n - 1) * 2)
      expect((await right(crm.write(batch(n)))).map(E.isRight)).toEqual([true, true])
      expect(await count(host)).toBe(n * 2)
    }
    // Begin, a look at the keys, two activities, both links, commit.
    expect(n).toBe(7)
  })

  it('before any statement of a program with savepoints fails all of it, unless it was to be taken back and done again anyway', async () => {
    let until = Infinity
    let killedAt: string | null = null
    let sent = 0
    const pool = through(async (q, send, connection) => {
      sent += 1
      if (sent === until) {
        killedAt = q.text
        await kill(connection)
      }
      return send()
    })
    const { crm, host } = await start({ postgresPool: pool })
    const refused = create('task', 'r', { contact: { contactId: 'nobody', contactPersonId: null } })
    let [n, done] = [1, 0]
    for (; ; n += 1) {
      ;[sent, until, killedAt] = [0, n, null]
      const result = await crm.write([...batch(n), refused])()
      until = Infinity
      expect(await half({ host })).toEqual([])
      if (E.isRight(result)) done += 1
      if (killedAt === null) break
      expect(E.isLeft(result) ? result.left._tag : 'done', `${n} ${String(killedAt)}`).toBe(killedAt === 'rollback' ? 'done' : 'Unavailable')
      expect(await count(host)).toBe(2 * done)
    }
    expect(n).toBeGreaterThan(20)
    expect(done).toBe(2)
  })

  it('while it commits, after the server has, is Unavailable; doing it again finds what was done', async () => {
    let lose = false
    const pool = through(async (q, send, connection) => {
      const result = await send()
      if (!lose || q.text !== 'commit') return result
      lose = false
      await kill(connection)
      throw new Error('Connection terminated unexpectedly')
    })
    const { crm, host } = await start({ postgresPool: pool })
    lose = true
    expect((await left(crm.write(batch(1))))._tag).toBe('Unavailable')
    expect(await count(host)).toBe(2)
    expect((await right(crm.write(batch(1)))).map((r) => activityOf(valueOf(r)).id)).toEqual(['1', '2'])
    expect(await half({ host })).toEqual([])
  })

  it('while nobody used it is not noticed', async () => {
    const { crm } = await start()
    await createOne(crm, 'task', 'a')
    await (await postgresPool()).query("select pg_terminate_backend(pid, 5000) from pg_stat_activity where pid <> pg_backend_pid() and state = 'idle' and query = 'commit' and application_name = current_setting('application_name')")
    await new Promise((resolve) => setImmediate(resolve))
    for (let n = 0; n < 3; n += 1) await crm.changes('anna', null)()
    expect((await right(crm.changes('anna', null))).changes).toHaveLength(1)
  })
})

describe('a transaction that loses against another one', () => {
  it('because a row was changed after it was read is run again, and sees the change', async () => {
    let begun = 0
    let interfere: (() => Promise<void>) | null = null
    const pool = through(async (q, send) => {
      if (q.text.startsWith('begin')) begun += 1
      const result = await send()
      if (interfere !== null && q.text.startsWith('select * from activities where id')) {
        const now = interfere
        interfere = null
        await now()
      }
      return result
    })
    const { crm, host } = await start({ postgresPool: pool })
    const a = await createOne(crm, 'task', 'a')
    begun = 0
    interfere = () => host.exec("update activities set subject = 'theirs'")
    const answer = await writeOne(crm, { _tag: 'UpdateActivity', kind: 'task', id: a.id, owner: 'anna', version: a.version, patch: { subject: 'ours' }, commit: commitLink('l') })
    expect(errorOf(answer)._tag).toBe('VersionMismatch')
    expect(begun).toBe(2)
    expect(await host.all('select subject, version from activities')).toEqual([{ subject: 'theirs', version: 2 }])
    expect(await host.all('select id from ocs_links')).toEqual([])
  })

  it('because a row that it only relies on was changed is run again: no document is added to what is gone', async () => {
    let interfere: (() => Promise<void>) | null = null
    const pool = through(async (q, send) => {
      const result = await send()
      const now = interfere
      if (now === null || !q.text.startsWith('select own_key')) return result
      interfere = null
      await now()
      return result
    })
    const { crm, host } = await start({ postgresPool: pool })
    const a = await createOne(crm, 'task', 'a')
    interfere = () => host.exec('update activities set deleted = 1')
    const answers = await right(crm.write([create('task', 'b'), { _tag: 'AddDocument', key: 'd', activity: a.id, owner: 'anna', name: 'n', mimeType: 'm', bytes: new Uint8Array(1), commit: () => [] }]))
    expect(answers.map((r) => (E.isLeft(r) ? r.left._tag : 'done'))).toEqual(['done', 'NotFound'])
    expect(await host.all('select id from documents')).toEqual([])
  })

  it.each(['40001', '40P01'])('(%s) is run again until it wins, and no longer than is sensible', async (state) => {
    let begun = 0
    const pool = through((q, send) => {
      if (q.text.startsWith('begin')) begun += 1
      return send()
    })
    const { crm, host } = await start({ postgresPool: pool })
    // What a sequence has counted is not taken back.
    await host.exec(`create sequence tries; ${onInsert(`if nextval('tries') <= 3 or new.subject = 'hopeless' then raise exception 'x' using errcode = '${state}'; end if;`)}`)
    begun = 0
    const made = await createOne(crm, 'task', 'a', { commit: commitLink('a') })
    expect(begun).toBe(4)
    expect(await host.all('select own_key from activities')).toEqual([{ own_key: made.ownKey }])
    begun = 0
    expect(await left(crm.write([create('task', 'b', { fields: { ...sample.task, subject: 'hopeless' }, commit: commitLink('b') })]))).toEqual({ _tag: 'Unavailable', detail: `other transactions kept changing the same rows (${state})` })
    expect(begun).toBe(16)
    expect(await half({ host })).toEqual([])
  })

  it('in a part of it that may fail by itself is run again as a whole', async () => {
    const { crm, host } = await start()
    await host.exec(`create sequence tries; ${onInsert("if new.subject = 'unlucky' and nextval('tries') = 1 then raise exception 'x' using errcode = '40001'; end if;")}`)
    const unlucky = { ...sample.task, subject: 'unlucky' }
    // The first effect fails for good, so that the batch is done with savepoints.
    const results = await right(crm.write([create('task', 'r', { contact: { contactId: 'nobody', contactPersonId: null } }), create('task', 'u', { fields: unlucky, commit: commitLink('u') })]))
    expect(results.map((r) => (E.isLeft(r) ? r.left._tag : 'done'))).toEqual(['NotFound', 'done'])
    expect(await half({ host })).toEqual([])
  })
})

describe('what is no failure of the server', () => {
  it('a mistake in what is bound is Unexpected, and tells nothing of it', async () => {
    const { store } = await start()
    const hostile = { toPostgres: () => { throw new TypeError(secret) } } as unknown as string
    const error = await left(store.write(scope, [{ _tag: 'PutCursor', side: 'crm', cursor: hostile }]))
    expect(error).toEqual({ _tag: 'Unexpected', detail: 'the Postgres driver failed: TypeError' })
  })
})
