/** The value of an RRULE (RFC 5545, 3.3.10), taken apart: as much of it as Outlook has patterns for. */
import * as E from 'fp-ts/lib/Either.js'
import { Instant, LocalDateTime, PlainDate, type AppointmentTime } from '../../../core/model/time'
import { toLocal } from '../../../time/zones'
import { cannot, type Encoded, refuse } from './payload'

/** A `BYDAY` entry: `day` like `MO`; `nth` 0 for every such day. */
export interface RuleDay {
  readonly day: string
  readonly nth: number
}

/** A rule whose parts were checked, each on its own. An empty list is a part that was not given. */
export interface Rule {
  readonly frequency: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'
  readonly interval: number
  readonly count: number | null
  /** The last date on which an occurrence may start, in the series' zone. */
  readonly lastDate: PlainDate | null
  readonly byDay: ReadonlyArray<RuleDay>
  readonly byMonthDay: ReadonlyArray<number>
  readonly byMonth: ReadonlyArray<number>
  readonly bySetPos: ReadonlyArray<number>
  readonly weekStart: string
}

/** In the order of the week. */
export const dayCodes = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const

const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
const longest = 1000

const bad = (part: string, expected: string): Encoded<never> => refuse('recurrence rule', part, 'something else', expected)

/** Numbers of a list, within a bound in size; `null` where one is not. */
const numbers = (text: string | undefined, max: number): ReadonlyArray<number> | null => {
  if (text === undefined) return []
  const all = text.split(',').map((s) => (/^[+-]?\d{1,4}$/.test(s) ? Number(s) : 0))
  return all.every((n) => n !== 0 && Math.abs(n) <= max) ? [...new Set(all)] : null
}

const positive = (text: string | undefined, max: number): number | null | undefined => {
  if (text === undefined) return undefined
  return /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= max ? Number(text) : null
}

const daysOf = (text: string | undefined): ReadonlyArray<RuleDay> | null => {
  if (text === undefined) return []
  const days: Array<RuleDay> = []
  for (const entry of new Set(text.split(','))) {
    const m = /^([+-]?[1-9]\d?)?(MO|TU|WE|TH|FR|SA|SU)$/.exec(entry)
    if (m === null) return null
    days.push({ day: m[2] as string, nth: Number(m[1] ?? 0) })
  }
  return days
}

/** A start on the last day still counts where it is not after UNTIL; `undefined` where that is no time. */
const lastDateOf = (text: string, time: AppointmentTime): PlainDate | undefined => {
  const m = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/.exec(text)
  const date = m === null ? '' : `${m[1]}-${m[2]}-${m[3]}`
  if (m === null || !PlainDate.is(date)) return undefined
  if (m[4] === undefined || time.allDay) return date
  const written = `${date}T${m[4]}:${m[5]}:${m[6]}`
  if (!LocalDateTime.is(written)) return undefined
  const local = m[7] === 'Z' ? toLocal(`${written}.000Z`, time.start.zone) : written
  if (!LocalDateTime.is(local)) return undefined
  if (local.slice(11) >= time.start.local.slice(11)) return local.slice(0, 10)
  const dayBefore = new Date(Date.parse(`${local.slice(0, 10)}T00:00:00Z`) - 86_400_000).toISOString()
  return Instant.is(dayBefore) ? dayBefore.slice(0, 10) : undefined
}

const understood = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'BYSETPOS', 'WKST']

const split = (text: string): Encoded<ReadonlyMap<string, string>> => {
  if (text.length > longest) return bad('rule', `at most ${longest} characters`)
  const parts = new Map<string, string>()
  for (const part of text.toUpperCase().split(';')) {
    const at = part.indexOf('=')
    const name = at < 0 ? '' : part.slice(0, at)
    if (!/^[A-Z-]{1,20}$/.test(name)) return bad('rule', 'parts like FREQ=DAILY')
    if (parts.has(name)) return bad(name, 'to be given once')
    parts.set(name, part.slice(at + 1))
  }
  for (const name of parts.keys()) if (!understood.includes(name)) return cannot(/^BY[A-Z]+$/.test(name) ? `${name} in a recurrence rule` : 'an unknown part of a recurrence rule')
  return E.right(parts)
}

/** Takes a rule apart. @param time that of the series, which says what UNTIL means. Errors: `InvalidPayload` for a part that is wrong, `Unsupported` for one that nothing of Outlook corresponds to, each by its name */
export const parseRule = (text: string, time: AppointmentTime): Encoded<Rule> => {
  const found = split(text)
  if (E.isLeft(found)) return found
  const parts = found.right
  const frequency = frequencies.find((f) => f === parts.get('FREQ'))
  if (frequency === undefined) return parts.has('FREQ') && /^(SECOND|MINUTE|HOUR)LY$/.test(parts.get('FREQ') ?? '') ? cannot('this FREQ of a recurrence rule') : bad('FREQ', `one of ${frequencies.join(', ')}`)
  const interval = positive(parts.get('INTERVAL'), 999)
  if (interval === null) return bad('INTERVAL', 'a whole number from 1 to 999')
  const count = positive(parts.get('COUNT'), 9999)
  if (count === null) return bad('COUNT', 'a whole number from 1 to 9999')
  const until = parts.get('UNTIL')
  if (until !== undefined && count !== undefined) return bad('UNTIL', 'no COUNT beside it')
  const lastDate = until === undefined ? null : lastDateOf(until, time)
  if (lastDate === undefined) return bad('UNTIL', 'a date like 20261231 or a time like 20261231T090000')
  const byDay = daysOf(parts.get('BYDAY'))
  if (byDay === null) return bad('BYDAY', 'weekdays like MO, 2TU or -1FR')
  const byMonthDay = numbers(parts.get('BYMONTHDAY'), 31)
  if (byMonthDay === null) return bad('BYMONTHDAY', 'numbers from 1 to 31, or from -31 to -1')
  const byMonth = numbers(parts.get('BYMONTH'), 12)
  if (byMonth === null || byMonth.some((n) => n < 0)) return bad('BYMONTH', 'months from 1 to 12')
  const bySetPos = numbers(parts.get('BYSETPOS'), 366)
  if (bySetPos === null) return bad('BYSETPOS', 'numbers from 1 to 366, or from -366 to -1')
  const weekStart = parts.get('WKST') ?? 'MO'
  if (!dayCodes.some((d) => d === weekStart)) return bad('WKST', `one of ${dayCodes.join(', ')}`)
  return E.right({ frequency, interval: interval ?? 1, count: count ?? null, lastDate, byDay, byMonthDay, byMonth, bySetPos, weekStart })
}
