/** Stored attachments as Graph shows them. */
import type { Attachment, FileAttachment, ItemAttachment } from '@microsoft/microsoft-graph-types'
import type { Preferences } from '../http/prefer'
import type { TypeSpec } from '../odata/query'
import type { StoredAttachment } from '../state/model'
import { offsetTime } from '../times/date-times'
import { idIn } from './ids'
import type { Annotated } from './message'

export const attachmentSpec: TypeSpec<FileAttachment & ItemAttachment> = {
  name: 'attachment',
  properties: ['id', 'name', 'contentType', 'size', 'isInline', 'lastModifiedDateTime'],
  derived: ['contentId', 'contentLocation', 'contentBytes'].map((name) => `microsoft.graph.fileAttachment/${name}`),
  filterable: {},
  orderable: ['name'],
  expandable: ['item']
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')

const types = { file: '#microsoft.graph.fileAttachment', item: '#microsoft.graph.itemAttachment', reference: '#microsoft.graph.referenceAttachment' } as const

/** A file with its bytes; a reference without its address, which v1.0 does not have. */
export const attachmentResource = (a: StoredAttachment, preferences: Preferences): Annotated<Attachment | FileAttachment> => ({
  '@odata.type': types[a.type],
  id: idIn(a.ids, preferences),
  lastModifiedDateTime: offsetTime(a.modified),
  name: a.name,
  contentType: a.contentType,
  size: a.bytes.length,
  isInline: a.isInline,
  ...(a.type === 'file' ? { contentId: a.contentId, contentLocation: null, contentBytes: base64(a.bytes) } : {})
})
