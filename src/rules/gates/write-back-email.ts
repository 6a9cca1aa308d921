import type { Item } from '../../core/model/item'
import { makeGate } from './gate'

/** B5: an e-mail is what was sent, so edits in the CRM stay in the CRM. */
export const writeBackEmail = makeGate<Item>('write-back-email', 'B5', ({ kind }) => ({ saw: { kind }, stop: kind === 'email' ? 'email-never-made' : null }))
