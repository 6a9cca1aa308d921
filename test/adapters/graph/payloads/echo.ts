/** What Graph makes of what it is sent, as far as a test can know: moments in UTC with the name of their zone beside them, entity tags, defaults. */
import { ianaZone, toInstant, toLocal } from '../../../../src/time/zones'
import type { GraphBody } from '../../../../src/adapters/graph/payloads/payload'

interface WallTime {
  readonly dateTime: string
  readonly timeZone: string
}

const hours = (ms: number): string => new Date(ms).toISOString()

/** Where a wall time is shown twice Windows takes the second, and one that is skipped is refused: a client must send neither. */
const momentOf = ({ dateTime, timeZone }: WallTime): string => {
  const zone = ianaZone(timeZone)
  if (zone === null || /\//.test(timeZone)) throw new Error(`a zone without a Windows name: ${timeZone}`)
  const first = toInstant({ local: dateTime, zone })
  if (toLocal(first, zone) !== dateTime) throw new Error(`a skipped time: ${dateTime} ${timeZone}`)
  const later = [1, 2, 3, 4, 5, 6].map((half) => hours(Date.parse(first) + half * 1_800_000)).filter((at) => toLocal(at, zone) === dateTime)
  return later.at(-1) ?? first
}

const inUtc = (w: WallTime): WallTime => ({ dateTime: `${toLocal(momentOf(w), 'UTC')}.0000000`, timeZone: 'UTC' })

const stamps = { createdDateTime: '2026-11-24T10:00:00Z', lastModifiedDateTime: '2026-11-24T10:00:01Z', '@odata.etag': 'W/"v1"' }

/** An event after it was created with a body, or changed by one. */
export const echoEvent = (body: GraphBody, before: GraphBody = {}): GraphBody => {
  const { transactionId: _, ...b } = { ...before, ...body } as GraphBody & { readonly start: WallTime; readonly end: WallTime; readonly isAllDay: boolean; readonly transactionId?: unknown }
  if ('attendees' in body) throw new Error('attendees are mailed')
  const written = body['start'] === undefined ? {} : { originalStartTimeZone: b.start.timeZone, originalEndTimeZone: b.end.timeZone }
  const times = body['start'] === undefined ? {} : b.isAllDay ? allDay(b.start, b.end) : { start: inUtc(b.start), end: inUtc(b.end) }
  return { id: 'AAMkEvent=', iCalUId: '0400', changeKey: 'v1', isOrganizer: true, isCancelled: false, type: 'singleInstance', sensitivity: 'normal', attendees: [], recurrence: null, ...stamps, ...b, ...written, ...times }
}

/** Both at midnight, in one zone, a day apart at least: anything else is a 400. */
const allDay = (start: WallTime, end: WallTime): object => {
  if (!start.dateTime.endsWith('T00:00:00') || !end.dateTime.endsWith('T00:00:00') || start.timeZone !== end.timeZone || end.dateTime <= start.dateTime) throw new Error('an all-day event that is none')
  return { start: { dateTime: `${start.dateTime}.0000000`, timeZone: 'UTC' }, end: { dateTime: `${end.dateTime}.0000000`, timeZone: 'UTC' } }
}

/** A task after it was created with a body, or changed by one. Completion has a date of its own only where it was given one. */
export const echoTask = (body: GraphBody, before: GraphBody = {}): GraphBody => {
  const all = { id: 'AAMkTask=', ...stamps, ...before, ...body } as GraphBody
  return all['status'] === 'completed' ? { completedDateTime: { dateTime: '2026-11-24T00:00:00.0000000', timeZone: 'UTC' }, ...all } : { ...all, completedDateTime: null }
}

/** A draft after it was created with a body, or changed by one. */
export const echoMessage = (body: GraphBody, before: GraphBody = {}): GraphBody => ({ id: 'AAMkMail=', changeKey: 'v1', isDraft: true, internetMessageId: '<1@x>', ...stamps, ...before, ...body })
