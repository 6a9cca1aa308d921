/** A point in time as Graph writes it: `2026-11-24T08:30:00Z`, with any number of digits behind the second. */
import * as t from 'io-ts'
import { epochOf, Instant, instantOf, LocalDateTime } from '../../../core/model/time'

/** Graph's way to say "never" is a date in the year 1; Outlook knows none before 1601. */
const first = '1601-01-02'
const beyond = '4501'

/** Whether a wall time is within the years that Outlook knows, 1601 to 4500. */
export const isInOutlookYears = (local: LocalDateTime): boolean => local >= first && local < beyond

const read = (text: string): Instant | null => {
  const m = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2}):(\d{2}))$/.exec(text)
  const local = m?.[1]
  if (m === null || local === undefined || !LocalDateTime.is(local)) return null
  const utc = epochOf(`${local}.${(m[2] ?? '').padEnd(3, '0').slice(0, 3)}Z`)
  const minutes = m[3] === undefined ? 0 : (m[3] === '-' ? -1 : 1) * (Number(m[4]) * 60 + Number(m[5]))
  const instant = instantOf(utc - minutes * 60_000)
  return Instant.is(instant) ? instant : null
}

const expected = 'a time like 2026-11-24T08:30:00Z'

/** An instant, or `null` for a time that stands for none: missing, or before the years that Outlook knows. */
export const Timestamp = new t.Type<Instant | null, unknown, unknown>(
  `${expected}, or nothing`,
  (u): u is Instant | null => u === null || Instant.is(u),
  (u, context) => {
    if (u === null || u === undefined) return t.success(null)
    const instant = typeof u === 'string' ? read(u) : null
    if (instant === null) return t.failure(u, context, expected)
    return t.success(isInOutlookYears(instant) ? instant : null)
  },
  (a) => a
)
