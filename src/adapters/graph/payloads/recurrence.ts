/** A recurrence rule as a recurrence of Graph. */
import type { PatternedRecurrence } from '@microsoft/microsoft-graph-types'
import * as E from 'fp-ts/lib/Either.js'
import type { AppointmentTime } from '../../../core/model/time'
import { isKnownZone, windowsZone } from '../../../time/zones'
import { patternPayload, type PatternPayload } from './pattern'
import { cannot, type Encoded, refuse } from './payload'
import { parseRule } from './rrule'
import { startsOn } from './starts-on'

/** The range of a recurrence: `startDate` is the date of the series' start. */
export interface RangePayload {
  readonly type: 'endDate' | 'noEnd' | 'numbered'
  readonly startDate: string
  readonly endDate?: string
  readonly numberOfOccurrences?: number
  readonly recurrenceTimeZone?: string
}

/** What `recurrence` of an event holds. */
export interface RecurrencePayload {
  readonly pattern: PatternPayload
  readonly range: RangePayload
}

/** The zone has to be told by a name that Graph knows, or the occurrences beyond a change of the clocks would be others. */
const zoneNameOf = (time: AppointmentTime): string | null => (time.allDay ? 'UTC' : windowsZone(time.start.zone))

/**
 * The recurrence for a rule and the time of its first occurrence. Errors: `InvalidPayload` for a rule that is wrong;
 * `Unsupported` for one that Outlook has no pattern for, naming the part, and where the first occurrence is not one by the rule.
 */
export const recurrencePayload = (rule: string, time: AppointmentTime): Encoded<RecurrencePayload> => {
  if (!time.allDay && !isKnownZone(time.start.zone)) return refuse('recurrence rule', 'time.start.zone', 'string', 'a time zone that is known')
  const zone = zoneNameOf(time)
  if (zone === null) return cannot('a series in a time zone that Windows does not have')
  const parsed = parseRule(rule, time)
  if (E.isLeft(parsed)) return parsed
  const { count, lastDate } = parsed.right
  const startDate = time.allDay ? time.start : time.start.local.slice(0, 10)
  const pattern = patternPayload(parsed.right, startDate)
  if (E.isLeft(pattern)) return pattern
  // Exchange would move the series to the next start by the rule, and count its weeks and months from there.
  if (!startsOn(pattern.right, startDate)) return cannot('a series whose first occurrence is not one by its rule')
  if (lastDate !== null && lastDate < startDate) return refuse('recurrence rule', 'UNTIL', 'something else', 'not before the first occurrence')
  const range: RangePayload = {
    ...(count !== null ? { type: 'numbered', numberOfOccurrences: count } : lastDate !== null ? { type: 'endDate', endDate: lastDate } : { type: 'noEnd' }),
    startDate,
    recurrenceTimeZone: zone
  }
  return E.right({ pattern: pattern.right, range } satisfies PatternedRecurrence)
}
