/**
 * The body within RTF: the HTML that Outlook encapsulated ([MS-OXRTFEX]), or the bare text. Only what the two need is
 * understood; formatting is dropped.
 */
import type { Body } from '../../../core/model/fields'
import { decodeBytes } from './text'

interface Group {
  /** What stands in a font table or a picture is no text. */
  readonly hidden: boolean
  /** Within \htmlrtf: RTF for readers that know no HTML. */
  readonly rtfOnly: boolean
  /** Characters after \u that stand for it in older readers. */
  readonly skip: number
}

const hiddenDestinations = new Set(['fonttbl', 'colortbl', 'stylesheet', 'info', 'pict', 'object', 'header', 'footer', 'headerf', 'footerf', 'listtable', 'listoverridetable', 'generator', 'themedata', 'datastore', 'xmlnstbl', 'mhtmltag'])

const spoken: Readonly<Record<string, string>> = {
  par: '\r\n',
  line: '\r\n',
  sect: '\r\n',
  row: '\r\n',
  tab: '\t',
  cell: '\t',
  emdash: '\u2014',
  endash: '\u2013',
  lquote: '\u2018',
  rquote: '\u2019',
  ldblquote: '\u201c',
  rdblquote: '\u201d',
  bullet: '\u2022'
}

const token = /\\([a-z]+)(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z'])|([{}])|([^\\{}]+)|\\/gi
const nestedAtMost = 10_000

/** @param rtf one character a byte, as {@link decompressRtf} gives it */
export const bodyOfRtf = (rtf: string): Body => {
  const encapsulated = /\\fromhtml1\b/.test(rtf.slice(0, 1000))
  const codepage = Number(/\\ansicpg(\d+)/.exec(rtf)?.[1] ?? 1252)
  const out: Array<string> = []
  let pending: Array<number> = []
  let group: Group = { hidden: false, rtfOnly: false, skip: 1 }
  const stack: Array<Group> = []
  let toSkip = 0
  let optional = false

  const flush = (): void => {
    if (pending.length > 0) out.push(decodeBytes(Uint8Array.from(pending), codepage))
    pending = []
  }
  const say = (s: string): void => {
    if (group.hidden || (encapsulated && group.rtfOnly)) return
    flush()
    out.push(s)
  }
  /** Bytes of one run are decoded together: a character may take two. */
  const sayByte = (byte: number): void => {
    if (toSkip > 0) toSkip--
    else if (!group.hidden && !(encapsulated && group.rtfOnly)) pending.push(byte)
  }

  for (const [, word, parameter, hex, symbol, brace, plain] of rtf.matchAll(token)) {
    if (brace === '{') {
      toSkip = 0
      if (stack.length < nestedAtMost) stack.push(group)
    } else if (brace === '}') {
      toSkip = 0
      group = stack.pop() ?? group
    } else if (hex !== undefined) {
      sayByte(Number.parseInt(hex, 16))
    } else if (plain !== undefined) {
      for (const c of plain.replace(/[\r\n]/g, '')) sayByte(c.charCodeAt(0) & 0xff)
    } else if (symbol !== undefined) {
      if (symbol === '*') optional = true
      else if (symbol === '~') say('\u00a0')
      else if (symbol === '_') say('-')
      else if ('\\{}'.includes(symbol)) sayByte(symbol.charCodeAt(0))
      else if (symbol === '\r' || symbol === '\n') say('\r\n')
      continue
    } else if (word !== undefined) {
      if (word === 'u' && parameter !== undefined) {
        say(String.fromCharCode(Number(parameter) & 0xffff))
        toSkip = group.skip
      } else if (word === 'uc') group = { ...group, skip: Math.min(Math.max(Number(parameter ?? 1), 0), 100) }
      else if (word === 'htmlrtf') group = { ...group, rtfOnly: parameter !== '0' }
      else if (hiddenDestinations.has(word) || (optional && word !== 'htmltag')) group = { ...group, hidden: true }
      else if (spoken[word] !== undefined) say(spoken[word])
    }
    optional = false
  }
  flush()
  const content = out.join('')
  return encapsulated ? { type: 'html', content } : { type: 'text', content }
}
