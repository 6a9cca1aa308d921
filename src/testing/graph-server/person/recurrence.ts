/** RFC 5545 rules as Outlook keeps them. */
import type { DayOfWeek, PatternedRecurrence, RecurrencePattern, RecurrencePatternType, WeekIndex } from '@microsoft/microsoft-graph-types'
import type { EventSpan } from '../state/model'

const days: Readonly<Record<string, DayOfWeek>> = { SU: 'sunday', MO: 'monday', TU: 'tuesday', WE: 'wednesday', TH: 'thursday', FR: 'friday', SA: 'saturday' }
const week: ReadonlyArray<DayOfWeek> = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const indices: Readonly<Record<string, WeekIndex>> = { '1': 'first', '2': 'second', '3': 'third', '4': 'fourth', '-1': 'last' }

type Parts = Readonly<Record<string, string>>

const partsOf = (rule: string): Parts => Object.fromEntries(rule.split(';').map((p) => [(p.split('=')[0] ?? '').toUpperCase(), p.split('=')[1] ?? '']))

const weekdayOf = (date: string): DayOfWeek => week[new Date(`${date}T00:00:00Z`).getUTCDay()] as DayOfWeek

interface ByDay {
  readonly days: ReadonlyArray<DayOfWeek>
  readonly nth: string | null
}

const byDay = (p: Parts): ByDay => {
  const given = (p['BYDAY'] ?? '').split(',').filter((d) => d !== '')
  const nth = given[0]?.slice(0, -2) ?? ''
  return { days: given.map((d) => days[d.slice(-2)] as DayOfWeek), nth: nth === '' ? (p['BYSETPOS'] ?? null) : nth.replace('+', '') }
}

const patternOf = (p: Parts, date: string): RecurrencePattern => {
  const by = byDay(p)
  const base = { interval: Number(p['INTERVAL'] ?? '1'), month: 0, dayOfMonth: 0, daysOfWeek: [] as DayOfWeek[], firstDayOfWeek: days[p['WKST'] ?? 'MO'] ?? 'monday', index: 'first' as WeekIndex }
  const month = Number(p['BYMONTH'] ?? date.slice(5, 7))
  const dayOfMonth = p['BYMONTHDAY'] === '-1' ? 31 : Number(p['BYMONTHDAY'] ?? date.slice(8, 10))
  const relative = { daysOfWeek: [...by.days], index: indices[by.nth ?? '1'] ?? 'first' }
  switch (p['FREQ']) {
    case 'DAILY':
      return by.days.length > 0 ? { ...base, type: 'weekly', interval: 1, daysOfWeek: [...by.days] } : { ...base, type: 'daily' }
    case 'WEEKLY':
      return { ...base, type: 'weekly', daysOfWeek: by.days.length > 0 ? [...by.days] : [weekdayOf(date)] }
    case 'MONTHLY':
      return by.days.length > 0 ? { ...base, type: 'relativeMonthly', ...relative } : { ...base, type: 'absoluteMonthly', dayOfMonth }
    case 'YEARLY':
      return by.days.length > 0 ? { ...base, type: 'relativeYearly', month, ...relative } : { ...base, type: 'absoluteYearly', month, dayOfMonth }
    default:
      // Outlook has no such pattern; other programs can leave one in a calendar that Graph has no name for.
      return { ...base, type: (p['FREQ'] ?? 'unknown').toLowerCase() as RecurrencePatternType }
  }
}

/** A rule of an appointment with this first time. */
export const recurrenceOfRule = (rule: string, span: EventSpan): PatternedRecurrence => {
  const p = partsOf(rule)
  const startDate = span.start.local.slice(0, 10)
  const until = p['UNTIL']
  const common = { startDate, recurrenceTimeZone: span.start.zoneName, numberOfOccurrences: Number(p['COUNT'] ?? '0') }
  const endDate = until === undefined ? '0001-01-01' : `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`
  return { pattern: patternOf(p, startDate), range: { ...common, type: until !== undefined ? 'endDate' : p['COUNT'] !== undefined ? 'numbered' : 'noEnd', endDate } }
}
