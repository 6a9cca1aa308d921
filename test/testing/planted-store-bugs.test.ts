/** Bugs planted in a store adapter, and the sentence that catches each. */
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe } from 'vitest'
import { memoryStore, type MemoryStore } from '../../src/adapters/memory'
import { notFound, type PortError } from '../../src/core/errors'
import type { Decision } from '../../src/core/model/decision'
import type { Scope } from '../../src/core/model/ids'
import type { Intent, JournalEntry, Retry } from '../../src/core/model/journal'
import type { Link } from '../../src/core/model/link'
import type { Due, OpenLink, PassCounts, Pruned, StorePort, StoreWrite } from '../../src/core/ports/store'
import { storeContract } from '../../src/testing/contracts'
import { answerOf, expectCaught, expectSound, type Planted } from './planted'

type Break = (good: MemoryStore) => Partial<StorePort>

const with_ = (breakIt: Break) =>
  storeContract(async () => {
    const good = memoryStore()
    return { port: { ...good, ...breakIt(good) }, dispose: async () => undefined }
  })

const bug = (what: string, breakIt: Break, sentence: string, says: string): Planted => ({ bug: what, cases: with_(breakIt), sentence, says })

/** Another scope for everything. */
const inScope =
  (change: (s: Scope) => Scope): Break =>
  (good) => ({
    links: (s, q) => good.links(change(s), q),
    openLinks: (s, after, limit) => good.openLinks(change(s), after, limit),
    countOpenLinks: (s) => good.countOpenLinks(change(s)),
    due: (s, now) => good.due(change(s), now),
    cursor: (s, side) => good.cursor(change(s), side),
    decisions: (s, q) => good.decisions(change(s), q),
    journal: (s, q) => good.journal(change(s), q),
    passes: (s, limit) => good.passes(change(s), limit),
    prune: (s, before) => good.prune(change(s), before),
    write: (s, w) => good.write(change(s), w)
  })

const inWrites =
  (change: (w: StoreWrite, i: number) => ReadonlyArray<StoreWrite>): Break =>
  (good) => ({ write: (s, writes) => good.write(s, writes.flatMap(change)) })

const inLinks =
  (change: (l: Link) => Link): Break =>
  (good) => ({ links: (s, q) => TE.map((all: ReadonlyArray<Link>) => all.map(change))(good.links(s, q)) })

const inDue =
  (change: (d: Due, now: string, good: MemoryStore, s: Scope) => Due): Break =>
  (good) => ({ due: (s, now) => TE.map((d: Due) => change(d, now, good, s))(good.due(s, now)) })

const always = '2999-01-01T00:00:00.000Z'

/** What a wrong prune removes besides. The memory store has no way to remove it, so the port hides it from then on. */
interface Hidden {
  readonly entries?: (e: JournalEntry, before: string, good: MemoryStore, s: Scope) => boolean
  readonly decisions?: (d: Decision, before: string) => boolean
  readonly links?: (l: Link) => boolean
  readonly intents?: (i: Intent, before: string) => boolean
  readonly retries?: (r: Retry, before: string) => boolean
}

/** A prune that removes more than it should. */
const prunesAlso =
  ({ entries, decisions, links, intents, retries }: Hidden): Break =>
  (good) => {
    let before = ''
    const gone = <A>(is: ((a: A, before: string, good: MemoryStore, s: Scope) => boolean) | undefined, s: Scope, all: ReadonlyArray<A>): ReadonlyArray<A> => (before === '' || is === undefined ? all : all.filter((a) => !is(a, before, good, s)))
    return {
      prune: (s, b) => async () => ((before = b), good.prune(s, b)()),
      journal: (s, q) => TE.map((all: ReadonlyArray<JournalEntry>) => gone(entries, s, all))(good.journal(s, q)),
      decisions: (s, q) => TE.map((all: ReadonlyArray<Decision>) => gone(decisions, s, all))(good.decisions(s, q)),
      links: (s, q) => TE.map((all: ReadonlyArray<Link>) => gone(links, s, all))(good.links(s, q)),
      due: (s, now) => TE.map((d: Due) => ({ ...d, intents: gone(intents, s, d.intents), retries: gone(retries, s, d.retries), answered: gone(decisions, s, d.answered) }))(good.due(s, now))
    }
  }

