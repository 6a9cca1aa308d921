/** Every code block of the documents is run, compiled or decoded: an example that does not work fails here. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect, it } from 'vitest'
import { decodeSettings } from '../../src/core/settings/decode-settings'
import { type CodeBlock, codeBlocks, documents, isStep, root } from './documents'

// Inside of the repository, so that packages and the package's own name are resolved as they are for its sources.
mkdirSync(join(root, 'tmp'), { recursive: true })
const workplace = mkdtempSync(join(root, 'tmp/docs-'))
afterAll(() => rmSync(workplace, { recursive: true, force: true }))

interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

const node = (cwd: string, args: ReadonlyArray<string>): Promise<Ran> =>
  new Promise((done) => {
    const child = execFile(process.execPath, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 26 }, (error, stdout, stderr) => done({ code: child.exitCode ?? (error === null ? 0 : 1), stdout, stderr }))
  })

const tsx = join(root, 'node_modules/tsx/dist/cli.mjs')
const tsconfig = join(root, 'tsconfig.json')

let folders = 0
const folderWith = (name: string, code: string): string => {
  const folder = join(workplace, `block-${folders++}`)
  mkdirSync(folder)
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  writeFileSync(join(folder, name), code)
  return folder
}

/** What a block says that it prints: the text behind `// =>`. */
const promisedOutput = (code: string): ReadonlyArray<string> => [...code.matchAll(/\/\/ => (.*)$/gm)].map((m) => (m[1] ?? '').trim())

const runBlock = async (code: string): Promise<Ran> => {
  const folder = folderWith('block.mts', code)
  return node(folder, [tsx, '--tsconfig', tsconfig, 'block.mts'])
}

const blocksIn = (language: string): ReadonlyArray<readonly [string, CodeBlock]> => codeBlocks.filter((b) => b.language === language && !isStep(b)).map((b) => [b.name, b])

it('every block says what it is, so that none goes unchecked', () => {
  expect(codeBlocks.filter((b) => !['ts', 'sh', 'json', 'text'].includes(b.language)).map((b) => `${b.name} ${b.language}`)).toEqual([])
  expect(codeBlocks.length).toBeGreaterThan(5)
})

describe('TypeScript', () => {
  it.concurrent.each(blocksIn('ts'))('%s runs, and prints what it says', async (_, block) => {
    const { code, stdout, stderr } = await runBlock(block.code)
    expect(stderr).toBe('')
    expect(code).toBe(0)
    const promised = promisedOutput(block.code)
    if (promised.length > 0) expect(stdout.trim().split('\n')).toEqual(promised)
  })

  it('all of it compiles under the settings of the sources', async () => {
    const folder = join(workplace, 'types')
    mkdirSync(folder)
    for (const [i, [, block]] of blocksIn('ts').entries()) writeFileSync(join(folder, `block-${i}.mts`), block.code)
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: tsconfig, include: ['*.mts'] }))
    const { stdout } = await node(root, ['node_modules/typescript/bin/tsc', '-p', folder])
    expect(stdout).toBe('')
  })

  it('a block that is wrong does not pass', async () => {
    expect((await runBlock("import { createSync } from 'outlook-crm-sync/nowhere'\ncreateSync()")).code).not.toBe(0)
    expect((await runBlock("throw new Error('wrong')")).code).not.toBe(0)
    expect((await runBlock('console.log(1) // => 2')).stdout.trim()).toBe('1')
  })
})

describe('JSON', () => {
  it.each(blocksIn('json'))('%s parses, and decodes where it is settings', (_, block) => {
    const value: unknown = JSON.parse(block.code)
    if (block.kind === 'settings') expect(decodeSettings(value)).toMatchObject({ _tag: 'Right' })
  })
  it('settings that are wrong do not pass', () => expect(E.isLeft(decodeSettings({ mod: 'manual' }))).toBe(true))
})

describe('shell', () => {
  const scripts = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly scripts: { readonly [name: string]: string } }).scripts
  const builtIn = new Set(['ci', 'install', 'test', 'pack'])
  const commands: ReadonlyArray<readonly [string, string]> = blocksIn('sh').flatMap(([name, block]) =>
    block.code
      .split('\n')
      .map((line) => line.replace(/\s+#.*$/, '').trim())
      .filter((line) => line !== '')
      .flatMap((line) => line.split('&&').map((command) => [name, command.trim()] as const))
  )
  const help = node(root, [tsx, 'src/cli/main.ts', '--help'])

  it.each(commands)('%s: %s', async (_, command) => {
    const [program, ...args] = command.replace(/^(?:[A-Z_]+=\S+\s+)*/, '').split(/\s+/)
    if (program === 'npm' && args[0] === 'run') return expect(Object.keys(scripts)).toContain(args[1])
    if (program === 'npm') return expect(args[0] === 'test' ? scripts['test'] : builtIn.has(args[0] ?? '')).toBeTruthy()
    if (program === 'npx' && args[0] === 'outlook-crm-sync') {
      const { stdout, code } = await help
      expect(code).toBe(0)
      return expect(stdout).toMatch(new RegExp(`^\\s+${args[1]}\\b`, 'm'))
    }
    if (program === 'npx') return expect(readFileSync(join(root, 'package.json'), 'utf8')).toContain(`"${args[0]}"`)
    expect(program).toBe('a program that this test knows')
  })
})

it('every document is looked at', () => expect(documents.map((d) => d.path)).toEqual(expect.arrayContaining(['README.md', 'CHANGELOG.md', 'docs/architecture.md', 'docs/laws.md', 'docs/settings.md', 'docs/decisions.md', 'docs/writing-an-adapter.md', 'docs/testing-your-adapter.md'])))
