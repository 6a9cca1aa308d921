/** Whether a pattern has an occurrence on the date of its start. */
import type { PlainDate } from '../../../core/model/time'
import type { PatternPayload } from './pattern'

const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const

const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

const positions = { first: 0, second: 1, third: 2, fourth: 3, last: -1 } as const

/** Whether the date is on the first, second, … last of the pattern's days in its month. */
const isRelative = (p: PatternPayload, year: number, month: number, day: number): boolean => {
  const firstWeekday = new Date(Date.UTC(year, month - 1, 1)).getUTCDay()
  const such = Array.from({ length: daysInMonth(year, month) }, (_, i) => i + 1).filter((d) => p.daysOfWeek?.includes(names[(firstWeekday + d - 1) % 7] ?? 'sunday'))
  return such.at(positions[p.index ?? 'first']) === day
}

/** Tells of the start's own date only, which the pattern's interval has no part in. */
export const startsOn = (p: PatternPayload, date: PlainDate): boolean => {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  if (p.month !== undefined && p.month !== month) return false
  switch (p.type) {
    case 'daily':
      return true
    case 'weekly':
      return p.daysOfWeek?.includes(names[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? 'sunday') === true
    case 'absoluteMonthly':
    case 'absoluteYearly':
      return day === Math.min(p.dayOfMonth ?? 0, daysInMonth(year, month))
    default:
      return isRelative(p, year, month, day)
  }
}
