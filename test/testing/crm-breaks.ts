/** Ways to break a CRM adapter. */
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { memoryCrm, type MemoryCrm, type MemoryCrmOptions, memoryStore, type MemoryStore } from '../../src/adapters/memory'
import { type PortError, unavailable, versionMismatch } from '../../src/core/errors'
import type { Activity } from '../../src/core/model/activity'
import type { ContactMatch } from '../../src/core/model/contact'
import type { ActivityChange, ActivityPage, ActivityRead, Commit, CrmPort, CrmResult, CrmWrite, Probe } from '../../src/core/ports/crm'
import { crmContract } from '../../src/testing/contracts'
import { crmHarness, tickingClock } from '../adapters/memory/worlds'
import { answerOf, type Planted } from './planted'

export type Break = (good: MemoryCrm, store: MemoryStore) => Partial<CrmPort>
export type Answer = E.Either<PortError, CrmResult>

export const owners = ['anna', 'bert']
export const scope = { user: 'anna', database: 'acme' }

/** A CRM that commits with the store, unless its options say otherwise. */
export const with_ = (options: Partial<MemoryCrmOptions> & { readonly alone?: true }, breakIt: Break) =>
  crmContract(async () => {
    const store = memoryStore()
    const { alone, ...rest } = options
    const good = memoryCrm({ now: tickingClock(), pageSize: 2, ...(alone === undefined ? { store: { memory: store, database: 'acme' } } : {}), ...rest })
    return { ...crmHarness(good, alone === undefined ? { port: store, scope } : undefined), port: { ...good, ...breakIt(good, store) } }
  })

export const bug = (what: string, breakIt: Break, sentence: string, says: string, options: Parameters<typeof with_>[0] = {}): Planted => ({ bug: what, cases: with_(options, breakIt), sentence, says })

export const inChanges =
  (change: (c: ActivityChange, owner: string) => ReadonlyArray<ActivityChange>): Break =>
  (good) => ({ changes: (owner, from) => TE.map((p: ActivityPage) => ({ ...p, changes: p.changes.flatMap((c) => change(c, owner)) }))(good.changes(owner, from)) })

/** What reading shows: in the feed, by id and by key. */
export const inReads =
  (change: (a: Activity) => Activity): Break =>
  (good, store) => ({
    ...inChanges((c) => [c._tag === 'Present' ? { ...c, activity: change(c.activity) } : c])(good, store),
    read: (ids) => TE.map((all: ReadonlyArray<ActivityRead>) => all.map((r) => (r._tag === 'Found' ? { ...r, activity: change(r.activity) } : r)))(good.read(ids)),
    findByOwnKey: (owner, keys) => TE.map((all: ReadonlyArray<Activity>) => all.map(change))(good.findByOwnKey(owner, keys))
  })

export const inWrites =
  (change: (w: CrmWrite) => CrmWrite): Break =>
  (good) => ({ write: (writes) => good.write(writes.map(change)) })

export const inCreates = (change: (w: CrmWrite & { readonly _tag: 'CreateActivity' }) => object): Break => inWrites((w) => (w._tag === 'CreateActivity' ? ({ ...w, ...change(w) } as CrmWrite) : w))
export const inDocuments = (change: (w: CrmWrite & { readonly _tag: 'AddDocument' }) => object): Break => inWrites((w) => (w._tag === 'AddDocument' ? { ...w, ...change(w) } : w))

export const activityOf = (a: Answer | undefined): Activity | null => (a !== undefined && E.isRight(a) && a.right._tag === 'Activity' ? a.right.activity : null)

/** One write after the other, each done in its own way. */
export const eachWrite =
  (act: (good: MemoryCrm, w: CrmWrite, store: MemoryStore) => Promise<Answer>): Break =>
  (good, store) => ({
    write: (writes) => async () => {
      const answers: Answer[] = []
      for (const w of writes) answers.push(await act(good, w, store))
      return E.right(answers)
    }
  })

export const doOne = async (good: CrmPort, w: CrmWrite): Promise<Answer> => (await answerOf(good.write([w])))[0] ?? E.left(unavailable('no answer'))

