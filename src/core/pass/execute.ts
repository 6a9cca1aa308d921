/**
 * Carries a plan out, and decides nothing. Before an effect its intent is written, after it the link; where CRM and
 * store share a database, effect and link are one transaction and need no intent (L4).
 */
import * as E from 'fp-ts/lib/Either.js'
import { digestFields } from '../digest-fields'
import { type PortError, stopsThePass, unexpected } from '../errors'
import { digestText } from '../digest'
import type { JournalEntry, Wrote } from '../model/journal'
import type { Item } from '../model/item'
import type { Link } from '../model/link'
import type { Action, AddDocumentAction, Plan, Remember } from '../plan/plan'
import { applyChange, type Versions, type Written } from '../plan/link-change'
import type { CrmResult, CrmWrite } from '../ports/crm'
import type { MailboxWrite } from '../ports/mailbox'
import type { StoreWrite } from '../ports/store'
import { batchSize, type PassEnv } from './env'
import { fenceOf, isLeaseLost, writeFenced, writeUnlessAnswered } from './fenced-write'
import { inChunks, orStop, Stop } from './port-call'

/** What became of an action. */
export interface Outcome {
  readonly action: Action
  readonly result: E.Either<PortError, Written>
}

type CrmAction = Extract<Action, { readonly _tag: 'CreateActivity' | 'UpdateActivity' | 'DeleteActivity' | 'AddDocument' }>
type MailboxAction = Extract<Action, { readonly _tag: 'CreateItem' | 'UpdateItem' | 'TrashItem' }>

const isCrmAction = (a: Action): a is CrmAction => a._tag === 'CreateActivity' || a._tag === 'UpdateActivity' || a._tag === 'DeleteActivity' || a._tag === 'AddDocument'

/** What is known of each link while its actions are carried out. */
interface LinkState {
  link: Link
  /** Actions that are still to succeed before versions may be recorded. */
  readonly open: Set<string>
  itemVersion: string | null
  activityVersion: string | null
}

