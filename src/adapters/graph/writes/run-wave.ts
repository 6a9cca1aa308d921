/** Carries out the writes of one wave: looks at what is there, writes, and tells what the mailbox then holds. */
import * as E from 'fp-ts/lib/Either.js'
import { notFound, type PortError, stopsThePass, unexpected } from '../../../core/errors'
import type { Kind } from '../../../core/model/fields'
import type { Item } from '../../../core/model/item'
import type { MailboxWrite } from '../../../core/ports/mailbox'
import { answerError, isGone } from '../errors'
import { portErrorOf } from '../failure'
import { type BatchOutcome, sendBatch } from '../http/batch'
import { isSuccess } from '../http/request'
import { findByKey } from '../items/find-by-key'
import { type Fetched, itemsOf } from '../items/items-of'
import type { MailboxContext } from '../items/mailbox-context'
import { fetchItems } from '../items/read-items'
import { type GraphItemId, isGraphId, parseItemId } from '../resources/item-id'
import { type Looked, planWrite, type PlannedWrite, type WriteRules } from './plan-write'
import { sendEmail } from './send-email'
import { trashTask } from './trash-task'

export type Written = E.Either<PortError, Item | null>
type Request = Extract<PlannedWrite, { readonly _tag: 'Request' }>

const missing: Fetched = { _tag: 'Missing' }

const kindOf = (w: MailboxWrite): Kind => (w._tag === 'SendEmail' ? 'email' : w.kind)

const lookById = async (ctx: MailboxContext, writes: ReadonlyArray<MailboxWrite>, out: Map<MailboxWrite, Looked>): Promise<void> => {
  const asked = writes.flatMap((w) => {
    const id = 'id' in w ? parseItemId(w.id) : null
    return id !== null && E.isRight(id) ? [{ w, id: id.right }] : []
  })
  const reads = asked.length === 0 ? [] : await fetchItems(ctx, asked.map((a) => a.id))
  asked.forEach(({ w, id }, i) => out.set(w, { id, read: reads[i] ?? missing }))
}

const lookByKey = async (ctx: MailboxContext, writes: ReadonlyArray<MailboxWrite>, out: Map<MailboxWrite, Looked>): Promise<void> => {
  for (const kind of ['email', 'appointment', 'task'] as const) {
    const of = writes.flatMap((w) => ('ownKey' in w && kindOf(w) === kind && ctx.config.kinds.includes(kind) && !(w._tag === 'SendEmail' && ctx.sent.has(w.ownKey)) ? [w] : []))
    if (of.length === 0) continue
    const found = await findByKey(ctx, of.map((w) => w.ownKey), [kind])
    for (const w of of) out.set(w, { id: null, read: found.find((f) => f.item.ownKey === w.ownKey) ?? missing })
  }
}

/** The expansions of what was there: an answer to a write has none. */
const expansions = ['singleValueExtendedProperties', 'linkedResources', 'exceptionOccurrences', 'cancelledOccurrences', 'attachments'] as const

const withExpansions = (before: unknown, sent: unknown, body: unknown): unknown => {
  if (typeof body !== 'object' || body === null) return body
  const from = { ...(typeof sent === 'object' ? sent : {}), ...(typeof before === 'object' ? before : {}) } as Readonly<Record<string, unknown>>
  return { ...Object.fromEntries(expansions.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]]))), ...body }
}

const idIn = (r: Request, body: unknown): GraphItemId | null => {
  const { write } = r
  if (write._tag === 'UpdateItem' || write._tag === 'TrashItem') {
    const id = parseItemId(write.id)
    return E.isRight(id) ? id.right : null
  }
  const id: unknown = (body as { readonly id?: unknown } | null)?.id
  if (typeof id !== 'string' || !isGraphId(id)) return null
  if (r.kind !== 'task') return { kind: r.kind, id }
  const list = /\/todo\/lists\/([^/]+)\/tasks/.exec(r.request.path)?.[1]
  return list === undefined ? null : { kind: 'task', list: decodeURIComponent(list), id }
}

const writtenOf = (read: Fetched | undefined): Written => {
  if (read === undefined) return E.left(unexpected('Graph answered a write without an id'))
  return read._tag === 'Found' ? E.right(read.item) : read._tag === 'Failed' ? E.left(read.error) : E.right(null)
}

/** A create that Graph refuses as one that it has had before: what it made then is the answer. */
const foundAfterAll = async (ctx: MailboxContext, w: MailboxWrite, error: PortError): Promise<Written> => {
  if (w._tag !== 'CreateItem' || (error._tag !== 'AlreadyExists' && error._tag !== 'VersionMismatch' && error._tag !== 'Unexpected')) return E.left(error)
  const [found] = await findByKey(ctx, [w.ownKey], [w.kind])
  return found === undefined ? E.left(error) : E.right(found.item)
}

