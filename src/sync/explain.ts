/** Status and explanation of one item or activity (B15, B20): its link and history, and a plan made for it alone, now. */
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Decision } from '../core/model/decision'
import type { ContactRef } from '../core/model/activity'
import type { JournalEntry } from '../core/model/journal'
import type { Kind } from '../core/model/fields'
import type { Link } from '../core/model/link'
import type { Plan, RefusedAttachment, Subject } from '../core/plan/plan'
import type { ActivityRead } from '../core/ports/crm'
import type { PassEnv } from '../core/pass/env'
import { nothingTouched, type Touched } from '../core/pass/gather'
import { planFor } from '../core/pass/plan-for'
import { orStop, Stop } from '../core/pass/port-call'
import { reasonText } from '../core/reason'
import type { Trace } from '../core/rule-set'

/** Where an entry stands. */
export interface Status {
  readonly id: string
  readonly side: 'outlook' | 'crm'
  readonly kind: Kind | null
  /** It has a counterpart that is kept in step. */
  readonly transferred: boolean
  /** Why it was transferred, or was not; what the next pass would do, where that is something. */
  readonly reason: string
  readonly text: string
  readonly itemId: string | null
  readonly activityId: string | null
  readonly contact: ContactRef | null
  /** `null` in `documentId`: selected, and not there yet. */
  readonly documents: ReadonlyArray<{ readonly attachmentId: string; readonly documentId: string | null }>
  readonly refused: ReadonlyArray<Pick<RefusedAttachment, 'attachmentId' | 'name' | 'reason'> & { readonly text: string }>
  readonly openDecisions: ReadonlyArray<Decision>
  /** Values that lost a conflict, as journal entries. */
  readonly conflicts: ReadonlyArray<JournalEntry>
  readonly lastPass: { readonly pass: string; readonly at: string } | null
}

export interface Explanation extends Status {
  /** The rules that fired, in order, with what they saw and decided. */
  readonly trace: ReadonlyArray<Trace>
  /** What was done about it so far, newest first. */
  readonly history: ReadonlyArray<JournalEntry>
}

/** What an id was found to be: of which side, with its links, and what a plan about it has to be told. */
export interface Found {
  readonly id: string
  readonly side: 'outlook' | 'crm'
  readonly links: ReadonlyArray<Link>
  readonly touched: Touched
}

/** An id may be of either side; the side may be told, and else Outlook's is looked at first. */
const find = async (env: PassEnv, id: string, side?: 'outlook' | 'crm'): Promise<Found> => {
  const links = await orStop('store', 'loading links', env.store.links(env.scope, { ids: [], itemIds: side === 'crm' ? [] : [id], activityIds: side === 'outlook' ? [] : [id], identities: [] }))
  const ofItem = links.filter((l) => l.itemId === id && side !== 'crm')
  if (ofItem.length > 0) return { id, side: 'outlook', links: ofItem, touched: { ...nothingTouched, itemIds: [id] } }
  if (links.length > 0) return { id, side: 'crm', links, touched: { ...nothingTouched, activityIds: [id] } }
  if (side !== 'crm') {
    const [read] = await orStop('mailbox', 'reading an item', env.mailbox.read([id]))
    if (read !== undefined && read._tag !== 'Missing') return { id, side: 'outlook', links: [], touched: { ...nothingTouched, items: [read] } }
  }
  if (side !== 'outlook') {
    const [read] = await orStop('crm', 'reading an activity', env.crm.read([id]))
    if (read !== undefined && read._tag !== 'Missing') return { id, side: 'crm', links: [], touched: { ...nothingTouched, activities: [read] } }
  }
  throw new Stop({ _tag: 'NoSuchEntity', id })
}

interface MainEntry {
  readonly reason: string
  readonly kind: Kind | null
  readonly trace: ReadonlyArray<Trace>
}

/** The entry of the plan that says most about an id: an effect before a question before a skip. */
const mainEntry = (plan: Plan, { id, links }: Found): MainEntry | null => {
  const linkIds = new Set(links.map((l) => l.id))
  const about = (e: { readonly subject: Subject }): boolean => e.subject.itemId === id || e.subject.activityId === id || (e.subject.linkId !== null && linkIds.has(e.subject.linkId))
  const entry = plan.actions.find(about) ?? plan.decisions.find(about) ?? plan.remember.find(about) ?? plan.skips.find(about)
  return entry === undefined ? null : { reason: entry.reason, kind: entry.subject.kind, trace: entry.trace }
}

/** How many entries of the journal are looked at for one entity. */
export const historyLimit = 50

/** What a link's journal says was the first thing done: why it was transferred. */
const firstReason = (history: ReadonlyArray<JournalEntry>): string | undefined => history.filter((e) => e.action !== 'Notice').at(-1)?.reason

/** The link by which an entity is told of: the open one, if there are several. */
export const mainLink = (links: ReadonlyArray<Link>): Link | undefined => links.find((l) => l.state === 'open') ?? links[0]

