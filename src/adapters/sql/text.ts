/**
 * Text as a database can keep it. SQLite drivers cut a text at U+0000, Postgres refuses it, and neither can hold half of
 * a surrogate pair; mail contains all three. Such characters are written as U+001A and four hexadecimal digits, and read
 * back as what they were, so that a field comes back exactly as it was stored. Every other text is stored as it is.
 */
import type { Param } from './driver'
import type { Row } from './program'

const mark = '\u001a'
/** Every text passes here, so the test is the cheapest there is; it lets whole surrogate pairs through to the exact one. */
const suspicious = /[\u0000\u001a\ud800-\udfff]/
const eachUnstorable = /[\u0000\u001a]|\p{Surrogate}/gu
const eachMarked = /\u001a([0-9a-f]{4})/g

/** The text to store. */
export const encodeText = (text: string): string =>
  suspicious.test(text) ? text.replace(eachUnstorable, (c) => mark + c.charCodeAt(0).toString(16).padStart(4, '0')) : text

/** The text that was stored. */
export const decodeText = (text: string): string =>
  text.includes(mark) ? text.replace(eachMarked, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text

/** What to bind for a parameter. */
export const encodeParam = (p: Param): Param => (typeof p === 'string' ? encodeText(p) : p)

/**
 * A row as it was before it was stored. The driver's object is ours alone, and is changed in place. A driver may be set to
 * give whole numbers as bigints: those that are numbers too are given as such, as by every other driver.
 */
export const decodeTexts = (raw: unknown): Row => {
  const row = raw as Record<string, unknown>
  for (const column in row) {
    const value = row[column]
    if (typeof value === 'string') row[column] = decodeText(value)
    else if (typeof value === 'bigint' && Number.isSafeInteger(Number(value))) row[column] = Number(value)
  }
  return row
}
