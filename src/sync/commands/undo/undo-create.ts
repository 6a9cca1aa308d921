/** Undoes what was made: the activity is deleted, the item moved to Deleted Items, and the link closed, so that the next pass does not make it again. */
import { digestFields } from '../../../core/digest-fields'
import type { Activity } from '../../../core/model/activity'
import type { Item } from '../../../core/model/item'
import type { JournalEntry } from '../../../core/model/journal'
import type { Link } from '../../../core/model/link'
import type { PassEnv } from '../../../core/pass/env'
import type { DecisionChange, LinkChange, Remember } from '../../../core/plan/plan'
import { noChange, subjectOfLink } from '../../../core/reconcile/builder'
import { isPrivate, type PairNow } from '../pair-now'
import { type LinkUndo, nothingToUndo, refuse, type UndoDeed, undoTrace } from './verdict'

const closing = (link: Link): LinkChange => ({ ...noChange(link), set: { state: 'closed', closed: 'undone' } })

/**
 * The link is closed ahead of the effect: were it closed afterwards, a pass after a crash in between would take what is
 * gone for deleted by a person, and by some settings delete the other side too (L6).
 */
const closedAhead = (link: Link, pass: string): Remember => ({ id: `undo-close:${link.id}`, subject: subjectOfLink(link), reason: 'undone', trace: undoTrace(pass), change: closing(link), losers: [], before: {} })

/** Nobody is asked any more about what is gone. */
const withdraw = (p: PairNow, pass: string): ReadonlyArray<DecisionChange> =>
  p.decisions.map((d) => ({ _tag: 'Withdraw', decision: { ...d, state: 'withdrawn' }, subject: subjectOfLink(p.link), reason: 'settled-meanwhile', trace: undoTrace(pass) }))

const undo = (entries: ReadonlyArray<JournalEntry>, deed: UndoDeed, action: string): LinkUndo['verdicts'] => entries.map((entry) => ({ _tag: 'Undo', entry, deed, fields: [], action }))

/** Whether something has written the activity since: its version is the one that the pass left. */
const activityTouched = (p: PairNow, activity: Activity, entries: ReadonlyArray<JournalEntry>, later: ReadonlyArray<JournalEntry>): boolean => {
  if (later.some((e) => e.action === 'UpdateActivity' || e.action === 'CreateActivity' || e.action === 'DeleteActivity')) return true
  // The same pass may have written it again, and then the version after that is on the link alone.
  const again = entries.some((e) => e.action === 'UpdateActivity')
  const left = again ? p.link.activity.version : (entries.find((e) => e.action === 'CreateActivity')?.wrote?.version ?? p.link.activity.version)
  return activity.version !== left
}

/** Undoes the create of an activity, and whatever the same pass wrote into it afterwards. */
export const undoCreatedActivity = (env: PassEnv, pass: string, p: PairNow, entries: ReadonlyArray<JournalEntry>, later: ReadonlyArray<JournalEntry>): LinkUndo => {
  const { link, activity } = p
  const made = entries.find((e) => e.action === 'CreateActivity')
  if (made?.activityId !== link.activityId) return refuse(entries, 'touched-since')
  if (activity._tag === 'Failed') return refuse(entries, 'could-not-be-read')
  if (activity._tag === 'Missing') return refuse(entries, link.closed === 'undone' ? 'already-undone' : 'activity-gone')
  if (activity.activity.owner !== env.scope.user) return refuse(entries, 'given-away')
  if (link.state === 'closed' && link.closed !== 'undone') return refuse(entries, 'link-closed')
  if (activityTouched(p, activity.activity, entries, later)) return refuse(entries, 'touched-since')
  const { fields, attributes, contact, version } = activity.activity
  const id = `undo-delete:${link.id}:${link.generation}`
  return {
    actions: [
      {
        _tag: 'DeleteActivity',
        id,
        subject: subjectOfLink(link),
        reason: 'undone',
        trace: undoTrace(pass),
        kind: link.kind,
        activityId: link.activityId,
        version,
        losers: [],
        before: p.item._tag === 'Found' && isPrivate(p.item.item) ? {} : { fields, attributes, contact },
        change: closing(link)
      }
    ],
    remember: link.state === 'closed' ? [] : [closedAhead(link, pass)],
    decisions: withdraw(p, pass),
    verdicts: undo(entries, 'deleted-activity', id)
  }
}

const isMoreThanItsFields = (item: Item): boolean => item.kind === 'appointment' && (item.recurrence !== null || item.attendees.length > 0)

/** Whether a person has written the item since. A server may give it another version by itself, so its fields decide; what is more than fields, never. */
const itemTouched = (env: PassEnv, p: PairNow, item: Item, entries: ReadonlyArray<JournalEntry>, later: ReadonlyArray<JournalEntry>): boolean => {
  if (later.some((e) => e.action === 'UpdateItem' || e.action === 'TrashItem')) return true
  const again = entries.some((e) => e.action === 'UpdateItem')
  const left = entries.find((e) => e.action === 'CreateItem')?.wrote
  if (item.version === (again ? p.link.item.version : left?.version)) return false
  if (isMoreThanItsFields(item)) return true
  const digests = digestFields(env.rules, item.kind, item.fields)
  const agreed = again || left === undefined ? p.link.item.fields : left.fields
  return Object.keys(digests).some((f) => digests[f] !== agreed[f])
}

/** Undoes the create of an item. */
export const undoCreatedItem = (env: PassEnv, pass: string, p: PairNow, entries: ReadonlyArray<JournalEntry>, later: ReadonlyArray<JournalEntry>): LinkUndo => {
  const { link, item } = p
  if (item._tag === 'Failed') return refuse(entries, 'could-not-be-read')
  if (item._tag === 'Missing') return refuse(entries, link.closed === 'undone' ? 'already-undone' : 'item-gone')
  if (item.item.place !== 'normal') return refuse(entries, link.closed === 'undone' ? 'already-undone' : 'in-deleted-items')
  if (link.state === 'closed' && link.closed !== 'undone') return refuse(entries, 'link-closed')
  if (!env.mailbox.capabilities.writes) return refuse(entries, 'port-cannot')
  if (itemTouched(env, p, item.item, entries, later)) return refuse(entries, 'touched-since')
  const id = `undo-trash:${link.id}:${link.generation}`
  return {
    ...nothingToUndo,
    actions: [{ _tag: 'TrashItem', id, subject: subjectOfLink(link), reason: 'undone', trace: undoTrace(pass), kind: link.kind, itemId: item.item.id, version: item.item.version, change: closing(link) }],
    remember: link.state === 'closed' ? [] : [closedAhead(link, pass)],
    decisions: withdraw(p, pass),
    verdicts: undo(entries, 'trashed-item', id)
  }
}
