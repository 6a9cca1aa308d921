/** Recurrences as requests give them, completed as Outlook completes them. */
import type { PatternedRecurrence, RecurrencePattern, RecurrenceRange } from '@microsoft/microsoft-graph-types'
import type * as t from 'io-ts'
import { PlainDate } from '../../../core/model/time'
import { datesOf } from '../recurrence/dates'
import { refuse } from '../http/answer'
import type { EventSpan } from '../state/model'
import { outlookZoneName } from '../times/date-times'
import type { RecurrenceCodec } from './codecs'

const invalid = (message: string): never => refuse(400, 'ErrorPropertyValidationFailure', message)

type Given = t.TypeOf<typeof RecurrenceCodec>

const needsDays = ['weekly', 'relativeMonthly', 'relativeYearly']
const needsDay = ['absoluteMonthly', 'absoluteYearly']
const needsMonth = ['absoluteYearly', 'relativeYearly']

const readPattern = (p: Given['pattern']): RecurrencePattern => {
  const type = p?.type ?? invalid('The recurrence has no type.')
  const interval = p?.interval ?? 0
  if (!Number.isInteger(interval) || interval < 1) invalid('The interval of the recurrence must be at least 1.')
  if (needsDays.includes(type) && (p?.daysOfWeek ?? []).length === 0) invalid('The recurrence has no days of the week.')
  const dayOfMonth = p?.dayOfMonth ?? 0
  if (needsDay.includes(type) && (dayOfMonth < 1 || dayOfMonth > 31)) invalid('The recurrence has no day of the month.')
  const month = p?.month ?? 0
  if (needsMonth.includes(type) && (month < 1 || month > 12)) invalid('The recurrence has no month.')
  return {
    type,
    interval,
    month: needsMonth.includes(type) ? month : 0,
    dayOfMonth: needsDay.includes(type) ? dayOfMonth : 0,
    daysOfWeek: needsDays.includes(type) ? [...(p?.daysOfWeek ?? [])] : [],
    firstDayOfWeek: p?.firstDayOfWeek ?? 'sunday',
    index: p?.index ?? 'first'
  }
}

const readRange = (r: Given['range'], span: EventSpan): RecurrenceRange => {
  const type = r?.type ?? invalid('The range of the recurrence has no type.')
  const startDate = r?.startDate ?? null
  if (startDate !== span.start.local.slice(0, 10)) invalid('The startDate of the range must be the date on which the event starts.')
  const endDate = r?.endDate ?? null
  if (type === 'endDate' && (!PlainDate.is(endDate) || endDate < (startDate ?? ''))) invalid('The range of the recurrence has no end date after its start.')
  const count = r?.numberOfOccurrences ?? 0
  if (type === 'numbered' && (!Number.isInteger(count) || count < 1 || count > 999)) invalid('The range of the recurrence has no number of occurrences.')
  return {
    type,
    startDate,
    endDate: type === 'endDate' ? endDate : '0001-01-01',
    recurrenceTimeZone: r?.recurrenceTimeZone === null || r?.recurrenceTimeZone === undefined ? span.start.zoneName : outlookZoneName(r.recurrenceTimeZone),
    numberOfOccurrences: type === 'numbered' ? count : 0
  }
}

/** Refuses with 400 what no series can be made of. */
export const readRecurrence = (given: Given | null | undefined, span: EventSpan): PatternedRecurrence | null => {
  if (given === null || given === undefined) return null
  const recurrence: PatternedRecurrence = { pattern: readPattern(given.pattern), range: readRange(given.range, span) }
  return datesOf(recurrence, '9998-01-01').length === 0 ? invalid('The recurrence has no occurrence.') : recurrence
}

/** The same series, when its event was moved to another date. */
export const withStart = (recurrence: PatternedRecurrence | null | undefined, span: EventSpan): PatternedRecurrence | null =>
  recurrence === null || recurrence === undefined ? null : { ...recurrence, range: { ...recurrence.range, startDate: span.start.local.slice(0, 10) } }
