/** A recurrence of Graph as the value of an RRULE (RFC 5545, 3.3.10). */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { integerBetween, oneOf } from '../../../core/codec'
import { type LocalDateTime, PlainDate } from '../../../core/model/time'
import { type Read, wrong } from './common'
import { listOf, optional } from './optional'

/** In the order in which a rule names them. */
const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const

const Day = oneOf(...days)
type Day = t.TypeOf<typeof Day>

const Pattern = t.type({
  type: oneOf('daily', 'weekly', 'absoluteMonthly', 'relativeMonthly', 'absoluteYearly', 'relativeYearly'),
  interval: optional(integerBetween(1, 999)),
  month: optional(integerBetween(0, 12)),
  dayOfMonth: optional(integerBetween(0, 31)),
  daysOfWeek: optional(listOf(Day)),
  firstDayOfWeek: optional(Day),
  index: optional(oneOf('first', 'second', 'third', 'fourth', 'last'))
})
type Pattern = t.TypeOf<typeof Pattern>

const Range = t.type({
  type: oneOf('endDate', 'noEnd', 'numbered'),
  endDate: optional(t.string),
  numberOfOccurrences: optional(integerBetween(0, 9999)),
  recurrenceTimeZone: optional(t.string)
})

/** The recurrence of a series master. What its type does not use, Graph fills with zeros and the year 1. */
export const RecurrenceResource = t.type({ pattern: Pattern, range: Range })
export type RecurrenceResource = t.TypeOf<typeof RecurrenceResource>

const dayCode = (day: Day): string => day.slice(0, 2).toUpperCase()

const positions = { first: 1, second: 2, third: 3, fourth: 4, last: -1 } as const

const longestOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Outlook takes the last day of a month that is too short; BYMONTHDAY would skip the month. @param month of a yearly one, 1 to 12 */
const monthDay = (day: number, month: number | null): ReadonlyArray<string> => {
  const longest = month === null ? 31 : (longestOfMonth[month - 1] ?? 31)
  const shortest = month === null || month === 2 ? 28 : longest
  if (day <= shortest) return [`BYMONTHDAY=${day}`]
  if (day >= longest) return ['BYMONTHDAY=-1']
  return [`BYMONTHDAY=${Array.from({ length: day - 27 }, (_, i) => 28 + i).join(',')}`, 'BYSETPOS=-1']
}

const weekdays = (p: Pattern): Read<ReadonlyArray<string>> => {
  const named = days.filter((d) => p.daysOfWeek?.includes(d)).map(dayCode)
  return named.length > 0 ? E.right(named) : wrong('recurrence.pattern.daysOfWeek', 'nothing', 'at least one day')
}

const relativeDay = (p: Pattern): Read<ReadonlyArray<string>> =>
  E.map((named: ReadonlyArray<string>) => {
    const position = positions[p.index ?? 'first']
    return named.length === 1 ? [`BYDAY=${position}${named[0]}`] : [`BYDAY=${named.join(',')}`, `BYSETPOS=${position}`]
  })(weekdays(p))

const absoluteDay = (p: Pattern, month: number | null): Read<ReadonlyArray<string>> =>
  p.dayOfMonth === null || p.dayOfMonth === 0 ? wrong('recurrence.pattern.dayOfMonth', 'nothing', 'a day from 1 to 31') : E.right(monthDay(p.dayOfMonth, month))

const weekly = (p: Pattern): Read<ReadonlyArray<string>> =>
  // Where weeks begin only matters when some are left out.
  E.map((named: ReadonlyArray<string>) => [`BYDAY=${named.join(',')}`, ...((p.interval ?? 1) > 1 && named.length > 1 ? [`WKST=${dayCode(p.firstDayOfWeek ?? 'sunday')}`] : [])])(weekdays(p))

const yearly = (p: Pattern): Read<ReadonlyArray<string>> => {
  const { month } = p
  if (month === null || month === 0) return wrong('recurrence.pattern.month', 'nothing', 'a month from 1 to 12')
  return E.map((day: ReadonlyArray<string>) => [`BYMONTH=${month}`, ...day])(p.type === 'absoluteYearly' ? absoluteDay(p, month) : relativeDay(p))
}

const which = (p: Pattern): readonly [frequency: string, rest: Read<ReadonlyArray<string>>] => {
  switch (p.type) {
    case 'daily':
      return ['DAILY', E.right([])]
    case 'weekly':
      return ['WEEKLY', weekly(p)]
    case 'absoluteMonthly':
      return ['MONTHLY', absoluteDay(p, null)]
    case 'relativeMonthly':
      return ['MONTHLY', relativeDay(p)]
    default:
      return ['YEARLY', yearly(p)]
  }
}

/** UNTIL is the last start that may be, as wall time: the range's last date at the series' time of day. */
const ending = (range: t.TypeOf<typeof Range>, clock: string): Read<ReadonlyArray<string>> => {
  switch (range.type) {
    case 'noEnd':
      return E.right([])
    case 'numbered':
      return range.numberOfOccurrences === null || range.numberOfOccurrences === 0 ? wrong('recurrence.range.numberOfOccurrences', 'nothing', 'a number of occurrences') : E.right([`COUNT=${range.numberOfOccurrences}`])
    default:
      return PlainDate.is(range.endDate) && range.endDate >= '1601' ? E.right([`UNTIL=${`${range.endDate}T${clock}`.replace(/[-:]/g, '')}`]) : wrong('recurrence.range.endDate', 'something else', 'a date like 2026-11-24')
  }
}

/** The rule of a series that starts at `start`, wall time in its zone; of an all-day series at midnight. Errors name the part that is missing. */
export const readRule = ({ pattern, range }: RecurrenceResource, start: LocalDateTime): Read<string> => {
  const [frequency, rest] = which(pattern)
  if (E.isLeft(rest)) return rest
  const interval = pattern.interval === null || pattern.interval === 1 ? [] : [`INTERVAL=${pattern.interval}`]
  return E.map((end: ReadonlyArray<string>) => [`FREQ=${frequency}`, ...interval, ...rest.right, ...end].join(';'))(ending(range, start.slice(11)))
}
