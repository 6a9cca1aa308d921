/** The dates that a recurrence pattern gives, on the wall of its zone (recurrencePattern and recurrenceRange of Graph). */
import type { PatternedRecurrence, RecurrencePattern } from '@microsoft/microsoft-graph-types'
import type { PlainDate } from '../../../core/model/time'

const dayMs = 86_400_000
const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const
const indices = ['first', 'second', 'third', 'fourth', 'last'] as const

/** No series is looked at for longer. */
const mostDates = 5_000

const dayNumber = (date: PlainDate): number => Date.parse(`${date}T00:00:00Z`) / dayMs
const dateOf = (day: number): PlainDate => new Date(day * dayMs).toISOString().slice(0, 10)
// Day 0 was a Thursday.
const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7
const firstOfMonth = (month: number): number => Date.UTC(Math.floor(month / 12), month % 12, 1) / dayMs
const monthOf = (date: PlainDate): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1

const weekdays = (pattern: RecurrencePattern): ReadonlyArray<number> => (pattern.daysOfWeek ?? []).map((d) => days.indexOf(d))

const relativeDay = (pattern: RecurrencePattern, month: number): number | null => {
  const [first, next] = [firstOfMonth(month), firstOfMonth(month + 1)]
  const wanted = weekdays(pattern)
  const candidates = Array.from({ length: next - first }, (_, i) => first + i).filter((day) => wanted.includes(weekdayOf(day)))
  const index = indices.indexOf(pattern.index ?? 'first')
  return (index === 4 ? candidates.at(-1) : candidates[index]) ?? null
}

/** Shorter months have it on their last day, as in Outlook. */
const absoluteDay = (pattern: RecurrencePattern, month: number): number => {
  const [first, next] = [firstOfMonth(month), firstOfMonth(month + 1)]
  return first + Math.min(pattern.dayOfMonth ?? 1, next - first) - 1
}

function* monthly(pattern: RecurrencePattern, start: PlainDate, step: number, from: number): Generator<number> {
  const relative = pattern.type === 'relativeMonthly' || pattern.type === 'relativeYearly'
  for (let month = from; month < 9999 * 12; month += step) {
    const day = relative ? relativeDay(pattern, month) : absoluteDay(pattern, month)
    if (day !== null && day >= dayNumber(start)) yield day
  }
}

function* daysBy(pattern: RecurrencePattern, start: PlainDate): Generator<number> {
  const interval = Math.max(1, pattern.interval ?? 1)
  const first = dayNumber(start)
  switch (pattern.type) {
    case 'daily':
      for (let day = first; ; day += interval) yield day
    case 'weekly': {
      const weekStart = days.indexOf(pattern.firstDayOfWeek ?? 'sunday')
      const monday = first - ((weekdayOf(first) - weekStart + 7) % 7)
      const wanted = weekdays(pattern)
      for (let week = monday; ; week += 7 * interval) {
        for (let day = week; day < week + 7; day += 1) if (day >= first && wanted.includes(weekdayOf(day))) yield day
      }
    }
    case 'absoluteMonthly':
    case 'relativeMonthly':
      return yield* monthly(pattern, start, interval, monthOf(start))
    case 'absoluteYearly':
    case 'relativeYearly': {
      const month = Math.floor(monthOf(start) / 12) * 12 + (pattern.month ?? 1) - 1
      return yield* monthly(pattern, start, 12 * interval, month)
    }
    default:
      // Something that this server cannot tell, like an hourly series: its first time only.
      yield first
  }
}

/** Dates of the series up to and with `last`. */
export const datesOf = (recurrence: PatternedRecurrence, last: PlainDate): ReadonlyArray<PlainDate> => {
  const { pattern, range } = recurrence
  if (pattern === null || pattern === undefined || range === null || range === undefined) return []
  const end = range.type === 'endDate' && typeof range.endDate === 'string' && range.endDate < last ? range.endDate : last
  const count = range.type === 'numbered' ? (range.numberOfOccurrences ?? 1) : mostDates
  const dates: PlainDate[] = []
  if (pattern.type === 'weekly' && weekdays(pattern).length === 0) return []
  for (const day of daysBy(pattern, range.startDate ?? '')) {
    if (dates.length >= Math.min(count, mostDates) || dateOf(day) > end) break
    dates.push(dateOf(day))
  }
  return dates
}
