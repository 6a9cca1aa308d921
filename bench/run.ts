/**
 * `npm run bench [-- --json] [--links 100000] [--changes 1000]`: reconcile on linked records, with everything in its input (scan) and with only
 * what changed (feed), beside a plain Map join of the same records in the same process. What counts are the ratios.
 */
import { reconcile } from '../src/core'
import { defaultRules } from '../src/rules'
import { inputOf, type Linked, linkedRecord } from './records'

const option = (name: string, initial: number): number => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? initial : Number(process.argv[at + 1])
}
const links = option('links', 100_000)
const changes = option('changes', 1000)
const rounds = option('rounds', 5)
const step = Math.floor(links / changes)

const median = (values: ReadonlyArray<number>): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number
const fresh = (): ReadonlyArray<Linked> => Array.from({ length: links }, (_, n) => linkedRecord(n, n % step === 0 && n / step < changes))

/** The floor: two Maps and a version compare, which finds what changed and copies it. */
const mapJoin = (records: ReadonlyArray<Linked>): number => {
  const activities = new Map(records.map((r) => [r.activity.id, r.activity]))
  const byItem = new Map(records.map((r) => [r.link.itemId, r.link]))
  let writes = 0
  for (const { item } of records) {
    const link = byItem.get(item.id)
    const activity = link === undefined ? undefined : activities.get(link.activityId)
    if (link === undefined || activity === undefined || (item.version === link.item.version && activity.version === link.activity.version)) continue
    activities.set(activity.id, { ...activity, fields: { ...item.fields } } as typeof activity)
    writes++
  }
  return writes
}

interface Measured {
  readonly ms: number
  readonly heapMb: number
}

/** The median of some rounds on new records each; the heap that the work added is the largest seen. */
const measure = (work: (records: ReadonlyArray<Linked>) => number, only: 'all' | 'changed'): Measured => {
  const times: Array<number> = []
  let heapMb = 0
  for (let i = 0; i < rounds; i++) {
    const all = fresh()
    const records = only === 'all' ? all : all.filter((r) => r.item.version !== r.link.item.version)
    globalThis.gc?.()
    const before = process.memoryUsage().heapUsed
    const started = performance.now()
    const writes = work(records)
    times.push(performance.now() - started)
    heapMb = Math.max(heapMb, (process.memoryUsage().heapUsed - before) / 2 ** 20)
    if (writes !== changes) throw new Error(`${writes} writes, expected ${changes}`)
  }
  return { ms: median(times), heapMb: Math.round(heapMb) }
}

const planned = (records: ReadonlyArray<Linked>): number => reconcile(defaultRules)(inputOf(records)).actions.length

const floor = measure(mapJoin, 'all')
const scan = measure(planned, 'all')
const feed = measure(planned, 'changed')
const result = { links, changes, floor, scan: { ...scan, ratio: scan.ms / floor.ms }, feed: { ...feed, ratio: feed.ms / floor.ms } }
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(result)}\n`)
else {
  const line = (name: string, m: Measured): string => `${name.padEnd(34)} ${m.ms.toFixed(1).padStart(9)} ms ${(m.ms / floor.ms).toFixed(2).padStart(8)} x ${String(m.heapMb).padStart(6)} MB\n`
  process.stdout.write(`reconcile, ${links} links, ${changes} changes\n${line('Map join (floor)', floor)}${line('reconcile, everything in the input', scan)}${line('reconcile, what changed', feed)}`)
}
