/** The engine from outside: B2, B6, B12, B13, B14, B15, B17, B20, B22 and L6 as a host sees them. */
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { actionCount, createSync, SyncFailure } from '../../src'
import { isSettled } from '../../src/core'
import { anna, email, meeting, small, task } from './world'

const tagOf = async (call: Promise<unknown>): Promise<unknown> => {
  try {
    await call
    return 'nothing thrown'
  } catch (e) {
    return e instanceof SyncFailure ? e.error : e
  }
}

describe('B6 manual mode', () => {
  it('makes nothing in the CRM until the user transfers, and says so', async () => {
    const w = small()
    const a = w.mailbox.person.receiveEmail(email('one'))
    w.mailbox.person.add('task', task('two'))
    const sync = w.sync({ mode: 'manual' })
    expect((await sync.run()).skipped).toMatchObject({ 'manual-mode': 2 })
    expect(w.crm.person.list()).toHaveLength(0)
    expect((await sync.transfer({ items: [a.id] })).created).toEqual({ email: 1, appointment: 0, task: 0 })
    expect((await sync.transferAll()).created).toEqual({ email: 0, appointment: 0, task: 1 })
  })
  it('keeps linked things in step all the same', async () => {
    const w = small()
    const item = w.mailbox.person.add('task', task('ring'))
    const sync = w.sync({ mode: 'manual' })
    await sync.transfer({ items: [item.id] })
    w.mailbox.person.edit(item.id, { subject: 'ring again' })
    await sync.run()
    expect(w.crm.person.list().map((a) => a.fields.subject)).toEqual(['ring again'])
  })
  it('lets single items and attachments be left out, and the preview is what the transfer then does', async () => {
    const w = small()
    const pdf = { name: 'a.pdf', bytes: new TextEncoder().encode('%PDF-1.4') }
    const [one, two] = [w.mailbox.person.receiveEmail(email('one')), w.mailbox.person.receiveEmail(email('two'))]
    const [first, second] = [w.mailbox.person.attach(one.id, pdf), w.mailbox.person.attach(one.id, { ...pdf, name: 'b.pdf' })]
    const sync = w.sync({ mode: 'manual' })
    const selection = { items: [one.id, two.id], without: [two.id, { item: one.id, attachment: first?.id ?? '' }] }
    const plan = await sync.preview(selection)
    expect(w.crm.person.list()).toHaveLength(0)
    expect(plan.skips.map((s) => s.reason)).toEqual(['left-out'])
    expect(plan.refused.map((r) => [r.name, r.reason])).toEqual([['a.pdf', 'left-out-by-user']])
    const report = await sync.transfer(selection)
    expect(actionCount(report)).toBe(plan.actions.length)
    expect(w.crm.person.documents().map((d) => d.name)).toEqual(['b.pdf'])
    expect((await sync.status(one.id)).documents.map((d) => d.attachmentId)).toEqual([second?.id])
  })
  it('transfers anew what was deleted in the CRM, but only by hand', async () => {
    const w = small()
    const item = w.mailbox.person.add('task', task('ring'))
    const sync = w.sync()
    await sync.run()
    w.crm.person.delete(w.crm.person.list()[0]?.id ?? '')
    await sync.run()
    w.mailbox.person.edit(item.id, { subject: 'ring now' })
    expect((await sync.run()).skipped).toMatchObject({ 'link-closed': 1 })
    expect(w.crm.person.list()).toHaveLength(0)
    await sync.transfer({ items: [item.id] })
    expect(w.crm.person.list().map((a) => a.fields.subject)).toEqual(['ring now'])
    expect(isSettled(await sync.preview())).toBe(true)
  })
})

describe('preview', () => {
  it('does nothing, and is what the pass then does', async () => {
    const w = small()
    w.mailbox.person.receiveEmail(email('one'))
    w.mailbox.person.add('appointment', meeting('same'))
    w.crm.person.addActivity('anna', 'appointment', meeting('same'))
    w.crm.person.addActivity('anna', 'task', task('from the CRM'))
    const before = JSON.stringify([w.mailbox.snapshot(), w.crm.snapshot(), w.store.snapshot()])
    const plan = await w.sync().preview()
    expect(JSON.stringify([w.mailbox.snapshot(), w.crm.snapshot(), w.store.snapshot()])).toBe(before)
    expect(plan.actions.map((a) => a._tag).sort()).toEqual(['CreateActivity', 'CreateItem'])
    const report = await w.sync().run()
    expect(actionCount(report)).toBe(2)
    expect(report.remembered).toMatchObject({ 'recognised-as-same': 1 })
  })
})

