/** Text as it comes out of a file: in any code page, with characters that no text should have. */

/** The labels of the Encoding Standard for the code pages that its names do not give away. */
const labels: Readonly<Record<number, string>> = {
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gb18030',
  949: 'euc-kr',
  950: 'big5',
  1200: 'utf-16le',
  1201: 'utf-16be',
  10000: 'macintosh',
  20127: 'windows-1252',
  20866: 'koi8-r',
  20932: 'euc-jp',
  21866: 'koi8-u',
  38598: 'iso-8859-8-i',
  50220: 'iso-2022-jp',
  50221: 'iso-2022-jp',
  50222: 'iso-2022-jp',
  51932: 'euc-jp',
  51936: 'gb18030',
  51949: 'euc-kr',
  52936: 'gb18030',
  54936: 'gb18030',
  65001: 'utf-8'
}

const labelOf = (codepage: number): string =>
  labels[codepage] ?? (codepage >= 1250 && codepage <= 1258 ? `windows-${codepage}` : codepage > 28590 && codepage <= 28606 ? `iso-8859-${codepage - 28590}` : 'windows-1252')

/** What windows-1252 has at 0x80 to 0x9f, where Latin-1 has control characters. */
const between80And9f = '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178'

/** Some versions of Node decode windows-1252 as Latin-1, which turns dashes and quotes into control characters. */
const decodeWestern = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString('latin1').replace(/[\u0080-\u009f]/g, (c) => between80And9f[c.charCodeAt(0) - 0x80] ?? c)

/** Decodes bytes in a Windows code page; one that is not known is read as Western European. */
export const decodeBytes = (bytes: Uint8Array, codepage: number): string => {
  const label = labelOf(codepage)
  // What the Encoding Standard calls these is windows-1252 as well.
  if (label === 'windows-1252' || label === 'iso-8859-1') return decodeWestern(bytes)
  try {
    return new TextDecoder(label).decode(bytes)
  } catch {
    return decodeWestern(bytes)
  }
}

/** A lone half of a surrogate pair cannot be encoded, and databases and XML refuse it. */
const loneSurrogates = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

/** Without NUL characters and halves of surrogate pairs. */
export const cleanText = (s: string): string => s.replaceAll('\0', '').replace(loneSurrogates, '')

/** One line: control characters, and those that reverse the direction of what follows, are no part of a name or a subject. */
export const cleanLine = (s: string): string =>
  cleanText(s)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .trim()

/** A subject. Where it has a prefix like "RE: ", it begins with a 1 and the prefix's length ([MS-PST] 2.5.3.1.1.1). */
export const cleanSubject = (s: string): string => cleanLine(s.charCodeAt(0) === 1 ? s.slice(2) : s)

/** The last part of a path, at most 255 characters: a name must not lead anywhere. */
export const cleanFileName = (s: string): string => {
  const last = cleanLine(s).split(/[/\\]/).at(-1)?.trim() ?? ''
  return last === '.' || last === '..' ? '' : cleanText(last.slice(0, 255))
}