export const presentVersion = (good: MemoryCrm, w: CrmWrite): string | undefined => ('id' in w ? good.person.get(w.id)?.version : undefined)

export const withPresentVersion = (tag: 'UpdateActivity' | 'DeleteActivity'): Break =>
  eachWrite((good, w) => doOne(good, w._tag === tag ? { ...w, version: presentVersion(good, w) ?? w.version } : w))

export const lastPageLost: Break = (good) => ({
  changes: (owner, from) => async () => {
    const page = await answerOf(good.changes(owner, from))
    const next = page.more ? await answerOf(good.changes(owner, page.cursor)) : page
    return E.right(page.more && !next.more ? { ...page, cursor: next.cursor, more: false } : page)
  }
})

export const betweenPagesLost: Break = (good) => ({
  changes: (owner, from) => async () => {
    const page = await good.changes(owner, from)()
    if (E.isLeft(page) || !page.right.full || page.right.more) return page
    let last = await answerOf(good.changes(owner, page.right.cursor))
    while (last.more) last = await answerOf(good.changes(owner, last.cursor))
    return E.right({ ...page.right, cursor: last.cursor })
  }
})

export const expiredIsEmpty: Break = (good) => ({
  changes: (owner, from) => TE.orElse((): TE.TaskEither<PortError, ActivityPage> => TE.right({ changes: [], cursor: from ?? '', more: false, full: false }))(good.changes(owner, from))
})

/** Both sides are asked, and nobody looks whose it is. */
export const everybodys = <A>(ask: (owner: string) => TE.TaskEither<PortError, ReadonlyArray<A>>): TE.TaskEither<PortError, ReadonlyArray<A>> => async () =>
  E.right((await Promise.all(owners.map((o) => answerOf(ask(o))))).flat())

export const softlyDeleted: Break = (good) => {
  const gone = new Map<string, Activity>()
  const remember = (id: string): void => void (good.person.get(id) === null ? undefined : gone.set(id, good.person.get(id) as Activity))
  return {
    changes: (owner, from) => TE.map((p: ActivityPage) => (p.changes.forEach((c) => (c._tag === 'Present' ? remember(c.activity.id) : undefined)), p))(good.changes(owner, from)),
    write: (writes) => async () => {
      const answers = await answerOf(good.write(writes))
      for (const a of answers) remember(activityOf(a)?.id ?? '')
      return E.right(answers)
    },
    read: (ids) => TE.map((all: ReadonlyArray<ActivityRead>) => all.map((r): ActivityRead => {
      const activity = gone.get(r.id)
      return r._tag === 'Missing' && activity !== undefined ? { _tag: 'Found', id: r.id, activity } : r
    }))(good.read(ids))
  }
}

export const stopsAtFailure: Break = (good) => ({
  write: (writes) => async () => {
    const answers: Answer[] = []
    for (const w of writes) answers.push(answers.some(E.isLeft) ? E.left(unavailable('stopped')) : await doOne(good, w))
    return E.right(answers)
  }
})

export const lastOfBatchLost: Break = (good) => ({
  write: (writes) => async () => {
    const answers = await answerOf(good.write(writes))
    if (writes.length > 1) good.person.delete(activityOf(answers.at(-1))?.id ?? '')
    return E.right(answers)
  }
})

export const halfDone = eachWrite(async (good, w) => {
  const version = presentVersion(good, w)
  if (w._tag !== 'UpdateActivity' || version === undefined || version === w.version) return doOne(good, w)
  await doOne(good, { ...w, version })
  return E.left(versionMismatch('activity'))
})

export const commitOnly =
  (which: (w: CrmWrite) => boolean): Break =>
  (good) => ({ write: (writes) => good.write(writes.map((w): CrmWrite => (which(w) ? w : { ...w, commit: () => [] }))) })

export const commitsWhatFailed = eachWrite(async (good, w, store) => {
  const answer = await doOne(good, w)
  if (E.isLeft(answer) && 'id' in w) store.persist(scope, w.commit({ _tag: 'Deleted', id: w.id }))
  return answer
})

