/** The calls with which a user goes back in time, and the status of a whole list. */
import * as E from 'fp-ts/lib/Either.js'
import type { Status } from '../../../sync/explain'
import type { UndoReport } from '../../../sync/commands/undo/undo-pass'
import { choose, disturbToken } from '../deeds/choosing'
import { orThrow } from '../listing'
import { nameOf } from '../names'
import { activitiesOf, itemsOf, reach, type Seat, tokenOf } from '../stage'
import type { Breaks, Call } from '../story'
import { ask, type Director, perform, report } from './perform'

type Of<C extends Call['do']> = Extract<Call, { readonly do: C }>

const broke = (perf: { readonly broke: string | null }): string => (perf.broke === null ? '' : `: ${perf.broke}`)

/** Nothing simple can be said any more of what a pass wrote, once somebody has gone back behind it. */
const disturbLinked = async (d: Director, seat: Seat, linkIds: ReadonlyArray<string>): Promise<void> => {
  const links = await orThrow('links', d.stage.store.port.links({ user: seat.user, database: seat.database }, { ids: linkIds, itemIds: [], activityIds: [], identities: [] }))
  const [items, activities] = [new Set(links.map((l) => l.itemId)), new Set(links.map((l) => l.activityId))]
  for (const i of await itemsOf(seat)) if (items.has(i.id)) disturbToken(seat, tokenOf(i.fields))
  for (const a of await activitiesOf(d.stage, seat.database)) if (activities.has(a.id)) disturbToken(seat, tokenOf(a.fields))
}

/** B21: undone again at once, nothing is left to undo. Not of a restore, which may have written one side only and failed on the other: there a second undo may still find something. */
const judgeTwice = async (d: Director, seat: Seat, pass: string, first: UndoReport): Promise<void> => {
  if (first.errors.length > 0 || pass.startsWith('restore:')) return
  d.stage.figures.checks++
  const again = await ask(d, seat, (sync) => sync.task.undo(pass, { dryRun: true })())
  if (E.isRight(again.result) && again.result.right.undone.length > 0) report(d.stage, [{ law: 'B21', what: `${pass} was undone, and is to be undone once more: ${again.result.right.undone.map((u) => `${u.did} ${u.fields.join(',')}`).join('; ')}` }])
}

export const undo = async (d: Director, seat: Seat, c: Of<'undo'>): Promise<string | null> => {
  const { stage } = d
  const scope = { user: seat.user, database: seat.database }
  const passes = await orThrow('passes', stage.store.port.passes(scope, 5))
  const chosen = choose(passes, c.pick)
  if (chosen === undefined) return null
  const entries = await orThrow('the journal', stage.store.port.journal(scope, { passes: [chosen.pass], limit: 100_000 }))
  await disturbLinked(d, seat, [...new Set(entries.flatMap((e) => e.linkId ?? []))])
  const { perf, result } = await perform(d, seat, c.breaks, (sync) => sync.task.undo(chosen.pass)(), { command: 'undo' })
  if (result === null || E.isLeft(result) || perf.interrupted) seat.log.unfinished.add(perf.database)
  if (result !== null && E.isRight(result)) {
    for (const u of result.right.undone) reach(stage, `undo ${u.did}`)
    for (const n of result.right.notUndone) reach(stage, `not undone ${n.reason}`)
    if (!perf.interrupted) await judgeTwice(d, seat, chosen.pass, result.right)
  }
  return `${nameOf(seat.user)} undoes ${chosen.pass}${broke(perf)}`
}

export const restore = async (d: Director, seat: Seat, pick: number, breaks: Breaks | null): Promise<string | null> => {
  const { stage } = d
  const losers = (await orThrow('the journal', stage.store.port.journal({ user: seat.user, database: seat.database }, { withLosers: true, limit: 10 }))).filter((e) => e.linkId !== null)
  const chosen = choose(losers, pick)
  if (chosen === undefined) return null
  await disturbLinked(d, seat, chosen.linkId === null ? [] : [chosen.linkId])
  const { perf, result } = await perform(d, seat, breaks, (sync) => sync.task.restore(chosen.id)(), { command: 'restore' })
  if (result !== null && E.isRight(result)) {
    reach(stage, 'restored')
    // Restored, the value is no loser any more; restored again, nothing happens.
    const again = perf.interrupted ? null : await perform(d, seat, null, (sync) => sync.task.restore(chosen.id)(), { command: 'restore' })
    if (again !== null && again.result !== null && E.isRight(again.result)) report(stage, [{ law: 'B17', what: `${chosen.id} was restored twice` }])
  }
  return `${nameOf(seat.user)} restores ${chosen.losers.map((l) => l.field).join(', ')} of ${chosen.pass}${broke(perf)}`
}

/** B15: a list says what is said one by one, of everything that is there. */
export const statusOf = async (d: Director, seat: Seat, pick: number): Promise<string> => {
  const ids = (await itemsOf(seat)).map((i) => i.id)
  const { result } = await ask(d, seat, (sync) => sync.task.statusOf(ids, 'outlook')())
  const row = E.isRight(result) ? choose(result.right, pick) : undefined
  if (row !== undefined) {
    const alone = await ask(d, seat, (sync) => sync.task.status(row.id, 'outlook')())
    d.stage.figures.checks++
    // What happened at one moment to several links of one item has no order.
    const shown = (status: Status | null): string => JSON.stringify(status === null ? null : { ...status, refused: [], conflicts: [...status.conflicts].sort((x, y) => (x.id < y.id ? -1 : 1)) })
    const [one, other] = [shown(row.status), E.isRight(alone.result) ? shown(alone.result.right) : '']
    // Of several copies one comes across, or belongs to what is there: a list knows of the others, a single question does not.
    const copies = row.status?.reason === 'copy-of-linked'
    if (one !== other && !copies) report(d.stage, [{ law: 'B15', what: `the status of ${row.id} is another in a list: ${one} and ${other}` }])
  }
  return `${nameOf(seat.user)} looks at a list of ${ids.length}`
}
