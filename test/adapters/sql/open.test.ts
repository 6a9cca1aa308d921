import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import Libsql from 'libsql'
import { afterEach, describe, expect, it } from 'vitest'
import { openSqlite, openSqliteTask, sqlCrm, sqlStore } from '../../../src/adapters/sql/index'
import { sqliteDialect } from '../../../src/adapters/sql/dialect'
import { migrate } from '../../../src/adapters/sql/migrate'
import { closeAll, create, createOne, errorOf, hostOn, left, newDatabase, newDirectory, right } from './fixtures'

afterEach(closeAll)

const schemaOf = (host: ReturnType<typeof hostOn>): unknown => host.all('select type, name, sql from sqlite_master order by type, name')

describe('opening', () => {
  it('makes the tables, and finds them and what is in them when it opens the file again', async () => {
    const { db, file, host } = await newDatabase()
    await createOne(sqlCrm({ db }), 'task', 'k')
    const schema = schemaOf(host)
    const applied = host.all('select * from ocs_migrations')
    expect(applied.map((r) => [r['part'], r['version']])).toEqual(expect.arrayContaining(sqliteDialect.migrations.map((m) => [m.part, m.version])))
    db.close()
    const again = await openSqlite(file)
    expect(schemaOf(host)).toEqual(schema)
    expect(host.all('select * from ocs_migrations')).toEqual(applied)
    expect((await right(sqlCrm({ db: again }).changes('anna', null))).changes).toHaveLength(1)
    again.close()
  })

  it('works in memory, each database for itself', async () => {
    const [a, b] = [await openSqlite(':memory:'), await openSqlite(':memory:')]
    await createOne(sqlCrm({ db: a }), 'task', 'k')
    expect((await right(sqlCrm({ db: b }).changes('anna', null))).changes).toEqual([])
    a.close()
    b.close()
  })

  it('sets write-ahead logging and foreign keys', async () => {
    const { host, db } = await newDatabase()
    expect(host.all('pragma journal_mode')).toEqual([{ journal_mode: 'wal' }])
    const refused = await sqlCrm({ db }).write([create('task', 'k', { contact: { contactId: 'nobody', contactPersonId: null } })])()
    expect(E.isRight(refused) && refused.right.map((r) => errorOf(r)._tag)).toEqual(['NotFound'])
  })

  it('answers Unavailable once it is closed, and closes twice without harm', async () => {
    const { db } = await newDatabase()
    db.close()
    db.close()
    expect((await left(sqlStore({ db }).activation('anna')))._tag).toBe('Unavailable')
    expect((await left(sqlCrm({ db }).write([create('task', 'k')])))._tag).toBe('Unavailable')
  })
})

describe('a file that is not ours', () => {
  const refusal = async (file: string): Promise<string> => openSqlite(file).then(
    () => 'opened',
    (e: Error) => e.message
  )

  it('is refused when a newer release has written it, and left as it was', async () => {
    const { db, file, host } = await newDatabase()
    db.close()
    host.run("insert into ocs_migrations (part, version) values ('crm', 99)")
    const error = await left(openSqliteTask(file))
    expect(error).toEqual({ _tag: 'InvalidPayload', what: 'database file', errors: [{ field: 'ocs_migrations.crm', got: 'version 99', expected: `version ${sqliteDialect.migrations.filter((m) => m.part === 'crm').length} or older: a newer release has written this file` }] })
    expect(await refusal(file)).toContain('a newer release has written this file')
    host.run('delete from ocs_migrations where version = 99')
    expect(await refusal(file)).toBe('opened')
  })

  it('is refused when it is no database, cut off, or a directory', async () => {
    const directory = newDirectory()
    const text = join(directory, 'letter.txt')
    writeFileSync(text, 'Dear database, '.repeat(500))
    expect(await refusal(text)).toMatch(/letter\.txt: invalid database file/)
    expect((await left(openSqliteTask(directory)))._tag).toBe('InvalidPayload')
    const { db, file, host } = await newDatabase()
    await createOne(sqlCrm({ db }), 'task', 'k')
    host.exec('pragma wal_checkpoint(truncate)')
    db.close()
    const cut = join(directory, 'cut.db')
    writeFileSync(cut, Buffer.from('SQLite format 3\u0000'.padEnd(4096, 'x')))
    expect((await left(openSqliteTask(cut)))._tag).toBe('InvalidPayload')
    truncateSync(file, 5000)
    expect((await left(openSqliteTask(file)))._tag).toBe('InvalidPayload')
  })

  it('is refused when its directory is missing; no directory is made', async () => {
    const file = join(newDirectory(), 'not', 'there.db')
    expect((await left(openSqliteTask(file)))._tag).toBe('NotFound')
    expect(await refusal(file)).toMatch(/not found: the directory/)
  })

  it('is refused when it may not be written', async () => {
    class ReadOnly extends Libsql {
      constructor(file: string) {
        super(file)
        this.exec('pragma query_only = on')
      }
    }
    const file = join(newDirectory(), 'x.db')
    expect((await left(openSqliteTask(file, { driver: ReadOnly })))._tag).toBe('Unauthorized')
  })

  it('is refused when it has tables of its own with our names, and these are left alone', async () => {
    const file = join(newDirectory(), 'erp.db')
    const host = hostOn(file)
    host.exec("create table contacts (number integer); insert into contacts values (7)")
    expect(E.isLeft(await openSqliteTask(file)())).toBe(true)
    expect(host.all('select name from sqlite_master')).toEqual([{ name: 'contacts' }])
    expect(host.all('select * from contacts')).toEqual([{ number: 7 }])
  })

  it('names the driver where it cannot be loaded or opens nothing', async () => {
    class Broken {
      constructor() {
        throw Object.assign(new Error('secret path'), { code: 'SQLITE_CANTOPEN' })
      }
      readonly prepare = (): never => { throw new Error() }
      readonly exec = (): never => { throw new Error() }
      readonly close = (): void => undefined
    }
    const error = await left(openSqliteTask(':memory:', { driver: Broken }))
    expect(error._tag).toBe('Unavailable')
    expect(JSON.stringify(error)).not.toContain('secret')
  })
})

describe('migrations', () => {
  it('are all applied or none: a step that fails takes back those before it', () => {
    const connection = new Libsql(':memory:')
    const steps = [
      { part: 'store' as const, version: 1, sql: 'create table one (a)' },
      { part: 'store' as const, version: 2, sql: 'create table two (a); create table one (a)' }
    ]
    expect(() => migrate(connection, steps)).toThrow()
    expect(connection.prepare('select name from sqlite_master').all()).toEqual([])
    expect(migrate(connection, steps.slice(0, 1))).toEqual(E.right(undefined))
    expect(() => migrate(connection, steps)).toThrow()
    expect(connection.prepare("select name from sqlite_master where name in ('one', 'two')").all()).toEqual([{ name: 'one' }])
    expect(connection.prepare('select version from ocs_migrations').all()).toEqual([{ version: 1 }])
    expect(migrate(connection, [...steps.slice(0, 1), { part: 'store', version: 2, sql: 'create table two (a)' }])).toEqual(E.right(undefined))
    expect(migrate(connection, [...steps.slice(0, 1), { part: 'store', version: 2, sql: 'not even sql' }])).toEqual(E.right(undefined))
    connection.close()
  })

  it('are done once when two open a new file', async () => {
    const file = join(newDirectory(), 'new.db')
    const both = await Promise.all([openSqlite(file), openSqlite(file)])
    expect(hostOn(file).all('select count(*) as n from ocs_migrations')).toEqual([{ n: sqliteDialect.migrations.length }])
    for (const db of both) db.close()
  })
})

