/** Items for the recurrence tests. */
import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import type { AppointmentItem, OccurrenceException, Recurrence } from '../../src/core/model/item'
import type { AppointmentTime } from '../../src/core/model/time'
import { openSeries, type Occurrence, type Series } from '../../src/rules/occurrences'

export const timed = (start: string, end: string, zone = 'Europe/Stockholm'): AppointmentTime => ({ allDay: false, start: { local: start, zone }, end: { local: end, zone } })
export const allDay = (start: string, end: string): AppointmentTime => ({ allDay: true, start, end })

export const exceptionOf = (original: string, time: AppointmentTime, over: Partial<OccurrenceException> = {}): OccurrenceException => ({
  original,
  time,
  subject: null,
  body: null,
  location: null,
  showAs: null,
  ...over
})

export const appointment = (time: AppointmentTime, rule: string | null, over: Partial<Recurrence> = {}): AppointmentItem => ({
  kind: 'appointment',
  id: 'item-1',
  version: '1',
  identity: 'uid-1',
  ownKey: null,
  place: 'normal',
  sensitivity: 'normal',
  modifiedAt: '2026-01-01T00:00:00.000Z',
  organizer: null,
  attendees: [],
  role: 'none',
  cancelled: false,
  recurrence: rule === null ? null : { rule, cancelled: [], exceptions: [], ...over },
  fields: { subject: 'Weekly talk', body: { type: 'text', content: 'the agenda' }, location: 'Room 1', time, showAs: 'busy' }
})

const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const subset = <A>(values: ReadonlyArray<A>, maxLength: number): fc.Arbitrary<ReadonlyArray<A>> => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength })
const part = (name: string, values: fc.Arbitrary<ReadonlyArray<string | number>>): fc.Arbitrary<string> => fc.oneof({ weight: 2, arbitrary: fc.constant('') }, { weight: 1, arbitrary: values.map((v) => `;${name}=${v.join(',')}`) })

const months = part('BYMONTH', subset([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 3))
const monthDays = part('BYMONTHDAY', subset([1, 2, 13, 28, 29, 30, 31, -1, -2, -30, -31], 3))
const plainDays = part('BYDAY', subset(days, 4))
const counted = (nths: ReadonlyArray<string>): fc.Arbitrary<string> =>
  part(
    'BYDAY',
    fc.array(fc.tuple(fc.constantFrom(...nths), fc.constantFrom(...days)).map(([n, d]) => n + d), { minLength: 1, maxLength: 3 })
  )
/** Counted days stand alone; others may stand beside days of the month. */
const daysOfPeriod = (nths: ReadonlyArray<string>): fc.Arbitrary<string> => fc.oneof(counted(nths), fc.tuple(plainDays, monthDays).map((p) => p.join('')))
const positions = fc.constantFrom('', '', ';BYSETPOS=1', ';BYSETPOS=-1', ';BYSETPOS=2,-2')
const weekStart = fc.constantFrom('', ';WKST=SU', ';WKST=WE', ';WKST=MO')
const interval = fc.oneof(fc.constant(''), fc.integer({ min: 1, max: 5 }).map((n) => `;INTERVAL=${n}`))

/** Rules without an end, of all that is understood. */
export const endlessRule: fc.Arbitrary<string> = fc
  .oneof(
    fc.tuple(fc.constant('FREQ=DAILY'), interval, months, plainDays, monthDays),
    fc.tuple(fc.constant('FREQ=WEEKLY'), interval, months, plainDays, weekStart),
    fc.tuple(fc.constant('FREQ=MONTHLY'), interval, months, daysOfPeriod(['1', '2', '5', '-1', '-5']), positions),
    fc.tuple(fc.constant('FREQ=YEARLY'), interval, months, daysOfPeriod(['1', '3', '-1']), positions)
  )
  .map((parts) => parts.join(''))
  .filter((rule) => !rule.includes('BYSETPOS') || rule.includes('BYDAY') || rule.includes('BYMONTHDAY') || rule.includes('BYMONTH'))

/** The days around which clocks change, months end and years leap; and any others. */
export const startDate: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('2026-03-28', '2026-03-29', '2026-10-24', '2026-10-25', '2026-03-07', '2026-03-08', '2026-10-31', '2026-11-01', '2024-02-29', '2026-01-31', '2026-12-31', '2025-08-31', '1999-12-31', '2026-04-04', '2026-04-05'),
  fc.integer({ min: 0, max: 12_000 }).map((n) => new Date(Date.UTC(1995, 0, 1) + n * 86_400_000).toISOString().slice(0, 10))
)
export const clock: fc.Arbitrary<string> = fc.constantFrom('00:00:00', '00:30:00', '01:30:00', '02:00:00', '02:30:00', '03:00:00', '09:00:00', '23:30:00')
/** Without Africa/Casablanca, of which rrule-temporal misses the short changes of Ramadan. */
export const zone: fc.Arbitrary<string> = fc.constantFrom('Europe/Stockholm', 'America/New_York', 'UTC', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia', 'Pacific/Kiritimati', 'America/Sao_Paulo', 'Asia/Kathmandu')

/** The checked series of an appointment. */
export const open = (time: AppointmentTime, rule: string, over: Partial<Recurrence> = {}): Series => {
  const series = openSeries(appointment(time, rule, over))
  if (E.isLeft(series)) throw new Error(JSON.stringify(series.left))
  return series.right
}
export const originals = (found: ReadonlyArray<Occurrence>): ReadonlyArray<string> => found.map((o) => o.original)

/** Mondays at nine in Stockholm, from the second of March 2026. */
export const mondays = timed('2026-03-02T09:00:00', '2026-03-02T10:00:00')
