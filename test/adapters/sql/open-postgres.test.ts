import { createServer } from 'node:net'
import * as E from 'fp-ts/lib/Either.js'
import pg from 'pg'
import { afterEach, describe, expect, it } from 'vitest'
import { openPostgres, openPostgresTask, sqlCrm, sqlStore } from '../../../src/adapters/sql/index'
import { postgresDialect } from '../../../src/adapters/sql/postgres/dialect'
import type { PostgresDatabase, SingleConnection } from '../../../src/adapters/sql/index'
import { migratePostgres } from '../../../src/adapters/sql/postgres/migrate'
import type { Migration } from '../../../src/adapters/sql/schema/migration'
import { postgresUrl } from '../../postgres/connection-string'
import { closeAll, closeLater, newSchema, postgresHost, postgresPool } from './databases'
import { createOne, left, right } from './fixtures'

afterEach(closeAll)

/** The server's address with something changed. */
const urlWith = async (change: (url: URL) => void): Promise<string> => {
  const url = new URL(await postgresUrl())
  change(url)
  return url.toString()
}

const opened = async (open: Promise<PostgresDatabase>): Promise<PostgresDatabase> => {
  const db = await open
  closeLater(db.close)
  return db
}

const works = async (db: PostgresDatabase): Promise<void> => {
  await createOne(sqlCrm({ db }), 'task', 'k')
  expect((await right(sqlCrm({ db }).changes('anna', null))).changes).toHaveLength(1)
}

const tablesOf = async (schema: string): Promise<unknown> =>
  (await (await postgresPool()).query('select table_name, column_name, data_type, collation_name from information_schema.columns where table_schema = $1 order by 1, 2', [schema])).rows

describe('opening', () => {
  it('takes a connection string', async () => {
    const schema = await newSchema()
    const db = await opened(openPostgres({ connectionString: await postgresUrl(), schema }))
    await works(db)
    await db.close()
    expect((await left(sqlStore({ db }).activation('anna')))._tag).toBe('Unavailable')
    await db.close()
  })

  it('takes a pool of the host, and leaves it open', async () => {
    const [schema, pool] = [await newSchema(), await postgresPool()]
    const db = await opened(openPostgres({ pool, schema }))
    await works(db)
    await db.close()
    expect((await left(sqlStore({ db }).activation('anna')))._tag).toBe('Unavailable')
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  })

  it('takes a function that opens a connection, uses one at a time, opens another when it was lost, and ends it', async () => {
    const [schema, url] = [await newSchema(), await postgresUrl()]
    const made: Array<pg.Client> = []
    const ended: Array<number> = []
    const client = async (): Promise<SingleConnection> => {
      const one = new pg.Client(url)
      await one.connect()
      const n = made.push(one)
      one.on('end', () => ended.push(n))
      return one
    }
    const db = await opened(openPostgres({ client, schema }))
    const crm = sqlCrm({ db })
    await Promise.all(['a', 'b', 'c', 'd'].map((key) => createOne(crm, 'task', key)))
    expect(made).toHaveLength(1)
    const { rows } = await (made[0] as pg.Client).query<{ pid: number }>('select pg_backend_pid() as pid')
    await (await postgresPool()).query('select pg_terminate_backend($1, 5000)', [rows[0]?.pid])
    // The one that finds the connection gone may fail; those after it do not.
    await crm.changes('anna', null)()
    expect((await right(crm.changes('anna', null))).changes).toHaveLength(4)
    expect(made).toHaveLength(2)
    await db.close()
    expect(ended).toEqual([1, 2])
  })

  it('makes the schema and the tables, finds them when it opens again, and compares all text byte by byte', async () => {
    const [schema, pool] = [await newSchema(), await postgresPool()]
    const db = await openPostgres({ pool, schema })
    await works(db)
    const [before, host] = [await tablesOf(schema), await postgresHost(schema)]
    const applied = await host.all('select part, version from ocs_migrations order by 1, 2')
    expect(applied).toEqual(postgresDialect.migrations.map(({ part, version }) => ({ part, version })).sort((a, b) => (a.part === b.part ? a.version - b.version : a.part < b.part ? -1 : 1)))
    const again = await openPostgres({ pool, schema, migrate: false })
    expect(await tablesOf(schema)).toEqual(before)
    expect((before as ReadonlyArray<{ data_type: string; collation_name: string }>).filter((c) => c.data_type === 'text' && c.collation_name !== 'C')).toEqual([])
    expect((await right(sqlCrm({ db: again }).changes('anna', null))).changes).toHaveLength(1)
  })

  it('keeps two schemas of one database apart', async () => {
    const pool = await postgresPool()
    const [a, b] = [await openPostgres({ pool, schema: await newSchema() }), await openPostgres({ pool, schema: await newSchema() })]
    await works(a)
    expect((await right(sqlCrm({ db: b }).changes('anna', null))).changes).toEqual([])
    // A connection goes back to the host as it came.
    expect((await pool.query('show search_path')).rows).not.toEqual([{ search_path: expect.stringContaining('ocs_test') }])
  })

  it('works in a schema with an awkward name', async () => {
    const [name, pool] = [`${await newSchema()} "Å'; --`, await postgresPool()]
    closeLater(() => pool.query(`drop schema if exists ${pg.escapeIdentifier(name)} cascade`))
    await works(await openPostgres({ pool, schema: name }))
  })

  it('is not disturbed by how the host reads values, and does not disturb it', async () => {
    const [schema, url] = [await newSchema(), await postgresUrl()]
    const pool = new pg.Pool({ connectionString: url, types: { getTypeParser: () => () => 'spoilt' } as unknown as pg.CustomTypesConfig })
    closeLater(() => pool.end())
    await works(await openPostgres({ pool, schema }))
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 'spoilt' }])
  })
})

