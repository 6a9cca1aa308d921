/** B13, B17: a question as a person is asked it, and an answer that counts once. */
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { createSync } from '../../src'
import { type Counts, countPorts } from './counted'
import { email, meeting, small, tagOf, task } from './world'

describe('decisions()', () => {
  it('tells of a deletion: what, on which contact, since when, and what each answer would do', async () => {
    const w = small()
    const mail = w.mailbox.person.receiveEmail(email('offer'))
    const sync = w.sync()
    await sync.run()
    const activity = w.crm.person.list()[0]
    w.crm.person.edit(activity?.id ?? '', { subject: 'offer, noted' })
    w.mailbox.person.moveToDeletedItems(mail.id)
    await sync.run()
    const [d] = await sync.decisions()
    expect(d).toMatchObject({ _tag: 'Deletion', kind: 'email', itemId: mail.id, activityId: activity?.id, subject: 'offer', contact: { contactId: w.crm.person.contacts()[0]?.id }, item: 'in-deleted-items', activity: 'there', values: null, editedInCrm: true })
    expect(d?.openedAt).toMatch(/^2026-11-24T/)
    expect(d?.answers.map((a) => a.answer)).toEqual(['delete-activity', 'keep-activity'])
    expect(d?.answers[0]?.text).toContain('edited')
    w.mailbox.person.deletePermanently(mail.id)
    await sync.run()
    expect((await sync.decisions())[0]).toMatchObject({ item: 'gone', subject: 'offer, noted' })
  })
  it('tells of a conflict what each side holds now', async () => {
    const w = small()
    const item = w.mailbox.person.add('task', task('agreed'))
    const sync = w.sync({ conflict: { policy: 'ask' } })
    await sync.run()
    w.mailbox.person.edit(item.id, { subject: 'of Outlook' })
    w.crm.person.edit(w.crm.person.list()[0]?.id ?? '', { subject: 'of the CRM' })
    await sync.run()
    w.mailbox.person.edit(item.id, { subject: 'of Outlook, again' })
    expect((await sync.decisions())[0]).toMatchObject({ _tag: 'Conflict', field: 'subject', subject: 'of Outlook, again', item: 'there', values: { outlook: 'of Outlook, again', crm: 'of the CRM' } })
  })
  it('says nothing of what is private, in Outlook or in the CRM', async () => {
    const w = small()
    const sync = w.sync({ conflict: { policy: 'ask' } })
    const [a, b] = [w.mailbox.person.add('task', task('SECRET a')), w.mailbox.person.add('appointment', meeting('SECRET b'))]
    await sync.run()
    w.mailbox.person.edit(b.id, { subject: 'SECRET of Outlook' })
    for (const x of w.crm.person.list()) {
      w.crm.person.edit(x.id, { subject: 'SECRET of the CRM' })
      w.crm.person.setAttributes(x.id, { private: true })
    }
    w.mailbox.person.moveToDeletedItems(a.id)
    await sync.run()
    expect(await sync.decisions()).toHaveLength(2)
    w.mailbox.person.mark(b.id, { sensitivity: 'private' })
    w.mailbox.person.deletePermanently(a.id)
    const told = await sync.decisions()
    expect(told.map((d) => [d.subject, d.values])).toEqual([[null, null], [null, null]])
    expect(JSON.stringify(told)).not.toContain('SECRET')
  })
  it('says nothing of what became private in Outlook alone', async () => {
    const w = small()
    const item = w.mailbox.person.add('task', task('SECRET'))
    await w.sync().run()
    w.mailbox.person.moveToDeletedItems(item.id)
    await w.sync().run()
    w.mailbox.person.mark(item.id, { sensitivity: 'confidential' })
    const told = await w.sync().decisions()
    expect(told).toHaveLength(1)
    expect(JSON.stringify(told)).not.toContain('SECRET')
  })
  it('asks each side once, however many there are', async () => {
    const w = small()
    const items = Array.from({ length: 30 }, (_, n) => w.mailbox.person.add('task', task(`t${n}`)))
    const sync = w.sync()
    await sync.run()
    for (const i of items) w.mailbox.person.moveToDeletedItems(i.id)
    await sync.run()
    const counts: Counts = new Map()
    expect(await createSync({ user: 'anna', database: 'acme', ...countPorts(w, counts), now: w.now }).decisions()).toHaveLength(30)
    expect([counts.get('mailbox.read'), counts.get('crm.read'), counts.get('store.decisions')]).toEqual([1, 1, 1])
  })
})

describe('an answer', () => {
  it('given twice, at once and by two processes, acts once; the later is told', async () => {
    for (const [one, two] of [['delete-activity', 'delete-activity'], ['delete-activity', 'keep-activity'], ['keep-activity', 'delete-activity']] as const) {
      const w = small()
      const item = w.mailbox.person.add('task', task('ring'))
      await w.sync().run()
      w.mailbox.person.moveToDeletedItems(item.id)
      await w.sync().run()
      const id = (await w.sync().decisions())[0]?.id ?? ''
      const answers = await Promise.all([w.sync().task.decide(id, one)(), w.sync().task.decide(id, two)()])
      const accepted = answers.filter(E.isRight)
      if (one !== two) expect(accepted).toHaveLength(1)
      for (const a of answers) if (E.isLeft(a)) expect(a.left).toMatchObject({ _tag: 'DecisionNotOpen', state: 'answered' })
      const done = await Promise.all([w.sync().task.run()(), w.sync().task.run()()])
      const deleted = done.reduce((n, r) => n + (E.isRight(r) ? r.right.actions.DeleteActivity : 0), 0)
      const answer = accepted[0] !== undefined && E.isRight(accepted[0]) ? accepted[0].right.answer : null
      expect([deleted, w.crm.person.list().length]).toEqual(answer === 'delete-activity' ? [1, 0] : [0, 1])
      await w.sync().run()
      expect(await tagOf(w.sync().decide(id, one))).toMatchObject({ _tag: 'DecisionNotOpen', state: 'done' })
    }
  })
})
