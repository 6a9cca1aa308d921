/** Text as it comes from a server: with characters that no subject should have, and that databases refuse. */
import * as t from 'io-ts'
import type { Body } from '../../../core/model/fields'
import { optional } from './optional'

/** A lone half of a surrogate pair cannot be encoded. */
const loneSurrogates = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

/** Without NUL characters and halves of surrogate pairs. */
export const cleanText = (s: string): string => s.replaceAll('\0', '').replace(loneSurrogates, '')

/** One line: control characters, and those that reverse the direction of what follows, are no part of a subject or a name. */
export const cleanLine = (s: string): string =>
  cleanText(s)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .trim()

/** Cuts to so many UTF-16 units without halving a character. */
export const cutAt = (limit: number, s: string): string => (s.length <= limit ? s : cleanText(s.slice(0, limit)))

/** A body: text or HTML, either of which may be missing. */
export const ItemBody = optional(t.type({ contentType: optional(t.string), content: optional(t.string) }))

/** What is not there is an empty text. Graph has written the type in capitals. */
export const readBody = (body: t.TypeOf<typeof ItemBody>): Body => ({ type: body?.contentType?.toLowerCase() === 'html' ? 'html' : 'text', content: cleanText(body?.content ?? '') })
