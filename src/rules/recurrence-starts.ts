/**
 * The starts that a rule gives, in wall time. `rrule` is fed wall time as if it were UTC and no zone at all: with a zone
 * its answers depend on the zone of the process, a UTC end drops the last start, and UTC exclusions are ignored.
 */
import type { LocalDateTime } from '../core/model/time'
import type { RecurrenceRule } from './recurrence-rule'
import { RRule, Weekday, type RRuleOptions } from './rrule-import'

/** A wall time as milliseconds, as if it were UTC. */
export const wallMs = (local: LocalDateTime): number => Date.parse(`${local}Z`)

/** The reverse of {@link wallMs}, to the second. */
export const wallText = (ms: number): LocalDateTime => new Date(ms).toISOString().slice(0, 19)

/** Milliseconds of a day on the wall, where none is longer or shorter than another. */
export const dayMs = 86_400_000

/** How many starts are looked at for one question: 54 years of a daily series, and more than `COUNT` may be. */
export const maxCandidates = 20_000

/** The Gregorian calendar repeats after 400 years to the day and weekday. */
const cycleMs = 146_097 * dayMs

/**
 * `rrule` gives up on a rule that yields nothing only in the year 9999, eight thousand years of looking. Moved by whole
 * cycles to the years 9200 to 9599, the same rule on the same calendar gives up after 400 to 799 years.
 */
const cyclesToMove = (ms: number): number => Math.floor((9599 - new Date(ms).getUTCFullYear()) / 400)

const monthIndex = (ms: number): number => {
  const d = new Date(ms)
  return d.getUTCFullYear() * 12 + d.getUTCMonth()
}

/** The rule with all that it takes from the series' start written out, so that it may begin elsewhere. */
const explicit = (rule: RecurrenceRule, startMs: number): RecurrenceRule => {
  const start = new Date(startMs)
  const bare = rule.byDay.length === 0 && rule.byMonthDay.length === 0
  if (rule.frequency === 'WEEKLY') return bare ? { ...rule, byDay: [{ day: (start.getUTCDay() + 6) % 7, nth: null }] } : rule
  if (rule.frequency === 'MONTHLY') return bare ? { ...rule, byMonthDay: [start.getUTCDate()] } : rule
  if (rule.frequency === 'YEARLY' && bare) return { ...rule, byMonthDay: [start.getUTCDate()], byMonth: rule.byMonth.length > 0 ? rule.byMonth : [start.getUTCMonth() + 1] }
  return rule
}

/**
 * A beginning of a period of the rule on or before `fromMs`, from which it gives the same starts as from its own. Of a
 * monthly or yearly rule it is the first of a month, because a BYSETPOS counts from there.
 */
const skipAhead = (rule: RecurrenceRule, startMs: number, fromMs: number): number => {
  switch (rule.frequency) {
    case 'DAILY':
    case 'WEEKLY': {
      const period = rule.interval * (rule.frequency === 'DAILY' ? 1 : 7) * dayMs
      return startMs + Math.max(0, Math.floor((fromMs - startMs) / period)) * period
    }
    case 'MONTHLY':
    case 'YEARLY': {
      const period = rule.interval * (rule.frequency === 'MONTHLY' ? 1 : 12)
      const first = rule.frequency === 'MONTHLY' ? monthIndex(startMs) : new Date(startMs).getUTCFullYear() * 12
      const month = first + Math.max(0, Math.floor((monthIndex(fromMs) - first) / period)) * period
      const clock = ((startMs % dayMs) + dayMs) % dayMs
      return Date.UTC(Math.floor(month / 12), month % 12, 1) + clock
    }
  }
}

const optionsOf = (rule: RecurrenceRule, beginMs: number): Partial<RRuleOptions> => {
  const byDay = rule.byDay.map(({ day, nth }) => (nth === null ? new Weekday(day) : new Weekday(day, nth)))
  const common = { freq: RRule[rule.frequency], interval: rule.interval, wkst: rule.weekStart, dtstart: new Date(beginMs) }
  // The conditions of a daily rule, and the months of a weekly one, are checked here: without them it always yields, so that it can be stopped.
  if (rule.frequency === 'DAILY') return common
  if (rule.frequency === 'WEEKLY') return { ...common, byweekday: byDay }
  return {
    ...common,
    ...(byDay.length > 0 ? { byweekday: byDay } : {}),
    ...(rule.byMonthDay.length > 0 ? { bymonthday: [...rule.byMonthDay] } : {}),
    ...(rule.byMonth.length > 0 ? { bymonth: [...rule.byMonth] } : {})
  }
}

const passes = (rule: RecurrenceRule, date: Date): boolean => {
  if (rule.frequency !== 'DAILY' && rule.frequency !== 'WEEKLY') return true
  if (rule.byMonth.length > 0 && !rule.byMonth.includes(date.getUTCMonth() + 1)) return false
  if (rule.frequency === 'WEEKLY') return true
  if (rule.byDay.length > 0 && !rule.byDay.some((d) => d.day === (date.getUTCDay() + 6) % 7)) return false
  const daysInMonth = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  return rule.byMonthDay.length === 0 || rule.byMonthDay.includes(date.getUTCDate()) || rule.byMonthDay.includes(date.getUTCDate() - daysInMonth - 1)
}

type Visit = (start: LocalDateTime) => boolean

/**
 * Picks the BYSETPOS of every period, once the first start of the next is seen. Done here because `rrule` takes the first
 * of a set for its second last where it has only one.
 */
const pickPositions = (rule: RecurrenceRule, visit: Visit): Visit => {
  if (rule.bySetPos.length === 0) return visit
  const periodOf = (start: LocalDateTime): string => start.slice(0, rule.frequency === 'MONTHLY' ? 7 : 4)
  let set: Array<LocalDateTime> = []
  const handOn = (): boolean => {
    const whole = set
    set = []
    return whole.every((start, i) => !(rule.bySetPos.includes(i + 1) || rule.bySetPos.includes(i - whole.length)) || visit(start))
  }
  return (start) => {
    const [first] = set
    const going = first === undefined || periodOf(first) === periodOf(start) || (handOn() && (rule.until === null || start <= rule.until))
    set.push(start)
    return going
  }
}

/**
 * Hands every start by the rule at or after `from` to `visit`, in order, until it answers `false`, the rule ends, or
 * {@link maxCandidates} were looked at. `start` is the series' own (DTSTART); it is a start only where the rule gives it.
 */
export const visitStarts = (rule: RecurrenceRule, start: LocalDateTime, from: LocalDateTime, visit: Visit): void => {
  const startMs = wallMs(start)
  const whole = explicit(rule, startMs)
  // A count has to be counted from the beginning; it is at most 9999.
  const beginMs = skipAhead(whole, startMs, rule.count === null ? wallMs(from) : startMs)
  const movedMs = cyclesToMove(beginMs) * cycleMs
  let looked = 0
  let counted = 0
  const accept = pickPositions(whole, (local) => {
    if (local < start) return true
    counted += 1
    return (rule.until === null || local <= rule.until) && (rule.count === null || counted <= rule.count) && (local < from || visit(local))
  })
  new RRule(optionsOf(whole, beginMs + movedMs), true).all((moved) => {
    looked += 1
    if (looked > maxCandidates) return false
    return !passes(whole, moved) || accept(wallText(moved.getTime() - movedMs))
  })
}
