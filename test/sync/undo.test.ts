/** B21: a pass can be undone while nothing newer has touched what it wrote; what cannot be undone says why. */
import { describe, expect, it } from 'vitest'
import { actionCount, createSync, type Sync } from '../../src'
import { isSettled } from '../../src/core'
import { email, meeting, type Small, small, tagOf, task } from './world'

/** The newest pass that is no undo. */
const lastPass = async (sync: Sync): Promise<string> => (await sync.passes()).find((p) => p.kind === 'pass')?.pass ?? ''
const subjects = (w: Small): ReadonlyArray<unknown> => [w.mailbox.person.list().filter((i) => i.place === 'normal').map((i) => i.fields.subject), w.crm.person.list().map((a) => a.fields.subject)]
/** A pass has nothing to do, and neither does the one after it. */
const expectSettled = async (sync: Sync): Promise<void> => {
  expect(actionCount(await sync.run())).toBe(0)
  expect(isSettled(await sync.preview())).toBe(true)
}

const worlds = [['the store apart', false], ['in one transaction with the store', true]] as const

describe.each(worlds)('%s: an undo', (_, commitsWithStore) => {
  it('of a created activity deletes it, and it is not made again but by hand', async () => {
    const w = small({ commitsWithStore })
    const item = w.mailbox.person.add('task', task('ring'))
    const sync = w.sync()
    const { pass } = await sync.run()
    const report = await sync.undo(pass)
    expect(report.undone.map((u) => [u.did, u.itemId])).toEqual([['deleted-activity', item.id]])
    expect(report.notUndone).toEqual([])
    expect(subjects(w)).toEqual([['ring'], []])
    await expectSettled(sync)
    w.mailbox.person.edit(item.id, { subject: 'ring now' })
    await expectSettled(sync)
    await sync.run({ full: true })
    expect(w.crm.person.list()).toEqual([])
    expect(await sync.status(item.id)).toMatchObject({ transferred: false, reason: 'undone' })
    expect((await sync.transfer({ items: [item.id] })).created.task).toBe(1)
    await expectSettled(sync)
    expect(subjects(w)).toEqual([['ring now'], ['ring now']])
  })

  it('of a created item moves it to Deleted Items, and it is not made again; restored there, it is in step again', async () => {
    const w = small({ commitsWithStore })
    const a = w.crm.person.addActivity('anna', 'appointment', meeting('plan'))
    const sync = w.sync()
    const { pass } = await sync.run()
    const made = w.mailbox.person.list()[0]?.id ?? ''
    expect((await sync.undo(pass)).undone.map((u) => u.did)).toEqual(['trashed-item'])
    expect(w.mailbox.person.get(made)?.place).toBe('deletedItems')
    expect(w.crm.person.get(a.id)).not.toBeNull()
    await expectSettled(sync)
    expect(await sync.decisions()).toEqual([])
    w.mailbox.person.restore(made)
    await sync.run()
    w.crm.person.edit(a.id, { location: 'Room 2' })
    await sync.run()
    expect(w.mailbox.person.get(made)?.fields).toMatchObject({ location: 'Room 2' })
  })

  it.each(['outlook', 'crm'] as const)('of an update of %s writes the old value back, and leaves the other side', async (edited) => {
    const w = small({ commitsWithStore })
    const item = w.mailbox.person.add('task', task('old'))
    const sync = w.sync()
    await sync.run()
    const activity = w.crm.person.list()[0]?.id ?? ''
    if (edited === 'outlook') w.mailbox.person.edit(item.id, { subject: 'new' })
    else w.crm.person.edit(activity, { subject: 'new' })
    const { pass } = await sync.run()
    expect(subjects(w)).toEqual([['new'], ['new']])
    const report = await sync.undo(pass)
    expect(report.undone.map((u) => [u.did, u.fields])).toEqual([[edited === 'outlook' ? 'wrote-activity' : 'wrote-item', ['subject']]])
    expect(subjects(w)).toEqual(edited === 'outlook' ? [['new'], ['old']] : [['old'], ['new']])
    await expectSettled(sync)
    // The edit is on record, and a later one goes its way.
    const undo = (await sync.passes()).find((p) => p.kind === 'undo')
    expect(undo).toMatchObject({ of: pass, pass: report.undoPass })
    if (edited === 'outlook') w.mailbox.person.edit(item.id, { subject: 'newer' })
    else w.crm.person.edit(activity, { subject: 'newer' })
    await sync.run()
    expect(subjects(w)).toEqual([['newer'], ['newer']])
  })

  it('of a deletion makes the activity again, with contact and attributes; when the item is restored they are in step', async () => {
    const w = small({ commitsWithStore })
    const item = w.mailbox.person.receiveEmail(email('offer'))
    const sync = w.sync({ deletion: { inOutlook: { email: 'always' } } })
    await sync.run()
    const first = w.crm.person.list()[0]
    w.mailbox.person.moveToDeletedItems(item.id)
    const { pass } = await sync.run()
    expect(w.crm.person.list()).toEqual([])
    expect((await sync.undo(pass)).undone.map((u) => u.did)).toEqual(['made-activity'])
    const again = w.crm.person.list()[0]
    expect(again).toMatchObject({ fields: first?.fields, contact: first?.contact, attributes: first?.attributes })
    await expectSettled(sync)
    expect((await sync.undo(pass)).notUndone.map((n) => n.reason)).toEqual(['already-undone'])
    w.mailbox.person.restore(item.id)
    await sync.run()
    expect(await sync.status(item.id)).toMatchObject({ transferred: true, activityId: again?.id })
    expect(w.crm.person.list()).toHaveLength(1)
  })

  it('of a deletion takes what the CRM makes of the old values for what was agreed', async () => {
    const w = small({ commitsWithStore, normaliseCrm: true })
    const long = 'long '.repeat(60).trim()
    w.crm.person.addActivity('anna', 'task', task(long))
    const sync = w.sync({ deletion: { inOutlook: { task: 'always' } } })
    await sync.run()
    const item = w.mailbox.person.list()[0]?.id ?? ''
    w.mailbox.person.moveToDeletedItems(item)
    const { pass } = await sync.run()
    expect((await sync.undo(pass)).undone.map((u) => u.did)).toEqual(['made-activity'])
    expect(w.crm.person.list()[0]?.fields.subject.length).toBeLessThan(long.length)
    w.mailbox.person.restore(item)
    await sync.run()
    expect(w.mailbox.person.get(item)?.fields.subject.length).toBeGreaterThan(200)
    await expectSettled(sync)
  })

  it('twice does nothing the second time', async () => {
    const w = small({ commitsWithStore })
    const item = w.mailbox.person.add('task', task('one'))
    w.crm.person.addActivity('anna', 'task', task('two'))
    const sync = w.sync()
    const { pass: creates } = await sync.run()
    w.mailbox.person.edit(item.id, { importance: 'high' })
    const { pass: updates } = await sync.run()
    for (const pass of [updates, creates]) {
      await sync.undo(pass)
      const before = JSON.stringify([w.mailbox.snapshot(), w.crm.snapshot()])
      const again = await sync.undo(pass)
      expect(again.undone).toEqual([])
      expect(new Set(again.notUndone.map((n) => n.reason))).toEqual(new Set(pass === updates ? ['already-undone'] : ['already-undone', 'touched-since']))
      expect(JSON.stringify([w.mailbox.snapshot(), w.crm.snapshot()])).toBe(before)
    }
    await expectSettled(sync)
  })

  it('can itself be undone', async () => {
    const w = small({ commitsWithStore })
    const item = w.mailbox.person.add('task', task('old'))
    const sync = w.sync()
    const { pass: creates } = await sync.run()
    w.mailbox.person.edit(item.id, { subject: 'new' })
    const { pass: updates } = await sync.run()
    const first = await sync.undo(updates)
    expect((await sync.undo(first.undoPass)).undone.map((u) => u.did)).toEqual(['wrote-activity'])
    expect(subjects(w)).toEqual([['new'], ['new']])
    await expectSettled(sync)
    expect((await sync.undo(creates)).notUndone.map((n) => n.reason)).toEqual(['touched-since'])
    const v = small({ commitsWithStore })
    v.mailbox.person.add('task', task('made'))
    const other = v.sync()
    const { pass } = await other.run()
    const undo = await other.undo(pass)
    expect((await other.undo(undo.undoPass)).undone.map((u) => u.did)).toEqual(['made-activity'])
    expect(subjects(v)).toEqual([['made'], ['made']])
    await expectSettled(other)
  })

  it('twice does nothing the second time, also where the CRM made another text of the old value', async () => {
    const w = small({ commitsWithStore, normaliseCrm: true })
    const a = w.crm.person.addActivity('anna', 'task', task('long '.repeat(60)))
    const sync = w.sync()
    await sync.run()
    w.mailbox.person.edit(w.mailbox.person.list()[0]?.id ?? '', { subject: 'short' })
    const { pass } = await sync.run()
    expect((await sync.undo(pass)).undone).toHaveLength(1)
    const { version } = w.crm.person.get(a.id) ?? {}
    expect((await sync.undo(pass)).notUndone.map((n) => n.reason)).toEqual(['already-undone'])
    expect(w.crm.person.get(a.id)?.version).toBe(version)
    await expectSettled(sync)
  })

  it('shows with dryRun what it would do, and does nothing', async () => {
    const w = small({ commitsWithStore })
    w.mailbox.person.add('task', task('one'))
    w.crm.person.addActivity('anna', 'task', task('two'))
    const sync = w.sync()
    const { pass } = await sync.run()
    const before = JSON.stringify([w.mailbox.snapshot(), w.crm.snapshot(), w.store.snapshot()])
    const shown = await sync.undo(pass, { dryRun: true })
    expect(JSON.stringify([w.mailbox.snapshot(), w.crm.snapshot(), w.store.snapshot()])).toBe(before)
    const { dryRun: _, ...did } = await sync.undo(pass)
    expect(shown).toEqual({ ...did, dryRun: true })
  })
})

