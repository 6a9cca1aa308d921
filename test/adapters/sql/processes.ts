/** Other processes that work on a database. */
import { spawn } from 'node:child_process'
import { mkdtempSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'tsup'
import { afterAll } from 'vitest'
import type { Place } from './databases'

const source = fileURLToPath(new URL('crash-child.ts', import.meta.url))
// Inside the repository, because drivers are looked for from there.
const cache = fileURLToPath(new URL('../../../node_modules/.cache/', import.meta.url))

let folder: Promise<string> | null = null

/** Dozens of processes are started, so the program is compiled once and not by each of them. */
const compile = async (): Promise<string> => {
  mkdirSync(cache, { recursive: true })
  const outDir = mkdtempSync(join(cache, 'ocs-crash-'))
  await build({ entry: { child: source }, outDir, format: 'esm', target: 'node20', outExtension: () => ({ js: '.mjs' }), external: ['libsql', 'pg'], splitting: false, clean: false, dts: false, config: false, silent: true })
  return outDir
}

afterAll(async () => {
  if (folder !== null) rmSync(await folder, { recursive: true, force: true })
})

export interface Ended {
  readonly how: NodeJS.Signals | number | null
  /** Lines of its output. */
  readonly said: ReadonlyArray<string>
}

/** Runs `crash-child.ts`; with `killAfterMs`, until that long after it began to write. */
export const runProcess = async (place: Place, task: 'forever' | 'die-before' | 'same-keys', argument: number, killAfterMs?: number): Promise<Ended> => {
  const child = join(await (folder ??= compile()), 'child.mjs')
  return new Promise((resolve, reject) => {
    const started = spawn(process.execPath, [child, JSON.stringify(place), task, String(argument)], { stdio: ['ignore', 'pipe', 'inherit'] })
    let out = ''
    started.stdout.on('data', (chunk: Buffer) => {
      if (out === '' && killAfterMs !== undefined) setTimeout(() => started.kill('SIGKILL'), killAfterMs)
      out += chunk.toString()
    })
    started.on('error', reject)
    started.on('close', (code, signal) => resolve({ how: signal ?? code, said: out.trim().split('\n') }))
  })
}
