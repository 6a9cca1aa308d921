/** Ports as one call of the library sees them: they fail when the story says so, and every effect is judged as it happens. Works around any adapter. */
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type PortError, unavailable } from '../../core/errors'
import type { Item } from '../../core/model/item'
import type { CrmPort, CrmResult, CrmWrite } from '../../core/ports/crm'
import type { ItemPage, ItemRead, MailboxPort, MailboxWrite } from '../../core/ports/mailbox'
import type { Due, OpenLink, StorePort } from '../../core/ports/store'
import type { FaultPoint } from '../../adapters/memory'
import { judgeCrmEffect, judgeMailboxEffect } from './laws/judge-effect'
import { readActivityOf, readItem } from './listing'
import { atPoint, breaksWithin, enterCall, type Performance } from './performance'

const lost: PortError = unavailable('the answer was lost')

type Answers<A> = ReadonlyArray<E.Either<PortError, A>>

/** Carries effects out one at a time where one of them breaks, else together as the engine gave them. */
const playWrites = async <W extends { readonly _tag: string }, A>(
  perf: Performance,
  port: FaultPoint['port'],
  writes: ReadonlyArray<W>,
  write: (writes: ReadonlyArray<W>) => TaskEither<PortError, Answers<A>>,
  look: (w: W) => Promise<unknown>,
  judge: (w: W, before: unknown, answer: E.Either<PortError, A>) => Promise<void>
): Promise<E.Either<PortError, Answers<A>>> => {
  const { figures } = perf.seat.stage
  if (!breaksWithin(perf, writes.length)) {
    perf.points += 2 * writes.length
    figures.effects += writes.length
    const before = await Promise.all(writes.map(look))
    const answers = await write(writes)()
    if (E.isRight(answers)) for (const [i, w] of writes.entries()) await judge(w, before[i], answers.right[i] as E.Either<PortError, A>)
    return answers
  }
  const out: Array<E.Either<PortError, A>> = []
  for (const w of writes) {
    const point = { port, call: 'write', effect: w._tag } as const
    const struck = atPoint(perf, point, 'before')
    if (struck !== null && struck !== 'lost') {
      out.push(E.left(struck))
      continue
    }
    const before = await look(w)
    figures.effects++
    const answers = await write([w])()
    if (E.isLeft(answers)) return answers
    const answer = answers.right[0] as E.Either<PortError, A>
    await judge(w, before, answer)
    if (struck === 'lost') {
      perf.points++
      out.push(E.left(lost))
      continue
    }
    atPoint(perf, point, 'after')
    out.push(answer)
  }
  return E.right(out)
}

const spoiledError = { _tag: 'InvalidPayload', what: 'item', errors: [{ field: 'fields.time', got: 'string', expected: 'a time' }] } as const

export const watchMailbox = (perf: Performance): MailboxPort => {
  const { mailbox, spoiled } = perf.seat
  const m = mailbox.port
  const call =
    <A>(name: string, act: () => Promise<E.Either<PortError, A>>): TaskEither<PortError, A> =>
    async () => {
      const error = await enterCall(perf, 'mailbox', name)
      return error === null ? act() : E.left(error)
    }
  const spoil = (told: ItemPage): ItemPage => {
    const page = perf.reversed ? { ...told, changes: [...told.changes].reverse() } : told
    perf.told += page.changes.length
    perf.listing ||= page.full
    return spoiled.size === 0 ? page : { ...page, changes: page.changes.map((c) => (c._tag === 'Present' && spoiled.has(c.item.id) ? { _tag: 'Failed' as const, id: c.item.id, error: spoiledError } : c)) }
  }
  return {
    capabilities: m.capabilities,
    ownAddresses: call('ownAddresses', m.ownAddresses),
    changes: (from) => call('changes', TE.map(spoil)(m.changes(from))),
    read: (ids) => {
      perf.asked += ids.length
      return call('read', TE.map((reads: ReadonlyArray<ItemRead>) => reads.map((r) => (r._tag === 'Found' && spoiled.has(r.id) ? { _tag: 'Failed' as const, id: r.id, error: spoiledError } : r)))(m.read(ids)))
    },
    findByOwnKey: (keys) => call('findByOwnKey', m.findByOwnKey(keys)),
    attachment: (item, attachment, atMost) => call('attachment', m.attachment(item, attachment, atMost)),
    write: (writes) =>
      call('write', () =>
        playWrites<MailboxWrite, Item | null>(perf, 'mailbox', writes, m.write, (w) => ('id' in w ? readItem(mailbox, w.id) : Promise.resolve(null)), (w, before, answer) => judgeMailboxEffect(perf, w, before as Item | null, answer))
      )
  }
}

