/** Stored messages as Graph shows them. */
import type { EventMessage, Message } from '@microsoft/microsoft-graph-types'
import type { Preferences } from '../http/prefer'
import type { TypeSpec } from '../odata/query'
import { folderAt } from '../state/folders'
import type { MailboxState, StoredMessage } from '../state/model'
import { bodyAs, previewOf } from '../text/bodies'
import { offsetTime } from '../times/date-times'
import { idIn } from './ids'

export const messageSpec: TypeSpec<Message> = {
  name: 'message',
  properties: [
    'id',
    'createdDateTime',
    'lastModifiedDateTime',
    'changeKey',
    'categories',
    'receivedDateTime',
    'sentDateTime',
    'hasAttachments',
    'internetMessageId',
    'subject',
    'bodyPreview',
    'importance',
    'parentFolderId',
    'conversationId',
    'conversationIndex',
    'isDeliveryReceiptRequested',
    'isReadReceiptRequested',
    'isRead',
    'isDraft',
    'webLink',
    'inferenceClassification',
    'body',
    'sender',
    'from',
    'toRecipients',
    'ccRecipients',
    'bccRecipients',
    'replyTo',
    'flag'
  ],
  onlySelected: ['internetMessageHeaders'],
  filterable: {
    receivedDateTime: ['ge', 'gt', 'le', 'lt', 'eq'],
    sentDateTime: ['ge', 'gt', 'le', 'lt', 'eq'],
    lastModifiedDateTime: ['ge', 'gt', 'le', 'lt'],
    internetMessageId: ['eq'],
    conversationId: ['eq'],
    subject: ['eq', 'startswith'],
    isRead: ['eq', 'ne'],
    isDraft: ['eq', 'ne'],
    hasAttachments: ['eq'],
    importance: ['eq'],
    'from/emailAddress/address': ['eq', 'startswith'],
    singleValueExtendedProperties: ['any']
  },
  orderable: ['receivedDateTime', 'sentDateTime', 'subject', 'lastModifiedDateTime'],
  expandable: ['attachments', 'singleValueExtendedProperties']
}

const meetingTypes: Readonly<Record<string, EventMessage['meetingMessageType']>> = {
  'IPM.Schedule.Meeting.Request': 'meetingRequest',
  'IPM.Schedule.Meeting.Canceled': 'meetingCancelled',
  'IPM.Schedule.Meeting.Resp.Pos': 'meetingAccepted',
  'IPM.Schedule.Meeting.Resp.Neg': 'meetingDeclined',
  'IPM.Schedule.Meeting.Resp.Tent': 'meetingTenativelyAccepted'
}

/** Resources carry annotations beside their properties. */
export type Annotated<A> = A & { readonly '@odata.etag'?: string; readonly '@odata.type'?: string }

export const messageResource = (m: MailboxState, item: StoredMessage, preferences: Preferences): Annotated<Message> => {
  const { body, sent, received, messageClass, ...data } = item.data
  const meeting = meetingTypes[messageClass]
  const id = idIn(item.ids, preferences)
  return {
    ...(meeting === undefined ? {} : { '@odata.type': messageClass.endsWith('Request') ? '#microsoft.graph.eventMessageRequest' : '#microsoft.graph.eventMessage' }),
    '@odata.etag': `W/"${item.changeKey}"`,
    id,
    createdDateTime: offsetTime(item.created),
    lastModifiedDateTime: offsetTime(item.modified),
    changeKey: item.changeKey,
    receivedDateTime: offsetTime(received),
    sentDateTime: offsetTime(sent),
    // Inline pictures alone do not count.
    hasAttachments: item.attachments.some((a) => !a.isInline),
    bodyPreview: previewOf(body),
    parentFolderId: folderAt(m, item.home).id,
    conversationIndex: 'AQHV',
    webLink: `https://outlook.office365.com/owa/?ItemID=${encodeURIComponent(id)}&exvsurl=1&viewmodel=ReadMessageItem`,
    body: bodyAs(body, preferences.bodyType),
    ...data,
    ...(meeting === undefined ? {} : { meetingMessageType: meeting })
  }
}
