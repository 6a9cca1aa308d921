/**
 * Plants bugs in core and rules, one at a time, in a copy of the sources, and says which tests notice:
 * `npm run planted-bugs`. One that none notices is a hole in the tests. The list is kept in docs/decisions.md.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { mkdirSync } from 'node:fs'

interface Bug {
  readonly what: string
  readonly file: string
  readonly from: string
  readonly to: string
}

const bugs: ReadonlyArray<Bug> = [
  { what: 'latest takes the older edit', file: 'src/rules/conflict-policy.ts', from: 'epochOf(activityModifiedAt) > epochOf(itemModifiedAt)', to: 'epochOf(activityModifiedAt) < epochOf(itemModifiedAt)' },
  { what: 'the base of the written side is not updated', file: 'src/core/plan/link-change.ts', from: "written._tag === 'Activity' ? digest(written.activity.fields, change.fill) : {}", to: '{}' },
  { what: 'no intents are written', file: 'src/core/pass/execute.ts', from: 'env.store.write(env.scope, intents(batch))', to: 'env.store.write(env.scope, [])' },
  { what: 'the last contact instead of the first', file: 'src/rules/assign-contact.ts', from: '[...to, ...cc, ...bcc] :', to: '[...to, ...cc, ...bcc].reverse() :' },
  { what: 'the guard against emptied sides is off', file: 'src/core/pass/guard.ts', from: 'return emptied || massive ?', to: 'return false ?' },
  { what: 'what is gone is acted upon at once', file: 'src/core/pass/defer-gone.ts', from: 'if (trashed.length + closed.length === 0)', to: 'if (trashed.length + closed.length >= 0)' },
  { what: 'losers of a conflict are not kept', file: 'src/core/reconcile/sync-pair.ts', from: 'losers: withheld(m.losersInCrm, view.redacted)', to: 'losers: []' },
  { what: 'a restored item does not withdraw its question', file: 'src/core/reconcile/item-deletion.ts', from: "if (asked === undefined) return p\n  p.b", to: "return p\n  p.b" },
  { what: "another user's activity is taken for one's own", file: 'src/core/reconcile/input.ts', from: "r.activity.owner === owner ? 'Present' : 'Foreign'", to: "'Present'" },
  { what: 'a copy becomes a second activity', file: 'src/core/reconcile/resolve.ts', from: "return { _tag: 'Copy' }\n  if (states.includes('Unreadable'))", to: "return { _tag: 'Unlinked' }\n  if (states.includes('Unreadable'))" },
  { what: 'private items are let through', file: 'src/rules/gates/index.ts', from: '  itemPrivacy,\n', to: '' },
  { what: 'a create whose answer was lost is not looked for', file: 'src/core/pass/waiting-work.ts', from: "const itemKeys = keysOf('CreateItem')", to: 'const itemKeys: ReadonlyArray<string> = []' },
  { what: 'what overwrites is journalled only afterwards', file: 'src/core/pass/execute.ts', from: "'_tag' in a && (a._tag === 'UpdateItem'", to: "'_tag' in a && (a._tag === ('never' as string)" },
  { what: 'a deletion with policy ask deletes at once', file: 'src/core/reconcile/item-deletion.ts', from: "if (policy === 'always') {", to: "if (policy !== 'never') {" },
  { what: 'an edit that may not be carried is forgotten', file: 'src/core/reconcile/sync-pair.ts', from: 'itemVersion: m.itemSettled ? item.version : null', to: 'itemVersion: item.version' },
  { what: 'a full listing that misses something is believed', file: 'src/core/pass/gather.ts', from: "known.items.has(id)), perCall)) {", to: "known.items.has(id)), perCall)) {\n      if (chunk.length > 0) { for (const id of chunk) known.items.set(id, { _tag: 'Missing', id }); continue }" }
]

const root = resolve(import.meta.dirname, '..')
const copy = mkdtempSync(join(tmpdir(), 'planted-bugs-'))
for (const file of execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'src', 'test', 'package.json', 'tsconfig.json', 'vitest.config.ts'], { cwd: root, encoding: 'utf8' }).trim().split('\n')) {
  mkdirSync(dirname(join(copy, file)), { recursive: true })
  cpSync(join(root, file), join(copy, file))
}
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))

/** The first tests that fail, by name. */
const failing = (): ReadonlyArray<string> => {
  const out = join(copy, 'result.json')
  rmSync(out, { force: true })
  spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'test/core', 'test/sync', 'test/laws', 'test/rules', '--exclude', '**/occurrences*.test.ts', '--reporter=json', `--outputFile=${out}`], { cwd: copy, stdio: ['ignore', 'ignore', 'inherit'], timeout: 180_000, env: { ...process.env, LAWS_NO_SHRINK: '1' } })
  if (!existsSync(out)) return ['the tests do not end']
  const result = JSON.parse(readFileSync(out, 'utf8')) as { readonly testResults: ReadonlyArray<{ readonly name: string; readonly status: string; readonly assertionResults: ReadonlyArray<{ readonly fullName: string; readonly status: string; readonly failureMessages: ReadonlyArray<string> }> }> }
  for (const f of result.testResults) if (f.status !== 'passed' && f.assertionResults.length === 0) return [`${f.name.slice(copy.length + 1)}: does not even load`]
  return result.testResults.flatMap((f) => f.assertionResults.filter((a) => a.status === 'failed').map((a) => `${f.name.slice(copy.length + 1)}: ${a.fullName} ${/(L\d+) at step/.exec(a.failureMessages[0] ?? '')?.[1] ?? ''}`))
}

const baseline = failing()
if (baseline.length > 0) throw new Error(`without any bug, these fail already: ${baseline.join(' | ')}`)
let missed = 0
for (const [i, bug] of bugs.entries()) {
  const path = join(copy, bug.file)
  const text = readFileSync(path, 'utf8')
  if (text.split(bug.from).length !== 2) throw new Error(`${bug.what}: its place is not found once in ${bug.file}`)
  writeFileSync(path, text.replace(bug.from, () => bug.to))
  const tests = failing()
  writeFileSync(path, text)
  if (tests.length === 0) missed++
  process.stdout.write(`${i + 1}. ${bug.what}: ${tests.length === 0 ? 'NOT NOTICED' : `${tests.length} tests, ${tests.slice(0, 3).join(' | ')}`}\n`)
}
rmSync(copy, { recursive: true, force: true })
process.stdout.write(`${bugs.length - missed} noticed, ${missed} not noticed\n`)
process.exit(missed === 0 ? 0 : 1)