describe('a trigger of ours', () => {
  it('finds its tables whatever the search path of the session that changes an activity', async () => {
    const [schema, pool] = [await newSchema(), await postgresPool()]
    const crm = sqlCrm({ db: await openPostgres({ pool, schema }) })
    const { cursor } = await right(crm.changes('anna', null))
    await pool.query(`insert into ${schema}.activities (kind, owner) values ('task', 'anna')`)
    expect((await right(crm.changes('anna', cursor))).changes).toHaveLength(1)
  })
})

describe('what cannot be opened', () => {
  const refusal = async (connectionString: string) => {
    const error = await left(openPostgresTask({ connectionString }))
    expect(JSON.stringify(error)).not.toMatch(/secret|only-for-tests|password/)
    return error
  }

  it('with a wrong password, or an unknown role, is Unauthorized', async () => {
    expect(await refusal(await urlWith((u) => (u.password = 'secret')))).toMatchObject({ _tag: 'Unauthorized', detail: expect.stringContaining('28P01') })
    expect(await refusal(await urlWith((u) => (u.username = 'nobody-here')))).toMatchObject({ _tag: 'Unauthorized' })
  })

  it('where there is no such database is NotFound', async () => {
    expect(await refusal(await urlWith((u) => (u.pathname = '/nowhere')))).toEqual({ _tag: 'NotFound', what: 'the database (3D000)' })
  })

  it('where nobody listens, or hangs up, or the host is unknown, is Unavailable', async () => {
    const rude = createServer((socket) => socket.destroy())
    const port = await new Promise<number>((resolve) => rude.listen(0, '127.0.0.1', () => resolve((rude.address() as { port: number }).port)))
    expect((await refusal(`postgres://a:secret@127.0.0.1:${port}/x`))._tag).toBe('Unavailable')
    await new Promise((resolve) => rude.close(resolve))
    expect(await refusal(`postgres://a:secret@127.0.0.1:${port}/x`)).toEqual({ _tag: 'Unavailable', detail: 'no connection to the database (ECONNREFUSED)' })
    expect((await refusal('postgres://a:secret@nowhere.invalid/x'))._tag).toBe('Unavailable')
  })

  it('says in a sentence what is wrong, and not with which password', async () => {
    const connectionString = await urlWith((u) => (u.password = 'secret'))
    await expect(openPostgres({ connectionString })).rejects.toThrow(/^cannot open the Postgres database: not authorised: .*28P01/)
    await expect(openPostgres({ connectionString })).rejects.not.toThrow(/secret/)
  })

  it('because a newer release has written it is refused, and left as it was', async () => {
    const [schema, pool] = [await newSchema(), await postgresPool()]
    await openPostgres({ pool, schema })
    await pool.query(`insert into ${schema}.ocs_migrations (part, version) values ('crm', 99)`)
    const before = await tablesOf(schema)
    expect(await left(openPostgresTask({ pool, schema }))).toEqual({
      _tag: 'InvalidPayload',
      what: 'database',
      errors: [{ field: 'ocs_migrations.crm', got: 'version 99', expected: `version ${postgresDialect.migrations.filter((m) => m.part === 'crm').length} or older: a newer release has written this database` }]
    })
    expect(await tablesOf(schema)).toEqual(before)
  })

  it('without tables is refused where none may be made, and nothing is made', async () => {
    const [schema, pool] = [await newSchema(), await postgresPool()]
    expect(await left(openPostgresTask({ pool, schema, migrate: false }))).toMatchObject({ _tag: 'NotFound', what: expect.stringContaining('migrate: true') })
    expect((await pool.query('select 1 from pg_namespace where nspname = $1', [schema])).rows).toEqual([])
  })

  it('because the host has tables of its own with our names is refused, and these are left alone', async () => {
    const [schema, pool] = [await newSchema(), await postgresPool()]
    await pool.query(`create schema ${schema}; create table ${schema}.contacts (number integer); insert into ${schema}.contacts values (7)`)
    const before = await tablesOf(schema)
    expect((await left(openPostgresTask({ pool, schema })))._tag).toBe('AlreadyExists')
    expect(await tablesOf(schema)).toEqual(before)
    expect((await pool.query(`select * from ${schema}.contacts`)).rows).toEqual([{ number: 7 }])
  })

  it('by a role that may make nothing is Unauthorized; where all is made already, such a role opens it', async () => {
    const [schema, pool] = [await newSchema(), await postgresPool()]
    const role = `${schema}_role`
    await pool.query(`create role ${role} login password 'secret'; create schema ${schema}; grant usage on schema ${schema} to ${role}`)
    closeLater(() => pool.query(`drop owned by ${role}; drop role ${role}`))
    const connectionString = await urlWith((u) => {
      u.username = role
      u.password = 'secret'
    })
    expect((await left(openPostgresTask({ connectionString, schema })))._tag).toBe('Unauthorized')
    await openPostgres({ pool, schema })
    await pool.query(`grant select, insert, update, delete on all tables in schema ${schema} to ${role}; revoke all on ${schema}.activity_changes from ${role}; grant select on ${schema}.activity_changes to ${role}`)
    // It may not write the log, which is kept all the same.
    await works(await opened(openPostgres({ connectionString, schema })))
  })
})

