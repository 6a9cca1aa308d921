/** The cases for `write` as a whole, for confinement to the scope, and for activation. */
import type { Scope } from '../../core/model/ids'
import type { StoreWrite } from '../../core/ports/store'
import type { DraftCase } from './contract-case'
import { ask, expectEqual, expectLeft, failCase, settle } from './expectations'
import { elsewhere, everything, findLinks, here, lookalikes, put, type StoreHarness } from './store-harness'
import { sampleDecision, sampleEntry, sampleIntent, sampleLink, sampleRetry, sampleTime } from './store-samples'

type Draft = DraftCase<StoreHarness>

/** One write of every sort that leaves something. */
const oneOfEach: ReadonlyArray<StoreWrite> = [
  { _tag: 'PutLink', link: sampleLink(1, { reviewAt: sampleTime(1) }) },
  { _tag: 'PutCursor', side: 'outlook', cursor: 'o1' },
  { _tag: 'PutCursor', side: 'crm', cursor: 'c1' },
  { _tag: 'PutDecision', decision: sampleDecision(1) },
  { _tag: 'PutDecision', decision: sampleDecision(2, { state: 'answered', answer: 'keep-activity' }) },
  { _tag: 'PutIntent', intent: sampleIntent(1) },
  { _tag: 'PutRetry', retry: sampleRetry(1) },
  { _tag: 'PutRetry', retry: sampleRetry(1, { side: 'crm' }) },
  { _tag: 'Journal', entry: sampleEntry(1) }
]

const tellAll = (h: StoreHarness, scope: Scope = here): Promise<unknown> => everything(h, scope, sampleLink(1))

const writeCases: ReadonlyArray<Draft> = [
  {
    name: 'write: each write is idempotent: twice, in one call or in two, is once',
    prove: async (h) => {
      await put(h, oneOfEach)
      const once = await tellAll(h)
      await put(h, [...oneOfEach, ...oneOfEach])
      expectEqual('everything after writing it all again', await tellAll(h), once)
      const drops: ReadonlyArray<StoreWrite> = [{ _tag: 'DropIntent', id: sampleIntent(1).id }, { _tag: 'DropRetry', side: 'outlook', id: sampleRetry(1).id }]
      await put(h, drops)
      const dropped = await tellAll(h)
      await put(h, drops)
      expectEqual('everything after dropping twice', await tellAll(h), dropped)
    }
  },
  {
    name: 'write: in the order given: of two writes of one thing the last stays',
    prove: async (h) => {
      await put(h, [
        { _tag: 'PutLink', link: sampleLink(1, { itemId: 'first' }) },
        { _tag: 'PutLink', link: sampleLink(1, { itemId: 'second' }) },
        { _tag: 'PutCursor', side: 'crm', cursor: 'first' },
        { _tag: 'PutCursor', side: 'crm', cursor: 'second' },
        { _tag: 'PutIntent', intent: sampleIntent(1) },
        { _tag: 'DropIntent', id: sampleIntent(1).id },
        { _tag: 'DropIntent', id: sampleIntent(2).id },
        { _tag: 'PutIntent', intent: sampleIntent(2) }
      ])
      expectEqual('the link', (await findLinks(h, { ids: [sampleLink(1).id] })).map((l) => l.itemId), ['second'])
      expectEqual('the cursor', await ask('cursor', h.port.cursor(here, 'crm')), 'second')
      expectEqual('the intents', (await ask('due', h.port.due(here, sampleTime(0)))).intents, [sampleIntent(2)])
    }
  },
  {
    name: 'write: all of the writes, or none of them',
    prove: async (h) => {
      const unknown = { _tag: 'NoSuchWrite' } as unknown as StoreWrite
      const half: ReadonlyArray<StoreWrite> = [{ _tag: 'PutLink', link: sampleLink(1) }, { _tag: 'PutCursor', side: 'crm', cursor: 'half' }, unknown, { _tag: 'PutLink', link: sampleLink(2) }]
      const answer = await settle('write', h.port.write(here, half))
      const links = (await findLinks(h, { ids: [sampleLink(1).id, sampleLink(2).id] })).length
      const cursor = await ask('cursor', h.port.cursor(here, 'crm'))
      // A store may pass over a write that it does not know, but then it keeps the others.
      expectEqual('links and cursor after the answer', [links, cursor], answer._tag === 'Right' ? [2, 'half'] : [0, null])
    }
  },
  {
    name: 'write: nothing is a success and changes nothing',
    prove: async (h) => {
      await put(h, oneOfEach)
      const before = await tellAll(h)
      await put(h, [])
      expectEqual('everything', await tellAll(h), before)
    }
  }
]

