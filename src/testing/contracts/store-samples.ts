/** What to put into a store in a contract case. Different for each number from 0 to 99. */
import type { Decision } from '../../core/model/decision'
import type { Intent, JournalEntry, Retry } from '../../core/model/journal'
import type { Link } from '../../core/model/link'
import type { LinkQuery } from '../../core/ports/store'

const two = (n: number): string => String(n).padStart(2, '0')

/** A time that rises with `n`. */
export const sampleTime = (n: number): string => `2026-05-04T10:${two(n % 60)}:00.000Z`

export const sampleLink = (n: number, other: Partial<Link> = {}): Link => ({
  id: `c0ffee${two(n)}`,
  kind: 'appointment',
  itemId: `item${two(n)}x`,
  activityId: `activity${two(n)}x`,
  identity: `identity${two(n)}x`,
  occurrence: '',
  origin: 'outlook',
  state: 'open',
  closed: null,
  item: { version: `iv${n}`, fields: { subject: 'd1', body: 'd2' } },
  activity: { version: `av${n}`, fields: { subject: 'd1', body: 'd2' } },
  documents: [
    { attachmentId: 'a1', documentId: null },
    { attachmentId: 'a2', documentId: 'd1' }
  ],
  generation: 0,
  reviewAt: null,
  ...other
})

export const sampleDecision = (n: number, other: Partial<Extract<Decision, { readonly _tag: 'Deletion' }>> = {}): Decision => ({
  _tag: 'Deletion',
  id: `decision${two(n)}x`,
  kind: 'task',
  linkId: sampleLink(n).id,
  itemId: sampleLink(n).itemId,
  activityId: sampleLink(n).activityId,
  openedAt: sampleTime(n),
  state: 'open',
  editedInCrm: false,
  answer: null,
  ...other
})

export const sampleEntry = (n: number, other: Partial<JournalEntry> = {}): JournalEntry => ({
  id: `entry${two(n)}x`,
  pass: 'pass1',
  at: sampleTime(n),
  action: 'UpdateActivity',
  reason: 'changed-in-outlook',
  linkId: sampleLink(n).id,
  itemId: sampleLink(n).itemId,
  activityId: null,
  losers: [{ field: 'time', side: 'crm', value: { allDay: true, start: '2026-05-04', end: '2026-05-05' }, by: 'latest' }],
  before: { subject: 'Räksmörgås 🍤', to: [], due: null },
  wrote: { version: n % 2 === 0 ? null : `av${n}`, fields: { subject: `d${n}` } },
  ...other
})

export const sampleIntent = (n: number): Intent => ({ id: `intent${two(n)}x`, action: 'CreateActivity', itemId: `item${n}`, activityId: null, ownKey: `key${n}`, linkId: null, fields: ['subject', `field${n}`], at: sampleTime(n) })

export const sampleRetry = (n: number, other: Partial<Retry> = {}): Retry => ({ side: 'outlook', id: `item${two(n)}x`, attempts: 1, notBefore: sampleTime(n), error: 'Throttled', ...other })

/** A query for nothing, or for what is given. */
export const linkQuery = (other: Partial<LinkQuery>): LinkQuery => ({ ids: [], itemIds: [], activityIds: [], identities: [], ...other })
