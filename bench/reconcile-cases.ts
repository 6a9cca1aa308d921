/** Reconcile alone, on linked records, beside a plain Map join of the same records. */
import { reconcile } from '../src/core'
import { defaultRules } from '../src/rules'
import { inputOf, type Linked, linkedRecord } from './linked-records'
import { type Figure, type Figures, medians, timed } from './measured'

export interface ReconcileOptions {
  readonly links: number
  readonly changes: number
  readonly rounds: number
  /** Only what changed is in the input, as a feed gives it. */
  readonly touched: boolean
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

/** The median over rounds, each on new records. */
const measure = async ({ links, changes, rounds, touched }: ReconcileOptions, work: (records: ReadonlyArray<Linked>) => number): Promise<Figure> => {
  const step = Math.floor(links / changes)
  const isChanged = (n: number): boolean => n % step === 0 && n / step < changes
  const figures: Array<Figure> = []
  for (let i = 0; i < rounds; i++) {
    const all: Array<Linked> = []
    for (let n = 0; n < links; n++) if (!touched || isChanged(n)) all.push(linkedRecord(n, isChanged(n)))
    let writes = 0
    figures.push(await timed(() => { writes = work(all) }))
    if (writes !== changes) throw new Error(`${writes} writes, expected ${changes}`)
  }
  return medians(figures)
}

export const reconcileCases: { readonly [name: string]: (o: ReconcileOptions) => Promise<Figures> } = {
  'records alone': async (o) => ({ time: await measure({ ...o, rounds: 1 }, () => o.changes) }),
  'map join': async (o) => ({ time: await measure(o, mapJoin) }),
  reconcile: async (o) => ({ time: await measure(o, planned) })
}
