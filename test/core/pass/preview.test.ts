/** B6: a preview does nothing, and is what the pass then does. The two faces of the engine agree. */
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { SyncFailure, type Sync } from '../../../src'
import { email, meeting, small, task, type Small } from '../../sync/world'

const scope = { user: 'anna', database: 'acme' }
const snapshot = (w: Small): string => JSON.stringify([w.mailbox.snapshot(), w.crm.snapshot(), w.store.snapshot()])

/** Something of everything: creates, edits both ways, deletions both ways, questions, recognition, documents. */
const busy = async (commitsWithStore = false): Promise<Small> => {
  const w = small({ pageSize: 3, commitsWithStore })
  const items = Array.from({ length: 6 }, (_, i) => w.mailbox.person.add('task', task(`t${i}`)))
  const crm = Array.from({ length: 3 }, (_, i) => w.crm.person.addActivity('anna', 'appointment', meeting(`m${i}`)))
  await w.sync().run()
  w.mailbox.person.edit(items[0]?.id ?? '', { subject: 'edited in Outlook' })
  const activityOf = (n: number): string => w.store.linksOf(scope).find((l) => l.itemId === items[n]?.id)?.activityId ?? ''
  w.crm.person.edit(activityOf(1), { subject: 'edited in the CRM' })
  w.mailbox.person.edit(items[2]?.id ?? '', { subject: 'ours' })
  w.crm.person.edit(activityOf(2), { subject: 'theirs', due: null })
  w.mailbox.person.moveToDeletedItems(items[3]?.id ?? '')
  w.mailbox.person.deletePermanently(items[4]?.id ?? '')
  w.crm.person.delete(activityOf(5))
  w.crm.person.delete(crm[0]?.id ?? '')
  const mail = w.mailbox.person.receiveEmail(email('new'))
  w.mailbox.person.attach(mail.id, { name: 'a.pdf', bytes: new TextEncoder().encode('%PDF-1.4') })
  w.mailbox.person.receiveEmail(email('of a stranger', 'who@nowhere.example'))
  w.mailbox.person.add('appointment', meeting('same', '2026-12-09'))
  w.crm.person.addActivity('anna', 'appointment', meeting('same', '2026-12-09'))
  w.crm.person.addActivity('anna', 'task', task('from the CRM'))
  return w
}

for (const commitsWithStore of [false, true])
  it(`the preview writes nothing, and its entries are those of the journal afterwards${commitsWithStore ? ', in one transaction too' : ''}`, async () => {
    const w = await busy(commitsWithStore)
    const before = snapshot(w)
    const plan = await w.sync().preview()
    expect(snapshot(w)).toBe(before)
    const report = await w.sync().run()
    const journal = await w.store.journal(scope, { limit: 1000 })()
    const done = E.isRight(journal) ? journal.right.filter((j) => j.pass === report.pass && j.action !== 'Notice') : []
    const planned = [...plan.actions.map((a) => `${a._tag} ${a.reason} ${a.change.link.id}`), ...plan.remember.map((r) => `Remember ${r.reason} ${r.change.link.id}`)]
    expect(done.map((j) => `${j.action} ${j.reason} ${j.linkId}`).sort()).toEqual(planned.sort())
    expect(new Set(planned.map((p) => p.split(' ')[0]))).toEqual(new Set(['CreateActivity', 'UpdateActivity', 'AddDocument', 'CreateItem', 'UpdateItem', 'TrashItem', 'Remember']))
    expect(report.decisions.map((d) => d.id).sort()).toEqual(plan.decisions.filter((d) => d._tag === 'Open').map((d) => d.decision.id).sort())
    for (const [reason, n] of Object.entries(report.skipped)) if (reason !== 'unchanged') expect(plan.skips.filter((s) => s.reason === reason), reason).toHaveLength(n)
  })

it('a preview of another database needs no activation and activates none', async () => {
  const w = small()
  await w.sync().run()
  await w.sync({}, 'beta').preview()
  expect(await w.store.activation('anna')()).toEqual(E.right('acme'))
})

