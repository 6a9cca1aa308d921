/** What a store contract needs: the port alone. */
import type { Scope } from '../../core/model/ids'
import type { Link } from '../../core/model/link'
import type { LinkQuery, StorePort, StoreWrite } from '../../core/ports/store'
import type { Disposable } from './contract-case'
import { ask } from './expectations'
import { linkQuery } from './store-samples'

/** A store to prove the contract on. Each case gets a new one, which holds nothing for the users of the contract (`anna`, `bert` and the like). */
export interface StoreHarness extends Disposable {
  readonly port: StorePort
}

export const here: Scope = { user: 'anna', database: 'acme' }

/** Scopes that must see nothing of {@link here}, and nothing of each other. */
export const elsewhere: ReadonlyArray<Scope> = [
  { user: 'anna', database: 'other' },
  { user: 'bert', database: 'acme' },
  { user: 'ANNA', database: 'acme' },
  { user: 'anna', database: 'acm' },
  { user: 'acme', database: 'anna' },
  { user: 'an', database: 'naacme' }
]

/** Pairs of scopes that run together where somebody joins their parts with a sign. */
export const lookalikes: ReadonlyArray<readonly [Scope, Scope]> = [':', '/', '|', '-', ' ', ','].map((sign) => [
  { user: `a${sign}b`, database: 'c' },
  { user: 'a', database: `b${sign}c` }
])

export const put = (h: StoreHarness, writes: ReadonlyArray<StoreWrite>, scope: Scope = here): Promise<void> => ask('write', h.port.write(scope, writes))

export const putLinks = (h: StoreHarness, links: ReadonlyArray<Link>, scope: Scope = here): Promise<void> =>
  put(
    h,
    links.map((link) => ({ _tag: 'PutLink', link })),
    scope
  )

export const findLinks = (h: StoreHarness, query: Partial<LinkQuery>, scope: Scope = here): Promise<ReadonlyArray<Link>> => ask('links', h.port.links(scope, linkQuery(query)))

/** Without an order, where the port promises none. */
const unordered = (all: ReadonlyArray<{ readonly id: string }>): ReadonlyArray<string> => all.map((one) => JSON.stringify(one)).sort()

/** Everything that the port tells of a scope, to be compared before and after. */
export const everything = async ({ port }: StoreHarness, scope: Scope, link: Link): Promise<unknown> => {
  const query = { ids: [link.id], itemIds: [link.itemId], activityIds: [link.activityId], identities: link.identity === null ? [] : [link.identity] }
  const due = await ask('due', port.due(scope, '2999-01-01T00:00:00.000Z'))
  return {
    links: unordered(await ask('links', port.links(scope, query))),
    open: await ask('openLinks', port.openLinks(scope, null, 100)),
    count: await ask('countOpenLinks', port.countOpenLinks(scope)),
    due: [unordered(due.intents), unordered(due.retries), unordered(due.answered), unordered(due.review)],
    cursors: [await ask('cursor', port.cursor(scope, 'outlook')), await ask('cursor', port.cursor(scope, 'crm'))],
    decisions: await ask('decisions', port.decisions(scope, {})),
    journal: await ask('journal', port.journal(scope, { limit: 100 }))
  }
}
