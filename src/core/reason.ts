/** Why. Every action, decision, skip and refused attachment carries one of these; the sentence is what a person reads. */

const actionReasons = {
  'new-item': 'new in Outlook, and selected by the settings',
  'transferred-by-hand': 'the user transferred it',
  'new-activity': 'new in the CRM, and selected by the settings',
  'changed-in-outlook': 'changed in Outlook',
  'changed-in-crm': 'changed in the CRM',
  'changed-on-both-sides': 'changed on both sides, and merged',
  'answered-delete': 'deleted in Outlook, and the user answered to delete the activity too',
  'policy-delete': 'deleted in Outlook, and the settings say to delete the activity too',
  'deleted-in-crm': 'deleted in the CRM',
  'attachment-selected': 'the attachment passed every filter',
  'recognised-by-key': 'made from the other by an earlier pass that did not get to remember it',
  'recognised-as-same': 'the same entry was already on both sides',
  'id-changed': 'the same item under a new id',
  'back-again': 'there again after it had been away',
  'both-agree': 'both sides hold the same values',
  'time-passed': 'nothing changed, but time went on',
  'resolved-without-write': 'a conflict was decided and nothing has to be written',
  'answer-carried-out': 'the answer was carried out'
} as const

const closeReasons = {
  'item-deleted-permanently': 'deleted permanently in Outlook; the activity stays',
  'item-deleted-activity-kept': 'deleted in Outlook; the activity is kept',
  'activity-deleted-after-answer': 'the activity was deleted as the user answered',
  'activity-deleted-by-policy': 'the activity was deleted as the settings say',
  'activity-deleted-in-crm': 'the activity was deleted in the CRM; the item stays in Outlook',
  'item-deleted-with-activity': 'the activity was deleted in the CRM, and the item moved to Deleted Items',
  'both-deleted': 'deleted on both sides'
} as const

const commandReasons = {
  undone: 'the user undid it; it can be transferred again by hand',
  restored: 'the user restored a value that had lost',
  sent: 'the user sent it from the CRM'
} as const

const decisionReasons = {
  'deleted-in-outlook': 'the item was moved to Deleted Items: delete the activity too, or keep it?',
  'conflict-to-decide': 'both sides changed the same field: which value counts?',
  'restored-in-outlook': 'the item was restored from Deleted Items, so there is nothing to decide',
  'given-away': 'the activity belongs to another user now, so there is nothing to decide',
  'settled-meanwhile': 'the two sides agree again, so there is nothing to decide'
} as const

const skipReasons = {
  unchanged: 'nothing changed since both sides last agreed',
  'kind-off': 'the settings leave this kind out in this direction',
  'incoming-off': 'the settings leave incoming e-mail out',
  'outgoing-off': 'the settings leave outgoing e-mail out',
  'kind-not-held': 'the other side cannot hold this kind',
  draft: 'a draft: not sent yet',
  junk: 'in the junk folder',
  'meeting-message': 'a meeting request or answer; the appointment itself is in the calendar',
  'report-message': 'a delivery or read report',
  private: 'marked private or confidential',
  'never-sync': 'a party is on the never-sync list',
  internal: 'all parties are in own domains',
  'outside-window': 'outside the dates that the settings select',
  'manual-mode': 'manual mode: it transfers when the user says so',
  'left-out': 'the user left it out of the transfer',
  'not-selected': 'not among the items that the user selected',
  'no-registered-contact': 'no party has an address that is registered on a contact; it can be transferred by hand',
  'in-deleted-items': 'in Deleted Items',
  'meeting-cancelled': 'a meeting that was called off',
  'no-occurrence': 'a series of which no occurrence takes place',
  'no-occurrence-yet': 'a series with no occurrence in the dates that the settings select yet',
  'invalid-recurrence': 'its recurrence rule cannot be understood',
  'invalid-time': 'its time or time zone cannot be understood',
  'other-database': 'made by the integration with another company database',
  'owned-by-other': 'the activity belongs to another user',
  'mailbox-read-only': 'this mailbox cannot be written',
  'email-never-made': 'a sync never writes an e-mail into Outlook',
  'link-closed': 'its counterpart was deleted earlier, so it is left alone',
  'replaced-by-transfer': 'its item was transferred anew after it had been deleted, and belongs to that transfer now',
  'copy-of-linked': 'a copy of an item that is linked already',
  'not-carried': 'a change that the settings or the kind of item do not carry to the other side',
  'could-not-be-read': 'it could not be read this time; it is tried again in the next pass',
  'waits-for-answer': 'waits for the user to answer a question',
  'not-there': 'gone, and never linked'
} as const

const noticeReasons = {
  'edit-beat-deletion': 'deleted on one side and edited on the other: the edit stays, nothing was deleted',
  'conflict-lost': 'a conflict was decided; the losing value is in the journal'
} as const

const attachmentReasons = {
  'import-off': 'the settings import no attachments',
  'not-incoming': 'only attachments of incoming e-mail are imported',
  'no-document-module': 'this CRM has no document module',
  'not-a-file': 'an embedded item or a link, not a file',
  'inline-picture': 'part of the message text, such as a picture in a signature',
  'too-small': 'smaller than the settings allow',
  'too-large': 'larger than the settings allow',
  executable: 'executable content is not imported',
  'group-not-selected': 'its kind of file is not selected',
  'extension-not-selected': 'its extension is not selected',
  'extension-blocked': 'its extension is blocked by the settings',
  'mime-type-not-selected': 'its MIME type is not selected',
  'type-disagrees': 'its content is not of the kind that its name claims',
  'left-out-by-user': 'the user left it out of the transfer'
} as const

/** The sentence of each reason. */
export const reasonTexts = { ...actionReasons, ...closeReasons, ...commandReasons, ...decisionReasons, ...skipReasons, ...noticeReasons, ...attachmentReasons } as const

export type ActionReason = keyof typeof actionReasons | keyof typeof closeReasons
/** Why a command acted, and no pass: none of these is in a plan that `reconcile` made. */
export type CommandReason = keyof typeof commandReasons
export type DecisionReason = keyof typeof decisionReasons
export type NoticeReason = keyof typeof noticeReasons
export type AttachmentReason = keyof typeof attachmentReasons
/** A host's own rules give reasons that begin with `custom:`. */
export type SkipReason = keyof typeof skipReasons | `custom:${string}`

/** Every built-in reason by group, so that a test can assert that each is reached. */
export const reasons = {
  action: Object.keys({ ...actionReasons, ...closeReasons }) as ReadonlyArray<ActionReason>,
  /** Of no plan that `reconcile` makes. */
  command: Object.keys(commandReasons) as ReadonlyArray<CommandReason>,
  decision: Object.keys(decisionReasons) as ReadonlyArray<DecisionReason>,
  skip: Object.keys(skipReasons) as ReadonlyArray<keyof typeof skipReasons>,
  notice: Object.keys(noticeReasons) as ReadonlyArray<NoticeReason>,
  attachment: Object.keys(attachmentReasons) as ReadonlyArray<AttachmentReason>
}

/** The sentence for a reason; a host's own reason is its own sentence. */
export const reasonText = (reason: string): string =>
  Object.hasOwn(reasonTexts, reason) ? reasonTexts[reason as keyof typeof reasonTexts] : reason.replace(/^custom:/, '')
