/** B17: what lost a conflict is listed, and can be restored while nothing newer has touched it. */
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { actionCount, type Sync } from '../../src'
import { isSettled } from '../../src/core'
import { stride } from '../runs'
import { faulty } from './faulty'
import { meeting, type Small, small, tagOf, task } from './world'

const both = (w: Small): ReadonlyArray<unknown> => [w.mailbox.person.list()[0]?.fields.subject, w.crm.person.list()[0]?.fields.subject]
const expectSettled = async (sync: Sync): Promise<void> => {
  expect(actionCount(await sync.run())).toBe(0)
  expect(isSettled(await sync.preview())).toBe(true)
}

/** A task of which both sides changed the subject, and one won. */
const fought = async (w: Small, settings: unknown): Promise<{ readonly sync: Sync; readonly item: string; readonly activity: string }> => {
  const item = w.mailbox.person.add('task', task('agreed'))
  const sync = w.sync(settings)
  await sync.run()
  const activity = w.crm.person.list()[0]?.id ?? ''
  w.mailbox.person.edit(item.id, { subject: 'of Outlook' })
  w.crm.person.edit(activity, { subject: 'of the CRM' })
  await sync.run()
  return { sync, item: item.id, activity }
}

describe.each([[false], [true]])('in one transaction with the store %s', (commitsWithStore) => {
  it.each([
    ['outlook', 'of Outlook', 'of the CRM'],
    ['crm', 'of the CRM', 'of Outlook'],
    ['latest', 'of the CRM', 'of Outlook']
  ] as const)('policy %s: what lost is listed, restored on both sides, and what it replaced can be restored in its turn', async (policy, won, lost) => {
    const w = small({ commitsWithStore })
    const { sync, item, activity } = await fought(w, { conflict: { policy } })
    expect(both(w)).toEqual([won, won])
    const [conflict, ...others] = await sync.conflicts()
    expect(others).toEqual([])
    expect(conflict).toMatchObject({ kind: 'task', itemId: item, activityId: activity, lost: [{ field: 'subject', side: policy === 'outlook' ? 'crm' : 'outlook', value: lost, by: policy, state: 'open' }] })
    const entry = conflict?.entry ?? ''
    const restored = await sync.restore(entry)
    expect(restored).toMatchObject({ entry, itemId: item, activityId: activity, fields: ['subject'] })
    expect([...restored.wrote].sort()).toEqual(['crm', 'outlook'])
    expect(both(w)).toEqual([lost, lost])
    await expectSettled(sync)
    expect(await sync.conflicts()).toEqual([])
    expect((await sync.conflicts({ all: true }))[0]?.lost[0]?.state).toBe('restored')
    expect(await tagOf(sync.restore(entry))).toEqual({ _tag: 'CannotRestore', entry, because: 'already-restored' })
    // Back again: from the journal of the restore, or by undoing it.
    const back = (await sync.explain(item)).history.find((e) => e.pass === restored.pass && e.losers.length > 0)
    expect(back?.losers).toEqual([{ field: 'subject', side: policy === 'outlook' ? 'outlook' : 'crm', value: won, by: 'restore' }])
    await sync.restore(back?.id ?? '')
    expect(both(w)).toEqual([won, won])
    await expectSettled(sync)
  })
  it('a restore can be undone like a pass', async () => {
    const w = small({ commitsWithStore })
    const { sync } = await fought(w, { conflict: { policy: 'crm' } })
    const { pass } = await sync.restore((await sync.conflicts())[0]?.entry ?? '')
    expect((await sync.undo(pass)).undone).toHaveLength(2)
    expect(both(w)).toEqual(['of the CRM', 'of the CRM'])
    await expectSettled(sync)
  })
})

it('restored once, it is restored, also where the other system cuts what it is given', async () => {
  const w = small({ normaliseCrm: true })
  const item = w.mailbox.person.add('task', task('agreed'))
  const sync = w.sync({ conflict: { policy: 'crm' } })
  await sync.run()
  w.mailbox.person.edit(item.id, { subject: 'of Outlook '.repeat(30) })
  w.crm.person.edit(w.crm.person.list()[0]?.id ?? '', { subject: 'of the CRM' })
  await sync.run()
  const entry = (await sync.conflicts())[0]?.entry ?? ''
  await sync.restore(entry)
  // The CRM holds less than was restored: else this shows nothing.
  expect(both(w)[1]).not.toBe(both(w)[0])
  expect(await tagOf(sync.restore(entry))).toEqual({ _tag: 'CannotRestore', entry, because: 'already-restored' })
  await expectSettled(sync)
})

