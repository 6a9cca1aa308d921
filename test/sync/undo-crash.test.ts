/** B21, L3, L4, L6: an undo that dies before or after any effect, or whose answer is lost there, is made good by the next undo, whether a pass ran in between or not. */
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { isSettled } from '../../src/core'
import { losersOf, stateOf } from '../core/pass/faulty-world'
import { stride } from '../runs'
import { type Faulty, faulty } from './faulty'
import { email, meeting, task } from './world'

interface Story {
  readonly settings: unknown
  /** Ends with the pass that is undone; gives its id. */
  readonly prepare: (w: Faulty) => Promise<string>
}

const run = async (w: Faulty, settings: unknown): Promise<string> => (await w.sync(settings).run()).pass

/** With these, what is gone on one side is deleted on the other: an undo that is taken for a deletion is found out. */
const strict = { deletion: { inOutlook: { task: 'always', appointment: 'always', email: 'always' }, inCrm: { task: 'always', appointment: 'always' } } }

const stories: { readonly [name: string]: Story } = {
  'creates on both sides': {
    settings: strict,
    prepare: async (w) => {
      w.mailbox.person.receiveEmail(email('mail'))
      w.mailbox.person.add('task', task('from Outlook'))
      w.crm.person.addActivity('anna', 'appointment', meeting('from the CRM'))
      return run(w, strict)
    }
  },
  'updates on both sides, one of them a conflict': {
    settings: {},
    prepare: async (w) => {
      const [a, b] = [w.mailbox.person.add('task', task('a')), w.mailbox.person.add('task', task('b'))]
      await run(w, {})
      const [x, y] = w.crm.person.list()
      w.mailbox.person.edit(a.id, { subject: 'a of Outlook', importance: 'high' })
      w.crm.person.edit(x?.id ?? '', { due: '2026-12-24' })
      w.crm.person.edit(y?.id ?? '', { subject: 'b of the CRM' })
      w.mailbox.person.edit(b.id, { subject: 'b of Outlook' })
      return run(w, {})
    }
  },
  deletions: {
    settings: strict,
    prepare: async (w) => {
      const [a, b] = [w.mailbox.person.add('task', task('a')), w.mailbox.person.receiveEmail(email('b'))]
      w.mailbox.person.add('task', task('c'))
      await run(w, strict)
      for (const i of [a, b]) w.mailbox.person.moveToDeletedItems(i.id)
      return run(w, strict)
    }
  }
}

for (const commitsWithStore of [false, true])
  describe(commitsWithStore ? 'CRM and store in one transaction' : 'CRM and store apart', () => {
    for (const [name, { settings, prepare }] of Object.entries(stories))
      it(name, { timeout: 120_000 }, async () => {
        const undisturbed = faulty(commitsWithStore)
        const pass = await prepare(undisturbed)
        const before = await stateOf(undisturbed, settings)
        const { positions, result } = await undisturbed.under({}, settings, (t) => t.undo(pass))
        expect(result).toMatchObject({ _tag: 'Right', right: { errors: [] } })
        const [expected, losers] = [await stateOf(undisturbed, settings), await losersOf(undisturbed)]
        expect(expected).toMatchObject({ waiting: { intents: 0, retries: 0, answered: 0 }, settled: true })
        expect(expected).not.toEqual(before)
        for (let at = 0; at < positions; at += stride)
          for (const script of [{ crashAt: at }, { at: new Map([[at, { _tag: 'Lost' as const }]]) }]) {
            const what = `${'crashAt' in script ? 'crash' : 'answer lost'} at ${at} of ${positions}`
            const again = faulty(commitsWithStore)
            await prepare(again)
            await again.under(script, settings, (t) => t.undo(pass))
            const second = await again.sync(settings).undo(pass)
            expect(second.errors, what).toEqual([])
            expect(await again.store.due({ user: 'anna', database: 'acme' }, '2099-01-01T00:00:00.000Z')(), what).toMatchObject({ right: { intents: [] } })
            await again.sync(settings).run()
            expect(await stateOf(again, settings), what).toEqual(expected)
            expect(await losersOf(again), what).toEqual(expect.arrayContaining([...losers]))

            // A pass in between finds a pair half undone: it may put it back in step, and never more.
            const between = faulty(commitsWithStore)
            await prepare(between)
            const there = between.mailbox.person.list().filter((i) => i.place === 'normal').length
            await between.under(script, settings, (t) => t.undo(pass))
            await between.sync(settings).run()
            expect(isSettled(await between.sync(settings).preview()), `${what}, a pass`).toBe(true)
            const undone = await between.sync(settings).undo(pass)
            expect(undone.errors).toEqual([])
            await between.sync(settings).run()
            expect(isSettled(await between.sync(settings).preview()), `${what}, a pass, an undo and a pass`).toBe(true)
            if (name === 'updates on both sides, one of them a conflict') continue
            expect(await stateOf(between, settings), `${what}, a pass and an undo`).toEqual(expected)
            if (name === 'deletions') expect(between.mailbox.person.list().filter((i) => i.place === 'normal')).toHaveLength(there)
          }
      })
  })

it.each([false, true])('an effect that is refused is told, and tried again by the next undo: in one transaction %s', async (commitsWithStore) => {
  const error = { _tag: 'VersionMismatch', what: 'activity' } as const
  let refused = 0
  for (let at = 0; at < 20; at += 2) {
    const w = faulty(commitsWithStore)
    w.mailbox.person.add('task', task('a'))
    const pass = await run(w, {})
    const { result } = await w.under({ at: new Map([[at, { _tag: 'Answer', error }]]) }, {}, (t) => t.undo(pass))
    if (result !== null && E.isRight(result) && result.right.errors.length > 0) {
      refused++
      expect(result.right.undone).toEqual([])
      expect(result.right.errors.map((e) => e.error)).toEqual([error])
      expect(w.store.linksOf({ user: 'anna', database: 'acme' })[0]).toMatchObject({ state: 'open', closed: null })
    }
    expect((await w.sync().undo(pass)).errors).toEqual([])
    expect(w.crm.person.list()).toEqual([])
  }
  expect(refused).toBe(1)
})