/** What became of each action; `null`, and no effect was carried out, where an answer came after the plan was made: it has to be made anew. */
export const executePlan = async (env: PassEnv, plan: Plan): Promise<ReadonlyArray<Outcome> | null> => {
  const states = new Map<string, LinkState>()
  const stateOf = (a: Action | Remember): LinkState => {
    const known = states.get(a.change.link.id)
    if (known !== undefined) return known
    const made: LinkState = { link: a.change.link, open: new Set(), itemVersion: null, activityVersion: null }
    states.set(a.change.link.id, made)
    return made
  }
  for (const a of plan.actions) if (a._tag !== 'AddDocument') stateOf(a).open.add(a.id)

  const answers = new Map<string, Array<StoreWrite>>()
  for (const d of plan.decisions) if (d._tag === 'Done') answers.set(d.decision.linkId, [...(answers.get(d.decision.linkId) ?? []), { _tag: 'PutDecision', decision: d.decision }])

  const digest = (kind: Link['kind']) => (fields: object, names: ReadonlyArray<string>) => digestFields(env.rules, kind, fields, names)

  /** The link after an action, without noting it: a transaction may still be rolled back. */
  const linkAfter = (a: Action | Remember, written: Written): Link => {
    const s = stateOf(a)
    const last = s.open.size === 0 || (s.open.size === 1 && s.open.has(a.id))
    const item = written._tag === 'Item' ? written.item.version : s.itemVersion
    const activity = written._tag === 'Activity' ? written.activity.version : s.activityVersion
    const versions: Versions = last && !('_tag' in a && a._tag === 'AddDocument')
      ? { item: a.change.itemVersion === null ? null : item ?? a.change.itemVersion, activity: a.change.activityVersion === null ? null : activity ?? a.change.activityVersion }
      : { item: null, activity: null }
    return applyChange(digest(s.link.kind), s.link, a.change, written, versions)
  }
  const note = (a: Action | Remember, written: Written, link: Link): void => {
    const s = stateOf(a)
    s.link = link
    s.open.delete(a.id)
    if (written._tag === 'Item') s.itemVersion = written.item.version
    if (written._tag === 'Activity') s.activityVersion = written.activity.version
  }

  const journal = (a: Action | Remember, link: Link, written: Written): ReadonlyArray<StoreWrite> => {
    const tag = '_tag' in a ? a._tag : 'Remember'
    // One link may be written twice in a pass, when its sides are edited while the pass runs: each time other values are lost.
    // A version is not told of a side whose change is not carried, so there what lost tells two losses of one pass apart.
    const lost = 'losers' in a && a.losers.length > 0 ? `/${digestText(JSON.stringify(a.losers))}` : ''
    const seen = 'version' in a ? a.version : '_tag' in a ? '' : `${a.change.itemVersion ?? ''}/${a.change.activityVersion ?? ''}${lost}`
    const entry: JournalEntry = {
      id: `${env.passId}:${a.id}${seen === '' ? '' : `:${seen}`}`,
      pass: env.passId,
      at: env.now,
      action: tag,
      reason: a.reason,
      linkId: link.id,
      itemId: link.itemId === '' ? null : link.itemId,
      activityId: link.activityId === '' ? null : link.activityId,
      losers: 'losers' in a ? a.losers : [],
      before: 'before' in a ? a.before : {},
      ...wroteOf(a, link, written)
    }
    return [{ _tag: 'Journal', entry }]
  }
  /** The link that was last written for an action, and from what: the transaction may be tried again, with another result. */
  const prepared = new Map<string, { readonly from: object | null; readonly link: Link }>()
  const resultOf = (w: Written): object | null => (w._tag === 'Item' ? w.item : w._tag === 'Activity' ? w.activity : null)

  const memory = (a: Action | Remember, written: Written): ReadonlyArray<StoreWrite> => {
    const s = stateOf(a)
    const link = linkAfter(a, written)
    prepared.set(a.id, { from: resultOf(written), link })
    // An answer is done together with the last thing that it asked for.
    const answered = s.open.size === 1 && s.open.has(a.id) ? (answers.get(link.id) ?? []) : []
    return [{ _tag: 'PutLink', link }, ...(isJournalledAhead(env, a) ? [] : journal(a, link, written)), ...answered]
  }

  const remember = async (): Promise<boolean> => {
    const writes: Array<StoreWrite> = []
    // First, so that no link has changed where one of them is refused.
    for (const d of plan.decisions) if (d._tag !== 'Done') writes.push({ _tag: 'PutDecision', decision: d.decision })
    for (const r of plan.remember) {
      const link = linkAfter(r, { _tag: 'Nothing' })
      writes.push({ _tag: 'PutLink', link }, ...journal(r, link, { _tag: 'Nothing' }))
      note(r, { _tag: 'Nothing' }, link)
    }
    for (const n of plan.notices)
      writes.push({
        _tag: 'Journal',
        entry: { id: `${env.passId}:notice:${n.reason}:${n.subject.linkId ?? n.subject.itemId ?? n.subject.activityId ?? ''}`, pass: env.passId, at: env.now, action: 'Notice', reason: n.reason, linkId: n.subject.linkId, itemId: n.subject.itemId, activityId: n.subject.activityId, losers: [], before: {} }
      })
    for (const d of plan.decisions) if (d._tag === 'Done' && !states.get(d.decision.linkId)?.open.size) writes.push({ _tag: 'PutDecision', decision: d.decision })
    for (const chunk of inChunks(writes, 2000)) if (!(await writeUnlessAnswered(env, 'remembering links', chunk))) return false
    return true
  }

  const outcomes: Array<Outcome> = []
  /** Writes to the CRM that never got there, because the mailbox did not give the document. */
  const notFetched = new Set<Action>()
  const settle = (a: Action, result: E.Either<PortError, Written>): void => {
    outcomes.push({ action: a, result })
    if (E.isLeft(result)) return
    const known = prepared.get(a.id)
    prepared.delete(a.id)
    // No digest is taken twice of what was written.
    note(a, result.right, known !== undefined && known.from !== null && known.from === resultOf(result.right) ? known.link : linkAfter(a, result.right))
  }

  const intents = (batch: ReadonlyArray<Action>): ReadonlyArray<StoreWrite> =>
    batch.flatMap((a) => [
      ...(isJournalledAhead(env, a) ? journal(a, stateOf(a).link, { _tag: 'Nothing' }) : []),
      {
        _tag: 'PutIntent' as const,
        intent: { id: a.id, action: a._tag, itemId: a.subject.itemId, activityId: a.subject.activityId, ownKey: 'ownKey' in a ? a.ownKey : null, linkId: a.change.link.id, fields: fieldsOfIntent(a), at: env.now }
      }
    ])

  const runCrm = async (batch: ReadonlyArray<CrmAction>): Promise<void> => {
    const atomic = env.crm.capabilities.commitsWithStore
    const prepared: Array<{ readonly action: CrmAction; readonly write: CrmWrite }> = []
    // Looked at when the CRM is about to write, not while documents are still fetched.
    let fence: ReadonlyArray<StoreWrite> = []
    for (const action of batch) {
      const w = await toCrmWrite(env, action, stateOf(action).link, (result) => [...fence, ...memory(action, writtenInCrm(action, result))])
      if (E.isLeft(w)) {
        notFetched.add(action)
        settle(action, w)
      } else prepared.push({ action, write: w.right })
    }
    if (prepared.length === 0) return
    if (atomic) fence = fenceOf(env)
    else await writeFenced(env, 'writing intents', intents(prepared.map((p) => p.action)))
    const answers = await orStop('crm', 'writing', env.crm.write(prepared.map((p) => p.write)))
    if (atomic && answers.some((a) => E.isLeft(a) && isLeaseLost(a.left))) throw new Stop({ _tag: 'LeaseLost' })
    const after: Array<StoreWrite> = []
    prepared.forEach(({ action, write }, i) => {
      const answer = answers[i] ?? E.left(unexpected('the CRM gave no answer for a write'))
      if (!atomic) {
        if (E.isRight(answer)) after.push(...write.commit(answer.right))
        if (E.isRight(answer) || !mayHaveActed(answer.left)) after.push({ _tag: 'DropIntent', id: action.id })
      }
      settle(action, E.isRight(answer) ? E.right(writtenInCrm(action, answer.right)) : answer)
    })
    if (after.length > 0) await writeFenced(env, 'recording what was done', after)
  }

  const runMailbox = async (batch: ReadonlyArray<MailboxAction>): Promise<void> => {
    await writeFenced(env, 'writing intents', intents(batch))
    const answers = await orStop('mailbox', 'writing', env.mailbox.write(batch.map(toMailboxWrite)))
    const after: Array<StoreWrite> = []
    batch.forEach((action, i) => {
      const answer = answers[i] ?? E.left(unexpected('the mailbox gave no answer for a write'))
      const result: E.Either<PortError, Written> = E.isLeft(answer) ? answer : E.right(writtenInOutlook(action, answer.right))
      if (E.isRight(result)) after.push(...memory(action, result.right))
      if (E.isRight(result) || !mayHaveActed(result.left)) after.push({ _tag: 'DropIntent', id: action.id })
      settle(action, result)
    })
    await writeFenced(env, 'recording what was done', after)
  }

  if (!(await remember())) return null
  for (const batch of batches(plan.actions)) {
    const crm = batch.filter(isCrmAction)
    if (crm.length > 0) await runCrm(crm)
    else await runMailbox(batch as ReadonlyArray<MailboxAction>)
    const stop = outcomes.slice(-batch.length).find((o) => E.isLeft(o.result) && stopsThePass[o.result.left._tag])
    if (stop !== undefined && E.isLeft(stop.result)) throw new Stop({ _tag: 'PortFailed', port: crm.length > 0 && !notFetched.has(stop.action) ? 'crm' : 'mailbox', during: stop.action._tag, error: stop.result.left })
  }
  return outcomes
}

