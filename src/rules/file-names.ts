/** What the name of a file from a stranger says, and how it is made harmless. */

/** Characters that turn the direction of text around, or that nobody sees: they make `exe.pdf` out of `fdp.exe`. */
const unseen = /[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]/g

const extensionOfPart = (part: string): string | null => /\.([a-z0-9_+-]{1,32})[^a-z0-9]*$/.exec(part)?.[1] ?? null

/**
 * Every extension that some system may take the name to have, in lower case and without the dot; the last is the one that
 * counts. Unseen characters, letters and dots of other widths, trailing dots, spaces and quotes, and the name of the
 * main stream in NTFS (`a.exe::$DATA`) do not hide one; nor does a NUL, where some systems stop reading and others do not.
 */
export const extensionsOf = (name: string): ReadonlyArray<string> => {
  const plain = name.slice(-1000).normalize('NFKC').replace(unseen, '').toLowerCase()
  const file = plain.slice(Math.max(plain.lastIndexOf('/'), plain.lastIndexOf('\\')) + 1).replace(/:+\$[a-z_]+$/, '')
  return file
    .split('\0')
    .map(extensionOfPart)
    .filter((extension) => extension !== null)
}

/** The extension that counts, `pdf`; `null` where there is none. */
export const extensionOf = (name: string): string | null => extensionsOf(name).at(-1) ?? null

/** UTF-16 code units, the extension included. */
export const maxNameLength = 150

const reserved = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])\s*(?:\.|$)/i

const cut = (text: string, length: number): string => text.slice(0, length).replace(/[\ud800-\udbff]$/, '')

const tidy = (name: string): string => name.replace(/^[\s.]+/, '').replace(/[\s.]+$/, '')

/**
 * A name that is harmless on every system: no folders, no control, unseen or direction-turning characters, no device of
 * Windows, no dot in front, no dot or space at the end, at most {@link maxNameLength} long with the extension kept, never empty.
 */
export const safeFileName = (name: string): string => {
  const plain = tidy(
    name
      .slice(0, 10_000)
      .normalize('NFC')
      .replace(unseen, '')
      .replace(/\p{Surrogate}/gu, '_')
      .replace(/[\p{Cc}<>:"/\\|?*]/gu, '_')
  )
  const extension = /\.[^.\s]{1,16}$/u.exec(plain)?.[0] ?? ''
  const short = plain.length <= maxNameLength ? plain : tidy(cut(plain.slice(0, plain.length - extension.length), maxNameLength - extension.length - 1)) + extension
  const named = tidy(short) === '' ? 'attachment' : short
  return reserved.test(named) ? `_${named}` : named
}
