/**
 * `npm run bench`, see `usage` in options.ts.
 *
 * Each case runs in a fresh process, one after the other. What counts are the ratios to the floors and peers measured in
 * the same run, and of the same case at different sizes. `cpu ms` is what the processors worked for the process, on
 * whatever thread: on a busy machine it tells more than the time that passed. All of it takes some minutes and two
 * gigabytes of disk; a run on a quiet machine is the one to believe.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { bundleCases } from './bundle'
import type { Figure, Figures } from './measured'
import { readOptions, type Group } from './options'
import { installPeers } from './peers'
import { heading, showLine, type Goal, type Line } from './table'

interface Answer {
  readonly figures: Figures
  readonly peakMb: number
}

const options = readOptions(process.argv.slice(2))
const lines: Array<Line> = []

const runScript = (script: string, args: ReadonlyArray<string>, env: Readonly<Record<string, string>> = {}): Answer => {
  const child = spawnSync(process.execPath, ['--expose-gc', script, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } })
  if (child.status !== 0) throw new Error(`${script} ${args.join(' ')} failed`)
  return JSON.parse(child.stdout) as Answer
}

const print = (text: string): void => {
  if (!options.json) process.stdout.write(text)
}

const add = (line: Line): void => {
  lines.push(line)
  print(showLine(line))
}

const ratio = (a: Figure, b: Figure | undefined): number => (b === undefined ? Number.NaN : a.ms / b.ms)
const atMost = (what: string, got: number, limit: number, unit = ' x'): Goal => ({ text: `at most ${limit}${unit} ${what}`.trim(), met: got <= limit })

const script = await bundleCases()
const runCase = (name: string, o: object): Answer => runScript(script, [name, JSON.stringify(o)])

const reconcileAlone = (): void => {
  const links = Math.max(...options.sizes)
  for (const touched of [false, true]) {
    const o = { links, changes: 1000, rounds: options.rounds, touched }
    print(heading(`Reconcile alone: ${links} links, 1000 changed${touched ? ', only what changed is in its input' : ', everything in its input'}`))
    const base = { group: 'reconcile', size: links, goals: [] }
    const floor = runCase('map join', o)
    if (floor.figures['time'] !== undefined) add({ ...base, ...floor.figures['time'], name: touched ? 'map join, touched' : 'map join, all', peakMb: floor.peakMb, beside: [] })
    const own = runCase('reconcile', o)
    const time = own.figures['time']
    if (time !== undefined) add({ ...base, ...time, name: touched ? 'reconcile, touched' : 'reconcile, all', peakMb: own.peakMb, beside: [{ what: 'map join', ratio: ratio(time, floor.figures['time']) }] })
  }
}

/** What was wanted of the engine's figures, by size. */
const workGoals = (name: string, size: number, time: Figure, floor: Figure | undefined): ReadonlyArray<Goal> => {
  const times = ratio(time, floor)
  if (name === 'S2 feed') return [atMost('', time.ms, 0.6, ' ms'), { text: 'no link row read', met: time.note?.includes(' 0 link rows') ?? false }]
  if (size === 10_000 && (name === 'S1' || name === 'S2 scan')) return [atMost('floor, SQLite links', times, 2)]
  if (name === 'S3') return [atMost('floor, SQLite links', times, size === 100_000 ? 2 : 3)]
  return []
}

