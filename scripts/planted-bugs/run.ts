/**
 * Plants bugs, one at a time, in a copy of the sources, and lets the simulator look for them: `npm run planted-bugs --
 * [--seeds 2000] [--only TEXT]`. Prints the table of docs/planted-bugs.md: by which law each was found, and in which world.
 */
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type Bug, bugs } from './bugs'

const option = (name: string, initial: string): string => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? initial : (process.argv[at + 1] ?? initial)
}
const seeds = option('seeds', '2000')
const chosen = bugs.filter((b) => b.what.includes(option('only', '')))

const root = resolve(import.meta.dirname, '../..')
const sources = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'src', 'package.json', 'tsconfig.json'], { cwd: root, encoding: 'utf8' }).trim().split('\n')

const copySources = (): string => {
  const copy = mkdtempSync(join(tmpdir(), 'planted-bugs-'))
  for (const file of sources) {
    mkdirSync(dirname(join(copy, file)), { recursive: true })
    cpSync(join(root, file), join(copy, file))
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

interface Found {
  readonly worlds: number
  readonly law: string
  readonly what: string
}

const simulate = (copy: string): Promise<Found | null> =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', 'simulate', '--seeds', seeds, '--workers', '1', '--no-shrink', '--json'], { cwd: copy, stdio: ['ignore', 'pipe', 'pipe'] })
    const out: Array<Buffer> = []
    const err: Array<Buffer> = []
    child.stdout.on('data', (b: Buffer) => out.push(b))
    child.stderr.on('data', (b: Buffer) => err.push(b))
    child.on('error', fail)
    child.on('exit', () => {
      const text = Buffer.concat(out).toString('utf8')
      if (text === '') return fail(new Error(`the simulation does not even run: ${Buffer.concat(err).toString('utf8').slice(0, 500)}`))
      const s = JSON.parse(text) as { readonly worlds: number; readonly broken: ReadonlyArray<{ readonly law: string; readonly what: string }> }
      const [b] = s.broken
      done(b === undefined ? null : { worlds: s.worlds, law: b.law, what: b.what })
    })
  })

const plant = async (copy: string, bug: Bug): Promise<Found | null> => {
  const path = join(copy, bug.file)
  const text = readFileSync(path, 'utf8')
  if (text.split(bug.from).length !== 2) throw new Error(`${bug.what}: its place is not found once in ${bug.file}`)
  writeFileSync(path, text.replace(bug.from, () => bug.to))
  try {
    return await simulate(copy)
  } finally {
    writeFileSync(path, text)
  }
}

const rows = new Array<string>(chosen.length)
let missed = 0
let next = 0
const work = async (): Promise<void> => {
  const copy = copySources()
  for (let i = next++; i < chosen.length; i = next++) {
    const bug = chosen[i] as Bug
    const found = await plant(copy, bug)
    if (found === null) missed++
    rows[i] = `| ${i + 1} | ${bug.what} | ${bug.peer ?? ''} | ${found === null ? 'NOT FOUND' : found.law} | ${found === null ? '' : found.worlds} |`
    process.stderr.write(`${rows[i]} ${found?.what ?? ''}\n`)
  }
  rmSync(copy, { recursive: true, force: true })
}
await Promise.all(Array.from({ length: availableParallelism() }, work))
process.stdout.write(`${['| | planted bug | shipped by, or seen in | found by | after worlds |', '| --- | --- | --- | --- | --- |', ...rows].join('\n')}\n${chosen.length - missed} found, ${missed} not found\n`)
process.exit(missed === 0 ? 0 : 1)
