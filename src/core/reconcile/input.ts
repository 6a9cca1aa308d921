/** What reconcile is given, and the indexes it looks things up in. */
import { digestFields } from '../digest-fields'
import type { Activity } from '../model/activity'
import type { ContactMatch } from '../model/contact'
import type { Decision } from '../model/decision'
import type { Fields, Kind } from '../model/fields'
import type { Scope } from '../model/ids'
import type { Item } from '../model/item'
import type { Link, LinkedDocument } from '../model/link'
import type { Instant } from '../model/time'
import type { ActivityRead, CrmCapabilities } from '../ports/crm'
import type { ItemRead, MailboxCapabilities } from '../ports/mailbox'
import type { FileType, Request, RuleContext, RuleSet } from '../rule-set'
import type { Settings } from '../settings/settings'

/** The type of one attachment by its content. */
export interface LookedAt {
  readonly itemId: string
  readonly attachmentId: string
  readonly type: FileType
}

/**
 * Everything that a plan depends on. It is closed: for every link in it, both sides are in it too, as they are at
 * present. Order and repetition do not count.
 */
export interface ReconcileInput {
  readonly scope: Scope
  readonly now: Instant
  readonly settings: Settings
  readonly ownAddresses: ReadonlyArray<string>
  readonly mailbox: MailboxCapabilities
  readonly crm: CrmCapabilities
  readonly request: Request
  readonly items: ReadonlyArray<ItemRead>
  readonly activities: ReadonlyArray<ActivityRead>
  readonly links: ReadonlyArray<Link>
  readonly decisions: ReadonlyArray<Decision>
  readonly contacts: ReadonlyArray<ContactMatch>
  /** Unlinked activities that might be the same as an unlinked item (B22). Looked at only for that. */
  readonly similar: ReadonlyArray<Activity>
  readonly fileTypes: ReadonlyArray<LookedAt>
  /** Updates of which it is not known whether they happened, because the pass that began them did not end. */
  readonly doubtful: ReadonlyArray<Doubtful>
  /** Creates of activities of which it is not known whether they happened. */
  readonly begun: ReadonlyArray<Begun>
}

/** The attachments that were to follow such an activity into the document module. */
export interface Begun {
  readonly linkId: string
  readonly attachments: ReadonlyArray<string>
}

/** The fields that such an update was to write, and on which side. */
export interface Doubtful {
  readonly linkId: string
  readonly side: 'outlook' | 'crm'
  readonly fields: ReadonlyArray<string>
}

/** `Present` also in Deleted Items: that is a place like any other. */
export type ItemState = { readonly _tag: 'Present'; readonly item: Item } | { readonly _tag: 'Missing' } | { readonly _tag: 'Unreadable' }
export type ActivityState = { readonly _tag: 'Present' | 'Foreign'; readonly activity: Activity } | { readonly _tag: 'Missing' } | { readonly _tag: 'Unreadable' }