const work = (size: number): void => {
  print(heading(`The same work: ${size} records; S1 a first pass, S2 nothing changed, S3 one per cent changed on each side`))
  const base = { group: 'work', size, goals: [] }
  const floors = new Map<string, Figures>()
  const addAll = (of: string, { figures, peakMb }: Answer, beside: ReadonlyArray<string>): void => {
    floors.set(of, figures)
    Object.entries(figures).forEach(([name, time], i) =>
      add({
        ...base,
        ...time,
        name: `${of}: ${name}`,
        peakMb: i === 0 ? peakMb : null,
        beside: beside.flatMap((what) => (floors.get(what)?.[name] === undefined ? [] : [{ what, ratio: ratio(time, floors.get(what)?.[name]) }])),
        goals: of !== 'engine' ? [] : [...workGoals(name, size, time, floors.get('floor, SQLite links')?.[name]), ...(i === 0 && size === 100_000 ? [atMost('at the peak', peakMb, 450, ' MB')] : [])]
      })
    )
  }
  const peers = join(import.meta.dirname, 'peers')
  addAll('floor, Map join', runScript(join(peers, 'floor-map.mjs'), [String(size)]), [])
  addAll('floor, SQLite links', runScript(join(peers, 'floor-sqlite.mjs'), [String(size)]), [])
  addAll('upserts, keys only', runCase('upserts, keys only', { items: size, rounds: options.rounds }), [])
  addAll('upserts, same tables', runCase('upserts, same tables', { items: size, rounds: options.rounds }), [])
  const others = options.peers ? installPeers() : []
  for (const peer of others) addAll(peer.name, runScript(peer.script, [String(size)], peer.env), [])
  addAll('engine', runCase('engine', { items: size, rounds: 1 }), ['floor, SQLite links', 'upserts, same tables', ...others.map((p) => p.name)])
}

const addPairs = (group: Group, size: number, label: string, { figures, peakMb }: Answer, first: Figures | undefined, what: string): void =>
  Object.entries(figures).forEach(([name, time], i) =>
    add({ group, size, ...time, name: `${label}: ${name}`, peakMb: i === 0 ? peakMb : null, beside: first?.[name] === undefined || name === 'fill' ? [] : [{ what, ratio: ratio(time, first[name]) }], goals: [] })
  )

const withLinks = (): void => {
  const { changes, rounds } = options
  print(heading(`More and more links, and ${changes} changes, half on each side (L10)`))
  let first: Figures | undefined
  for (const links of options.links) {
    const answer = runCase('linked', { links, changes, rounds: rounds * 3 })
    addPairs('links', links, String(links), answer, first, `${options.links[0]} links`)
    first ??= answer.figures
  }
}

const withMailboxes = (): void => {
  const { mailboxes, each } = options
  const changes = Math.max(1, Math.floor(each / 5))
  print(heading(`One mailbox of ${each} links, ${changes} changes, alone in its database and among ${mailboxes}`))
  const alone = runCase('mailboxes', { mailboxes: 1, each, changes })
  addPairs('mailboxes', 1, 'alone', alone, undefined, '')
  addPairs('mailboxes', mailboxes, `among ${mailboxes}`, runCase('mailboxes', { mailboxes, each, changes }), alone.figures, 'alone')
}

const onPostgres = (): void => {
  const items = Math.min(...options.sizes)
  print(heading(`Postgres: ${items} records`))
  const of = (name: string, floor: Figure | undefined, what: string, goal?: (got: number) => Goal): Figure | undefined => {
    const { figures, peakMb } = runCase(name, { items, rounds: options.rounds })
    Object.entries(figures).forEach(([part, time], i) => {
      const beside = i > 0 || floor === undefined ? [] : [{ what, ratio: ratio(time, floor) }]
      add({ group: 'postgres', size: items, ...time, name: i === 0 ? name : `${name}: ${part}`, peakMb: i === 0 ? peakMb : null, beside, goals: i > 0 || goal === undefined ? [] : [goal(ratio(time, floor))] })
    })
    return figures['S1']
  }
  const links = of('unnest, links', undefined, '')
  of('store port, links', links, 'unnest, links', (got) => atMost('unnest, links', got, 1.5))
  const tables = of('unnest, same tables', undefined, '')
  of('engine on Postgres', tables, 'unnest, same tables')
}

const parts: { readonly [G in Group]: () => void } = {
  reconcile: reconcileAlone,
  work: () => options.sizes.forEach(work),
  links: withLinks,
  mailboxes: withMailboxes,
  postgres: onPostgres
}
for (const group of options.only) parts[group]()
if (options.json) process.stdout.write(`${JSON.stringify({ options, node: process.version, lines })}\n`)
else {
  const goals = lines.flatMap((l) => l.goals)
  print(`\n${goals.filter((g) => g.met).length} of ${goals.length} goals met, on ${process.version}\n`)
}