/**
 * What an effect overwrites is on record before it is overwritten: were it noted afterwards, a crash in between would
 * lose it (L3). In one transaction with the effect it does not matter.
 */
const isJournalledAhead = (env: PassEnv, a: Action | Remember): boolean =>
  '_tag' in a && (a._tag === 'UpdateItem' || ((a._tag === 'UpdateActivity' || a._tag === 'DeleteActivity') && !env.crm.capabilities.commitsWithStore))

const pick = (digests: { readonly [field: string]: string }, names: ReadonlyArray<string>): { readonly [field: string]: string } => Object.fromEntries(names.flatMap((f) => (digests[f] === undefined ? [] : [[f, digests[f]]])))

/** What the journal keeps of what an effect left: of an update what it carried over, by the side that it came from, for its own side is not known yet. */
const wroteOf = (a: Action | Remember, link: Link, written: Written): { readonly wrote?: Wrote } => {
  if (!('_tag' in a)) return {}
  switch (a._tag) {
    case 'UpdateActivity':
      return { wrote: { version: null, fields: pick(a.change.itemFields, Object.keys(a.patch)) } }
    case 'UpdateItem':
      return { wrote: { version: null, fields: pick(a.change.activityFields, Object.keys(a.patch)) } }
    case 'CreateActivity':
      return written._tag === 'Activity' ? { wrote: { version: written.activity.version, fields: {} } } : {}
    case 'CreateItem':
      // An item may be written once more by the server itself, so its version alone does not tell whether a person did.
      return written._tag === 'Item' ? { wrote: { version: written.item.version, fields: pick(link.item.fields, a.change.fill) } } : {}
    default:
      return {}
  }
}

