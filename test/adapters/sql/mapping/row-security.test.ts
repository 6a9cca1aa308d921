/** With a mapping, the database itself confines what we remember of the host's tables (L8). Of the host's own nothing is altered. */
import pg from 'pg'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, expect, it } from 'vitest'
import { openPostgres, postgresRowSecurity, sqlCrm, sqlStore } from '../../../../src/adapters/sql/index'
import type { Mapping, PostgresDatabase } from '../../../../src/adapters/sql/index'
import { select } from '../../../../src/adapters/sql/program'
import { postgresUrl } from '../../../postgres/connection-string'
import { closeAll, closeLater, newSchema, postgresHost, postgresPool } from '../databases'
import { commitLink, create, createOne, linkOf, right, valueOf, writeOne } from '../fixtures'
import { suite, suiteCrm } from './suite-crm'
import { openOnPostgres } from './systems'

afterEach(closeAll)

/** Users of ours are called otherwise in the host's column of owners. */
const owners = { anna: 'u-1', bert: 'u-2' } as const
const translated = (mapping: Mapping): Mapping => {
  const owner = { column: 'assigned_user_id', values: owners }
  const { email, appointment, task } = mapping.activities
  return { ...mapping, activities: { ...(email && { email: { ...email, owner } }), ...(appointment && { appointment: { ...appointment, owner } }), ...(task && { task: { ...task, owner } }) } }
}

const start = async (notice: Mapping['notice']) => {
  const mapping = translated({ ...suiteCrm, notice })
  const { host, schema } = await openOnPostgres(suite, mapping)
  const [owner, role] = [await postgresPool(), `${schema}_sync`]
  await owner.query(`create role ${role} login password 'secret'; grant usage on schema ${schema} to ${role}; grant select, insert, update, delete on all tables in schema ${schema} to ${role}`)
  closeLater(() => owner.query(`drop owned by ${role}; drop role ${role}`))
  // Twice, as after an update.
  for (let n = 0; n < 2; n += 1) await owner.query(`begin; set search_path = pg_catalog; ${postgresRowSecurity({ role, schema })}; commit; reset search_path`)
  const url = new URL(await postgresUrl())
  url.username = role
  url.password = 'secret'
  const pool = new pg.Pool({ connectionString: url.toString(), allowExitOnIdle: true })
  closeLater(() => pool.end())
  const open = async (user: keyof typeof owners) => {
    const db = await openPostgres({ pool, schema, referenceCrm: false, confineTo: { user, database: 'acme', owner: owners[user] } })
    return { db, store: sqlStore({ db }), crm: sqlCrm({ db, mapping, database: 'acme', functions: { storeDocument: () => undefined } }) }
  }
  return { mapping, host, schema, role, pool, owner, open }
}

const seen = (db: PostgresDatabase, table: string): Promise<ReadonlyArray<unknown>> =>
  right(
    db.transact('read', function* () {
      return E.right(yield* select(`select * from ${table}`, []))
    })
  )

const mappedTables = ['ocs_mapped', 'ocs_mapped_keys', 'ocs_mapped_documents', 'ocs_mapped_changes']

it.each(['modifiedAt', 'triggers'] as const)('by %s: each works as ever, and even a statement that forgets to say whose rows it wants sees nobody else’s', async (by) => {
  const { open, host } = await start({ by })
  const [anna, bert] = [await open('anna'), await open('bert')]
  for (const [user, { crm, store }] of [['anna', anna], ['bert', bert]] as const) {
    const scope = { user, database: 'acme' }
    const first = await right(crm.changes(user, null))
    const made = await createOne(crm, 'task', 'the same key', { owner: user, commit: commitLink('l') })
    valueOf(await writeOne(crm, { _tag: 'AddDocument', key: 'the same file', activity: made.id, owner: user, name: 'a.pdf', mimeType: 'application/pdf', bytes: new Uint8Array(1), commit: () => [] }))
    await right(store.write(scope, [{ _tag: 'PutLink', link: linkOf('l', made.id) }]))
    const told = await right(crm.changes(user, first.cursor))
    expect(told.changes).toMatchObject([{ _tag: 'Present', activity: { id: made.id, owner: user } }])
    expect((await right(crm.findByOwnKey(user, ['the same key']))).map((a) => a.id)).toEqual([made.id])
    // Whoever writes again what is there already is answered with it.
    expect((await createOne(crm, 'task', 'the same key', { owner: user })).id).toBe(made.id)
  }
  for (const table of [...mappedTables, 'ocs_links']) {
    const all = await host.all(`select * from ${table}`)
    for (const [user, { db }] of [['anna', anna], ['bert', bert]] as const) {
      const rows = await seen(db, table)
      expect(rows.length, table).toBeGreaterThan(0)
      expect(rows.length, table).toBeLessThan(all.length)
      if (table !== 'ocs_links') expect(rows.every((r) => String(Reflect.get(r as object, 'owner')).endsWith(owners[user]))).toBe(true)
    }
  }
  // What one forges for the other reaches nobody.
  const forged = await bert.crm.write([create('task', 'forged', { owner: 'anna' })])()
  expect(E.isLeft(forged) ? forged.left._tag : forged.right.map((r) => (E.isLeft(r) ? r.left._tag : 'done'))).toEqual('Unauthorized')
  expect(await host.all("select 1 from ocs_mapped where own_key = 'forged'")).toEqual([])
  expect(await host.all('select count(*) as n from tasks')).toEqual([{ n: 2 }])
})

