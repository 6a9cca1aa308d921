/** Attachments of messages and events, and the upload sessions for large ones. */
import * as t from 'io-ts'
import type { AttachmentItem } from '@microsoft/microsoft-graph-types'
import { nullable, oneOf } from '../../../core/codec'
import { part, route, type Context, type Route } from '../context'
import { emptyAnswer, invalidProperty, jsonAnswer, notFound, refuse, type Answer } from '../http/answer'
import { decodeBody } from '../http/body'
import { answerCollection, answerOne, plainEntry } from '../odata/collection'
import { attachmentResource, attachmentSpec } from '../render/attachment'
import { newGuid, newItemIds } from '../state/ids'
import { changeItem } from '../state/items'
import type { StoredAttachment, StoredEvent, StoredItem, StoredMessage } from '../state/model'
import { readAttachment } from '../write/attachments'
import { messageAt } from './messages'
import { eventItemAt } from './named-event'
import { sessionResource, type Upload } from './upload'

type Owner = StoredMessage | StoredEvent
type OwnerOf = (ctx: Context) => Owner

const attachmentAt = (ctx: Context, owner: Owner): StoredAttachment => {
  const id = part(ctx, 'attachment')
  return owner.attachments.find((a) => a.ids.mutable === id || a.ids.immutable === id) ?? notFound()
}

const withAttachments = (ctx: Context, owner: StoredItem, attachments: ReadonlyArray<StoredAttachment>): void => void changeItem(ctx.mailbox, { ...owner, attachments })

const list = (ctx: Context, owner: Owner): Answer => answerCollection(ctx, attachmentSpec, owner.attachments.map((a) => plainEntry(attachmentResource(a, ctx.preferences))))

const add = (ctx: Context, owner: Owner): Answer => {
  const attachment = readAttachment(ctx.server.world, ctx.call.body)
  withAttachments(ctx, owner, [...owner.attachments, attachment])
  return answerOne(ctx, attachmentSpec, plainEntry(attachmentResource(attachment, ctx.preferences)), 201)
}

const remove = (ctx: Context, owner: Owner): Answer => {
  const attachment = attachmentAt(ctx, owner)
  withAttachments(ctx, owner, owner.attachments.filter((a) => a !== attachment))
  return emptyAnswer(204)
}

const value = (ctx: Context, owner: Owner): Answer => {
  const a = attachmentAt(ctx, owner)
  if (a.type === 'reference') return refuse(405, 'ErrorInvalidRequest', 'A reference attachment has no content.')
  return { status: 200, headers: {}, body: { bytes: a.bytes, type: a.contentType ?? 'application/octet-stream' } }
}

const SessionCodec = t.partial({ AttachmentItem: t.UnknownRecord, attachmentItem: t.UnknownRecord })
const ItemCodec = t.partial({ attachmentType: oneOf('file', 'item', 'reference'), name: nullable(t.string), size: nullable(t.number), contentType: nullable(t.string), contentId: nullable(t.string), isInline: nullable(t.boolean) })

const largest = 150 * 1024 * 1024
const sessionMs = 24 * 3_600_000

const createSession = (ctx: Context, owner: Owner): Answer => {
  const session = decodeBody(SessionCodec, ctx.call.body, 'createUploadSession')
  const given: AttachmentItem = decodeBody(ItemCodec, session.AttachmentItem ?? session.attachmentItem, 'attachmentItem')
  const { size, name } = given
  if (given.attachmentType !== 'file' || typeof name !== 'string' || typeof size !== 'number' || size < 1) return invalidProperty('An attachmentItem needs attachmentType, name and size.')
  if (size > largest) return refuse(413, 'ErrorMessageSizeExceeded', 'An attachment has at most 150 MB.')
  const { server, mailbox } = ctx
  const finish = (bytes: Uint8Array): StoredAttachment => {
    const there = mailbox.items.get(owner.key) ?? notFound()
    const attachment: StoredAttachment = {
      ids: newItemIds(server.world),
      type: 'file',
      name,
      contentType: given.contentType ?? 'application/octet-stream',
      isInline: given.isInline ?? false,
      contentId: given.contentId ?? null,
      bytes,
      item: null,
      modified: server.world.now()
    }
    withAttachments(ctx, there, [...there.attachments, attachment])
    return attachment
  }
  const upload: Upload = { id: newGuid(server.world), mailbox, owner: owner.key, size, received: [], expiresMs: Date.parse(server.world.now()) + sessionMs, finish }
  server.uploads.set(upload.id, upload)
  return jsonAnswer(201, { '@odata.context': `${server.baseUrl}/$metadata#microsoft.graph.uploadSession`, ...sessionResource(upload, `${server.uploadOrigin}/upload/${upload.id}?authtoken=${newGuid(server.world)}`) })
}

const routesBelow = (path: string, ownerOf: OwnerOf): ReadonlyArray<Route> => [
  route('GET', `${path}/attachments`, (ctx) => list(ctx, ownerOf(ctx))),
  route('POST', `${path}/attachments`, (ctx) => add(ctx, ownerOf(ctx))),
  route('POST', `${path}/attachments/createUploadSession`, (ctx) => createSession(ctx, ownerOf(ctx))),
  route('GET', `${path}/attachments/{attachment}`, (ctx) => answerOne(ctx, attachmentSpec, plainEntry(attachmentResource(attachmentAt(ctx, ownerOf(ctx)), ctx.preferences)))),
  route('GET', `${path}/attachments/{attachment}/$value`, (ctx) => value(ctx, ownerOf(ctx))),
  route('DELETE', `${path}/attachments/{attachment}`, (ctx) => remove(ctx, ownerOf(ctx)))
]

export const attachmentRoutes: ReadonlyArray<Route> = [...routesBelow('/messages/{message}', messageAt), ...routesBelow('/mailFolders/{folder}/messages/{message}', messageAt), ...routesBelow('/events/{event}', eventItemAt)]
