/** The CRM database that a person names: a SQLite file, or a Postgres database by its address. */
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { openPostgresTask, openSqlite, type SqlDatabase } from '../adapters/sql'
import { showPortError } from '../core/errors'
import { CommandFailure, UsageFailure } from './fail'

/** Whether it is the address of a Postgres database. */
export const isAddress = (name: string): boolean => /^postgres(?:ql)?:\/\//.test(name)

/** The name as it may be shown: an address without its password. */
export const shownDatabase = (name: string): string => (isAddress(name) ? name.replace(/^([^:]+:\/\/).*@/, '$1…@').replace(/\?.*$/, '') : name)

const openAddress = async (address: string, mustExist: boolean, option: string): Promise<SqlDatabase> => {
  const opened = await openPostgresTask({ connectionString: address, migrate: !mustExist })()
  if (E.isRight(opened)) return opened.right
  if (mustExist && opened.left._tag === 'NotFound') throw new UsageFailure(`${option}: got ${shownDatabase(address)}, where there is no CRM database, expected one that a sync has filled`)
  throw new CommandFailure(`cannot open ${shownDatabase(address)}: ${showPortError(opened.left)}`)
}

/** Opens a CRM database; `mustExist` for commands that only look: then nothing is made. */
export const openCrm = async (name: string, mustExist = false, option = '--crm'): Promise<SqlDatabase> => {
  if (isAddress(name)) return openAddress(name, mustExist, option)
  if (mustExist && !existsSync(name)) throw new UsageFailure(`${option}: got ${name}, which is not there, expected the file of a CRM database`)
  if (name !== ':memory:' && !existsSync(dirname(name))) throw new UsageFailure(`${option}: got ${name}, expected a file in a directory that is there`)
  try {
    return await openSqlite(name)
  } catch (e) {
    throw new CommandFailure(e instanceof Error ? e.message : `${name}: cannot be opened`)
  }
}

/** Opens a CRM database to look at, or an empty one where there is none: it is not made for that. */
export const openCrmOrNone = async (name: string): Promise<SqlDatabase> => {
  if (!isAddress(name)) return openCrm(existsSync(name) ? name : ':memory:')
  try {
    return await openCrm(name, true)
  } catch (e) {
    if (e instanceof UsageFailure) return openCrm(':memory:')
    throw e
  }
}
