/**
 * Runs the contract suites of the store and of the reference CRM on SQLite drivers that are not installed here: `npm run
 * drivers`. better-sqlite3 is installed into a folder of its own, where it may have to be compiled for a minute; Node 22
 * and 24, for `node:sqlite`, come from the registry through npx. One line each; the exit code is 1 where a sentence fails.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SqliteDriver } from '../src/adapters/sql/index'
import { driverSuites, nodeSqlite } from '../test/adapters/sql/driver-suites'

/** 13 ends the process on Node 20. */
const betterSqlite = '12.11.1'
const nodes = ['22', '24']

const root = fileURLToPath(new URL('..', import.meta.url))

interface Ran {
  readonly code: number | null
  readonly out: string
}

const run = (command: string, args: ReadonlyArray<string>, cwd: string): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' && command === 'npm' })
    let out = ''
    child.stdout.on('data', (chunk: Buffer) => void (out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => void (out += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out }))
  })

/** What the suites say of one driver, in the process that has it. */
const tell = async (driver: SqliteDriver): Promise<boolean> => {
  const { store, crm } = driverSuites(driver)
  const failed: Array<string> = []
  const figures: Array<string> = []
  for (const [name, cases] of [['store', store], ['CRM', crm]] as const) {
    let [passed, inapplicable] = [0, 0]
    for (const c of cases) {
      try {
        if ((await c.run())._tag === 'Proved') passed += 1
        else inapplicable += 1
      } catch (e) {
        failed.push(`${c.name}: ${e instanceof Error ? e.message : String(e)}`)
      }
    }
    figures.push(`${name} ${passed} of ${cases.length - inapplicable} sentences`)
  }
  process.stdout.write(`${figures.join(', ')}\n${failed.map((f) => `  ${f}\n`).join('')}`)
  return failed.length === 0
}

/** Runs the suites in another process. Nobody asks there for anything but what is printed. */
const tellFrom = async (label: string, node: string, driver: string): Promise<boolean> => {
  const { code, out } = await run(node, ['--no-warnings', '--import', 'tsx', fileURLToPath(import.meta.url), '--driver', driver], root)
  process.stdout.write(`${label}: ${out.trim() === '' ? `ended with ${code ?? 'a signal'}` : out.trim()}\n`)
  return code === 0
}

const programOf = async (version: string): Promise<string> => {
  const { code, out } = await run('npx', ['-y', `node@${version}`, '-p', 'process.execPath'], tmpdir())
  if (code !== 0) throw new Error(`no node@${version}: ${out.trim()}`)
  return out.trim().split('\n').at(-1) ?? ''
}

const main = async (): Promise<boolean> => {
  const folder = mkdtempSync(join(tmpdir(), 'drivers-'))
  const results: Array<boolean> = []
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }')
    const installed = await run('npm', ['install', '--no-audit', '--no-fund', `better-sqlite3@${betterSqlite}`], folder)
    if (installed.code === 0) results.push(await tellFrom(`better-sqlite3 ${betterSqlite} on Node ${process.versions.node}`, process.execPath, join(folder, 'node_modules/better-sqlite3')))
    else {
      process.stdout.write(`better-sqlite3 ${betterSqlite}: could not be installed\n${installed.out}\n`)
      results.push(false)
    }
    for (const version of nodes) {
      const node = await programOf(version)
      const { out } = await run(node, ['-v'], folder)
      results.push(await tellFrom(`node:sqlite on Node ${out.trim().slice(1)}`, node, 'node:sqlite'))
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return results.every((r) => r)
}

const at = process.argv.indexOf('--driver')
const asked = at < 0 ? undefined : process.argv[at + 1]
const driverNamed = (name: string): SqliteDriver => {
  const driver = name === 'node:sqlite' ? nodeSqlite() : (createRequire(import.meta.url)(name) as SqliteDriver)
  if (typeof driver === 'string') throw new Error(driver)
  return driver
}
process.exit((await (asked === undefined ? main() : tell(driverNamed(asked)))) ? 0 : 1)
