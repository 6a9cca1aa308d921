/** `/events`, `/calendar` and `/calendars`. */
import type { Event } from '@microsoft/microsoft-graph-types'
import * as t from 'io-ts'
import { nullable } from '../../../core/codec'
import { route, type Context, type Route } from '../context'
import { answerDelta } from '../delta/round'
import { emptyAnswer, notFound, refuse, type Answer } from '../http/answer'
import { decodeBody } from '../http/body'
import { answerCollection, answerOne, plainEntry, type Entry } from '../odata/collection'
import type { TypeSpec } from '../odata/query'
import { eventResource, eventSpec, occurrenceName } from '../render/event'
import { calendarResource, calendarSpec } from '../render/folder'
import { addFolder, folderAt, folderKeys } from '../state/folders'
import { addItem, changeItem, moveItem, removeItem } from '../state/items'
import type { StoredEvent } from '../state/model'
import { cancelOccurrence, changeOccurrence, checkNeighbours, occurrenceAsEvent } from '../state/occurrences'
import { EventCodec } from '../write/codecs'
import { changedEvent, hasGuests, newEvent } from '../write/event'
import { eventEntry, eventsIn, instancesOf, isSeries, readWindow, viewDelta, viewOf, windowParams } from './calendar-view'
import { calendarOf, eventAt, type NamedEvent } from './named-event'
import { checkIfMatch } from './precondition'

/** What only the reading of one event has. */
const { onlySelected: _onlySelected, ...shared } = eventSpec
const listSpec: TypeSpec<Event> = { ...shared, expandable: ['attachments', 'singleValueExtendedProperties'] }

const singleEntry = (ctx: Context, { shown, place }: NamedEvent): Entry<Event> => {
  const entry = eventEntry(ctx, shown, place)
  if (place._tag !== 'Alone' || !isSeries(shown)) return entry
  const exceptions = [...shown.exceptions].map(([date, e]) => eventResource(e, { _tag: 'Exception', master: shown, date }, ctx.preferences))
  return {
    ...entry,
    expand: (query) => ({
      ...entry.expand(query),
      cancelledOccurrences: shown.cancelled.map((date) => occurrenceName(shown, date, ctx.preferences)),
      ...(query.expand.some((e) => e.name === 'exceptionOccurrences') ? { exceptionOccurrences: exceptions } : {})
    })
  }
}

const one = (ctx: Context, named: NamedEvent, status = 200): Answer => answerOne(ctx, eventSpec, singleEntry(ctx, named), status)
const alone = (item: StoredEvent): NamedEvent => ({ item, shown: item, place: { _tag: 'Alone' } })

const list = (ctx: Context): Answer => answerCollection(ctx, listSpec, eventsIn(ctx, calendarOf(ctx)).map((e) => eventEntry(ctx, e, { _tag: 'Alone' })))

const mail = (ctx: Context, event: StoredEvent): void => {
  if (hasGuests(event) && event.data.isCancelled !== true) ctx.mailbox.mailed += 1
}

const create = (ctx: Context): Answer => {
  const given = decodeBody(EventCodec, ctx.call.body, 'event')
  const { transactionId } = given
  const first = [...ctx.mailbox.items.values()].find((i): i is StoredEvent => i.kind === 'event' && typeof transactionId === 'string' && i.data.transactionId === transactionId)
  if (first !== undefined) {
    return ctx.server.options.duplicateTransaction === 'conflict' ? refuse(409, 'ErrorDuplicateTransactionId', 'Your request can\'t be completed. The TransactionId is already used by another event.') : one(ctx, alone(first), 201)
  }
  const event = addItem(ctx.mailbox, newEvent(ctx.mailbox, given, calendarOf(ctx).key))
  mail(ctx, event)
  return one(ctx, alone(event), 201)
}

const change = (ctx: Context): Answer => {
  const { item, shown, place } = eventAt(ctx)
  checkIfMatch(ctx, shown)
  const given = decodeBody(EventCodec, ctx.call.body, 'event')
  if (place._tag === 'Alone') {
    const changed = changeItem(ctx.mailbox, changedEvent(item, given))
    mail(ctx, changed)
    return one(ctx, alone(changed))
  }
  const before = place._tag === 'Exception' ? shown : occurrenceAsEvent(item, place.date)
  const after = changedEvent(before, given)
  checkNeighbours(item, place.date, after)
  const exception = changeOccurrence(ctx.mailbox, item, place.date, after)
  mail(ctx, exception)
  return one(ctx, eventAt(ctx))
}

const discard = (ctx: Context, { item, place }: NamedEvent): void => {
  if (place._tag !== 'Alone') cancelOccurrence(ctx.mailbox, item, place.date)
  else moveItem(ctx.mailbox, item, item.home === folderKeys.deleted ? folderKeys.dumpster : folderKeys.deleted)
}

const remove = (ctx: Context): Answer => {
  const named = eventAt(ctx)
  checkIfMatch(ctx, named.shown)
  if (named.item.home !== folderKeys.deleted) mail(ctx, named.shown)
  discard(ctx, named)
  return emptyAnswer(204)
}

