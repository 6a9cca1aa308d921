/** Attachments: what is told about them, and their bytes. */
import type { Body } from '../../core/model/fields'
import type { Attachment } from '../../core/model/item'
import { readAll } from './format/blocks'
import type { PstObject } from './format/file'
import { readBinary, readBoolean, readInteger, type Properties } from './format/properties'
import { codepageOf, readText } from './reading'
import { nodes, nodeKind, tags } from './tags'
import { cleanFileName, cleanLine } from './text/text'

/** PidTagAttachMethod ([MS-OXCMSG] 2.2.2.9). An OLE object (6) has no bytes that any program but its own could read. */
const typeOfMethod = (method: number): Attachment['type'] => (method === 5 || method === 6 ? 'item' : method === 0 || method === 1 ? 'file' : 'reference')

const renderedInBody = 0x4

/** The content ids that an HTML body refers to, in lower case. */
const referredIds = (body: Body): ReadonlySet<string> =>
  new Set(body.type === 'html' ? [...body.content.matchAll(/\bcid:([^"'\s>)]+)/gi)].map((m) => decodeLoosely(m[1] ?? '').toLowerCase()) : [])

const decodeLoosely = (s: string): string => {
  try {
    return decodeURIComponent(s)
  } catch {
    return s
  }
}

const byteSize = (p: Properties): number => {
  const data = p.get(tags.attachData)
  if (data?.type !== 0x0102) return 0
  return data.large?.size ?? data.bytes().length
}

const describe = (id: number, p: Properties, codepage: number, referred: ReadonlySet<string>): Attachment => {
  const text = (tag: number): string => readText(p.get(tag), codepage)
  const type = typeOfMethod(readInteger(p.get(tags.attachMethod)) ?? 1)
  const contentId = cleanLine(text(tags.attachContentId)).replace(/^<|>$/g, '')
  const names = type === 'item' ? [tags.displayName, tags.attachLongFilename, tags.attachFilename] : [tags.attachLongFilename, tags.attachFilename, tags.displayName]
  return {
    id: String(id),
    name: names.map((tag) => cleanFileName(text(tag))).find((s) => s !== '') ?? 'untitled',
    mimeType: /^[\w.+-]+\/[\w.+-]+$/.exec(cleanLine(text(tags.attachMimeTag)).toLowerCase())?.[0] ?? null,
    size: type === 'file' ? byteSize(p) : Math.max(0, readInteger(p.get(tags.attachSize)) ?? 0),
    inline:
      (contentId !== '' && referred.has(contentId.toLowerCase())) ||
      readBoolean(p.get(tags.attachmentHidden)) === true ||
      ((readInteger(p.get(tags.attachFlags)) ?? 0) & renderedInBody) !== 0,
    contentId: contentId === '' ? null : contentId,
    type
  }
}

/** Describes the attachments of a message. An attachment's id is its node's within the message. */
export const readAttachments = (message: PstObject, body: Body): ReadonlyArray<Attachment> => {
  const referred = referredIds(body)
  const codepage = codepageOf(message.properties)
  return message.table(nodes.attachmentTable).map((row) => describe(row.id, message.within(row.id)?.properties ?? row.properties, codepage, referred))
}

/** The bytes of a file attachment, or the first `atMost` of them; `null` where there is no such attachment, or one without bytes. */
export const readAttachmentBytes = (message: PstObject, id: number, atMost: number | null): Uint8Array | null => {
  if ((id & 0x1f) !== 5 || nodeKind(id) !== 'other') return null
  const p = message.within(id)?.properties
  const data = p?.get(tags.attachData)
  if (p === undefined || typeOfMethod(readInteger(p.get(tags.attachMethod)) ?? 1) !== 'file') return null
  if (data === undefined) return new Uint8Array(0)
  const limit = atMost ?? Number.POSITIVE_INFINITY
  const large = data.large
  const bytes = large === null ? (readBinary(data) ?? new Uint8Array(0)).subarray(0, Number.isFinite(limit) ? limit : undefined) : readAll(large, limit)
  // A copy, so that the caller does not keep the whole block alive.
  return Uint8Array.from(bytes)
}
