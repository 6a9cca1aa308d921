/**
 * Kills the demonstration at random moments, runs it again each time, and compares the database with that of an
 * undisturbed run, table by table (L4): `npm run kill-demo -- [--times 20] [--seed 1]`.
 *
 * Left out of the comparison is only what names the pass or the hour: `ocs_journal.pass` and the pass at the beginning
 * of `ocs_journal.id`, how often the lease was taken (`ocs_leases.fence`), and `ocs_migrations.applied_at`. Rows are compared in their order in the table.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import Database from 'libsql'

const option = (name: string, initial: number): number => {
  const at = process.argv.indexOf(`--${name}`)
  const value = at < 0 ? initial : Number(process.argv[at + 1])
  if (!Number.isInteger(value) || value < 1) {
    process.stderr.write(`--${name}: got ${process.argv[at + 1] ?? 'nothing'}, expected a whole number from 1\n`)
    process.exit(2)
  }
  return value
}
const times = option('times', 20)
const seed = option('seed', 1)
let state = seed
const random = (): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return state / 2 ** 32
}

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'kill-demo-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

/** Runs the demonstration, killed after some time or not. No process in between, which the signal would reach instead. */
const demo = (database: string, killAfterMs: number | null): Promise<{ readonly ms: number; readonly killed: boolean; readonly json: string }> =>
  new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', 'demo', '--json', '--database', database, '--now', '2026-11-24T09:00:00.000Z'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
    let json = ''
    child.stdout.on('data', (chunk: Buffer) => void (json += chunk.toString()))
    const timer = killAfterMs === null ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      if (code === 0 || signal === 'SIGKILL') resolve({ ms: performance.now() - started, killed: signal === 'SIGKILL', json })
      else reject(new Error(`the demonstration ended with ${code ?? signal ?? 'nothing'}`))
    })
  })

/** What is left out, by table: the SQL that stands for the column instead. */
const withoutPass: { readonly [column: string]: string } = {
  'ocs_journal.pass': "'' as pass",
  'ocs_journal.id': "substr(id, length(pass) + 1) as id",
  'ocs_leases.fence': '0 as fence',
  'ocs_migrations.applied_at': "'' as applied_at"
}

type Tables = ReadonlyMap<string, ReadonlyArray<string>>

const bytesAsDigest = (v: unknown): unknown => (v instanceof Uint8Array ? createHash('sha256').update(v).digest('hex') : v)

/** Every row of every table as text. */
const readTables = (database: string): Tables => {
  const db = new Database(database)
  const names = (db.prepare("select name from sqlite_master where type = 'table' order by name").all() as ReadonlyArray<{ readonly name: string }>).map((t) => t.name)
  const tables = new Map<string, ReadonlyArray<string>>()
  for (const name of names) {
    const columns = (db.prepare(`select name from pragma_table_info('${name}')`).all() as ReadonlyArray<{ readonly name: string }>).map((c) => withoutPass[`${name}.${c.name}`] ?? `"${c.name}"`)
    const rows = db.prepare(`select ${columns.join(', ')} from "${name}"`).raw().all() as ReadonlyArray<ReadonlyArray<unknown>>
    tables.set(name, rows.map((row) => JSON.stringify(row.map(bytesAsDigest))))
  }
  db.close()
  return tables
}

const differences = (a: Tables, b: Tables): ReadonlyArray<string> =>
  [...new Set([...a.keys(), ...b.keys()])].flatMap((name) => {
    const [left, right] = [a.get(name) ?? [], b.get(name) ?? []]
    const at = Array.from({ length: Math.max(left.length, right.length) }, (_, i) => i).find((i) => left[i] !== right[i])
    return at === undefined ? [] : [`${name}, row ${at} of ${left.length} / ${right.length}: ${(left[at] ?? 'nothing').slice(0, 160)} / ${(right[at] ?? 'nothing').slice(0, 160)}`]
  })

/** How far the killed run came, so that it can be seen that the moments are spread. Read from a copy: opening the file itself would already repair it. */
const progressOf = (database: string): string => {
  if (!existsSync(database)) return 'no database yet'
  const copy = join(folder, 'copy.db')
  for (const end of ['', '-wal']) if (existsSync(`${database}${end}`)) copyFileSync(`${database}${end}`, `${copy}${end}`)
  const db = new Database(copy)
  const count = (table: string): number => {
    const [there] = db.prepare('select 1 from sqlite_master where name = ?').all([table])
    return there === undefined ? 0 : Number((db.prepare(`select count(*) as n from "${table}"`).all()[0] as { readonly n: number }).n)
  }
  const text = `${count('contacts')} contacts, ${count('activities')} activities, ${count('documents')} documents`
  db.close()
  for (const end of ['-wal', '-shm', '']) rmSync(`${copy}${end}`, { force: true })
  return text
}

const numbersOf = (json: string): string => {
  const { skipped: _, ...numbers } = JSON.parse(json) as { readonly skipped: unknown }
  return JSON.stringify(numbers)
}

const undisturbed = join(folder, 'undisturbed.db')
const whole = await demo(undisturbed, null)
const expected = readTables(undisturbed)
process.stdout.write(`seed ${seed}; undisturbed: ${whole.ms.toFixed(0)} ms, ${[...expected.values()].reduce((n, rows) => n + rows.length, 0)} rows in ${expected.size} tables; not compared: ${Object.keys(withoutPass).join(', ')}\n`)
let different = 0
for (let i = 1; i <= times; i++) {
  const database = join(folder, `killed-${i}.db`)
  const after = Math.round(whole.ms * random())
  const { killed } = await demo(database, after)
  const progress = progressOf(database)
  const again = await demo(database, null)
  const found = [...differences(expected, readTables(database)), ...(numbersOf(again.json) === numbersOf(whole.json) ? [] : [`the numbers that were told: ${again.json}`])]
  if (found.length > 0) different++
  process.stdout.write(`${i}: ${killed ? `killed after ${after} ms (${progress})` : 'ended before it could be killed'}, then run again: ${found.length === 0 ? 'equal' : `DIFFERENT: ${found.join('; ')}`}\n`)
  for (const end of ['-wal', '-shm', '']) rmSync(`${database}${end}`, { force: true })
}
process.stdout.write(`${times - different} equal, ${different} different\n`)
process.exit(different === 0 ? 0 : 1)
