/** What is to be undone of one link: pure, from the journal and from how both sides are now. */
import type { JournalEntry } from '../../../core/model/journal'
import type { PassEnv } from '../../../core/pass/env'
import { laterThan, type PairNow } from '../pair-now'
import { undoCreatedActivity, undoCreatedItem } from './undo-create'
import { undoDeletedActivity } from './undo-delete'
import { undoUpdates } from './undo-update'
import { joinUndos, type LinkUndo, nothingToUndo, refuse } from './verdict'

/** A deletion that is undone ends everything else that the pass did to the same activity. */
const onActivity: ReadonlySet<string> = new Set(['CreateActivity', 'UpdateActivity'])
const onItem: ReadonlySet<string> = new Set(['CreateItem', 'UpdateItem'])

const undoTrashed = (p: PairNow, entries: ReadonlyArray<JournalEntry>): LinkUndo => {
  if (entries.length === 0) return nothingToUndo
  if (p.item._tag === 'Failed') return refuse(entries, 'could-not-be-read')
  if (p.item._tag === 'Missing') return refuse(entries, 'item-gone')
  return refuse(entries, p.item.item.place === 'normal' ? 'already-undone' : 'in-deleted-items')
}

/**
 * @param pass the pass that is undone
 * @param undoPass under which the undo writes, whose own entries are nothing newer
 * @param mine entries of the pass about this link, newest first
 */
export const undoLink = (env: PassEnv, pass: string, undoPass: string, p: PairNow, mine: ReadonlyArray<JournalEntry>): LinkUndo => {
  const later = laterThan(p, new Set(mine.map((e) => e.id)), undoPass)
  const of = (action: string): ReadonlyArray<JournalEntry> => mine.filter((e) => e.action === action)
  const [deleted] = of('DeleteActivity')
  const madeActivity = of('CreateActivity').length > 0
  const madeItem = of('CreateItem').length > 0
  const updates = mine.filter((e) => (e.action === 'UpdateActivity' && !madeActivity) || (e.action === 'UpdateItem' && !madeItem))
  return joinUndos([
    madeActivity ? undoCreatedActivity(env, pass, p, mine.filter((e) => onActivity.has(e.action)), later) : nothingToUndo,
    madeItem ? undoCreatedItem(env, pass, p, mine.filter((e) => onItem.has(e.action)), later) : nothingToUndo,
    deleted === undefined ? nothingToUndo : undoDeletedActivity(env, pass, p, deleted),
    undoTrashed(p, of('TrashItem')),
    undoUpdates(env, pass, p, updates, later),
    refuse(of('AddDocument'), 'port-cannot'),
    refuse(of('Remember'), 'memory-only')
  ])
}
