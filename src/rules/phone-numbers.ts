/** Telephone numbers as people write them in a signature: `+46 (0)8-123 45 67`, `0171/1234567`, `(020) 7946 0123`. */

/** Digits with the signs that people put between them. It has no beginning or end of its own, so what stands around it is looked at too. */
const candidate = /(?:\+|\(\+?|\b)\d(?:[\d\s().\-/\u00a0\u2010-\u2013]*\d)?/g

/** Before a number: what makes it one, and what makes it another kind of number. */
const calls = /(?:^|[^\p{L}])(?:tel|telefon|telephone|phone|ph|mobil|mobile|mob|cell|handy|direkt|direct|dir|växel|switchboard|office|kontor|büro|zentrale|arbete|work|durchwahl|t|m|p|d|c)\s*(?:nr|no)?\.?\s*[:.]?\s*$/iu
const other = /(?:^|[^\p{L}])(?:fax|telefax|f|org\.?\s*(?:nr|no)|organisationsnummer|vat|moms|momsreg|ust|ust-?id(?:nr)?|hrb|hra|iban|bic|blz|konto|kto|bankgiro|bg|plusgiro|pg|postgiro|box|postfach|po box|plz|ean|isbn|id|ref|order|invoice|faktura|rechnung|kundnr|customer)\s*(?:[-.]?\s*(?:nr|no|number|nummer))?\.?\s*[:.]?\s*$/iu

const digitsOf = (s: string): string => s.replace(/\D/g, '')

const isDate = (s: string): boolean => /^(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})$/.test(s)
/** A Swedish organisation or personal number: six digits, a hyphen, four. */
const isOrganisationNumber = (s: string): boolean => /^\d{6}-\d{4}$/.test(s) || /^\d{8}-\d{4}$/.test(s)
const isTime = (s: string): boolean => /^\d{1,2}[.:]\d{2}(?:\s*[-\u2013]\s*\d{1,2}[.:]\d{2})?$/.test(s)

const balanced = (s: string): string => {
  const trimmed = s.replace(/[\s().\-/\u2010-\u2013]+$/, (end) => (end.startsWith(')') ? ')' : '')).trim()
  const opens = trimmed.split('(').length
  const closes = trimmed.split(')').length
  return opens === closes ? trimmed : opens > closes ? trimmed.replace(/\((?=[^)]*$)/, '') : trimmed.replace(/\)(?=[^)]*$)/, '')
}

/** A number that begins as telephone numbers do, or that is called one. */
const isPhone = (text: string, before: string): boolean => {
  const digits = digitsOf(text)
  if (digits.length < 6 || digits.length > 15 || isDate(text) || isOrganisationNumber(text) || isTime(text) || other.test(before)) return false
  if (/\d{16,}/.test(digits)) return false
  return /^\(?\+/.test(text) || /^\(?0/.test(text) || calls.test(before) || /^\(\d{2,4}\) ?\d/.test(text) || /^\d{3}[-. ]\d{3}[-. ]\d{4}$/.test(text)
}

const isMobile = (before: string, text: string): boolean =>
  /(?:^|[^\p{L}])(?:mobil|mobile|mob|cell|handy|m|c)\s*(?:nr|no)?\.?\s*[:.]?\s*$/iu.test(before) || /^(?:\+46 ?\(?0?\)? ?7|07[02369]|\+49 ?\(?0?\)? ?1[567]|01[567]|\+44 ?\(?0?\)? ?7)/.test(text)

/** The telephone numbers of a text, as they are written there with single spaces, in order; fax numbers and the like are none. */
export const phoneNumbersIn = (text: string): ReadonlyArray<{ readonly number: string; readonly mobile: boolean }> =>
  text.split(/\r\n|\r|\n/).flatMap((line) => {
    const found: Array<{ readonly number: string; readonly mobile: boolean }> = []
    for (const m of line.matchAll(candidate)) {
      const number = balanced(m[0].replace(/[\s\u00a0]+/g, ' '))
      const before = line.slice(Math.max(0, m.index - 30), m.index)
      if (/[\p{L}\d@.]$/u.test(before.replace(/\s+$/, (s) => (s === '' ? '' : ' ')))) continue
      if (isPhone(number, before)) found.push({ number, mobile: isMobile(before, number) })
    }
    return found
  })