const scopeCases: ReadonlyArray<Draft> = [
  {
    name: 'everything is confined to its scope: another user or another database sees nothing of it',
    prove: async (h) => {
      const empty = await tellAll(h)
      await put(h, oneOfEach)
      for (const scope of elsewhere) expectEqual(`what ${scope.user} in ${scope.database} sees`, await tellAll(h, scope), empty)
    }
  },
  {
    name: 'everything is confined to its scope: what is written or dropped in one leaves the same ids in another alone',
    prove: async (h) => {
      await put(h, oneOfEach)
      const before = await tellAll(h)
      for (const scope of elsewhere) {
        await put(h, [
          { _tag: 'PutLink', link: sampleLink(1, { state: 'closed', closed: 'both-deleted', itemId: 'theirs' }) },
          { _tag: 'PutCursor', side: 'outlook', cursor: 'theirs' },
          { _tag: 'PutDecision', decision: sampleDecision(1, { state: 'done' }) },
          { _tag: 'Journal', entry: sampleEntry(1, { reason: 'theirs' }) },
          { _tag: 'DropIntent', id: sampleIntent(1).id },
          { _tag: 'DropRetry', side: 'outlook', id: sampleRetry(1).id }
        ], scope)
        expectEqual(`what ${here.user} sees after ${scope.user} in ${scope.database} wrote`, await tellAll(h), before)
      }
    }
  },
  {
    name: 'everything is confined to its scope: scopes that run together when joined are two',
    prove: async (h) => {
      for (const [a, b] of lookalikes) {
        await put(h, [{ _tag: 'PutCursor', side: 'crm', cursor: 'mine' }, { _tag: 'PutLink', link: sampleLink(1) }], a)
        expectEqual(`the cursor of ${b.user}, ${b.database}`, await ask('cursor', h.port.cursor(b, 'crm')), null)
        expectEqual(`the links of ${b.user}, ${b.database}`, await findLinks(h, { ids: [sampleLink(1).id] }, b), [])
      }
    }
  }
]

const active = (h: StoreHarness, user: string): Promise<string | null> => ask('activation', h.port.activation(user))

const activationCases: ReadonlyArray<Draft> = [
  {
    name: 'activation: null in the beginning, then the database that was activated; activating what is active is a success',
    prove: async (h) => {
      expectEqual('in the beginning', await active(h, here.user), null)
      for (const turn of ['first', 'second']) {
        await ask('activate', h.port.activate(here))
        expectEqual(`after the ${turn} activate`, await active(h, here.user), here.database)
      }
    }
  },
  {
    name: 'activate: while active against another database it answers AlreadyExists with that database, and stays',
    prove: async (h) => {
      await ask('activate', h.port.activate(here))
      const error = expectLeft('activating a second', await settle('activate', h.port.activate({ user: here.user, database: 'other' })), 'AlreadyExists')
      expectEqual('what', error._tag === 'AlreadyExists' ? error.what : failCase('the error', 'AlreadyExists', error._tag), here.database)
      expectEqual('the activation', await active(h, here.user), here.database)
    }
  },
  {
    name: 'activate: each user has an activation of their own',
    prove: async (h) => {
      await ask('activate', h.port.activate(here))
      await ask('activate', h.port.activate({ user: 'bert', database: 'other' }))
      expectEqual('the activations', [await active(h, 'anna'), await active(h, 'bert'), await active(h, 'ann'), await active(h, 'ANNA')], ['acme', 'other', null, null])
    }
  },
  {
    name: 'deactivate: then another database can be activated; not being active is a success',
    prove: async (h) => {
      await ask('deactivate', h.port.deactivate(here))
      await ask('activate', h.port.activate(here))
      for (const turn of ['first', 'second']) {
        await ask('deactivate', h.port.deactivate(here))
        expectEqual(`after the ${turn} deactivate`, await active(h, here.user), null)
      }
      await ask('activate', h.port.activate({ user: here.user, database: 'other' }))
      expectEqual('after the switch', await active(h, here.user), 'other')
    }
  },
  {
    name: 'deactivate: of a database that is not the active one leaves the active one, and other users, alone',
    prove: async (h) => {
      await ask('activate', h.port.activate(here))
      await ask('deactivate', h.port.deactivate({ user: here.user, database: 'other' }))
      await ask('deactivate', h.port.deactivate({ user: 'bert', database: here.database }))
      expectEqual('the activation', await active(h, here.user), here.database)
    }
  },
  {
    name: 'deactivate: nothing else is forgotten',
    prove: async (h) => {
      await ask('activate', h.port.activate(here))
      await put(h, oneOfEach)
      const before = await tellAll(h)
      await ask('deactivate', h.port.deactivate(here))
      expectEqual('everything after deactivating', await tellAll(h), before)
      await ask('activate', h.port.activate(here))
      expectEqual('everything on return', await tellAll(h), before)
    }
  }
]

const oddCases: ReadonlyArray<Draft> = [
  {
    name: 'no function throws or rejects, whatever it is asked',
    prove: async (h) => {
      for (const odd of ['', ' ', '%', "'; --", '\u0000', '😀'.repeat(100)]) {
        const scope: Scope = { user: odd, database: odd }
        await settle('links', h.port.links(scope, { ids: [odd], itemIds: [odd], activityIds: [odd], identities: [odd] }))
        await settle('openLinks', h.port.openLinks(scope, odd, 1))
        await settle('countOpenLinks', h.port.countOpenLinks(scope))
        await settle('due', h.port.due(scope, odd))
        await settle('cursor', h.port.cursor(scope, 'crm'))
        await settle('decisions', h.port.decisions(scope, { ids: [odd], linkIds: [odd] }))
        await settle('journal', h.port.journal(scope, { linkIds: [odd], limit: 1 }))
        await settle('write', h.port.write(scope, [{ _tag: 'PutCursor', side: 'crm', cursor: odd }]))
        await settle('activation', h.port.activation(odd))
        await settle('activate', h.port.activate(scope))
        await settle('deactivate', h.port.deactivate(scope))
      }
    }
  }
]

/** The cases for `write` as a whole, confinement and activation. */
export const storeWriteCases: ReadonlyArray<Draft> = [...writeCases, ...scopeCases, ...activationCases, ...oddCases]
