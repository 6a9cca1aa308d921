/** What a host may get wrong is told by its field, whatever it is; and every answer is plain data. */
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { Sync, SyncTasks } from '../../src'
import { email, meeting, small, tagOf, task } from './world'

type Call = (sync: Sync) => Promise<unknown>
/** As a host without types would call. */
const loosely = (sync: Sync): Record<string, (...args: ReadonlyArray<unknown>) => Promise<unknown>> => sync as unknown as Record<string, (...args: ReadonlyArray<unknown>) => Promise<unknown>>

describe('InvalidInput names the field', () => {
  it.each<[field: string, name: string, ...args: ReadonlyArray<unknown>]>([
    ['options.full', 'run', { full: 'yes' }],
    ['options.ful', 'run', { ful: true }],
    ['options', 'run', 7],
    ['options.full', 'preview', undefined, { full: 1 }],
    ['selection', 'preview', 'all'],
    ['selection.items', 'transfer', { items: 'everything' }],
    ['selection.items[1]', 'transfer', { items: ['a', ''] }],
    ['selection.without[0].attachment', 'transfer', { items: ['a'], without: [{ item: 'a' }] }],
    ['selection', 'transfer'],
    ['id', 'status', ''],
    ['side', 'status', 'a', 'left'],
    ['id', 'explain', null],
    ['ids', 'statusOf', 'a'],
    ['id', 'decide', 7, 'outlook'],
    ['options.limit', 'conflicts', { limit: 0 }],
    ['options.all', 'conflicts', { all: 1 }],
    ['entry', 'restore', ''],
    ['options.fields[0]', 'restore', 'e', { fields: [''] }],
    ['limit', 'passes', 1.5],
    ['pass', 'undo', ''],
    ['options.dryRun', 'undo', 'p', { dryRun: 'no' }],
    ['options.dryrun', 'undo', 'p', { dryrun: true }],
    ['activityId', 'send', undefined],
    ['query', 'findContacts', ' '],
    ['limit', 'findContacts', 'a', 1001],
    ['to', 'compose', [7]],
    ['to', 'compose', ['a', { contactId: 'a' }]],
    ['itemId', 'suggestContact', ''],
    ['itemId', 'createContact', '', { address: 'a@b.se', contact: { name: 'x' } }],
    ['values.contact', 'createContact', 'i', { address: 'a@b.se', contact: 'Beta' }],
    ['values.address', 'createContact', 'i', { contact: { name: 'x' } }],
    ['values.person', 'createContact', 'i', { address: 'a@b.se', contact: { name: 'x' }, person: 'Anna' }],
    ['id', 'links', '']
  ])('%s of %s', async (field, name, ...args) => {
    const w = small()
    const before = JSON.stringify([w.mailbox.snapshot(), w.crm.snapshot()])
    expect(await tagOf((loosely(w.sync())[name] as (...a: ReadonlyArray<unknown>) => Promise<unknown>)(...args))).toMatchObject({ _tag: 'InvalidInput', errors: [{ field }] })
    expect(JSON.stringify([w.mailbox.snapshot(), w.crm.snapshot()])).toBe(before)
  })
  it('and does not repeat what a person may have written', async () => {
    expect(JSON.stringify(await tagOf(loosely(small().sync())['findContacts']?.({ secret: 'SECRET' }) ?? Promise.resolve()))).not.toContain('SECRET')
  })
  it('a dry run is none by mistake', async () => {
    const w = small()
    w.mailbox.person.add('task', task('a'))
    const { pass } = await w.sync().run()
    for (const options of [{ dryRun: 'true' }, { dryRun: 1 }, { DryRun: true }, 'dryRun']) expect(await tagOf(loosely(w.sync())['undo']?.(pass, options) ?? Promise.resolve())).toMatchObject({ _tag: 'InvalidInput' })
    expect(w.crm.person.list()).toHaveLength(1)
  })
})

