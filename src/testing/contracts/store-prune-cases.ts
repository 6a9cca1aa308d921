/** The cases for `prune`: what is forgotten, and what stays however old it is. */
import type { Decision } from '../../core/model/decision'
import type { JournalEntry } from '../../core/model/journal'
import type { Pruned } from '../../core/ports/store'
import type { DraftCase } from './contract-case'
import { ask, expectEqual, expectLeft, settle } from './expectations'
import { elsewhere, everything, findLinks, here, put, putLinks, type StoreHarness } from './store-harness'
import { sampleDecision, sampleEntry, sampleIntent, sampleLink, sampleRetry, sampleTime } from './store-samples'

type Draft = DraftCase<StoreHarness>

const prune = (h: StoreHarness, before: string): Promise<Pruned> => ask('prune', h.port.prune(here, before))

const putEntries = (h: StoreHarness, entries: ReadonlyArray<JournalEntry>): Promise<void> => put(h, entries.map((entry) => ({ _tag: 'Journal', entry })))
const putDecisions = (h: StoreHarness, all: ReadonlyArray<Decision>): Promise<void> => put(h, all.map((decision) => ({ _tag: 'PutDecision', decision })))

const journal = async (h: StoreHarness): Promise<ReadonlyArray<string>> => (await ask('journal', h.port.journal(here, { limit: 10_000 }))).map((e) => e.id)
const idOf = (...n: ReadonlyArray<number>): ReadonlyArray<string> => n.map((x) => sampleEntry(x).id)

/** After everything that the samples are of. */
const future = '2999-01-01T00:00:00.000Z'

const link = sampleLink(1)
/** An entry of a link in which nothing lost. */
const plain = (n: number, linkId: string | null = link.id): JournalEntry => sampleEntry(n, { linkId, losers: [] })
/** An entry of a link in which a value lost. */
const lost = (n: number, linkId: string | null = link.id): JournalEntry => sampleEntry(n, { linkId })

const goingCases: ReadonlyArray<Draft> = [
  {
    name: 'prune: decisions go that are withdrawn or done and were opened before that instant; one that was opened at it or later stays',
    prove: async (h) => {
      const states = ['withdrawn', 'done', 'withdrawn', 'done', 'withdrawn', 'done'] as const
      const all = states.map((state, n) => sampleDecision(n, { state, answer: state === 'done' ? 'keep-activity' : null }))
      await putDecisions(h, all)
      expectEqual('what went', await prune(h, sampleTime(2)), { entries: 0, decisions: 2 })
      expectEqual('decisions by id', await ask('decisions', h.port.decisions(here, { ids: all.map((d) => d.id) })), all.slice(2))
      expectEqual('decisions by link', await ask('decisions', h.port.decisions(here, { linkIds: all.map((d) => d.linkId) })), all.slice(2))
    }
  },
  {
    name: 'prune: decisions that wait for an answer, or for its being carried out, stay, however old they are',
    prove: async (h) => {
      const all = [sampleDecision(1), sampleDecision(2, { state: 'answered', answer: 'delete-activity' }), sampleDecision(3)]
      await putDecisions(h, all)
      await prune(h, future)
      expectEqual('open decisions', await ask('decisions', h.port.decisions(here, {})), [all[0], all[2]])
      expectEqual('answered decisions', (await ask('due', h.port.due(here, sampleTime(0)))).answered, [all[1]])
    }
  },
  {
    name: 'prune: entries of the journal go that are of before that instant; one of that very instant stays',
    prove: async (h) => {
      await putEntries(h, [plain(1), plain(2, null), plain(3), plain(4)])
      expectEqual('what went', await prune(h, sampleTime(3)), { entries: 2, decisions: 0 })
      expectEqual('the journal', await journal(h), idOf(4, 3))
      expectEqual('the entries of the link', (await ask('journal', h.port.journal(here, { linkIds: [link.id], limit: 10 }))).map((e) => e.id), idOf(4, 3))
    }
  },
  {
    name: 'prune: an entry in which a value lost stays while its link is open, and with it every entry of the link of its time or later; those before it go',
    prove: async (h) => {
      await putLinks(h, [link, sampleLink(2)])
      const sameTime = sampleEntry(7, { linkId: link.id, losers: [], at: sampleTime(3) })
      await putEntries(h, [plain(1), plain(2, sampleLink(2).id), sameTime, lost(3), plain(4), plain(5, sampleLink(2).id), lost(6)])
      await prune(h, future)
      expectEqual('the journal', [...(await journal(h))].sort(), idOf(3, 4, 6, 7))
      expectEqual('the entry', await ask('journal', h.port.journal(here, { ids: idOf(3), limit: 1 })), [lost(3)])
    }
  },
  {
    name: 'prune: what lost goes like everything else once its link is closed, or where there is no such link',
    prove: async (h) => {
      await putLinks(h, [link, sampleLink(2)])
      await putEntries(h, [lost(1), plain(2), lost(3, sampleLink(2).id), lost(4, 'no-such-link'), lost(5, null)])
      await putLinks(h, [sampleLink(1, { state: 'closed', closed: 'both-deleted' })])
      expectEqual('what went', await prune(h, future), { entries: 4, decisions: 0 })
      expectEqual('the journal', await journal(h), idOf(3))
    }
  },
  {
    name: 'prune: of thousands of entries all that are old go, and all that are new stay',
    prove: async (h) => {
      const [old, fresh] = [Array.from({ length: 2500 }, (_, n) => sampleEntry(n % 20, { id: `old ${n}`, losers: [], linkId: n % 2 === 0 ? link.id : null })), [30, 31].map((n) => plain(n))]
      const held = [lost(21), plain(22)]
      const decisions = Array.from({ length: 1500 }, (_, n) => sampleDecision(n % 20, { id: `decision ${n}`, state: 'withdrawn' }))
      await putLinks(h, [link])
      await putEntries(h, [...old, ...held, ...fresh])
      await putDecisions(h, decisions)
      expectEqual('what went', await prune(h, sampleTime(30)), { entries: 2500, decisions: 1500 })
      expectEqual('the journal', await journal(h), idOf(31, 30, 22, 21))
    }
  }
]

