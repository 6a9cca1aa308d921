/** The starts of a recurrence of Graph, found by looking at every day: slow, and with nothing in common with what it is compared to. */
import type { RecurrencePayload } from '../../../../src/adapters/graph/payloads/recurrence'

const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const
const dayMs = 86_400_000

const lengthOf = (d: Date): number => new Date(Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + 1, 0)).getUTCDate()
const weekOf = (d: Date, first: number): number => Math.floor((d.getTime() - ((d.getUTCDay() - first + 7) % 7) * dayMs) / (7 * dayMs) + 1000)
const months = (d: Date): number => d.getUTCFullYear() * 12 + d.getUTCMonth()

/** As Outlook: a day that the month does not have is its last. */
const isOn = ({ pattern: p }: RecurrencePayload, d: Date, start: Date): boolean => {
  const named = (x: Date): boolean => p.daysOfWeek?.includes(names[x.getUTCDay()] ?? 'sunday') === true
  const absolute = (): boolean => d.getUTCDate() === Math.min(p.dayOfMonth ?? 0, lengthOf(d))
  const relative = (): boolean => {
    if (!named(d)) return false
    const such = Array.from({ length: lengthOf(d) }, (_, i) => i + 1).filter((day) => named(new Date(Date.UTC(d.getUTCFullYear(), d.getUTCMonth(), day))))
    return such[{ first: 0, second: 1, third: 2, fourth: 3, last: such.length - 1 }[p.index ?? 'first']] === d.getUTCDate()
  }
  switch (p.type) {
    case 'daily':
      return Math.round((d.getTime() - start.getTime()) / dayMs) % p.interval === 0
    case 'weekly': {
      const first = names.indexOf(p.firstDayOfWeek ?? 'sunday')
      return named(d) && (weekOf(d, first) - weekOf(start, first)) % p.interval === 0
    }
    case 'absoluteMonthly':
      return absolute() && (months(d) - months(start)) % p.interval === 0
    case 'relativeMonthly':
      return relative() && (months(d) - months(start)) % p.interval === 0
    case 'absoluteYearly':
      return absolute() && d.getUTCMonth() + 1 === p.month && (d.getUTCFullYear() - start.getUTCFullYear()) % p.interval === 0
    default:
      return relative() && d.getUTCMonth() + 1 === p.month && (d.getUTCFullYear() - start.getUTCFullYear()) % p.interval === 0
  }
}

/** Dates of the first starts, at most so many, and none after `days` days. */
export const expandPattern = (r: RecurrencePayload, wanted: number, days: number): ReadonlyArray<string> => {
  const start = new Date(`${r.range.startDate}T00:00:00Z`)
  const most = Math.min(wanted, r.range.type === 'numbered' ? (r.range.numberOfOccurrences ?? 0) : Infinity)
  const found: Array<string> = []
  for (let n = 0; n <= days && found.length < most; n += 1) {
    const d = new Date(start.getTime() + n * dayMs)
    const date = d.toISOString().slice(0, 10)
    if (r.range.type === 'endDate' && date > (r.range.endDate ?? '')) break
    if (isOn(r, d, start)) found.push(date)
  }
  return found
}