/** A prune that does not remove all that it should: the entries that this is true of are written back. */
const prunesNot =
  (stays: (e: JournalEntry) => boolean): Break =>
  (good) => ({
    prune: (s, before) => async () => {
      const all = await answerOf(good.journal(s, { limit: 100_000 }))
      const pruned = await answerOf(good.prune(s, before))
      const left = new Set((await answerOf(good.journal(s, { limit: 100_000 }))).map((e) => e.id))
      const back = all.filter((e) => stays(e) && !left.has(e.id)).reverse()
      await good.write(s, back.map((entry) => ({ _tag: 'Journal', entry })))()
      return E.right({ ...pruned, entries: pruned.entries - back.length })
    }
  })

const pruneOf = (how: (good: MemoryStore, s: Scope, before: string) => TE.TaskEither<PortError, Pruned>): Break => (good) => ({ prune: (s, before) => how(good, s, before) })

const reversed = <A>(all: ReadonlyArray<A>): ReadonlyArray<A> => [...all].reverse()

const inDecisions =
  (change: (all: ReadonlyArray<Decision>) => ReadonlyArray<Decision>): Break =>
  (good) => ({ decisions: (s, q) => TE.map(change)(good.decisions(s, q)) })

const inJournal =
  (change: (all: ReadonlyArray<JournalEntry>) => ReadonlyArray<JournalEntry>): Break =>
  (good) => ({ journal: (s, q) => TE.map(change)(good.journal(s, q)) })

const oneByOne: Break = (good) => ({
  write: (s, writes) => async () => {
    for (const w of writes) {
      const one = await good.write(s, [w])()
      if (E.isLeft(one)) return one
    }
    return E.right(undefined)
  }
})

/** Each entry as often as it was written. */
const doubles: Break = (good) => {
  let n = 0
  const written = new Map<string, string>()
  return {
    write: (s, writes) => good.write(s, writes.map((w): StoreWrite => {
      if (w._tag !== 'Journal') return w
      const id = `${w.entry.id} ${++n}`
      written.set(id, w.entry.id)
      return { ...w, entry: { ...w.entry, id } }
    })),
    journal: (s, q) => TE.map((all: ReadonlyArray<JournalEntry>) => all.map((e) => ({ ...e, id: written.get(e.id) ?? e.id })))(good.journal(s, q))
  }
}

const asWritten: Break = (good) => {
  const ids: string[] = []
  return {
    write: (s, writes) => (ids.push(...writes.flatMap((w) => (w._tag === 'Journal' ? [w.entry.id] : []))), good.write(s, writes)),
    journal: (s, q) => TE.map((all: ReadonlyArray<JournalEntry>) => [...all].sort((a, b) => ids.indexOf(b.id) - ids.indexOf(a.id)).slice(0, q.limit))(good.journal(s, { ...q, limit: 1000 }))
  }
}

/** A link keeps the documents that it had before. */
const mergedLinks: Break = (good) => ({
  write: (s, writes) => async () => {
    const merged = []
    for (const w of writes) {
      const before = w._tag === 'PutLink' ? good.linksOf(s).find((l) => l.id === w.link.id) : undefined
      merged.push(w._tag === 'PutLink' && before !== undefined ? { ...w, link: { ...before, ...Object.fromEntries(Object.entries(w.link).filter(([, v]) => v !== null)) } } : w)
    }
    return good.write(s, merged)()
  }
})

const retriesOfOneSide: Break = inWrites((w) => [w._tag === 'PutRetry' ? { ...w, retry: { ...w.retry, side: 'outlook' } } : w._tag === 'DropRetry' ? { ...w, side: 'outlook' } : w])

/** `on conflict do update set not_before = …`, and nothing else. */
const attemptsKept: Break = (good) => {
  const first = new Map<string, Retry>()
  return inWrites((w) => {
    if (w._tag !== 'PutRetry') return [w]
    const before = first.get(`${w.retry.side} ${w.retry.id}`) ?? w.retry
    first.set(`${w.retry.side} ${w.retry.id}`, before)
    return [{ ...w, retry: { ...w.retry, attempts: before.attempts, error: before.error } }]
  })(good)
}