describe('the TaskEither and the Promise face', () => {
  const calls: { readonly [name: string]: (s: Sync) => readonly [() => Promise<unknown>, () => Promise<E.Either<unknown, unknown>>] } = {
    run: (s) => [() => s.run(), s.task.run()],
    preview: (s) => [() => s.preview(), s.task.preview()],
    transfer: (s) => [() => s.transfer({ items: ['item-1'] }), s.task.transfer({ items: ['item-1'] })],
    transferAll: (s) => [() => s.transferAll(), s.task.transferAll()],
    status: (s) => [() => s.status('item-1'), s.task.status('item-1')],
    'status of what is not there': (s) => [() => s.status('nothing'), s.task.status('nothing')],
    explain: (s) => [() => s.explain('item-1'), s.task.explain('item-1')],
    decisions: (s) => [() => s.decisions(), s.task.decisions()],
    'decide what was never asked': (s) => [() => s.decide('nothing', 'keep-activity'), s.task.decide('nothing', 'keep-activity')],
    'send what is not there': (s) => [() => s.send('nothing'), s.task.send('nothing')],
    activate: (s) => [() => s.activate(), s.task.activate()],
    deactivate: (s) => [() => s.deactivate(), s.task.deactivate()]
  }
  for (const [name, call] of Object.entries(calls))
    for (const settings of [{}, { mode: 'auto' }])
      it(`${name}${'mode' in settings ? ', with settings that are not valid' : ''}`, async () => {
        const [one, two] = [await busy(), await busy()]
        const promised = await call(one.sync(settings))[0]().then(E.right, (e: unknown) => (e instanceof SyncFailure ? E.left(e.error) : Promise.reject(e)))
        expect(await call(two.sync(settings))[1]()).toEqual(promised)
        expect(snapshot(two)).toBe(snapshot(one))
        const needsSettings = !['activate', 'deactivate'].includes(name)
        if ('mode' in settings && needsSettings) expect(promised).toMatchObject({ _tag: 'Left', left: { _tag: 'InvalidSettings', errors: [{ field: 'mode' }] } })
      })
})

describe('status and explain', () => {
  it('tell of what was closed, from both sides', async () => {
    const w = small()
    const item = w.mailbox.person.add('task', task('ring'))
    const sync = w.sync()
    await sync.run()
    const activity = w.crm.person.list()[0]?.id ?? ''
    w.crm.person.delete(activity)
    await sync.run()
    expect(await sync.status(item.id)).toMatchObject({ transferred: false, reason: 'activity-deleted-in-crm', activityId: activity, openDecisions: [] })
    expect(await sync.status(activity, 'crm')).toMatchObject({ side: 'crm', transferred: false, reason: 'activity-deleted-in-crm', itemId: item.id })
    expect((await sync.explain(item.id)).history.map((h) => [h.action, h.reason])).toEqual([['Remember', 'activity-deleted-in-crm'], ['CreateActivity', 'new-item']])
  })
  it('tell of a question, of documents, and of what was refused', async () => {
    const w = small()
    const mail = w.mailbox.person.receiveEmail(email('new'))
    const pdf = w.mailbox.person.attach(mail.id, { name: 'a.pdf', bytes: new TextEncoder().encode('%PDF-1.4') })
    const program = w.mailbox.person.attach(mail.id, { name: 'a.exe', bytes: new Uint8Array([0x4d, 0x5a]) })
    const sync = w.sync()
    await sync.run()
    expect(await sync.status(mail.id)).toMatchObject({ transferred: true, documents: [{ attachmentId: pdf?.id, documentId: 'document-1' }], refused: [{ attachmentId: program?.id, reason: 'executable' }], lastPass: { pass: 'pass-1' } })
    w.mailbox.person.moveToDeletedItems(mail.id)
    await sync.run()
    expect(await sync.status(mail.id)).toMatchObject({ openDecisions: [{ _tag: 'Deletion', state: 'open' }] })
  })
  it('tell what the next pass would do, and change nothing', async () => {
    const w = small()
    const item = w.mailbox.person.add('task', task('ring'))
    const before = snapshot(w)
    expect(await w.sync().status(item.id)).toMatchObject({ transferred: false, reason: 'new-item', lastPass: null })
    expect(snapshot(w)).toBe(before)
  })
})
