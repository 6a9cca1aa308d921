/** One page of a delta round over any collection. */
import { type Context, linkTo, metadata } from '../context'
import { jsonAnswer, type Answer } from '../http/answer'
import { pageSizeOf } from '../odata/collection'
import { shuffled } from '../random'
import { refuseToGoOn } from './resync'
import { isTooOld, readToken, writeToken, type Round } from './token'

/** One thing that a round can tell. `at` is when it last changed. */
export interface DeltaEntry {
  readonly at: number
  readonly gone: boolean
  /** Whether a later round may tell it again although it did not change. Default true. */
  readonly repeated?: boolean
  /** What is told of it, in whole: a series comes with its occurrences. */
  readonly tell: (first: boolean) => ReadonlyArray<object>
}

export interface DeltaSource {
  readonly name: string
  /** Checks the query options of the first request, which then stand in the token, and gives everything that the collection's journal knows, the oldest change first. */
  readonly entries: (params: URLSearchParams) => { readonly entries: ReadonlyArray<DeltaEntry>; readonly top: number | null }
}

const tokenNames = ['$deltatoken', '$skiptoken']

const firstRound = (ctx: Context): Round => ({
  of: `${ctx.mailbox.user.id}${ctx.call.path.slice(ctx.root.length).toLowerCase()}`,
  from: -1,
  until: ctx.mailbox.clock,
  told: 0,
  query: Object.fromEntries([...ctx.call.params].filter(([name]) => !tokenNames.includes(name.toLowerCase()))),
  issuedMs: Date.parse(ctx.server.world.now()),
  epoch: ctx.server.deltaEpoch
})

const roundOf = (ctx: Context): Round => {
  const given = ctx.call.params.get('$deltatoken') ?? ctx.call.params.get('$skiptoken') ?? ''
  const fresh = firstRound(ctx)
  // Said to mean from now on, and not to be relied upon: here it begins anew.
  if (given === '' || given === 'latest') return fresh
  const round = readToken(given)
  if (round.of !== fresh.of) return refuseToGoOn(ctx, 'syncStateNotFound', fresh.query)
  if (isTooOld(ctx, round)) return refuseToGoOn(ctx, ctx.server.options.resync ?? 'any', round.query)
  return ctx.call.params.has('$deltatoken') ? { ...round, until: ctx.mailbox.clock, told: 0 } : round
}

const isTold = (ctx: Context, round: Round, e: DeltaEntry, removedToo: boolean): boolean => {
  if (e.at > round.until) return false
  if (round.from < 0) return !e.gone || removedToo
  return e.at > round.from || (!e.gone && e.repeated !== false && ctx.server.world.random() < ctx.server.world.quirks.replays)
}

/** Answers a page; what the page before told in part goes on where it stopped. */
export const answerDelta = (ctx: Context, source: DeltaSource): Answer => {
  const round = roundOf(ctx)
  const { world } = ctx.server
  const { entries, top } = source.entries(new URLSearchParams(round.query))
  const removedToo = round.from < 0 && world.random() < world.quirks.removedInFirstRound
  // By the journal's own order, so that an entry that changes in the middle of a round falls out of it and into the next, and shifts no other: `told` is how far the journal was told.
  const size = pageSizeOf(ctx, top)
  const value: object[] = []
  let told = Math.max(round.told, round.from)
  let more = false
  for (const e of entries) {
    if (e.at <= round.told) continue
    if (!isTold(ctx, round, e, removedToo)) continue
    if (value.length >= size) {
      more = true
      break
    }
    value.push(...e.tell(round.from < 0))
    told = Math.max(told, e.at)
  }
  const base = { ...round, told, issuedMs: round.issuedMs }
  const link = (name: string, next: Round): string => linkTo(ctx, ctx.call.path, { [name]: writeToken(next) })
  const page = {
    '@odata.context': metadata(ctx, `${source.name}/$delta`),
    ...(more
      ? { '@odata.nextLink': link('$skiptoken', base) }
      : { '@odata.deltaLink': link('$deltatoken', { ...base, from: round.until, told: 0, issuedMs: Date.parse(world.now()) }) }),
    value: world.quirks.replays > 0 ? shuffled(value, world.random) : value
  }
  return jsonAnswer(200, page)
}

/** How a round tells that something is gone. */
export const removedEntry = (id: string, reason: 'deleted' | 'changed' = 'deleted'): object => ({ '@removed': { reason }, id })