describe('B2 outgoing e-mail', () => {
  it('written in the CRM and sent through Outlook does not come back as a second activity, and is sent once', async () => {
    const w = small()
    const a = w.crm.person.addActivity('anna', 'email', { ...email('offer', anna), to: [{ address: 'info@alfa.example', name: null }] })
    const sync = w.sync()
    await sync.send(a.id)
    await sync.send(a.id)
    await sync.run()
    expect(w.mailbox.outbox()).toHaveLength(1)
    expect(w.crm.person.list()).toHaveLength(1)
    expect(await sync.status(a.id)).toMatchObject({ transferred: true, reason: 'recognised-by-key' })
  })
  it('sends only e-mail of the user with a recipient', async () => {
    const w = small()
    const t = w.crm.person.addActivity('anna', 'task', task('x'))
    const theirs = w.crm.person.addActivity('bert', 'email', email('y'))
    expect(await tagOf(w.sync().send(t.id))).toMatchObject({ _tag: 'InvalidInput' })
    expect(await tagOf(w.sync().send(theirs.id))).toEqual({ _tag: 'NoSuchEntity', id: theirs.id })
    expect(await tagOf(w.sync().send('nothing'))).toEqual({ _tag: 'NoSuchEntity', id: 'nothing' })
    expect(w.mailbox.outbox()).toHaveLength(0)
  })
})

describe('B12 one company database', () => {
  it('refuses a second and names the first; after a switch back nothing is duplicated', async () => {
    const w = small()
    w.mailbox.person.add('task', task('ring'))
    await w.sync().run()
    expect(await tagOf(w.sync({}, 'beta').run())).toEqual({ _tag: 'ActiveElsewhere', database: 'acme' })
    await w.sync().deactivate()
    await w.sync({}, 'beta').activate()
    expect(await tagOf(w.sync().run())).toEqual({ _tag: 'ActiveElsewhere', database: 'beta' })
    await w.sync({}, 'beta').deactivate()
    w.mailbox.expireCursors()
    expect(actionCount(await w.sync().run())).toBe(0)
    expect(w.crm.person.list()).toHaveLength(1)
  })
})

describe('B13 deletion in Outlook', () => {
  it('asks; deletes nothing until answered; an answer counts once', async () => {
    const w = small()
    const item = w.mailbox.person.add('task', task('ring'))
    const sync = w.sync()
    await sync.run()
    w.mailbox.person.moveToDeletedItems(item.id)
    expect((await sync.run()).decisions).toHaveLength(1)
    await sync.run()
    expect(w.crm.person.list()).toHaveLength(1)
    const [d] = await sync.decisions()
    expect(await tagOf(sync.decide(d?.id ?? '', 'perhaps'))).toMatchObject({ _tag: 'InvalidInput', errors: [{ field: 'answer' }] })
    await sync.decide(d?.id ?? '', 'delete-activity')
    expect(await tagOf(sync.decide(d?.id ?? '', 'keep-activity'))).toMatchObject({ _tag: 'DecisionNotOpen', state: 'answered' })
    expect(await tagOf(sync.decide('nothing', 'keep-activity'))).toEqual({ _tag: 'NoSuchDecision', decision: 'nothing' })
    expect((await sync.run()).actions.DeleteActivity).toBe(1)
    expect(w.crm.person.list()).toHaveLength(0)
    expect(await tagOf(sync.decide(d?.id ?? '', 'keep-activity'))).toMatchObject({ _tag: 'DecisionNotOpen', state: 'done' })
  })
  it('an item restored withdraws its question, even an answered one; deleted again, another is asked', async () => {
    const w = small()
    const item = w.mailbox.person.add('task', task('ring'))
    const sync = w.sync()
    await sync.run()
    w.mailbox.person.moveToDeletedItems(item.id)
    await sync.run()
    const [first] = await sync.decisions()
    await sync.decide(first?.id ?? '', 'delete-activity')
    w.mailbox.person.restore(item.id)
    await sync.run()
    expect(w.crm.person.list()).toHaveLength(1)
    w.mailbox.person.moveToDeletedItems(item.id)
    await sync.run()
    const [second] = await sync.decisions()
    expect(second?.id).not.toBe(first?.id)
    expect(w.crm.person.list()).toHaveLength(1)
  })
  it('an item deleted permanently raises none: the activity stays and the link is closed', async () => {
    const w = small()
    const item = w.mailbox.person.add('task', task('ring'))
    const sync = w.sync()
    await sync.run()
    w.mailbox.person.deletePermanently(item.id)
    expect((await sync.run()).decisions).toEqual([])
    expect(w.crm.person.list()).toHaveLength(1)
    expect(w.store.linksOf({ user: 'anna', database: 'acme' })[0]).toMatchObject({ state: 'closed', closed: 'item-deleted-permanently' })
  })
  it('emptying Deleted Items does not answer the question', async () => {
    const w = small()
    const item = w.mailbox.person.add('task', task('ring'))
    const sync = w.sync()
    await sync.run()
    w.mailbox.person.moveToDeletedItems(item.id)
    await sync.run()
    w.mailbox.person.deletePermanently(item.id)
    await sync.run()
    const [d] = await sync.decisions()
    await sync.decide(d?.id ?? '', 'delete-activity')
    await sync.run()
    expect(w.crm.person.list()).toHaveLength(0)
  })
})

