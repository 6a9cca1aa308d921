/** verify: proves somebody's adapter, tells what is to be done, and is stopped by nothing that the adapter does. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { storeContract } from '../../src/testing/contracts'
import { cli, root, type Ran } from './run-cli'

// Inside of the repository, so that the package's own name is resolved as it is for its sources.
mkdirSync(join(root, 'tmp'), { recursive: true })
const folder = mkdtempSync(join(root, 'tmp/verify-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let modules = 0
const moduleWith = (code: string, extension = '.ts'): string => {
  const file = join(folder, `module-${++modules}${extension}`)
  writeFileSync(file, code)
  return file
}

const verify = (file: string, ...args: ReadonlyArray<string>): Promise<Ran> => cli('verify', file, ...args)

const imports = `import { memoryCrm, memoryMailbox, memoryStore } from 'outlook-crm-sync/memory'
const dispose = async () => undefined
let ms = 0
const now = () => new Date(++ms).toISOString()
`
const goodStore = 'export const store = async () => ({ port: memoryStore(), dispose })\n'
const storeWith = (override: string): string => `export const store = () => { const good = memoryStore(); return { port: { ...good, ${override} }, dispose } }\n`
const inAll = storeContract(() => Promise.reject(new Error('not run'))).length

const lastLine = (r: Ran): string => r.out.trimEnd().split('\n').at(-1) ?? ''
const counted = (text: string): RegExp => new RegExp(`^${text}\\. Next: `)

interface Told {
  readonly broken: number
  readonly notApplicable: number
  readonly proved: number
  readonly notTried: number
  readonly next: string
  readonly ports: { readonly [port: string]: ReadonlyArray<{ readonly function: string; readonly sentence: string; readonly verdict: string; readonly what?: string; readonly expected?: string; readonly got?: string; readonly because?: string }> }
}
const told = (r: Ran): Told => JSON.parse(r.out) as Told
const brokenIn = (r: Ran, port: string): ReadonlyArray<readonly [string, string, string]> => (told(r).ports[port] ?? []).flatMap((s) => (s.verdict === 'broken' ? [[s.what ?? '', s.expected ?? '', s.got ?? ''] as const] : []))

describe('an adapter that keeps every sentence', () => {
  it('is proved: exit code 0, and the next thing is to keep it so', async () => {
    const r = await verify(moduleWith(imports + goodStore))
    expect(r).toMatchObject({ code: 0, err: '' })
    expect(lastLine(r)).toBe(`0 broken, 0 not applicable, ${inAll} proved. Next: run the suites in your own tests, so that it stays so`)
    expect(r.out).not.toMatch(/To do|Not applicable:/)
    expect(r.out).toMatch(/^Proved:\n {2}store, links\n {4}\[x\] those that have any of the ids/)
    expect(r.out.match(/^ {4}\[x\] /gm)).toHaveLength(inAll)
    expect(r.out).toMatch(/^ {2}store, every function$/m)
  })

  it('as JSON: every sentence under its port, with its function and its verdict', async () => {
    const file = moduleWith(`${imports}${goodStore}export const mailbox = () => ({ port: memoryMailbox({ now, writes: false }), dispose })\nexport const crm = () => ({ port: memoryCrm({ now, kinds: ['task'] }), owner: 'a', otherOwner: 'b', dispose })`)
    const r = await verify(file, '--json')
    expect(r).toMatchObject({ code: 0, err: '' })
    const { ports, ...counts } = told(r)
    expect(Object.keys(ports)).toEqual(['crm', 'mailbox', 'store'])
    expect(counts).toEqual({ module: file, broken: 0, notApplicable: expect.any(Number) as number, proved: expect.any(Number) as number, notTried: 0, next: expect.stringMatching(/^give the harness a person who can \w+: \d+ sentences cannot be tried without$/) as string })
    const all = Object.values(ports).flat()
    expect(all).toHaveLength(counts.notApplicable + counts.proved)
    expect(all).toContainEqual({ function: 'write', sentence: 'CreateActivity: a kind that the capabilities do not name answers Unsupported', verdict: 'proved' })
    expect(all).toContainEqual({ function: 'findByAddress', sentence: 'everybody who has the address, not the first alone', verdict: 'not-applicable', because: 'the harness has no person who can addContact' })
    expect(all).toContainEqual({ function: 'write', sentence: 'SendEmail: sends, and the sent item in Sent Items carries the key and the recipients', verdict: 'not-applicable', because: 'the mailbox is read-only' })
  })
})

describe('an adapter that breaks sentences', () => {
  const file = moduleWith(`${imports}import * as TE from 'fp-ts/lib/TaskEither.js'\nconsole.log('from the module')\n${storeWith('countOpenLinks: () => TE.right(2), journal: () => TE.right([])')}`)

  it('is told what to do, first: exit code 1, what was expected, what came, and how to try the first alone', async () => {
    const r = await verify(file)
    expect(r).toMatchObject({ code: 1, err: 'from the module\n' })
    expect(r.out).toMatch(/^To do:\n {2}store, openLinks\n {4}\[ \] a link that is closed leaves them, one that is opened again comes back\n {10}in the beginning:\n {12}expected \[0,\[\]\]\n {12}got \[2,\[\]\]\n {2}store, write\n/)
    expect(r.out.indexOf('[ ]')).toBeLessThan(r.out.indexOf('Proved:'))
    expect(r.out.lastIndexOf('[ ]')).toBeLessThan(r.out.indexOf('Proved:'))
    const lines = r.out.trimEnd().split('\n')
    expect(lines.at(-2)).toBe(`Only the first: npx tsx src/cli/main.ts verify ${file} --port store --only 'a link that is closed leaves them, one that is opened again comes back'`)
    expect(lines.at(-1)).toMatch(counted(`17 broken, 0 not applicable, ${inAll - 17} proved`))
    expect(lines.at(-1)).toMatch(/Next: store, openLinks: a link that is closed leaves them/)
  })

  it('with --only and --port: those sentences alone, by any part of their names in whatever case', async () => {
    const one = await verify(file, '--port', 'store', '--only', 'a LINK that is closed leaves them', '--json')
    expect(one.code).toBe(1)
    expect(told(one)).toMatchObject({ broken: 1, proved: 0, next: 'store, openLinks: a link that is closed leaves them, one that is opened again comes back', ports: { store: [{ function: 'openLinks', verdict: 'broken', what: 'in the beginning', expected: '[0,[]]', got: '[2,[]]' }] } })
    const other = await verify(file, '--only', 'PutLink: replaces')
    expect(other.code).toBe(0)
    expect(lastLine(other)).toBe('0 broken, 0 not applicable, 1 proved. Next: the other sentences: verify without --only and --port')
  })
})

describe('a harness that is none never stops the others', () => {
  it('throws, or makes something else: each is told once, with the place, and the other ports go on', async () => {
    const r = await verify(moduleWith(`${imports}${goodStore}export const crm = () => {\n  throw new TypeError('no database')\n}\nexport const mailbox = 5`))
    expect(r.code).toBe(1)
    expect(r.out).toMatch(/^To do:\n {2}crm, harness\n {4}\[ \] crm\(\) makes a harness\n {10}the harness that crm\(\) makes:\n {12}expected a fresh one for each case\n {12}got TypeError: no database \(module-\d+\.ts:\d+:\d+\)\n {2}mailbox, harness\n {4}\[ \] mailbox\(\) makes a harness\n {10}the export mailbox:\n {12}expected a function that makes a harness\n {12}got a value of type number\n/)
    expect(lastLine(r)).toMatch(counted(`2 broken, 0 not applicable, ${inAll} proved, \\d+ not tried`))
    expect(lastLine(r)).toMatch(/Next: put right what crm\(\) makes: the harness that crm\(\) makes$/)
  })

  it('of the wrong form: every mistake is told, and a name that is only nearly right', async () => {
    const crm = `export const crm = async () => ({ port: { ...memoryCrm({ now }), write: undefined, capabilities: { kinds: ['tasks'], documents: 'no', commitsWithStore: false } }, owner: 'a', otherOwner: 'a', person: { addActivty: async () => '1', reassign: 3 }, expireCursors: 1 })`
    const r = await verify(moduleWith(`${imports}${crm}\nexport const store = () => null\nexport const mailbox = () => Promise.reject(new Error('later'))`), '--json')
    expect(r.code).toBe(1)
    expect(brokenIn(r, 'crm')).toEqual([
      ['port.write', 'a function', 'nothing'],
      ['port.capabilities.kinds', 'a list of some of email, appointment, task', 'a list'],
      ['port.capabilities.documents', 'true or false', '"no"'],
      ['otherOwner', 'another user than owner', 'the same'],
      ['person.addActivty', 'one of addActivity, editActivity, deleteActivity, reassign, addContact', 'another name'],
      ['person.reassign', 'a function', 'a number'],
      ['dispose', 'a function', 'nothing'],
      ['expireCursors', 'a function', 'a number']
    ])
    expect(brokenIn(r, 'store')).toEqual([['what store() makes', 'a harness', 'null']])
    expect(brokenIn(r, 'mailbox')[0]?.[2]).toMatch(/^Error: later/)
  })

  it('fails now and then, in the making or at the end: only those sentences are broken', async () => {
    const r = await verify(moduleWith(`${imports}let n = 0\nexport const store = () => {\n  n += 1\n  if (n === 3) throw new Error('too many')\n  const mine = n\n  return { port: memoryStore(), dispose: async () => { if (mine === 4) throw new Error('no end') } }\n}`), '--json')
    expect(r.code).toBe(1)
    expect(told(r)).toMatchObject({ broken: 2, proved: inAll - 2, notTried: 0 })
    expect(brokenIn(r, 'store')).toEqual([
      ['the harness that store() makes', 'a fresh one for each case', expect.stringMatching(/^Error: too many \(module-\d+\.ts:\d+:\d+\)$/)],
      ['the case', 'no throw', expect.stringMatching(/^Error: no end/)]
    ])
  })
})

describe('an adapter that misbehaves stops nothing', () => {
  it('hangs: the sentence is broken when its time is up, and the command ends although something is still open', async () => {
    const r = await verify(moduleWith(`${imports}setInterval(() => undefined, 1000)\n${storeWith('openLinks: () => () => new Promise(() => undefined)')}`), '--only', 'openLinks', '--timeout', '0.2', '--json')
    expect(r.code).toBe(1)
    expect(brokenIn(r, 'store').map((b) => b.join())).toEqual(Array.from({ length: 3 }, () => 'the case,an end within 0.2 s,none'))
  })

  it('lets go of promises and timers that fail: the sentence that ran is broken, the rest goes on', async () => {
    const stray = `activation: (user) => { void Promise.reject(new RangeError('let go')); setImmediate(() => { throw new Error('later') }); return good.activation(user) }`
    const r = await verify(moduleWith(`${imports}${storeWith(stray)}`), '--json')
    expect(r.code).toBe(1)
    const broken = brokenIn(r, 'store')
    const asking = (told(r).ports['store'] ?? []).filter((s) => s.verdict === 'broken').map((s) => s.function)
    // Those that ask for the activation, and none that comes after them.
    expect([...new Set(asking)]).toEqual(['activation', 'activate', 'deactivate', 'every function', 'prune'])
    expect(told(r).proved).toBe(inAll - broken.length)
    for (const [what, expected, got] of broken) expect([what, expected, got.replace(/ \(.*/, '')]).toEqual(['the adapter', 'no error that nobody catches', expect.stringMatching(/^(RangeError: let go|Error: later)$/)])
  })

  it('throws what is no Error, and says of another copy of this package that a sentence is not applicable', async () => {
    const person = `{ addActivity: async () => { throw 'a text' }, editActivity: async () => { throw Object.assign(new Error('cannot edit'), { [Symbol.for('outlook-crm-sync/nothing-to-prove')]: true }) } }`
    const r = await verify(moduleWith(`${imports}export const crm = () => ({ port: memoryCrm({ now }), owner: 'a', otherOwner: 'b', person: ${person}, dispose })`), '--json')
    expect(r.code).toBe(1)
    expect(brokenIn(r, 'crm')).toContainEqual(['the case', 'no throw', 'a throw of "a text"'])
    expect(told(r).ports['crm']).toContainEqual({ function: 'write', sentence: 'UpdateActivity: an edit by a person makes the version read before stale', verdict: 'not-applicable', because: 'cannot edit' })
  })
})

