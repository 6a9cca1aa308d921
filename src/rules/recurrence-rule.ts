/**
 * Recurrence rules from strangers: parsed and validated here, so that nothing reaches `rrule` that it cannot bound
 * (`FREQ=HOURLY;INTERVAL=2;BYHOUR=1` never returns). Understood is what Outlook can show; all else is refused by name.
 */
import * as E from 'fp-ts/lib/Either.js'
import { describeValue, type FieldError } from '../core/codec'
import { Instant, LocalDateTime, PlainDate, type AppointmentTime } from '../core/model/time'
import { toLocal } from '../time/zones'

/** Shortest first: the order decides nothing. */
export type Frequency = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'

/** A `BYDAY` entry: `day` 0 is Monday; `nth` is `null` for every such day, 2 for the second, -1 for the last of the month or year. */
export interface DayOfRule {
  readonly day: number
  readonly nth: number | null
}

/** A validated RRULE (RFC 5545, 3.3.10). An empty list is a part that was not given. */
export interface RecurrenceRule {
  readonly frequency: Frequency
  /** 1 to 999. */
  readonly interval: number
  /** 1 to 9999, of starts by the rule, those that are cancelled or moved among them. */
  readonly count: number | null
  /** Inclusive, wall time in the series' zone; a date means the whole of that day. */
  readonly until: LocalDateTime | null
  readonly byDay: ReadonlyArray<DayOfRule>
  /** 1 to 31, or -31 to -1 from the month's end. */
  readonly byMonthDay: ReadonlyArray<number>
  readonly byMonth: ReadonlyArray<number>
  readonly bySetPos: ReadonlyArray<number>
  /** 0 is Monday. */
  readonly weekStart: number
}

const dayNames = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const understood = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'BYSETPOS', 'WKST']
const frequencies: ReadonlyArray<string> = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']
const maxLength = 1000

const wrong = (part: string, value: unknown, expected: string): FieldError => ({ field: part, got: describeValue(value), expected })

type Parsed<A> = E.Either<FieldError, A>

const integer = (part: string, text: string, min: number, max: number): Parsed<number> => {
  const n = /^\d{1,4}$/.test(text) ? Number(text) : NaN
  return n >= min && n <= max ? E.right(n) : E.left(wrong(part, text, `a whole number from ${min} to ${max}`))
}

const list = <A>(part: string, text: string, expected: string, entry: (s: string) => A | null): Parsed<ReadonlyArray<A>> => {
  const entries = [...new Set(text.split(','))].map(entry)
  return entries.includes(null) ? E.left(wrong(part, text, expected)) : E.right(entries as ReadonlyArray<A>)
}

const signed = (part: string, text: string, max: number): Parsed<ReadonlyArray<number>> =>
  list(part, text, `numbers from 1 to ${max}, or from -${max} to -1`, (s) => {
    const n = /^[+-]?\d{1,3}$/.test(s) ? Number(s) : 0
    return n !== 0 && Math.abs(n) <= max ? n : null
  })

const months = (text: string): Parsed<ReadonlyArray<number>> =>
  list('BYMONTH', text, 'months from 1 to 12', (s) => (/^\d{1,2}$/.test(s) && Number(s) >= 1 && Number(s) <= 12 ? Number(s) : null))

const days = (text: string, maxNth: number): Parsed<ReadonlyArray<DayOfRule>> =>
  list('BYDAY', text, maxNth === 0 ? 'weekdays like MO,FR' : `weekdays like MO, 2TU or -1FR, counted up to ${maxNth}`, (s) => {
    const m = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(s)
    if (m === null) return null
    const nth = m[1] === undefined ? null : Number(m[1])
    return nth === null || (nth !== 0 && Math.abs(nth) <= maxNth) ? { day: dayNames.indexOf(m[2] as string), nth } : null
  })

const weekStartOf = (text: string): Parsed<number> =>
  dayNames.includes(text) ? E.right(dayNames.indexOf(text)) : E.left(wrong('WKST', text, `one of ${dayNames.join(', ')}`))

/** Wall time in the series' zone from any of the three forms. The date of an all-day series is compared as a date, so its time of day says nothing. */
const untilOf = (text: string, time: AppointmentTime): Parsed<LocalDateTime> => {
  const fault = wrong('UNTIL', text, 'a date like 20261231 or a time like 20261231T090000 or 20261231T080000Z')
  const m = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/.exec(text)
  if (m === null) return E.left(fault)
  const date = `${m[1]}-${m[2]}-${m[3]}`
  const local = m[4] === undefined ? null : `${date}T${m[4]}:${m[5]}:${m[6]}`
  if (!PlainDate.is(date) || (local !== null && !LocalDateTime.is(local))) return E.left(fault)
  if (local === null || time.allDay) return E.right(`${date}T23:59:59`)
  if (m[7] !== 'Z') return E.right(local)
  const instant = `${local}.000Z`
  if (!Instant.is(instant)) return E.left(fault)
  const wall = toLocal(instant, time.start.zone)
  return LocalDateTime.is(wall) ? E.right(wall) : E.left(fault)
}

