/** The signature of a message: what the writer says of themselves below the text, above what is quoted. */

/** From here on somebody else is quoted. */
const quotes: ReadonlyArray<RegExp> = [
  /^>/,
  /^-{2,}\s*(?:original message|ursprungligt meddelande|ursprüngliche nachricht|forwarded message|vidarebefordrat meddelande|weitergeleitete nachricht)/i,
  /^(?:from|från|von|frå|fra)\s*:\s*\S/i,
  /^_{5,}$/,
  /^(?:on|den|am)\b.{6,200}\b(?:wrote|skrev|schrieb)\b.*:?\s*$/i,
  /\b(?:wrote|skrev|schrieb)\b[^:]{0,80}:$/i
]

/** The farewell, in the languages that our users write; alone on its line, or before a name. */
const farewell =
  /^(?:med (?:v[äa]nlig(?:a)?|b[äa]sta) h[äa]lsning(?:ar)?|v[äa]nlig(?:a|en)? h[äa]lsning(?:ar)?|m[ae]d venlig hilsen|(?:b[äa]sta |varma |m[åa]nga )?h[äa]lsning(?:ar)?|mvh|m\.v\.h\.?|vh|tack p[åa] f[öo]rhand|(?:with )?(?:kind|best|warm|kindest|warmest)(?: personal)? regards|regards|best wishes|best|all the best|many thanks|thanks|thank you|cheers|(?:yours )?(?:sincerely|faithfully|truly)|mit (?:freundlichen|freundlichem|besten|herzlichen|vielen|lieben|sonnigen) gr(?:ü|ue|u)(?:ß|ss)e?n?|(?:viele|liebe|beste|freundliche|herzliche|sch[öo]ne) gr(?:ü|ue|u)(?:ß|ss)e|mfg|gru(?:ß|ss)|lg|vg)\b[\s,.!/–-]*(.*)$/i

/** More lines than this are no signature. */
const longestSignature = 15
/** Of a message without a farewell, only so many lines at its end are looked at. */
const lastLines = 8

export interface Signature {
  readonly lines: ReadonlyArray<string>
  /** It begins with a farewell or the usual `-- `, and so is not only the end of the text. */
  readonly marked: boolean
}

const withoutQuotes = (lines: ReadonlyArray<string>): ReadonlyArray<string> => {
  const at = lines.findIndex((line, i) => i > 0 && quotes.some((q) => q.test(line)))
  return at < 0 ? lines : lines.slice(0, at)
}

const filled = (lines: ReadonlyArray<string>): ReadonlyArray<string> => lines.filter((l) => l !== '' && !/^[-_=*~\s]+$/.test(l))

/** @param lines of the message, each trimmed */
export const signatureOf = (lines: ReadonlyArray<string>): Signature => {
  const own = withoutQuotes(lines)
  const dashes = own.findIndex((l) => l === '--')
  if (dashes >= 0) return { lines: filled(own.slice(dashes + 1)).slice(0, longestSignature), marked: true }
  for (let at = own.length - 1; at >= 0; at--) {
    const m = farewell.exec(own[at] ?? '')
    // A sentence that begins with "Thanks" is no farewell.
    if (m === null || (m[1] ?? '').split(' ').length > 4) continue
    const rest = filled([m[1] ?? '', ...own.slice(at + 1)])
    if (rest.length > 0) return { lines: rest.slice(0, longestSignature), marked: true }
  }
  return { lines: filled(own).slice(-lastLines), marked: false }
}
