/** The cases for links. */
import type { DraftCase } from './contract-case'
import { ask, expectEqual, expectSameSet, nearMisses } from './expectations'
import { findLinks, here, putLinks, type StoreHarness } from './store-harness'
import { linkQuery, sampleLink } from './store-samples'

type Draft = DraftCase<StoreHarness>

const queryCases: ReadonlyArray<Draft> = [
  {
    name: 'links: those that have any of the ids, items, activities or identities, each once, as they were put',
    prove: async (h) => {
      const [a, b, c, d] = [sampleLink(1), sampleLink(2), sampleLink(3), sampleLink(4)]
      await putLinks(h, [a, b, c, d, sampleLink(5)])
      expectSameSet('links by id', await findLinks(h, { ids: [a.id, 'no-such-id'] }), [a])
      expectSameSet('links by item', await findLinks(h, { itemIds: [b.itemId] }), [b])
      expectSameSet('links by activity', await findLinks(h, { activityIds: [c.activityId] }), [c])
      expectSameSet('links by identity', await findLinks(h, { identities: ['identity04x'] }), [d])
      const query = { ids: [a.id], itemIds: [a.itemId, b.itemId], activityIds: [c.activityId], identities: ['identity04x', 'identity01x'] }
      expectSameSet('links by any of them', await findLinks(h, query), [a, b, c, d])
    }
  },
  {
    name: 'links: asked for nothing it answers nothing',
    prove: async (h) => {
      await putLinks(h, [sampleLink(1), sampleLink(2, { identity: null })])
      expectEqual('links', await findLinks(h, {}), [])
    }
  },
  {
    name: 'links: a value counts only where it stands: an item’s id is not looked for among activities',
    prove: async (h) => {
      const link = sampleLink(1)
      await putLinks(h, [link])
      const wrong = linkQuery({ ids: [link.itemId, link.activityId, link.identity ?? ''], itemIds: [link.id, link.activityId], activityIds: [link.itemId, link.id], identities: [link.id, link.itemId] })
      expectEqual('links', await ask('links', h.port.links(here, wrong)), [])
    }
  },
  {
    name: 'links: ids are compared as they are: a prefix, another case or a wildcard finds nothing',
    prove: async (h) => {
      const link = sampleLink(1)
      await putLinks(h, [link])
      const near = { ids: nearMisses(link.id), itemIds: nearMisses(link.itemId), activityIds: nearMisses(link.activityId), identities: nearMisses(link.identity ?? '') }
      expectEqual('links', await findLinks(h, near), [])
    }
  },
  {
    name: 'links: several links of one item (occurrences, copies of one identity) are all found',
    prove: async (h) => {
      const all = [1, 2, 3].map((n) => sampleLink(n, { itemId: 'series', identity: 'uid', occurrence: `2026-05-0${n}T09:00:00` }))
      await putLinks(h, all)
      expectSameSet('links of the item', await findLinks(h, { itemIds: ['series'] }), all)
      expectSameSet('links of the identity', await findLinks(h, { identities: ['uid'] }), all)
    }
  },
  {
    name: 'links: a closed link is found like an open one',
    prove: async (h) => {
      const closed = sampleLink(1, { state: 'closed', closed: 'item-deleted-permanently', generation: 3, reviewAt: '2026-05-04T10:00:00.000Z' })
      await putLinks(h, [closed])
      expectEqual('the link', await findLinks(h, { itemIds: [closed.itemId] }), [closed])
    }
  },
  {
    name: 'links: many ids in one question',
    prove: async (h) => {
      const all = Array.from({ length: 90 }, (_, n) => sampleLink(n))
      await putLinks(h, all)
      const others = Array.from({ length: 3000 }, (_, n) => `not-there-${n}`)
      expectSameSet('the links found', (await findLinks(h, { itemIds: [...others, ...all.map((l) => l.itemId)], activityIds: others })).map((l) => l.id), all.map((l) => l.id))
    }
  },
  {
    name: 'PutLink: replaces the link of that id whole, and it is no longer found by what it was before',
    prove: async (h) => {
      const [before, after] = [sampleLink(1), sampleLink(1, { itemId: 'new-item', activityId: 'new-activity', identity: null, kind: 'task', documents: [], item: { version: 'x', fields: {} } })]
      await putLinks(h, [before, sampleLink(2)])
      await putLinks(h, [after])
      expectEqual('links by the old values', await findLinks(h, { itemIds: [before.itemId], activityIds: [before.activityId], identities: [before.identity ?? ''] }), [])
      expectEqual('the link by its new item', await findLinks(h, { itemIds: ['new-item'] }), [after])
    }
  }
]

const openCases: ReadonlyArray<Draft> = [
  {
    name: 'openLinks: open links in ascending order of id, after the one named and without it, at most limit',
    prove: async (h) => {
      await putLinks(h, [5, 1, 4, 2, 3].map((n) => sampleLink(n)))
      const page = async (after: string | null, limit: number): Promise<ReadonlyArray<string>> => (await ask('openLinks', h.port.openLinks(here, after, limit))).map((l) => l.id)
      const ids = [1, 2, 3, 4, 5].map((n) => sampleLink(n).id)
      expectEqual('the first two', await page(null, 2), ids.slice(0, 2))
      expectEqual('the next two', await page(ids[1] ?? '', 2), ids.slice(2, 4))
      expectEqual('the rest', await page(ids[3] ?? '', 2), ids.slice(4))
      expectEqual('after the last', await page(ids[4] ?? '', 2), [])
      expectEqual('after an id that is not there', await page(`${ids[1]}0`, 10), ids.slice(2))
      expectEqual('as many as there are', await page(null, 5), ids)
    }
  },
  {
    name: 'openLinks: tells id, kind, item and activity, and nothing of closed links',
    prove: async (h) => {
      const [open, closed] = [sampleLink(1), sampleLink(2, { state: 'closed', closed: 'both-deleted' })]
      await putLinks(h, [open, closed])
      expectEqual('open links', await ask('openLinks', h.port.openLinks(here, null, 10)), [{ id: open.id, kind: open.kind, itemId: open.itemId, activityId: open.activityId }])
    }
  },
  {
    name: 'openLinks and countOpenLinks: a link that is closed leaves them, one that is opened again comes back',
    prove: async (h) => {
      const told = async (): Promise<unknown> => [await ask('countOpenLinks', h.port.countOpenLinks(here)), (await ask('openLinks', h.port.openLinks(here, null, 10))).map((l) => l.id)]
      const [a, b] = [sampleLink(1), sampleLink(2)]
      expectEqual('in the beginning', await told(), [0, []])
      await putLinks(h, [a, b])
      expectEqual('after two', await told(), [2, [a.id, b.id]])
      await putLinks(h, [{ ...a, state: 'closed', closed: 'both-deleted' }])
      expectEqual('after one was closed', await told(), [1, [b.id]])
      await putLinks(h, [a])
      expectEqual('after it was opened again', await told(), [2, [a.id, b.id]])
    }
  }
]

/** The cases for links. */
export const storeLinkCases: ReadonlyArray<Draft> = [...queryCases, ...openCases]