/** What the intent of an action has to tell besides what it is about. */
const fieldsOfIntent = (a: Action): ReadonlyArray<string> =>
  'patch' in a ? Object.keys(a.patch) : a._tag === 'CreateActivity' ? (a.change.set.documents ?? []).map((d) => d.attachmentId) : []

/** Whether a failed write may have had its effect all the same, so that its intent has to stay. */
const mayHaveActed = (e: PortError): boolean => e._tag === 'Unavailable' || e._tag === 'Unexpected' || e._tag === 'Throttled' || e._tag === 'Unauthorized'

/** Effects in order, those on the CRM and on the mailbox in batches of their own, no link twice in one batch, documents last and few at a time. */
const batches = (actions: ReadonlyArray<Action>): ReadonlyArray<ReadonlyArray<Action>> => {
  const out: Array<Array<Action>> = []
  const fill = (of: ReadonlyArray<Action>, size: number): void => {
    let batch: Array<Action> = []
    const links = new Set<string>()
    for (const a of of) {
      if (batch.length === size || links.has(a.change.link.id)) {
        out.push(batch)
        batch = []
        links.clear()
      }
      batch.push(a)
      links.add(a.change.link.id)
    }
    if (batch.length > 0) out.push(batch)
  }
  fill(actions.filter((a) => isCrmAction(a) && a._tag !== 'AddDocument'), batchSize)
  fill(actions.filter((a) => !isCrmAction(a)), 20)
  fill(actions.filter((a) => a._tag === 'AddDocument'), 4)
  return out
}

const writtenInCrm = (action: CrmAction, result: CrmResult): Written => {
  if (result._tag === 'Activity') return { _tag: 'Activity', activity: result.activity }
  if (result._tag === 'Document' && action._tag === 'AddDocument') return { _tag: 'Document', attachmentId: action.attachmentId, documentId: result.documentId }
  return { _tag: 'Nothing' }
}

const writtenInOutlook = (action: MailboxAction, item: Item | null): Written => {
  if (item === null) return { _tag: 'Nothing' }
  if (action._tag !== 'TrashItem') return { _tag: 'Item', item }
  return item.id === action.itemId ? { _tag: 'Nothing' } : { _tag: 'Moved', itemId: item.id }
}

const toCrmWrite = async (env: PassEnv, action: CrmAction, link: Link, commit: CrmWrite['commit']): Promise<E.Either<PortError, CrmWrite>> => {
  const owner = env.scope.user
  switch (action._tag) {
    case 'CreateActivity':
      // The action's kind and fields were made together from one view.
      return E.right({ _tag: 'CreateActivity', kind: action.kind, ownKey: action.ownKey, owner, contact: action.contact, attributes: action.attributes, fields: action.fields, commit } as CrmWrite)
    case 'UpdateActivity':
      return E.right({ _tag: 'UpdateActivity', kind: action.kind, id: action.activityId, owner, version: action.version, patch: action.patch, commit })
    case 'DeleteActivity':
      return E.right({ _tag: 'DeleteActivity', kind: action.kind, id: action.activityId, owner, version: action.version, commit })
    case 'AddDocument':
      return readDocument(env, action, link, owner, commit)
  }
}

const readDocument = async (env: PassEnv, action: AddDocumentAction, link: Link, owner: string, commit: CrmWrite['commit']): Promise<E.Either<PortError, CrmWrite>> => {
  if (link.activityId === '') return E.left({ _tag: 'NotFound', what: 'the activity of the document' })
  const bytes = await env.mailbox.attachment(action.itemId, action.attachmentId, null)()
  if (E.isLeft(bytes)) return bytes
  return E.right({ _tag: 'AddDocument', key: action.key, activity: link.activityId, owner, name: action.name, mimeType: action.mimeType, bytes: bytes.right, commit })
}

const toMailboxWrite = (action: MailboxAction): MailboxWrite => {
  switch (action._tag) {
    case 'CreateItem':
      return { _tag: 'CreateItem', kind: action.kind, ownKey: action.ownKey, fields: action.fields } as MailboxWrite
    case 'UpdateItem':
      return { _tag: 'UpdateItem', kind: action.kind, id: action.itemId, version: action.version, patch: action.patch }
    case 'TrashItem':
      return { _tag: 'TrashItem', kind: action.kind, id: action.itemId, version: action.version }
  }
}
