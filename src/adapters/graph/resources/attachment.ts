/** Attachments, without their bytes. */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { integerBetween } from '../../../core/codec'
import type { PortError } from '../../../core/errors'
import type { Attachment } from '../../../core/model/item'
import { decodeResource } from './common'
import { GraphId, optional } from './optional'
import { cleanLine } from './text'

/** Without `contentBytes`, so that a listing does not carry every file. `contentId` is a property of file attachments only, and can be selected by its derived type alone. */
export const attachmentSelect = 'id,name,contentType,size,isInline,microsoft.graph.fileAttachment/contentId'

/** An attachment as Graph lists it. */
export const AttachmentResource = t.type({
  '@odata.type': optional(t.string),
  id: GraphId,
  name: optional(t.string),
  contentType: optional(t.string),
  size: optional(integerBetween(0, Number.MAX_SAFE_INTEGER)),
  isInline: optional(t.boolean),
  contentId: optional(t.string)
})

/** What is neither an item nor a reference is a file. */
const typeOf = (odataType: string | null): Attachment['type'] => (/itemAttachment$/i.test(odataType ?? '') ? 'item' : /referenceAttachment$/i.test(odataType ?? '') ? 'reference' : 'file')

/** A Content-ID may stand in angle brackets; a `cid:` link names it without. */
const bareContentId = (s: string | null): string | null => cleanLine(s ?? '').replace(/^<(.*)>$/, '$1') || null

/** An attachment that was decoded, as the model has it. */
export const readAttachment = (a: t.TypeOf<typeof AttachmentResource>): Attachment => ({
  id: a.id,
  name: cleanLine(a.name ?? '') || 'untitled',
  mimeType: /^[\w.+-]+\/[\w.+-]+/.exec(cleanLine(a.contentType ?? '').toLowerCase())?.[0] ?? null,
  size: a.size ?? 0,
  inline: a.isInline ?? false,
  contentId: bareContentId(a.contentId),
  type: typeOf(a['@odata.type'])
})

/** Decodes an attachment. Its id is valid together with its message's. Errors: `InvalidPayload`. */
export const decodeAttachment: (raw: unknown) => E.Either<PortError, Attachment> = decodeResource('attachment', AttachmentResource, (a) => E.right(readAttachment(a)))
