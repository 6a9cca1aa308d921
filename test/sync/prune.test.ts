/** Pruning as a host calls it: what is old goes, and nothing that somebody may still want to decide, restore or undo. */
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { actionCount, createSync } from '../../src'
import { unavailable } from '../../src/core/errors'
import { isSettled } from '../../src/core'
import { small, tagOf, task, type Small } from './world'

const scope = { user: 'anna', database: 'acme' }
const everyEntry = { limit: 1000 }

/** A world whose clock can be put forward by days. */
const aging = (): Small & { readonly wait: (days: number) => void } => {
  const w = small()
  let [waited, passes] = [0, 0]
  const now = (): string => new Date(Date.parse(w.now()) + waited).toISOString()
  const { mailbox, crm, store } = w
  return { ...w, now, wait: (days) => void (waited += days * 86_400_000), sync: (settings = {}) => createSync({ ...scope, mailbox, crm, store, settings, now, newPassId: () => `pass-${++passes}`, worker: 'one' }) }
}

const journal = async (w: Small): Promise<ReadonlyArray<string>> => {
  const r = await w.store.journal(scope, everyEntry)()
  return E.isRight(r) ? r.right.map((e) => `${e.action} ${e.reason}`) : []
}

const subjectOf = (w: Small): unknown => w.crm.person.list()[0]?.fields.subject

/** A task of which both sides changed the subject, and Outlook's won. */
const fought = async (w: Small): Promise<void> => {
  const item = w.mailbox.person.add('task', task('agreed'))
  const sync = w.sync({ conflict: { policy: 'outlook' } })
  await sync.run()
  w.mailbox.person.edit(item.id, { subject: 'of Outlook' })
  w.crm.person.edit(w.crm.person.list()[0]?.id ?? '', { subject: 'of the CRM' })
  await sync.run()
}