describe('bad usage: exit code 2, and nothing on standard output', () => {
  const good = moduleWith(imports + goodStore)
  it.each<readonly [string, () => ReadonlyArray<string>, RegExp]>([
    ['no module', () => [], /missing required argument 'module'/],
    ['a module that is not there', () => [join(folder, 'nowhere.ts')], /nowhere\.ts: there is no such file/],
    ['a folder', () => [folder], /there is no such file/],
    ['another language', () => [moduleWith('', '.py')], /got a file that ends with "\.py", expected one of \.ts, \.mts, \.js, \.mjs/],
    ['a module that throws', () => [moduleWith("throw new Error('not today')", '.mjs')], /cannot be loaded: Error: not today \(module-\d+\.mjs:1:7\)/],
    ['a module with a mistake', () => [moduleWith('export const store = (', '.mjs')], /cannot be loaded: SyntaxError/],
    ['a module that imports nothing that is there', () => [moduleWith("import './nothing.mjs'", '.mjs')], /cannot be loaded: Error: Cannot find module/],
    ['no such export', () => [moduleWith('export const crn = () => 1', '.mjs')], /exports crn, expected a function named crm, mailbox, store or several of them/],
    ['no export at all', () => [moduleWith('', '.mjs')], /exports nothing, expected/],
    ['a port that is not exported', () => [good, '--port', 'crm'], /--port: got crm, which .* does not export, expected one of store/],
    ['a port that there is not', () => [good, '--port', 'calendar'], /Allowed choices are crm, mailbox, store/],
    ['a text that no sentence contains', () => [good, '--only', 'no such words'], /--only: got "no such words", which no sentence contains/],
    ['no time', () => [good, '--timeout', '0'], /--timeout: got "0", expected a number of seconds above 0/],
    ['no number', () => [good, '--timeout', 'long'], /--timeout: got "long"/]
  ])('%s', async (_, args, says) => {
    const r = await cli('verify', ...args())
    expect(r).toMatchObject({ code: 2, out: '' })
    expect(r.err).toMatch(says)
    expect(r.err).not.toMatch(/\n\s+at /)
  })
})

it('a CommonJS module is read by what it assigns', async () => {
  writeFileSync(join(folder, 'package.json'), '{}')
  try {
    const r = await verify(moduleWith('module.exports = { store: () => 5 }', '.js'), '--json')
    expect(r.code).toBe(1)
    expect(brokenIn(r, 'store')).toEqual([['what store() makes', 'a harness', 'a number']])
  } finally {
    rmSync(join(folder, 'package.json'))
  }
})