describe('migrations', () => {
  const settings = (schema: string) => ({ schema, allowed: true, settings: `set local search_path = ${schema}` })
  const step = (version: number, sql: string): Migration => ({ part: 'store', version, sql })
  const namesIn = async (schema: string): Promise<ReadonlyArray<unknown>> =>
    (await (await postgresPool()).query('select tablename from pg_tables where schemaname = $1 order by 1', [schema])).rows.map((r: { tablename: unknown }) => r.tablename)

  it('are all applied or none: a step that fails takes back those before it', async () => {
    const [schema, pool] = [await newSchema(), await postgresPool()]
    const [one, two] = [step(1, 'create table one (a text)'), step(2, 'create table two (a text); create table one (a text)')]
    expect(E.isLeft(await migratePostgres(pool, [one, two], settings(schema)))).toBe(true)
    expect(await namesIn(schema)).toEqual([])
    expect(await migratePostgres(pool, [one], settings(schema))).toEqual(E.right(undefined))
    expect(E.isLeft(await migratePostgres(pool, [one, two], settings(schema)))).toBe(true)
    expect(await namesIn(schema)).toEqual(['ocs_migrations', 'one'])
    expect(await migratePostgres(pool, [one, step(2, 'create table two (a text)')], settings(schema))).toEqual(E.right(undefined))
    expect(await migratePostgres(pool, [one, step(2, 'not even sql')], settings(schema))).toEqual(E.right(undefined))
    expect(await namesIn(schema)).toEqual(['ocs_migrations', 'one', 'two'])
  })

  it('are done once when many open a new schema at the same time', async () => {
    const [schema, pool] = [await newSchema(), await postgresPool()]
    const all = await Promise.all(Array.from({ length: 8 }, () => openPostgresTask({ pool, schema })()))
    expect(all.map((e) => (E.isLeft(e) ? e.left : 'open'))).toEqual(all.map(() => 'open'))
    expect(await (await postgresHost(schema)).all('select count(*) as n from ocs_migrations')).toEqual([{ n: postgresDialect.migrations.length }])
  })

  it('wait for another process that is at it, however long, and find the work done', async () => {
    const [schema, pool] = [await newSchema(), await postgresPool()]
    const other = await pool.connect()
    await other.query('begin; select pg_advisory_xact_lock(7018052091)')
    const waiting = openPostgresTask({ pool, schema, lockTimeoutMs: 1, statementTimeoutMs: 1000 })()
    const locks = async (): Promise<number> => (await pool.query<{ n: number }>("select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted")).rows[0]?.n ?? 0
    while ((await locks()) === 0) await new Promise((resolve) => setImmediate(resolve))
    await other.query('commit')
    other.release()
    expect(E.isRight(await waiting)).toBe(true)
  })

  it('are not done to an older database where nothing may be changed', async () => {
    const [schema, pool] = [await newSchema(), await postgresPool()]
    expect(await migratePostgres(pool, postgresDialect.migrations.filter((m) => m.version === 1), settings(schema))).toEqual(E.right(undefined))
    const before = await tablesOf(schema)
    expect((await left(openPostgresTask({ pool, schema, migrate: false })))._tag).toBe('NotFound')
    expect(await tablesOf(schema)).toEqual(before)
  })
})
