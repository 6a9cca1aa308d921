/** L7: concurrent edits of different fields both survive, in either order, and a further pass has nothing to do (L2). */
import * as E from 'fp-ts/lib/Either.js'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { memoryCrm, memoryMailbox, memoryStore } from '../../src/adapters/memory'
import { createSync } from '../../src'
import { isSettled } from '../../src/core'
import type { TaskFields } from '../../src/core/model/fields'
import { endOnFailure, seed } from './seed'

const values: { readonly [F in keyof TaskFields]: readonly [TaskFields[F], TaskFields[F]] } = {
  subject: ['Ring Alfa', 'Ring Beta'],
  body: [{ type: 'text', content: 'one' }, { type: 'text', content: 'two' }],
  start: ['2026-03-02', null],
  due: ['2026-03-09', '2026-03-10'],
  progress: [{ status: 'completed', percent: 100, completedOn: '2026-03-05' }, { status: 'inProgress', percent: 40, completedOn: null }],
  importance: ['high', 'low']
}
const initial: TaskFields = { subject: 'Ring', body: { type: 'text', content: 'zero' }, start: null, due: null, progress: { status: 'notStarted', percent: 0, completedOn: null }, importance: 'normal' }
const names = Object.keys(values) as ReadonlyArray<keyof TaskFields>

it('L7: disjoint edits of any fields, made in either order, are all on both sides after one pass', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('outlook', 'crm'),
      fc.array(fc.constantFrom<'outlook' | 'crm' | 'nobody'>('outlook', 'crm', 'nobody'), { minLength: names.length, maxLength: names.length }),
      fc.boolean(),
      fc.constantFrom('latest', 'outlook', 'crm', 'ask'),
      async (origin, editors, outlookFirst, policy) => {
        let ms = Date.UTC(2026, 2, 1)
        const now = (): string => new Date((ms += 1000)).toISOString()
        const mailbox = memoryMailbox({ now, normalise: 'outlook' })
        const crm = memoryCrm({ now })
        const store = memoryStore()
        const sync = createSync({ user: 'anna', database: 'acme', mailbox, crm, store, now, settings: { conflict: { policy } } })
        if (origin === 'outlook') mailbox.person.add('task', initial)
        else crm.person.addActivity('anna', 'task', initial)
        await sync.run()
        const [item] = mailbox.person.list()
        const [activity] = crm.person.list()
        if (item === undefined || activity === undefined) throw new Error('not linked')
        const patch = (who: 'outlook' | 'crm'): Partial<TaskFields> => Object.fromEntries(names.filter((_, i) => editors[i] === who).map((f) => [f, values[f][who === 'outlook' ? 0 : 1]]))
        const edits = [() => mailbox.person.edit(item.id, patch('outlook')), () => crm.person.edit(activity.id, patch('crm'))]
        for (const edit of outlookFirst ? edits : edits.reverse()) edit()
        await sync.run()

        const expected = { ...initial, ...patch('outlook'), ...patch('crm') }
        const onItem = mailbox.person.get(item.id)?.fields as TaskFields
        const onActivity = crm.person.get(activity.id)?.fields as TaskFields
        expect({ ...onActivity, body: onActivity.body.content.trim() }).toEqual({ ...expected, body: expected.body.content })
        expect({ ...onItem, body: onItem.body.content.trim() }).toEqual({ ...expected, body: expected.body.content })
        const journal = await store.journal({ user: 'anna', database: 'acme' }, { limit: 100 })()
        expect(E.isRight(journal) && journal.right.flatMap((j) => j.losers)).toEqual([])
        expect(isSettled(await sync.preview())).toBe(true)
      }
    ),
    { seed, endOnFailure, numRuns: 300 }
  )
})
