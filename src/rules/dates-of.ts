/** The dates that an item or activity takes up, for the window of a first run (B22). */
import type { Activity } from '../core/model/activity'
import type { AppointmentItem, Item, Recurrence } from '../core/model/item'
import { PlainDate, type AppointmentTime } from '../core/model/time'
import { addDays } from '../time/zones'

/** First and last date, both included; `last` is `null` where there is no known end. */
export interface Dates {
  readonly first: PlainDate
  readonly last: PlainDate | null
}

/** The dates on the calendar of whoever wrote the time down. Ends are exclusive, so what ends at midnight does not take up the new day. */
const datesOfTime = (time: AppointmentTime): { readonly first: PlainDate; readonly last: PlainDate } => {
  const first = time.allDay ? time.start : time.start.local.slice(0, 10)
  const end = time.allDay ? time.end : time.end.local.slice(0, 10)
  const last = time.allDay || time.end.local.endsWith('T00:00:00') ? addDays(end, -1) : end
  return { first, last: last < first ? first : last }
}

/** The last date of an RFC 5545 rule that says one; 9999 is how some servers say that there is none. Of a rule with a COUNT the end is not worked out here: the series may go on. */
const untilOf = (rule: string): PlainDate | null => {
  const until = /(?:^|;)UNTIL=(\d{4})(\d{2})(\d{2})/i.exec(rule)
  const date = until === null ? '' : `${until[1]}-${until[2]}-${until[3]}`
  return PlainDate.is(date) && !date.startsWith('9999') ? date : null
}

const datesOfSeries = (time: AppointmentTime, { rule, exceptions }: Recurrence): Dates => {
  const own = datesOfTime(time)
  const moved = exceptions.map((e) => datesOfTime(e.time))
  const first = moved.reduce((least, d) => (d.first < least ? d.first : least), own.first)
  const until = untilOf(rule)
  if (until === null) return { first, last: null }
  const days = Math.round((Date.parse(own.last) - Date.parse(own.first)) / 86_400_000)
  return { first, last: moved.reduce((most, d) => (d.last > most ? d.last : most), addDays(until, days)) }
}

const datesOfAppointment = (time: AppointmentTime, recurrence: AppointmentItem['recurrence']): Dates => (recurrence === null ? datesOfTime(time) : datesOfSeries(time, recurrence))

/** An e-mail takes up the date it was sent, in UTC; a task the one it is due, else the one it starts, and `null` where it has neither. */
export const datesOf = (subject: Item | Activity): Dates | null => {
  switch (subject.kind) {
    case 'email': {
      const date = subject.fields.sentAt.slice(0, 10)
      return { first: date, last: date }
    }
    case 'appointment':
      return datesOfAppointment(subject.fields.time, 'recurrence' in subject ? subject.recurrence : null)
    case 'task': {
      const date = subject.fields.due ?? subject.fields.start
      return date === null ? null : { first: date, last: date }
    }
  }
}
