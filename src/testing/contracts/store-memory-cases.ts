/** The cases for cursors, decisions, journal and what is due. */
import type { Decision } from '../../core/model/decision'
import type { Due, StoreWrite } from '../../core/ports/store'
import type { DraftCase } from './contract-case'
import { ask, expectEqual, expectLeft, expectSameSet, nearMisses, settle } from './expectations'
import { here, put, putLinks, type StoreHarness } from './store-harness'
import { sampleDecision, sampleEntry, sampleIntent, sampleLink, sampleRetry, sampleTime } from './store-samples'

type Draft = DraftCase<StoreHarness>

const due = (h: StoreHarness, n: number): Promise<Due> => ask('due', h.port.due(here, sampleTime(n)))

const putDecisions = (h: StoreHarness, all: ReadonlyArray<Decision>): Promise<void> => put(h, all.map((decision) => ({ _tag: 'PutDecision', decision })))
const decisions = async (h: StoreHarness, query: Parameters<StoreHarness['port']['decisions']>[1]): Promise<ReadonlyArray<Decision>> => ask('decisions', h.port.decisions(here, query))
/** The decision is refused in favour of the one that is there, with everything else in its write. */
const expectNotPut = async (h: StoreHarness, decision: Decision, present: Decision): Promise<void> => {
  const told = `${decision.state} with ${decision.answer ?? 'no answer'}`
  const writes: ReadonlyArray<StoreWrite> = [{ _tag: 'PutCursor', side: 'crm', cursor: told }, { _tag: 'PutDecision', decision }, { _tag: 'PutLink', link: sampleLink(9) }]
  expectLeft(`putting one that is ${told}`, await settle('write', h.port.write(here, writes)), 'VersionMismatch')
  expectEqual('the decision', await decisions(h, { ids: [present.id] }), [present])
  expectEqual('what stood beside it', [await ask('cursor', h.port.cursor(here, 'crm')), await ask('countOpenLinks', h.port.countOpenLinks(here))], [null, 0])
}

const journal = async (h: StoreHarness, query: Parameters<StoreHarness['port']['journal']>[1]): Promise<ReadonlyArray<string>> => (await ask('journal', h.port.journal(here, query))).map((e) => e.id)

const cursorCases: ReadonlyArray<Draft> = [
  {
    name: 'cursor: null in the beginning, then the last that was put, for each side its own',
    prove: async (h) => {
      const both = async (): Promise<unknown> => [await ask('cursor', h.port.cursor(here, 'outlook')), await ask('cursor', h.port.cursor(here, 'crm'))]
      expectEqual('in the beginning', await both(), [null, null])
      await put(h, [{ _tag: 'PutCursor', side: 'outlook', cursor: 'o1' }])
      expectEqual('after one side', await both(), ['o1', null])
      await put(h, [{ _tag: 'PutCursor', side: 'crm', cursor: 'c1' }, { _tag: 'PutCursor', side: 'outlook', cursor: 'x'.repeat(20_000) }])
      expectEqual('after both', await both(), ['x'.repeat(20_000), 'c1'])
    }
  }
]

