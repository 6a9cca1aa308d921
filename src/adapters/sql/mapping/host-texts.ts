/** Texts in the forms in which hosts keep them: times, lists of addresses, HTML. */
import type { Mailbox } from '../../../core/model/fields'
import { epochOf, instantOf, LocalDateTime, PlainDate } from '../../../core/model/time'
import type { Instant } from '../../../core/model/time'
import type { InstantFormat } from './columns'

const written = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.(\d+))? ?(Z|[+-]\d{2}(?::?\d{2})?)?$/

/** A point in time as the host wrote it; without an offset it is UTC. `null`: it is none. */
export const parseInstant = (raw: unknown, format: InstantFormat): Instant | null => {
  if (format === 'epochSeconds' || format === 'epochMilliseconds') {
    const ms = (typeof raw === 'string' && /^-?\d{1,15}$/.test(raw)) || typeof raw === 'number' || typeof raw === 'bigint' ? Number(raw) * (format === 'epochSeconds' ? 1000 : 1) : Number.NaN
    return Number.isFinite(ms) && Math.abs(ms) < 2.5e14 ? instantOf(ms) : null
  }
  const [, date = '', clock = '', fraction = '', offset = 'Z'] = (typeof raw === 'string' && written.exec(raw)) || []
  if (!PlainDate.is(date) || !LocalDateTime.is(`${date}T${clock}`)) return null
  const [, sign = '', hours = '00', minutes = '00'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset) ?? []
  return instantOf(Date.parse(`${date}T${clock}.${fraction.slice(0, 3).padEnd(3, '0')}${sign === '' ? 'Z' : `${sign}${hours}:${minutes}`}`))
}

/** A point in time as the host's column has it. `datetime` and `epochSeconds` leave the milliseconds out. */
export const formatInstant = (at: Instant, format: InstantFormat): string | number => {
  switch (format) {
    case 'iso':
      return at
    case 'datetime':
      return `${at.slice(0, 10)} ${at.slice(11, 19)}`
    case 'epochSeconds':
      return Math.floor(epochOf(at) / 1000)
    case 'epochMilliseconds':
      return epochOf(at)
  }
}

/** `Anna Berg <anna@acme.se>, bo@acme.se`, names in quotes where they need them. */
export const formatPeople = (people: ReadonlyArray<Mailbox>): string =>
  people.map(({ address, name }) => (name === null || name === '' ? address : `${/^[\p{L}\p{N} .'-]+$/u.test(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`} <${address}>`)).join(', ')

const onePerson = /\s*(?:"((?:[^"\\]|\\.)*)"|([^<>,;"]*))\s*(?:<([^<>]*)>)?\s*(?:[,;]|$)/y

/** Reads such a list, with commas or semicolons between; `null`: it is none. */
export const parsePeople = (text: string): ReadonlyArray<Mailbox> | null => {
  const people: Array<Mailbox> = []
  onePerson.lastIndex = 0
  while (onePerson.lastIndex < text.length) {
    const m = onePerson.exec(text)
    if (m === null) return null
    const words = (m[1]?.replace(/\\(.)/g, '$1') ?? m[2] ?? '').trim()
    if (m[3] !== undefined) people.push({ address: m[3].trim(), name: words === '' ? null : words })
    else if (words !== '') people.push({ address: words, name: null })
  }
  return people
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** The text of HTML, for a column that holds no HTML. A line for each paragraph, list entry, row and break. */
export const textOfHtml = (html: string): string =>
  html
    .replace(/<!--[\s\S]*?-->|<(head|style|script)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/\s+/g, ' ')
    .replace(/<br\b[^>]*>|<\/(?:p|div|li|tr|h\d|blockquote|pre)\s*>/gi, '\n')
    .replace(/<[a-z/!?][^>]*>/gi, '')
    .replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));/gi, (all, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return named[name.toLowerCase()] ?? all
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all
    })
    .replace(/ *\n */g, '\n')
    .trim()

/** A text as HTML, for a column that holds nothing else. */
export const htmlOfText = (text: string): string =>
  text
    .replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c)
    .replace(/\r?\n/g, '<br>\n')
