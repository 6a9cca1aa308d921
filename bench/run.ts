/**
 * `npm run bench [-- --json] [--links 100000] [--changes 1000] [--items 10000] [--edits 100] [--rounds 5] [--only reconcile|pass]`
 *
 * Each case runs in a fresh process, one after the other, and is the median of some rounds on new data each. What counts
 * is the ratio to the floor measured in the same run: a Map join for reconcile, bare upserts of the same rows for a pass.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const option = (name: string, initial: number): number => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? initial : Number(process.argv[at + 1])
}
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined
const options = { links: option('links', 100_000), changes: option('changes', 1000), items: option('items', 10_000), edits: option('edits', 100), rounds: option('rounds', 5) }

/** Case, and the floor that it is compared with. */
const groups: ReadonlyArray<{ readonly name: 'reconcile' | 'pass'; readonly title: string; readonly cases: ReadonlyArray<readonly [name: string, floor: string | null]> }> = [
  {
    name: 'reconcile',
    title: `reconcile: ${options.links} links, ${options.changes} changed`,
    cases: [
      ['records alone', null],
      ['map join, all', null],
      ['reconcile, all', 'map join, all'],
      ['map join, touched', null],
      ['reconcile, touched', 'map join, touched']
    ]
  },
  {
    name: 'pass',
    title: `passes: ${options.items} items, memory mailbox, CRM and store in a SQLite file; ${options.edits} edits`,
    cases: [
      ['upserts, keys only', null],
      ['upserts, same tables', 'upserts, keys only'],
      ['first pass', 'upserts, same tables'],
      ['nothing changed, feed', null],
      ['nothing changed, full listing', 'upserts, same tables'],
      ['some edits', null]
    ]
  }
]

interface Line {
  readonly ms: number
  readonly peakMb: number
  readonly floor: string | null
  readonly ratio: number | null
}

const runCase = (name: string): Pick<Line, 'ms' | 'peakMb'> => {
  const child = spawnSync(process.execPath, [...process.execArgv, '--expose-gc', join(import.meta.dirname, 'one-case.ts'), name, JSON.stringify(options)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  if (child.status !== 0) throw new Error(`${name} failed`)
  return JSON.parse(child.stdout) as Pick<Line, 'ms' | 'peakMb'>
}

const json = process.argv.includes('--json')
const lines: Record<string, Line> = {}
for (const group of groups) {
  if (only !== undefined && only !== group.name) continue
  if (!json) process.stdout.write(`${group.title}\n`)
  for (const [name, floor] of group.cases) {
    const measured = runCase(name)
    const under = floor === null ? undefined : lines[floor]
    const ratio = under === undefined ? null : measured.ms / under.ms
    lines[name] = { ...measured, floor, ratio }
    const beside = ratio === null ? '' : `${ratio.toFixed(2).padStart(8)} x ${floor}`
    if (!json) process.stdout.write(`  ${name.padEnd(30)} ${measured.ms.toFixed(2).padStart(10)} ms ${String(measured.peakMb).padStart(6)} MB ${beside}\n`)
  }
}
if (json) process.stdout.write(`${JSON.stringify({ ...options, node: process.version, cases: lines })}\n`)
