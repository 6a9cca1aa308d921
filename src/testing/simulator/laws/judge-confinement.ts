/** L8: what is another user's or another database's is as it was; what was always private is nowhere but in Outlook. */
import { databases } from '../names'
import { activitiesOf, itemsOf, type Seat, type Stage, type Violation } from '../stage'

/** Everything that a pass of one seat may not touch, by name, as text. */
export type Foreign = ReadonlyMap<string, string>

export const pictureOfForeign = async (seat: Seat): Promise<Foreign> => {
  const { stage } = seat
  const out = new Map<string, string>()
  for (const d of databases) for (const a of await activitiesOf(stage, d)) if (d !== seat.database || a.owner !== seat.user) out.set(`activity ${a.id} of ${a.owner} in ${d}`, JSON.stringify(a))
  for (const s of stage.seats) if (s !== seat) for (const i of await itemsOf(s)) out.set(`item ${i.id} of ${s.user}`, JSON.stringify(i))
  return out
}

export const judgeConfinement = async (seat: Seat, before: Foreign): Promise<ReadonlyArray<Violation>> => {
  const now = await pictureOfForeign(seat)
  seat.stage.figures.checks += before.size
  return [...before].filter(([name, text]) => now.get(name) !== text).map(([name]) => ({ law: 'L8', what: `${name} was touched by a pass of ${seat.user}` }))
}

/** Our memory, and the plans that a host was shown. */
export const judgePrivacy = async (stage: Stage): Promise<ReadonlyArray<Violation>> => {
  const shown = stage.plans.splice(0)
  const tokens = [...new Set(stage.seats.flatMap((s) => [...s.log.alwaysPrivate]))]
  if (tokens.length === 0) return []
  stage.figures.checks += tokens.length
  const elsewhere = JSON.stringify([shown, (await stage.store.everything?.()) ?? [], await activitiesOf(stage, 'acme'), await activitiesOf(stage, 'beta')])
  return tokens.filter((token) => new RegExp(`\\b${token}\\b`).test(elsewhere)).map((token) => ({ law: 'L8', what: `${token} is private and is known outside Outlook` }))
}
