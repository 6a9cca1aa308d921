/** L3: two values that lose on one pair in one pass, where nothing can be written, both stand in the journal. */
import { expect, it } from 'vitest'
import { createSync } from '../../../src'
import { memoryCrm, memoryMailbox, memoryStore } from '../../../src/adapters/memory'

it('the second does not take the first one’s place, nor the first the second’s', async () => {
  let ms = Date.UTC(2026, 10, 24, 8)
  const now = (): string => new Date((ms += 60_000)).toISOString()
  const [mailbox, memory, store] = [memoryMailbox({ now, address: { address: 'anna@acme.se', name: 'Anna' }, writes: false }), memoryCrm({ now }), memoryStore()]
  let between = (): void => undefined
  const crm: typeof memory = { ...memory, changes: (owner, from) => async () => (between(), memory.changes(owner, from)()) }
  const sync = createSync({ user: 'anna', database: 'acme', mailbox, crm, store, now, settings: { conflict: { policy: 'crm' }, fields: { task: { importance: 'toOutlook' } } } })
  const item = mailbox.person.add('task', { subject: 'agreed', body: { type: 'text', content: '' }, start: null, due: null, progress: { status: 'notStarted', percent: 0, completedOn: null }, importance: 'normal' })
  await sync.run()
  const activity = memory.person.list()[0]?.id ?? ''
  // Neither side's version is noted, because each holds something that is not carried.
  mailbox.person.edit(item.id, { subject: 'lost first', importance: 'high' })
  memory.person.edit(activity, { subject: 'won first', due: '2026-12-01' })
  // After Outlook was read, and before the CRM is.
  between = () => {
    between = () => undefined
    mailbox.person.edit(item.id, { subject: 'lost second' })
    memory.person.edit(activity, { subject: 'won second' })
  }
  await sync.run()
  await sync.run()
  const { history } = await sync.explain(item.id)
  expect(history.flatMap((e) => e.losers.map((l) => l.value)).sort()).toEqual(['lost first', 'lost second'])
})