const permanentlyDelete = (ctx: Context): Answer => {
  const { item, place } = eventAt(ctx)
  if (item.home !== folderKeys.deleted) mail(ctx, item)
  if (place._tag === 'Alone') removeItem(ctx.mailbox, item)
  else cancelOccurrence(ctx.mailbox, item, place.date)
  return emptyAnswer(204)
}

const CommentCodec = t.partial({ comment: nullable(t.string), Comment: nullable(t.string) })
const ResponseCodec = t.partial({ comment: nullable(t.string), sendResponse: nullable(t.boolean), proposedNewTime: nullable(t.UnknownRecord) })

const cancel = (ctx: Context): Answer => {
  const named = eventAt(ctx)
  decodeBody(CommentCodec, ctx.call.body ?? {}, 'cancel')
  if (!hasGuests(named.item)) return refuse(400, 'ErrorInvalidRequest', 'Only the organizer of a meeting can cancel it.')
  mail(ctx, named.shown)
  discard(ctx, named)
  return emptyAnswer(202)
}

const respond =
  (response: 'accepted' | 'declined' | 'tentativelyAccepted') =>
  (ctx: Context): Answer => {
    const named = eventAt(ctx)
    const { sendResponse } = decodeBody(ResponseCodec, ctx.call.body ?? {}, 'respond')
    if (named.item.data.isOrganizer === true) return refuse(400, 'ErrorInvalidRequest', "Your request can't be completed. You can't respond to this meeting because you're the meeting organizer.")
    if (sendResponse !== false) ctx.mailbox.mailed += 1
    const { item } = named
    changeItem(ctx.mailbox, { ...item, data: { ...item.data, responseStatus: { response, time: ctx.server.world.now() }, showAs: response === 'accepted' ? 'busy' : (item.data.showAs ?? 'busy') } })
    if (response === 'declined') discard(ctx, eventAt(ctx))
    return emptyAnswer(202)
  }

const CalendarCodec = t.partial({ name: t.string })

const createCalendar = (ctx: Context): Answer => {
  const { name } = decodeBody(CalendarCodec, ctx.call.body, 'calendar')
  return answerOne(ctx, calendarSpec, plainEntry(calendarResource(ctx.mailbox, addFolder(ctx.mailbox, { kind: 'calendar', displayName: name ?? '' }))), 201)
}

const calendarOfEvent = (ctx: Context): Answer => {
  const home = folderAt(ctx.mailbox, eventAt(ctx).item.home)
  return home.kind === 'calendar' ? answerOne(ctx, calendarSpec, plainEntry(calendarResource(ctx.mailbox, home))) : notFound()
}

const instances = (ctx: Context): Answer => {
  const { item, place } = eventAt(ctx)
  return place._tag !== 'Alone' || !isSeries(item) ? refuse(400, 'ErrorInvalidRequest', 'Only a series has instances.') : answerCollection(ctx, listSpec, instancesOf(ctx, item, readWindow(ctx.call.params)), windowParams)
}

const eventPaths = ['/events/{event}', '/calendar/events/{event}', '/calendars/{calendar}/events/{event}']
const calendarPaths = ['/calendar', '/calendars/{calendar}']

export const eventRoutes: ReadonlyArray<Route> = [
  route('GET', '/calendars', (ctx) => answerCollection(ctx, calendarSpec, [...ctx.mailbox.folders.values()].filter((f) => f.kind === 'calendar').map((f) => plainEntry(calendarResource(ctx.mailbox, f))))),
  route('POST', '/calendars', createCalendar),
  ...calendarPaths.map((path) => route('GET', path, (ctx) => answerOne(ctx, calendarSpec, plainEntry(calendarResource(ctx.mailbox, calendarOf(ctx)))))),
  ...['', ...calendarPaths].flatMap((path) => [
    route('GET', `${path}/events`, list),
    route('POST', `${path}/events`, create),
    route('GET', `${path}/calendarView`, (ctx) => answerCollection(ctx, listSpec, viewOf(ctx, calendarOf(ctx), readWindow(ctx.call.params)), windowParams)),
    route('GET', `${path}/calendarView/delta`, (ctx) => answerDelta(ctx, viewDelta(ctx, calendarOf(ctx))))
  ]),
  ...eventPaths.flatMap((path) => [
    route('GET', path, (ctx) => one(ctx, eventAt(ctx))),
    route('PATCH', path, change),
    route('DELETE', path, remove),
    route('POST', `${path}/permanentDelete`, permanentlyDelete),
    route('GET', `${path}/instances`, instances),
    route('GET', `${path}/calendar`, calendarOfEvent),
    route('POST', `${path}/cancel`, cancel),
    route('POST', `${path}/accept`, respond('accepted')),
    route('POST', `${path}/decline`, respond('declined')),
    route('POST', `${path}/tentativelyAccept`, respond('tentativelyAccepted'))
  ])
]