export const watchCrm = (perf: Performance): CrmPort => {
  const crm = perf.seat.stage.crms[perf.database]
  const c = crm.port
  const call =
    <A>(name: string, act: () => Promise<E.Either<PortError, A>>): TaskEither<PortError, A> =>
    async () => {
      const error = await enterCall(perf, 'crm', name)
      return error === null ? act() : E.left(error)
    }
  return {
    capabilities: c.capabilities,
    changes: (owner, from) =>
      call(
        'changes',
        TE.map((page: { readonly changes: ReadonlyArray<unknown>; readonly full: boolean }) => {
          perf.told += page.changes.length
          perf.listing ||= page.full
          return perf.reversed ? { ...page, changes: [...page.changes].reverse() } : page
        })(c.changes(owner, from)) as ReturnType<CrmPort['changes']>
      ),
    read: (ids) => {
      perf.asked += ids.length
      return call('read', c.read(ids))
    },
    findByOwnKey: (owner, keys) => call('findByOwnKey', c.findByOwnKey(owner, keys)),
    findByAddress: (addresses) => call('findByAddress', c.findByAddress(addresses)),
    findSimilar: (owner, kind, probes) => call('findSimilar', c.findSimilar(owner, kind, probes)),
    write: (writes) =>
      call('write', () =>
        playWrites<CrmWrite, CrmResult>(
          perf,
          'crm',
          writes,
          c.write,
          (w) => (w._tag === 'UpdateActivity' || w._tag === 'DeleteActivity' ? readActivityOf(crm, w.id) : Promise.resolve(null)),
          (w, before, answer) => judgeCrmEffect(perf, w, before as Awaited<ReturnType<typeof readActivityOf>>, answer)
        )
      )
  }
}

/** Calls of the store that are effects; taking and leaving the lease is none that a story counts. */
const effects: ReadonlySet<string> = new Set(['write', 'activate', 'deactivate'])

const storeCalls: ReadonlyArray<keyof StorePort> = ['links', 'openLinks', 'countOpenLinks', 'due', 'cursor', 'decisions', 'journal', 'passes', 'write', 'activation', 'activate', 'deactivate', 'acquireLease', 'releaseLease', 'prune']

export const watchStore = (perf: Performance): StorePort => {
  const s = perf.seat.stage.store.port
  const call =
    <A>(name: string, act: () => Promise<E.Either<PortError, A>>): TaskEither<PortError, A> =>
    async () => {
      const error = await enterCall(perf, 'store', name)
      if (error !== null) return E.left(error)
      if (!effects.has(name)) return act()
      const point = { port: 'store', call: name, effect: name } as const
      const struck = atPoint(perf, point, 'before')
      if (struck !== null && struck !== 'lost') return E.left(struck)
      const answer = await act()
      atPoint(perf, point, 'after')
      return answer
    }
  const watched = Object.fromEntries(
    storeCalls.map((name) => [name, (...args: ReadonlyArray<unknown>) => call(name, (s[name] as (...a: ReadonlyArray<unknown>) => TaskEither<PortError, unknown>)(...args))])
  ) as unknown as StorePort
  return {
    ...watched,
    links: (scope, query) => {
      perf.asked += query.ids.length + query.itemIds.length + query.activityIds.length + query.identities.length
      return watched.links(scope, query)
    },
    openLinks: (scope, after, limit) =>
      TE.map((links: ReadonlyArray<OpenLink>) => {
        // What a full listing did not mention is compared with what is linked.
        if (perf.listing) perf.told += links.length
        return links
      })(watched.openLinks(scope, after, limit)),
    due: (scope, now) =>
      TE.map((d: Due) => {
        perf.told += d.intents.length + d.retries.length + d.answered.length + d.review.length
        return d
      })(watched.due(scope, now))
  }
}
