import type { Activity } from '../../core/model/activity'
import type { Item } from '../../core/model/item'
import { makeGate } from './gate'

/** B4: a CRM need not know every kind. */
export const kindHeldByCrm = makeGate<Item>('kind-held-by-crm', 'B4', ({ kind }, { crm }) => ({ saw: { kind }, stop: crm.kinds.includes(kind) ? null : 'kind-not-held' }))

/** B5: a mailbox need not know every kind. */
export const kindHeldByMailbox = makeGate<Activity>('kind-held-by-mailbox', 'B5', ({ kind }, { mailbox }) => ({ saw: { kind }, stop: mailbox.kinds.includes(kind) ? null : 'kind-not-held' }))
