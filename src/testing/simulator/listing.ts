/** Everything that stands on a side now, asked of the person who looks at it or, where there is none, of the port. */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { PortError } from '../../core/errors'
import type { Activity } from '../../core/model/activity'
import type { Item } from '../../core/model/item'
import type { Cursor } from '../../core/ports/mailbox'
import type { Peopled, SimulatedCrm, SimulatedMailbox } from './simulated-ports'

export const orThrow = async <A>(what: string, ask: TaskEither<PortError, A>): Promise<A> => {
  const answer = await ask()
  if (E.isLeft(answer)) throw new Error(`the simulation could not look at ${what}: ${answer.left._tag}`)
  return answer.right
}

const pagesAtMost = 100_000

const listAll = async <C>(what: string, changes: (from: Cursor | null) => TaskEither<PortError, { readonly changes: ReadonlyArray<C>; readonly cursor: Cursor; readonly more: boolean }>): Promise<ReadonlyArray<C>> => {
  const out: Array<C> = []
  let from: Cursor | null = null
  for (let page = 0; page < pagesAtMost; page++) {
    const read: { readonly changes: ReadonlyArray<C>; readonly cursor: Cursor; readonly more: boolean } = await orThrow(what, changes(from))
    out.push(...read.changes)
    if (!read.more) return out
    from = read.cursor
  }
  throw new Error(`the listing of ${what} does not end`)
}

const last = <A extends { readonly id: string }>(entries: ReadonlyArray<A>): ReadonlyArray<A> => [...new Map(entries.map((e) => [e.id, e])).values()]

export const listItems = async (m: Peopled<SimulatedMailbox>): Promise<ReadonlyArray<Item>> =>
  m.person.everything !== undefined ? m.person.everything() : last((await listAll('a mailbox', m.port.changes)).flatMap((c) => (c._tag === 'Present' ? [c.item] : [])))

export const listActivities = async (c: Peopled<SimulatedCrm>, owners: ReadonlyArray<string>): Promise<ReadonlyArray<Activity>> => {
  if (c.person.everything !== undefined) return c.person.everything()
  const out: Array<Activity> = []
  for (const owner of owners) out.push(...(await listAll('a CRM', (from) => c.port.changes(owner, from))).flatMap((x) => (x._tag === 'Present' && x.activity.owner === owner ? [x.activity] : [])))
  return last(out)
}

export const readItem = async (m: Peopled<SimulatedMailbox>, id: string): Promise<Item | null> => {
  const [read] = await orThrow('an item', m.port.read([id]))
  return read?._tag === 'Found' ? read.item : null
}

export const readActivityOf = async (c: Peopled<SimulatedCrm>, id: string): Promise<Activity | null> => {
  const [read] = await orThrow('an activity', c.port.read([id]))
  return read?._tag === 'Found' ? read.activity : null
}
