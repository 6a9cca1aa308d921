/** Attachments on their way into the document module (B7). */
import { formatOwnKey } from '../model/ids'
import type { Attachment, Item } from '../model/item'
import type { Link, LinkedDocument } from '../model/link'
import type { AddDocumentAction, Subject } from '../plan/plan'
import type { RuleSet, Trace } from '../rule-set'
import { noChange } from './builder'
import type { Indexed } from './input'
import type { PairCase } from './pair-case'

/** The action that puts one attachment into the document module. */
export const addDocument = (rules: RuleSet, ix: Indexed, link: Link, subject: Subject, itemId: string, attachment: Attachment, trace: ReadonlyArray<Trace>): AddDocumentAction => ({
  _tag: 'AddDocument',
  id: `document:${link.id}:${link.generation}:${attachment.id}`,
  subject,
  reason: 'attachment-selected',
  trace,
  key: formatOwnKey({ database: ix.input.scope.database, of: 'item', id: `${link.id}/${attachment.id}`, generation: link.generation }),
  itemId,
  attachmentId: attachment.id,
  ...rules.nameDocument(attachment, ix.fileType(itemId, attachment.id)),
  size: attachment.size,
  change: noChange(link)
})

/**
 * Documents that were selected when the link was made and never got there, because the pass ended or the attachment
 * could not be read: they are tried again. What is no longer attached is forgotten; then the new list is returned, else `null`.
 */
export const wantedDocuments = (p: PairCase, item: Item, activityId: string, trace: ReadonlyArray<Trace>): ReadonlyArray<LinkedDocument> | null => {
  const wanted = p.link.documents.filter((d) => d.documentId === null)
  if (wanted.length === 0) return null
  const attachments = item.kind === 'email' ? item.attachments : []
  const gone = new Set<string>()
  for (const d of wanted) {
    const attachment = attachments.find((a) => a.id === d.attachmentId)
    if (attachment === undefined) gone.add(d.attachmentId)
    else p.b.actions.push(addDocument(p.rules, p.ix, { ...p.link, activityId }, p.subject, item.id, attachment, trace))
  }
  return gone.size === 0 ? null : p.link.documents.filter((d) => !gone.has(d.attachmentId))
}