describe('prune', () => {
  it('forgets what is older than the days given, and tells how much, from when on, and nothing twice', async () => {
    const w = aging()
    w.mailbox.person.add('task', task('old'))
    await w.sync().run()
    w.wait(30)
    w.mailbox.person.add('task', task('new'))
    await w.sync().run()
    expect(await w.sync().prune({ olderThanDays: 31 })).toMatchObject({ entries: 0, decisions: 0 })
    const { before, ...pruned } = await w.sync().prune({ olderThanDays: 10 })
    expect(pruned).toEqual({ entries: 1, decisions: 0 })
    expect(before.slice(0, 10)).toBe('2026-12-14')
    expect(await journal(w)).toEqual(['CreateActivity new-item'])
    expect(await w.sync().prune({ olderThanDays: 10 })).toMatchObject({ entries: 0, decisions: 0 })
    expect((await w.sync().passes()).map((p) => p.pass)).toEqual(['pass-2'])
    expect(actionCount(await w.sync().run())).toBe(0)
    expect(isSettled(await w.sync().preview())).toBe(true)
  })

  it('what lost a conflict can be restored years later, and is forgotten once its link is closed', async () => {
    const w = aging()
    await fought(w)
    w.wait(3650)
    expect(await w.sync().prune({ olderThanDays: 1 })).toMatchObject({ entries: 1 })
    const [conflict] = await w.sync().conflicts()
    expect(conflict?.lost).toMatchObject([{ field: 'subject', value: 'of the CRM', state: 'open' }])
    await w.sync().restore(conflict?.entry ?? '')
    expect(subjectOf(w)).toBe('of the CRM')
    w.wait(3650)
    // What the restore replaced lost in its turn.
    expect(await w.sync().prune({ olderThanDays: 1 })).toMatchObject({ entries: 0 })
    w.mailbox.person.deletePermanently(w.mailbox.person.list()[0]?.id ?? '')
    await w.sync().run({ allowMassDeletion: true })
    w.wait(2)
    await w.sync().prune({ olderThanDays: 1 })
    expect(await journal(w)).toEqual([])
    expect(actionCount(await w.sync().run({ full: true }))).toBe(0)
  })

  it('does not make a value look untouched that somebody has written since', async () => {
    const w = aging()
    await fought(w)
    const item = w.mailbox.person.list()[0]?.id ?? ''
    // Away, and back to what had won: only the journal can tell.
    for (const subject of ['another', 'of Outlook']) {
      w.wait(1)
      w.mailbox.person.edit(item, { subject })
      await w.sync().run()
    }
    const before = await w.sync().conflicts({ all: true })
    expect(before[0]?.lost[0]?.state).toBe('touched-since')
    w.wait(3650)
    await w.sync().prune({ olderThanDays: 1 })
    expect(await w.sync().conflicts({ all: true })).toEqual(before)
    expect(await tagOf(w.sync().restore(before[0]?.entry ?? ''))).toMatchObject({ _tag: 'CannotRestore', because: 'touched-since' })
  })

  it('a question waits for its answer however old it is; once carried out, it is forgotten and stays carried out', async () => {
    const w = aging()
    const items = ['a', 'b'].map((subject) => w.mailbox.person.add('task', task(subject)))
    await w.sync().run()
    for (const i of items) w.mailbox.person.moveToDeletedItems(i.id)
    await w.sync().run()
    w.wait(3650)
    await w.sync().prune({ olderThanDays: 1 })
    const [first, second] = await w.sync().decisions()
    await w.sync().decide(first?.id ?? '', 'delete-activity')
    w.wait(3650)
    expect(await w.sync().prune({ olderThanDays: 1 })).toMatchObject({ decisions: 0 })
    await w.sync().run()
    expect(w.crm.person.list()).toHaveLength(1)
    expect(await w.sync().prune({ olderThanDays: 1 })).toMatchObject({ decisions: 1 })
    expect((await w.sync().decisions()).map((d) => d.id)).toEqual([second?.id])
    expect(await tagOf(w.sync().decide(first?.id ?? '', 'delete-activity'))).toEqual({ _tag: 'NoSuchDecision', decision: first?.id })
    // What was deleted stays deleted, and what was put away is not asked about again (L5).
    expect(actionCount(await w.sync().run({ full: true }))).toBe(0)
    expect(w.crm.person.list()).toHaveLength(1)
  })

  it('a recent pass can be undone as before; one that is forgotten is no pass', async () => {
    const w = aging()
    w.mailbox.person.add('task', task('old'))
    const { pass: old } = await w.sync().run()
    w.wait(30)
    w.mailbox.person.add('task', task('new'))
    const { pass: recent } = await w.sync().run()
    await w.sync().prune({ olderThanDays: 10 })
    expect(await tagOf(w.sync().undo(old))).toEqual({ _tag: 'NoSuchPass', pass: old })
    expect((await w.sync().undo(recent)).undone.map((u) => u.did)).toEqual(['deleted-activity'])
    expect(w.crm.person.list().map((a) => a.fields.subject)).toEqual(['old'])
  })

  it('asks neither side, needs nobody to be active, and waits for no other worker', async () => {
    const w = aging()
    w.mailbox.person.add('task', task('a'))
    await w.sync().run()
    await w.sync().deactivate()
    w.wait(5)
    const [items, activities] = [JSON.stringify(w.mailbox.snapshot()), JSON.stringify(w.crm.snapshot())]
    await w.store.acquireLease('anna', 'somebody else', w.now(), '2999-01-01T00:00:00.000Z')()
    expect(await w.sync().prune({ olderThanDays: 1 })).toMatchObject({ entries: 1 })
    expect([JSON.stringify(w.mailbox.snapshot()), JSON.stringify(w.crm.snapshot())]).toEqual([items, activities])
    expect(await w.sync().activation()).toEqual({ database: null, here: false })
  })

  it.each([
    ['options.olderThanDays', {}],
    ['options.olderThanDays', { olderThanDays: 0 }],
    ['options.olderThanDays', { olderThanDays: 1.5 }],
    ['options.olderThanDays', { olderThanDays: '30' }],
    ['options.olderThanDays', { olderThanDays: 36_501 }],
    ['options.dryRun', { olderThanDays: 1, dryRun: true }],
    ['options', undefined],
    ['options', 30]
  ])('refuses %s of %j, and forgets nothing', async (field, options) => {
    const w = aging()
    w.mailbox.person.add('task', task('a'))
    await w.sync().run()
    w.wait(100)
    expect(await tagOf(w.sync().prune(options as { readonly olderThanDays: number }))).toMatchObject({ _tag: 'InvalidInput', errors: [{ field }] })
    expect(await journal(w)).toHaveLength(1)
  })

  it('tells what the store says, from both faces', async () => {
    const w = small({ faults: { before: ({ call }) => (call === 'prune' ? { _tag: 'Answer', error: unavailable('down') } : null), after: () => null } })
    const error = { _tag: 'PortFailed', port: 'store', during: 'forgetting what is old', error: unavailable('down') }
    expect(await tagOf(w.sync().prune({ olderThanDays: 1 }))).toEqual(error)
    expect(await w.sync().task.prune({ olderThanDays: 1 })()).toEqual(E.left(error))
  })
})
