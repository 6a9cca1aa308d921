/** What people do to items that are there. */
import type { Item } from '../../../core/model/item'
import { orThrow } from '../listing'
import { itemsOf, type Seat, tokenOf } from '../stage'
import type { Deed } from '../story'
import { completed } from '../values'
import { called, choose, chooseItem, disturb } from './choosing'
import { writeItemField } from './edits'

type Of<D extends Deed['do']> = Extract<Deed, { readonly do: D }>
type OnItem = 'trash-item' | 'restore-item' | 'purge-item' | 'change-id' | 'copy-item' | 'complete-item' | 'decline' | 'call-off'

const isLinked = async (seat: Seat, item: string): Promise<boolean> =>
  (await orThrow('links', seat.stage.store.port.links({ user: seat.user, database: seat.database }, { ids: [], itemIds: [item], activityIds: [], identities: [] }))).length > 0

const among: { readonly [D in OnItem]: (i: Item) => boolean } = {
  'trash-item': (i) => i.place === 'normal',
  'restore-item': (i) => i.place === 'deletedItems',
  'purge-item': (i) => i.place === 'normal',
  'change-id': (i) => i.place === 'normal',
  'copy-item': (i) => i.place === 'normal',
  'complete-item': (i) => i.place === 'normal' && i.kind === 'task',
  decline: (i) => i.place === 'normal' && i.kind === 'appointment' && i.role === 'attendee',
  'call-off': (i) => i.place === 'normal' && i.kind === 'appointment' && i.role !== 'none'
}

const trash = async (seat: Seat, item: Item): Promise<boolean> => {
  if (seat.mailbox.person.moveToDeletedItems === undefined) return false
  const id = await seat.mailbox.person.moveToDeletedItems(item.id)
  followId(seat, item.id, id)
  disturb(seat, item.fields)
  return true
}

const purge = async (seat: Seat, item: Item): Promise<boolean> => {
  const { person } = seat.mailbox
  if (person.deletePermanently === undefined) return false
  if (!seat.log.madeItems.has(item.id) && !(await isLinked(seat, item.id))) seat.log.untraceable.add(tokenOf(item.fields))
  await person.deletePermanently(item.id)
  disturb(seat, item.fields)
  return true
}

/** What is known of an item goes with it to its new id. */
const followId = (seat: Seat, old: string, id: string): void => {
  if (old === id) return
  const { log } = seat
  if (log.madeItems.has(old)) log.madeItems.add(id)
  for (const ids of log.syncedItems.values()) if (ids.delete(old)) ids.add(id)
  log.edits.forEach((e, i) => {
    if (e.side === 'outlook' && e.id === old) log.edits[i] = { ...e, id }
  })
}

const changeId = async (seat: Seat, item: Item): Promise<boolean> => {
  const { log } = seat
  if (seat.mailbox.person.changeId === undefined) return false
  const unknown = item.identity === null && item.ownKey === null
  // Under a new id, with other values and without an identity nothing can be known again, nor when our own last write to it was not noted; ports promise not to do that.
  if (unknown && (log.unfinished.size > 0 || log.edits.some((e) => e.token === tokenOf(item.fields) && !e.settled))) return false
  const id = await seat.mailbox.person.changeId(item.id)
  if (unknown) log.movedUnknown.add(id)
  const thing = seat.stage.things.get(`${seat.user} ${tokenOf(item.fields)}`)
  if (thing !== undefined) thing.moved = true
  // What differs under a new id may be an old copy: it is a conflict, which the settings decide.
  if (item.kind === 'appointment' && item.recurrence !== null) disturb(seat, item.fields)
  followId(seat, item.id, id)
  return true
}

