/** A mailbox file and a CRM database, opened, with the engine between them. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { decodePstConfig, pstMailbox, type PstMailbox } from '../adapters/pst'
import { type SqlDatabase, sqlCrm, sqlStore } from '../adapters/sql'
import { showFieldErrors } from '../core/codec'
import type { CrmPort } from '../core/ports/crm'
import { decodeSettings } from '../core/settings/decode-settings'
import { createSync, type Sync } from '../sync/create-sync'
import { UsageFailure } from './fail'
import { progressBar } from './progress-bar'
import type { RememberedMailbox } from './remembered'

export interface Session {
  readonly sync: Sync
  readonly mailbox: PstMailbox
}

export interface SessionOptions {
  readonly now: string | undefined
  readonly bar: boolean
  /** List everything, whatever the cursors say. Default false. */
  readonly full?: boolean
  /** Another look at the register. Default: the CRM's own. */
  readonly register?: (crm: CrmPort) => CrmPort
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
  } catch {
    // The parser's own message quotes the file.
    throw new UsageFailure(`--settings: got ${file}, whose content is not JSON, expected a JSON file`)
  }
  const decoded = decodeSettings(settings)
  if (E.isLeft(decoded)) throw new UsageFailure(`--settings: ${file} is not valid\n${showFieldErrors(decoded.left).replace(/^/gm, '  ')}`)
  return settings
}

/** Fails with `UsageFailure` where there is no such file or an address is none. */
export const checkMailbox = (m: RememberedMailbox): void => {
  if (!existsSync(m.file) || !statSync(m.file).isFile()) throw new UsageFailure(`--mailbox: got ${m.file}, which is not a file, expected an Outlook data file (.pst, .ost)`)
  const checked = decodePstConfig({ file: m.file, ownAddresses: m.own })
  if (E.isLeft(checked)) throw new UsageFailure(showFieldErrors(checked.left).replaceAll('ownAddresses', '--own'))
}

/** Works with an opened mailbox, and closes it whatever happens. */
export const withSession = async <A>(db: SqlDatabase, m: RememberedMailbox, o: SessionOptions, work: (s: Session) => Promise<A>): Promise<A> => {
  checkMailbox(m)
  const bar = progressBar(m.user, o.bar)
  const mailbox = pstMailbox({ file: m.file, ownAddresses: m.own, onProgress: bar.update })
  const { now } = o
  const clock = now === undefined ? {} : { now: (): string => now }
  const crm = sqlCrm({ db, database: m.company, ...clock })
  const store = sqlStore({ db })
  const sync = createSync({
    user: m.user,
    database: m.company,
    mailbox,
    crm: o.register === undefined ? crm : o.register(crm),
    store: o.full === true ? { ...store, cursor: () => TE.right(null) } : store,
    settings: m.settings,
    // A command that was killed can be run again at once, instead of waiting for its own lease.
    worker: hostname() || 'command line',
    ...clock
  })
  try {
    return await work({ sync, mailbox })
  } finally {
    bar.stop()
    mailbox.close()
  }
}
