/** Other processes that work on a database. */
import { spawn } from 'node:child_process'
import { mkdtempSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'tsup'
import { afterAll } from 'vitest'
import type { Place } from './databases'

// Inside the repository, because drivers are looked for from there.
const cache = fileURLToPath(new URL('../../../node_modules/.cache/', import.meta.url))

const folders = new Map<string, Promise<string>>()

/** Dozens of processes are started, so a program is compiled once and not by each of them. */
const compile = async (source: string): Promise<string> => {
  mkdirSync(cache, { recursive: true })
  const outDir = mkdtempSync(join(cache, 'ocs-crash-'))
  await build({ entry: { child: source }, outDir, format: 'esm', target: 'node20', outExtension: () => ({ js: '.mjs' }), external: ['libsql', 'pg'], splitting: false, clean: false, dts: false, config: false, silent: true })
  return outDir
}

afterAll(async () => {
  for (const folder of folders.values()) rmSync(await folder, { recursive: true, force: true })
})

export interface Ended {
  readonly how: NodeJS.Signals | number | null
  /** Lines of its output. */
  readonly said: ReadonlyArray<string>
}

/** Runs `crash-child.ts`; with `killAfterMs`, until that long after it began to write. */
export const runProcess = (place: Place, task: 'forever' | 'die-before' | 'same-keys', argument: number, killAfterMs?: number): Promise<Ended> =>
  runProgram(new URL('crash-child.ts', import.meta.url), [JSON.stringify(place), task, String(argument)], killAfterMs)

/** Runs a program of the tests in a process of its own. */
export const runProgram = async (source: URL, args: ReadonlyArray<string>, killAfterMs?: number): Promise<Ended> => {
  const compiled = folders.get(source.href) ?? compile(fileURLToPath(source))
  folders.set(source.href, compiled)
  const child = join(await compiled, 'child.mjs')
  return new Promise((resolve, reject) => {
    const started = spawn(process.execPath, [child, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
    let out = ''
    started.stdout.on('data', (chunk: Buffer) => {
      if (out === '' && killAfterMs !== undefined) setTimeout(() => started.kill('SIGKILL'), killAfterMs)
      out += chunk.toString()
    })
    started.on('error', reject)
    started.on('close', (code, signal) => resolve({ how: signal ?? code, said: out.trim().split('\n') }))
  })
}
