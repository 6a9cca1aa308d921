/**
 * The laws, as judged from outside: by what people did and what stands on the two sides now. Nothing here asks the
 * engine what it thinks; only links are used, to know which two entries are meant to be one.
 */
import type { Activity } from '../../core/model/activity'
import type { Item } from '../../core/model/item'
import type { JournalEntry } from '../../core/model/journal'
import type { Link } from '../../core/model/link'
import type { Settings } from '../../core/settings/settings'
import { databases, type Edit, fieldOf, otherUser, type Play, sameToAPerson, tokenOf, user } from './play'

/** A broken law. */
export interface Violation {
  readonly law: string
  readonly what: string
}

/** Both sides at one moment. */
export interface Picture {
  readonly items: ReadonlyMap<string, Item>
  readonly activities: { readonly [database: string]: ReadonlyMap<string, Activity> }
}

export const takePicture = (p: Play): Picture => ({
  items: new Map(p.mailbox.person.list().map((i) => [i.id, i])),
  activities: Object.fromEntries(databases.map((d) => [d, new Map(p.crms[d].person.list().map((a) => [a.id, a]))]))
})

const remember = (m: Map<string, Set<string>>, token: string, id: string): void => {
  const ids = m.get(token)
  if (ids === undefined) m.set(token, new Set([id]))
  else ids.add(id)
}

/** L4 and L5: of each thing, the sync makes at most one counterpart ever, however often passes die, cursors expire or ids change. */
export const judgeCreations = (p: Play, settings: Settings): ReadonlyArray<Violation> => {
  const out: Array<Violation> = []
  for (const i of p.mailbox.person.list()) {
    const token = tokenOf(i.fields)
    if (token !== '' && !p.log.madeItems.has(i.id) && !p.log.copied.has(token)) remember(p.log.syncedItems, token, i.id)
  }
  for (const d of databases)
    for (const a of p.crms[d].person.list()) {
      const token = tokenOf(a.fields)
      if (token !== '' && !p.log.madeActivities.has(`${d} ${a.id}`)) remember(p.log.syncedActivities, `${d} ${token}`, a.id)
    }
  for (const [token, ids] of p.log.syncedItems) if (ids.size > 1 && !p.log.untraceable.has(token)) out.push({ law: 'L4', what: `${ids.size} items were made of ${token}: ${[...ids].join(', ')}` })
  for (const [key, ids] of p.log.syncedActivities) {
    const token = key.slice(key.indexOf(' ') + 1)
    const perOccurrence = settings.recurrence.mode === 'each'
    const allowed = 1 + (p.log.transfers.get(token) ?? 0)
    if (ids.size > allowed && !perOccurrence && !p.log.copied.has(token) && !p.log.untraceable.has(token)) out.push({ law: 'L4', what: `${ids.size} activities were made of ${key}: ${[...ids].join(', ')}` })
  }
  // A thing is made on the side where it did not begin.
  for (const token of p.log.syncedItems.keys()) if (!p.log.copied.has(token) && [...p.log.madeItems].some((id) => tokenOf(p.mailbox.person.get(id)?.fields ?? { subject: '' }) === token)) out.push({ law: 'L4', what: `${token} began in Outlook and was made there again` })
  return out
}

const linkOf = (links: ReadonlyArray<Link>, side: 'outlook' | 'crm', id: string): ReadonlyArray<Link> => links.filter((l) => (side === 'outlook' ? l.itemId : l.activityId) === id)

/** L6: what is gone from one side after a pass, a person had it deleted. `before` is how it stood when the pass began. */
export const judgeDeletions = (p: Play, settings: Settings, before: Picture, links: ReadonlyArray<Link>): ReadonlyArray<Violation> => {
  const out: Array<Violation> = []
  const now = takePicture(p)
  for (const [id, item] of before.items) {
    const after = now.items.get(id)
    if (after === undefined) {
      out.push({ law: 'L6', what: `item ${id} (${tokenOf(item.fields)}) was deleted permanently by a pass` })
      continue
    }
    if (item.place === 'deletedItems' && after.place === 'normal') out.push({ law: 'L5', what: `item ${id} came back from Deleted Items` })
    if (item.place === 'normal' && after.place === 'deletedItems') {
      const asked = linkOf(links, 'outlook', id).some((l) => !(before.activities[p.database] as ReadonlyMap<string, Activity>).has(l.activityId))
      // An item that was moved just before has an id that no link knows yet; its token tells.
      if (item.kind === 'email' || !(asked || p.log.deletedTokens.has(tokenOf(item.fields)))) out.push({ law: 'L6', what: `item ${id} (${tokenOf(item.fields)}) moved to Deleted Items and nobody asked` })
    }
  }
  for (const d of databases)
    for (const [id, a] of before.activities[d] as ReadonlyMap<string, Activity>) {
      if ((now.activities[d] as ReadonlyMap<string, Activity>).has(id)) continue
      const mine = linkOf(links, 'crm', id)
      const itemGone = mine.some((l) => before.items.get(l.itemId)?.place !== 'normal')
      const answered = mine.some((l) => p.log.confirmed.has(l.id))
      const policy = settings.deletion.inOutlook[a.kind] === 'always'
      if (d !== p.database) out.push({ law: 'L8', what: `activity ${id} of another database was deleted` })
      else if (!(itemGone && (answered || policy))) out.push({ law: 'L6', what: `activity ${id} (${tokenOf(a.fields)}) was deleted and nobody asked` })
    }
  return out
}

