/** Other drivers than libsql. `npm run drivers` tries better-sqlite3 too, and Node 22 and 24. */
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import Libsql from 'libsql'
import { openSqliteTask, sqlStore } from '../../../src/adapters/sql/index'
import type { SqliteConnection, SqliteDriver, SqliteStatement } from '../../../src/adapters/sql/index'
import { sqliteDialect } from '../../../src/adapters/sql/dialect'
import { driverSuites, nodeSqlite } from './driver-suites'
import { closeAll, left, newDirectory, right } from './fixtures'

afterEach(closeAll)

const driver = nodeSqlite()

describe('node:sqlite', () => {
  if (typeof driver === 'string') return it.skip(driver, () => undefined)
  const { store, crm } = driverSuites(driver)
  for (const { name, run } of [...store, ...crm]) it(name, async () => void (await run()))
  it('tells what went wrong as libsql does', async () => {
    const directory = newDirectory()
    expect((await left(openSqliteTask(join(directory, 'nowhere', 'x.db'), { driver })))._tag).toBe('NotFound')
    const db = await right(openSqliteTask(join(directory, 'x.db'), { driver }))
    const held = new driver(join(directory, 'x.db'))
    held.exec('begin immediate')
    expect((await left(openSqliteTask(join(directory, 'x.db'), { driver, busyTimeoutMs: 1 })))._tag).toBe('Unavailable')
    held.close()
    db.close()
  })
})

/** Libsql as a driver with other manners: what node:sqlite and better-sqlite3 do otherwise, on every Node. */
const withManners = (manners: (statement: Libsql.Statement) => SqliteStatement, failure: (e: unknown) => unknown): SqliteDriver => {
  const translate = <A>(act: () => A): A => {
    try {
      return act()
    } catch (e) {
      throw failure(e)
    }
  }
  return class implements SqliteConnection {
    private readonly connection: Libsql.Database
    constructor(file: string) {
      this.connection = new Libsql(file)
    }
    readonly prepare = (sql: string): SqliteStatement => {
      const { run, all } = manners(translate(() => this.connection.prepare(sql)))
      return { run: (...params) => translate(() => run(...params)), all: (...params) => translate(() => all(...params)) }
    }
    readonly exec = (sql: string): unknown => translate(() => this.connection.exec(sql))
    readonly close = (): unknown => this.connection.close()
  }
}

const onlyScalars = (params: ReadonlyArray<unknown>): ReadonlyArray<unknown> => {
  if (params.some((p) => typeof p === 'boolean' || (typeof p === 'object' && p !== null && !(p instanceof Uint8Array)))) throw new TypeError('cannot be bound')
  return params
}
const codes: { readonly [code: string]: number } = { SQLITE_CONSTRAINT_PRIMARYKEY: 1555, SQLITE_CONSTRAINT_UNIQUE: 2067, SQLITE_CONSTRAINT_FOREIGNKEY: 787, SQLITE_CONSTRAINT_NOTNULL: 1299, SQLITE_BUSY: 5 }

/** Values one by one, rows without a prototype, big integers, and errors with numbers. */
const likeNode = withManners(
  (s) => ({
    run: (...params) => {
      const { changes, lastInsertRowid } = s.run(...onlyScalars(params))
      return { changes: BigInt(changes), lastInsertRowid: BigInt(lastInsertRowid) }
    },
    all: (...params) =>
      (s.all(...onlyScalars(params)) as ReadonlyArray<Record<string, unknown>>).map((row) => Object.assign(Object.create(null) as object, Object.fromEntries(Object.entries(row).map(([k, v]) => [k, Number.isInteger(v) ? BigInt(v as number) : Buffer.isBuffer(v) ? new Uint8Array(v) : v]))))
  }),
  (e) => {
    const code = codes[String(Reflect.get(e as object, 'code'))]
    return code === undefined ? e : Object.assign(new Error('an error of SQLite'), { code: 'ERR_SQLITE_ERROR', errcode: code })
  }
)

describe('a driver that takes values one by one, answers with bigints and rows without a prototype, and fails with numbers', () => {
  const { store, crm } = driverSuites(likeNode)
  for (const { name, run } of [...store, ...crm]) it(name, async () => void (await run()))
})

it('a driver whose SQLite is too old, or that is none, is told at once, and nothing is left behind', async () => {
  const directory = newDirectory()
  const old = withManners((s) => ({ run: (...p) => s.run(...p), all: (...p) => s.all(...p) }), () => new Error('near "returning": syntax error'))
  const db = await right(openSqliteTask(join(directory, 'x.db'), { driver: old }))
  // Every failure is data, whatever the driver throws.
  expect((await left(sqlStore({ db: { ...db, dialect: { ...sqliteDialect, isOneOf: () => 'nonsense(' } } }).links({ user: 'a', database: 'b' }, { ids: ['a'], itemIds: [], activityIds: [], identities: [] })))._tag).toBe('Unexpected')
  db.close()
})
