/** The database itself confines the synchronisation to one user and one company database (L8). */
import pg from 'pg'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, expect, it } from 'vitest'
import { openPostgres, postgresRowSecurity, sqlCrm, sqlStore } from '../../../src/adapters/sql/index'
import type { PostgresDatabase } from '../../../src/adapters/sql/index'
import { select } from '../../../src/adapters/sql/program'
import { postgresUrl } from '../../postgres/connection-string'
import { closeAll, closeLater, newSchema, postgresHost, postgresPool } from './databases'
import { commitLink, create, createOne, errorOf, left, linkOf, right, writeOne } from './fixtures'

afterEach(closeAll)

const start = async () => {
  const [schema, owner] = [await newSchema(), await postgresPool()]
  const role = `${schema}_sync`
  await openPostgres({ pool: owner, schema })
  await owner.query(`create role ${role} login password 'secret'; grant usage on schema ${schema} to ${role}; grant select, insert, update, delete on all tables in schema ${schema} to ${role}`)
  closeLater(() => owner.query(`drop owned by ${role}; drop role ${role}`))
  const secure = `set search_path = pg_catalog; ${postgresRowSecurity({ role, schema })}`
  // Twice, as after an update.
  for (let n = 0; n < 2; n += 1) await owner.query(`begin; ${secure}; commit; reset search_path`)
  const url = new URL(await postgresUrl())
  url.username = role
  url.password = 'secret'
  const pool = new pg.Pool({ connectionString: url.toString(), allowExitOnIdle: true })
  closeLater(() => pool.end())
  const open = (user: string, database: string): Promise<PostgresDatabase> => openPostgres({ pool, schema, confineTo: { user, database } })
  return { schema, role, owner, pool, open, host: await postgresHost(schema) }
}

const seen = (db: PostgresDatabase, table: string): Promise<ReadonlyArray<unknown>> =>
  right(
    db.transact('read', function* () {
      return E.right(yield* select(`select * from ${table}`, []))
    })
  )

it('a user’s passes work as ever, and see and change nothing of another user or another company database', async () => {
  const { open, host } = await start()
  const [anna, elsewhere, bo] = [await open("an'na\u0000", 'acme'), await open("an'na\u0000", 'other'), await open('bo', 'acme')]
  const scopes = [anna, elsewhere, bo].map((db, i) => ({ db, scope: { user: i < 2 ? "an'na\u0000" : 'bo', database: i === 1 ? 'other' : 'acme' } }))
  for (const { db, scope } of scopes) {
    const [store, crm] = [sqlStore({ db }), sqlCrm({ db, database: scope.database })]
    const key = `${scope.user}${scope.database}`
    const made = await createOne(crm, 'task', key, { owner: scope.user, commit: commitLink('l') })
    await right(store.write(scope, [{ _tag: 'PutCursor', side: 'crm', cursor: key }, { _tag: 'PutLink', link: linkOf('l', made.id) }]))
    expect(await right(store.cursor(scope, 'crm'))).toBe(key)
    expect((await right(store.openLinks(scope, null, 10))).map((l) => l.activityId)).toEqual([made.id])
    expect(await right(store.acquireLease(scope.user, key, '2026-11-24T10:00:00.000Z', '2026-11-24T10:00:00.000Z'))).toBeGreaterThan(0)
  }
  // Even a statement that forgets to say whose rows it wants.
  for (const { db } of scopes) for (const table of ['ocs_links', 'ocs_cursors']) expect(await seen(db, table)).toHaveLength(1)
  expect(await seen(bo, 'activity_changes')).toHaveLength(1)
  expect(await seen(bo, 'ocs_leases')).toHaveLength(1)
  // The host is not confined.
  expect(await host.all('select count(*) as n from ocs_links')).toEqual([{ n: 3 }])
  expect((await left(sqlStore({ db: bo }).write({ user: "an'na\u0000", database: 'acme' }, [{ _tag: 'PutCursor', side: 'crm', cursor: 'forged' }])))._tag).toBe('Unauthorized')
  expect((await left(sqlCrm({ db: bo }).write([create('task', 'forged', { owner: "an'na\u0000" })])))._tag).toBe('Unauthorized')
  expect(await host.all("select 1 from activities where own_key = 'forged'")).toEqual([])
})

it('an activity that the host gives to somebody else is still seen, with its new owner, and can no longer be changed', async () => {
  const { open, host } = await start()
  const anna = sqlCrm({ db: await open('anna', 'acme') })
  const made = await createOne(anna, 'task', 'a')
  const { cursor } = await right(anna.changes('anna', null))
  await host.exec("update activities set owner = 'bo', subject = 'Bo has it'")
  expect((await right(anna.changes('anna', cursor))).changes).toMatchObject([{ _tag: 'Present', activity: { owner: 'bo', fields: { subject: 'Bo has it' } } }])
  // What no pass does: it names another owner.
  expect((await left(anna.write([{ _tag: 'DeleteActivity', kind: 'task', id: made.id, owner: 'bo', version: '2', commit: () => [] }])))._tag).toBe('Unauthorized')
  expect((await left(anna.write([{ _tag: 'AddDocument', key: 'k', activity: made.id, owner: 'bo', name: 'n', mimeType: 'm', bytes: new Uint8Array(), commit: () => [] }])))._tag).toBe('Unauthorized')
  expect(errorOf(await writeOne(anna, { _tag: 'DeleteActivity', kind: 'task', id: made.id, owner: 'anna', version: '2', commit: () => [] }))._tag).toBe('NotFound')
  expect(await host.all('select deleted from activities')).toEqual([{ deleted: 0 }])
})

it('a connection that says for nobody sees nothing of our memory', async () => {
  const { open, pool, schema } = await start()
  const db = await open('anna', 'acme')
  await right(sqlStore({ db }).write({ user: 'anna', database: 'acme' }, [{ _tag: 'PutCursor', side: 'crm', cursor: 'c' }]))
  const unconfined = await openPostgres({ pool, schema })
  expect(await right(sqlStore({ db: unconfined }).cursor({ user: 'anna', database: 'acme' }, 'crm'))).toBeNull()
  expect((await left(sqlStore({ db: unconfined }).write({ user: 'anna', database: 'acme' }, [{ _tag: 'PutCursor', side: 'crm', cursor: 'x' }])))._tag).toBe('Unauthorized')
})
