/** What deeds share: choosing among what is there, and the model's record of what was made. */
import type { Item } from '../../../core/model/item'
import { itemsOf, notify, type Seat, tokenOf } from '../stage'
import type { Thing } from '../model/thing'

export const choose = <A>(from: ReadonlyArray<A>, pick: number): A | undefined => (from.length === 0 ? undefined : from[pick % from.length])

export const chooseItem = async (seat: Seat, pick: number, among: (i: Item) => boolean): Promise<Item | undefined> => choose((await itemsOf(seat)).filter(among), pick)

/** How a person would call it in a sentence. */
export const called = (entry: { readonly kind: string; readonly fields: { readonly subject: string } }): string => `${entry.kind} ${tokenOf(entry.fields) || 'without a name'}`

/** Files what was made, and lets the servers tell. */
export const recordThing = (seat: Seat, thing: Omit<Thing, 'user' | 'step' | 'at' | 'disturbed' | 'edited' | 'moved'>): void => {
  const { stage } = seat
  stage.things.set(`${seat.user} ${thing.token}`, { ...thing, user: seat.user, step: stage.figures.step, at: stage.clock.ms, edited: new Set(), moved: false, disturbed: false })
  notifyAbout(seat)
}

/** Notes that a field of it does not have to be what it was made with. */
export const noteEdited = (seat: Seat, side: 'outlook' | 'crm', token: string, field: string): void => {
  for (const t of seat.stage.things.values()) if (t.token === token) t.edited.add(`${side} ${field}`)
}

export const notifyAbout = (seat: Seat): void => notify(seat.stage, seat.stage.seats.indexOf(seat))

/** From here on nothing simple can be said of it. */
export const disturb = (seat: Seat, fields: { readonly subject: string }): void => disturbToken(seat, tokenOf(fields))

export const disturbToken = (seat: Seat, token: string): void => {
  for (const t of seat.stage.things.values()) if (t.token === token) t.disturbed = true
  notifyAbout(seat)
}
