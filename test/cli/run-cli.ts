/** Runs the command line as a person does: a process of its own. */
import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'libsql'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const testdata = join(dirname(createRequire(import.meta.url).resolve('pst-extractor/package.json')), 'example', 'testdata')
export const enron = join(testdata, 'enron.pst')
export const outlook = join(testdata, 'pstextractortest@outlook.com.ost')

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'ocs-cli-'))

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

const collect = (command: string, args: ReadonlyArray<string>): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let [out, err] = ['', '']
    child.stdout.on('data', (b: Buffer) => void (out += b.toString()))
    child.stderr.on('data', (b: Buffer) => void (err += b.toString()))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err }))
  })

export const cli = (...args: ReadonlyArray<string>): Promise<Ran> => collect(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...args])

/** A line as it would be pasted into a shell. */
export const paste = (line: string): Promise<Ran> => collect('sh', ['-c', line])

/** What a plain SQL tool sees. */
export const rowsOf = (database: string, sql: string): ReadonlyArray<{ readonly [column: string]: unknown }> => {
  const db = new Database(database)
  try {
    return db.prepare(sql).all() as ReadonlyArray<{ readonly [column: string]: unknown }>
  } finally {
    db.close()
  }
}

/** Every row of every table. */
export const dump = (database: string): string => {
  const tables = rowsOf(database, "select name from sqlite_master where type = 'table' order by name")
  return JSON.stringify(tables.map((t) => [t['name'], rowsOf(database, `select * from "${String(t['name'])}"`)]))
}