it.each([['comparison'], ['modifiedAt'], ['triggers']] as const)('by %s: an activity that the host gives to somebody else is told to both, whoever looks first', async (by) => {
  for (const firstToLook of ['anna', 'bert'] as const) {
    const { open, host } = await start({ by })
    const [anna, bert] = [await open('anna'), await open('bert')]
    const made = await createOne(anna.crm, 'task', 'k', { owner: 'anna' })
    const cursors = { anna: (await right(anna.crm.changes('anna', null))).cursor, bert: (await right(bert.crm.changes('bert', null))).cursor }
    await host.run("update tasks set assigned_user_id = 'u-2', name = 'Bert has it', date_modified = '2099-01-01 00:00:00'")
    for (const user of firstToLook === 'anna' ? (['anna', 'bert'] as const) : (['bert', 'anna'] as const)) {
      const { crm } = user === 'anna' ? anna : bert
      const { changes, cursor } = await right(crm.changes(user, cursors[user]))
      expect(changes, user).toMatchObject([{ _tag: 'Present', activity: { id: made.id, owner: 'bert', fields: { subject: 'Bert has it' } } }])
      expect((await right(crm.changes(user, cursor))).changes).toEqual([])
    }
  }
})

it('a connection that says for nobody sees and changes nothing', async () => {
  const { open, pool, schema, mapping } = await start({ by: 'comparison' })
  await createOne((await open('anna')).crm, 'task', 'k', { owner: 'anna' })
  const db = await openPostgres({ pool, schema, referenceCrm: false })
  for (const table of mappedTables) expect(await seen(db, table)).toEqual([])
  const answer = await sqlCrm({ db, mapping, functions: { storeDocument: () => undefined } }).write([create('task', 'k2', { owner: 'anna' })])()
  expect(E.isLeft(answer) && answer.left._tag).toBe('Unauthorized')
})

it('a table of the host’s that is called as one of the reference CRM is not altered', async () => {
  const [schema, owner] = [await newSchema(), await postgresPool()]
  const host = await postgresHost(schema)
  await owner.query(`create schema ${schema}`)
  await host.exec('create table activities (id integer primary key, owner text); create table documents (id integer primary key)')
  await openPostgres({ pool: owner, schema, referenceCrm: false })
  const role = `${schema} sync $ocs$`
  await owner.query(`create role "${role}"`)
  closeLater(() => owner.query(`drop owned by "${role}"; drop role "${role}"`))
  const secured = async () => (await host.all("select relname from pg_class where relnamespace = cast(? as regnamespace) and relrowsecurity order by relname", schema)).map((r) => r['relname'])
  await owner.query(`begin; ${postgresRowSecurity({ role, schema })}; commit`)
  expect(await secured()).toContain('ocs_mapped')
  expect((await secured()).filter((name) => !String(name).startsWith('ocs_'))).toEqual([])
  // Of ours, only what holds nobody's data is open to all.
  const open = await host.all("select relname from pg_class where relnamespace = cast(? as regnamespace) and relkind = 'r' and not relrowsecurity and relname like 'ocs%' order by relname", schema)
  expect(open.map((r) => r['relname'])).toEqual(['ocs_mapped_changes_pruned', 'ocs_migrations'])
  await host.exec('drop table activities; drop table documents')
  await openPostgres({ pool: owner, schema })
  await owner.query(`begin; ${postgresRowSecurity({ role, schema })}; commit`)
  expect((await secured()).filter((name) => !String(name).startsWith('ocs_'))).toEqual(['activities', 'activity_changes', 'documents'])
})
