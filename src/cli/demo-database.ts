/** The file that a demonstration fills: begun anew when the last one finished, gone on with when it did not. */
import { existsSync, rmSync } from 'node:fs'
import { referenceCrm, type SqlDatabase } from '../adapters/sql'
import { isAddress, openCrm, shownDatabase } from './crm-database'
import { UsageFailure } from './fail'
import { getState, rememberedMailboxes, type RememberedMailbox, setState } from './remembered'

const removeDatabase = (file: string): void => {
  for (const end of ['-wal', '-shm', '']) rmSync(`${file}${end}`, { force: true })
}

/** Somebody's own data must be neither deleted nor mixed with the demonstration's. */
const refuseForeign = async (db: SqlDatabase, file: string, state: string | null, mailboxes: ReadonlyArray<RememberedMailbox>): Promise<void> => {
  const ours = new Set(mailboxes.map((m) => `${m.company} ${m.user}`))
  const foreign = (await rememberedMailboxes(db)).some((m) => !ours.has(`${m.company} ${m.user}`))
  const { activities, documents } = await referenceCrm(db).counts()
  const filled = Object.values(activities).some((n) => n > 0) || documents.count > 0
  if (foreign || (state === null && filled)) throw new UsageFailure(`--database: got ${file}, which holds more than a demonstration, expected a new file or one of an earlier demonstration`)
}

/** @param goesOn false: one that was interrupted is begun anew too, because its mailbox is no more */
export const openDemoDatabase = async (file: string, mailboxes: ReadonlyArray<RememberedMailbox>, goesOn = true): Promise<{ readonly db: SqlDatabase; readonly resumed: boolean }> => {
  if (isAddress(file)) throw new UsageFailure(`--database: got ${shownDatabase(file)}, expected a file: a demonstration begins by deleting the last one`)
  const there = existsSync(file)
  let db = await openCrm(file, false, '--database')
  try {
    const state = await getState(db, 'demo')
    if (there) await refuseForeign(db, file, state, mailboxes)
    if (state === 'done' || (state !== null && !goesOn)) {
      db.close()
      removeDatabase(file)
      db = await openCrm(file, false, '--database')
    }
    await setState(db, 'demo', 'begun')
    return { db, resumed: goesOn && state === 'begun' }
  } catch (e) {
    db.close()
    throw e
  }
}
