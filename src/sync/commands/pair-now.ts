/** Linked pairs as they are at this moment, with their history: what a command that goes back in time has to look at. */
import { digestText } from '../../core/digest'
import type { Activity } from '../../core/model/activity'
import type { Decision } from '../../core/model/decision'
import { type Fields, fieldsCodec, type Kind } from '../../core/model/fields'
import type { Item } from '../../core/model/item'
import type { JournalEntry } from '../../core/model/journal'
import type { Link } from '../../core/model/link'
import type { PassEnv } from '../../core/pass/env'
import { orStop } from '../../core/pass/port-call'
import type { ActivityRead } from '../../core/ports/crm'
import type { ItemRead } from '../../core/ports/mailbox'
import type { RuleContext, View } from '../../core/rule-set'

/** One link, and both its sides as they are now. */
export interface PairNow {
  readonly link: Link
  readonly item: ItemRead
  readonly activity: ActivityRead
  /** The item as it stands in the CRM; `null` where it is not there, or shows nothing there. */
  readonly view: View | null
  /** Entries of the link, newest first. */
  readonly history: ReadonlyArray<JournalEntry>
  /** Questions about it that are open, or answered and not carried out. */
  readonly decisions: ReadonlyArray<Decision>
}

/** More entries than any journal that fits into memory has. */
export const wholeJournal = 1_000_000

/** What the rules may look at outside of a plan. Nobody is looked up. */
export const ruleContextOf = (env: PassEnv): RuleContext => ({
  scope: env.scope,
  settings: env.settings,
  now: env.now,
  ownAddresses: env.ownAddresses,
  mailbox: env.mailbox.capabilities,
  crm: env.crm.capabilities,
  request: { _tag: 'Pass' },
  contactsOf: () => []
})

/** The pairs of these links; a link that is not there is left out. A constant number of calls. */
export const loadPairs = async (env: PassEnv, linkIds: ReadonlyArray<string>): Promise<ReadonlyMap<string, PairNow>> => {
  if (linkIds.length === 0) return new Map()
  const links = await orStop('store', 'loading links', env.store.links(env.scope, { ids: linkIds, itemIds: [], activityIds: [], identities: [] }))
  const ids = (of: (l: Link) => string): ReadonlyArray<string> => [...new Set(links.map(of).filter((id) => id !== ''))]
  const [itemIds, activityIds] = [ids((l) => l.itemId), ids((l) => l.activityId)]
  const items = new Map((itemIds.length === 0 ? [] : await orStop('mailbox', 'reading items', env.mailbox.read(itemIds))).map((r) => [r.id, r]))
  const activities = new Map((activityIds.length === 0 ? [] : await orStop('crm', 'reading activities', env.crm.read(activityIds))).map((r) => [r.id, r]))
  const history = await orStop('store', 'loading the journal', env.store.journal(env.scope, { linkIds, limit: wholeJournal }))
  const decisions = await orStop('store', 'loading decisions', env.store.decisions(env.scope, { linkIds }))
  const byLink = new Map<string, Array<JournalEntry>>()
  for (const e of history) {
    const key = e.linkId ?? ''
    const entries = byLink.get(key)
    if (entries === undefined) byLink.set(key, [e])
    else entries.push(e)
  }
  const occurrences = new Map<string, Array<string>>()
  for (const l of links) occurrences.set(l.itemId, [...(occurrences.get(l.itemId) ?? []), l.occurrence])
  const context = ruleContextOf(env)
  const viewOf = (link: Link, read: ItemRead): View | null => {
    if (read._tag !== 'Found') return null
    const viewed = env.rules.viewItem(read.item, occurrences.get(link.itemId) ?? [], context)
    return viewed._tag === 'Skip' ? null : (viewed.value.views.find((v) => v.occurrence === link.occurrence) ?? null)
  }
  return new Map(
    links.map((link) => {
      const item = items.get(link.itemId) ?? { _tag: 'Missing' as const, id: link.itemId }
      const activity = activities.get(link.activityId) ?? { _tag: 'Missing' as const, id: link.activityId }
      const open = decisions.filter((d) => d.linkId === link.id && (d.state === 'open' || d.state === 'answered'))
      return [link.id, { link, item, activity, view: viewOf(link, item), history: byLink.get(link.id) ?? [], decisions: open }]
    })
  )
}

