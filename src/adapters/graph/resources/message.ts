/** Messages of Graph as e-mails. */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { PortError } from '../../../core/errors'
import type { EmailItem, Item } from '../../../core/model/item'
import { AttachmentResource, attachmentSelect, readAttachment } from './attachment'
import { decodeResource, type Read, readSensitivity, readVersion } from './common'
import { formatItemId } from './item-id'
import { GraphId, listOf, optional } from './optional'
import { ExtendedProperties, extendedProperty, ownKeyPropertyId, readOwnKey } from './own-key'
import { readMailbox, readMailboxes, Recipient, Recipients } from './people'
import { cleanLine, ItemBody, readBody } from './text'
import { Timestamp } from './timestamp'

/** `$select` of a message. */
export const messageSelect = [
  'id',
  'changeKey',
  'createdDateTime',
  'lastModifiedDateTime',
  'sentDateTime',
  'receivedDateTime',
  'internetMessageId',
  'isDraft',
  'parentFolderId',
  'hasAttachments',
  'subject',
  'body',
  'from',
  'sender',
  'toRecipients',
  'ccRecipients',
  'bccRecipients'
].join()

/** A message of Graph has no property for these two, but the mailbox does: PidTagSensitivity and PidTagMessageClass. */
const sensitivityId = 'Integer 0x36'
const messageClassId = 'String 0x1A'

const extended = `singleValueExtendedProperties($filter=${[ownKeyPropertyId, sensitivityId, messageClassId].map((id) => `id eq '${id}'`).join(' or ')})`

/** `$expand` of a message: its attachments without their bytes, the own key, its sensitivity and its class. */
export const messageExpand = `attachments($select=${attachmentSelect}),${extended}`

/** The same without attachments, for listings that read them apart. */
export const messageExpandWithoutAttachments = extended

/** Where a message is, which it tells by the id of a folder only. */
export interface MessagePlace {
  readonly folder: EmailItem['folder']
  /** It is in Deleted Items. */
  readonly deleted: boolean
}

const MessageResource = t.type({
  '@odata.type': optional(t.string),
  id: GraphId,
  changeKey: optional(t.string),
  '@odata.etag': optional(t.string),
  createdDateTime: Timestamp,
  lastModifiedDateTime: Timestamp,
  sentDateTime: Timestamp,
  receivedDateTime: Timestamp,
  internetMessageId: optional(t.string),
  isDraft: optional(t.boolean),
  subject: optional(t.string),
  body: ItemBody,
  from: optional(Recipient),
  sender: optional(Recipient),
  toRecipients: Recipients,
  ccRecipients: Recipients,
  bccRecipients: Recipients,
  attachments: optional(listOf(AttachmentResource)),
  singleValueExtendedProperties: ExtendedProperties
})
type MessageResource = t.TypeOf<typeof MessageResource>

/** By its class, `REPORT.IPM.Note.NDR`; a meeting message has also a type of its own. */
const readMessageType = (m: MessageResource): EmailItem['messageType'] => {
  const messageClass = extendedProperty(m.singleValueExtendedProperties, messageClassId) ?? ''
  if (/^report\./i.test(messageClass)) return 'report'
  return /^ipm\.schedule\./i.test(messageClass) || /eventMessage/i.test(m['@odata.type'] ?? '') ? 'meeting' : 'mail'
}

const sensitivities: ReadonlyArray<Item['sensitivity']> = ['normal', 'personal', 'private', 'confidential']

/** The property holds a number. One that is not known is read as a name that is not known. */
const sensitivityOf = (m: MessageResource): Item['sensitivity'] => {
  const number = extendedProperty(m.singleValueExtendedProperties, sensitivityId)
  return readSensitivity(number === null || number === '' ? null : (sensitivities.find((_, i) => String(i) === number) ?? number))
}

/** Decodes a message. Errors: `InvalidPayload`. */
export const decodeMessage = (raw: unknown, at: MessagePlace): E.Either<PortError, EmailItem> =>
  decodeResource('message', MessageResource, (m): Read<EmailItem> => {
    const version = readVersion(m)
    if (E.isLeft(version)) return version
    return E.right({
      kind: 'email',
      id: formatItemId({ kind: 'email', id: m.id }),
      ...version.right,
      identity: cleanLine(m.internetMessageId ?? '') || null,
      ownKey: readOwnKey(m.singleValueExtendedProperties),
      place: at.deleted ? 'deletedItems' : 'normal',
      sensitivity: sensitivityOf(m),
      // A draft is one wherever somebody keeps it.
      folder: m.isDraft === true && at.folder !== 'outbox' ? 'drafts' : at.folder,
      messageType: readMessageType(m),
      attachments: (m.attachments ?? []).map(readAttachment),
      fields: {
        subject: cleanLine(m.subject ?? ''),
        body: readBody(m.body),
        // A draft was neither sent nor received; when it was begun does not change while it is written.
        sentAt: (m.isDraft === true ? m.createdDateTime : null) ?? m.sentDateTime ?? m.receivedDateTime ?? m.createdDateTime ?? version.right.modifiedAt,
        // Whom it is from, as a reader sees it; the sender may have sent it on behalf of them.
        from: readMailbox(m.from) ?? readMailbox(m.sender),
        to: readMailboxes(m.toRecipients),
        cc: readMailboxes(m.ccRecipients),
        bcc: readMailboxes(m.bccRecipients)
      }
    })
  })(raw)
