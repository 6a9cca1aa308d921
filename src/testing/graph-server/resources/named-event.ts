/** The event that a path names: a single one, a series' master, an exception or an occurrence. */
import { part, type Context } from '../context'
import { notFound } from '../http/answer'
import { takesPlace } from '../recurrence/occurrences'
import type { EventPlace } from '../render/event'
import { findNamed } from '../render/ids'
import { findFolder, folderAt, folderKeys } from '../state/folders'
import type { StoredEvent, StoredFolder } from '../state/model'

export interface NamedEvent {
  /** What holds it in the mailbox: of an occurrence or exception, the master. */
  readonly item: StoredEvent
  /** What is shown: of an exception itself, of an occurrence the master. */
  readonly shown: StoredEvent
  readonly place: EventPlace
}

/** The calendar that the path names; the default one without. */
export const calendarOf = (ctx: Context): StoredFolder => {
  const id = ctx.named['calendar']
  return id === undefined ? folderAt(ctx.mailbox, folderKeys.calendar) : (findFolder(ctx.mailbox, 'calendar', id) ?? notFound())
}

const isVisible = (ctx: Context, item: StoredEvent): boolean => {
  if (folderAt(ctx.mailbox, item.home).kind === 'calendar') return ctx.named['calendar'] === undefined || item.home === calendarOf(ctx).key
  return item.home === folderKeys.deleted && (ctx.server.options.deletedEventsReadable ?? true)
}

export const eventAt = (ctx: Context): NamedEvent => {
  const named = findNamed(ctx.mailbox, part(ctx, 'event'))
  if (named?._tag === 'Item') {
    const { item } = named
    return item.kind === 'event' && isVisible(ctx, item) ? { item, shown: item, place: { _tag: 'Alone' } } : notFound()
  }
  if (named === null || !isVisible(ctx, named.master) || !takesPlace(named.master, named.date)) return notFound()
  const { master, date } = named
  const exception = master.exceptions.get(date)
  return exception === undefined ? { item: master, shown: master, place: { _tag: 'Occurrence', master, date } } : { item: master, shown: exception, place: { _tag: 'Exception', master, date } }
}

/** What attachments hang on: a series has them at its master. */
export const eventItemAt = (ctx: Context): StoredEvent => eventAt(ctx).item