it('of a field that the pass wrote on one side and then on the other undoes the newer write only', async () => {
  const w = small()
  const item = w.mailbox.person.add('task', task('first'))
  let between = (): void => undefined
  // Somebody edits in the CRM after Outlook's change was carried over, and before the pass reads the CRM's feed.
  const crm: typeof w.crm = { ...w.crm, changes: (owner, from) => async () => (between(), w.crm.changes(owner, from)()) }
  const sync = createSync({ user: 'anna', database: 'acme', mailbox: w.mailbox, crm, store: w.store, now: w.now, worker: 'one' })
  await sync.run()
  const activity = w.crm.person.list()[0]?.id ?? ''
  w.mailbox.person.edit(item.id, { subject: 'second' })
  between = () => {
    between = () => undefined
    w.crm.person.edit(activity, { subject: 'third' })
  }
  const { pass } = await sync.run()
  expect(subjects(w)).toEqual([['third'], ['third']])
  expect((await sync.undo(pass)).undone.map((u) => u.did)).toEqual(['wrote-item'])
  expect(subjects(w)).toEqual([['second'], ['third']])
  const again = await sync.undo(pass, { dryRun: true })
  expect(again.undone).toEqual([])
  expect(again.notUndone.map((n) => n.reason).sort()).toEqual(['already-undone', 'touched-since'])
})