describe('a restore is refused', () => {
  const begun = async (settings: unknown = { conflict: { policy: 'crm' } }) => {
    const w = small()
    const f = await fought(w, settings)
    return { w, ...f, entry: (await f.sync.conflicts())[0]?.entry ?? '' }
  }
  it('where the field was written since, seen by a pass or not, on either side; another field does not count', async () => {
    for (const side of ['outlook', 'crm'] as const) {
      const { w, sync, item, activity, entry } = await begun()
      if (side === 'outlook') w.mailbox.person.edit(item, { subject: 'newer' })
      else w.crm.person.edit(activity, { subject: 'newer' })
      const refused = { _tag: 'CannotRestore', entry, because: 'touched-since' }
      expect(await tagOf(sync.restore(entry))).toEqual(refused)
      await sync.run()
      expect(await tagOf(sync.restore(entry))).toEqual(refused)
      expect(await sync.conflicts()).toEqual([])
      expect((await sync.conflicts({ all: true }))[0]?.lost[0]?.state).toBe('touched-since')
      expect(both(w)).toEqual(['newer', 'newer'])
    }
    const { w, sync, item, activity, entry } = await begun()
    w.mailbox.person.edit(item, { importance: 'high' })
    w.crm.person.edit(activity, { due: '2026-12-24' })
    await sync.restore(entry)
    await sync.run()
    expect(both(w)).toEqual(['of Outlook', 'of Outlook'])
    expect(w.crm.person.list()[0]?.fields).toMatchObject({ importance: 'high', due: '2026-12-24' })
    expect(w.mailbox.person.list()[0]?.fields).toMatchObject({ importance: 'high', due: '2026-12-24' })
  })
  it('where what won went away and came back', async () => {
    const { w, sync, activity, entry } = await begun()
    for (const subject of ['other', 'of the CRM']) {
      w.crm.person.edit(activity, { subject })
      await sync.run()
    }
    expect(await tagOf(sync.restore(entry))).toMatchObject({ because: 'touched-since' })
    expect(await sync.conflicts()).toEqual([])
  })
  it('where the two are in step no more', async () => {
    const trashed = await begun()
    trashed.w.mailbox.person.moveToDeletedItems(trashed.item)
    expect(await tagOf(trashed.sync.restore(trashed.entry))).toMatchObject({ because: 'link-closed' })
    const closed = await begun()
    closed.w.mailbox.person.deletePermanently(closed.item)
    await closed.sync.run()
    expect(await tagOf(closed.sync.restore(closed.entry))).toMatchObject({ because: 'link-closed' })
    expect((await closed.sync.conflicts({ all: true }))[0]?.lost[0]?.state).toBe('link-closed')
  })
  it('where nothing lost, where there is no such entry, and of a field that is not in it', async () => {
    const { sync, entry, item } = await begun()
    const created = (await sync.explain(item)).history.find((e) => e.action === 'CreateActivity')?.id ?? ''
    expect(await tagOf(sync.restore(created))).toMatchObject({ because: 'nothing-lost' })
    expect(await tagOf(sync.restore('nothing'))).toEqual({ _tag: 'NoSuchEntry', entry: 'nothing' })
    expect(await tagOf(sync.restore(entry, { fields: ['body'] }))).toMatchObject({ because: 'nothing-lost' })
  })
  it('where it may be written on neither side, and nothing is written', async () => {
    const { w, sync, entry } = await begun({ conflict: { policy: 'crm' }, fields: { task: { subject: 'none' } } })
    expect(both(w)).toEqual(['of Outlook', 'of the CRM'])
    expect(await tagOf(sync.restore(entry))).toMatchObject({ because: 'not-carried' })
  })
  it('where it was private: the journal does not have it', async () => {
    const w = small()
    const item = w.mailbox.person.add('appointment', meeting('SECRET'), { sensitivity: 'private' })
    const sync = w.sync({ privacy: { private: 'busy' }, conflict: { policy: 'outlook' } })
    await sync.run()
    w.mailbox.person.edit(item.id, { showAs: 'free' })
    w.crm.person.edit(w.crm.person.list()[0]?.id ?? '', { showAs: 'tentative' })
    await sync.run()
    const [c] = await sync.conflicts()
    expect(c?.lost).toMatchObject([{ field: 'showAs', value: null }])
    expect(await tagOf(sync.restore(c?.entry ?? ''))).toMatchObject({ because: 'withheld' })
    expect(JSON.stringify(await sync.conflicts({ all: true }))).not.toContain('SECRET')
  })
})

