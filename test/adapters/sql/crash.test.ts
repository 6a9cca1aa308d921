import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it } from 'vitest'
import { openSqlite } from '../../../src/adapters/sql/index'
import { closeAll, hostOn, newDirectory } from './fixtures'

afterEach(closeAll)

const child = fileURLToPath(new URL('crash-child.ts', import.meta.url))

/** Starts the writer, kills it some milliseconds after it has begun, and gives how it ended. */
const writeAndKill = (file: string, round: number, afterMs: number): Promise<NodeJS.Signals | number | null> =>
  new Promise((resolve, reject) => {
    const process_ = spawn(process.execPath, ['--import', 'tsx', child, file, String(round)], { stdio: ['ignore', 'pipe', 'inherit'] })
    process_.on('error', reject)
    process_.on('exit', (code, signal) => resolve(signal ?? code))
    process_.stdout.once('data', () => setTimeout(() => process_.kill('SIGKILL'), afterMs))
  })

it('a killed process leaves each activity with its link, or neither, and the next opens the file (L4)', async () => {
  const file = join(newDirectory(), 'crm.db')
  let activities = 0
  for (const [round, afterMs] of [15, 40, 61, 83].entries()) {
    expect(await writeAndKill(file, round, afterMs)).toBe('SIGKILL')
    const db = await openSqlite(file)
    const host = hostOn(file)
    expect(host.all('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
    expect(host.all(`select id from activities where cast(id as text) not in (select activity_id from ocs_links)`)).toEqual([])
    expect(host.all(`select id from ocs_links where activity_id <> 'none' and activity_id not in (select cast(id as text) from activities)`)).toEqual([])
    expect(host.all(`select id from ocs_links where activity_id = 'none' and id not in (select id from ocs_journal)`)).toEqual([])
    expect(host.all(`select id from ocs_journal where id not in (select id from ocs_links)`)).toEqual([])
    // Every activity is in the feed, and batches are whole.
    const [row] = host.all('select count(*) as n, (select count(*) from activity_changes) as changes from activities')
    expect(row?.['changes']).toBe(row?.['n'])
    expect(Number(row?.['n']) % 20).toBe(0)
    activities = Number(row?.['n'])
    db.close()
  }
  expect(activities).toBeGreaterThan(0)
})