const decisionCases: ReadonlyArray<Draft> = [
  {
    name: 'decisions: with neither ids nor links given, those in state open, oldest first, as they were put',
    prove: async (h) => {
      const all = [sampleDecision(3), sampleDecision(1), sampleDecision(4, { state: 'answered', answer: 'keep-activity' }), sampleDecision(2), sampleDecision(5, { state: 'withdrawn' }), sampleDecision(6, { state: 'done' })]
      await putDecisions(h, all)
      expectEqual('open decisions', await decisions(h, {}), [sampleDecision(1), sampleDecision(2), sampleDecision(3)])
    }
  },
  {
    name: 'decisions: with these ids, in whatever state, oldest first; ids that are not there, or only nearly, are left out; no id gives nothing',
    prove: async (h) => {
      const conflict: Decision = { _tag: 'Conflict', id: 'conflict', kind: 'task', linkId: 'l', itemId: 'i', activityId: 'a', openedAt: sampleTime(9), state: 'answered', field: 'subject', answer: 'outlook' }
      await putDecisions(h, [conflict, sampleDecision(1), sampleDecision(2, { state: 'done' })])
      expectEqual('decisions by id', await decisions(h, { ids: ['conflict', sampleDecision(2).id, 'no-such-decision', ...nearMisses(sampleDecision(1).id)] }), [sampleDecision(2, { state: 'done' }), conflict])
      expectEqual('decisions by no id', await decisions(h, { ids: [] }), [])
    }
  },
  {
    name: 'decisions: about these links, in whatever state, oldest first; no link gives nothing',
    prove: async (h) => {
      const done = sampleDecision(4, { state: 'done', linkId: sampleLink(1).id })
      await putDecisions(h, [done, sampleDecision(3), sampleDecision(2), sampleDecision(1)])
      expectEqual('decisions about two links', await decisions(h, { linkIds: [sampleLink(3).id, sampleLink(1).id, ...nearMisses(sampleLink(2).id)] }), [sampleDecision(1), sampleDecision(3), done])
      expectEqual('decisions about no link', await decisions(h, { linkIds: [] }), [])
    }
  },
  {
    name: 'decisions: with ids and links given, those with one of the ids or about one of the links, each once',
    prove: async (h) => {
      await putDecisions(h, [1, 2, 3].map((n) => sampleDecision(n)))
      const found = await decisions(h, { ids: [sampleDecision(1).id, sampleDecision(2).id], linkIds: [sampleLink(2).id, sampleLink(3).id] })
      expectEqual('the decisions', found, [1, 2, 3].map((n) => sampleDecision(n)))
    }
  },
  {
    name: 'PutDecision: replaces the decision of that id: answered, it is no longer among the open ones',
    prove: async (h) => {
      await putDecisions(h, [sampleDecision(1)])
      const answered = sampleDecision(1, { state: 'answered', answer: 'delete-activity' })
      await putDecisions(h, [answered])
      expectEqual('open decisions', await decisions(h, {}), [])
      expectEqual('the decision', await decisions(h, { ids: [answered.id] }), [answered])
      await putDecisions(h, [{ ...answered, linkId: sampleLink(2).id }])
      expectEqual('decisions about the link it was about', await decisions(h, { linkIds: [sampleLink(1).id] }), [])
    }
  },
  {
    name: 'PutDecision: an answered decision is replaced only by one that bears the same answer and is not open; otherwise the whole write fails with VersionMismatch and does nothing',
    prove: async (h) => {
      const answered = sampleDecision(1, { state: 'answered', answer: 'delete-activity' })
      await putDecisions(h, [answered])
      const refused: ReadonlyArray<Decision> = [
        sampleDecision(1),
        sampleDecision(1, { answer: 'delete-activity' }),
        sampleDecision(1, { state: 'withdrawn' }),
        sampleDecision(1, { state: 'done', answer: 'keep-activity' }),
        sampleDecision(1, { state: 'answered', answer: 'keep-activity' })
      ]
      for (const decision of refused) await expectNotPut(h, decision, answered)
      await putDecisions(h, [answered])
      await putDecisions(h, [{ ...answered, state: 'done' }])
      expectEqual('the decision when it is done', await decisions(h, { ids: [answered.id] }), [{ ...answered, state: 'done' }])
      const other = sampleDecision(2, { state: 'answered', answer: 'keep-activity' })
      await putDecisions(h, [other])
      await putDecisions(h, [{ ...other, state: 'withdrawn' }])
      expectEqual('the decision when it is withdrawn', await decisions(h, { ids: [other.id] }), [{ ...other, state: 'withdrawn' }])
    }
  },
  {
    name: 'PutDecision: an answered decision replaces only one that is open, or itself; otherwise the whole write fails with VersionMismatch and does nothing',
    prove: async (h) => {
      const answered = sampleDecision(1, { state: 'answered', answer: 'delete-activity' })
      for (const present of [sampleDecision(1, { state: 'withdrawn' }), sampleDecision(1, { state: 'done', answer: 'delete-activity' })]) {
        await putDecisions(h, [present])
        await expectNotPut(h, answered, present)
      }
      // What is over may be asked again, and then it may be answered.
      await putDecisions(h, [sampleDecision(1)])
      await putDecisions(h, [answered])
      expectEqual('the decision', await decisions(h, { ids: [answered.id] }), [answered])
    }
  }
]

