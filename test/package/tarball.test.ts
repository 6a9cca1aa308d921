/** What npm would publish, as a host gets it. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, afterAll, describe, expect, it } from 'vitest'
import { installInto, manifest, packTarball, peers, root, runNode, subpaths } from './install'

let tarball = ''
/** Has no optional peers. */
let bare = ''
let host = ''

beforeAll(() => {
  tarball = packTarball()
  bare = installInto(tarball, [])
  host = installInto(tarball, [...peers.optional, '@types/node'])
}, 300_000)

afterAll(() => {
  for (const folder of [dirname(tarball), bare, host]) if (folder !== '.') rmSync(folder, { recursive: true, force: true })
})

const installed = (file: string): string => join(host, 'node_modules/outlook-crm-sync', file)
const ok = (run: ReturnType<typeof runNode>): string => {
  expect(run.stderr).toBe('')
  expect(run.status).toBe(0)
  return run.stdout.trim()
}

const names = (module: string, how: 'import' | 'require', where: string): string => {
  const script = join(where, how === 'import' ? 'names.mjs' : 'names.cjs')
  const load = how === 'import' ? `import * as m from '${module}'` : `const m = require('${module}')`
  writeFileSync(script, `${load}\nconsole.log(Object.keys(m).filter((k) => k !== 'default').sort().join(' '))\n`)
  return ok(runNode(where, [script]))
}

describe('every subpath', () => {
  it('there are seven, and more as they are added', () => expect(subpaths.length).toBeGreaterThanOrEqual(7))
  it.each(subpaths)('%s has the same exports from ESM and from CJS', (subpath) => {
    const esm = names(subpath, 'import', host)
    expect(esm).not.toBe('')
    expect(names(subpath, 'require', host)).toBe(esm)
  })
  it.each(subpaths.filter((s) => !s.endsWith('/testing')))('%s does without any optional peer', (subpath) => {
    expect(names(subpath, 'import', bare)).toBe(names(subpath, 'require', bare))
  })
})

describe('a sync in memory', () => {
  it.each(['sync.mjs', 'sync.cjs'])('works from %s', (script) => {
    expect(ok(runNode(bare, [script]))).toBe('in step')
  })
})

it('/sql says what to install where libsql is missing', () => {
  writeFileSync(join(bare, 'open.mjs'), "import { openSqlite } from 'outlook-crm-sync/sql'\nawait openSqlite(':memory:').catch((e) => console.log(e.message))\n")
  expect(ok(runNode(bare, ['open.mjs']))).toContain('npm install libsql')
})

it('/core imports nothing but fp-ts and io-ts, so that it runs in browsers', () => {
  const seen = new Set<string>()
  const outside = new Set<string>()
  const follow = (file: string): void => {
    if (seen.has(file)) return
    seen.add(file)
    for (const [, from = ''] of readFileSync(installed(`dist/${file}`), 'utf8').matchAll(/^(?:import|export)\b[^'"]*["']([^"']+)["']/gm)) {
      if (from.startsWith('./')) follow(from.slice(2))
      else outside.add(from.split('/')[0] ?? '')
    }
  }
  follow('core.js')
  expect(seen.size).toBeGreaterThan(1)
  expect([...outside].sort()).toEqual(['fp-ts', 'io-ts'])
})

describe('the command', () => {
  it.each(Object.entries(manifest.bin))('%s starts, without any optional peer', (_, path) => {
    const file = join(bare, 'node_modules/outlook-crm-sync', path)
    expect(readFileSync(file, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
    expect(ok(runNode(bare, [file, '--version']))).toBe(manifest.version)
  })
})

describe('the tarball', () => {
  it('holds what it needs and no tests or sources', () => {
    const top = readdirSync(installed('')).sort()
    expect(top).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'THIRD-PARTY.md', 'dist', 'package.json'])
  })

  it('names every package of which it contains parts', () => {
    const notices = readFileSync(installed('THIRD-PARTY.md'), 'utf8')
    const bundled = new Set<string>()
    for (const file of readdirSync(installed('dist')).filter((f) => f.endsWith('.map'))) {
      const { sources } = JSON.parse(readFileSync(installed(`dist/${file}`), 'utf8')) as { readonly sources: ReadonlyArray<string> }
      for (const source of sources) for (const [, name = ''] of source.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)) bundled.add(name)
    }
    expect(bundled.size).toBeGreaterThan(0)
    const version = (name: string): string => (JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { readonly version: string }).version
    expect([...bundled].filter((name) => !notices.includes(`## ${name} ${version(name)} (`))).toEqual([])
  })

  it('is as publint wants it', () => {
    const run = runNode(root, ['node_modules/publint/src/cli.js', tarball, '--strict'])
    expect(run.stdout).toContain('All good!')
    expect(run.status).toBe(0)
  })

  // `node16`: Node 10's way of resolving knows no subpaths, and no Node that we support uses it.
  it('has types that attw finds right', () => {
    const run = runNode(root, ['node_modules/@arethetypeswrong/cli/dist/index.js', tarball, '--profile', 'node16', '--format', 'json'])
    const { analysis } = JSON.parse(run.stdout) as { readonly analysis: { readonly entrypoints: object; readonly problems: ReadonlyArray<{ readonly resolutionKind?: string }> } }
    expect(Object.keys(analysis.entrypoints).length).toBeGreaterThanOrEqual(subpaths.length)
    expect(analysis.problems.filter((p) => p.resolutionKind !== 'node10')).toEqual([])
    expect(run.status).toBe(0)
  })
})

describe('a strict TypeScript host', () => {
  const compile = (options: object, file: string): string => {
    const config = {
      compilerOptions: { strict: true, noEmit: true, target: 'ES2022', lib: ['ES2023'], types: ['node'], exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false, ...options },
      files: [file]
    }
    writeFileSync(join(host, 'tsconfig.json'), JSON.stringify(config))
    const run = runNode(host, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'])
    return run.stdout + run.stderr
  }
  const asKind = (extension: 'mts' | 'cts'): string => {
    writeFileSync(join(host, `sync.${extension}`), readFileSync(join(host, 'sync.ts')))
    return `sync.${extension}`
  }

  it.each([
    ['node16, ESM', { module: 'node16', moduleResolution: 'node16' }, (): string => asKind('mts')],
    ['node16, CommonJS', { module: 'node16', moduleResolution: 'node16' }, (): string => asKind('cts')],
    ['nodenext, ESM', { module: 'nodenext', moduleResolution: 'nodenext' }, (): string => asKind('mts')],
    ['nodenext, CommonJS', { module: 'nodenext', moduleResolution: 'nodenext' }, (): string => asKind('cts')],
    ['bundler', { module: 'esnext', moduleResolution: 'bundler' }, (): string => 'sync.ts']
  ] as const)('compiles with %s', (_, options, file) => {
    expect(compile(options, file())).toBe('')
  }, 120_000)
})
