/** The lines of a message as a person sees them. Only to look into: never shown, never stored. */
import type { Body } from '../core/model/fields'
import { comparableText } from './plain-text'
import { textOfHtml } from './html-text'

/** More than this is no signature; it also bounds the work. */
const longest = 200_000

/** What ends a line in HTML; marked before the tags go. */
const lineEnds = /<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6]|\/table|hr)\b[^>]*>/gi
const mark = '\u001e'

const linesOfHtml = (html: string): ReadonlyArray<string> =>
  textOfHtml(html.replace(/[\u001e\r\n]/g, ' ').replace(lineEnds, (tag) => `${tag}${mark}`)).split(mark)

/** Trimmed, with single spaces; empty lines stay, as they set parts off. */
export const linesOfBody = ({ type, content }: Body): ReadonlyArray<string> => {
  const cut = content.slice(0, longest)
  return (type === 'html' ? linesOfHtml(cut) : cut.split(/\r\n|\r|\n/)).map(comparableText)
}