const journalCases: ReadonlyArray<Draft> = [
  {
    name: 'journal: the latest entries, newest first by their time, at most limit',
    prove: async (h) => {
      await put(h, [2, 5, 1].map((n) => ({ _tag: 'Journal', entry: sampleEntry(n) })))
      await put(h, [4, 3].map((n) => ({ _tag: 'Journal', entry: sampleEntry(n) })))
      const ids = [5, 4, 3, 2, 1].map((n) => sampleEntry(n).id)
      expectEqual('all entries', await journal(h, { limit: 100 }), ids)
      expectEqual('the latest two', await journal(h, { limit: 2 }), ids.slice(0, 2))
      expectEqual('as many as there are', await journal(h, { limit: 5 }), ids)
    }
  },
  {
    name: 'journal: with linkIds, the entries of these links, newest first, at most limit',
    prove: async (h) => {
      const of = (n: number, linkId: string | null): { readonly _tag: 'Journal'; readonly entry: ReturnType<typeof sampleEntry> } => ({ _tag: 'Journal', entry: sampleEntry(n, { linkId }) })
      await put(h, [of(1, 'a'), of(2, 'b'), of(3, 'a'), of(4, null), of(5, 'c'), of(6, 'a')])
      const ids = (...n: ReadonlyArray<number>): ReadonlyArray<string> => n.map((x) => sampleEntry(x).id)
      expectEqual('of one link', await journal(h, { linkIds: ['a'], limit: 100 }), ids(6, 3, 1))
      expectEqual('of two links, the latest three', await journal(h, { linkIds: ['b', 'a'], limit: 3 }), ids(6, 3, 2))
      expectEqual('of no link', await journal(h, { linkIds: [], limit: 100 }), [])
      expectEqual('of a link that is not there', await journal(h, { linkIds: ['A', 'aa'], limit: 100 }), [])
    }
  },
  {
    name: 'journal: an entry keeps what lost and what was replaced, whatever the values are',
    prove: async (h) => {
      await put(h, [{ _tag: 'Journal', entry: sampleEntry(1) }])
      expectEqual('the entry', await ask('journal', h.port.journal(here, { limit: 1 })), [sampleEntry(1)])
    }
  }
]

const dueCases: ReadonlyArray<Draft> = [
  {
    name: 'due: intents until they are dropped',
    prove: async (h) => {
      await put(h, [{ _tag: 'PutIntent', intent: sampleIntent(1) }, { _tag: 'PutIntent', intent: sampleIntent(2) }])
      expectSameSet('intents', (await due(h, 0)).intents, [sampleIntent(1), sampleIntent(2)])
      await put(h, [{ _tag: 'DropIntent', id: sampleIntent(1).id }, { _tag: 'DropIntent', id: 'no-such-intent' }])
      expectEqual('intents after one was dropped', (await due(h, 0)).intents, [sampleIntent(2)])
    }
  },
  {
    name: 'due: retries whose notBefore is at or before the time asked for, until they are dropped, for each side its own',
    prove: async (h) => {
      const [early, late, crm] = [sampleRetry(1), sampleRetry(5), sampleRetry(1, { side: 'crm', attempts: 4 })]
      await put(h, [early, late, crm].map((retry) => ({ _tag: 'PutRetry', retry })))
      expectSameSet('retries before their time', (await due(h, 0)).retries, [])
      expectSameSet('retries at the time of two', (await due(h, 1)).retries, [early, crm])
      expectSameSet('retries at the time of all', (await due(h, 5)).retries, [early, crm, late])
      await put(h, [{ _tag: 'DropRetry', side: 'outlook', id: early.id }, { _tag: 'DropRetry', side: 'crm', id: late.id }])
      expectSameSet('retries after a drop', (await due(h, 5)).retries, [crm, late])
      await put(h, [{ _tag: 'PutRetry', retry: { ...crm, attempts: 5, notBefore: sampleTime(9) } }])
      expectSameSet('retries after one was put off', (await due(h, 5)).retries, [late])
      expectSameSet('retries at the time of all again', (await due(h, 9)).retries, [late, { ...crm, attempts: 5, notBefore: sampleTime(9) }])
    }
  },
  {
    name: 'due: decisions that were answered and not yet carried out',
    prove: async (h) => {
      const answered = sampleDecision(2, { state: 'answered', answer: 'delete-activity' })
      await putDecisions(h, [sampleDecision(1), answered, sampleDecision(3, { state: 'done', answer: 'keep-activity' }), sampleDecision(4, { state: 'withdrawn' })])
      expectEqual('answered decisions', (await due(h, 0)).answered, [answered])
      await putDecisions(h, [{ ...answered, state: 'done' }])
      expectEqual('answered decisions when it is done', (await due(h, 0)).answered, [])
    }
  },
  {
    name: 'due: open links with reviewAt at or before the time asked for',
    prove: async (h) => {
      const links = [sampleLink(1, { reviewAt: sampleTime(1) }), sampleLink(2, { reviewAt: sampleTime(2) }), sampleLink(3), sampleLink(4, { reviewAt: sampleTime(1), state: 'closed', closed: 'both-deleted' })]
      await putLinks(h, links)
      expectEqual('links to review before any time', (await due(h, 0)).review, [])
      expectEqual('links to review at the time of one', (await due(h, 1)).review, [links[0]])
      expectSameSet('links to review at the time of both', (await due(h, 2)).review, [links[0], links[1]])
      await putLinks(h, [sampleLink(1, { reviewAt: null })])
      expectEqual('links to review when one no longer asks for it', (await due(h, 2)).review, [links[1]])
    }
  }
]

/** The cases for cursors, decisions, journal and what is due. */
export const storeMemoryCases: ReadonlyArray<Draft> = [...cursorCases, ...decisionCases, ...journalCases, ...dueCases]
