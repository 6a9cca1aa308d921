/** HTML as Outlook gives it back: a whole document, other entities, other line breaks, the same text. */

const token = /<!--[\s\S]*?-->|<[^>]*>|[^<]+|</g
const verbatim = /^<(pre|style|script|textarea)[\s>]/i
const wordsALine = 9

const entity = (c: string): string => (c === '"' ? '&quot;' : c === '\u00a0' ? '&nbsp;' : `&#${c.codePointAt(0)};`)

const rewriteText = (text: string): string => {
  if (/^[ \t\r\n]*$/.test(text)) return text
  let gaps = 0
  return text.replace(/[ \t\r\n]+/g, () => (++gaps % wordsALine === 0 ? '\r\n' : ' ')).replace(/["']|[^\u0000-\u007f]/gu, entity)
}

/** Rewrites what stands between tags and leaves the tags. Applied twice it gives what it gave the first time. */
export const rewriteHtml = (html: string): string => {
  let closing: string | null = null
  const inner = html.replace(token, (part) => {
    const opened = verbatim.exec(part)
    if (closing === null && opened !== null) closing = `</${(opened[1] as string).toLowerCase()}`
    else if (closing !== null && part.toLowerCase().startsWith(closing)) closing = null
    return part.startsWith('<') || closing !== null ? part : rewriteText(part)
  })
  if (/<html[\s>]/i.test(html)) return inner
  return `<html>\r\n<head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\r\n</head>\r\n<body>\r\n${inner}\r\n</body>\r\n</html>\r\n`
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

const character = (all: string, name: string): string => {
  const code = /^#x[0-9a-f]+$/i.test(name) ? Number.parseInt(name.slice(2), 16) : /^#\d+$/.test(name) ? Number(name.slice(1)) : null
  if (code === null) return named[name] ?? all
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
}

/** The text of HTML, as a CRM that holds only text would keep it: paragraphs and breaks as line ends. */
export const textOfHtml = (html: string): string =>
  html
    .replace(/<!--[\s\S]*?-->|<(head|style|script)[\s>][\s\S]*?<\/\1>/gi, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6])\b[^>]*> ?/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(#?\w+);/g, character)
    .trim()
