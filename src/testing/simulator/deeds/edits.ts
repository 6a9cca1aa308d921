/** Edits by a person, and the record of them that law L3 is judged by. */
import type { Patch } from '../../../core/model/fields'
import type { Activity } from '../../../core/model/activity'
import type { Item } from '../../../core/model/item'
import type { Edit } from '../log'
import { readActivityOf, readItem } from '../listing'
import { type Seat, tokenOf } from '../stage'
import { editableFields, editedValue, fieldOf, sameToAPerson } from '../values'
import { noteEdited, notifyAbout } from './choosing'

const note = (seat: Seat, side: 'outlook' | 'crm', id: string, token: string, field: string, was: unknown, value: unknown): void => {
  const { edits } = seat.log
  const database = side === 'crm' ? seat.database : null
  const replace = (kept: ReadonlyArray<Edit>): void => void edits.splice(0, edits.length, ...kept)
  const theirs = (e: Edit): boolean => (e.side !== side || (side === 'crm' && e.database !== seat.database)) && e.field === field && e.token === token
  // What this edit replaced was seen by whoever made it, and so is no concurrent edit.
  const lastSettled = edits.findLastIndex((e) => theirs(e) && (e.settled || sameToAPerson(field, was, e.value)))
  replace(edits.filter((e, i) => !(theirs(e) && i <= lastSettled)))
  // There and back again before anybody saw it is no edit.
  const same = (e: Edit): boolean => e.side === side && e.id === id && e.field === field
  const settledAt = edits.findLastIndex((e) => same(e) && e.settled)
  const unseen = edits.filter((e, i) => same(e) && i > settledAt)
  if (unseen[0] !== undefined && sameToAPerson(field, unseen[0].was, value)) return replace(edits.filter((e) => !unseen.includes(e)))
  edits.push({ side, database, id, token, field, was, value, at: seat.stage.clock.ms, settled: false })
}

const describe = (value: unknown): string => (typeof value === 'string' ? JSON.stringify(value) : JSON.stringify(value).slice(0, 80))

/** Writes one field of an item; the answer says so in words. */
export const editItemField = async (seat: Seat, item: Item, fieldNumber: number, value: number): Promise<string | null> => {
  // First the new id has to be seen.
  if (seat.mailbox.person.edit === undefined || seat.log.movedUnknown.has(item.id)) return null
  const names = editableFields(item.kind, item.kind === 'appointment' && item.recurrence !== null)
  const field = names[fieldNumber % names.length] as string
  return writeItemField(seat, item, field, editedValue(seat.stage, tokenOf(item.fields), field, value))
}

export const writeItemField = async (seat: Seat, item: Item, field: string, written: unknown): Promise<string | null> => {
  if (seat.mailbox.person.edit === undefined || seat.log.movedUnknown.has(item.id)) return null
  const same = sameToAPerson(field, fieldOf(item.fields, field), written)
  noteEdited(seat, 'outlook', tokenOf(item.fields), field)
  await seat.mailbox.person.edit(item.id, { [field]: written } as Patch)
  const held = (await readItem(seat.mailbox, item.id)) ?? item
  notifyAbout(seat)
  // Saying again what is there already is no edit, to either side. What the system made of it counts.
  if (!same) note(seat, 'outlook', item.id, tokenOf(item.fields), field, fieldOf(item.fields, field), sameToAPerson(field, fieldOf(held.fields, field), written) ? written : fieldOf(held.fields, field))
  // A time that made no sense may make some now.
  const thing = seat.stage.things.get(`${seat.user} ${tokenOf(item.fields)}`)
  if (field === 'time' && thing?.shape === 'broken-time') thing.disturbed = true
  return `writes ${describe(written)} as ${field} of ${tokenOf(item.fields)} in Outlook`
}

/** What is left of a colleague's edits when this activity is edited: it may be one that was made from an item of theirs, and what stood there was then seen. */
const leftOf = (colleague: Seat, seat: Seat, a: Activity, field: string): ReadonlyArray<Edit> => {
  const { edits, syncedActivities } = colleague.log
  const token = tokenOf(a.fields)
  const theirs = syncedActivities.get(`${seat.database} ${token}`)?.has(a.id) === true
  const inTheirItem = (e: Edit): boolean => theirs && e.side === 'outlook' && e.token === token && e.field === field
  const seen = edits.findLastIndex((e) => inTheirItem(e) && (e.settled || sameToAPerson(field, fieldOf(a.fields, field), e.value)))
  return edits.filter((e, i) => !(inTheirItem(e) && i <= seen) && !(e.side === 'crm' && e.database === seat.database && e.id === a.id && e.field === field))
}

export const editActivityField = (seat: Seat, a: Activity, fieldNumber: number, value: number): Promise<string | null> => {
  const names = editableFields(a.kind, false)
  const field = names[fieldNumber % names.length] as string
  return writeActivityField(seat, a, field, editedValue(seat.stage, tokenOf(a.fields), field, value))
}

export const writeActivityField = async (seat: Seat, a: Activity, field: string, written: unknown): Promise<string | null> => {
  const crm = seat.stage.crms[seat.database]
  if (crm.person.editActivity === undefined) return null
  const same = sameToAPerson(field, fieldOf(a.fields, field), written)
  noteEdited(seat, 'crm', tokenOf(a.fields), field)
  if ((await crm.person.editActivity(a.id, { [field]: written } as Patch)) === false) return null
  // What a colleague wrote there while it was theirs is overwritten by a person, not by us.
  for (const s of seat.stage.seats) if (s !== seat) s.log.edits.splice(0, s.log.edits.length, ...leftOf(s, seat, a, field))
  const held = (await readActivityOf(crm, a.id)) ?? a
  notifyAbout(seat)
  if (!same) note(seat, 'crm', a.id, tokenOf(a.fields), field, fieldOf(a.fields, field), sameToAPerson(field, fieldOf(held.fields, field), written) ? written : fieldOf(held.fields, field))
  return `writes ${describe(written)} as ${field} of ${tokenOf(a.fields)} in the CRM`
}
