/** L3, and B17: the last edit of each field is on both sides, or on its own where it may not be carried, or in the journal as a loser to the one that the settings prefer. */
import type { Activity } from '../../../core/model/activity'
import type { Item } from '../../../core/model/item'
import type { JournalEntry } from '../../../core/model/journal'
import type { Link } from '../../../core/model/link'
import type { Edit } from '../log'
import { reads } from '../model/settings-reading'
import { activitiesOf, itemsOf, type Seat, tokenOf, type Violation } from '../stage'
import { endsBeforeItBegins, fieldOf, sameToAPerson } from '../values'

/** What is known not to be carried over yet: questions to the user, by link, and what failed and is tried again later, by id. */
export interface Waiting {
  readonly undecided: ReadonlySet<string>
  readonly retried: ReadonlySet<string>
  /** Questions about deletions that were answered and not carried out, by link. An answered conflict may wait for an item to come back from Deleted Items. */
  readonly answered: ReadonlySet<string>
}

/** Our memory of one seat, as it is now. */
export interface Memory {
  readonly links: ReadonlyArray<Link>
  readonly journal: ReadonlyArray<JournalEntry>
}

const goes = (direction: unknown, to: 'toCrm' | 'toOutlook'): boolean => direction === 'both' || direction === to

/** Whether the settings and the nature of the item let a person expect an edit to be carried over. */
const isCarried = (settings: object, item: Item, side: Edit['side'], field: string): boolean => {
  if (item.kind === 'email') return side === 'outlook' && reads(settings, 'email.incoming', true) === true
  const to = side === 'outlook' ? 'toCrm' : 'toOutlook'
  if (!goes(reads(settings, `${item.kind}.direction`, 'both'), to) || !goes(reads(settings, `fields.${item.kind}.${field}`, 'both'), to)) return false
  return side === 'outlook' || item.kind === 'task' || (item.recurrence === null && item.role !== 'attendee')
}

const isLatest = (edits: ReadonlyArray<Edit>, i: number): boolean => {
  const e = edits[i] as Edit
  return !edits.slice(i + 1).some((x) => x.side === e.side && x.id === e.id && x.field === e.field && x.database === e.database)
}

/** A loser that the settings say should have won: judged only where nothing else can have had a say. */
const wronglyLost = (seat: Seat, settings: object, item: Item, e: Edit): boolean => {
  if (seat.stage.ownRules || seat.settingsSoFar.length > 1 || item.kind === 'email') return false
  if (reads(settings, `${item.kind}.direction`, 'both') !== 'both' || reads(settings, `fields.${item.kind}.${e.field}`, 'both') !== 'both') return false
  if (item.kind === 'appointment' && (item.recurrence !== null || item.role === 'attendee')) return false
  const policy = reads(settings, 'conflict.policy', 'latest')
  return policy === 'latest' ? isLater(seat, e) : policy === e.side
}

/** Whether all that was written on the other side since both agreed was written before; told only where clocks agree and nothing else has written. */
const isLater = (seat: Seat, e: Edit): boolean => {
  const { world, clock, things } = seat.stage
  const theirs = seat.log.edits.filter((x) => x.side !== e.side && x.token === e.token && !x.settled)
  if (world.skewMs !== 0 || seat.stage.crms[seat.database].keepsClock !== true || seat.mailbox.keepsClock !== true || world.normaliseOutlook === 'later' || things.get(`${seat.user} ${e.token}`)?.disturbed !== false || [e, ...theirs].some((x) => x.at <= clock.lastFault)) return false
  return theirs.some((x) => x.field === e.field) && theirs.every((x) => x.at < e.at)
}


/** @param among of which items and activities; `null`: of all */
export const judgeEdits = async (seat: Seat, memory: Memory, waiting: Waiting, among: ReadonlySet<string> | null = null): Promise<ReadonlyArray<Violation>> => {
  const out: Array<Violation> = []
  const { log, database, stage } = seat
  if (log.edits.length === 0) return out
  // Those with which the last call began: a user may have changed them while it ran.
  const settings = seat.settingsSoFar.at(-1)?.settings ?? seat.settings
  const items = new Map((await itemsOf(seat)).map((i): readonly [string, Item] => [i.id, i]))
  const activities = new Map((await activitiesOf(stage, database)).map((a): readonly [string, Activity] => [a.id, a]))
  /** On record as losers: done with. */
  const over = new Set<number>()
  log.edits.forEach((e, i) => {
    if ((e.database !== null && e.database !== database) || !isLatest(log.edits, i)) return
    for (const link of memory.links) {
      if ((e.side === 'outlook' ? link.itemId : link.activityId) !== e.id) continue
      if (among !== null && !among.has(link.itemId) && !among.has(link.activityId)) continue
      const item = items.get(link.itemId)
      const activity = activities.get(link.activityId)
      // On record is on record, whatever has become of the two since.
      const losing = memory.journal.filter((j) => (j.linkId === link.id || j.itemId === link.itemId || j.activityId === link.activityId) && j.losers.some((l) => l.field === e.field && l.side === e.side && (l.value === null || sameToAPerson(e.field, l.value, e.value))))
      if (losing.length > 0) {
        // What an undo or a restore put aside was decided by no policy.
        const byPolicy = losing.every((j) => j.losers.every((l) => l.by !== 'undo' && l.by !== 'restore'))
        if (byPolicy && item !== undefined && activity !== undefined && wronglyLost(seat, settings, item, e)) out.push({ law: 'B17', what: `${e.side} edit of ${e.field} on ${e.id} lost, and the settings prefer ${e.side}` })
        // With it, what the same person wrote there before it.
        log.edits.forEach((x, j) => {
          if (j <= i && x.side === e.side && x.id === e.id && x.field === e.field) over.add(j)
        })
        continue
      }
      if (link.state !== 'open' || item === undefined || item.place !== 'normal' || item.sensitivity !== 'normal' || activity === undefined || activity.owner !== seat.user || seat.spoiled.has(item.id) || waiting.retried.has(item.id) || waiting.retried.has(activity.id)) continue
      // Of what makes no sense nothing is carried, until somebody mends it.
      if (item.kind === 'appointment' && endsBeforeItBegins(item.fields.time)) continue
      stage.figures.checks++
      const [own, other] = e.side === 'outlook' ? [item.fields, activity.fields] : [activity.fields, item.fields]
      const what = `${e.side} edit of ${e.field} on ${e.id} (${tokenOf(own)})`
      const [onOwn, onOther] = [sameToAPerson(e.field, fieldOf(own, e.field), e.value), sameToAPerson(e.field, fieldOf(other, e.field), e.value)]
      if (onOwn && onOther) log.edits[i] = { ...e, settled: true }
      else if (!onOwn) out.push({ law: 'L3', what: `${what} is gone from its own side and not in the journal` })
      else if ((e.side === 'outlook' || seat.mailbox.port.capabilities.writes) && isCarried(settings, item, e.side, e.field) && !waiting.undecided.has(link.id)) out.push({ law: 'L3', what: `${what} is not on the other side` })
    }
  })
  log.edits.splice(0, log.edits.length, ...log.edits.filter((_, i) => !over.has(i)))
  return out
}
