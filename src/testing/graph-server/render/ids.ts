/** Ids as a request wants them. */
import type { PlainDate } from '../../../core/model/time'
import type { Preferences } from '../http/prefer'
import type { ItemIds, MailboxState, StoredEvent, StoredItem } from '../state/model'

export const idIn = (ids: ItemIds, preferences: Preferences): string => (preferences.immutableIds ? ids.immutable : ids.mutable)

const separator = 'FRAAgI'

/** The id of an occurrence is made of its master's, its date and the master's time: another time of the series is another id. */
export const occurrenceIds = (master: StoredEvent, date: PlainDate): ItemIds => {
  const minutes = Math.round(Date.parse(`${date}T${master.data.span.start.local.slice(11)}Z`) / 60_000)
  const of = (id: string): string => `${id.slice(0, -1)}${separator}${minutes.toString(36)}=`
  return { mutable: of(master.ids.mutable), immutable: of(master.ids.immutable) }
}

const ofOccurrence = new RegExp(`^(.+)${separator}([0-9a-z]+)=$`)

/** An id as `occurrenceIds` makes it, in either form. */
const occurrenceOf = (m: MailboxState, id: string): { readonly master: StoredEvent; readonly date: PlainDate } | null => {
  const [, masterId, minutes] = ofOccurrence.exec(id) ?? []
  const master = masterId === undefined ? undefined : m.items.get(m.byId.get(`${masterId}=`) ?? -1)
  if (master?.kind !== 'event' || minutes === undefined) return null
  const date = new Date(Number.parseInt(minutes, 36) * 60_000).toISOString().slice(0, 10)
  const { mutable, immutable } = occurrenceIds(master, date)
  return id === mutable || id === immutable ? { master, date } : null
}

/** What an id stands for: an item, or one date of a series. */
export type Named = { readonly _tag: 'Item'; readonly item: StoredItem } | { readonly _tag: 'Occurrence'; readonly master: StoredEvent; readonly date: PlainDate }

export const findNamed = (m: MailboxState, id: string): Named | null => {
  const item = m.items.get(m.byId.get(id) ?? -1)
  if (item !== undefined) return { _tag: 'Item', item }
  const occurrence = occurrenceOf(m, id)
  return occurrence === null ? null : { _tag: 'Occurrence', ...occurrence }
}