describe('L6', () => {
  it('a CRM that suddenly lists nothing stops the pass, again and again, until it is allowed', async () => {
    const w = small()
    const ids = [1, 2, 3].map((n) => w.crm.person.addActivity('anna', 'task', task(`t${n}`)).id)
    const sync = w.sync()
    await sync.run()
    for (const id of ids) w.crm.person.delete(id)
    w.crm.expireCursors()
    for (let i = 0; i < 3; i++) expect(await tagOf(sync.run())).toMatchObject({ _tag: 'SideLooksEmpty', side: 'crm', gone: 3 })
    expect(w.mailbox.person.list().every((i) => i.place === 'normal')).toBe(true)
    expect((await sync.run({ allowMassDeletion: true })).actions.TrashItem).toBe(3)
  })
  it('so does a removal of most of what is linked; a few are believed', async () => {
    const w = small()
    const ids = Array.from({ length: 30 }, (_, n) => w.crm.person.addActivity('anna', 'task', task(`t${n}`)).id)
    const sync = w.sync()
    await sync.run()
    for (const id of ids.slice(0, 5)) w.crm.person.delete(id)
    expect((await sync.run()).actions.TrashItem).toBe(5)
    for (const id of ids.slice(5, 25)) w.crm.person.delete(id)
    expect(await tagOf(sync.run())).toMatchObject({ _tag: 'SideLooksEmpty', gone: 20, linked: 25 })
    expect(await tagOf(sync.run())).toMatchObject({ _tag: 'SideLooksEmpty' })
    expect(w.mailbox.person.list().filter((i) => i.place === 'deletedItems')).toHaveLength(5)
  })
  it('a full listing that does not mention something is not believed: it is looked at', async () => {
    const w = small()
    const item = w.mailbox.person.add('task', task('ring'))
    w.mailbox.person.add('task', task('write'))
    await w.sync().run()
    const forgetful = { ...w.mailbox, changes: (from: string | null) => async () => {
      const r = await w.mailbox.changes(from)()
      return E.isLeft(r) ? r : E.right({ ...r.right, changes: r.right.changes.filter((c) => c._tag !== 'Present' || c.item.id !== item.id) })
    } }
    const sync = createSync({ user: 'anna', database: 'acme', mailbox: forgetful, crm: w.crm, store: w.store, now: w.now })
    const report = await sync.run({ full: true })
    expect(actionCount(report)).toBe(0)
    expect(w.store.linksOf({ user: 'anna', database: 'acme' }).map((l) => l.state)).toEqual(['open', 'open'])
  })
})

