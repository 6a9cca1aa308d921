/** A file with a CRM and our memory in it, a person who edits in it, and an engine on it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Libsql from 'libsql'
import { actionCount, createSync, type Sync } from '../src'
import { openSqlite, sqlCrm, sqlStore } from '../src/adapters/sql'
import { countingDriver, type Counts } from './counting-driver'
import { type LazyMailbox } from './lazy-mailbox'

export const now = (): string => '2026-03-02T08:00:00.000Z'

export interface World {
  readonly file: string
  readonly counts: Counts
  readonly syncOf: (user: string, mailbox: LazyMailbox) => Sync
  /** What a person does in the CRM: gives the activities of these ids another subject. */
  readonly editActivities: (ids: ReadonlyArray<number>, subject: string) => void
}

/** Opens a new file, and removes it afterwards. */
export const inWorld = async <A>(work: (w: World) => Promise<A>): Promise<A> => {
  const directory = mkdtempSync(join(tmpdir(), 'ocs-bench-'))
  const file = join(directory, 'crm.db')
  const { driver, counts } = countingDriver()
  const db = await openSqlite(file, { driver })
  const host = new Libsql(file)
  host.exec('pragma busy_timeout = 5000; pragma synchronous = normal')
  try {
    const update = host.prepare('update activities set subject = ? where id = ?')
    return await work({
      file,
      counts,
      syncOf: (user, mailbox) => createSync({ user, database: 'acme', mailbox, crm: sqlCrm({ db, database: 'acme', now }), store: sqlStore({ db }), now, worker: 'bench' }),
      editActivities: (ids, subject) => {
        host.exec('begin immediate')
        for (const id of ids) update.run([subject, id])
        host.exec('commit')
      }
    })
  } finally {
    host.close()
    db.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

/** A pass that must do so much. */
export const pass = async (sync: Sync, wanted: number, o?: { readonly full: boolean }): Promise<void> => {
  const report = await sync.run(o)
  const got = actionCount(report)
  if (got !== wanted || report.errors.length > 0) throw new Error(`${got} effects and ${report.errors.length} errors, expected ${wanted} effects`)
}
