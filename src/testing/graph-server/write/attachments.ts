/** Attachments as requests set them. */
import type { Message } from '@microsoft/microsoft-graph-types'
import { badRequest, invalidProperty, refuse } from '../http/answer'
import { decodeBody } from '../http/body'
import { newItemIds } from '../state/ids'
import type { StoredAttachment, World } from '../state/model'
import { AttachmentCodec } from './codecs'

/** Larger ones need an upload session. */
const largestInOnePost = 3 * 1024 * 1024

const bytesOf = (text: string | null | undefined): Uint8Array => {
  if (text === null || text === undefined) return invalidProperty('The property contentBytes is required for a fileAttachment.')
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return invalidProperty('The property contentBytes is not valid base64.')
  return new Uint8Array(Buffer.from(text, 'base64'))
}

const typeOf = (json: Readonly<Record<string, unknown>>): StoredAttachment['type'] => {
  const [, type] = /^#?microsoft\.graph\.(file|item|reference)Attachment$/i.exec(String(json['@odata.type'] ?? '')) ?? []
  return type === undefined ? badRequest("The property '@odata.type' is required: it tells the type of the attachment.") : (type.toLowerCase() as StoredAttachment['type'])
}

/** One attachment of a POST, or of a message that is made with attachments. */
export const readAttachment = (world: World, json: unknown): StoredAttachment => {
  if (typeof json !== 'object' || json === null) return badRequest('Empty Payload. JSON content expected.')
  const type = typeOf(json as Readonly<Record<string, unknown>>)
  const given = decodeBody(AttachmentCodec, json, `${type}Attachment`)
  if (type === 'reference') return refuse(400, 'ErrorInvalidRequest', 'A reference attachment cannot be made in this version.')
  if ((given.name ?? '') === '') return invalidProperty('The property name is required.')
  const bytes = type === 'file' ? bytesOf(given.contentBytes) : new TextEncoder().encode(JSON.stringify(given.item ?? {}))
  if (bytes.length >= largestInOnePost) return refuse(413, 'ErrorMessageSizeExceeded', 'The attachment is 3 MB or more: use an upload session.')
  return {
    ids: newItemIds(world),
    type,
    name: given.name ?? '',
    contentType: given.contentType ?? null,
    isInline: given.isInline ?? false,
    contentId: given.contentId ?? null,
    bytes,
    item: type === 'item' ? ((given.item ?? {}) as Message) : null,
    modified: world.now()
  }
}