/** All that a status is made of. */
export interface Evidence {
  readonly found: Found
  /** What a pass would do now. */
  readonly plan: Plan
  /** What would be done if it were new; `null`: not asked. */
  readonly anew: Plan | null
  /** Of its links, newest first. */
  readonly history: ReadonlyArray<JournalEntry>
  readonly decisions: ReadonlyArray<Decision>
  readonly activity: ActivityRead | undefined
}

/** Where an entity stands, and why. */
export const explanationOf = ({ found, plan, anew, history, decisions, activity }: Evidence): Explanation => {
  const { id, side, links } = found
  const main: MainEntry = mainEntry(plan, found) ?? { reason: 'not-there', kind: null, trace: [] }
  const link = mainLink(links)
  const transferred = links.some((l) => l.state === 'open')
  // In step, what matters is why it came across; out of step or not linked, what would happen now.
  const reason = transferred && main.reason === 'unchanged' ? (firstReason(history) ?? main.reason) : link?.state === 'closed' && link.closed !== null && main.reason === 'link-closed' ? link.closed : main.reason
  return {
    id,
    side,
    kind: main.kind ?? link?.kind ?? null,
    transferred,
    reason,
    text: reasonText(reason),
    itemId: side === 'outlook' ? id : (link?.itemId ?? null),
    activityId: side === 'crm' ? id : (link?.activityId ?? null),
    contact: activity?._tag === 'Found' ? activity.activity.contact : null,
    documents: links.flatMap((l) => l.documents),
    refused: refusedOf(found, plan, anew).map((r) => ({ attachmentId: r.attachmentId, name: r.name, reason: r.reason, text: reasonText(r.reason) })),
    openDecisions: decisions.filter((d) => d.state === 'open'),
    conflicts: history.filter((e) => e.losers.length > 0),
    lastPass: history[0] === undefined ? null : { pass: history[0].pass, at: history[0].at },
    // For what was transferred, first the rules that let it through, then those that keep it in step.
    trace: [...(transferred ? (anew?.actions.find((a) => a._tag === 'CreateActivity' && a.subject.itemId === link?.itemId)?.trace ?? []) : []), ...main.trace],
    history
  }
}

/** An explanation without what only an explanation tells. */
export const statusFrom = ({ trace: _trace, history: _history, ...status }: Explanation): Status => status

export const explainEntity = async (env: PassEnv, id: string, side?: 'outlook' | 'crm'): Promise<Explanation> => {
  const found = await find(env, id, side)
  const plan = await planFor(env, { _tag: 'Pass' }, found.touched)
  const linkIds = found.links.map((l) => l.id)
  const history = linkIds.length === 0 ? [] : await orStop('store', 'loading the journal', env.store.journal(env.scope, { linkIds, limit: historyLimit }))
  const decisions = linkIds.length === 0 ? [] : await orStop('store', 'loading decisions', env.store.decisions(env.scope, { linkIds }))
  const link = mainLink(found.links)
  const anew = link === undefined || link.origin === 'crm' ? null : await judgeAnew(env, found)
  const [activity] = link === undefined || link.activityId === '' ? [] : await orStop('crm', 'reading an activity', env.crm.read([link.activityId]))
  return explanationOf({ found, plan, anew, history, decisions, activity })
}

/**
 * With these, what is linked is judged as if it were new: the journal keeps what was done, and not by which rules, nor
 * which attachments were refused.
 */
export const asIfNew = (env: PassEnv): PassEnv => {
  const settings = { ...env.settings, mode: 'automatic' as const, firstRun: { ...env.settings.firstRun, match: 'off' as const } }
  return { ...env, settings, store: { ...env.store, links: () => TE.right([]) }, crm: { ...env.crm, findByOwnKey: () => TE.right([]) } }
}

const judgeAnew = async (env: PassEnv, found: Found): Promise<Plan | null> => {
  const itemId = found.links[0]?.itemId
  if (itemId === undefined || itemId === '') return null
  const [read] = await orStop('mailbox', 'reading an item', env.mailbox.read([itemId]))
  if (read === undefined || read._tag !== 'Found') return null
  return planFor(asIfNew(env), { _tag: 'Transfer', items: [itemId], withoutItems: [], withoutAttachments: [] }, { ...nothingTouched, items: [read] })
}

/** What was refused of a linked item; of an unlinked one, what would be. */
const refusedOf = (found: Found, plan: Plan, anew: Plan | null): ReadonlyArray<RefusedAttachment> => {
  if (found.links.length === 0) return plan.refused.filter((r) => r.itemId === found.id)
  const imported = new Set(found.links.flatMap((l) => l.documents.map((d) => d.attachmentId)))
  const itemIds = new Set(found.links.map((l) => l.itemId))
  return (anew?.refused ?? []).filter((r) => itemIds.has(r.itemId) && !imported.has(r.attachmentId))
}
