import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, it } from 'vitest'
import type { JournalEntry } from '../../../src/core/model/journal'
import type { StoreWrite } from '../../../src/core/ports/store'
import { sqlCrm, sqlStore } from '../../../src/adapters/sql/index'
import { closeAll, databases } from './databases'
import { create, linkOf, right } from './fixtures'

afterEach(closeAll)

const scope = { user: 'anna', database: 'acme' }
const none = { ids: [], itemIds: [], activityIds: [], identities: [] }
const entry = (id: string, reason: string): JournalEntry => ({ id, pass: 'p', at: '2026-11-24T08:30:00.000Z', action: 'UpdateItem', reason, linkId: 'l', itemId: null, activityId: null, losers: [{ field: 'subject', side: 'crm', value: `{"a":"\\"b\\" , {x}, null"}` }], before: {} })
const put = (id: string, over: object = {}): StoreWrite => ({ _tag: 'PutLink', link: { ...linkOf(id, '1'), ...over } })

// Where a statement is a journey to a server, many rows go by one.
describe.each(databases)('%s: many things are kept as if one by one', (_name, on) => {
  it('of one link the last counts, of one entry the first', async () => {
    const store = sqlStore({ db: (await on.newDatabase()).db })
    await right(store.write(scope, [put('a', { generation: 1 }), put('b'), { _tag: 'Journal', entry: entry('j', 'first') }, put('a', { generation: 2 }), { _tag: 'Journal', entry: entry('j', 'second') }]))
    await right(store.write(scope, [put('b', { generation: 3 }), { _tag: 'Journal', entry: entry('j', 'third') }, { _tag: 'Journal', entry: entry('k', 'other') }]))
    expect((await right(store.links(scope, { ...none, ids: ['a', 'b'] }))).map((l) => l.generation)).toEqual([2, 3])
    expect((await right(store.journal(scope, { limit: 10 }))).map((e) => e.reason)).toEqual(['other', 'first'])
  })

  it('with whatever stands in their texts, and nothing where there is nothing', async () => {
    const store = sqlStore({ db: (await on.newDatabase()).db })
    const texts = ['', 'null', 'NULL', '{}', '{"a"}', 'a,b', ' a ', '\\', '\\"', '"', '\n', '\u0000', '\u001a0000', '\ud800', 'ä', '\u{1f600}']
    await right(store.write(scope, texts.map((text, n) => put(`l${n}`, { itemId: text, identity: n % 2 === 0 ? text : null, item: { version: text, fields: { subject: text } } }))))
    await right(store.write(scope, [{ _tag: 'Journal', entry: entry('j', 'r') }]))
    const links = await right(store.links(scope, { ...none, ids: texts.map((_, n) => `l${n}`) }))
    for (const [n, text] of texts.entries()) expect(links.find((l) => l.id === `l${n}`)).toMatchObject({ itemId: text, identity: n % 2 === 0 ? text : null, item: { version: text, fields: { subject: text } } })
    expect(await right(store.journal(scope, { limit: 10 }))).toEqual([entry('j', 'r')])
  })

  it('what is kept of a batch of effects is kept in the order in which they were carried out', async () => {
    const { db } = await on.newDatabase()
    const [crm, store] = [sqlCrm({ db, database: 'acme' }), sqlStore({ db })]
    const results = await right(crm.write([1, 2, 3].map((n) => create('task', `k${n}`, { commit: () => [put('same', { generation: n }), put(`own${n}`), { _tag: 'Journal', entry: entry(`j${n}`, `r${n}`) }] }))))
    expect(results.every(E.isRight)).toBe(true)
    expect((await right(store.links(scope, { ...none, ids: ['same'] }))).map((l) => l.generation)).toEqual([3])
    expect((await right(store.journal(scope, { limit: 10 }))).map((e) => e.reason)).toEqual(['r3', 'r2', 'r1'])
  })
})
