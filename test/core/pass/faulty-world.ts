/** The small world with faults that are switched on for one pass, and what a person would find in it afterwards. */
import * as E from 'fp-ts/lib/Either.js'
import { Crash, scriptedFaults, type Faults, type FaultScript } from '../../../src/adapters/memory'
import { isSettled } from '../../../src/core'
import type { Activity } from '../../../src/core/model/activity'
import type { Item } from '../../../src/core/model/item'
import { textOfHtml } from '../../../src/rules/html-text'
import { small, type Small } from '../../sync/world'

export interface FaultyWorld extends Small {
  /** Runs a pass under a script; tells how many positions it went through, and whether it died. */
  readonly runUnder: (script: FaultScript, settings?: unknown) => Promise<{ readonly positions: number; readonly died: boolean }>
}

export const faultyWorld = (commitsWithStore: boolean, pageSize?: number): FaultyWorld => {
  let script: Faults | null = null
  const faults: Faults = { before: (p) => script?.before(p) ?? null, after: (p) => script?.after(p) ?? null }
  const w = small({ faults, commitsWithStore, ...(pageSize === undefined ? {} : { pageSize }) })
  return {
    ...w,
    runUnder: async (of, settings) => {
      const scripted = scriptedFaults(of)
      script = scripted
      try {
        const r = await w.sync(settings).task.run()()
        return { positions: scripted.positions(), died: E.isLeft(r) }
      } catch (e) {
        if (!(e instanceof Crash)) throw e
        return { positions: scripted.positions(), died: true }
      } finally {
        script = null
      }
    }
  }
}

const scope = { user: 'anna', database: 'acme' }
const shown = (f: Item['fields'] | Activity['fields']): object => ({ ...f, body: f.body.type === 'html' ? textOfHtml(f.body.content).trim() : f.body.content.trim(), ...('time' in f ? { time: null } : {}) })
const sorted = (values: ReadonlyArray<unknown>): ReadonlyArray<string> => values.map((v) => JSON.stringify(v)).sort()

/** Both sides and our memory as a person sees them: without ids and versions, which depend on how often something was tried, and without why a link closed: after a crash both sides are gone, and who went first cannot be told. */
export const stateOf = async (w: Small, settings?: unknown): Promise<unknown> => {
  const [items, activities] = [w.mailbox.person.list(), w.crm.person.list()]
  const nameOf = (fields: { readonly subject: string } | undefined): string => fields?.subject ?? 'gone'
  const due = await w.store.due(scope, '2099-01-01T00:00:00.000Z')()
  const decisions = await w.store.decisions(scope, {})()
  return {
    items: sorted(items.map((i) => [i.kind, i.place, shown(i.fields)])),
    activities: sorted(activities.map((a) => [a.kind, a.contact !== null, shown(a.fields)])),
    documents: sorted(w.crm.person.documents().map((d) => [d.name, nameOf(activities.find((a) => a.id === d.activity)?.fields)])),
    links: sorted(
      w.store.linksOf(scope).map((l) => [l.state, nameOf(items.find((i) => i.id === l.itemId)?.fields), nameOf(activities.find((a) => a.id === l.activityId)?.fields), l.documents.map((d) => d.documentId !== null)])
    ),
    questions: E.isRight(decisions) ? sorted(decisions.right.map((d) => [d._tag, d.state, d._tag === 'Conflict' ? d.field : d.editedInCrm])) : decisions,
    waiting: E.isRight(due) ? { intents: due.right.intents.length, retries: due.right.retries.length, answered: due.right.answered.length } : due,
    settled: isSettled(await w.sync(settings).preview())
  }
}

/** Values that lost a conflict, as the journal tells them. */
export const losersOf = async (w: Small): Promise<ReadonlyArray<unknown>> => {
  const journal = await w.store.journal(scope, { limit: 1000 })()
  return E.isRight(journal) ? [...new Set(journal.right.flatMap((j) => j.losers.map((l) => `${l.side} ${l.field} ${JSON.stringify(l.value)}`)))].sort() : []
}
