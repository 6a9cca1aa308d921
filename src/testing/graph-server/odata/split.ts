/** Takes OData text apart at separators that stand outside quotes and parentheses. */
export const splitOutside = (text: string, separator: string): Array<string> => {
  const parts: string[] = []
  let depth = 0
  let quoted = false
  let part = ''
  for (const c of text) {
    if (c === "'") quoted = !quoted
    if (!quoted && c === '(') depth += 1
    if (!quoted && c === ')') depth -= 1
    if (c === separator && !quoted && depth === 0) {
      parts.push(part)
      part = ''
    } else part += c
  }
  return [...parts, part].map((p) => p.trim()).filter((p) => p !== '')
}

/** The text of a quoted literal, `'it''s'`; `null` for anything else. */
export const quotedText = (literal: string): string | null => (/^'(?:[^']|'')*'$/.test(literal) ? literal.slice(1, -1).replaceAll("''", "'") : null)
