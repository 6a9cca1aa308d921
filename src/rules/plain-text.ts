/** Text as it is compared: what a person reads, not how a server stores it. */

/**
 * What nobody sees: zero-width space, word joiner, byte order mark, soft hyphen, and the control characters that XML
 * forbids and servers drop. The joiners U+200C and U+200D are kept, because emoji and several scripts mean something by them.
 */
const unseen = /[\u200b\u2060\ufeff\u00ad]|(?![\s\u0085])\p{Cc}/gu

/** Half a surrogate pair becomes this wherever text is sent as UTF-8. */
const replacement = '\ufffd'

/** Composed (NFC), without what nobody sees, every run of white space (no-break space included) one space, none at the ends. */
export const comparableText = (text: string): string => text.replace(/\p{Cs}/gu, replacement).replace(unseen, '').normalize('NFC').replace(/[\s\u0085]+/g, ' ').trim()
