/** L3, L4, L5: a pass that dies before or after any single effect, or whose answer is lost there, is made good by the next: the end is what it would have been. */
import { describe, expect, it } from 'vitest'
import { email, meeting, task } from '../../sync/world'
import { faultyWorld, losersOf, stateOf, type FaultyWorld } from './faulty-world'

interface Story {
  readonly settings?: unknown
  /** Up to the moment before the pass that fails. */
  readonly prepare: (w: FaultyWorld) => Promise<void>
}

const file = (name: string) => ({ name, bytes: new TextEncoder().encode('%PDF-1.4 small') })
const activityNamed = (w: FaultyWorld, subject: string): string => w.crm.person.list().find((a) => a.fields.subject === subject)?.id ?? ''

const stories: { readonly [name: string]: Story } = {
  'creates on both sides': {
    prepare: async (w) => {
      w.mailbox.person.receiveEmail(email('mail'))
      w.mailbox.person.add('task', task('from Outlook'))
      w.mailbox.person.add('appointment', meeting('same'))
      w.crm.person.addActivity('anna', 'appointment', meeting('same'))
      w.crm.person.addActivity('anna', 'task', task('from the CRM'))
      w.crm.person.addActivity('anna', 'appointment', meeting('another'))
    }
  },
  'updates on both sides, one of them a conflict': {
    prepare: async (w) => {
      const one = w.mailbox.person.add('task', task('one'))
      const two = w.mailbox.person.add('task', task('two'))
      w.mailbox.person.add('task', task('three'))
      await w.sync().run()
      w.mailbox.person.edit(one.id, { subject: 'one from Outlook' })
      w.mailbox.person.edit(two.id, { importance: 'high' })
      w.crm.person.edit(activityNamed(w, 'one'), { subject: 'one from the CRM', due: null })
      w.crm.person.edit(activityNamed(w, 'three'), { subject: 'three from the CRM' })
    }
  },
  'items put away': {
    prepare: async (w) => {
      for (const n of [1, 2, 3]) w.crm.person.addActivity('anna', 'task', task(`t${n}`))
      w.mailbox.person.add('task', task('stays'))
      await w.sync().run()
      for (const n of [1, 2]) w.crm.person.delete(activityNamed(w, `t${n}`))
      w.crm.person.delete(activityNamed(w, 'stays'))
    }
  },
  'activities deleted by policy, and links closed': {
    settings: { deletion: { inOutlook: { task: 'always' } } },
    prepare: async (w) => {
      const items = [1, 2, 3].map((n) => w.mailbox.person.add('task', task(`t${n}`)))
      await w.sync().run()
      w.mailbox.person.moveToDeletedItems(items[0]?.id ?? '')
      w.mailbox.person.moveToDeletedItems(items[1]?.id ?? '')
      w.mailbox.person.deletePermanently(items[2]?.id ?? '')
    }
  },
  'an answer carried out': {
    prepare: async (w) => {
      const items = [1, 2].map((n) => w.mailbox.person.add('task', task(`t${n}`)))
      await w.sync().run()
      for (const i of items) w.mailbox.person.moveToDeletedItems(i.id)
      await w.sync().run()
      const asked = await w.sync().decisions()
      for (const [n, d] of asked.entries()) await w.sync().decide(d.id, n === 0 ? 'delete-activity' : 'keep-activity')
    }
  },
  'documents of an e-mail': {
    prepare: async (w) => {
      for (const subject of ['mail', 'another']) {
        const mail = w.mailbox.person.receiveEmail(email(subject))
        for (const name of ['a.pdf', 'b.pdf', 'c.pdf']) w.mailbox.person.attach(mail.id, file(`${subject} ${name}`))
      }
    }
  }
}

for (const commitsWithStore of [false, true])
  describe(commitsWithStore ? 'CRM and store in one transaction' : 'CRM and store apart', () => {
    for (const [name, story] of Object.entries(stories)) {
      const begun = async (): Promise<FaultyWorld> => {
        const w = faultyWorld(commitsWithStore)
        await story.prepare(w)
        return w
      }
      it(name, async () => {
        const undisturbed = await begun()
        const { positions, died } = await undisturbed.runUnder({}, story.settings)
        const [expected, losers] = [await stateOf(undisturbed, story.settings), await losersOf(undisturbed)]
        expect(died).toBe(false)
        expect(expected).toMatchObject({ waiting: { intents: 0, retries: 0, answered: 0 }, settled: true })
        expect(positions).toBeGreaterThan(8)
        for (let at = 0; at < positions; at++)
          for (const script of [{ crashAt: at }, { at: new Map([[at, { _tag: 'Lost' as const }]]) }]) {
            const w = await begun()
            const { died: stopped } = await w.runUnder(script, story.settings)
            const what = `${'crashAt' in script ? 'crash' : 'answer lost'} at ${at} of ${positions}`
            if ('crashAt' in script) expect(stopped, what).toBe(true)
            await w.sync(story.settings).run()
            expect(await stateOf(w, story.settings), what).toEqual(expected)
            expect(await losersOf(w), what).toEqual(expect.arrayContaining([...losers]))
          }
      })
    }
  })
