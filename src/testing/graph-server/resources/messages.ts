/** `/messages`, of the mailbox and of a folder, and their delta. */
import type { Message } from '@microsoft/microsoft-graph-types'
import * as t from 'io-ts'
import { part, route, type Context, type Route } from '../context'
import { answerDelta, removedEntry, type DeltaSource } from '../delta/round'
import { badRequest, emptyAnswer, notFound, refuse, type Answer } from '../http/answer'
import { decodeBody } from '../http/body'
import { answerCollection, answerOne, type Entry } from '../odata/collection'
import { matches } from '../odata/match'
import { leavesOf } from '../odata/filter'
import { project } from '../odata/project'
import { readQuery } from '../odata/query'
import { expandItem, propertiesOf } from '../render/expand'
import { findNamed, idIn } from '../render/ids'
import { messageResource, messageSpec } from '../render/message'
import { findFolder, folderKeys } from '../state/folders'
import { addItem, changeItem, moveItem, removeItem } from '../state/items'
import type { StoredFolder, StoredMessage } from '../state/model'
import { MessageCodec } from '../write/codecs'
import { changedMessage, newDraft, recipientsOf } from '../write/message'
import { mailFolder } from './folders'
import { checkIfMatch } from './precondition'
import { sendMessage } from './sending'

const entryOf = (ctx: Context, item: StoredMessage): Entry<Message> => ({
  resource: messageResource(ctx.mailbox, item, ctx.preferences),
  properties: propertiesOf(item),
  expand: (query) => expandItem(item, query, ctx.preferences)
})

/** The message that the path names; in `folder`, if one is named. */
export const messageAt = (ctx: Context): StoredMessage => {
  const named = findNamed(ctx.mailbox, part(ctx, 'message'))
  if (named?._tag !== 'Item' || named.item.kind !== 'message') return notFound()
  return ctx.named['folder'] !== undefined && named.item.home !== mailFolder(ctx).key ? notFound() : named.item
}

const messagesIn = (ctx: Context, folder: StoredFolder | null): ReadonlyArray<StoredMessage> =>
  [...ctx.mailbox.items.values()]
    .filter((i): i is StoredMessage => i.kind === 'message' && (folder === null ? i.home !== folderKeys.dumpster : i.home === folder.key))
    // The newest first, as the store has them.
    .sort((a, b) => (a.data.received === b.data.received ? b.key - a.key : a.data.received < b.data.received ? 1 : -1))

const list = (ctx: Context, folder: StoredFolder | null): Answer => answerCollection(ctx, messageSpec, messagesIn(ctx, folder).map((i) => entryOf(ctx, i)))

const one = (ctx: Context, item: StoredMessage, status = 200): Answer => answerOne(ctx, messageSpec, entryOf(ctx, item), status)

const create = (ctx: Context, home: string): Answer => one(ctx, addItem(ctx.mailbox, newDraft(ctx.mailbox, decodeBody(MessageCodec, ctx.call.body, 'message'), home)), 201)

const change = (ctx: Context): Answer => {
  const message = messageAt(ctx)
  checkIfMatch(ctx, message)
  return one(ctx, changeItem(ctx.mailbox, changedMessage(ctx.mailbox, message, decodeBody(MessageCodec, ctx.call.body, 'message'))))
}

const sendDraft = (ctx: Context): Answer => {
  const message = messageAt(ctx)
  if (message.data.isDraft !== true) return refuse(400, 'ErrorInvalidRequest', 'Only a draft can be sent.')
  if (recipientsOf(message.data).length === 0) return refuse(400, 'ErrorInvalidRecipients', 'At least one recipient is needed.')
  sendMessage(ctx.mailbox, message, true)
  return emptyAnswer(202)
}

const SendMailCodec = t.partial({ message: t.UnknownRecord, saveToSentItems: t.union([t.boolean, t.null]) })

const sendMail = (ctx: Context): Answer => {
  const body = ctx.call.body
  // Some clients write these two names with a capital, and are understood.
  const named = typeof body === 'object' && body !== null ? Object.fromEntries(Object.entries(body).map(([k, v]) => [k.charAt(0).toLowerCase() + k.slice(1), v as unknown])) : body
  const { message, saveToSentItems } = decodeBody(SendMailCodec, named, 'sendMail')
  if (message === undefined) return badRequest('The parameter Message is required.')
  const draft = newDraft(ctx.mailbox, decodeBody(MessageCodec, message, 'message'), folderKeys.drafts)
  if (recipientsOf(draft.data).length === 0) return refuse(400, 'ErrorInvalidRecipients', 'At least one recipient is needed.')
  sendMessage(ctx.mailbox, addItem(ctx.mailbox, draft), saveToSentItems ?? true)
  return emptyAnswer(202)
}

