/** One step of the feed: a page of every sub-feed that is due, in one request, and what these pages tell. */
import * as E from 'fp-ts/lib/Either.js'
import { cursorExpired, notFound } from '../../../core/errors'
import type { ItemChange } from '../../../core/ports/mailbox'
import { answerError, isExpired, isGone } from '../errors'
import { GraphFailure } from '../failure'
import { sendBatch } from '../http/batch'
import { isSuccess } from '../http/request'
import { type Fetched, itemsOf } from '../items/items-of'
import type { MailboxContext } from '../items/mailbox-context'
import { fetchItems } from '../items/read-items'
import { formatItemId, type GraphItemId } from '../resources/item-id'
import { advance, decodeDeltaPage } from './delta-page'
import { canBePlainer, deltaRequest } from './requests'
import type { FeedState, SubFeed } from './state'
import { nothingTold, tellEntry, type Told } from './told'

export interface Step {
  readonly changes: ReadonlyArray<ItemChange>
  readonly state: FeedState
}

type Outcomes = Awaited<ReturnType<typeof sendBatch>>

/** A first look mostly finds nothing, so many fit; pages that follow others are full. */
const [firstPagesAStep, laterPagesAStep] = [20, 4] as const

/** Which sub-feeds are read in this step. */
export const choose = (state: FeedState): ReadonlyArray<SubFeed> => {
  const due = state.subs.filter((s) => s.due)
  const fresh = due.filter((s) => s.pages === 0)
  return fresh.length > 0 ? fresh.slice(0, firstPagesAStep) : due.slice(0, laterPagesAStep)
}

/** The sub-feed after its page; `null`: there is nothing to follow. */
const readPage = (ctx: MailboxContext, told: Told, known: ReadonlyArray<SubFeed>, sub: SubFeed, outcome: Outcomes[number]): SubFeed | null => {
  if (E.isLeft(outcome)) throw new GraphFailure(outcome.left)
  const answer = outcome.right
  if (isExpired(answer)) throw new GraphFailure(cursorExpired)
  if (isGone(answer)) {
    // A folder or list that was followed is gone with all that was in it, which is told by nothing: everything is listed anew.
    if (sub.link !== null || sub.source.of !== 'mail') throw new GraphFailure(cursorExpired)
    told.failed.push({ _tag: 'Failed', id: `folder:${sub.source.folder}`, error: notFound('a mail folder that is to be followed') })
    return null
  }
  if (!isSuccess(answer)) throw new GraphFailure(answerError(answer, `the changes of ${sub.source.of}`))
  const page = decodeDeltaPage(ctx.client.options.baseUrl, answer.body)
  for (const raw of page.entries) tellEntry(ctx, told, known, sub, raw)
  return advance(sub, page, ctx.client.options.now())
}

const changeOf = (id: string, read: Fetched): ItemChange => {
  switch (read._tag) {
    case 'Found':
      return { _tag: 'Present', item: read.item }
    case 'Missing':
      return { _tag: 'Removed', id }
    case 'Failed':
      return { _tag: 'Failed', id, error: read.error }
  }
}

/** Of two tellings of one item the later one counts: it was seen in two folders while it moved. */
const latest = (changes: ReadonlyArray<ItemChange>): ReadonlyArray<ItemChange> => {
  const byId = new Map<string, ItemChange>()
  for (const c of changes) {
    const id = c._tag === 'Present' ? c.item.id : c.id
    const before = byId.get(id)
    if (before?._tag === 'Present' && (c._tag === 'Removed' || (c._tag === 'Present' && c.item.modifiedAt < before.item.modifiedAt))) continue
    byId.set(id, c)
  }
  const all = [...byId.values()]
  return [...all.filter((c) => c._tag === 'Removed'), ...all.filter((c) => c._tag !== 'Removed')]
}

const askAll = async (ctx: MailboxContext, subs: ReadonlyArray<SubFeed>): Promise<Outcomes> => {
  const outcomes = [...(await sendBatch(ctx.client, subs.map((sub) => deltaRequest(ctx.config, sub))))]
  const refused = subs.flatMap((sub, i) => {
    const o = outcomes[i]
    return o !== undefined && E.isRight(o) && o.right.status === 400 && !isExpired(o.right) && canBePlainer(sub) ? [i] : []
  })
  const again = await sendBatch(ctx.client, refused.map((i) => deltaRequest(ctx.config, subs[i] as SubFeed, true)))
  refused.forEach((i, k) => (outcomes[i] = again[k] as Outcomes[number]))
  return outcomes
}

/** Reads the step's pages and looks up what they tell in part. Throws `GraphFailure`; nothing is lost, because the state stays as it was. */
export const readStep = async (ctx: MailboxContext, state: FeedState): Promise<Step> => {
  const subs = choose(state)
  const outcomes = await askAll(ctx, subs)
  const told = nothingTold()
  const after = new Map<SubFeed, SubFeed | null>()
  // What is told of lists may end the followed ones, so all that are followed are known to each.
  subs.forEach((sub, i) => after.set(sub, readPage(ctx, told, state.subs, sub, outcomes[i] as Outcomes[number])))
  // A listing of everything holds Deleted Items too, as far as anybody knows of it.
  const listed = state.full && subs.some((s) => s.source.of === 'calendar' && after.get(s)?.due === false)
  const onlyIfThere = new Set<string>()
  for (const id of listed ? ctx.places.notListed() : []) {
    const item: GraphItemId = { kind: 'appointment', id }
    if (told.toFetch.has(formatItemId(item))) continue
    told.toFetch.set(formatItemId(item), item)
    onlyIfThere.add(formatItemId(item))
  }
  const fetchIds: ReadonlyArray<GraphItemId> = [...told.toFetch.values()]
  const whole = await itemsOf(ctx, told.raws)
  const fetched = await fetchItems(ctx, fetchIds)
  const changes = latest([
    ...[...told.removed.keys()].map((id): ItemChange => ({ _tag: 'Removed', id })),
    ...told.failed,
    ...whole.map((read, i) => changeOf(formatItemId((told.raws[i] as (typeof told.raws)[number]).id), read)),
    ...fetched.flatMap((read, i) => {
      const id = formatItemId(fetchIds[i] as GraphItemId)
      return read._tag === 'Missing' && onlyIfThere.has(id) ? [] : changeOf(id, read)
    })
  ])
  return { changes, state: { ...state, subs: [...state.subs.flatMap((s) => (after.has(s) ? (after.get(s) ?? []) : s)), ...told.newSubs] } }
}
