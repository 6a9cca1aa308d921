/** Calendar views: what takes place in a window, and what has changed in it since. */
import type { Event } from '@microsoft/microsoft-graph-types'
import type { Context } from '../context'
import { removedEntry, type DeltaSource } from '../delta/round'
import { refuse } from '../http/answer'
import type { Entry } from '../odata/collection'
import { readQuery } from '../odata/query'
import { isWithin, occurrencesWithin, type Occurrence, type Window } from '../recurrence/occurrences'
import { eventResource, eventSpec, occurrenceResource, type EventPlace } from '../render/event'
import { expandItem, propertiesOf } from '../render/expand'
import { idIn, occurrenceIds } from '../render/ids'
import { itemsIn } from '../state/items'
import type { StoredEvent, StoredFolder } from '../state/model'
import { readMoment, boundsOf } from '../times/date-times'

const longestMs = 1_825 * 86_400_000

const windowNames = ['startDateTime', 'endDateTime'] as const

export const windowParams: ReadonlyArray<string> = windowNames

/** Names are understood in any case. Refuses with 400 a window of more than 1,825 days. */
export const readWindow = (params: URLSearchParams): Window => {
  const value = (name: string): string | null => [...params].find(([n]) => n.toLowerCase() === name.toLowerCase())?.[1] ?? null
  const [startMs, endMs] = [readMoment(value('startDateTime'), 'startDateTime'), readMoment(value('endDateTime'), 'endDateTime')]
  if (endMs < startMs) return refuse(400, 'ErrorInvalidArgument', 'The end of the window is before its start.')
  return endMs - startMs > longestMs ? refuse(400, 'ErrorCalendarViewRangeTooBig', 'The calendar view can have at most 1825 days.') : { startMs, endMs }
}

export const eventEntry = (ctx: Context, shown: StoredEvent, place: EventPlace): Entry<Event> => ({
  resource: eventResource(shown, place, ctx.preferences),
  properties: propertiesOf(shown),
  expand: (query) => expandItem(shown, query, ctx.preferences)
})

const occurrenceEntry = (ctx: Context, master: StoredEvent, o: Occurrence): Entry<Event> =>
  o.exception === null ? eventEntry(ctx, master, { _tag: 'Occurrence', master, date: o.date }) : eventEntry(ctx, o.exception, { _tag: 'Exception', master, date: o.date })

export const isSeries = (event: StoredEvent): boolean => event.data.recurrence !== null && event.data.recurrence !== undefined

/** The dates of one series. */
export const instancesOf = (ctx: Context, master: StoredEvent, window: Window): ReadonlyArray<Entry<Event>> => occurrencesWithin(master, window).map((o) => occurrenceEntry(ctx, master, o))

export const eventsIn = (ctx: Context, calendar: StoredFolder): ReadonlyArray<StoredEvent> => itemsIn(ctx.mailbox, calendar.key).filter((i): i is StoredEvent => i.kind === 'event')

/** Everything that takes place, a series by its occurrences and without its master. */
export const viewOf = (ctx: Context, calendar: StoredFolder, window: Window): ReadonlyArray<Entry<Event>> =>
  eventsIn(ctx, calendar)
    .flatMap((e) =>
      isSeries(e)
        ? occurrencesWithin(e, window).map((o) => ({ at: boundsOf(o.span).startMs, entry: occurrenceEntry(ctx, e, o) }))
        : isWithin(e.data.span, window)
          ? [{ at: boundsOf(e.data.span).startMs, entry: eventEntry(ctx, e, { _tag: 'Alone' }) }]
          : []
    )
    .sort((a, b) => a.at - b.at)
    .map(({ entry }) => entry)

const removed = (ctx: Context, event: StoredEvent, window: Window): ReadonlyArray<object> => [
  removedEntry(idIn(event.ids, ctx.preferences)),
  ...(isSeries(event) ? occurrencesWithin(event, window).map((o) => removedEntry(idIn(occurrenceIds(event, o.date), ctx.preferences))) : [])
]

/** A master comes whole, its occurrences with no more than their times, its exceptions whole. */
const present = (ctx: Context, event: StoredEvent, window: Window, first: boolean): ReadonlyArray<object> => {
  const { preferences } = ctx
  // Also what was never within it: whoever believes it loses an event that is there.
  const outside = first ? [] : [removedEntry(idIn(event.ids, preferences))]
  if (!isSeries(event)) return isWithin(event.data.span, window) ? [eventResource(event, { _tag: 'Alone' }, preferences)] : outside
  const there = occurrencesWithin(event, window)
  const gone = first ? [] : event.cancelled.map((date) => removedEntry(idIn(occurrenceIds(event, date), preferences)))
  if (there.length === 0) return [...outside, ...gone]
  const shown = there.map((o) => (o.exception === null ? occurrenceResource(event, o.date, preferences) : eventResource(o.exception, { _tag: 'Exception', master: event, date: o.date }, preferences)))
  const { cancelledOccurrences: _c, exceptionOccurrences: _e, ...master } = eventResource(event, { _tag: 'Alone' }, preferences)
  return [master, ...shown, ...gone]
}

export const viewDelta = (ctx: Context, calendar: StoredFolder): DeltaSource => ({
  name: 'calendarView',
  entries: (params) => {
    readQuery(eventSpec, params, [], windowParams)
    const window = readWindow(params)
    const entries = [...(ctx.mailbox.journal.get(calendar.key) ?? [])].flatMap(([key, { at, gone }]) => {
      const item = gone ?? ctx.mailbox.items.get(key)
      if (item?.kind !== 'event') return []
      // What lies outside is told of when it changes, and not again.
      const repeated = gone === null && (isSeries(item) ? occurrencesWithin(item, window).length > 0 : isWithin(item.data.span, window))
      return [{ at, gone: gone !== null, repeated, tell: (first: boolean) => (gone === null ? present(ctx, item, window, first) : removed(ctx, item, window)) }]
    })
    return { entries, top: null }
  }
})