const split = (value: string): E.Either<ReadonlyArray<FieldError>, ReadonlyMap<string, string>> => {
  if (value.length > maxLength) return E.left([wrong('rule', value, `at most ${maxLength} characters`)])
  const parts = new Map<string, string>()
  const errors: Array<FieldError> = []
  for (const text of value.toUpperCase().split(';')) {
    const at = text.indexOf('=')
    const [name, content] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
    if (!understood.includes(name)) errors.push(wrong('rule', name, `only ${understood.join(', ')}`))
    else if (parts.has(name)) errors.push(wrong(name, content, 'to be given once'))
    else if (content === '') errors.push(wrong(name, content, 'a value'))
    else parts.set(name, content)
  }
  return errors.length > 0 ? E.left(errors) : E.right(parts)
}

/** What the parts must not be together: forbidden by RFC 5545, or nothing that Outlook can show and no two implementations agree on. */
const clashes = (rule: RecurrenceRule): ReadonlyArray<FieldError> => {
  const errors: Array<FieldError> = []
  const refuse = (part: string, expected: string): void => void errors.push({ field: part, got: 'given', expected })
  const short = rule.frequency === 'DAILY' || rule.frequency === 'WEEKLY'
  if (rule.count !== null && rule.until !== null) refuse('UNTIL', 'no COUNT beside it')
  if (rule.frequency === 'WEEKLY' && rule.byMonthDay.length > 0) refuse('BYMONTHDAY', 'not with FREQ=WEEKLY')
  const counted = rule.byDay.filter((d) => d.nth !== null).length
  if (counted > 0 && counted < rule.byDay.length) refuse('BYDAY', 'all days counted like 2TU, or none')
  if (counted > 0 && rule.byMonthDay.length > 0) refuse('BYMONTHDAY', 'no counted days like 2TU beside it')
  if (rule.bySetPos.length > 0) {
    if (short) refuse('BYSETPOS', 'only with FREQ=MONTHLY or YEARLY')
    else if (rule.byDay.length + rule.byMonthDay.length + rule.byMonth.length === 0) refuse('BYSETPOS', 'another BY part beside it')
  }
  return errors
}

/**
 * Parses the value of an RRULE, `FREQ=WEEKLY;BYDAY=MO;UNTIL=20261231T090000`. `time` is that of the series: UNTIL in Z
 * form is converted to wall time in its zone, which the runtime must know. `Left` names every part that is wrong or not understood.
 */
export const parseRecurrenceRule = (value: string, time: AppointmentTime): E.Either<ReadonlyArray<FieldError>, RecurrenceRule> => {
  const found = split(value)
  if (E.isLeft(found)) return found
  const parts = found.right
  const errors: Array<FieldError> = []
  const take = <A>(part: string, absent: A, parse: (text: string) => Parsed<A>): A => {
    const text = parts.get(part)
    if (text === undefined) return absent
    const parsed = parse(text)
    if (E.isRight(parsed)) return parsed.right
    errors.push(parsed.left)
    return absent
  }
  const freq = parts.get('FREQ')
  if (freq === undefined || !frequencies.includes(freq)) return E.left([wrong('FREQ', freq, `one of ${frequencies.join(', ')}`)])
  const frequency = freq as Frequency
  const maxNth = frequency === 'MONTHLY' || (frequency === 'YEARLY' && parts.has('BYMONTH')) ? 5 : frequency === 'YEARLY' ? 53 : 0
  const rule: RecurrenceRule = {
    frequency,
    interval: take('INTERVAL', 1, (s) => integer('INTERVAL', s, 1, 999)),
    count: take<number | null>('COUNT', null, (s) => integer('COUNT', s, 1, 9999)),
    until: take<LocalDateTime | null>('UNTIL', null, (s) => untilOf(s, time)),
    byDay: take<ReadonlyArray<DayOfRule>>('BYDAY', [], (s) => days(s, maxNth)),
    byMonthDay: take<ReadonlyArray<number>>('BYMONTHDAY', [], (s) => signed('BYMONTHDAY', s, 31)),
    byMonth: take<ReadonlyArray<number>>('BYMONTH', [], months),
    bySetPos: take<ReadonlyArray<number>>('BYSETPOS', [], (s) => signed('BYSETPOS', s, 366)),
    weekStart: take('WKST', 0, weekStartOf)
  }
  const all = errors.length > 0 ? errors : clashes(rule)
  return all.length > 0 ? E.left(all) : E.right(rule)
}