export const onItem = async (seat: Seat, d: Of<OnItem>): Promise<string | null> => {
  const { person } = seat.mailbox
  const item = await chooseItem(seat, d.pick, among[d.do])
  if (item === undefined) return null
  const name = called(item)
  switch (d.do) {
    case 'trash-item':
      return (await trash(seat, item)) ? `moves ${name} to Deleted Items` : null
    case 'decline':
      return (await trash(seat, item)) ? `declines ${name}, which moves it to Deleted Items` : null
    case 'restore-item':
      if (person.restore === undefined) return null
      followId(seat, item.id, await person.restore(item.id))
      disturb(seat, item.fields)
      return `restores ${name} from Deleted Items`
    case 'purge-item':
      return (await purge(seat, item)) ? `deletes ${name} for good` : null
    case 'change-id':
      return (await changeId(seat, item)) ? `moves ${name}, which gives it a new id` : null
    case 'copy-item': {
      if (person.copy === undefined) return null
      seat.log.madeItems.add(await person.copy(item.id))
      // A copy of what carries an identity or a key of ours is known as a copy; any other is one more thing.
      if (item.identity === null && item.ownKey === null) seat.log.copied.add(tokenOf(item.fields))
      disturb(seat, item.fields)
      return `copies ${name}`
    }
    case 'complete-item':
      return writeItemField(seat, item, 'progress', completed(seat.stage))
    case 'call-off':
      if (person.mark === undefined) return null
      await person.mark(item.id, { cancelled: true })
      disturb(seat, item.fields)
      return `sees ${name} called off`
  }
}

export const makePrivate = async (seat: Seat, d: Of<'make-private'>): Promise<string | null> => {
  const item = choose(await itemsOf(seat), d.pick)
  if (item === undefined || seat.mailbox.person.mark === undefined) return null
  if (!d.on) seat.log.alwaysPrivate.delete(tokenOf(item.fields))
  await seat.mailbox.person.mark(item.id, { sensitivity: d.on ? 'private' : 'normal' })
  disturb(seat, item.fields)
  return `marks ${called(item)} as ${d.on ? 'private' : 'normal'}`
}

const shift = (local: string, hours: number): string => new Date(Date.parse(`${local}Z`) + hours * 3_600_000).toISOString().slice(0, 19)

/** One occurrence of a weekly series is moved by some hours or does not take place. */
export const rescheduleOccurrence = async (seat: Seat, d: Of<'reschedule-occurrence'>): Promise<string | null> => {
  const item = await chooseItem(seat, d.pick, (i) => i.place === 'normal' && i.kind === 'appointment' && i.recurrence?.rule === 'FREQ=WEEKLY;COUNT=6')
  if (item?.kind !== 'appointment' || item.recurrence === null || item.fields.time.allDay || seat.mailbox.person.mark === undefined) return null
  const { start, end } = item.fields.time
  const weeks = (d.occurrence % 6) * 168
  const original = shift(start.local, weeks)
  const { recurrence } = item
  if (recurrence.cancelled.includes(original) || recurrence.exceptions.some((e) => e.original === original)) return null
  // A wall time that a night with a clock change leaves out would make two readings of one occurrence.
  const moved = { allDay: false as const, start: { local: shift(start.local, weeks + 9), zone: start.zone }, end: { local: shift(end.local, weeks + 9), zone: end.zone } }
  await seat.mailbox.person.mark(item.id, {
    recurrence:
      d.how === 'cancel'
        ? { ...recurrence, cancelled: [...recurrence.cancelled, original] }
        : { ...recurrence, exceptions: [...recurrence.exceptions, { original, time: moved, subject: null, body: null, location: null, showAs: null }] }
  })
  return `${d.how === 'cancel' ? 'cancels' : 'moves'} occurrence ${(d.occurrence % 6) + 1} of ${called(item)}`
}

export const purgeEverything = async (seat: Seat): Promise<string | null> => {
  const items = (await itemsOf(seat)).filter((i) => i.place === 'normal')
  if (items.length === 0) return null
  for (const item of items) if (!(await purge(seat, item))) return null
  return `deletes all ${items.length} items for good`
}
