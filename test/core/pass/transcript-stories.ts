/** One story for each thing that a pass can do: what test/core/pass/transcripts.txt tells, call by call. */
import type { Sync } from '../../../src'
import { cursorExpired, invalidPayload, notFound, unexpected, unsupported, versionMismatch, type PortError } from '../../../src/core/errors'
import { email, meeting, task, type Small } from '../../sync/world'
import { faultyWorld, type FaultyWorld } from './faulty-world'
import { stories } from './pass-stories'

export interface TranscriptStory {
  readonly settings?: unknown
  readonly begin?: () => FaultyWorld
  readonly prepare: (w: FaultyWorld) => Promise<unknown>
  /** A pass, if nothing else is said. */
  readonly act?: (sync: Sync, w: Small) => Promise<unknown>
  /** A call, and the error with which it fails each time; with `each`, it answers so for each of its writes. */
  readonly failing?: { readonly call: string | number; readonly each?: true; readonly none?: true; readonly error: PortError }
}

const file = (name: string) => ({ name, bytes: new TextEncoder().encode('%PDF-1.4 small') })
const itemNamed = (w: Small, subject: string): string => w.mailbox.person.list().find((i) => i.fields.subject === subject)?.id ?? ''
const activityNamed = (w: Small, subject: string): string => w.crm.person.list().find((a) => a.fields.subject === subject)?.id ?? ''
const three = async (w: Small): Promise<void> => {
  for (const n of [1, 2, 3]) w.mailbox.person.add('task', task(`t${n}`))
  await w.sync().run()
}
const bothEdited = async (w: FaultyWorld): Promise<void> => {
  await three(w)
  w.mailbox.person.edit(itemNamed(w, 't1'), { subject: 'one from Outlook' })
  w.crm.person.edit(activityNamed(w, 't2'), { subject: 'two from the CRM' })
  w.mailbox.person.edit(itemNamed(w, 't3'), { importance: 'high' })
  w.crm.person.edit(activityNamed(w, 't3'), { subject: 'three from the CRM' })
}