const silentSwitch: Break = (good) => ({
  activate: (s) => async () => {
    const active = await answerOf(good.activation(s.user))
    if (active !== null) await good.deactivate({ user: s.user, database: active })()
    return good.activate(s)()
  }
})

const deactivateWhatever: Break = (good) => ({
  deactivate: (s) => async () => good.deactivate({ user: s.user, database: (await answerOf(good.activation(s.user))) ?? s.database })()
})

const deactivateFails: Break = (good) => ({
  deactivate: (s) => async () => ((await answerOf(good.activation(s.user))) === s.database ? good.deactivate(s)() : E.left(notFound('activation')))
})

const deactivateForgets: Break = (good) => {
  const forgotten = new Set<string>()
  const key = (s: Scope): string => JSON.stringify([s.user, s.database])
  return {
    deactivate: (s) => (forgotten.add(key(s)), good.deactivate(s)),
    links: (s, q) => (forgotten.has(key(s)) ? TE.right([]) : good.links(s, q))
  }
}

const anyOfThem: Break = (good) => ({
  links: (s, q) => async () => {
    const all = await answerOf(good.links(s, q))
    const asks = (ids: ReadonlyArray<string>, of: string | null): boolean => ids.length === 0 || (of !== null && ids.includes(of))
    return E.right(all.filter((l) => asks(q.ids, l.id) && asks(q.itemIds, l.itemId) && asks(q.activityIds, l.activityId) && asks(q.identities, l.identity)))
  }
})

const compared = (change: (s: string) => string): Break => (good) => ({
  links: (s, q) => TE.right(good.linksOf(s).filter((l) => q.ids.map(change).includes(change(l.id)) || q.itemIds.map(change).includes(change(l.itemId)) || q.activityIds.map(change).includes(change(l.activityId)) || q.identities.map(change).includes(change(l.identity ?? ''))))
})

const open = (l: Link): OpenLink => ({ id: l.id, kind: l.kind, itemId: l.itemId, activityId: l.activityId })

const granted = (good: MemoryStore, note: (user: string, holder: string, fence: number, until: string) => number): Pick<StorePort, 'acquireLease'> => ({
  acquireLease: (user, holder, now, until) => TE.map((fence: number) => note(user, holder, fence, until))(good.acquireLease(user, holder, now, until))
})

