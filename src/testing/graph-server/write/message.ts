/** Messages as requests make and change them. */
import type { ItemBody, Message } from '@microsoft/microsoft-graph-types'
import { refuse } from '../http/answer'
import { newGuid } from '../state/ids'
import type { NewItem } from '../state/items'
import type { MailboxState, MessageData, StoredMessage } from '../state/model'
import { normaliseBody, normaliseSubject } from '../text/bodies'
import { readAttachment } from './attachments'
import type { BodyGiven, MessageGiven } from './codecs'
import { completeRecipient, ownerOf, readRecipients } from './parties'
import { mergeProperties } from './properties'

export const readBody = (given: BodyGiven | null | undefined, htmlOnly = false): ItemBody =>
  normaliseBody({ contentType: given?.contentType?.toLowerCase() === 'html' ? 'html' : 'text', content: given?.content ?? '' }, htmlOnly)

/** What is set once a message was sent or received is not changed any more. */
const onlyOfDrafts: ReadonlyArray<keyof MessageGiven> = ['subject', 'body', 'toRecipients', 'ccRecipients', 'bccRecipients', 'replyTo', 'from', 'sender', 'internetMessageId', 'isDeliveryReceiptRequested', 'isReadReceiptRequested', 'internetMessageHeaders', 'attachments']

const given = <K extends keyof Message, A>(name: K, value: A | undefined, read: (value: A) => Message[K]): Partial<Pick<Message, K>> => (value === undefined ? {} : ({ [name]: read(value) } as Partial<Pick<Message, K>>))

const changesOf = (g: MessageGiven): Partial<MessageData> => ({
  ...given('subject', g.subject, (s) => normaliseSubject(s ?? '')),
  ...(g.body === undefined ? {} : { body: readBody(g.body) }),
  ...given('importance', g.importance, (i) => i ?? 'normal'),
  ...given('from', g.from, (r) => (r === null ? null : completeRecipient(r))),
  ...given('sender', g.sender, (r) => (r === null ? null : completeRecipient(r))),
  ...given('toRecipients', g.toRecipients, readRecipients),
  ...given('ccRecipients', g.ccRecipients, readRecipients),
  ...given('bccRecipients', g.bccRecipients, readRecipients),
  ...given('replyTo', g.replyTo, readRecipients),
  ...given('categories', g.categories, (c) => c ?? []),
  ...given('isRead', g.isRead, (r) => r ?? false),
  ...given('isReadReceiptRequested', g.isReadReceiptRequested, (r) => r ?? false),
  ...given('isDeliveryReceiptRequested', g.isDeliveryReceiptRequested, (r) => r ?? false),
  ...given('inferenceClassification', g.inferenceClassification, (c) => c ?? 'focused'),
  ...given('flag', g.flag, (f) => ({ flagStatus: f?.flagStatus ?? 'notFlagged' })),
  ...given('internetMessageHeaders', g.internetMessageHeaders, (h) => h ?? []),
  ...given('internetMessageId', g.internetMessageId, (i) => i)
})

const newMessageId = (m: MailboxState): string => `<${newGuid(m.world).toUpperCase()}@${m.user.mail.split('@')[1] ?? 'outlook.example'}>`

/** A message without anything, from the mailbox's owner. */
export const blankMessage = (m: MailboxState): MessageData => {
  const at = m.world.now()
  return {
    subject: '',
    body: { contentType: 'text', content: '' },
    importance: 'normal',
    sender: null,
    from: null,
    toRecipients: [],
    ccRecipients: [],
    bccRecipients: [],
    replyTo: [],
    conversationId: `AAQkAG${newGuid(m.world).replaceAll('-', '')}AAA=`,
    internetMessageId: newMessageId(m),
    isRead: true,
    isDraft: true,
    isReadReceiptRequested: false,
    isDeliveryReceiptRequested: false,
    inferenceClassification: 'focused',
    categories: [],
    flag: { flagStatus: 'notFlagged' },
    sent: at,
    received: at,
    messageClass: 'IPM.Note'
  }
}

/** A draft as a request gives it. */
export const newDraft = (m: MailboxState, g: MessageGiven, home: string): NewItem<StoredMessage> => {
  const blank = blankMessage(m)
  const changes = changesOf(g)
  return {
    kind: 'message',
    home,
    data: { ...blank, ...changes, internetMessageId: changes.internetMessageId ?? blank.internetMessageId ?? null },
    properties: mergeProperties([], g.singleValueExtendedProperties),
    attachments: (g.attachments ?? []).map((a) => readAttachment(m.world, a))
  }
}

/** A change as a request gives it. Refuses what can be changed of drafts only. */
export const changedMessage = (m: MailboxState, message: StoredMessage, g: MessageGiven): StoredMessage => {
  if (message.data.isDraft !== true) {
    const refused = onlyOfDrafts.find((name) => g[name] !== undefined)
    if (refused !== undefined) return refuse(400, 'ErrorInvalidPropertySet', `The property '${refused}' can be changed only while the message is a draft.`)
  }
  if (g.attachments !== undefined) return refuse(400, 'ErrorInvalidPropertySet', 'Attachments are changed one by one.')
  return { ...message, data: { ...message.data, ...changesOf(g) }, properties: mergeProperties(message.properties, g.singleValueExtendedProperties) }
}

/** As it is once it is sent. */
export const sentMessage = (m: MailboxState, data: MessageData): MessageData => {
  const at = m.world.now()
  const owner = ownerOf(m.user)
  return { ...data, sender: data.sender ?? owner, from: data.from ?? owner, isDraft: false, isRead: true, sent: at, received: at }
}

export const recipientsOf = (data: MessageData): ReadonlyArray<string> =>
  [...(data.toRecipients ?? []), ...(data.ccRecipients ?? []), ...(data.bccRecipients ?? [])].map((r) => r.emailAddress?.address ?? '')
