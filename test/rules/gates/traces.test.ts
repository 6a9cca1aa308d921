/** B20: what each gate says of what it saw. Word for word, because `explain` shows it and nothing else says it. */
import { describe, expect, it } from 'vitest'
import { kinds } from '../../../src/core/model/fields'
import { formatOwnKey } from '../../../src/core/model/ids'
import type { Activity } from '../../../src/core/model/activity'
import type { Item } from '../../../src/core/model/item'
import type { Gate, Pair } from '../../../src/core/rule-set'
import { activityGates, itemGates, pairGates, writeBackGates } from '../../../src/rules/gates'
import { appointment, appointmentActivity, context, email, emailActivity, link, mailbox, series, task, taskActivity } from '../examples'

type Saw = { readonly [name: string]: unknown }
type Over = Parameters<typeof context>[0]
type Row<S> = readonly [rule: string, what: string, subject: S, over: Over, saw: Saw, stop: string | null]

const keyOf = (database: string, of: 'activity' | 'item'): string => formatOwnKey({ database, of, id: '7', generation: 0 })
const readOnly = { kinds: ['email' as const], writes: false, sends: false }
const pairOf = (item: Item, activity: Activity): Pair => ({ link: link(), item, activity })
const window = { settings: { firstRun: { from: '2026-11-01', to: '2026-11-30' } } }
const november = { from: '2026-11-01', to: '2026-11-30' }
const skipInternal = { settings: { privacy: { internal: 'skip' } } }
const never = { settings: { privacy: { neverSync: ['customer.example'] } } }

const ofItems: ReadonlyArray<Row<Item>> = [
  ['deleted-items', 'normal', task(), {}, { place: 'normal' }, null],
  ['deleted-items', 'deleted', task({ place: 'deletedItems' }), {}, { place: 'deletedItems' }, 'in-deleted-items'],
  ['other-database', 'no key', task(), {}, { stamped: false, other: false }, null],
  ['other-database', 'own key', task({ ownKey: keyOf('acme', 'activity') }), {}, { stamped: true, other: false }, null],
  ['other-database', 'key of another', task({ ownKey: keyOf('beta', 'activity') }), {}, { stamped: true, other: true }, 'other-database'],
  ['kind-to-crm', 'task', task(), {}, { kind: 'task', direction: 'both', email: null }, null],
  ['kind-to-crm', 'e-mail', email(), {}, { kind: 'email', direction: 'toCrm', email: 'incoming' }, null],
  ['kind-to-crm', 'off', task(), { settings: { task: { direction: 'none' } } }, { kind: 'task', direction: 'none', email: null }, 'kind-off'],
  ['kind-held-by-crm', 'held', task(), {}, { kind: 'task' }, null],
  ['kind-held-by-crm', 'not held', task(), { crm: { kinds: ['email'], documents: true, commitsWithStore: false } }, { kind: 'task' }, 'kind-not-held'],
  ['email-draft', 'sent', email(), {}, { folder: 'inbox' }, null],
  ['email-draft', 'draft', email({ folder: 'outbox' }), {}, { folder: 'outbox' }, 'draft'],
  ['email-draft', 'task', task(), {}, { kind: 'task' }, null],
  ['junk-folder', 'not junk', email(), {}, { folder: 'inbox' }, null],
  ['junk-folder', 'junk', email({ folder: 'junk' }), {}, { folder: 'junk' }, 'junk'],
  ['junk-folder', 'task', task(), {}, { kind: 'task' }, null],
  ['message-type', 'mail', email(), {}, { messageType: 'mail' }, null],
  ['message-type', 'report', email({ messageType: 'report' }), {}, { messageType: 'report' }, 'report-message'],
  ['message-type', 'task', task(), {}, { kind: 'task' }, null],
  ['privacy', 'normal', task(), {}, { private: false }, null],
  ['privacy', 'private', task({ sensitivity: 'private' }), {}, { private: true, asBusyTime: false }, 'private'],
  ['privacy', 'busy', appointment({ sensitivity: 'private' }), { settings: { privacy: { private: 'busy' } } }, { private: true, asBusyTime: true }, null],
  ['never-sync', 'not listed', email(), {}, { parties: 2, listed: 0, entry: null }, null],
  ['never-sync', 'listed', email(), never, { parties: 2, listed: 1, entry: 'customer.example' }, 'never-sync'],
  ['never-sync', 'private and listed', email({ sensitivity: 'private' }), never, { private: true }, 'never-sync'],
  ['internal', 'included', email(), {}, { option: 'include' }, null],
  ['internal', 'with a stranger', email(), skipInternal, { option: 'skip', others: 1, outside: 1 }, null],
  ['internal', 'a colleague', email({}, { from: mailbox('bo@acme.se') }), skipInternal, { option: 'skip', others: 1, outside: 0 }, 'internal'],
  ['internal', 'private', email({ sensitivity: 'private' }, { from: mailbox('bo@acme.se') }), skipInternal, { private: true }, 'internal'],
  ['internal', 'own address that has no domain', email({}, { from: mailbox('bo@acme.null'), to: [] }), { ...skipInternal, ownAddresses: ['/O=ACME/CN=ANNA'] }, { option: 'skip', others: 1, outside: 1 }, null],
  ['meeting-cancelled', 'takes place', appointment(), {}, { cancelled: false }, null],
  ['meeting-cancelled', 'called off', appointment({ cancelled: true }), {}, { cancelled: true }, 'meeting-cancelled'],
  ['meeting-cancelled', 'task', task(), {}, { cancelled: false }, null],
  ['first-run-window', 'open', task(), {}, { from: null, to: null, first: '2026-11-25', last: '2026-11-25', byHand: false }, null],
  ['first-run-window', 'in it', appointment(), window, { ...november, first: '2026-11-24', last: '2026-11-24', byHand: false }, null],
  ['first-run-window', 'endless', series(), window, { ...november, first: '2026-11-24', last: null, byHand: false }, null],
  ['first-run-window', 'without dates', task({}, { due: null }), window, { ...november, first: null, last: null, byHand: false }, null],
  ['first-run-window', 'before', email({}, { sentAt: '2026-10-31T23:59:59.999Z' }), window, { ...november, first: '2026-10-31', last: '2026-10-31', byHand: false }, 'outside-window'],
  ['first-run-window', 'private', task({ sensitivity: 'private' }), window, { private: true, byHand: false }, null],
  ['first-run-window', 'private, by hand', task({ sensitivity: 'private' }), { ...window, request: { _tag: 'Transfer', items: ['t1'], withoutItems: [], withoutAttachments: [] } }, { private: true, byHand: true }, null],
  ['manual-mode', 'pass', task(), {}, { mode: 'automatic', request: 'Pass' }, null],
  ['manual-mode', 'manual', task(), { settings: { mode: 'manual' } }, { mode: 'manual', request: 'Pass' }, 'manual-mode']
]