const all: ReadonlyArray<Planted> = [
  bug('the user is forgotten', inScope((s) => ({ ...s, user: 'everybody' })), 'everything is confined to its scope: another user', 'what bert in acme sees'),
  bug('the database is forgotten', inScope((s) => ({ ...s, database: 'one' })), 'everything is confined to its scope: another user', 'what anna in other sees'),
  bug('user and database are joined', inScope((s) => ({ user: `${s.user}|${s.database}`, database: '' })), 'everything is confined to its scope: scopes that run together', 'the cursor of'),
  bug('users are compared without case', inScope((s) => ({ ...s, user: s.user.toLowerCase() })), 'everything is confined to its scope: another user', 'what ANNA in acme sees'),
  bug('a drop reaches every database', (good) => ({
    write: (s, writes) => async () => {
      for (const database of ['acme', 'other']) await good.write({ ...s, database }, writes.filter((w) => w._tag === 'DropIntent'))()
      return good.write(s, writes)()
    }
  }), 'everything is confined to its scope: what is written or dropped in one', 'what anna sees'),
  bug('writes are carried out one by one', oneByOne, 'write: all of the writes, or none of them', 'links and cursor after the answer'),
  bug('the last write of a batch is lost', (good) => ({ write: (s, w) => good.write(s, w.length > 1 ? w.slice(0, -1) : w) }), 'due: intents until they are dropped', 'intents'),
  bug('writes are sorted by what they are', (good) => ({ write: (s, w) => good.write(s, [...w].sort((a, b) => (a._tag < b._tag ? -1 : a._tag > b._tag ? 1 : 0))) }), 'write: in the order given', 'the intents'),
  bug('of two writes of one thing the first stays', (good) => ({ write: (s, w) => good.write(s, reversed(w)) }), 'write: in the order given', 'the link'),
  bug('the journal keeps doubles', doubles, 'write: each write is idempotent', 'everything after writing it all again'),
  bug('the journal is told oldest first', inJournal(reversed), 'journal: the latest entries, newest first', 'all entries'),
  bug('the journal is told in the order of writing', asWritten, 'journal: the latest entries, newest first by their time', 'all entries'),
  bug('the journal has no end', (good) => ({ journal: (s, q) => good.journal(s, { ...q, limit: 1000 }) }), 'journal: the latest entries', 'the latest two'),
  bug('the journal is that of all links', (good) => ({ journal: (s, q) => good.journal(s, { limit: q.limit }) }), 'journal: with linkIds', 'of one link'),
  bug('the journal knows no ids', (good) => ({ journal: (s, { ids: _, ...q }) => good.journal(s, q) }), 'journal: with ids', 'entries by id'),
  bug('the journal knows no passes', (good) => ({ journal: (s, { passes: _, ...q }) => good.journal(s, q) }), 'journal: with passes', 'of one pass'),
  bug('the journal takes passes for the only question', (good) => ({ journal: (s, q) => good.journal(s, q.passes === undefined ? q : { passes: q.passes, limit: q.limit }) }), 'journal: with passes', 'of a pass, a link and an id'),
  bug('the journal tells also where nothing lost', (good) => ({ journal: (s, { withLosers: _, ...q }) => good.journal(s, q) }), 'journal: with withLosers', 'all of them'),
  bug('the journal is limited before it is asked for losers', (good) => ({ journal: (s, { withLosers, ...q }) => TE.map((e: ReadonlyArray<JournalEntry>) => e.filter((x) => withLosers !== true || x.losers.length > 0))(good.journal(s, q)) }), 'journal: with withLosers', 'the latest'),
  bug('passes are told oldest first', (good) => ({ passes: (s, limit) => TE.map((p: ReadonlyArray<PassCounts>) => [...p].reverse())(good.passes(s, limit)) }), 'passes: of which', 'all'),
  bug('passes have no end', (good) => ({ passes: (s) => good.passes(s, 1000) }), 'passes: of which', 'the latest two'),
  bug('passes are those of a whole company', (good) => ({ passes: (s, limit) => good.passes({ ...s, database: 'acme', user: 'anna' }, limit) }), 'passes: only those', 'the passes of anna in other'),
  bug('the journal forgets what lost', inJournal((entries) => entries.map((e) => ({ ...e, losers: [] }))), 'journal: an entry keeps', 'the entry'),
  bug('the journal is limited before it is asked for links', (good) => ({ journal: (s, q) => TE.map((e: ReadonlyArray<JournalEntry>) => e.filter(({ linkId }) => q.linkIds === undefined || q.linkIds.includes(linkId ?? '')))(good.journal(s, { limit: q.limit })) }), 'journal: with linkIds', 'of two links'),
  bug('decisions are told newest first', inDecisions(reversed), 'decisions: with neither ids nor links given', 'open decisions'),
  bug('decisions are told in the order of their ids', inDecisions((d) => [...d].sort((a, b) => (a.id < b.id ? -1 : 1))), 'decisions: with these ids', 'decisions by id'),
  bug('decisions of every state are open', (good) => ({ decisions: (s, q) => (q.ids === undefined && q.linkIds === undefined ? TE.right((good.dump(s) as { readonly decisions: ReadonlyArray<Decision> }).decisions) : good.decisions(s, q)) }), 'decisions: with neither ids nor links given', 'open decisions'),
  bug('no id is no question', (good) => ({ decisions: (s, q) => good.decisions(s, q.ids?.length === 0 ? {} : q) }), 'decisions: with these ids', 'decisions by no id'),
  bug('ids and links have to agree', (good) => ({
    decisions: (s, q) => async () => {
      const found = await answerOf(good.decisions(s, q))
      return E.right(found.filter((d) => (q.ids === undefined || q.ids.includes(d.id)) && (q.linkIds === undefined || q.linkIds.includes(d.linkId))))
    }
  }), 'decisions: with ids and links given', 'the decisions'),
  bug('which field a conflict is about is forgotten', inDecisions((d) => d.map((one) => (one._tag === 'Conflict' ? { ...one, field: '' } : one))), 'decisions: with these ids', 'decisions by id'),
  bug('an answer is never due', inDue((d) => ({ ...d, answered: [] })), 'due: decisions that were answered', 'answered decisions'),
  bug('retries are due before their time', (good) => ({ due: (s) => good.due(s, always) }), 'due: retries whose notBefore', 'retries before their time'),
  bug('a retry is due after its time, not at it', inDue((d, now) => ({ ...d, retries: d.retries.filter((r) => r.notBefore < now) })), 'due: retries whose notBefore', 'retries at the time of two'),
  bug('retries of the two sides are one', retriesOfOneSide, 'due: retries whose notBefore', 'retries at the time of two'),
  bug('a retry keeps its first count', attemptsKept, 'due: retries whose notBefore', 'retries at the time of all again'),
  bug('every link with a time of review is due', (good) => ({ due: (s, now) => TE.map((d: Due) => ({ ...d, review: good.linksOf(s).filter((l) => l.reviewAt !== null && l.reviewAt <= now) }))(good.due(s, now)) }), 'due: open links with reviewAt', 'links to review'),
  bug('an intent is due when it is old', inDue((d, now) => ({ ...d, intents: d.intents.filter((i) => i.at <= now) })), 'due: intents until they are dropped', 'intents'),
  bug('to drop one intent drops all', inWrites((w) => (w._tag === 'DropIntent' ? [1, 2].map((n) => ({ ...w, id: `intent0${n}x` })) : [w])), 'due: intents until they are dropped', 'intents after one was dropped'),
  bug('there is one cursor', (good) => ({ cursor: (s) => good.cursor(s, 'outlook'), write: (s, writes) => good.write(s, writes.map((w): StoreWrite => (w._tag === 'PutCursor' ? { ...w, side: 'outlook' } : w))) }), 'cursor: null in the beginning', 'after one side'),
  bug('cursors are cut at 4000', inWrites((w) => [w._tag === 'PutCursor' ? { ...w, cursor: w.cursor.slice(0, 4000) } : w]), 'cursor: null in the beginning', 'after both'),
  bug('links are put over what was there', mergedLinks, 'PutLink: replaces the link of that id whole', 'links by the old values'),
  bug('why a link was closed is forgotten', inLinks((l) => ({ ...l, closed: null })), 'links: a closed link is found', 'the link'),
  bug('closed links are not found', (good) => ({ links: (s, q) => TE.map((l: ReadonlyArray<Link>) => l.filter((one) => one.state === 'open'))(good.links(s, q)) }), 'links: a closed link is found', 'the link'),
  bug('links have to have all that is asked for', anyOfThem, 'links: those that have any', 'links by any of them'),
  bug('links are found once for each thing asked', (good) => ({ links: (s, q) => async () => E.right((await Promise.all([{ ids: q.ids }, { itemIds: q.itemIds }, { activityIds: q.activityIds }, { identities: q.identities }].map((one) => answerOf(good.links(s, { ids: [], itemIds: [], activityIds: [], identities: [], ...one }))))).flat()) }), 'links: those that have any', 'links by any of them'),
  bug('links are compared without case', compared((s) => s.toLowerCase()), 'links: ids are compared as they are', 'links'),
  bug('only the first 1000 ids are looked for', (good) => ({ links: (s, q) => good.links(s, { ...q, itemIds: q.itemIds.slice(0, 1000) }) }), 'links: many ids in one question', 'the links found'),
  bug('an item has one link', (good) => ({ links: (s, q) => TE.map((l: ReadonlyArray<Link>) => [...new Map(l.map((one) => [one.itemId, one])).values()])(good.links(s, q)) }), 'links: several links of one item', 'links of the item'),
  bug('open links are told as they came', (good) => ({ openLinks: (s, after, limit) => TE.map((l: ReadonlyArray<OpenLink>) => reversed(l))(good.openLinks(s, after, limit)) }), 'openLinks: open links in ascending order', 'the first two'),
  bug('a page begins with the id it comes after', (good) => ({ openLinks: (s, after, limit) => good.openLinks(s, after === null ? null : after.slice(0, -1), limit) }), 'openLinks: open links in ascending order', 'the next two'),
  bug('pages have no end', (good) => ({ openLinks: (s, after) => good.openLinks(s, after, 1000) }), 'openLinks: open links in ascending order', 'the first two'),
  bug('closed links are among the open ones', (good) => ({ openLinks: (s) => TE.right(good.linksOf(s).map(open)) }), 'openLinks: tells id, kind, item and activity, and nothing of closed', 'open links'),
  bug('closed links are counted', (good) => ({ countOpenLinks: (s) => TE.right(good.linksOf(s).length) }), 'openLinks and countOpenLinks: a link that is closed', 'after one was closed'),
  bug('a second database is activated silently', silentSwitch, 'activate: while active against another database', 'expected AlreadyExists'),
  bug('to deactivate one ends whatever is active', deactivateWhatever, 'deactivate: of a database that is not the active one', 'the activation'),
  bug('to deactivate what is not active fails', deactivateFails, 'deactivate: then another database can be activated; not being active is a success', 'not found'),
  bug('to deactivate what another is active against fails', (good) => ({ deactivate: (s) => async () => {
    const active = await answerOf(good.activation(s.user))
    return active !== null && active !== s.database ? E.left<PortError, void>(notFound('activation')) : good.deactivate(s)()
  } }), 'deactivate: of a database that is not the active one', 'not found'),
  bug('to deactivate forgets links', deactivateForgets, 'deactivate: nothing else is forgotten', 'everything after deactivating'),
  bug('activations are those of everybody', (good) => ({ activate: (s) => good.activate({ ...s, user: 'everybody' }), activation: () => good.activation('everybody'), deactivate: (s) => good.deactivate({ ...s, user: 'everybody' }) }), 'activate: each user has an activation', 'already exists'),
  bug('a lease keeps nobody out', (good) => ({ acquireLease: (user, _, now, until) => good.acquireLease(user, 'everybody', now, until) }), 'acquireLease: another holder’s lease', 'expected AlreadyExists'),
  bug('grants count down', (good) => ({
    ...granted(good, (_, __, fence) => 1000 - fence),
    releaseLease: (user, fence) => good.releaseLease(user, 1000 - fence),
    ...inWrites((w) => [w._tag === 'Fence' ? { ...w, fence: 1000 - w.fence } : w])(good)
  }), 'acquireLease: answers a whole number that counts up', 'each greater than the one before'),
  bug('fences are passed over', inWrites((w) => (w._tag === 'Fence' ? [] : [w])), 'Fence: wherever it stands in a write', 'expected VersionMismatch'),
  bug('only the first of a write is looked at for a fence', inWrites((w, i) => (i > 0 && w._tag === 'Fence' ? [] : [w])), 'Fence: wherever it stands in a write', 'expected VersionMismatch'),
  bug('a fence does not extend the lease', (good) => {
    const ends = new Map<number, string>()
    return {
      ...granted(good, (_, __, fence, until) => (ends.set(fence, until), fence)),
      write: (s, writes) => good.write(s, writes.map((w) => (w._tag === 'Fence' ? { ...w, until: ends.get(w.fence) ?? w.until } : w)))
    }
  }, 'Fence: of the present grant', 'expected AlreadyExists'),
  bug('a release is forgotten', () => ({ releaseLease: () => TE.right(undefined) }), 'releaseLease: ends the grant with this fence', 'a write after the release'),
  bug('pruning forgets open questions', prunesAlso({ decisions: (d, before) => d.state === 'open' && d.openedAt < before }), 'prune: decisions that wait for an answer', 'open decisions'),
  bug('pruning forgets answers', prunesAlso({ decisions: (d, before) => d.state === 'answered' && d.openedAt < before }), 'prune: decisions that wait for an answer', 'answered decisions'),
  bug('pruning keeps withdrawn questions', pruneOf((good, s, before) => async () => {
    const all = (good.dump(s) as { readonly decisions: ReadonlyArray<Decision> }).decisions.filter((d) => d.state === 'withdrawn')
    const pruned = await answerOf(good.prune(s, before))
    await good.write(s, all.map((decision) => ({ _tag: 'PutDecision', decision })))()
    return E.right({ ...pruned, decisions: pruned.decisions - all.length })
  }), 'prune: decisions go that are withdrawn or done', 'what went'),
  bug('pruning keeps every value that lost', prunesNot((e) => e.losers.length > 0), 'prune: what lost goes like everything else', 'what went'),
  bug('pruning forgets what lost', prunesAlso({ entries: (e, before) => e.losers.length > 0 && e.at < before }), 'prune: an entry in which a value lost stays', 'the journal'),
  bug('pruning keeps what lost, and not what came after it', prunesAlso({ entries: (e, before) => e.losers.length === 0 && e.at < before }), 'prune: an entry in which a value lost stays', 'the journal'),
  bug('pruning keeps only what came after the moment at which a value lost', prunesAlso({ entries: (e, before, good, s) => e.at < before && e.losers.length === 0 && (good.dump(s) as { readonly journal: ReadonlyArray<JournalEntry> }).journal.some((x) => x.linkId === e.linkId && x.losers.length > 0 && x.at === e.at) }), 'prune: an entry in which a value lost stays', 'the journal'),
  bug('pruning keeps all of a link of which something lost', prunesNot((e) => e.linkId === 'c0ffee01'), 'prune: an entry in which a value lost stays', 'the journal'),
  bug('pruning keeps what lost of links that are not there', prunesNot((e) => e.linkId === 'no-such-link'), 'prune: what lost goes like everything else', 'what went'),
  bug('pruning forgets what is of that very instant', prunesAlso({ entries: (e, before) => e.at === before }), 'prune: entries of the journal go', 'the journal'),
  bug('pruning stops after a thousand entries', prunesNot((e) => e.id >= 'old 5'), 'prune: of thousands of entries', 'what went'),
  bug('pruning forgets closed links', prunesAlso({ links: (l) => l.state === 'closed' }), 'prune: nothing else goes', 'the closed link'),
  bug('pruning forgets links of which nothing is in the journal', prunesAlso({ links: () => true }), 'prune: nothing else goes', 'everything'),
  bug('pruning forgets old intents', prunesAlso({ intents: (i, before) => i.at < before }), 'prune: nothing else goes', 'everything'),
  bug('pruning forgets retries whose time has long come', prunesAlso({ retries: (r, before) => r.notBefore < before }), 'prune: nothing else goes', 'everything'),
  bug('pruning forgets cursors', pruneOf((good, s, before) => TE.chainFirst((_: Pruned) => good.write(s, [{ _tag: 'PutCursor', side: 'crm', cursor: '' }]))(good.prune(s, before))), 'prune: nothing else goes', 'everything'),
  bug('pruning deactivates', pruneOf((good, s, before) => TE.chainFirst((_: Pruned) => good.deactivate(s))(good.prune(s, before))), 'prune: nothing else goes', 'the activation'),
  bug('pruning does not say how much went', pruneOf((good, s, before) => TE.map(() => ({ entries: 0, decisions: 0 }))(good.prune(s, before))), 'prune: answers how much went', 'what went'),
  bug('pruning is done for a whole company', pruneOf((good, s, before) => TE.chainFirst((_: Pruned) => good.prune({ user: 'anna', database: 'acme' }, before))(good.prune(s, before))), 'prune: only in its scope', 'the journal'),
  bug('what was pruned is known for ever', (good) => {
    const known = new Set<string>()
    return { write: (s, writes) => good.write(s, writes.filter((w) => w._tag !== 'Journal' || (!known.has(w.entry.id) && known.add(w.entry.id)))) }
  }, 'prune: what went can be written anew', 'the journal'),
  bug('pruning takes any text for an instant', pruneOf((good, s, before) => good.prune(s, before.length === 24 ? before : always)), 'prune: an instant that is none', 'expected InvalidPayload'),
  bug('an answer is overwritten', (good) => ({
    write: (s, writes) => async () => {
      for (const w of writes) if (w._tag === 'PutDecision') {
        const [present] = await answerOf(good.decisions(s, { ids: [w.decision.id] }))
        if (present?.state === 'answered') await good.write(s, [{ _tag: 'PutDecision', decision: { ...present, state: 'done' } }])()
      }
      return good.write(s, writes)()
    }
  }), 'PutDecision: an answered decision is replaced only by one', 'expected VersionMismatch'),
  bug('a search throws', () => ({ due: () => () => Promise.reject(new TypeError('no network')) }), 'no function throws or rejects', 'a throw of TypeError')
]

describe('bugs planted in a store adapter are caught', () => {
  expectSound('a store', with_(() => ({})))
  expectCaught(all)
})
