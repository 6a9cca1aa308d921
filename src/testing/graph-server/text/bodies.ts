/** What Exchange makes of a body that it is given, and of one that is asked for in the other type. */
import type { ItemBody } from '@microsoft/microsoft-graph-types'

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }
const entity = /&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi
const charset = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'

const withCrlf = (text: string): string => text.replace(/\r\n|\r|\n/g, '\r\n')

const escapeHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** A whole document: what has none gets one, what has a head gets a charset. Doing it twice changes nothing more. */
const asDocument = (html: string): string => {
  if (html === '') return ''
  const text = withCrlf(html)
  if (text.includes(charset)) return text
  if (/<head[\s>]/i.test(text)) return text.replace(/<head([^>]*)>/i, `<head$1>\r\n${charset}`)
  if (/<html[\s>]/i.test(text)) return text.replace(/<html([^>]*)>/i, `<html$1><head>\r\n${charset}</head>`)
  return `<html><head>\r\n${charset}</head><body>\r\n${/<body[\s>]/i.test(text) ? text.replace(/<\/?body[^>]*>/gi, '') : text}\r\n</body></html>`
}

const htmlOfText = (text: string): string => (text === '' ? '' : asDocument(`<div class="PlainText">${escapeHtml(text).replace(/\r\n|\r|\n/g, '<br>\r\n')}</div>`))

const character = (all: string, hex?: string, decimal?: string, name?: string): string => {
  if (name !== undefined) return entities[name] ?? all
  const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal)
  return code <= 0x10ffff ? String.fromCodePoint(code) : all
}

const textOfHtml = (html: string): string =>
  html
    .replace(/<(head|style|script)[\s>][\s\S]*?<\/\1>/gi, '')
    .replace(/\s+/g, ' ')
    .replace(/<br[^>]*>|<\/(?:p|div|tr|li|h[1-6])>/gi, '\r\n')
    .replace(/<[^>]*>/g, '')
    .replace(entity, character)
    .split('\r\n')
    .map((line) => line.trim())
    .join('\r\n')
    .trim()

/** As the store keeps it. `htmlOnly`: calendars keep no text bodies. */
export const normaliseBody = (body: ItemBody, htmlOnly = false): ItemBody => {
  const content = body.content ?? ''
  if (body.contentType === 'html') return { contentType: 'html', content: asDocument(content) }
  return htmlOnly ? { contentType: 'html', content: htmlOfText(content) } : { contentType: 'text', content: withCrlf(content) }
}

/** As a request wants it. */
export const bodyAs = (body: ItemBody, type: 'text' | 'html' | null): ItemBody => {
  const content = body.content ?? ''
  if (type === null || type === body.contentType) return body
  return type === 'html' ? { contentType: 'html', content: htmlOfText(content) } : { contentType: 'text', content: textOfHtml(content) }
}

/** The first 255 characters of the text. */
export const previewOf = (body: ItemBody): string => (bodyAs(body, 'text').content ?? '').slice(0, 255)

/** Subjects are trimmed, have no line breaks and at most 255 characters. */
export const normaliseSubject = (subject: string): string => {
  const line = subject.replace(/[\r\n\t]+/g, ' ').trim()
  const cut = line.slice(0, 255)
  // Half a surrogate pair is no character.
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut.trimEnd()
}
