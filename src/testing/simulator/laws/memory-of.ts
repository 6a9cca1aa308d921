/** What the library remembers of a seat, as far as the judges need it: which two entries are one, and what lost a conflict. */
import { orThrow } from '../listing'
import type { Seat } from '../stage'
import type { Memory, Waiting } from './judge-edits'

const journalAtMost = 100_000

export const memoryOf = async (seat: Seat): Promise<Memory> => {
  const { port } = seat.stage.store
  const scope = { user: seat.user, database: seat.database }
  const { edits } = seat.log
  if (edits.length === 0) return { links: [], journal: [] }
  const idsOn = (side: 'outlook' | 'crm'): ReadonlyArray<string> => [...new Set(edits.filter((e) => e.side === side).map((e) => e.id))]
  const links = await orThrow('links', port.links(scope, { ids: [], itemIds: idsOn('outlook'), activityIds: idsOn('crm'), identities: [] }))
  return { links, journal: await orThrow('the journal', port.journal(scope, { limit: journalAtMost })) }
}

export const waitingOf = async (seat: Seat): Promise<Waiting> => {
  const { port } = seat.stage.store
  const scope = { user: seat.user, database: seat.database }
  const open = await orThrow('decisions', port.decisions(scope, {}))
  const due = await orThrow('what waits', port.due(scope, '9999-12-31T00:00:00.000Z'))
  return { undecided: new Set(open.map((d) => d.linkId)), retried: new Set(due.retries.filter((r) => r.error !== 'Revisit').map((r) => r.id)), answered: new Set(due.answered.filter((d) => d._tag === 'Deletion').map((d) => d.linkId)) }
}

/** How many of the links that were open before it a pass closed because a side was gone, by side. */
export const closedBy = async (seat: Seat, pass: string, before: ReadonlySet<string>): Promise<{ readonly outlook: number; readonly crm: number }> => {
  const entries = (await orThrow('the journal', seat.stage.store.port.journal({ user: seat.user, database: seat.database }, { limit: 1000 }))).filter((e) => e.pass === pass)
  const count = (...reasons: ReadonlyArray<string>): number => new Set(entries.filter((e) => reasons.includes(e.reason) && before.has(e.linkId ?? '')).map((e) => e.linkId)).size
  return { outlook: count('item-deleted-permanently'), crm: count('activity-deleted-in-crm', 'deleted-in-crm') }
}
