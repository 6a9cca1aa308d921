/**
 * Kills the demonstration at random moments, runs it again each time, and compares the database with that of an
 * undisturbed run (L4): `npm run kill-demo -- [--times 20] [--seed 1]`. Compared is every column of every table but the
 * pass ids, which name the pass that did a thing, and what was told in passes that a kill divided: the feed log and its cursors.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import Database from 'libsql'

const option = (name: string, initial: number): number => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? initial : Number(process.argv[at + 1])
}
const times = option('times', 20)
let state = option('seed', 1)
const random = (): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return state / 2 ** 32
}

const folder = mkdtempSync(join(tmpdir(), 'kill-demo-'))

/** Runs the demonstration, killed after some time or not. Gives the milliseconds it took. */
const demo = (database: string, killAfterMs: number | null): Promise<{ readonly ms: number; readonly killed: boolean }> =>
  new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', 'demo', '--json', '--database', database, '--now', '2026-11-24T09:00:00.000Z'], { stdio: ['ignore', 'ignore', 'inherit'] })
    const timer = killAfterMs === null ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs)
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      clearTimeout(timer)
      if (signal === 'SIGKILL') return resolve({ ms: performance.now() - started, killed: true })
      if (code !== 0) return reject(new Error(`the demonstration ended with ${code ?? 'a signal'}`))
      resolve({ ms: performance.now() - started, killed: false })
    })
  })

/** Columns that say which pass did something, and tables that say in what steps it was done. */
const passColumns: ReadonlySet<string> = new Set(['pass', 'seq'])
const stepTables: ReadonlySet<string> = new Set(['activity_changes', 'ocs_cursors', 'sqlite_sequence'])

const dump = (database: string): ReadonlyMap<string, string> => {
  const db = new Database(database)
  const out = new Map<string, string>()
  const tables = db.prepare("select name from sqlite_master where type = 'table' order by name").all() as ReadonlyArray<{ readonly name: string }>
  for (const { name } of tables) {
    if (stepTables.has(name)) continue
    const columns = (db.prepare(`select name from pragma_table_info('${name}')`).all() as ReadonlyArray<{ readonly name: string }>).map((c) => c.name).filter((c) => !passColumns.has(c))
    // A journal entry's id begins with the pass.
    const shown = columns.map((c) => (name === 'ocs_journal' && c === 'id' ? `substr(id, instr(id, ':create') + instr(id, ':document')) as id` : `"${c}"`))
    const rows = (db.prepare(`select ${shown.join(', ')} from "${name}"`).all() as ReadonlyArray<object>).map((r) => JSON.stringify(r, (_, v: unknown) => (v instanceof Uint8Array ? Buffer.from(v).toString('base64') : v)))
    for (const [i, row] of rows.sort().entries()) out.set(`${name} ${i}`, row)
  }
  db.close()
  return out
}

const difference = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): string | null => {
  for (const key of new Set([...a.keys(), ...b.keys()])) if (a.get(key) !== b.get(key)) return `${key}: ${(a.get(key) ?? 'nothing').slice(0, 300)} / ${(b.get(key) ?? 'nothing').slice(0, 300)}`
  return null
}

const whole = await demo(join(folder, 'undisturbed.db'), null)
const expected = dump(join(folder, 'undisturbed.db'))
process.stdout.write(`undisturbed: ${whole.ms.toFixed(0)} ms, ${expected.size} rows to compare\n`)
let different = 0
for (let i = 1; i <= times; i++) {
  const database = join(folder, `killed-${i}.db`)
  const after = Math.round(random() * whole.ms)
  const { killed } = await demo(database, after)
  await demo(database, null)
  const d = difference(expected, dump(database))
  if (d !== null) different++
  process.stdout.write(`${i}: ${killed ? `killed after ${after} ms` : 'ended before it could be killed'}, then run again: ${d === null ? 'equal' : `DIFFERENT at ${d}`}\n`)
}
rmSync(folder, { recursive: true, force: true })
process.stdout.write(`${times - different} equal, ${different} different\n`)
process.exit(different === 0 ? 0 : 1)
