/** One item that was found: its links, its views, and what becomes of each. */
import { ownIdentity } from '../model/identity-by-values'
import type { Item } from '../model/item'
import type { Link } from '../model/link'
import type { RuleSet, Trace, View } from '../rule-set'
import { admitItem, newLink, ownKeyOfItem } from './admit-item'
import { type Builder, engineTrace, skip, subjectOfItem, subjectOfLink } from './builder'
import type { Indexed } from './input'
import { reconcilePair } from './pair'
import { type PairCase, rememberRecognised } from './pair-case'
import { resolveItem } from './resolve'

/** Whether the user asked, by name, for this very item to be transferred. */
const isChosen = (ix: Indexed, item: Item): boolean => {
  const r = ix.input.request
  return r._tag === 'Transfer' && r.items !== 'all' && r.items.includes(item.id) && !r.withoutItems.includes(item.id)
}

/** A link whose activity is gone is no obstacle to a new transfer by hand: the item becomes a new activity (B6). */
const transfersAnew = (ix: Indexed, item: Item, link: Link): boolean => link.state === 'closed' && ix.activityState(link.activityId)._tag === 'Missing' && isChosen(ix, item)

/**
 * Nothing can have changed: both sides have the versions on which they agreed, and nothing depends on the time or on
 * privacy. Asked before anything else, because in a full listing it is the answer for nearly everything (L10).
 */
const isUntouched = (ix: Indexed, item: Item, link: Link): boolean => {
  if (link.state !== 'open' || link.occurrence !== '' || link.reviewAt !== null || item.version !== link.item.version) return false
  if (item.sensitivity === 'private' || item.sensitivity === 'confidential' || (item.kind === 'appointment' && item.recurrence !== null)) return false
  if (ownIdentity(link.identity) !== item.identity || link.documents.some((d) => d.documentId === null) || ix.decisionsOf(link.id).length > 0) return false
  const activity = ix.activityState(link.activityId)
  return activity._tag === 'Present' && activity.activity.version === link.activity.version
}

export const reconcileItem = (rules: RuleSet, ix: Indexed, b: Builder, item: Item, handled: Set<string>): void => {
  const resolved = resolveItem(ix, item, handled)
  if (resolved._tag === 'Copy') return skip(b, subjectOfItem(item), 'copy-of-linked', [engineTrace('identity', 'L4', 'another item with the same identity is linked')])
  if (resolved._tag === 'Unknown') return skip(b, subjectOfItem(item), 'could-not-be-read', [engineTrace('identity', 'L4', 'what it may be the same as could not be read')])
  const links = resolved._tag === 'Linked' ? resolved.links : []
  const recognised = resolved._tag === 'Linked' ? resolved.recognised : null
  const how = recognised === null ? [] : [engineTrace('identity', 'L4', recognised === 'id-changed' ? 'the linked item under a new id' : 'stamped with the key of an activity')]

  const caseOf = (link: Link, view: View | null, trashed: boolean, trace: ReadonlyArray<Trace>): PairCase => {
    handled.add(link.id)
    if (recognised === 'recognised-by-key') b.claimed.add(link.activityId)
    const set: PairCase['set'] = { ...(link.itemId === item.id ? {} : { itemId: item.id }), ...(ownIdentity(link.identity) === item.identity ? {} : { identity: item.identity }) }
    return {
      rules,
      ix,
      b,
      link,
      subject: subjectOfLink(link, item.id),
      item: { _tag: trashed ? 'Trashed' : 'Present', item },
      activity: ix.activityState(link.activityId),
      view,
      decisions: ix.decisionsOf(link.id),
      set,
      recognised,
      trace: [...how, ...trace]
    }
  }
  const pair = (link: Link, view: View | null, trashed: boolean, trace: ReadonlyArray<Trace>): void => reconcilePair(caseOf(link, view, trashed, trace))

  if (item.place === 'deletedItems') {
    for (const link of links) pair(link, null, true, [])
    if (links.length > 0) return
    const made = ix.candidateWithKey(ownKeyOfItem(ix, item, '', 0))
    if (made === undefined || made.kind !== item.kind || b.claimed.has(made.id)) return skip(b, subjectOfItem(item), 'in-deleted-items', [engineTrace('deleted-items', 'B13', 'not transferred')])
    // An earlier pass had made an activity of it and did not get to remember that; what is asked about a deletion is asked all the same.
    b.claimed.add(made.id)
    const link = newLink(ix, item, '', made.id, 'outlook')
    return reconcilePair({ ...caseOf(link, null, true, [engineTrace('own-key', 'L4', 'the activity was made from this item')]), activity: { _tag: 'Present', activity: made }, recognised: 'recognised-by-key' })
  }

  // Privacy is judged before an unlinked item is looked into any further.
  if (links.length === 0 && (item.sensitivity === 'private' || item.sensitivity === 'confidential')) {
    const trace: Array<Trace> = []
    for (const gate of rules.itemGates) {
      const v = gate.judge(item, ix.context)
      trace.push(v.trace)
      if (v._tag === 'Skip' && v.reason === 'private') return skip(b, subjectOfItem(item), v.reason, trace)
    }
  }

  const [only] = links
  if (only !== undefined && links.length === 1 && recognised === null && isUntouched(ix, item, only)) {
    handled.add(only.id)
    return skip(b, subjectOfLink(only), 'unchanged', [engineTrace('versions', 'L10', 'both sides have the versions on which they agreed')])
  }

  const viewed = rules.viewItem(item, links.map((l) => l.occurrence), ix.context)
  if (viewed._tag === 'Skip') {
    for (const link of links) {
      const p = caseOf(link, null, false, [viewed.trace])
      // Were a new id forgotten here, the old one would soon count as deleted permanently.
      rememberRecognised(p)
      skip(b, p.subject, viewed.reason, p.trace)
    }
    if (links.length === 0) skip(b, subjectOfItem(item), viewed.reason, [viewed.trace])
    return
  }
  const { views, gone, reviewAt } = viewed.value
  for (const link of links) {
    const view = views.find((v) => v.occurrence === link.occurrence) ?? null
    if (view !== null && transfersAnew(ix, item, link)) {
      handled.add(link.id)
      admitItem(rules, ix, b, handled, item, view, [viewed.trace, engineTrace('transfer', 'B6', 'transferred anew: the activity of the first transfer is gone')], link)
    } else if (view === null || gone.includes(link.occurrence)) pair(link, null, true, [viewed.trace, engineTrace('occurrence', 'B10', 'it does not take place any more')])
    else pair(link, view, false, [viewed.trace])
  }
  const unlinked = views.filter((v) => !links.some((l) => l.occurrence === v.occurrence))
  for (const view of unlinked) admitItem(rules, ix, b, handled, item, view, [viewed.trace])
  if (links.length === 0 && views.length === 0) skip(b, subjectOfItem(item), 'no-occurrence-yet', [viewed.trace])
  if (reviewAt !== null) b.revisits.push({ side: 'outlook', id: item.id, at: reviewAt })
}
