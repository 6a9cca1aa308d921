/**
 * Whether an event that Graph gives by its id stands in a calendar or lies in Deleted Items, which the event itself does not
 * tell. What no calendar lists was deleted. A move to Deleted Items and back gives an event a new change key, so an answer
 * holds for as long as the key does.
 */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { GraphFailure } from '../failure'
import { sendBatch } from '../http/batch'
import type { GraphClient } from '../http/client'
import { collect, collectFrom } from '../http/collect'
import { segment } from '../http/link'
import { quoted, withQuery } from '../http/query'
import type { GraphRequest } from '../http/request'

export interface SeenEvent {
  readonly id: string
  readonly version: string
  readonly iCalUId: string | null
}

export interface EventPlaces {
  /** The ids of those that lie in Deleted Items. */
  readonly deletedAmong: (events: ReadonlyArray<SeenEvent>) => Promise<ReadonlySet<string>>
  /** What the calendar's feed has just told stands there. */
  readonly noteInCalendar: (id: string, version: string) => void
  readonly forget: (id: string) => void
  /** A listing of everything begins. */
  readonly beginListing: () => void
  /** Those that were seen before that and not since: they may lie in Deleted Items, where Graph cannot list events. */
  readonly notListed: () => ReadonlyArray<string>
}

const Named = t.type({ id: t.string })
const uidsAFilter = 10
const mostKnown = 50_000

const inChunks = <A>(all: ReadonlyArray<A>, size: number): ReadonlyArray<ReadonlyArray<A>> => Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size))

export const makeEventPlaces = (client: GraphClient, root: string): EventPlaces => {
  let listing = 0
  const known = new Map<string, { readonly version: string; readonly deleted: boolean; readonly listing: number }>()
  const note = (id: string, version: string, deleted: boolean): void => {
    known.delete(id)
    known.set(id, { version, deleted, listing })
    if (known.size > mostKnown) for (const oldest of known.keys()) {
      known.delete(oldest)
      break
    }
  }

  const idsOf = (entries: ReadonlyArray<unknown>): ReadonlyArray<string> => entries.flatMap((e) => (Named.is(e) ? [e.id] : []))
  const look = (calendar: string, uids: ReadonlyArray<string>): GraphRequest => ({
    method: 'GET',
    path: withQuery(`${root}${calendar}/events`, { $filter: uids.map((uid) => `iCalUId eq ${quoted(uid)}`).join(' or '), $select: 'id', $top: 50 })
  })
  const listed = async (requests: ReadonlyArray<GraphRequest>): Promise<ReadonlySet<string>> => {
    const out = new Set<string>()
    for (const [i, outcome] of (await sendBatch(client, requests)).entries()) {
      if (E.isLeft(outcome)) throw new GraphFailure(outcome.left)
      for (const id of idsOf(await collectFrom(client, outcome.right, requests[i] as GraphRequest, 'the events of a calendar'))) out.add(id)
    }
    return out
  }

  return {
    noteInCalendar: (id, version) => note(id, version, false),
    forget: (id) => void known.delete(id),
    beginListing: () => void listing++,
    notListed: () => [...known].flatMap(([id, k]) => (k.listing < listing ? [id] : [])),
    deletedAmong: async (events) => {
      const open = events.filter((e) => known.get(e.id)?.version !== e.version && e.iCalUId !== null)
      if (open.length > 0) {
        const uids = (of: ReadonlyArray<SeenEvent>): ReadonlyArray<ReadonlyArray<string>> => inChunks([...new Set(of.flatMap((e) => e.iCalUId ?? []))], uidsAFilter)
        const standing = new Set(await listed(uids(open).map((chunk) => look('', chunk))))
        const missing = open.filter((e) => !standing.has(e.id))
        // Rare: whoever is not in the default calendar may have been moved to another.
        const calendars = missing.length === 0 ? [] : idsOf(await collect(client, { method: 'GET', path: withQuery(`${root}/calendars`, { $select: 'id', $top: 100 }) }, 'the calendars'))
        if (calendars.length > 1) for (const id of await listed(calendars.flatMap((c) => uids(missing).map((chunk) => look(`/calendars/${segment(c)}`, chunk))))) standing.add(id)
        for (const e of open) note(e.id, e.version, !standing.has(e.id))
      }
      return new Set(events.filter((e) => known.get(e.id)?.deleted === true).map((e) => e.id))
    }
  }
}