describe('B17 conflict', () => {
  it('goes by policy; the loser is in the journal, and nothing else is touched', async () => {
    for (const [policy, wins] of [['latest', 'from the CRM'], ['outlook', 'from Outlook'], ['crm', 'from the CRM']] as const) {
      const w = small()
      const item = w.mailbox.person.add('task', task('ring'))
      const sync = w.sync({ conflict: { policy } })
      await sync.run()
      w.mailbox.person.edit(item.id, { subject: 'from Outlook', importance: 'high' })
      w.crm.person.edit(w.crm.person.list()[0]?.id ?? '', { subject: 'from the CRM' })
      await sync.run()
      expect([w.mailbox.person.get(item.id)?.fields.subject, w.crm.person.list()[0]?.fields.subject]).toEqual([wins, wins])
      expect(w.crm.person.list()[0]?.fields).toMatchObject({ importance: 'high' })
      const lost = (await sync.status(item.id)).conflicts.flatMap((c) => c.losers)
      expect(lost).toEqual([{ field: 'subject', side: wins === 'from Outlook' ? 'crm' : 'outlook', value: wins === 'from Outlook' ? 'from the CRM' : 'from Outlook', by: policy }])
    }
  })
  it('ask: nothing is written until the user answers', async () => {
    const w = small()
    const item = w.mailbox.person.add('task', task('ring'))
    const sync = w.sync({ conflict: { policy: 'ask' } })
    await sync.run()
    w.mailbox.person.edit(item.id, { subject: 'from Outlook' })
    w.crm.person.edit(w.crm.person.list()[0]?.id ?? '', { subject: 'from the CRM' })
    expect(actionCount(await sync.run())).toBe(0)
    const [d] = await sync.decisions()
    expect(d).toMatchObject({ _tag: 'Conflict', field: 'subject' })
    await sync.decide(d?.id ?? '', 'outlook')
    await sync.run()
    expect(w.crm.person.list()[0]?.fields.subject).toBe('from Outlook')
    expect(isSettled(await sync.preview())).toBe(true)
  })
})

describe('B15 status and B20 explain', () => {
  it('tell of transferred, skipped and unknown entries', async () => {
    const w = small()
    const known = w.mailbox.person.receiveEmail(email('one'))
    const stranger = w.mailbox.person.receiveEmail(email('two', 'who@nowhere.example'))
    const sync = w.sync()
    await sync.run()
    expect(await sync.status(known.id)).toMatchObject({ transferred: true, reason: 'new-item', contact: { contactId: w.crm.person.contacts()[0]?.id } })
    const e = await sync.explain(stranger.id)
    expect(e).toMatchObject({ transferred: false, reason: 'no-registered-contact' })
    expect(e.trace.at(-1)?.behaviour).toContain('B1')
    const activity = w.crm.person.list()[0]?.id ?? ''
    expect(await sync.status(activity, 'crm')).toMatchObject({ side: 'crm', itemId: known.id, transferred: true })
    expect(await tagOf(sync.status('nothing'))).toEqual({ _tag: 'NoSuchEntity', id: 'nothing' })
  })
  it('say nothing of what is private', async () => {
    const w = small()
    const item = w.mailbox.person.add('task', task('SECRET'), { sensitivity: 'private' })
    await w.sync().run()
    const e = await w.sync().explain(item.id)
    expect(e.reason).toBe('private')
    expect(JSON.stringify(e)).not.toContain('SECRET')
  })
})

describe('bad input', () => {
  it('settings that are not valid fail every call, naming the field, and touch nothing', async () => {
    const w = small()
    w.mailbox.person.receiveEmail(email('one'))
    expect(await tagOf(w.sync({ mode: 'auto' }).run())).toMatchObject({ _tag: 'InvalidSettings', errors: [{ field: 'mode', got: 'string "auto"' }] })
    expect(w.crm.person.list()).toHaveLength(0)
    const r = await w.sync({ mode: 'auto' }).task.run()()
    expect(E.isLeft(r) && r.left._tag).toBe('InvalidSettings')
  })
  it('one bad item does not stop the others; it is reported, and transferred once it can be read', async () => {
    const w = small()
    const bad = w.mailbox.person.add('task', task('bad'))
    w.mailbox.person.add('task', task('good'))
    let broken = true
    const error = { _tag: 'InvalidPayload', what: 'item', errors: [{ field: 'due', got: 'string', expected: 'a date' }] } as const
    const mailbox = { ...w.mailbox, changes: (from: string | null) => async () => {
      const r = await w.mailbox.changes(from)()
      return E.isLeft(r) || !broken ? r : E.right({ ...r.right, changes: r.right.changes.map((c) => (c._tag === 'Present' && c.item.id === bad.id ? { _tag: 'Failed' as const, id: bad.id, error } : c)) })
    } }
    const sync = createSync({ user: 'anna', database: 'acme', mailbox, crm: w.crm, store: w.store, now: w.now })
    const report = await sync.run()
    expect(report.created.task).toBe(1)
    expect(report.errors).toEqual([{ itemId: bad.id, activityId: null, during: 'read', error }])
    broken = false
    expect((await sync.run()).created.task).toBe(1)
    expect((await sync.run()).skipped).toEqual({})
  })
})
