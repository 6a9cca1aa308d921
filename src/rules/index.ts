/** The rules (B1 to B22), each in a file of its own, and how to add one. */
import type { RuleSet } from '../core/rule-set'
import { addressesOf, assignContact } from './assign-contact'
import { canonical } from './canonical-fields'
import { decideConflict } from './conflict-policy'
import { applyDefaults } from './default-values'
import { onActivityDeleted } from './deletion-in-crm'
import { onItemDeleted } from './deletion-in-outlook'
import { directionOfField } from './field-direction'
import { activityGates, itemGates, pairGates, writeBackGates } from './gates'
import { nameDocument } from './name-document'
import { matchActivity, probeOf } from './same-entry'
import { selectAttachments } from './select-attachments'
import { viewItem } from './view-item'

export { addActivityGate, addItemGate, addPairGate, addWriteBackGate, removeGate, replaceRule } from './add-rule'
export { makeGate, type Finding } from './gates/gate'
export { go, skip, trace } from './verdict'

/** What the product does unless a host says otherwise. */
export const defaultRules: RuleSet = {
  itemGates,
  activityGates,
  pairGates,
  writeBackGates,
  viewItem,
  assignContact,
  addressesOf,
  selectAttachments,
  nameDocument,
  applyDefaults,
  onItemDeleted,
  onActivityDeleted,
  directionOfField,
  decideConflict,
  probeOf,
  matchActivity,
  canonical
}
