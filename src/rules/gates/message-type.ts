import type { SkipReason } from '../../core/reason'
import type { EmailItem, Item } from '../../core/model/item'
import { makeGate } from './gate'

const stops: { readonly [T in EmailItem['messageType']]: SkipReason | null } = { mail: null, meeting: 'meeting-message', report: 'report-message' }

/** B4: a meeting request is not transferred, because its appointment is; neither is a delivery or read report. */
export const messageType = makeGate<Item>('message-type', 'B4', (item) =>
  item.kind === 'email' ? { saw: { messageType: item.messageType }, stop: stops[item.messageType] } : { saw: { kind: item.kind }, stop: null }
)
