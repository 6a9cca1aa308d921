/**
 * The text of HTML, for comparison only: never shown, never stored. It is tolerant, because mail is written by
 * strangers, and takes time in proportion to the length whatever they wrote: every search goes forward only, and the
 * first that finds nothing is the last.
 */
import { decodeEntities } from './html-entities'

/** Tags that stand within a line of text. Any other ends what came before, as white space does. */
const inline = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr o:p q s samp small span strike strong sub sup time tt u var wbr'.split(' ')
)

/**
 * Elements whose content is no text, read up to their end tag or, without one, to the end of the text, as in a browser. All
 * the text of a head is in these. The head itself is not skipped: where mail quotes mail, the end of another head would end it.
 */
const hidden = new Map([
  ['style', /<\/style/gi],
  ['script', /<\/script/gi],
  ['title', /<\/title/gi]
])

/** Where a tag that begins before `from` ends: after its `>`, or at the end of the text. A `>` within a quoted attribute value does not count. */
const endOfTag = (html: string, from: number): number => {
  let quote = ''
  let afterEquals = false
  for (let i = from; i < html.length; i++) {
    const ch = html.charAt(i)
    if (quote !== '') {
      if (ch === quote) quote = ''
    } else if (ch === '>') return i + 1
    else if (afterEquals && (ch === '"' || ch === "'")) {
      quote = ch
      afterEquals = false
    } else if (ch === '=') afterEquals = true
    else if (!/\s/.test(ch)) afterEquals = false
  }
  return html.length
}

/** The end of what begins with `<!` or `<?` or a stray `</`: a comment ends at `-->`, anything else at the next `>`. */
const endOfDeclaration = (html: string, at: number): number => {
  if (!html.startsWith('<!--', at)) {
    const end = html.indexOf('>', at)
    return end < 0 ? html.length : end + 1
  }
  // `<!-->` and `<!--->` are comments too, and empty.
  const end = html.indexOf('-->', at + 2)
  return end < 0 ? html.length : end + 3
}

/** The text that a reader of the HTML sees, without regard to layout: line breaks and blocks become spaces. */
export const textOfHtml = (html: string): string => {
  const out: Array<string> = []
  const tagName = /<\/?([a-z][^\s/>]*)/iy
  const contentEnd = (name: string, from: number): number => {
    const end = hidden.get(name)
    if (end === undefined) return from
    end.lastIndex = from
    return end.exec(html)?.index ?? html.length
  }
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    if (open < 0) {
      out.push(decodeEntities(html.slice(at)))
      break
    }
    if (open > at) out.push(decodeEntities(html.slice(at, open)))
    tagName.lastIndex = open
    const name = tagName.exec(html)?.[1]?.toLowerCase()
    if (name !== undefined) {
      at = endOfTag(html, open + 1 + name.length)
      if (!inline.has(name)) out.push(' ')
      if (html.charAt(open + 1) !== '/') at = contentEnd(name, at)
    } else if (/[!?/]/.test(html.charAt(open + 1))) {
      at = endOfDeclaration(html, open)
    } else {
      out.push('<')
      at = open + 1
    }
  }
  return out.join('')
}
