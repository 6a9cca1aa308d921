/** The cases for what the commands of a user ask of the journal: entries by id, by pass, those in which something lost, and the passes. */
import type { JournalEntry } from '../../core/model/journal'
import type { PassCounts } from '../../core/ports/store'
import type { DraftCase } from './contract-case'
import { ask, expectEqual, nearMisses } from './expectations'
import { elsewhere, here, put, type StoreHarness } from './store-harness'
import { sampleEntry, sampleTime } from './store-samples'

type Draft = DraftCase<StoreHarness>

const putEntries = (h: StoreHarness, entries: ReadonlyArray<JournalEntry>): Promise<void> => put(h, entries.map((entry) => ({ _tag: 'Journal', entry })))
const journal = async (h: StoreHarness, query: Parameters<StoreHarness['port']['journal']>[1]): Promise<ReadonlyArray<string>> => (await ask('journal', h.port.journal(here, query))).map((e) => e.id)
const idOf = (...n: ReadonlyArray<number>): ReadonlyArray<string> => n.map((x) => sampleEntry(x).id)
const passes = (h: StoreHarness, limit: number): Promise<ReadonlyArray<PassCounts>> => ask('passes', h.port.passes(here, limit))

export const storeJournalCases: ReadonlyArray<Draft> = [
  {
    name: 'journal: with ids, these entries, newest first; ids that are not there, or only nearly, are left out',
    prove: async (h) => {
      await putEntries(h, [1, 2, 3].map((n) => sampleEntry(n)))
      expectEqual('entries by id', await journal(h, { ids: [...idOf(1, 3), 'no-such-entry', ...nearMisses(sampleEntry(2).id)], limit: 100 }), idOf(3, 1))
      expectEqual('entries by no id', await journal(h, { ids: [], limit: 100 }), [])
    }
  },
  {
    name: 'journal: with passes, the entries of these passes, newest first, at most limit; an entry that is asked for twice is told once',
    prove: async (h) => {
      await putEntries(h, [sampleEntry(1, { pass: 'p1' }), sampleEntry(2, { pass: 'p2' }), sampleEntry(3, { pass: 'p1' }), sampleEntry(4, { pass: 'p3', linkId: null })])
      expectEqual('of one pass', await journal(h, { passes: ['p1'], limit: 100 }), idOf(3, 1))
      expectEqual('of two passes, the latest two', await journal(h, { passes: ['p3', 'p1'], limit: 2 }), idOf(4, 3))
      expectEqual('of no pass, and of one that is not there', [await journal(h, { passes: [], limit: 100 }), await journal(h, { passes: ['P1', 'p'], limit: 100 })], [[], []])
      expectEqual('of a pass, a link and an id', await journal(h, { passes: ['p1'], linkIds: [sampleEntry(3).linkId ?? '', sampleEntry(2).linkId ?? ''], ids: idOf(1, 4), limit: 100 }), idOf(4, 3, 2, 1))
    }
  },
  {
    name: 'journal: with withLosers, only entries in which a value lost, also among those of links and passes, and then at most limit',
    prove: async (h) => {
      await putEntries(h, [sampleEntry(1), sampleEntry(2), sampleEntry(3, { losers: [] }), sampleEntry(4, { losers: [] })])
      expectEqual('all of them', await journal(h, { withLosers: true, limit: 100 }), idOf(2, 1))
      expectEqual('the latest', await journal(h, { withLosers: true, limit: 1 }), idOf(2))
      expectEqual('of links', await journal(h, { withLosers: true, linkIds: [1, 3].map((n) => sampleEntry(n).linkId ?? ''), limit: 100 }), idOf(1))
      expectEqual('of a pass', await journal(h, { withLosers: true, passes: ['pass1'], limit: 1 }), idOf(2))
      expectEqual('without it', await journal(h, { withLosers: false, limit: 100 }), idOf(4, 3, 2, 1))
    }
  },
  {
    name: 'passes: of which the journal has an entry, the one with the newest entry first, at most limit, with its times and its entries by action',
    prove: async (h) => {
      expectEqual('in the beginning', await passes(h, 10), [])
      await putEntries(h, [
        sampleEntry(1, { pass: 'p1', action: 'CreateActivity' }),
        sampleEntry(2, { pass: 'p1', action: 'CreateActivity' }),
        sampleEntry(3, { pass: 'p2', action: 'Notice' }),
        sampleEntry(4, { pass: 'p1', action: 'TrashItem' }),
        sampleEntry(5, { pass: 'p3', action: 'Remember' })
      ])
      const all: ReadonlyArray<PassCounts> = [
        { pass: 'p3', from: sampleTime(5), to: sampleTime(5), actions: { Remember: 1 } },
        { pass: 'p1', from: sampleTime(1), to: sampleTime(4), actions: { CreateActivity: 2, TrashItem: 1 } },
        { pass: 'p2', from: sampleTime(3), to: sampleTime(3), actions: { Notice: 1 } }
      ]
      expectEqual('all', await passes(h, 10), all)
      expectEqual('the latest two', await passes(h, 2), all.slice(0, 2))
    }
  },
  {
    name: 'passes: only those of the scope',
    prove: async (h) => {
      await putEntries(h, [sampleEntry(1, { pass: 'p1' })])
      for (const scope of elsewhere) expectEqual(`the passes of ${scope.user} in ${scope.database}`, await ask('passes', h.port.passes(scope, 10)), [])
    }
  }
]
