/** L6: a side that suddenly looks empty stops the pass instead of emptying the other. */
import { describe, expect, it } from 'vitest'
import { SyncFailure } from '../../../src'
import { judgeDisappearance, type Disappearance } from '../../../src/core/pass/guard'
import { settings } from '../../rules/examples'
import { small, task, type Small } from '../../sync/world'

const scope = { user: 'anna', database: 'acme' }
const errorOf = async (call: Promise<unknown>): Promise<unknown> => call.then(() => 'nothing thrown', (e: unknown) => (e instanceof SyncFailure ? e.error : e))
const linked = async (n: number, o: unknown = {}): Promise<Small & { readonly ids: ReadonlyArray<string> }> => {
  const w = small()
  const ids = Array.from({ length: n }, (_, i) => w.mailbox.person.add('task', task(`t${i}`)).id)
  await w.sync(o).run()
  return { ...w, ids }
}

describe('the judgement', () => {
  const cases: ReadonlyArray<readonly [Omit<Disappearance, 'side'>, boolean]> = [
    [{ gone: 0, linked: 0, listedNothing: false }, false],
    [{ gone: 0, linked: 20, listedNothing: true }, false],
    [{ gone: 1, linked: 20, listedNothing: true }, true],
    [{ gone: 9, linked: 9, listedNothing: false }, false],
    [{ gone: 10, linked: 10, listedNothing: false }, true],
    [{ gone: 10, linked: 20, listedNothing: false }, false],
    [{ gone: 11, linked: 20, listedNothing: false }, true]
  ]
  for (const [d, stops] of cases)
    it(`${d.gone} of ${d.linked} gone${d.listedNothing ? ', nothing listed' : ''}: ${stops ? 'stops' : 'goes on'}`, () =>
      expect(judgeDisappearance(settings(), { side: 'crm', ...d })).toEqual(stops ? { _tag: 'SideLooksEmpty', side: 'crm', gone: d.gone, linked: d.linked } : null))
  it('goes by the settings', () => {
    expect(judgeDisappearance(settings({ guard: { minimum: 2, share: 0.1 } }), { side: 'crm', gone: 2, linked: 19, listedNothing: false })).not.toBeNull()
    expect(judgeDisappearance(settings({ guard: { share: 1 } }), { side: 'crm', gone: 100, linked: 100, listedNothing: false })).toBeNull()
  })
})

describe('a mailbox', () => {
  it('that lists nothing stops the pass, again and again, and then closes no link unless allowed', async () => {
    const w = await linked(3)
    for (const id of w.ids) w.mailbox.person.deletePermanently(id)
    w.mailbox.expireCursors()
    for (let n = 0; n < 3; n++) expect(await errorOf(w.sync().run())).toEqual({ _tag: 'SideLooksEmpty', side: 'outlook', gone: 3, linked: 3 })
    expect(w.store.linksOf(scope).every((l) => l.state === 'open')).toBe(true)
    await w.sync().run({ allowMassDeletion: true })
    expect(w.store.linksOf(scope).map((l) => l.closed)).toEqual(['item-deleted-permanently', 'item-deleted-permanently', 'item-deleted-permanently'])
    expect(w.crm.person.list()).toHaveLength(3)
  })
  it('that is there again goes on as if nothing had been', async () => {
    const w = await linked(12)
    for (const id of w.ids) w.crm.person.delete(w.store.linksOf(scope).find((l) => l.itemId === id)?.activityId ?? '')
    expect(await errorOf(w.sync().run())).toMatchObject({ _tag: 'SideLooksEmpty', side: 'crm', gone: 12 })
    for (const l of w.store.linksOf(scope)) w.crm.person.restore(l.activityId)
    await w.sync().run()
    expect(w.store.linksOf(scope).every((l) => l.state === 'open')).toBe(true)
  })
})

describe('items put away at once, with the policy always', () => {
  const always = { deletion: { inOutlook: { task: 'always' } } }
  it('do not empty the CRM', async () => {
    const w = await linked(12, always)
    for (const id of w.ids) w.mailbox.person.moveToDeletedItems(id)
    for (let n = 0; n < 2; n++) expect(await errorOf(w.sync(always).run())).toMatchObject({ _tag: 'SideLooksEmpty', side: 'outlook' })
    expect(w.crm.person.list()).toHaveLength(12)
    expect((await w.sync(always).run({ allowMassDeletion: true })).actions.DeleteActivity).toBe(12)
  })
  it('are counted over the whole pass, not page by page', async () => {
    const w = small({ pageSize: 4 })
    const ids = Array.from({ length: 12 }, (_, i) => w.mailbox.person.add('task', task(`t${i}`)).id)
    await w.sync(always).run()
    for (const id of ids) w.mailbox.person.moveToDeletedItems(id)
    expect(await errorOf(w.sync(always).run())).toMatchObject({ _tag: 'SideLooksEmpty' })
    expect(w.crm.person.list().length).toBeGreaterThanOrEqual(3)
  })
  it('a few are deleted', async () => {
    const w = await linked(12, always)
    for (const id of w.ids.slice(0, 3)) w.mailbox.person.moveToDeletedItems(id)
    expect((await w.sync(always).run()).actions.DeleteActivity).toBe(3)
  })
})
