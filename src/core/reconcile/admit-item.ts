/** An item, or an occurrence of one, that has no link: recognise it, make an activity of it, or say why not (B1 to B4, B6, B7, B8, B22). */
import { digestId } from '../digest'
import { neutralFields } from '../model/neutral-fields'
import type { Activity, ContactRef } from '../model/activity'
import { fieldNames, type Fields } from '../model/fields'
import { formatOwnKey } from '../model/ids'
import type { Item } from '../model/item'
import type { Link, LinkedDocument } from '../model/link'
import type { LinkChange } from '../plan/plan'
import type { SkipReason } from '../reason'
import type { FileType, RuleSet, Trace, View } from '../rule-set'
import { type Builder, engineTrace, skip, subjectOfItem, subjectOfLink } from './builder'
import { addDocument } from './documents'
import type { Indexed } from './input'
import { reconcilePair } from './pair'

/** Nothing is even compared with what these stop: private things stay private, and what the user put away stays away. */
const neverRecognised: ReadonlySet<SkipReason> = new Set<SkipReason>(['private', 'in-deleted-items', 'other-database', 'draft', 'left-out'])

/** What stays of an item when its id changes. */
const keyOf = (item: Item): string => item.identity ?? item.id

/** The key with which the activity of an item is created. */
export const ownKeyOfItem = (ix: Indexed, item: Item, occurrence: string, generation: number): string =>
  formatOwnKey({ database: ix.input.scope.database, of: 'item', id: digestId(ix.input.scope.user, item.kind, keyOf(item), occurrence), generation })

/** A link that is about to be made. Its base is empty: every field counts as changed on both sides until they are compared. */
export const newLink = (ix: Indexed, item: Item, occurrence: string, activityId: string, origin: Link['origin']): Link => ({
  id: digestId(ix.input.scope.user, ix.input.scope.database, item.kind, keyOf(item), occurrence),
  kind: item.kind,
  itemId: item.id,
  activityId,
  identity: item.identity,
  occurrence,
  origin,
  state: 'open',
  closed: null,
  item: { version: '', fields: {} },
  activity: { version: '', fields: {} },
  documents: [],
  generation: 0,
  reviewAt: null
})

/** Fields that may not go to the other side keep their neutral value there (B19). */
export const restrictFields = (rules: RuleSet, ix: Indexed, kind: Item['kind'], fields: Fields, to: 'toCrm' | 'toOutlook'): Fields => {
  const neutral = neutralFields[kind] as { readonly [f: string]: unknown }
  const heldBack = fieldNames[kind].filter((f) => Object.hasOwn(neutral, f) && !rules.directionOfField(kind, f, ix.context)[to])
  // Most often nothing is: then it is the very same record, which saves comparing it.
  return heldBack.length === 0 ? fields : ({ ...fields, ...Object.fromEntries(heldBack.map((f) => [f, neutral[f]])) } as unknown as Fields)
}

/** An activity that is on the other side already: made by an earlier pass that did not get to remember it, or by a person (B22). */
const recognise = (rules: RuleSet, ix: Indexed, b: Builder, handled: Set<string>, item: Item, view: View, trace: ReadonlyArray<Trace>): boolean => {
  const own = ix.candidateWithKey(ownKeyOfItem(ix, item, view.occurrence, 0))
  if (own !== undefined && own.kind === item.kind && !b.claimed.has(own.id)) {
    linkTo(rules, ix, b, handled, item, view, own, 'recognised-by-key', [...trace, engineTrace('own-key', 'L4', 'the activity was made from this item')])
    return true
  }
  const candidates = ix.candidatesLike(item.kind, view.fields).filter((a) => !b.claimed.has(a.id))
  if (candidates.length === 0) return false
  const match = rules.matchActivity(view, candidates, ix.context)
  if (match.activity === null) return false
  linkTo(rules, ix, b, handled, item, view, match.activity, 'recognised-as-same', [...trace, match.trace])
  return true
}

const linkTo = (rules: RuleSet, ix: Indexed, b: Builder, handled: Set<string>, item: Item, view: View, activity: Activity, recognised: 'recognised-by-key' | 'recognised-as-same', trace: ReadonlyArray<Trace>): void => {
  b.claimed.add(activity.id)
  const made = newLink(ix, item, view.occurrence, activity.id, 'outlook')
  const link = recognised === 'recognised-by-key' ? { ...made, documents: ix.documentsBegun(made.id) } : made
  handled.add(link.id)
  reconcilePair({ rules, ix, b, link, subject: subjectOfLink(link), item: { _tag: 'Present', item }, activity: { _tag: 'Present', activity }, view, decisions: [], set: {}, recognised, trace })
}