/** One call of every function, in a world in which each has something to tell. */
const calls: { readonly [K in keyof SyncTasks]: Call } = {
  run: (s) => s.run(),
  preview: (s) => s.preview(),
  transfer: async (s) => s.transfer({ items: [(await s.preview()).actions[0]?.subject.itemId ?? 'item-1'] }),
  transferAll: (s) => s.transferAll(),
  status: (s) => s.status('item-1'),
  statusOf: (s) => s.statusOf(['item-1', 'item-2', 'nothing']),
  explain: (s) => s.explain('item-1'),
  decisions: (s) => s.decisions(),
  decide: async (s) => s.decide((await s.decisions()).find((d) => d._tag === 'Deletion')?.id ?? '', 'keep-activity'),
  conflicts: (s) => s.conflicts(),
  restore: async (s) => s.restore((await s.conflicts())[0]?.entry ?? ''),
  passes: (s) => s.passes(),
  undo: async (s) => s.undo((await s.passes())[0]?.pass ?? '', { dryRun: true }),
  send: async (s) => (await s.send('activity-1')) ?? null,
  findContacts: (s) => s.findContacts('alfa'),
  compose: async (s) => s.compose(await s.findContacts('alfa')),
  suggestContact: (s) => s.suggestContact('item-2'),
  createContact: (s) => s.createContact('item-2', { address: 'who@nowhere.example', contact: { name: 'Nowhere' }, person: { name: 'Who' }, phone: null }),
  links: (s) => s.links('item-1'),
  activation: (s) => s.activation(),
  activate: async (s) => (await s.activate()) ?? null,
  deactivate: async (s) => (await s.deactivate()) ?? null,
  switchHere: (s) => s.switchHere(),
  prune: (s) => s.prune({ olderThanDays: 30 })
}

/** Nothing that JSON would lose: no function, no class, no date, no undefined, no cycle. */
const expectPlain = (u: unknown): void => expect(JSON.parse(JSON.stringify(u))).toStrictEqual(u)

describe('every answer is plain data, from both faces', () => {
  const world = async () => {
    const w = small()
    w.crm.person.addActivity('anna', 'email', { ...email('draft'), to: [{ address: 'info@alfa.example', name: null }] })
    const mail = w.mailbox.person.receiveEmail(email('one'))
    w.mailbox.person.attach(mail.id, { name: 'a.exe', bytes: new TextEncoder().encode('MZ') })
    w.mailbox.person.receiveEmail(email('two', 'who@nowhere.example'))
    const [a, b, c] = [w.mailbox.person.add('task', task('a')), w.mailbox.person.add('task', task('b')), w.mailbox.person.add('appointment', meeting('c'))]
    const settings = { conflict: { fields: { 'task.subject': 'latest', 'appointment.location': 'ask' } } }
    await w.sync(settings).run()
    const id = (subject: string): string => w.crm.person.list().find((x) => x.fields.subject === subject)?.id ?? ''
    w.mailbox.person.edit(c.id, { location: 'here' })
    w.crm.person.edit(id('c'), { location: 'there' })
    w.mailbox.person.edit(a.id, { subject: 'a of Outlook' })
    w.crm.person.edit(id('a'), { subject: 'a of the CRM' })
    w.mailbox.person.moveToDeletedItems(b.id)
    await w.sync(settings).run()
    w.mailbox.person.add('task', task('d'))
    return w.sync(settings)
  }
  it.each(Object.entries(calls))('%s', async (_, call) => {
    const answer = await call(await world())
    expectPlain(answer)
    expect(JSON.stringify(answer).length).toBeGreaterThan(answer === null ? 0 : 20)
  })
  it('errors too', async () => {
    const sync = await world()
    for (const task of [sync.task.undo('nothing'), sync.task.restore('nothing'), sync.task.status('nothing'), sync.task.passes(-1)]) {
      const r = await task()
      expect(E.isLeft(r)).toBe(true)
      expectPlain(r)
    }
  })
  it('there is no function without an entry here', async () => {
    const { task: tasks, ...promises } = small().sync()
    expect(Object.keys(tasks).sort()).toEqual(Object.keys(calls).sort())
    expect(Object.keys(promises).sort()).toEqual(Object.keys(calls).sort())
  })
})

describe('activation', () => {
  it('tells where the user is active, and switches here', async () => {
    const w = small()
    expect(await w.sync().activation()).toEqual({ database: null, here: false })
    await w.sync().run()
    expect(await w.sync({}, 'beta').activation()).toEqual({ database: 'acme', here: false })
    expect(await w.sync({}, 'beta').switchHere()).toEqual({ database: 'beta', here: true })
    expect(await tagOf(w.sync().run())).toEqual({ _tag: 'ActiveElsewhere', database: 'beta' })
    expect(await w.sync().switchHere()).toEqual({ database: 'acme', here: true })
    expect(await w.sync().switchHere()).toEqual({ database: 'acme', here: true })
    await w.sync().run()
  })
  it('waits for nobody: while another works on the mailbox, the switch is refused', async () => {
    const w = small()
    await w.sync().run()
    await w.store.acquireLease('anna', 'another', w.now(), '2099-01-01T00:00:00.000Z')()
    expect(await tagOf(w.sync({}, 'beta').switchHere())).toMatchObject({ _tag: 'Busy' })
    expect(await w.sync().activation()).toEqual({ database: 'acme', here: true })
  })
})
