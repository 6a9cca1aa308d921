/** The laws of the commands, in random worlds: B6 manual mode, a preview is what is then done, B21 an undo settles, is done once, and brings nothing of a person in danger. */
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { isSettled } from '../../src/core'
import { runs } from '../runs'
import { act, deeds, pictureOf, settingsOf, worldAfter, worlds } from './random-world'
import type { Small } from './world'

const allow = { allowMassDeletion: true }

it('in manual mode no pass ever makes an activity; a transfer of some makes activities of those and no others', () =>
  fc.assert(
    fc.asyncProperty(worlds, settingsOf, deeds, deeds, fc.nat(20), async (o, settings, first, second, pick) => {
      const w = worldAfter(o, first)
      const sync = w.sync({ ...settings, mode: 'manual' })
      for (const more of [[], second]) {
        for (const d of more) act(w, d)
        const r = await sync.run(allow)
        expect(r.created).toEqual({ email: 0, appointment: 0, task: 0 })
        expect(r.actions.CreateActivity).toBe(0)
      }
      const item = w.mailbox.person.list()[pick % Math.max(1, w.mailbox.person.list().length)]
      if (item === undefined) return
      const before = new Set(w.crm.person.list().map((a) => a.id))
      await sync.transfer({ items: [item.id] })
      const made = w.crm.person.list().filter((a) => !before.has(a.id))
      expect(made.length).toBeLessThanOrEqual(1)
      for (const a of made) expect((await sync.status(a.id, 'crm')).itemId).toBe(item.id)
    }),
    { numRuns: runs(150) }
  ), 120_000)

const count = (tags: ReadonlyArray<string>): { readonly [tag: string]: number } => Object.fromEntries([...new Set(tags)].sort().map((t) => [t, tags.filter((x) => x === t).length]))
const done = (actions: { readonly [tag: string]: number }): { readonly [tag: string]: number } => Object.fromEntries(Object.entries(actions).filter(([, n]) => n > 0).sort(([a], [b]) => (a < b ? -1 : 1)))

it('a preview does nothing, and is what the pass or the transfer then does: each action, on the same entities', () => {
  let acted = 0
  return fc
    .assert(
      fc.asyncProperty(worlds, settingsOf, deeds, deeds, fc.constantFrom('pass', 'all', 'some' as const), fc.array(fc.nat(20), { maxLength: 5 }), async (o, settings, first, second, which, picks) => {
        const w = worldAfter(o, first)
        const sync = w.sync({ ...settings, mode: which === 'pass' ? 'automatic' : 'manual' })
        await sync.run(allow)
        if (which === 'some') await sync.transferAll()
        for (const d of second) act(w, d)
        const all = w.mailbox.person.list()
        const items = which === 'all' ? ('all' as const) : picks.flatMap((p) => all[p % Math.max(1, all.length)]?.id ?? [])
        const selection = which === 'pass' ? undefined : { items }
        const before = pictureOf(w) + JSON.stringify(w.store.snapshot())
        const plan = await sync.preview(selection)
        expect(pictureOf(w) + JSON.stringify(w.store.snapshot())).toBe(before)
        const report = selection === undefined ? await sync.run(allow) : await sync.transfer(selection)
        expect(report.errors).toEqual([])
        expect(done(report.actions)).toEqual(count(plan.actions.map((a) => a._tag)))
        const entries = (await sync.passes(1))[0]?.pass === report.pass ? await w.store.journal({ user: 'anna', database: 'acme' }, { passes: [report.pass], limit: 1000 })() : null
        const journalled = entries !== null && entries._tag === 'Right' ? entries.right.filter((e) => e.action !== 'Remember' && e.action !== 'Notice') : []
        expect(journalled.map((e) => `${e.action} ${e.linkId}`).sort()).toEqual(plan.actions.map((a) => `${a._tag} ${a.change.link.id}`).sort())
        acted += plan.actions.length
      }),
      { numRuns: runs(300) }
    )
    .then(() => expect(acted).toBeGreaterThan(50))
}, 120_000)

/** What people made, by id: what an undo must never take away. */
const made = (w: Small): { readonly items: ReadonlyArray<string>; readonly activities: ReadonlyArray<string> } => ({ items: w.mailbox.person.list().filter((i) => i.ownKey === null && i.place === 'normal').map((i) => i.id), activities: w.crm.person.list().filter((a) => a.ownKey === null).map((a) => a.id) })

it('undone, whatever came after, a pass settles; undone twice, it is undone once; and what people made stays', () => {
  const reached = new Map<string, number>()
  return fc
    .assert(
      fc.asyncProperty(worlds, settingsOf, deeds, deeds, deeds, fc.nat(3), fc.boolean(), async (o, settings, first, second, third, back, between) => {
        const w = worldAfter(o, first)
        const sync = w.sync(settings)
        await sync.run(allow)
        for (const d of second) act(w, d)
        await sync.run(allow)
        for (const d of third) act(w, d)
        if (between) await sync.run(allow)
        const passes = await sync.passes()
        const pass = passes[back % Math.max(1, passes.length)]?.pass
        if (pass === undefined) return
        const there = made(w)
        const shown = await sync.undo(pass, { dryRun: true })
        const undo = await sync.undo(pass)
        expect(undo).toEqual({ ...shown, dryRun: false })
        expect(undo.errors).toEqual([])
        for (const u of undo.undone) reached.set(u.did, (reached.get(u.did) ?? 0) + 1)
        for (const n of undo.notUndone) reached.set(n.reason, (reached.get(n.reason) ?? 0) + 1)
        const after = made(w)
        expect(after.items).toEqual(expect.arrayContaining([...there.items]))
        expect(after.activities).toEqual(expect.arrayContaining([...there.activities]))
        const picture = pictureOf(w)
        const again = await sync.undo(pass)
        expect(again.undone).toEqual([])
        expect(pictureOf(w)).toBe(picture)
        await sync.run(allow)
        expect(isSettled(await sync.preview())).toBe(true)
        await sync.run({ ...allow, full: true })
        expect(isSettled(await sync.preview())).toBe(true)
        // What was undone is not done again.
        for (const u of undo.undone) if (u.did === 'deleted-activity') expect((await sync.undo(pass)).notUndone.filter((n) => n.entry === u.entry).map((n) => n.reason)).toEqual(['already-undone'])
      }),
      { numRuns: runs(300) }
    )
    .then(() => {
      for (const what of ['deleted-activity', 'trashed-item', 'wrote-activity', 'wrote-item', 'touched-since', 'memory-only']) expect(reached.get(what) ?? 0, what).toBeGreaterThan(0)
    })
}, 120_000)

it('a list of everything says what is said one by one', () =>
  fc.assert(
    fc.asyncProperty(worlds, settingsOf, deeds, deeds, async (o, settings, first, second) => {
      const w = worldAfter(o, first)
      const sync = w.sync(settings)
      await sync.run(allow)
      for (const d of second) act(w, d)
      // Of one side: in a list of both, an item and an activity that are the same are told of each other.
      const [items, activities] = [w.mailbox.person.list().map((i) => i.id), w.crm.person.list().map((a) => a.id)]
      for (const { id, status } of [...(await sync.statusOf(items, 'outlook')), ...(await sync.statusOf(activities, 'crm'))]) expect({ ...status, refused: [] }).toEqual({ ...(await sync.status(id)), refused: [] })
    }),
    { numRuns: runs(60) }
  ), 120_000)