/** The input, sorted and indexed. */
export interface Indexed {
  readonly input: ReconcileInput
  readonly context: RuleContext
  readonly itemIds: ReadonlyArray<string>
  readonly activityIds: ReadonlyArray<string>
  readonly itemState: (id: string) => ItemState
  readonly activityState: (id: string) => ActivityState
  /** Each once, in no particular order. */
  readonly links: ReadonlyArray<Link>
  readonly linksOfItem: (id: string) => ReadonlyArray<Link>
  readonly linksOfActivity: (id: string) => ReadonlyArray<Link>
  readonly linksOfIdentity: (identity: string) => ReadonlyArray<Link>
  /** The fields of a link that we may have written on a side ourselves. */
  readonly doubtfulFields: (linkId: string, side: 'outlook' | 'crm') => ReadonlyArray<string>
  /** The documents of a link whose activity was made by a pass that did not get to remember it. */
  readonly documentsBegun: (linkId: string) => ReadonlyArray<LinkedDocument>
  readonly linkById: (id: string) => Link | undefined
  readonly decisionsOf: (linkId: string) => ReadonlyArray<Decision>
  /** Digests of all fields of a record, in the form that a base keeps. */
  readonly digest: (kind: Kind, fields: Fields) => { readonly [field: string]: string }
  readonly fileType: (itemId: string, attachmentId: string) => FileType | undefined
  /** Unlinked activities of the owner that an item may be recognised as, by likeness (B22) … */
  readonly candidatesLike: (kind: Kind, fields: Fields) => ReadonlyArray<Activity>
  /** … and by the key that an earlier create stamped on them. */
  readonly candidateWithKey: (ownKey: string) => Activity | undefined
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const byId = (a: { readonly id: string }, b: { readonly id: string }): number => byText(a.id, b.id)

/** Sorts only where it matters, within what has one key: to sort a hundred thousand links by id would cost more than all else that is done to those that did not change. */
const group = <A>(values: ReadonlyArray<A>, key: (a: A) => string | null, order: (a: A, b: A) => number): ((k: string) => ReadonlyArray<A>) => {
  const m = new Map<string, Array<A>>()
  for (const v of values) {
    const k = key(v)
    if (k === null) continue
    const list = m.get(k)
    if (list === undefined) m.set(k, [v])
    else list.push(v)
  }
  for (const list of m.values()) if (list.length > 1) list.sort(order)
  const none: ReadonlyArray<A> = []
  return (k) => m.get(k) ?? none
}

interface Versioned {
  readonly modifiedAt: Instant
  readonly version: string
}

/** A feed may mention one thing twice; what was modified last counts, in whatever order they came. */
const newer = (a: Versioned, b: Versioned): boolean => (a.modifiedAt === b.modifiedAt ? a.version > b.version : a.modifiedAt > b.modifiedAt)

const itemStates = (reads: ReadonlyArray<ItemRead>): Map<string, ItemState> => {
  const states = new Map<string, ItemState>()
  for (const r of reads) {
    const present = states.get(r.id)
    if (r._tag === 'Found') {
      if (present !== undefined && 'item' in present && !newer(r.item, present.item)) continue
      states.set(r.id, { _tag: 'Present', item: r.item })
    } else if (present === undefined || (present._tag === 'Missing' && r._tag === 'Failed')) {
      // Something that was found at all is there; something that failed may be there.
      states.set(r.id, { _tag: r._tag === 'Missing' ? 'Missing' : 'Unreadable' })
    }
  }
  return states
}

const activityStates = (reads: ReadonlyArray<ActivityRead>, owner: string): Map<string, ActivityState> => {
  const states = new Map<string, ActivityState>()
  for (const r of reads) {
    const present = states.get(r.id)
    if (r._tag === 'Found') {
      if (present !== undefined && 'activity' in present && !newer(r.activity, present.activity)) continue
      states.set(r.id, { _tag: r.activity.owner === owner ? 'Present' : 'Foreign', activity: r.activity })
    } else if (present === undefined || (present._tag === 'Missing' && r._tag === 'Failed')) {
      states.set(r.id, { _tag: r._tag === 'Missing' ? 'Missing' : 'Unreadable' })
    }
  }
  return states
}

/** Sorts and indexes. */
export const indexInput = (rules: Pick<RuleSet, 'probeOf' | 'canonical'>, input: ReconcileInput): Indexed => {
  const placeOf = (kind: Kind, fields: Fields): string => `${kind} ${rules.probeOf(kind, fields).at ?? ''}`
  const items = itemStates(input.items)
  const activities = activityStates(input.activities, input.scope.user)
  const links = new Map(input.links.map((l) => [l.id, l]))
  const everyLink = [...links.values()]
  const linksOfActivity = group(everyLink, (l) => l.activityId, byId)
  const contactsOf = group(input.contacts, (c) => c.address.toLowerCase(), (a, b) => byText(a.contactId, b.contactId) || byText(a.contactPersonId ?? '', b.contactPersonId ?? ''))
  let linksOfIdentity: ((identity: string) => ReadonlyArray<Link>) | undefined
  const digests = new WeakMap<Fields, { readonly [field: string]: string }>()
  const digest = (kind: Kind, fields: Fields): { readonly [field: string]: string } => {
    const known = digests.get(fields)
    if (known !== undefined) return known
    const made = digestFields(rules, kind, fields)
    digests.set(fields, made)
    return made
  }
  const fileTypes = new Map(input.fileTypes.map((f) => [`${f.itemId}\n${f.attachmentId}`, f.type]))
  const candidates = new Map<string, Activity>()
  const consider = (a: Activity): void => {
    if (a.owner === input.scope.user && linksOfActivity(a.id).length === 0) candidates.set(a.id, a)
  }
  input.similar.forEach(consider)
  for (const s of activities.values()) if ('activity' in s) consider(s.activity)
  const sortedCandidates = [...candidates.values()].sort(byId)
  // Buckets, so that a first run over two full sides is not quadratic. Few passes look for likeness at all: built when first asked.
  let buckets: ((place: string) => ReadonlyArray<Activity>) | undefined
  const like = (place: string): ReadonlyArray<Activity> => (buckets ??= group(sortedCandidates, (a) => placeOf(a.kind, a.fields), byId))(place)
  const byKey = new Map(sortedCandidates.flatMap((a) => (a.ownKey === null ? [] : [[a.ownKey, a] as const])))
  return {
    input,
    context: {
      scope: input.scope,
      settings: input.settings,
      now: input.now,
      ownAddresses: input.ownAddresses,
      mailbox: input.mailbox,
      crm: input.crm,
      request: input.request,
      contactsOf: (address) => contactsOf(address.toLowerCase())
    },
    itemIds: [...items.keys()].sort(byText),
    activityIds: [...activities.keys()].sort(byText),
    itemState: (id) => items.get(id) ?? { _tag: 'Unreadable' },
    activityState: (id) => activities.get(id) ?? { _tag: 'Unreadable' },
    links: everyLink,
    linksOfItem: group(everyLink, (l) => l.itemId, byId),
    linksOfActivity,
    // Only what is not known by its id is looked for by its identity: built when first asked.
    linksOfIdentity: (identity) => (linksOfIdentity ??= group(everyLink, (l) => l.identity, byId))(identity),
    doubtfulFields: (linkId, side) => input.doubtful.filter((d) => d.linkId === linkId && d.side === side).flatMap((d) => d.fields),
    documentsBegun: (linkId) => [...new Set(input.begun.flatMap((c) => (c.linkId === linkId ? c.attachments : [])))].sort().map((attachmentId) => ({ attachmentId, documentId: null })),
    linkById: (id) => links.get(id),
    decisionsOf: group([...new Map(input.decisions.map((d) => [d.id, d])).values()], (d) => d.linkId, byId),
    digest,
    fileType: (itemId, attachmentId) => fileTypes.get(`${itemId}\n${attachmentId}`),
    candidatesLike: (kind, fields) => like(placeOf(kind, fields)),
    candidateWithKey: (ownKey) => byKey.get(ownKey)
  }
}