const ofActivities: ReadonlyArray<Row<Activity>> = [
  ['owner', 'own', taskActivity(), {}, { own: true }, null],
  ['owner', 'of another', taskActivity({ owner: 'bo' }), {}, { own: false }, 'owned-by-other'],
  ['made-from-item', 'no key', taskActivity(), {}, { fromItem: false }, null],
  ['made-from-item', 'key', taskActivity({ ownKey: keyOf('acme', 'item') }), {}, { fromItem: true }, 'link-closed'],
  ['other-database', 'key of another', taskActivity({ ownKey: keyOf('beta', 'item') }), {}, { stamped: true, other: true }, 'other-database'],
  ['kind-to-outlook', 'goes', taskActivity(), {}, { kind: 'task', direction: 'both' }, null],
  ['kind-to-outlook', 'e-mail', emailActivity(), {}, { kind: 'email', direction: 'toCrm' }, 'email-never-made'],
  ['kind-held-by-mailbox', 'held', taskActivity(), {}, { kind: 'task' }, null],
  ['kind-held-by-mailbox', 'not held', taskActivity(), { mailbox: readOnly }, { kind: 'task' }, 'kind-not-held'],
  ['mailbox-writes', 'writes', taskActivity(), {}, { writes: true }, null],
  ['mailbox-writes', 'read only', taskActivity(), { mailbox: readOnly }, { writes: false }, 'mailbox-read-only'],
  ['first-run-window', 'after', appointmentActivity(), { settings: { firstRun: { to: '2026-11-23' } } }, { from: null, to: '2026-11-23', first: '2026-11-24', last: '2026-11-24' }, 'outside-window']
]

