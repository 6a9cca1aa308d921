/** A change feed: an append-only log of ids with cursors into it, and a listing of everything, both a page at a time. */
import * as E from 'fp-ts/lib/Either.js'
import { cursorExpired, type PortError } from '../../core/errors'
import type { Cursor } from '../../core/ports/mailbox'

/** The log holds ids only: what a page tells of one is how it is when the page is read, as with real feeds. */
export interface Feed {
  /** Every id ever mentioned, in the order of its first mention: what a listing walks through. */
  readonly ids: string[]
  readonly log: string[]
  /** Where the log mentions an id last. */
  readonly last: Map<string, number>
  /** Cursors of an earlier epoch have expired. */
  epoch: number
}

export interface FeedPage<C> {
  readonly changes: ReadonlyArray<C>
  readonly cursor: Cursor
  readonly more: boolean
  readonly full: boolean
}

/** How a page is read. */
export interface FeedReading<C> {
  /** Entries a page, 1 or more. */
  readonly pageSize: number
  /** Whether an id that changed several times is told several times; otherwise only where it is last mentioned. */
  readonly repeats: boolean
  /** What a listing of everything tells of an id; `null` leaves it out. */
  readonly listed: (id: string) => C | null
  readonly changed: (id: string) => C
}

type Position = { readonly _tag: 'Listing'; readonly offset: number; readonly start: number } | { readonly _tag: 'Log'; readonly at: number }

export const emptyFeed = (): Feed => ({ ids: [], log: [], last: new Map(), epoch: 0 })

/** Writes into the log that something is new with this id. */
export const recordChange = (feed: Feed, id: string): void => {
  if (!feed.last.has(id)) feed.ids.push(id)
  feed.last.set(id, feed.log.length)
  feed.log.push(id)
}

/** Makes every cursor given out so far answer `CursorExpired`. */
export const expireFeed = (feed: Feed): void => {
  feed.epoch += 1
}

const showPosition = (feed: Feed, p: Position): Cursor => (p._tag === 'Log' ? `log.${feed.epoch}.${p.at}` : `listing.${feed.epoch}.${p.offset}.${p.start}`)

const readPosition = (feed: Feed, from: Cursor | null): Position | null => {
  if (from === null) return { _tag: 'Listing', offset: 0, start: feed.log.length }
  const m = /^(?:log\.(\d+)\.(\d+)|listing\.(\d+)\.(\d+)\.(\d+))$/.exec(from)
  if (m === null || Number(m[1] ?? m[3]) !== feed.epoch) return null
  const p: Position = m[1] !== undefined ? { _tag: 'Log', at: Number(m[2]) } : { _tag: 'Listing', offset: Number(m[4]), start: Number(m[5]) }
  return (p._tag === 'Log' ? p.at : p.start) <= feed.log.length ? p : null
}

const readListing = <C>(feed: Feed, p: { readonly offset: number; readonly start: number }, how: FeedReading<C>): FeedPage<C> => {
  const changes: C[] = []
  let offset = p.offset
  while (offset < feed.ids.length && changes.length < how.pageSize) {
    const change = how.listed(feed.ids[offset++] as string)
    if (change !== null) changes.push(change)
  }
  const more = offset < feed.ids.length
  // The log is read on from where the listing began: what changed between its pages is then told once more, and never missed.
  return { changes, cursor: showPosition(feed, more ? { _tag: 'Listing', offset, start: p.start } : { _tag: 'Log', at: p.start }), more, full: true }
}

const readLog = <C>(feed: Feed, from: number, how: FeedReading<C>): FeedPage<C> => {
  const changes: C[] = []
  let at = from
  while (at < feed.log.length && changes.length < how.pageSize) {
    const id = feed.log[at] as string
    if (how.repeats || feed.last.get(id) === at) changes.push(how.changed(id))
    at += 1
  }
  return { changes, cursor: showPosition(feed, { _tag: 'Log', at }), more: at < feed.log.length, full: false }
}

/** One page. Errors: `CursorExpired`, also for a text that is no cursor of this feed. */
export const readFeed = <C>(feed: Feed, from: Cursor | null, how: FeedReading<C>): E.Either<PortError, FeedPage<C>> => {
  const p = readPosition(feed, from)
  if (p === null) return E.left(cursorExpired)
  return E.right(p._tag === 'Listing' ? readListing(feed, p, how) : readLog(feed, p.at, how))
}
