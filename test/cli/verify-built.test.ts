/** verify as it is installed: a program in plain Node, which reads TypeScript by the loader of the project in which the module lies. */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'tsup'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Ran, root } from './run-cli'

mkdirSync(join(root, 'tmp'), { recursive: true })
const built = mkdtempSync(join(root, 'tmp/built-'))
const project = mkdtempSync(join(tmpdir(), 'ocs-project-'))
afterAll(() => [built, project].forEach((f) => rmSync(f, { recursive: true, force: true })))

beforeAll(async () => {
  await build({ entry: { cli: join(root, 'src/cli/main.ts') }, outDir: built, format: 'esm', target: 'node20', platform: 'node', config: false, silent: true, clean: false, noExternal: ['rrule', 'file-type'], esbuildOptions: (o) => void (o.alias = { debug: join(root, 'scripts/silent-debug.ts') }) })
}, 120_000)

const verify = (...args: ReadonlyArray<string>): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(built, 'cli.js'), 'verify', ...args], { cwd: project, stdio: ['ignore', 'pipe', 'pipe'] })
    let [out, err] = ['', '']
    child.stdout.on('data', (b: Buffer) => void (out += b.toString()))
    child.stderr.on('data', (b: Buffer) => void (err += b.toString()))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err }))
  })

// An enumeration is more than types to be stripped, and the other file is named without its ending: both need a loader.
const typescript = `import { answer } from './other'
enum Sort { one = 1 }
export const store = (): unknown => ({ port: answer + Sort.one, dispose: async (): Promise<void> => undefined })
`

it('TypeScript by the loader of its project, and without one a clear message; JavaScript always', async () => {
  writeFileSync(join(project, 'mine.ts'), typescript)
  writeFileSync(join(project, 'other.ts'), 'export const answer: number = 41\n')
  writeFileSync(join(project, 'mine.mjs'), 'export const store = () => 5\n')

  const js = await verify('mine.mjs', '--json')
  expect([js.code, js.err]).toEqual([1, ''])
  expect(js.out).toMatch(/"what":"what store\(\) makes","expected":"a harness","got":"a number"/)

  const without = await verify('mine.ts')
  expect(without).toMatchObject({ code: 2, out: '' })
  if (!('typescript' in process.features)) expect(without.err).toMatch(/mine\.ts: this Node \(v[\d.]+\) reads no TypeScript: install tsx in the module's project \(npm install --save-dev tsx\)/)

  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'), 'junction')
  for (const type of ['module', 'commonjs']) {
    writeFileSync(join(project, 'package.json'), JSON.stringify({ type }))
    const r = await verify('mine.ts', '--json')
    expect([type, r.code, r.err]).toEqual([type, 1, ''])
    expect(r.out).toMatch(/"what":"port","expected":"a port","got":"a number"/)
  }
}, 120_000)