const ofPairs: ReadonlyArray<Row<Pair>> = [
  ['owner', 'of another', pairOf(task(), taskActivity({ owner: 'bo' })), {}, { own: false }, 'owned-by-other'],
  ['kind-in-step', 'on', pairOf(task(), taskActivity()), {}, { kind: 'task', direction: 'both' }, null],
  ['kind-in-step', 'off', pairOf(task(), taskActivity()), { settings: { task: { direction: 'none' } } }, { kind: 'task', direction: 'none' }, 'kind-off'],
  ['privacy', 'private', pairOf(task({ sensitivity: 'confidential' }), taskActivity()), {}, { private: true, asBusyTime: false }, 'private']
]

const ofWriteBack: ReadonlyArray<Row<Item>> = [
  ['mailbox-writes', 'read only', task(), { mailbox: readOnly }, { writes: false }, 'mailbox-read-only'],
  ['write-back-email', 'task', task(), {}, { kind: 'task' }, null],
  ['write-back-email', 'e-mail', email(), {}, { kind: 'email' }, 'email-never-made'],
  ['write-back-series', 'single', appointment(), {}, { series: false }, null],
  ['write-back-series', 'series', series(), {}, { series: true }, 'not-carried'],
  ['write-back-attendee', 'task', task(), {}, { role: null }, null],
  ['write-back-attendee', 'attendee', appointment({ role: 'attendee' }), {}, { role: 'attendee' }, 'not-carried'],
  ['write-back-redacted', 'normal', task(), {}, { private: false }, null],
  ['write-back-redacted', 'private', task({ sensitivity: 'private' }), {}, { private: true }, 'not-carried']
]

const check = <S>(title: string, gates: ReadonlyArray<Gate<S>>, rows: ReadonlyArray<Row<S>>, named: ReadonlyArray<readonly [string, string]>): void => {
  describe(title, () => {
    it.each(rows)('%s: %s', (rule, _, subject, over, saw, stop) => {
      const gate = gates.find((g) => g.name === rule)
      const verdict = gate?.judge(subject, context(over))
      expect(verdict?.trace).toEqual({ rule, behaviour: gate?.behaviour, saw, decided: stop === null ? 'goes on' : `skip: ${stop}` })
      expect(verdict?._tag === 'Skip' ? verdict.reason : null).toBe(stop)
    })
    it('are asked in this order', () => {
      expect(gates.map((g) => [g.name, g.behaviour])).toEqual(named)
    })
    it('are all here', () => {
      expect(new Set(rows.map(([rule]) => rule))).toEqual(new Set(gates.map((g) => g.name)))
    })
  })
}

check('item gates', itemGates, ofItems, [
  ['deleted-items', 'B13'],
  ['other-database', 'B12'],
  ['kind-to-crm', 'B1, B2, B4'],
  ['kind-held-by-crm', 'B4'],
  ['email-draft', 'B2'],
  ['junk-folder', 'B1'],
  ['message-type', 'B4'],
  ['privacy', 'B18'],
  ['never-sync', 'B18'],
  ['internal', 'B18'],
  ['meeting-cancelled', 'B4'],
  ['first-run-window', 'B22'],
  ['manual-mode', 'B6']
])
check('activity gates', activityGates, ofActivities, [
  ['owner', 'B11'],
  ['other-database', 'B12'],
  ['made-from-item', 'B13'],
  ['kind-to-outlook', 'B5'],
  ['kind-held-by-mailbox', 'B5'],
  ['mailbox-writes', 'B5'],
  ['first-run-window', 'B22']
])
check('pair gates', pairGates, ofPairs, [
  ['owner', 'B11'],
  ['kind-in-step', 'B4, B5'],
  ['privacy', 'B18']
])
check('write-back gates', writeBackGates, ofWriteBack, [
  ['mailbox-writes', 'B5'],
  ['write-back-email', 'B5'],
  ['write-back-series', 'B10'],
  ['write-back-attendee', 'B5'],
  ['write-back-redacted', 'B18']
])

describe('every kind', () => {
  it('is told by the gates that look at nothing else', () => {
    for (const kind of kinds) {
      const item: Item = kind === 'email' ? email() : kind === 'task' ? task() : appointment()
      for (const rule of ['kind-held-by-crm', 'kind-to-crm']) expect(itemGates.find((g) => g.name === rule)?.judge(item, context()).trace.saw).toMatchObject({ kind })
    }
  })
})
