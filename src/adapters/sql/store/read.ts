/** Reading our memory. */
import * as E from 'fp-ts/lib/Either.js'
import type { PortError } from '../../../core/errors'
import type { Decision } from '../../../core/model/decision'
import type { Scope } from '../../../core/model/ids'
import type { JournalEntry } from '../../../core/model/journal'
import type { Link } from '../../../core/model/link'
import type { Instant } from '../../../core/model/time'
import type { Due, JournalQuery, LinkQuery, OpenLink, PassCounts, StorePort } from '../../../core/ports/store'
import { oneOfList } from '../dialect'
import type { Dialect } from '../dialect'
import { select, selectBuilt } from '../program'
import type { Program, Row } from '../program'
import { decodeDecisions, decodeEntries, decodeIntents, decodeLinks, decodeOpenLinks, decodeRetries } from './rows'

type Read<A> = Program<E.Either<PortError, A>>

const scoped = 'user_id = ? and database_id = ?'

/** Links that have any of these, each once, in order of id. One query for each list, as each has its own index. */
export function* readLinks(d: Dialect, { user, database }: Scope, query: LinkQuery): Read<ReadonlyArray<Link>> {
  const lists = [
    ['id', query.ids],
    ['item_id', query.itemIds],
    ['activity_id', query.activityIds],
    ['identity', query.identities]
  ] as const
  const found = new Map<string, Link>()
  for (const [column, values] of lists) {
    if (values.length === 0) continue
    // Most of a scan are found by their item and by its identity: what is there already is left out before it comes out of the database.
    const known = [...found.keys()]
    const rows = yield* select(`select * from ocs_links where ${scoped} and ${d.isOneOf(column)}${known.length === 0 ? '' : ` and not (${d.isOneOf('id')})`}`, [user, database, d.list([...new Set(values)]), ...(known.length === 0 ? [] : [d.list(known)])])
    const links = decodeLinks(rows)
    if (E.isLeft(links)) return links
    for (const link of links.right) found.set(link.id, link)
  }
  return E.right([...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1)))
}

/** Open links in order of id, after `after`. */
export function* readOpenLinks(d: Dialect, { user, database }: Scope, after: string | null, limit: number): Read<ReadonlyArray<OpenLink>> {
  const query = d.build
    .selectFrom('ocs_links')
    .select(['id', 'kind', 'item_id', 'activity_id'])
    .where('user_id', '=', user)
    .where('database_id', '=', database)
    .where('state', '=', 'open')
    .orderBy('id')
    .limit(limit)
  return decodeOpenLinks(yield* selectBuilt((after === null ? query : query.where('id', '>', after)).compile()))
}

/** How many links are open. */
export function* countOpenLinks({ user, database }: Scope): Read<number> {
  const [row] = yield* select(`select count(*) as links from ocs_links where ${scoped} and state = 'open'`, [user, database])
  return E.right(Number(row?.['links'] ?? 0))
}

/** What waits for attention. Everything is in a sequence that does not depend on how it was written (L1). */
export function* readDue({ user, database }: Scope, now: Instant): Read<Due> {
  const scope = [user, database]
  const intents = decodeIntents(yield* select(`select * from ocs_intents where ${scoped} order by id`, scope))
  const retries = decodeRetries(yield* select(`select * from ocs_retries where ${scoped} and not_before <= ? order by side, id`, [...scope, now]))
  const answered = decodeDecisions(yield* select(`select * from ocs_decisions where ${scoped} and state = 'answered' order by opened_at, id`, scope))
  const review = decodeLinks(yield* select(`select * from ocs_links where ${scoped} and review_at <= ? and state = 'open' order by id`, [...scope, now]))
  if (E.isLeft(intents)) return intents
  if (E.isLeft(retries)) return retries
  if (E.isLeft(answered)) return answered
  if (E.isLeft(review)) return review
  return E.right({ intents: intents.right, retries: retries.right, answered: answered.right, review: review.right })
}

