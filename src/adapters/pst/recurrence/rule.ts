/** A recurrence pattern as the value of an RRULE (RFC 5545 3.3.10). */
import { damaged } from '../format/damage'
import type { Pattern } from './blob'
import { localOf, minutesPerDay } from './wall-time'

const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const

const daysIn = (mask: number): ReadonlyArray<string> => weekdays.filter((_, i) => (mask & (1 << i)) !== 0)

const longestOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Outlook takes the last day of a month that is too short; BYMONTHDAY would skip the month. @param month of a yearly one, 1 to 12 */
const monthDay = (day: number, month: number | null): ReadonlyArray<string> => {
  if (day < 1 || day > 31) return damaged('a recurrence: the day of the month')
  if (day <= 28 || (month !== null && month !== 2 && day <= (longestOfMonth[month - 1] ?? 0))) return [`BYMONTHDAY=${day}`]
  if (day >= (month === null ? 31 : (longestOfMonth[month - 1] ?? 31) + 1)) return ['BYMONTHDAY=-1']
  return [`BYMONTHDAY=${Array.from({ length: day - 27 }, (_, i) => 28 + i).join(',')}`, 'BYSETPOS=-1']
}

const nthDay = (mask: number, nth: number): ReadonlyArray<string> => {
  const days = daysIn(mask)
  const position = nth === 5 ? -1 : nth
  if (days.length === 0 || nth < 1 || nth > 5) return damaged('a recurrence: the day of the month')
  return days.length === 1 ? [`BYDAY=${position}${days[0]}`] : [`BYDAY=${days.join(',')}`, `BYSETPOS=${position}`]
}

const every = (n: number): ReadonlyArray<string> => (n === 1 ? [] : [`INTERVAL=${n}`])

/** The part that says when it repeats, and the month of a yearly one. */
const repetition = (p: Pattern): ReadonlyArray<string> => {
  if (p.period === 0) return damaged('a recurrence: its interval')
  if (p.type === 'day') {
    if (p.period % minutesPerDay !== 0) return damaged('a recurrence: its interval')
    return ['FREQ=DAILY', ...every(p.period / minutesPerDay)]
  }
  if (p.type === 'week') {
    const days = daysIn(p.weekdays)
    if (days.length === 0) return damaged('a recurrence: its weekdays')
    // Where weeks begin only matters when some are left out.
    const begin = p.period > 1 && days.length > 1 ? [`WKST=${weekdays[p.firstWeekday % 7]}`] : []
    return ['FREQ=WEEKLY', ...every(p.period), `BYDAY=${days.join(',')}`, ...begin]
  }
  const month = p.frequency === 'yearly' && p.period % 12 === 0 ? Number(localOf(p.startDate).slice(5, 7)) : null
  const day = p.type === 'monthNth' ? nthDay(p.weekdays, p.nth) : p.type === 'monthEnd' ? ['BYMONTHDAY=-1'] : monthDay(p.day, month)
  return month === null ? ['FREQ=MONTHLY', ...every(p.period), ...day] : ['FREQ=YEARLY', ...every(p.period / 12), `BYMONTH=${month}`, ...day]
}

/** @param startOffset minutes after midnight at which it begins; UNTIL is the last start by the rule, in wall time */
export const ruleOf = (p: Pattern, startOffset: number): string => {
  const end =
    p.end._tag === 'never'
      ? []
      : p.end._tag === 'after'
        ? [p.end.count > 0 ? `COUNT=${p.end.count}` : damaged('a recurrence: its count')]
        : [`UNTIL=${localOf(p.end.date + startOffset).replace(/[-:]/g, '')}`]
  return [...repetition(p), ...end].join(';')
}
