/** The body of an item: HTML where there is any, else plain text, else what its RTF holds. */
import type { Body } from '../../core/model/fields'
import { readBinary, readInteger, type Properties } from './format/properties'
import { codepageOf, readText } from './reading'
import { tags } from './tags'
import { decompressRtf } from './text/lzfu'
import { bodyOfRtf } from './text/rtf'
import { cleanText, decodeBytes } from './text/text'

const readHtml = (p: Properties): string => {
  const property = p.get(tags.bodyHtml)
  if (property === undefined) return ''
  const bytes = readBinary(property)
  // HTML in bytes is in the Internet code page; the message's own is for its other texts.
  const codepage = readInteger(p.get(tags.internetCodepage)) ?? codepageOf(p)
  return bytes === null ? readText(property, codepage) : decodeBytes(bytes, codepage)
}

/** Reads the body. An item without any has an empty text. */
export const readBody = (p: Properties): Body => {
  const html = cleanText(readHtml(p))
  if (html.trim() !== '') return { type: 'html', content: html }
  const text = cleanText(readText(p.get(tags.body), codepageOf(p)))
  if (text !== '') return { type: 'text', content: text }
  const rtf = readBinary(p.get(tags.rtfCompressed))
  if (rtf === null || rtf.length === 0) return { type: 'text', content: '' }
  const body = bodyOfRtf(decompressRtf(rtf))
  return { type: body.type, content: cleanText(body.content) }
}