export type Side = 'outlook' | 'crm'
export const otherSide = (s: Side): Side => (s === 'outlook' ? 'crm' : 'outlook')

/** A pair of which both sides are there, in their places, and this user's. */
export interface WholePair extends PairNow {
  readonly present: { readonly item: Item; readonly activity: Activity; readonly view: View }
}

/** Why a pair is not whole. */
export type Broken = 'could-not-be-read' | 'item-gone' | 'activity-gone' | 'given-away' | 'in-deleted-items' | 'private'

/** The pair, or why nothing can be compared on it. */
export const wholeOf = (env: PassEnv, p: PairNow): WholePair | Broken => {
  if (p.item._tag === 'Failed' || p.activity._tag === 'Failed') return 'could-not-be-read'
  if (p.item._tag === 'Missing') return 'item-gone'
  if (p.activity._tag === 'Missing') return 'activity-gone'
  if (p.activity.activity.owner !== env.scope.user) return 'given-away'
  if (p.item.item.place !== 'normal') return 'in-deleted-items'
  if (p.view === null) return 'item-gone'
  if (p.view.redacted || isPrivate(p.item.item)) return 'private'
  return { ...p, present: { item: p.item.item, activity: p.activity.activity, view: p.view } }
}

/** Whether the content of an item has to stay in Outlook (L8). */
export const isPrivate = ({ sensitivity }: Pick<Item, 'sensitivity'>): boolean => sensitivity === 'private' || sensitivity === 'confidential'

const fieldOf = (fields: object, field: string): unknown => (fields as { readonly [f: string]: unknown })[field]

/** What a side holds now. */
export const valueOn = (p: WholePair, side: Side, field: string): unknown => fieldOf(side === 'outlook' ? p.present.view.fields : p.present.activity.fields, field)

/** The digest of a value, in the form that a base keeps. */
export const digestOf = (env: PassEnv, kind: Kind, field: string, value: unknown): string => digestText(env.rules.canonical(kind, field, value))

export const digestOn = (env: PassEnv, p: WholePair, side: Side, field: string): string => digestOf(env, p.link.kind, field, valueOn(p, side, field))

/** What both last agreed on, on one side. */
export const baseOn = (link: Link, side: Side, field: string): string | undefined => (side === 'outlook' ? link.item : link.activity).fields[field]

/** A value from the journal as a value of this field, or `undefined` if it is none. */
export const decodeValue = (kind: Kind, fields: Fields, field: string, value: unknown): { readonly value: unknown } | undefined => {
  const decoded = fieldsCodec[kind].decode({ ...fields, [field]: value })
  return decoded._tag === 'Right' && Object.hasOwn(fields, field) ? { value: fieldOf(decoded.right, field) } : undefined
}

/** Whether an edit in the CRM may be written into this item. */
export const mayWriteItem = (env: PassEnv, item: Item): boolean => {
  const context = ruleContextOf(env)
  return env.mailbox.capabilities.writes && env.rules.writeBackGates.every((g) => g.judge(item, context)._tag === 'Go')
}

/** Entries that are newer than all of some of the link's, without those of one pass and without what is only told. */
export const laterThan = (p: PairNow, mine: ReadonlySet<string>, exceptPass: string): ReadonlyArray<JournalEntry> => {
  const newest = p.history.findIndex((e) => mine.has(e.id))
  return p.history.slice(0, Math.max(0, newest)).filter((e) => e.pass !== exceptPass && e.action !== 'Notice')
}

/** Whether an entry tells of something that wrote this field, on either side. */
export const wrote = (e: JournalEntry, field: string): boolean =>
  Object.hasOwn(e.before, field) || Object.hasOwn(e.wrote?.fields ?? {}, field) || e.losers.some((l) => l.field === field)
