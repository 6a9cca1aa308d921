/** E-mail addresses in the forms in which Outlook and Exchange hide them. */
import { cleanLine } from '../text/text'

const smtp = /[a-z0-9.!#$%&'*+/=?^_`{|}~\u0080-\uffff-]+@[a-z0-9\u0080-\uffff-]+(?:\.[a-z0-9\u0080-\uffff-]+)+/i

/** Longer than any address (RFC 5321 4.5.3.1) or its encapsulation; what is longer would only cost time. */
const lengthAtMost = 1000

/** The whole text as an address that can be mailed, without quotes and brackets around it, or `null`. */
export const asSmtp = (s: string): string | null => {
  if (s.length > lengthAtMost) return null
  const bare = cleanLine(s)
    .replace(/^(?:smtp|mailto):/i, '')
    .replace(/^[<'"\s]+|[>'"\s]+$/g, '')
  return smtp.exec(bare)?.[0] === bare ? bare : null
}

/** `+40` for `@` and the like; `_` for `/` (the encapsulation of Exchange's Internet mail connector). */
const decodeEncapsulated = (s: string): string => s.replaceAll('_', '/').replace(/\+([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

/**
 * The address within an encapsulated one: `IMCEANOTES-Jim+20Lokay+20+3Cjimboman+40bigfoot+2Ecom+3E+40ENRON@ENRON.com`
 * is `jimboman@bigfoot.com`. `null` for what is not encapsulated, or holds no address that can be mailed.
 */
export const withinEncapsulated = (s: string): string | null => {
  if (s.length > lengthAtMost) return null
  const inner = /IMCEA[A-Z0-9]+-(.+)@[^@]+$/.exec(cleanLine(s))?.[1]
  if (inner === undefined) return null
  const decoded = decodeEncapsulated(inner)
  const bracketed = /<([^<>]+)>/.exec(decoded)?.[1]
  return asSmtp(bracketed ?? '') ?? smtp.exec(decoded)?.[0] ?? null
}

/** The best address that a text holds: one that is encapsulated, else the text itself if it can be mailed, else `null`. */
export const mailable = (s: string): string | null => withinEncapsulated(s) ?? asSmtp(s)

/** A name for comparing: its words in lower case, in order of the alphabet, so that "Lokay, Michelle" is "Michelle Lokay". */
export const nameKey = (name: string): string =>
  cleanLine(name.slice(0, lengthAtMost))
    .replace(/\(.*?\)/g, ' ')
    .toLowerCase()
    .split(/[\s,"'<>]+/)
    .filter((w) => w !== '')
    .sort()
    .join(' ')
