/** Pictures that are part of the text of an e-mail, such as a logo in a signature (B7). */
import type { EmailFields } from '../core/model/fields'
import type { Attachment } from '../core/model/item'
import { claimOf } from './file-types'
import { decodeEntities } from './html-entities'

const percentDecoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Content-IDs are compared without their angle brackets, decoded, whatever the letters' case (RFC 2392). */
const plainContentId = (text: string): string => percentDecoded(decodeEntities(text.trim())).trim().replace(/^<+/, '').replace(/>+$/, '').toLowerCase()

/** The Content-IDs that an HTML body shows, by `cid:`. */
export const contentIdsShown = (body: EmailFields['body']): ReadonlySet<string> =>
  body.type === 'text' ? new Set() : new Set([...body.content.matchAll(/\bcid:([^"'\s)]{1,998})/gi)].map((m) => plainContentId((m[1] ?? '').replace(/^(<?[^<>]*>?).*$/s, '$1'))))

/**
 * Whether an attachment is part of the text. What a server says about that is wrong both ways, so the text is looked at
 * first: what it shows is part of it, flagged or not. A flag alone counts only for pictures, which an e-mail may show
 * without a reference. A file of another known kind, a PDF say, is a real attachment even where the text shows it: losing it would be worse.
 */
export const isInlinePicture = ({ name, mimeType, contentId, inline }: Attachment, shown: ReadonlySet<string>): boolean => {
  const { extension, group } = claimOf(name, mimeType)
  if (group === 'image') return inline || (contentId !== null && shown.has(plainContentId(contentId)))
  return extension === null && group === 'other' && contentId !== null && shown.has(plainContentId(contentId))
}
