/** Reconcile alone, on linked records, beside a plain Map join of the same records. */
import { reconcile } from '../src/core'
import { defaultRules } from '../src/rules'
import { median, timed, type Measured } from './measured'
import { inputOf, type Linked, linkedRecord } from './records'

export interface ReconcileOptions {
  readonly links: number
  readonly changes: number
  readonly rounds: number
}

/** Two Maps and a version compare, which finds what changed and copies it: no digest, no rule, no reason, no plan. */
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

const planned = (records: ReadonlyArray<Linked>): number => reconcile(defaultRules)(inputOf(records)).actions.length

/** The median over rounds, each on new records. `touched`: only what changed is in the input, as a feed gives it. */
const measure = async ({ links, changes, rounds }: ReconcileOptions, work: (records: ReadonlyArray<Linked>) => number, touched: boolean): Promise<Measured> => {
  const step = Math.floor(links / changes)
  const times: Array<number> = []
  for (let i = 0; i < rounds; i++) {
    const all = Array.from({ length: links }, (_, n) => n)
      .filter((n) => !touched || (n % step === 0 && n / step < changes))
      .map((n) => linkedRecord(n, n % step === 0 && n / step < changes))
    let writes = 0
    times.push(await timed(() => { writes = work(all) }))
    if (writes !== changes) throw new Error(`${writes} writes, expected ${changes}`)
  }
  return { ms: median(times) }
}

export const reconcileCases: { readonly [name: string]: (o: ReconcileOptions) => Promise<Measured> } = {
  'records alone': async (o) => measure({ ...o, rounds: 1 }, () => o.changes, false),
  'map join, all': (o) => measure(o, mapJoin, false),
  'reconcile, all': (o) => measure(o, planned, false),
  'map join, touched': (o) => measure(o, mapJoin, true),
  'reconcile, touched': (o) => measure(o, planned, true)
}