const stayingCases: ReadonlyArray<Draft> = [
  {
    name: 'prune: nothing else goes, whatever its age: links, open and closed, intents, retries, cursors, the activation, the lease',
    prove: async (h) => {
      const closed = sampleLink(2, { state: 'closed', closed: 'item-deleted-activity-kept' })
      await putLinks(h, [sampleLink(1, { reviewAt: sampleTime(1) }), closed])
      await put(h, [
        { _tag: 'PutCursor', side: 'outlook', cursor: 'o1' },
        { _tag: 'PutCursor', side: 'crm', cursor: 'c1' },
        { _tag: 'PutIntent', intent: sampleIntent(1) },
        { _tag: 'PutRetry', retry: sampleRetry(1) },
        { _tag: 'PutRetry', retry: sampleRetry(2, { side: 'crm', notBefore: '2998-01-01T00:00:00.000Z' }) },
        { _tag: 'PutDecision', decision: sampleDecision(3) }
      ])
      await ask('activate', h.port.activate(here))
      const fence = await ask('acquireLease', h.port.acquireLease(here.user, 'a worker', sampleTime(0), sampleTime(1)))
      const before = await everything(h, here, link)
      expectEqual('what went', await prune(h, future), { entries: 0, decisions: 0 })
      expectEqual('everything', await everything(h, here, link), before)
      expectEqual('the closed link', await findLinks(h, { ids: [closed.id], itemIds: [closed.itemId], identities: [closed.identity ?? ''] }), [closed])
      expectEqual('the activation', await ask('activation', h.port.activation(here.user)), here.database)
      await put(h, [{ _tag: 'Fence', fence, until: sampleTime(2) }])
    }
  },
  {
    name: 'prune: answers how much went; asked again, it is a success that removes nothing',
    prove: async (h) => {
      await putEntries(h, [plain(1), plain(2), plain(3)])
      await putDecisions(h, [sampleDecision(1, { state: 'done', answer: 'keep-activity' })])
      expectEqual('of nothing that old', await prune(h, sampleTime(1)), { entries: 0, decisions: 0 })
      expectEqual('what went', await prune(h, sampleTime(3)), { entries: 2, decisions: 1 })
      expectEqual('what went the second time', await prune(h, sampleTime(3)), { entries: 0, decisions: 0 })
      expectEqual('the journal', await journal(h), idOf(3))
    }
  },
  {
    name: 'prune: only in its scope',
    prove: async (h) => {
      await putLinks(h, [link])
      await putEntries(h, [plain(1), lost(2), plain(3)])
      await putDecisions(h, [sampleDecision(1, { state: 'withdrawn' })])
      const ids = { ids: [sampleDecision(1).id] }
      for (const scope of elsewhere) {
        await put(h, [{ _tag: 'PutLink', link: { ...link, state: 'closed', closed: 'both-deleted' } }, { _tag: 'Journal', entry: sampleEntry(9, { linkId: link.id, at: sampleTime(0) }) }], scope)
        expectEqual(`what went of ${scope.user} in ${scope.database}`, await ask('prune', h.port.prune(scope, future)), { entries: 1, decisions: 0 })
      }
      expectEqual('the journal', await journal(h), idOf(3, 2, 1))
      expectEqual('the decisions', (await ask('decisions', h.port.decisions(here, ids))).map((d) => d.id), ids.ids)
      expectEqual('what goes here', await prune(h, future), { entries: 1, decisions: 1 })
    }
  },
  {
    name: 'prune: what went can be written anew',
    prove: async (h) => {
      const decision = sampleDecision(1, { state: 'withdrawn' })
      await putEntries(h, [plain(1), plain(2)])
      await putDecisions(h, [decision])
      await prune(h, sampleTime(2))
      await putEntries(h, [plain(1)])
      await putDecisions(h, [sampleDecision(1)])
      expectEqual('the journal', await journal(h), idOf(2, 1))
      expectEqual('the open decisions', await ask('decisions', h.port.decisions(here, {})), [sampleDecision(1)])
    }
  },
  {
    name: 'prune: an instant that is none is InvalidPayload, and nothing goes',
    prove: async (h) => {
      await putEntries(h, [plain(1)])
      for (const odd of ['', 'soon', '2999', '2999-01-01', '9999-99-99T00:00:00.000Z']) expectLeft(`pruning before ${odd}`, await settle('prune', h.port.prune(here, odd)), 'InvalidPayload')
      expectEqual('the journal', await journal(h), idOf(1))
    }
  }
]

/** The cases for `prune`. */
export const storePruneCases: ReadonlyArray<Draft> = [...goingCases, ...stayingCases]
