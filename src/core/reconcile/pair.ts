/** A linked item and activity: what to do, by the state of each side. The table is total, so a forgotten case does not compile. */
import { onActivityGone } from './activity-deletion'
import { engineTrace, skip } from './builder'
import { onItemTrashed, withdrawDeletion } from './item-deletion'
import { closeLink, type PairCase, rememberRecognised, withdrawQuestions } from './pair-case'
import { syncPair } from './sync-pair'

type Side = 'Present' | 'Trashed' | 'Missing' | 'Unreadable'
type Other = 'Present' | 'Foreign' | 'Missing' | 'Unreadable'
type Handler = (p: PairCase) => void

const unreadable: Handler = (p) => skip(p.b, p.subject, 'could-not-be-read', [...p.trace, engineTrace('both-sides', 'L11', 'waits: it is not known how they are', { item: p.item._tag, activity: p.activity._tag })])
const foreign: Handler = (p) => {
  const trace = [...p.trace, engineTrace('owner', 'B11', 'left alone: another user owns the activity')]
  rememberRecognised(p)
  // Nothing that this user answers may touch it; if it comes back, it is asked again.
  withdrawQuestions(p, trace, 'given-away')
  skip(p.b, p.subject, 'owned-by-other', trace)
}
const leftAlone: Handler = (p) => {
  rememberRecognised(p)
  skip(p.b, p.subject, 'link-closed', [...p.trace, engineTrace('link', 'L5', 'left alone', { closed: p.link.closed })])
}

const permanentlyDeleted: Handler = (p) => {
  const asked = p.decisions.find((d) => d._tag === 'Deletion' && (d.state === 'open' || d.state === 'answered'))
  // It was moved to Deleted Items first, and the question stands: emptying that folder does not answer it.
  if (asked !== undefined && p.activity._tag === 'Present') return onItemTrashed(p, p.activity.activity)
  closeLink(p, 'item-deleted-permanently', [engineTrace('permanent-deletion', 'B13', 'the activity stays')])
}

const bothThere: Handler = (p) => {
  if (p.item._tag !== 'Present' || p.activity._tag !== 'Present' || p.view === null) return
  syncPair(withdrawDeletion(p), p.item.item, p.view, p.activity.activity)
}

const bothThereAgain: Handler = (p) => {
  if (p.activity._tag !== 'Present') return
  // Away and back: everything asked before belongs to a time that is over.
  bothThere({ ...p, set: { ...p.set, state: 'open', closed: null, generation: p.link.generation + 1 }, trace: [...p.trace, engineTrace('link', 'B13', 'opened again: both sides are there', { closed: p.link.closed })] })
}

const trashed: Handler = (p) => {
  if (p.activity._tag === 'Present') onItemTrashed(p, p.activity.activity)
}
const bothDeleted: Handler = (p) => closeLink(p, 'both-deleted', [engineTrace('both-sides', 'L5', 'both are gone')])

const open: { readonly [K in `${Side}/${Other}`]: Handler } = {
  'Present/Present': bothThere,
  'Present/Foreign': foreign,
  'Present/Missing': onActivityGone,
  'Present/Unreadable': unreadable,
  'Trashed/Present': trashed,
  'Trashed/Foreign': foreign,
  'Trashed/Missing': bothDeleted,
  'Trashed/Unreadable': unreadable,
  'Missing/Present': permanentlyDeleted,
  'Missing/Foreign': permanentlyDeleted,
  'Missing/Missing': bothDeleted,
  'Missing/Unreadable': unreadable,
  'Unreadable/Present': unreadable,
  'Unreadable/Foreign': unreadable,
  'Unreadable/Missing': unreadable,
  'Unreadable/Unreadable': unreadable
}

const closed: { readonly [K in `${Side}/${Other}`]: Handler } = {
  'Present/Present': bothThereAgain,
  'Present/Foreign': foreign,
  'Present/Missing': leftAlone,
  'Present/Unreadable': unreadable,
  'Trashed/Present': leftAlone,
  'Trashed/Foreign': leftAlone,
  'Trashed/Missing': leftAlone,
  'Trashed/Unreadable': leftAlone,
  'Missing/Present': leftAlone,
  'Missing/Foreign': leftAlone,
  'Missing/Missing': leftAlone,
  'Missing/Unreadable': leftAlone,
  'Unreadable/Present': unreadable,
  'Unreadable/Foreign': unreadable,
  'Unreadable/Missing': leftAlone,
  'Unreadable/Unreadable': unreadable
}

/** Decides about one link. */
export const reconcilePair = (p: PairCase): void => (p.link.state === 'open' ? open : closed)[`${p.item._tag}/${p.activity._tag}`](p)