const oldestFirst = (a: Decision, b: Decision): number => (a.openedAt === b.openedAt ? (a.id < b.id ? -1 : 1) : a.openedAt < b.openedAt ? -1 : 1)

/** Decisions that have one of the ids or are about one of the links, in whatever state, or, asked for neither, the open ones. Oldest first. */
export function* readDecisions(d: Dialect, { user, database }: Scope, { ids, linkIds }: Parameters<StorePort['decisions']>[1]): Read<ReadonlyArray<Decision>> {
  const query = d.build.selectFrom('ocs_decisions').selectAll().where('user_id', '=', user).where('database_id', '=', database)
  if (ids === undefined && linkIds === undefined) return decodeDecisions(yield* selectBuilt(query.where('state', '=', 'open').orderBy('opened_at').orderBy('id').compile()))
  const found = new Map<string, Decision>()
  for (const [column, values] of [['id', ids ?? []], ['link_id', linkIds ?? []]] as const) {
    if (values.length === 0) continue
    const decisions = decodeDecisions(yield* selectBuilt(query.where(oneOfList(d, column, values)).compile()))
    if (E.isLeft(decisions)) return decisions
    for (const decision of decisions.right) found.set(decision.id, decision)
  }
  return E.right([...found.values()].sort(oldestFirst))
}

/** The order that SQL gives the newest entries. */
const newestFirst = (a: Row, b: Row): number => (a['at'] === b['at'] ? Number(b['seq']) - Number(a['seq']) : String(a['at']) < String(b['at']) ? 1 : -1)

/** Journal entries, newest first. Those of links and the like are few and sorted here: asked for the order, SQLite would walk through the whole journal. */
export function* readJournal(d: Dialect, { user, database }: Scope, { ids, linkIds, passes, withLosers = false, limit }: JournalQuery): Read<ReadonlyArray<JournalEntry>> {
  const all = d.build.selectFrom('ocs_journal').selectAll().where('user_id', '=', user).where('database_id', '=', database)
  const query = withLosers ? all.where('losers', 'is not', null) : all
  if (ids === undefined && linkIds === undefined && passes === undefined) return decodeEntries(yield* selectBuilt(query.orderBy('at', 'desc').orderBy('seq', 'desc').limit(limit).compile()))
  const found = new Map<unknown, Row>()
  for (const [column, values] of [['id', ids ?? []], ['link_id', linkIds ?? []], ['pass', passes ?? []]] as const) {
    if (values.length === 0) continue
    for (const row of yield* selectBuilt(query.where(oneOfList(d, column, values)).compile())) found.set(row['seq'], row)
  }
  return decodeEntries([...found.values()].sort(newestFirst).slice(0, limit))
}

const newestPasses = `select pass from ocs_journal where ${scoped} group by pass order by max(at) desc, max(seq) desc limit ?`

/** What each of the newest passes did, in numbers. Answered from one index alone, of which it walks through the part of the scope. */
export function* readPasses(d: Dialect, { user, database }: Scope, limit: number): Read<ReadonlyArray<PassCounts>> {
  const newest = (yield* select(newestPasses, [user, database, limit])).map((r) => String(r['pass']))
  const rows = yield* select(`select pass, action, count(*) as entries, min(at) as first, max(at) as last from ocs_journal where ${scoped} and ${d.isOneOf('pass')} group by pass, action order by pass, action`, [user, database, d.list(newest)])
  const counts = new Map<string, PassCounts>()
  for (const row of rows) {
    const [pass, action, from, to] = [String(row['pass']), String(row['action']), String(row['first']), String(row['last'])]
    const known = counts.get(pass) ?? { pass, from, to, actions: {} }
    counts.set(pass, { pass, from: from < known.from ? from : known.from, to: to > known.to ? to : known.to, actions: { ...known.actions, [action]: Number(row['entries']) } })
  }
  return E.right(newest.flatMap((pass) => counts.get(pass) ?? []))
}
