/** The pattern of a recurrence of Graph for a rule, where there is one that gives the same starts. */
import type { DayOfWeek, RecurrencePattern, WeekIndex } from '@microsoft/microsoft-graph-types'
import * as E from 'fp-ts/lib/Either.js'
import type { PlainDate } from '../../../core/model/time'
import { cannot, type Encoded } from './payload'
import { dayCodes, type Rule } from './rrule'

const dayNames = { SU: 'sunday', MO: 'monday', TU: 'tuesday', WE: 'wednesday', TH: 'thursday', FR: 'friday', SA: 'saturday' } as const satisfies Record<string, DayOfWeek>
type DayName = (typeof dayNames)[keyof typeof dayNames]

const nameOf = (code: string): DayName => dayNames[code as keyof typeof dayNames]

const indexes = new Map<number, 'first' | 'second' | 'third' | 'fourth' | 'last'>([
  [1, 'first'],
  [2, 'second'],
  [3, 'third'],
  [4, 'fourth'],
  [-1, 'last']
] satisfies ReadonlyArray<readonly [number, WeekIndex]>)

/** What `type` says is used; Graph fills in the rest. */
export interface PatternPayload {
  readonly type: 'daily' | 'weekly' | 'absoluteMonthly' | 'relativeMonthly' | 'absoluteYearly' | 'relativeYearly'
  readonly interval: number
  readonly daysOfWeek?: Array<DayName>
  readonly firstDayOfWeek?: DayName
  readonly dayOfMonth?: number
  readonly month?: number
  readonly index?: 'first' | 'second' | 'third' | 'fourth' | 'last'
}

const lacking = (part: string): Encoded<never> => cannot(`this ${part} of a recurrence rule`)

const weekly = (rule: Rule, days: ReadonlyArray<string>): Encoded<PatternPayload> =>
  E.right({ type: 'weekly', interval: rule.interval, daysOfWeek: days.map(nameOf), firstDayOfWeek: nameOf(rule.weekStart) } satisfies RecurrencePattern)

const longestOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/**
 * The day of the month. Outlook takes the last day of a month that is too short, where a rule leaves the month out: so 29
 * to 31 stand only for the rules that say the former. `null` where no day of Outlook's gives the same.
 */
const dayOfMonth = (rule: Rule, startDay: number, month: number | null): number | null => {
  const longest = month === null ? 31 : (longestOfMonth[month - 1] ?? 31)
  const shortest = month === null || month === 2 ? 28 : longest
  const given = rule.byMonthDay.length === 0 ? [startDay] : [...rule.byMonthDay].sort((a, b) => a - b)
  const [only, ...more] = given
  if (more.length === 0 && (rule.bySetPos.length === 0 || ['1', '-1'].includes(rule.bySetPos.join()))) return only === -1 ? longest : only !== undefined && only > 0 && only <= shortest ? only : null
  // 28,29,30 with BYSETPOS=-1: the 30th, or the last before it.
  const last = given[given.length - 1] ?? 0
  return rule.bySetPos.join() === '-1' && given.every((d, i) => d === 28 + i) && last <= 31 ? Math.min(last, longest) : null
}

const relative = (rule: Rule, month: number | null): Encoded<PatternPayload> => {
  const [first] = rule.byDay
  const counted = rule.byDay.filter((d) => d.nth !== 0).length
  if (first === undefined || (counted > 0 && rule.byDay.length > 1)) return lacking('BYDAY')
  if (rule.byMonthDay.length > 0) return lacking('BYMONTHDAY')
  if (counted > 0 && rule.bySetPos.length > 0) return lacking('BYSETPOS')
  const [position, ...others] = counted > 0 ? [first.nth] : rule.bySetPos
  const index = position === undefined || others.length > 0 ? undefined : indexes.get(position)
  if (index === undefined) return lacking(counted > 0 ? 'BYDAY' : 'BYSETPOS')
  return E.right({
    type: month === null ? 'relativeMonthly' : 'relativeYearly',
    interval: rule.interval,
    daysOfWeek: rule.byDay.map((d) => nameOf(d.day)),
    index,
    ...(month === null ? {} : { month })
  } satisfies RecurrencePattern)
}

const absolute = (rule: Rule, startDay: number, month: number | null): Encoded<PatternPayload> => {
  const day = dayOfMonth(rule, startDay, month)
  if (day === null) return lacking(rule.bySetPos.length > 0 ? 'BYSETPOS' : 'BYMONTHDAY')
  return E.right({ type: month === null ? 'absoluteMonthly' : 'absoluteYearly', interval: rule.interval, dayOfMonth: day, ...(month === null ? {} : { month }) } satisfies RecurrencePattern)
}

const everySuchDay = (rule: Rule): boolean => rule.byDay.length > 0 && rule.byDay.every((d) => d.nth === 0) && rule.bySetPos.length === 0 && rule.byMonthDay.length === 0

/** The code of the weekday of a date. */
const weekdayOf = (date: PlainDate): string => dayCodes[new Date(`${date}T00:00:00Z`).getUTCDay()] as string

/** The pattern. Errors: `Unsupported`, naming the part of the rule that no pattern can say. */
export const patternPayload = (rule: Rule, start: PlainDate): Encoded<PatternPayload> => {
  const days = rule.byDay.map((d) => d.day)
  const startDay = Number(start.slice(8))
  const startMonth = Number(start.slice(5, 7))
  switch (rule.frequency) {
    case 'DAILY': {
      if (rule.byMonth.length > 0) return lacking('BYMONTH')
      if (rule.byMonthDay.length > 0) return lacking('BYMONTHDAY')
      if (rule.bySetPos.length > 0) return lacking('BYSETPOS')
      if (days.length === 0) return E.right({ type: 'daily', interval: rule.interval } satisfies RecurrencePattern)
      // Every working day is a weekly pattern.
      return rule.interval === 1 && everySuchDay(rule) ? weekly(rule, days) : lacking('BYDAY')
    }
    case 'WEEKLY': {
      if (rule.byMonth.length > 0) return lacking('BYMONTH')
      if (rule.byMonthDay.length > 0) return lacking('BYMONTHDAY')
      if (rule.bySetPos.length > 0) return lacking('BYSETPOS')
      if (rule.byDay.some((d) => d.nth !== 0)) return lacking('BYDAY')
      return weekly(rule, days.length > 0 ? days : [weekdayOf(start)])
    }
    case 'MONTHLY': {
      if (rule.byMonth.length > 0) return lacking('BYMONTH')
      if (everySuchDay(rule)) return rule.interval === 1 ? weekly(rule, days) : lacking('BYDAY')
      return days.length > 0 ? relative(rule, null) : absolute(rule, startDay, null)
    }
    default: {
      const [month = startMonth, ...others] = rule.byMonth
      // Without a month, a day of the month is in every one, and a counted weekday is counted in the year.
      if (others.length > 0 || (rule.byMonth.length === 0 && (days.length > 0 || rule.byMonthDay.length > 0))) return lacking('BYMONTH')
      return days.length > 0 ? relative(rule, month) : absolute(rule, startDay, month)
    }
  }
}
