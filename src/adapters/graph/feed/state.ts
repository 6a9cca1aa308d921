/**
 * Where the feed of a mailbox stands. Graph has a delta for each mail folder, for the calendar, for the list of task lists and
 * for each of these; what the port tells as one feed is all of them together.
 */
import * as t from 'io-ts'
import { integerBetween, NonEmpty, oneOf } from '../../../core/codec'
import type { Kind } from '../../../core/model/fields'
import { Instant, instantOf } from '../../../core/model/time'
import type { CalendarWindow } from '../config'

/** A part of the calendar, from an instant to another. Its delta is bound to it. */
export const Window = t.readonly(t.type({ from: Instant, to: Instant }), 'Window')
export type Window = t.TypeOf<typeof Window>

/** What a sub-feed tells of. */
export const Source = t.union(
  [
    t.type({ of: t.literal('mail'), folder: NonEmpty }),
    /** `next`: the part that will be followed, while it is listed; `last`: the part so far, read once more after that. */
    t.type({ of: t.literal('calendar'), window: Window, role: oneOf('current', 'next', 'last') }),
    t.type({ of: t.literal('lists') }),
    t.type({ of: t.literal('tasks'), list: NonEmpty, deleted: t.boolean })
  ],
  'Source'
)
export type Source = t.TypeOf<typeof Source>

export const SubFeed = t.readonly(
  t.type({
    source: Source,
    /** Where Graph said to go on; `null`: at the beginning. */
    link: t.union([NonEmpty, t.null]),
    /** It was never at its end: what it tells is there, and nothing was told before. */
    first: t.boolean,
    /** This pass has not read it to its end. */
    due: t.boolean,
    /** When its present round of pages began, or the last one; ms since the epoch, 0: never. */
    begunAt: t.number,
    /** Pages since it was last at its end: a server that never comes to one is left. */
    pages: integerBetween(0, 1_000_000),
    /** Digests of the last links of this round, to notice when they go in a circle. */
    recent: t.readonlyArray(t.string)
  }),
  'SubFeed'
)
export type SubFeed = t.TypeOf<typeof SubFeed>

export const FeedState = t.readonly(
  t.type({
    /** The listing of everything that was begun without a cursor has not come to its end. */
    full: t.boolean,
    subs: t.readonlyArray(SubFeed)
  }),
  'FeedState'
)
export type FeedState = t.TypeOf<typeof FeedState>

const dayMs = 86_400_000

/** The part of the calendar that is followed from now on. Whole days, so that it does not change by the second. */
export const windowAt = (now: number, w: CalendarWindow): Window => {
  const today = Math.floor(now / dayMs) * dayMs
  return { from: instantOf(today - w.daysBack * dayMs), to: instantOf(today + w.daysAhead * dayMs) }
}

/** Whether half of what lay ahead is over. */
const isNearItsEdge = (window: Window, now: number, w: CalendarWindow): boolean => Date.parse(window.to) - now < (w.daysAhead / 2) * dayMs

export const newSub = (source: Source): SubFeed => ({ source, link: null, first: true, due: true, begunAt: 0, pages: 0, recent: [] })

/** What is followed. */
export interface Followed {
  readonly kinds: ReadonlyArray<Kind>
  /** In the order in which they are read. */
  readonly folders: ReadonlyArray<string>
}

/** Everything, from the beginning. */
export const startListing = ({ kinds, folders }: Followed, now: number, w: CalendarWindow): FeedState => ({
  full: true,
  subs: [
    ...(kinds.includes('email') ? folders.map((folder) => newSub({ of: 'mail', folder })) : []),
    ...(kinds.includes('appointment') ? [newSub({ of: 'calendar', window: windowAt(now, w), role: 'current' })] : []),
    ...(kinds.includes('task') ? [newSub({ of: 'lists' })] : [])
  ]
})

const isCalendar = (s: SubFeed, role: 'current' | 'next' | 'last'): boolean => s.source.of === 'calendar' && s.source.role === role

/**
 * What changed after a round began is told by the next one. A pass that was left in the middle is taken up by another, which
 * cannot be told from the first one going on, but for the time: a round that is older than this is followed by another.
 */
const staleMs = 60_000

export const isStale = (s: Pick<SubFeed, 'begunAt'>, now: number): boolean => Math.abs(now - s.begunAt) > staleMs

/**
 * The state with which a call works: at the end of a pass everything is due again, and the part of the calendar is moved on
 * when it is time. In the middle of one, what was read a while ago is due again too: a pass that takes up a forsaken one
 * would otherwise end without having looked everywhere.
 */
export const resume = (state: FeedState, now: number, w: CalendarWindow): FeedState => {
  if (state.subs.some((s) => s.due)) return { ...state, subs: state.subs.map((s) => (!s.due && isStale(s, now) ? { ...s, due: true } : s)) }
  const subs = state.subs.map((s) => ({ ...s, due: true }))
  const rolling = state.subs.some((s) => isCalendar(s, 'next') || isCalendar(s, 'last'))
  const near = state.subs.some((s) => s.source.of === 'calendar' && isNearItsEdge(s.source.window, now, w))
  return { full: false, subs: near && !rolling ? [...subs, newSub({ of: 'calendar', window: windowAt(now, w), role: 'next' })] : subs }
}

const withRole = (s: SubFeed, role: 'current' | 'last', due: boolean): SubFeed => (s.source.of === 'calendar' ? { ...s, due, source: { ...s.source, role } } : s)

/**
 * The state after a step. Once the next part of the calendar is listed to its end, the part so far is read once more: what was
 * deleted after that was last read and before the new listing began is told by nothing else. Then it is dropped.
 */
export const settle = (state: FeedState): FeedState => {
  const next = state.subs.find((s) => isCalendar(s, 'next'))
  if (next !== undefined && !next.due && next.link !== null) {
    return {
      ...state,
      subs: state.subs.map((s) => (s === next ? withRole(s, 'current', false) : isCalendar(s, 'current') ? withRole(s, 'last', true) : s))
    }
  }
  return { ...state, subs: state.subs.filter((s) => !(isCalendar(s, 'last') && !s.due)) }
}
