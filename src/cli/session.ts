/** A mailbox file and a CRM database, opened, with the engine between them. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { decodePstConfig, pstMailbox, type PstMailbox } from '../adapters/pst'
import { openSqlite, type SqlDatabase, sqlCrm, sqlStore } from '../adapters/sql'
import { showFieldErrors } from '../core/codec'
import { decodeSettings } from '../core/settings/decode-settings'
import { createSync, type Sync } from '../sync/create-sync'
import { CommandFailure, UsageFailure } from './fail'
import { progressBar } from './progress-bar'
import type { RememberedMailbox } from './remembered'

export interface Session {
  readonly sync: Sync
  readonly mailbox: PstMailbox
  readonly close: () => void
}

/** Opens a CRM database; `mustExist` for commands that only look. */
export const openCrm = async (file: string, mustExist = false): Promise<SqlDatabase> => {
  if (mustExist && !existsSync(file)) throw new UsageFailure(`--crm: got ${file}, which is not there, expected the file of a CRM database`)
  try {
    return await openSqlite(file)
  } catch (e) {
    throw new CommandFailure(`${file}: ${e instanceof Error ? e.message : 'cannot be opened'}`)
  }
}

/** Settings from a file; `{}` without one. */
export const readSettings = (file: string | undefined): unknown => {
  if (file === undefined) return {}
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new UsageFailure(`--settings: got ${file}, which cannot be read, expected a JSON file`)
  }
  let settings: unknown
  try {
    settings = JSON.parse(text)
  } catch (e) {
    throw new UsageFailure(`--settings: ${file} is not JSON${e instanceof SyntaxError ? `: ${e.message.replace(/".*"/s, '…')}` : ''}`)
  }
  const decoded = decodeSettings(settings)
  if (E.isLeft(decoded)) throw new UsageFailure(`--settings: ${file} is not valid\n${showFieldErrors(decoded.left)}`)
  return settings
}

export const openSession = (db: SqlDatabase, m: RememberedMailbox, options: { readonly now: string | undefined; readonly bar: boolean }): Session => {
  if (!existsSync(m.file) || !statSync(m.file).isFile()) throw new UsageFailure(`--mailbox: got ${m.file}, which is not a file, expected an Outlook data file (.pst, .ost)`)
  const checked = decodePstConfig({ file: m.file, ownAddresses: m.own })
  if (E.isLeft(checked)) throw new UsageFailure(showFieldErrors(checked.left).replaceAll('ownAddresses', '--own'))
  const bar = progressBar(m.user, options.bar)
  const mailbox = pstMailbox({ file: m.file, ownAddresses: m.own, onProgress: bar.update })
  const clock = options.now === undefined ? {} : { now: () => options.now as string }
  return {
    mailbox,
    sync: createSync({ user: m.user, database: m.company, mailbox, crm: sqlCrm({ db, database: m.company, ...clock }), store: sqlStore({ db }), settings: m.settings, ...clock }),
    close: () => {
      bar.stop()
      mailbox.close()
    }
  }
}
