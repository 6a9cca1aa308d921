/** The contract suites of the store and of the reference CRM on files that a given SQLite driver opens. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { openSqlite, sqlCrm, sqlStore } from '../../../src/adapters/sql/index'
import type { SqlDatabase, SqliteConnection, SqliteDriver } from '../../../src/adapters/sql/index'
import type { ContractCase } from '../../../src/testing/contracts/contract-case'
import { crmContract } from '../../../src/testing/contracts/crm-contract'
import { storeContract } from '../../../src/testing/contracts/store-contract'
import type { Host } from './databases'
import { closeAll, newDirectory } from './fixtures'
import { cutLog, documentsIn, personOn } from './person'

/** Methods, because drivers differ in what may be bound. */
interface Called {
  run(...params: ReadonlyArray<unknown>): unknown
  all(...params: ReadonlyArray<unknown>): ReadonlyArray<Readonly<Record<string, unknown>>>
}

/** Plain SQL on the same file, through the same driver. */
const hostOn = (connection: SqliteConnection): Host => {
  const prepared = (sql: string): Called => connection.prepare(sql) as unknown as Called
  connection.exec('pragma busy_timeout = 2000; pragma foreign_keys = on')
  return {
    run: async (sql, ...params) => void prepared(sql).run(...params),
    all: async (sql, ...params) => prepared(sql).all(...params),
    exec: async (sql) => void connection.exec(sql)
  }
}

interface Opened {
  readonly db: SqlDatabase
  readonly host: Host
  readonly dispose: () => Promise<void>
}

const open = async (driver: SqliteDriver): Promise<Opened> => {
  const file = join(newDirectory(), 'crm.db')
  const db = await openSqlite(file, { driver })
  const connection = new driver(file)
  return {
    db,
    host: hostOn(connection),
    dispose: async () => {
      connection.close()
      db.close()
      closeAll()
    }
  }
}

/** Both suites; the CRM commits with the store. */
export const driverSuites = (driver: SqliteDriver): { readonly store: ReadonlyArray<ContractCase>; readonly crm: ReadonlyArray<ContractCase> } => ({
  store: storeContract(async () => {
    const { db, dispose } = await open(driver)
    return { port: sqlStore({ db }), dispose }
  }),
  crm: crmContract(async () => {
    const { db, host, dispose } = await open(driver)
    return {
      port: sqlCrm({ db, database: 'acme' }),
      owner: 'anna',
      otherOwner: 'bert',
      person: personOn({ db, host }),
      expireCursors: () => cutLog(host),
      store: { port: sqlStore({ db }), scope: { user: 'anna', database: 'acme' } },
      documentsOf: (id) => documentsIn(host, id),
      dispose
    }
  })
})

/** Node's own driver, or why there is none. The module is asked for at run time, as older releases do not know it. */
export const nodeSqlite = (): SqliteDriver | string => {
  try {
    return (createRequire(import.meta.url)('node:sqlite') as { readonly DatabaseSync: SqliteDriver }).DatabaseSync
  } catch {
    return `Node ${process.versions.node} has no node:sqlite; 22.13 and newer have it`
  }
}