it('some fields of an entry alone', async () => {
  const w = small()
  const item = w.mailbox.person.add('task', task('agreed'))
  const sync = w.sync({ conflict: { policy: 'crm' } })
  await sync.run()
  w.mailbox.person.edit(item.id, { subject: 'of Outlook', due: '2026-12-24' })
  w.crm.person.edit(w.crm.person.list()[0]?.id ?? '', { subject: 'of the CRM', due: '2026-12-31' })
  await sync.run()
  const entry = (await sync.conflicts())[0]?.entry ?? ''
  await sync.restore(entry, { fields: ['due'] })
  expect(w.crm.person.list()[0]?.fields).toMatchObject({ subject: 'of the CRM', due: '2026-12-24' })
  expect((await sync.conflicts())[0]?.lost.map((l) => l.field)).toEqual(['subject'])
  await sync.restore(entry)
  expect(both(w)).toEqual(['of Outlook', 'of Outlook'])
  await expectSettled(sync)
})

it('answered by the user, it says so; newest first, and as many as asked for', async () => {
  const w = small()
  const { sync } = await fought(w, { conflict: { policy: 'ask' } })
  await sync.decide((await sync.decisions())[0]?.id ?? '', 'outlook')
  await sync.run()
  const second = w.mailbox.person.add('task', task('second'))
  await sync.run()
  w.mailbox.person.edit(second.id, { due: '2026-12-24' })
  w.crm.person.edit(w.crm.person.list()[1]?.id ?? '', { due: '2026-12-31' })
  await w.sync({ conflict: { policy: 'latest' } }).run()
  expect((await sync.conflicts()).map((c) => c.lost.map((l) => l.by))).toEqual([['latest'], ['answer']])
  expect(await sync.conflicts({ limit: 1 })).toHaveLength(1)
})

it.each([false, true])('a restore that dies before or after any effect loses nothing, and settles: in one transaction %s', async (commitsWithStore) => {
  const settings = { conflict: { policy: 'crm' } }
  const begun = async () => {
    const w = faulty(commitsWithStore)
    await fought(w, settings)
    return { w, entry: (await w.sync(settings).conflicts())[0]?.entry ?? '' }
  }
  const whole = await begun()
  const { positions } = await whole.w.under({}, settings, (t) => t.restore(whole.entry))
  expect(positions).toBeGreaterThan(5)
  let completed = 0
  for (let at = 0; at < positions; at += stride)
    for (const script of [{ crashAt: at }, { at: new Map([[at, { _tag: 'Lost' as const }]]) }])
      for (const between of [false, true]) {
        const what = `${JSON.stringify(Object.keys(script))} at ${at} of ${positions}, a pass in between: ${between}`
        const { w, entry } = await begun()
        await w.under(script, settings, (t) => t.restore(entry))
        const sync = w.sync(settings)
        if (between) await sync.run()
        const again = await sync.task.restore(entry)()
        if (E.isLeft(again)) expect(again.left, what).toMatchObject({ _tag: 'CannotRestore', because: expect.stringMatching(/already-restored|touched-since/) })
        else completed++
        await sync.run()
        expect(isSettled(await sync.preview()), what).toBe(true)
        const [left, right] = both(w)
        expect(left, what).toBe(right)
        // Whichever stands, the other is on record.
        const lost = (await sync.explain(w.mailbox.person.list()[0]?.id ?? '')).history.flatMap((e) => e.losers.map((l) => l.value))
        expect([left, ...lost], what).toEqual(expect.arrayContaining(['of Outlook', 'of the CRM']))
        if (!between) expect(left, what).toBe('of Outlook')
      }
  expect(completed).toBeGreaterThan(positions / 2)
})