const DestinationCodec = t.partial({ destinationId: t.string })

const destination = (ctx: Context): StoredFolder => {
  const { destinationId } = decodeBody(DestinationCodec, ctx.call.body, 'move')
  return findFolder(ctx.mailbox, 'mail', destinationId ?? '') ?? refuse(404, 'ErrorItemNotFound', 'The specified folder could not be found in the store.')
}

const copy = (ctx: Context): Answer => {
  const { key: _key, ids: _ids, changeKey: _changeKey, created: _created, modified: _modified, ...rest } = messageAt(ctx)
  return one(ctx, addItem<StoredMessage>(ctx.mailbox, { ...rest, home: destination(ctx).key }), 201)
}

const remove = (ctx: Context): Answer => {
  const message = messageAt(ctx)
  checkIfMatch(ctx, message)
  // From Deleted Items it goes to where only an administrator looks.
  moveItem(ctx.mailbox, message, message.home === folderKeys.deleted ? folderKeys.dumpster : folderKeys.deleted)
  return emptyAnswer(204)
}

const permanentlyDelete = (ctx: Context): Answer => {
  removeItem(ctx.mailbox, messageAt(ctx))
  return emptyAnswer(204)
}

const mostOfAFilteredDelta = 5_000

const deltaOf = (ctx: Context, folder: StoredFolder): DeltaSource => ({
  name: 'messages',
  entries: (params) => {
    const query = readQuery(messageSpec, params, ['$select', '$top', '$filter', '$orderby', '$expand'], ['changeType'])
    const { filter } = query
    for (const leaf of filter === null ? [] : leavesOf(filter)) {
      if (leaf._tag !== 'Compare' || leaf.path !== 'receivedDateTime' || !['ge', 'gt'].includes(leaf.operator)) refuse(400, 'ErrorInvalidUrlQueryFilter', 'A delta can be filtered by receivedDateTime ge or gt only.')
    }
    if (query.orderBy.some((o) => o.path !== 'receivedDateTime' || !o.descending)) refuse(400, 'ErrorInvalidUrlQuery', 'A delta can be ordered by receivedDateTime desc only.')
    const entries = [...(ctx.mailbox.journal.get(folder.key) ?? [])].flatMap(([key, { at, gone }]) => {
      const item = gone ?? ctx.mailbox.items.get(key)
      if (item?.kind !== 'message') return []
      if (gone !== null) return [{ at, gone: true, tell: () => [removedEntry(idIn(item.ids, ctx.preferences))] }]
      const entry = entryOf(ctx, item)
      if (filter !== null && !matches(filter, entry.resource, () => false)) return []
      return [{ at, gone: false, tell: () => [project(messageSpec, query, { ...entry.resource, ...entry.expand(query) }) as object] }]
    })
    return { entries: filter === null ? entries : entries.slice(-mostOfAFilteredDelta), top: query.top }
  }
})

export const messageRoutes: ReadonlyArray<Route> = [
  route('GET', '/messages', (ctx) => list(ctx, null)),
  route('POST', '/messages', (ctx) => create(ctx, folderKeys.drafts)),
  route('POST', '/sendMail', sendMail),
  route('GET', '/mailFolders/{folder}/messages', (ctx) => list(ctx, mailFolder(ctx))),
  route('POST', '/mailFolders/{folder}/messages', (ctx) => create(ctx, mailFolder(ctx).key)),
  route('GET', '/mailFolders/{folder}/messages/delta', (ctx) => answerDelta(ctx, deltaOf(ctx, mailFolder(ctx)))),
  ...['/messages/{message}', '/mailFolders/{folder}/messages/{message}'].flatMap((path) => [
    route('GET', path, (ctx) => one(ctx, messageAt(ctx))),
    route('PATCH', path, change),
    route('DELETE', path, remove),
    route('POST', `${path}/send`, sendDraft),
    route('POST', `${path}/move`, (ctx) => one(ctx, moveItem(ctx.mailbox, messageAt(ctx), destination(ctx).key), 201)),
    route('POST', `${path}/copy`, copy),
    route('POST', `${path}/permanentDelete`, permanentlyDelete)
  ])
]
