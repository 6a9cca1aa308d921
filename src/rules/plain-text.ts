/** Text as it is compared: what a person reads, not how a server stores it. */

/** Nothing of what is below is in it: letters of the Latin scripts, which are composed as they stand, digits, punctuation, and single spaces between them. Most text is such, and every text passes here. */
const somethingElse = /[^ -~\u00a1-\u00ac\u00ae-\u024f]| {2}|^ | $/

/**
 * What nobody sees: zero-width space, word joiner, byte order mark, soft hyphen, and the control characters that XML
 * forbids and servers drop. The joiners U+200C and U+200D are kept, because emoji and several scripts mean something by them.
 */
const unseen = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u200b\u2060\ufeff]/g

/** Half a surrogate pair becomes this wherever text is sent as UTF-8. */
const replacement = '\ufffd'
const anySurrogate = /[\ud800-\udfff]/

/** White space that is not one space already. */
const unevenSpace = /(?:[^\S ]|\u0085)[\s\u0085]*| [\s\u0085]+/g

/** Composed (NFC), without what nobody sees, every run of white space (no-break space included) one space, none at the ends. */
export const comparableText = (text: string): string => {
  if (!somethingElse.test(text)) return text
  const whole = anySurrogate.test(text) ? text.replace(/\p{Cs}/gu, replacement) : text
  return whole.replace(unseen, '').normalize('NFC').replace(unevenSpace, ' ').trim()
}
