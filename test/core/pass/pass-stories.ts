/** Passes that do something of every sort, to be disturbed. */
import { email, meeting, task } from '../../sync/world'
import type { FaultyWorld } from './faulty-world'

export interface Story {
  readonly settings?: unknown
  /** Up to the moment before the pass that is disturbed. */
  readonly prepare: (w: FaultyWorld) => Promise<void>
}

const file = (name: string) => ({ name, bytes: new TextEncoder().encode('%PDF-1.4 small') })
const activityNamed = (w: FaultyWorld, subject: string): string => w.crm.person.list().find((a) => a.fields.subject === subject)?.id ?? ''

export const stories: { readonly [name: string]: Story } = {
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
