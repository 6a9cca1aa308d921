/** How long a server wants to be left alone (RFC 9110, 10.2.3). */

/** Longer than any server means it. */
const longestMs = 24 * 3_600_000

/**
 * Milliseconds, 0 to a day; `null` where the header says nothing that can be understood. A date is measured by the
 * server's own clock, as its `Date` header tells it: were ours a day slow, we would wait a day.
 */
export const readRetryAfter = (header: string | null, serverDate: string | null, now: number): number | null => {
  const text = header?.trim() ?? ''
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(Math.ceil(Number(text) * 1000), longestMs)
  // Date.parse takes a lone number for a year.
  if (!/[a-z]/i.test(text)) return null
  const until = Date.parse(text)
  if (Number.isNaN(until)) return null
  const from = Date.parse(serverDate ?? '')
  return Math.min(Math.max(0, until - (Number.isNaN(from) ? now : from)), longestMs)
}