/** Judges an unlinked view. `previous` is the closed link of an item that is transferred anew by hand. */
export const admitItem = (rules: RuleSet, ix: Indexed, b: Builder, handled: Set<string>, item: Item, view: View, before: ReadonlyArray<Trace>, previous: Link | null = null): void => {
  const subject = subjectOfItem(item, view.occurrence)
  /** What stays as it was is about the link that there is. */
  const asItWas = previous === null ? subject : subjectOfLink(previous, item.id)
  const trace: Array<Trace> = [...before]
  // A copy in the same input: the first of them, by id, that may be transferred has the link.
  if (previous === null && handled.has(newLink(ix, item, view.occurrence, '', 'outlook').id)) return skip(b, subject, 'copy-of-linked', [...trace, engineTrace('identity', 'L4', 'another item with the same identity is linked')])
  for (const gate of rules.itemGates) {
    const v = gate.judge(item, ix.context)
    trace.push(v.trace)
    if (v._tag === 'Go') continue
    // An appointment that the settings keep out of the CRM may all the same be there already, and must not come back as a second one.
    if (previous === null && item.kind !== 'email' && !neverRecognised.has(v.reason) && recognise(rules, ix, b, handled, item, view, trace)) return
    return skip(b, asItWas, v.reason, trace)
  }
  if (previous === null && recognise(rules, ix, b, handled, item, view, trace)) return

  const contact = rules.assignContact(item, ix.context)
  trace.push(contact.trace)
  if (contact._tag === 'Skip') return skip(b, asItWas, contact.reason, trace)

  const link = previous === null ? newLink(ix, item, view.occurrence, '', 'outlook') : { ...previous, generation: previous.generation + 1 }
  handled.add(link.id)
  const typeOf = (attachmentId: string): FileType | undefined => ix.fileType(item.id, attachmentId)
  const verdicts = item.kind === 'email' ? rules.selectAttachments(item, typeOf, ix.context) : []
  for (const v of verdicts) {
    if (v.outcome === 'needs-type') b.needs.push({ itemId: item.id, attachmentId: v.attachment.id })
    else if (v.outcome !== 'selected') b.refused.push({ itemId: item.id, attachmentId: v.attachment.id, name: v.attachment.name, reason: v.outcome.refused, trace: v.trace })
  }
  const selected = verdicts.filter((v) => v.outcome === 'selected')
  const documents: ReadonlyArray<LinkedDocument> = selected.map((v) => ({ attachmentId: v.attachment.id, documentId: null }))

  const restricted = restrictFields(rules, ix, item.kind, view.fields, 'toCrm')
  const defaults = rules.applyDefaults(item, restricted, contact.value, ix.context)
  trace.push(defaults.trace)
  const byHand = ix.input.request._tag === 'Transfer'
  const linkSubject = { ...subject, linkId: link.id }
  b.actions.push({
    _tag: 'CreateActivity',
    id: `create-activity:${link.id}:${link.generation}`,
    subject: linkSubject,
    reason: byHand ? 'transferred-by-hand' : 'new-item',
    trace,
    kind: item.kind,
    ownKey: ownKeyOfItem(ix, item, view.occurrence, link.generation),
    owner: ix.input.scope.user,
    contact: contact.value,
    contactName: contactName(ix, item, contact.value, rules),
    attributes: defaults.attributes,
    fields: defaults.fields,
    change: createdChange(ix, item, view, restricted, link, documents)
  })
  for (const v of selected) b.actions.push(addDocument(rules, ix, link, linkSubject, item.id, v.attachment, [v.trace]))
}

/** Whether a side holds something that was held back: it is then still unagreed, and a later edit on the other side is a conflict, not a replacement (L3). */
export const isHeldBack = (own: { readonly [f: string]: string }, carried: { readonly [f: string]: string }): boolean => Object.keys(own).some((f) => own[f] !== carried[f])

const createdChange = (ix: Indexed, item: Item, view: View, restricted: Fields, link: Link, documents: ReadonlyArray<LinkedDocument>): LinkChange => {
  const carried = ix.digest(item.kind, restricted)
  const heldBack = restricted !== view.fields && isHeldBack(ix.digest(item.kind, view.fields), carried)
  return {
    link,
    set: { itemId: item.id, identity: item.identity, state: 'open', closed: null, documents, reviewAt: view.reviewAt, generation: link.generation },
    itemFields: carried,
    activityFields: {},
    fill: fieldNames[item.kind],
    itemVersion: heldBack ? null : item.version,
    activityVersion: ''
  }
}

/** What a report calls the contact: one of the names under which the item's parties are registered. */
const contactName = (ix: Indexed, item: Item, contact: ContactRef | null, rules: RuleSet): string | null => {
  if (contact === null) return null
  for (const address of rules.addressesOf(item, ix.context)) {
    const match = ix.context.contactsOf(address).find((m) => m.contactId === contact.contactId)
    if (match !== undefined) return match.name
  }
  return null
}

