/** Pages whose steps build on each other are walked through as a reader would: each file is written, each change is made, each command is run, and what is quoted has to be what came. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type CodeBlock, codeBlocks, isStep, root } from './documents'
import { isQuotedAs, withBlock, wordsOf } from './steps'

mkdirSync(join(root, 'tmp'), { recursive: true })
const folders: string[] = []
afterAll(() => folders.forEach((f) => rmSync(f, { recursive: true, force: true })))

const tsconfig = join(root, 'tsconfig.json')
const { paths } = (JSON.parse(readFileSync(tsconfig, 'utf8').replace(/^\s*\/\/.*$/gm, '')) as { readonly compilerOptions: { readonly paths: { readonly [name: string]: readonly [string] } } }).compilerOptions

/** A project of the reader's, in which this package is installed: by its sources. */
const newProject = (): string => {
  const folder = mkdtempSync(join(root, 'tmp/walk-'))
  folders.push(folder)
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: tsconfig, compilerOptions: { allowImportingTsExtensions: true }, include: ['*.ts'] }))
  const alias = Object.entries(paths).map(([name, [path]]) => ({ find: name, replacement: join(root, path) })).sort((a, b) => b.find.length - a.find.length)
  writeFileSync(join(folder, 'vitest.config.mjs'), `export default { resolve: { alias: ${JSON.stringify(alias)} } }`)
  return folder
}

interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Without what this test runner tells its own workers. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')))

const node = (cwd: string, args: ReadonlyArray<string>): Promise<Ran> =>
  new Promise((done) => {
    const child = execFile(process.execPath, args, { cwd, env, encoding: 'utf8', maxBuffer: 2 ** 26 }, (error, stdout, stderr) => done({ code: child.exitCode ?? (error === null ? 0 : 1), stdout, stderr }))
  })

const programs: { readonly [name: string]: ReadonlyArray<string> } = {
  'outlook-crm-sync': [join(root, 'node_modules/tsx/dist/cli.mjs'), '--tsconfig', tsconfig, join(root, 'src/cli/main.ts')],
  vitest: [join(root, 'node_modules/vitest/vitest.mjs')]
}

/** `npx …` as a reader runs it; `null` for what this project has already. */
const run = async (folder: string, line: string): Promise<Ran | null> => {
  const [program, name = '', ...args] = wordsOf(line)
  if (program === 'npm' && name === 'install') return null
  const known = program === 'npx' ? programs[name] : undefined
  if (known === undefined) throw new Error(`no reader has a program for: ${line}`)
  return node(folder, [...known, ...args])
}

const walk = async (blocks: ReadonlyArray<CodeBlock>): Promise<void> => {
  const folder = newProject()
  const files = new Map<string, string>()
  let last: Ran | null = null
  for (const block of blocks) {
    if (isStep(block)) {
      const code = withBlock(files.get(block.kind), block.code)
      files.set(block.kind, code)
      writeFileSync(join(folder, block.kind), code)
    } else if (block.language === 'sh') {
      for (const line of block.code.trim().split('\n')) {
        last = await run(folder, line)
        // What is to do is a failure, and nothing else is.
        if (last !== null) expect([block.name, last.code, last.stderr]).toEqual([block.name, /^ {4}\[ \]/m.test(last.stdout) ? 1 : 0, ''])
      }
    } else if (block.language === 'text') {
      if (!isQuotedAs(last?.stdout ?? '', block.code)) expect(last?.stdout, `${block.name} quotes something else`).toBe(block.code)
    } else throw new Error(`${block.name}: a step is a file, a command or what it printed`)
  }
  expect(last?.code).toBe(0)
  const types = await node(folder, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'])
  expect(types.stdout).toBe('')
}

const pages = [...new Set(codeBlocks.filter(isStep).map((b) => b.path))]

describe('pages with steps', () => {
  it('docs/testing-your-adapter.md is one', () => expect(pages).toContain('docs/testing-your-adapter.md'))
  it.each(pages)('%s can be walked through, and its files compile', async (path) => walk(codeBlocks.filter((b) => b.path === path)), 180_000)
})

describe('a walk can fail', () => {
  it('over a quote that is not what came', () => {
    const output = 'a\nb\nc 10 d\n'
    for (const quoted of ['a\nb\nc 10 d', 'a\n…\nc … d', '…\nc 10 d\n', 'a\n…', 'a\nb\n…\nc 10 d']) expect([quoted, isQuotedAs(output, quoted)]).toEqual([quoted, true])
    for (const quoted of ['a\nc 10 d', 'a\nb', 'b\nc 10 d', 'a\n…\nc 11 d', 'a\n…\nd', 'a\nb\nc 10 d\ne', '']) expect([quoted, isQuotedAs(output, quoted)]).toEqual([quoted, false])
  })
  it('over a change of something that is not there', () => {
    const file = 'const a = () => {\n  1\n}\n\nconst b = () => {\n  2\n}\n'
    expect(withBlock(file, 'const b = () => {\n  3\n}\n')).toBe('const a = () => {\n  1\n}\n\nconst b = () => {\n  3\n}\n')
    expect(withBlock(file, 'const a = () => {\n  3\n}\n')).toBe('const a = () => {\n  3\n}\n\nconst b = () => {\n  2\n}\n')
    expect(() => withBlock(file, 'const c = () => {\n  3\n}\n')).toThrow(/no const c = /)
    expect(() => withBlock(file, '  3\n')).toThrow(/begins with a declaration/)
  })
  it('over words in quotes', () => expect(wordsOf('npx a --b "c d" e')).toEqual(['npx', 'a', '--b', 'c d', 'e']))
})
