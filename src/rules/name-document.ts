/** Under which name and MIME type an attachment goes to the document module (B7). */
import type { RuleSet } from '../core/rule-set'
import { extensionOf, safeFileName } from './file-names'
import { claimOf, mimeTypeOfExtension, plainMimeType, realGroup } from './file-types'

/** The containers of formats that their content alone does not tell apart. */
const unspecific = ['application/zip', 'application/x-cfb', 'application/xml', 'text/xml']

/** The content's MIME type where it tells, else the one of the name, else the server's, else `application/octet-stream`. */
export const nameDocument: RuleSet['nameDocument'] = ({ name, mimeType }, type) => {
  const extension = extensionOf(name)
  const byName = extension === null ? null : mimeTypeOfExtension(extension)
  const claim = claimOf(name, mimeType)
  const byContent = type === undefined || type.mimeType === null || (unspecific.includes(type.mimeType) && realGroup(claim, type) === claim.group) ? null : type.mimeType
  return { name: safeFileName(name), mimeType: byContent ?? byName ?? plainMimeType(mimeType) ?? type?.mimeType ?? 'application/octet-stream' }
}