/** L8: what is another user's or another database's is as it was; what was always private is nowhere but in Outlook. */
export const judgeConfinement = (p: Play, before: Picture): ReadonlyArray<Violation> => {
  const out: Array<Violation> = []
  const now = takePicture(p)
  for (const d of databases) {
    for (const [id, a] of before.activities[d] as ReadonlyMap<string, Activity>) {
      if (d === p.database && a.owner !== otherUser) continue
      if (JSON.stringify((now.activities[d] as ReadonlyMap<string, Activity>).get(id)) !== JSON.stringify(a)) out.push({ law: 'L8', what: `activity ${id} of ${a.owner} in ${d} was touched` })
    }
  }
  if (p.log.alwaysPrivate.size > 0) {
    const elsewhere = JSON.stringify([p.crms.acme.snapshot(), p.crms.beta.snapshot(), p.store.snapshot(), p.plans])
    for (const token of p.log.alwaysPrivate) if (new RegExp(`\\b${token}\\b`).test(elsewhere)) out.push({ law: 'L8', what: `${token} is private and is known outside Outlook` })
  }
  return out
}

/** L9: nothing written twice in a pass, nothing written that was there already. */
export const judgeWrites = (p: Play): ReadonlyArray<Violation> => [
  ...[...p.writes.perEntity].filter(([, n]) => n > 1).map(([key, n]): Violation => ({ law: 'L9', what: `${key} was written ${n} times in one pass` })),
  ...p.writes.idle.map((key): Violation => ({ law: 'L9', what: `${key} was given the values that it had` }))
]

const goes = (direction: string, to: 'toCrm' | 'toOutlook'): boolean => direction === 'both' || direction === to

/** Whether the settings and the nature of the item let a person expect an edit to be carried over. */
const isCarried = (settings: Settings, item: Item, side: Edit['side'], field: string): boolean => {
  if (item.kind === 'email') return side === 'outlook' && settings.email.incoming
  const to = side === 'outlook' ? 'toCrm' : 'toOutlook'
  const perField = (settings.fields[item.kind] as { readonly [f: string]: string })[field] ?? 'both'
  if (!goes(settings[item.kind].direction, to) || !goes(perField, to)) return false
  return side === 'outlook' || item.kind === 'task' || (item.recurrence === null && item.role !== 'attendee')
}

const isLatest = (edits: ReadonlyArray<Edit>, i: number): boolean => {
  const e = edits[i] as Edit
  return !edits.slice(i + 1).some((x) => x.side === e.side && x.id === e.id && x.field === e.field && x.database === e.database)
}

/** What is known not to be carried over yet: questions to the user, by link, and what failed and is tried again later, by id. */
export interface Waiting {
  readonly undecided: ReadonlySet<string>
  readonly retried: ReadonlySet<string>
}

/** L3: the last edit of each field is on both sides, or on its own where it may not be carried, or in the journal as a loser. Judged when nothing is left to do. */
export const judgeEdits = (p: Play, settings: Settings, links: ReadonlyArray<Link>, journal: ReadonlyArray<JournalEntry>, waiting: Waiting): ReadonlyArray<Violation> => {
  const out: Array<Violation> = []
  const { items, activities } = takePicture(p)
  /** On record as losers: done with. */
  const over = new Set<number>()
  p.log.edits.forEach((e, i) => {
    if ((e.database !== null && e.database !== p.database) || !isLatest(p.log.edits, i)) return
    for (const link of linkOf(links, e.side, e.id)) {
      const item = items.get(link.itemId)
      const activity = activities[p.database]?.get(link.activityId)
      if (link.state !== 'open' || item === undefined || item.place !== 'normal' || item.sensitivity !== 'normal' || activity === undefined || activity.owner !== user || p.spoiled.has(item.id) || waiting.retried.has(item.id) || waiting.retried.has(activity.id)) continue
      const lost = journal.some((j) => j.linkId === link.id && j.losers.some((l) => l.field === e.field && l.side === e.side && (l.value === null || sameToAPerson(e.field, l.value, e.value))))
      if (lost) {
        // With it, what the same person wrote there before it.
        p.log.edits.forEach((x, j) => {
          if (j <= i && x.side === e.side && x.id === e.id && x.field === e.field) over.add(j)
        })
        continue
      }
      const [own, other] = e.side === 'outlook' ? [item.fields, activity.fields] : [activity.fields, item.fields]
      const what = `${e.side} edit of ${e.field} on ${e.id} (${tokenOf(own)})`
      const onBoth = sameToAPerson(e.field, fieldOf(own, e.field), e.value) && sameToAPerson(e.field, fieldOf(other, e.field), e.value)
      if (onBoth) p.log.edits[i] = { ...e, settled: true }
      else if (!sameToAPerson(e.field, fieldOf(own, e.field), e.value)) out.push({ law: 'L3', what: `${what} is gone from its own side and not in the journal` })
      else if (!sameToAPerson(e.field, fieldOf(other, e.field), e.value) && (e.side === 'outlook' || p.world.mailboxWrites) && isCarried(settings, item, e.side, e.field) && !waiting.undecided.has(link.id)) out.push({ law: 'L3', what: `${what} is not on the other side` })
    }
  })
  const left = p.log.edits.filter((_, i) => !over.has(i))
  p.log.edits.splice(0, p.log.edits.length, ...left)
  return out
}