export const commitsApart: Break = (good, store) => ({
  write: (writes) => async () => {
    const answers: Answer[] = []
    for (const w of writes) {
      const answer = await doOne(good, { ...w, commit: () => [] })
      const persisted = E.isRight(answer) ? store.persist({ ...scope, user: w.owner }, w.commit(answer.right)) : answer
      answers.push(E.isLeft(persisted) ? E.left(persisted.left) : answer)
    }
    return E.right(answers)
  }
})

/** A key that stays: of the second answer, nothing is remembered. */
export const repeatsUncommitted = (tag: CrmWrite['_tag']): Break => (good) => {
  const seen = new Set<string>()
  return {
    write: (writes) => good.write(writes.map((w): CrmWrite => {
      const key = w._tag === 'CreateActivity' ? w.ownKey : w._tag === 'AddDocument' ? w.key : ''
      const again = w._tag === tag && seen.has(`${w.owner} ${key}`)
      seen.add(`${w.owner} ${key}`)
      return again ? { ...w, commit: (): ReturnType<Commit> => [] } : w
    }))
  }
}

export const documentOfAnybody: Break = (good) => {
  const byKey = new Map<string, string>()
  return eachWrite(async (m, w) => {
    if (w._tag !== 'AddDocument') return doOne(m, w)
    const known = byKey.get(w.key)
    if (known !== undefined) return E.right({ _tag: 'Document', documentId: known })
    const answer = await doOne(m, w)
    if (E.isRight(answer) && answer.right._tag === 'Document') byKey.set(w.key, answer.right.documentId)
    return answer
  })(good, memoryStore())
}

export const matches =
  (change: (all: ReadonlyArray<ContactMatch>) => ReadonlyArray<ContactMatch>): Break =>
  (good) => ({ findByAddress: (addresses) => TE.map(change)(good.findByAddress(addresses)) })

export const probing = (change: (p: Probe) => Probe): Break => (good) => ({ findSimilar: (owner, kind, probes) => good.findSimilar(owner, kind, probes.map(change)) })

export const exactInstant: Break = (good) => ({
  findSimilar: (owner, kind, probes) => TE.map((all: ReadonlyArray<Activity>) => all.filter((a) => a.kind !== 'email' || probes.some((p) => p.at === null || p.at === a.fields.sentAt)))(good.findSimilar(owner, kind, probes))
})

export const handedOverIsRemoved = inChanges((c, owner) => [c._tag === 'Present' && c.activity.owner !== owner ? { _tag: 'Removed', id: c.activity.id } : c])

export const handedOverForEver: Break = (good) => {
  const had = new Map<string, Set<string>>()
  return {
    changes: (owner, from) => async () => {
      const page = await good.changes(owner, from)()
      if (E.isLeft(page)) return page
      const mine = had.get(owner) ?? new Set<string>()
      had.set(owner, mine)
      for (const c of page.right.changes) if (c._tag === 'Present') mine.add(c.activity.id)
      const told = new Set(page.right.changes.map((c) => (c._tag === 'Present' ? c.activity.id : c.id)))
      const more = page.right.full ? [] : good.person.list().filter((a) => a.owner !== owner && mine.has(a.id) && !told.has(a.id))
      return E.right({ ...page.right, changes: [...page.right.changes, ...more.map((activity): ActivityChange => ({ _tag: 'Present', activity }))] })
    }
  }
}

export const versionOfMinute: Break = (good, store) => {
  const dated = (a: Activity): Activity => ({ ...a, version: a.modifiedAt.slice(0, 16) })
  return {
    ...inReads(dated)(good, store),
    write: (writes) => TE.map((answers: ReadonlyArray<Answer>) => answers.map((a): Answer => (E.isRight(a) && a.right._tag === 'Activity' ? E.right({ _tag: 'Activity', activity: dated(a.right.activity) }) : a)))(good.write(writes))
  }
}

export const noKinds = (good: MemoryCrm): Partial<CrmPort> => ({ capabilities: { ...good.capabilities, kinds: ['task'] } })
