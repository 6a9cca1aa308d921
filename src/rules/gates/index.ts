/** The gates, each list in the order in which it is asked. The first that stops its subject gives the reason, so the more telling reason stands first. */
import type { Activity } from '../../core/model/activity'
import type { Item } from '../../core/model/item'
import type { Gate, Pair } from '../../core/rule-set'
import { deletedItems } from './deleted-items'
import { emailDraft } from './email-draft'
import { activityWindow, itemWindow } from './first-run-window'
import { internalMail } from './internal-mail'
import { junkFolder } from './junk-folder'
import { kindHeldByCrm, kindHeldByMailbox } from './kind-held'
import { kindInStep } from './kind-in-step'
import { kindToCrm } from './kind-to-crm'
import { kindToOutlook } from './kind-to-outlook'
import { madeFromItem } from './made-from-item'
import { mailboxWrites } from './mailbox-writes'
import { manualMode } from './manual-mode'
import { meetingCancelled } from './meeting-cancelled'
import { messageType } from './message-type'
import { neverSync } from './never-sync'
import { otherDatabase } from './other-database'
import { activityOwner, pairOwner } from './owner'
import { itemPrivacy, pairPrivacy } from './privacy'
import { writeBackAttendee } from './write-back-attendee'
import { writeBackEmail } from './write-back-email'
import { writeBackRedacted } from './write-back-redacted'
import { writeBackSeries } from './write-back-series'

/** May this unlinked item become an activity? First what the item is, then what the user has chosen, then what was asked for. */
export const itemGates: ReadonlyArray<Gate<Item>> = [
  deletedItems,
  otherDatabase,
  kindToCrm,
  kindHeldByCrm,
  emailDraft,
  junkFolder,
  messageType,
  itemPrivacy,
  neverSync,
  internalMail,
  meetingCancelled,
  itemWindow,
  manualMode
]

/** May this unlinked activity become an item? The mode is not asked: manual mode is about what is made in the CRM (B6). */
export const activityGates: ReadonlyArray<Gate<Activity>> = [activityOwner, otherDatabase, madeFromItem, kindToOutlook, kindHeldByMailbox, mailboxWrites, activityWindow]

/** May this linked pair be kept in step? Neither mode nor window nor never-sync is asked: they are about what is new. */
export const pairGates: ReadonlyArray<Gate<Pair>> = [pairOwner, kindInStep, pairPrivacy]

/** May edits in the CRM be written into this item? */
export const writeBackGates: ReadonlyArray<Gate<Item>> = [mailboxWrites, writeBackEmail, writeBackSeries, writeBackAttendee, writeBackRedacted]