const settleRequest = async (ctx: MailboxContext, r: Request, outcome: BatchOutcome): Promise<Written> => {
  const { write: w } = r
  if (E.isLeft(outcome)) return foundAfterAll(ctx, w, outcome.left)
  const answer = outcome.right
  if (isGone(answer) && w._tag !== 'CreateItem') return w._tag === 'TrashItem' ? E.right(null) : E.left(notFound('id' in w ? `item ${w.id}` : 'an item'))
  if (!isSuccess(answer)) return foundAfterAll(ctx, w, answerError(answer, 'id' in w ? `item ${w.id}` : 'an item to create'))
  const id = idIn(r, answer.body)
  // A deletion has no body, what now lies in Deleted Items is read there, and what differs in a series is in no answer to a write.
  const series = r.before?.item.kind === 'appointment' && r.before.item.recurrence !== null
  if (answer.body === null || w._tag === 'TrashItem' || series) return writtenOf(id === null ? undefined : (await fetchItems(ctx, [id]))[0])
  if (id === null) return writtenOf(undefined)
  // A second event with one transaction is the first one, which may be another by now.
  if (w._tag === 'CreateItem' && r.kind === 'appointment' && isEcho(answer.body)) return writtenOf((await fetchItems(ctx, [id]))[0])
  const [read] = await itemsOf(ctx, [{ id, body: withExpansions(r.before?.raw, r.request.body, answer.body) }])
  return writtenOf(read?._tag === 'Found' ? read : (await fetchItems(ctx, [id]))[0])
}

/** Made a while ago, or changed since: not by this request. */
const isEcho = (body: unknown): boolean => {
  const { createdDateTime, lastModifiedDateTime } = body as { readonly createdDateTime?: unknown; readonly lastModifiedDateTime?: unknown }
  return createdDateTime !== lastModifiedDateTime
}

const settleOne = async (ctx: MailboxContext, p: PlannedWrite, outcome: BatchOutcome | undefined): Promise<Written> => {
  try {
    switch (p._tag) {
      case 'Answer':
        return p.answer
      case 'Request':
        return outcome === undefined ? E.left(unexpected('a write was not sent')) : await settleRequest(ctx, p, outcome)
      case 'TrashTask':
        return E.right(await trashTask(ctx, p.id, p.before))
      case 'Send':
        return E.right(await sendEmail(ctx, p.write, p.draft))
    }
  } catch (e) {
    return E.left(portErrorOf(e))
  }
}

const rulesFor = async (ctx: MailboxContext, writes: ReadonlyArray<MailboxWrite>): Promise<WriteRules> => {
  const { root, kinds, mailsAttendees, zone } = ctx.config
  const needsList = kinds.includes('task') && writes.some((w) => w._tag === 'CreateItem' && w.kind === 'task')
  return { root, kinds, mailsAttendees, zone, defaultList: needsList ? await ctx.lists.defaultList() : '' }
}

/** One answer a write. What goes wrong for all of them is the answer of each. */
export const runWave = async (ctx: MailboxContext, writes: ReadonlyArray<MailboxWrite>): Promise<ReadonlyArray<Written>> => {
  try {
    const looked = new Map<MailboxWrite, Looked>()
    await lookById(ctx, writes, looked)
    await lookByKey(ctx, writes, looked)
    const rules = await rulesFor(ctx, writes)
    const planned = writes.map((w) => planWrite(w, looked.get(w) ?? { id: null, read: missing }, rules))
    const requests = planned.flatMap((p) => (p._tag === 'Request' ? [p] : []))
    const outcomes = await sendOrFail(ctx, requests)
    const out: Array<Written> = []
    for (const p of planned) out.push(await settleOne(ctx, p, p._tag === 'Request' ? outcomes[requests.indexOf(p)] : undefined))
    return out
  } catch (e) {
    const error = portErrorOf(e)
    return writes.map(() => E.left(error))
  }
}

const sendOrFail = async (ctx: MailboxContext, requests: ReadonlyArray<Request>): Promise<ReadonlyArray<BatchOutcome>> => {
  try {
    return await sendBatch(ctx.client, requests.map((r) => r.request))
  } catch (e) {
    const error = portErrorOf(e)
    return requests.map(() => E.left(error))
  }
}

/** Whether the next wave would fare no better. */
export const stopsAll = (answers: ReadonlyArray<Written>): PortError | null => {
  for (const a of answers) if (E.isLeft(a) && stopsThePass[a.left._tag]) return a.left
  return null
}