export const transcriptStories: { readonly [name: string]: TranscriptStory } = {
  'nothing at all': { prepare: async () => undefined },
  ...Object.fromEntries(Object.entries(stories)),
  'creates on both sides, in one transaction': { begin: () => faultyWorld(true), prepare: async (w) => stories['creates on both sides']?.prepare(w) },
  'nothing new': { prepare: three },
  'three pages': { begin: () => faultyWorld(false, 3), prepare: async (w) => { for (let n = 0; n < 7; n++) w.mailbox.person.add('task', task(`t${n}`)) } },
  'everything listed again': { begin: () => faultyWorld(false, 2), prepare: three, act: (sync) => sync.run({ full: true }) },
  'the cursors expired': { prepare: async (w) => { await three(w); w.mailbox.expireCursors(); w.crm.expireCursors() } },
  'other settings': { prepare: three, settings: { mode: 'manual' } },
  'deleted permanently, and in the CRM': { prepare: async (w) => { await three(w); w.mailbox.person.deletePermanently(itemNamed(w, 't1')); w.crm.person.delete(activityNamed(w, 't2')) } },
  'everything gone': { prepare: async (w) => { for (let n = 0; n < 12; n++) w.mailbox.person.add('task', task(`t${n}`)); await w.sync().run(); for (const i of w.mailbox.person.list()) w.mailbox.person.deletePermanently(i.id) } },
  'everything gone, and that is right': { prepare: async (w) => { await three(w); for (const i of w.mailbox.person.list()) w.mailbox.person.deletePermanently(i.id) }, act: (sync) => sync.run({ allowMassDeletion: true }) },
  'transferred by hand': { settings: { mode: 'manual' }, prepare: async (w) => { w.mailbox.person.receiveEmail(email('one', 'nobody@nowhere.example')); w.mailbox.person.add('task', task('two')) }, act: (sync, w) => sync.transfer({ items: [itemNamed(w, 'one')], without: [] }) },
  'everything transferred by hand, but one': { settings: { mode: 'manual' }, prepare: async (w) => { w.mailbox.person.add('task', task('one')); w.mailbox.person.add('task', task('two')) }, act: (sync, w) => sync.transfer({ items: 'all', without: [itemNamed(w, 'one')] }) },
  'looked at before': { prepare: async (w) => { w.mailbox.person.add('task', task('one')); w.crm.person.addActivity('anna', 'task', task('one')); w.crm.person.addActivity('anna', 'appointment', meeting('two')) }, act: (sync) => sync.preview() },
  'a series that shows its next': {
    settings: { recurrence: { mode: 'next' } },
    prepare: async (w) => { w.mailbox.person.add('appointment', meeting('weekly'), { recurrence: { rule: 'FREQ=WEEKLY;COUNT=3', cancelled: [], exceptions: [] } }) }
  },
  'each of a series': {
    settings: { recurrence: { mode: 'each', futureDays: 10 } },
    prepare: async (w) => { w.mailbox.person.add('appointment', meeting('weekly'), { recurrence: { rule: 'FREQ=WEEKLY', cancelled: [], exceptions: [] } }) }
  },
  'a version that is not the present one': { prepare: async (w) => { await three(w); w.mailbox.person.edit(itemNamed(w, 't1'), { subject: 'ours' }) }, failing: { call: 'crm.write', each: true, error: { _tag: 'VersionMismatch', what: 'x' } } },
  'a write that may have happened': { prepare: async (w) => { w.crm.person.addActivity('anna', 'task', task('one')) }, failing: { call: 'mailbox.write', each: true, error: { _tag: 'Unexpected', detail: 'no answer' } } },
  'a write that stops the pass': { prepare: async (w) => { w.crm.person.addActivity('anna', 'task', task('one')) }, failing: { call: 'mailbox.write', each: true, error: { _tag: 'Throttled', retryAfterMs: 5 } } },
  'a write to the CRM that stops the pass': { prepare: async (w) => { w.mailbox.person.add('task', task('one')) }, failing: { call: 'crm.write', each: true, error: { _tag: 'Unauthorized', detail: 'who?' } } },
  'an attachment that cannot be read': { prepare: async (w) => { const m = w.mailbox.person.receiveEmail(email('mail')); w.mailbox.person.attach(m.id, file('a.pdf')) }, failing: { call: 'mailbox.attachment', error: { _tag: 'Unexpected', detail: 'broken' } } },
  'an attachment that is gone': { prepare: async (w) => { const m = w.mailbox.person.receiveEmail(email('mail')); w.mailbox.person.attach(m.id, file('a.pdf')) }, failing: { call: 'mailbox.attachment', error: { _tag: 'NotFound', what: 'a.pdf' } } },
  'an attachment that stops the pass': { prepare: async (w) => { const m = w.mailbox.person.receiveEmail(email('mail')); w.mailbox.person.attach(m.id, file('a.pdf')) }, failing: { call: 'mailbox.attachment', error: { _tag: 'Unavailable', detail: 'down' } } },
  'cursors that expire again and again': { prepare: three, failing: { call: 'mailbox.changes', error: cursorExpired } },
  'cursors of the CRM that expire again and again': { prepare: three, failing: { call: 'crm.changes', error: cursorExpired } },
  'after a pass that died while it made activities': { prepare: async (w) => { w.mailbox.person.add('task', task('one')); const m = w.mailbox.person.receiveEmail(email('mail')); w.mailbox.person.attach(m.id, file('a.pdf')); await w.runUnder({ crashAt: 9 }) } },
  'after a pass that died while it made items': { prepare: async (w) => { w.crm.person.addActivity('anna', 'task', task('one')); await w.runUnder({ crashAt: 8 }) } },
  ...Object.fromEntries([5, 7, 9, 11].map((at) => [`after a pass that died at ${at} while it wrote on both sides`, { prepare: async (w: FaultyWorld) => { await bothEdited(w); await w.runUnder({ crashAt: at }) } }])),
  'answers about writes that do not come': { prepare: bothEdited, failing: { call: 'mailbox.write', none: true, error: cursorExpired } },
  'answers of the CRM that do not come': { prepare: bothEdited, failing: { call: 'crm.write', none: true, error: cursorExpired } },
  'a lease that is lost as the CRM writes': { begin: () => faultyWorld(true), prepare: bothEdited, failing: { call: 'crm.write', each: true, error: versionMismatch('lease') } },
  'a version that is not the present one, in one transaction': { begin: () => faultyWorld(true), prepare: bothEdited, failing: { call: 'crm.write', each: true, error: versionMismatch('activity') } },
  'a version that is not the present one, the next time': { prepare: async (w) => { await bothEdited(w); await w.runUnder({ at: new Map([[3, { _tag: 'Answer' as const, error: versionMismatch('x') }], [6, { _tag: 'Answer' as const, error: notFound('x') }]]) }) } },
  'everything gone, and then that is right': { prepare: async (w) => { for (let n = 0; n < 12; n++) w.mailbox.person.add('task', task(`t${n}`)); await w.sync().run(); for (const i of w.mailbox.person.list()) w.mailbox.person.deletePermanently(i.id); await w.sync().task.run()() }, act: (sync) => sync.run({ allowMassDeletion: true }) },
  'the cursors expired, and some is gone': { prepare: async (w) => { await three(w); w.mailbox.person.deletePermanently(itemNamed(w, 't1')); w.crm.person.delete(activityNamed(w, 't2')); w.mailbox.expireCursors(); w.crm.expireCursors() } },
  'everything put away, always': { settings: { deletion: { inOutlook: { task: 'always' } } }, prepare: async (w) => { for (let n = 0; n < 12; n++) w.mailbox.person.add('task', task(`t${n}`)); await w.sync().run(); for (const i of w.mailbox.person.list()) w.mailbox.person.moveToDeletedItems(i.id) } },
  'what is private, and what was put away at once': { prepare: async (w) => { w.mailbox.person.add('task', task('secret'), { sensitivity: 'private' }); w.mailbox.person.add('appointment', meeting('secret'), { sensitivity: 'confidential' }); w.mailbox.person.moveToDeletedItems(w.mailbox.person.add('task', task('away')).id) } },
  'what cannot be understood': { prepare: async (w) => { w.mailbox.person.add('appointment', meeting('x'), { recurrence: { rule: 'FREQ=SECONDLY', cancelled: [], exceptions: [] } }) } },
  'transferred by hand, and again': { prepare: async (w) => { await three(w); w.crm.person.delete(activityNamed(w, 't1')); await w.sync().run() }, act: (sync, w) => sync.transfer({ items: [itemNamed(w, 't1'), itemNamed(w, 't1')], without: [] }) },
  'the same, looked at before': { prepare: async (w) => { await bothEdited(w); w.mailbox.person.add('task', task('same')); w.crm.person.addActivity('anna', 'task', task('same')) }, act: (sync) => sync.preview() },
  ...Object.fromEntries(
    (['InvalidPayload', 'Unsupported'] as const).map((tag) => [
      `an attachment that answers ${tag}`,
      { prepare: async (w: FaultyWorld) => { const m = w.mailbox.person.receiveEmail(email('mail')); w.mailbox.person.attach(m.id, file('a.pdf')); w.mailbox.person.receiveEmail(email('another')) }, failing: { call: 'mailbox.attachment', error: tag === 'Unsupported' ? unsupported('x') : invalidPayload('x', []) } }
    ])
  ),
  'one attachment of two that cannot be read': { prepare: async (w) => { for (const n of ['mail', 'another']) { const m = w.mailbox.person.receiveEmail(email(n)); w.mailbox.person.attach(m.id, file('a.pdf')) } }, failing: { call: 8, error: unexpected('broken') } },
  'of other users and other kinds': { prepare: async (w) => { w.crm.person.addActivity('bert', 'task', task('theirs')); w.crm.person.addActivity('anna', 'email', email('mine')); w.mailbox.person.add('task', task('one')) } }
}