describe('what is not undone says why', () => {
  const begun = async (settings: unknown = {}) => {
    const w = small()
    const item = w.mailbox.person.add('task', task('old'))
    const sync = w.sync(settings)
    const { pass } = await sync.run()
    const activity = w.crm.person.list()[0]?.id ?? ''
    return { w, sync, pass, item, activity }
  }
  const reasons = async (sync: Sync, pass: string): Promise<ReadonlyArray<unknown>> => {
    const r = await sync.undo(pass)
    expect(r.undone).toEqual([])
    for (const n of r.notUndone) expect(n.text).not.toBe('')
    return r.notUndone.map((n) => n.reason)
  }

  it('an activity that somebody has written since, seen by a pass or not', async () => {
    const { w, sync, pass, activity } = await begun()
    w.crm.person.setAttributes(activity, { status: 'done' })
    expect(await reasons(sync, pass)).toEqual(['touched-since'])
    await sync.run()
    expect(await reasons(sync, pass)).toEqual(['touched-since'])
    expect(w.crm.person.list()).toHaveLength(1)
  })
  it('an update of which the other side was edited again, seen by a pass or not; another field does not count', async () => {
    const { w, sync, item } = await begun()
    w.mailbox.person.edit(item.id, { subject: 'new', importance: 'high' })
    const { pass } = await sync.run()
    w.mailbox.person.edit(item.id, { subject: 'newer' })
    const r = await sync.undo(pass)
    expect(r.undone.map((u) => u.fields)).toEqual([['importance']])
    expect(r.notUndone.map((n) => [n.reason, n.fields])).toEqual([['touched-since', ['subject']]])
    await sync.run()
    expect(w.crm.person.list()[0]?.fields).toMatchObject({ subject: 'newer', importance: 'normal' })
    expect((await sync.undo(pass)).notUndone.map((n) => [n.reason, n.fields])).toEqual([['touched-since', ['subject']], ['already-undone', ['importance']]])
  })
  it('both sides edited alike since', async () => {
    const { w, sync, item, activity } = await begun()
    w.mailbox.person.edit(item.id, { subject: 'new' })
    const { pass } = await sync.run()
    w.mailbox.person.edit(item.id, { subject: 'alike' })
    w.crm.person.edit(activity, { subject: 'alike' })
    await sync.run()
    expect(await reasons(sync, pass)).toEqual(['touched-since'])
  })
  it('a value that went away and came back', async () => {
    const { w, sync, item } = await begun()
    w.mailbox.person.edit(item.id, { subject: 'new' })
    const { pass } = await sync.run()
    for (const subject of ['other', 'new']) {
      w.mailbox.person.edit(item.id, { subject })
      await sync.run()
    }
    expect(await reasons(sync, pass)).toEqual(['touched-since'])
    expect(subjects(w)).toEqual([['new'], ['new']])
  })
  it('what is gone, given away, or in Deleted Items', async () => {
    const gone = await begun()
    gone.w.crm.person.delete(gone.activity)
    expect(await reasons(gone.sync, gone.pass)).toEqual(['activity-gone'])
    const given = await begun()
    given.w.crm.person.reassign(given.activity, 'bert')
    expect(await reasons(given.sync, given.pass)).toEqual(['given-away'])
    const made = small()
    made.crm.person.addActivity('anna', 'task', task('x'))
    const sync = made.sync()
    const { pass } = await sync.run()
    const item = made.mailbox.person.list()[0]?.id ?? ''
    made.mailbox.person.moveToDeletedItems(item)
    expect(await reasons(sync, pass)).toEqual(['in-deleted-items'])
    made.mailbox.person.deletePermanently(item)
    expect(await reasons(sync, pass)).toEqual(['item-gone'])
  })
  it('an item that Outlook shows in Deleted Items because the activity was deleted', async () => {
    const w = small()
    const a = w.crm.person.addActivity('anna', 'task', task('x'))
    w.crm.person.addActivity('anna', 'task', task('y'))
    const sync = w.sync()
    await sync.run()
    w.crm.person.delete(a.id)
    const { pass } = await sync.run()
    expect(await reasons(sync, pass)).toEqual(['in-deleted-items'])
  })
  it('documents, what was only noted, and a message that was sent', async () => {
    const w = small()
    const mail = w.mailbox.person.receiveEmail(email('one'))
    w.mailbox.person.attach(mail.id, { name: 'a.pdf', bytes: new TextEncoder().encode('%PDF-1.4') })
    w.mailbox.person.add('appointment', meeting('same'))
    w.crm.person.addActivity('anna', 'appointment', meeting('same'))
    const sync = w.sync()
    const { pass } = await sync.run()
    const r = await sync.undo(pass)
    expect(r.undone.map((u) => u.did)).toEqual(['deleted-activity'])
    expect(r.notUndone.map((n) => [n.action, n.reason]).sort()).toEqual([['AddDocument', 'port-cannot'], ['Remember', 'memory-only']])
    const draft = w.crm.person.addActivity('anna', 'email', { ...email('offer'), to: [{ address: 'info@alfa.example', name: null }] })
    await sync.send(draft.id)
    const sent = (await sync.passes()).find((p) => p.kind === 'send')?.pass ?? ''
    expect(await reasons(sync, sent)).toEqual(['sent-mail'])
  })
  it('what was written from a private item is not in the journal', async () => {
    const w = small()
    const item = w.mailbox.person.add('appointment', meeting('SECRET'), { sensitivity: 'private' })
    const sync = w.sync({ privacy: { private: 'busy' } })
    await sync.run()
    w.mailbox.person.edit(item.id, { time: meeting('x', '2026-12-02').time })
    const { pass } = await sync.run()
    const r = await sync.undo(pass)
    expect(r.notUndone.map((n) => n.reason)).toEqual(['private'])
    expect(JSON.stringify([r, w.store.snapshot()])).not.toContain('SECRET')
  })
  it('a pass that the journal does not know is an error', async () => {
    expect(await tagOf(small().sync().undo('nothing'))).toEqual({ _tag: 'NoSuchPass', pass: 'nothing' })
  })
})

it('passes() lists what each did, newest first', async () => {
  const w = small()
  const item = w.mailbox.person.add('task', task('one'))
  const sync = w.sync()
  const first = await sync.run()
  await sync.run()
  w.mailbox.person.edit(item.id, { subject: 'two' })
  const third = await sync.run()
  const undone = await sync.undo(third.pass)
  expect((await sync.passes()).map((p) => [p.pass, p.kind, p.of, p.actions.CreateActivity, p.actions.UpdateActivity])).toEqual([
    [undone.undoPass, 'undo', third.pass, 0, 1],
    [third.pass, 'pass', null, 0, 1],
    [first.pass, 'pass', null, 1, 0]
  ])
  expect(await sync.passes(1)).toHaveLength(1)
  expect(await lastPass(sync)).toBe(third.pass)
})
