/**
 * Decodes an appointment's recurrence (PidLidAppointmentRecur, [MS-OXOCAL] 2.2.1.44.5). Times are wall time in the
 * series' zone, in minutes since 1601.
 */
import { damaged } from '../format/damage'
import { decodeBytes } from '../text/text'

/** What repeats, before it is put as a rule. */
export interface Pattern {
  readonly frequency: 'daily' | 'weekly' | 'monthly' | 'yearly'
  readonly type: 'day' | 'week' | 'month' | 'monthNth' | 'monthEnd'
  /** Minutes of days, weeks, or months, as `type` has it. */
  readonly period: number
  /** Bit 0 is Sunday. */
  readonly weekdays: number
  /** Of a month, 1 to 31. */
  readonly day: number
  /** First to fourth; 5 is the last. */
  readonly nth: number
  readonly end: { readonly _tag: 'never' } | { readonly _tag: 'after'; readonly count: number } | { readonly _tag: 'until'; readonly date: number }
  /** 0 is Sunday. */
  readonly firstWeekday: number
  /** Midnight of the first occurrence. */
  readonly startDate: number
}

/** One occurrence that differs. What is `null` is as in the series. */
export interface ModifiedInstance {
  readonly start: number
  readonly end: number
  readonly originalStart: number
  readonly subject: string | null
  readonly location: string | null
  readonly busyStatus: number | null
  readonly allDay: boolean | null
}

export interface RecurrenceBlob {
  readonly pattern: Pattern
  /** Midnights of the occurrences that were deleted or modified. */
  readonly removedDates: ReadonlyArray<number>
  /** Minutes after midnight. */
  readonly startOffset: number
  readonly endOffset: number
  readonly modified: ReadonlyArray<ModifiedInstance>
}

/** Reads one field after the other; anything past the end is damage. */
class Cursor {
  private at = 0
  constructor(private readonly b: Buffer) {}
  u16(): number {
    return this.bytes(2).readUInt16LE(0)
  }
  u32(): number {
    return this.bytes(4).readUInt32LE(0)
  }
  bytes(n: number): Buffer {
    if (this.at + n > this.b.length) return damaged('a recurrence: it ends too early')
    this.at += n
    return this.b.subarray(this.at - n, this.at)
  }
  /** A list of numbers with its length before it. */
  list(): ReadonlyArray<number> {
    const n = this.u32()
    if (n * 4 > this.b.length - this.at) return damaged('a recurrence: it ends too early')
    return Array.from({ length: n }, () => this.u32())
  }
}

const frequencies = { 0x200a: 'daily', 0x200b: 'weekly', 0x200c: 'monthly', 0x200d: 'yearly' } as const
/** Calendars that count the same months as ours. */
const solarCalendars = new Set([0, 1, 2, 3, 4, 5, 7, 9, 10, 11, 12])

const override = { subject: 0x1, meetingType: 0x2, reminderDelta: 0x4, reminder: 0x8, location: 0x10, busyStatus: 0x20, attachment: 0x40, subType: 0x80, color: 0x100 } as const

const readPattern = (c: Cursor): { readonly pattern: Omit<Pattern, 'startDate'>; readonly removedDates: ReadonlyArray<number> } => {
  c.bytes(4)
  const frequency = frequencies[c.u16() as keyof typeof frequencies] ?? damaged('a recurrence: its frequency')
  const kind = c.u16()
  const calendar = c.u16()
  c.bytes(4)
  const period = c.u32()
  c.bytes(4)
  if (!solarCalendars.has(calendar) || kind > 4) return damaged('a recurrence: it follows a calendar that has no rules in iCalendar')
  const type = (['day', 'week', 'month', 'monthNth', 'monthEnd'] as const)[kind] ?? damaged('a recurrence: its pattern')
  const specific = type === 'day' ? 0 : c.u32()
  const nth = type === 'monthNth' ? c.u32() : 0
  const endType = c.u32()
  const count = c.u32()
  const firstWeekday = c.u32()
  const removedDates = c.list()
  c.list()
  const weekly = type === 'week' || type === 'monthNth'
  return {
    pattern: {
      frequency,
      type,
      period,
      weekdays: weekly ? specific & 0x7f : 0,
      day: weekly ? 0 : specific,
      nth,
      end: endType === 0x2022 ? { _tag: 'after', count } : endType === 0x2021 ? { _tag: 'until', date: 0 } : { _tag: 'never' },
      firstWeekday
    },
    removedDates
  }
}

interface Exception extends ModifiedInstance {
  readonly flags: number
}

const readException = (c: Cursor, codepage: number): Exception => {
  const [start, end, originalStart] = [c.u32(), c.u32(), c.u32()]
  const flags = c.u16()
  const text = (): string => {
    c.u16()
    return decodeBytes(c.bytes(c.u16()), codepage)
  }
  const subject = flags & override.subject ? text() : null
  if (flags & override.meetingType) c.u32()
  if (flags & override.reminderDelta) c.u32()
  if (flags & override.reminder) c.u32()
  const location = flags & override.location ? text() : null
  const busyStatus = flags & override.busyStatus ? c.u32() : null
  if (flags & override.attachment) c.u32()
  const allDay = flags & override.subType ? c.u32() !== 0 : null
  if (flags & override.color) c.u32()
  return { start, end, originalStart, subject, location, busyStatus, allDay, flags }
}

/** The same texts in Unicode, which stand after all the exceptions. */
const readExtended = (c: Cursor, writerVersion: number, e: Exception): ModifiedInstance => {
  if (writerVersion >= 0x3009) c.bytes(c.u32())
  c.bytes(c.u32())
  if ((e.flags & (override.subject | override.location)) === 0) return e
  c.bytes(12)
  const text = (): string => c.bytes(2 * c.u16()).toString('utf16le')
  const subject = e.flags & override.subject ? text() : e.subject
  const location = e.flags & override.location ? text() : e.location
  c.bytes(c.u32())
  return { ...e, subject, location }
}

/** Reads the blob. @param codepage of the texts that are not in Unicode */
export const readRecurrenceBlob = (b: Buffer, codepage: number): RecurrenceBlob => {
  const c = new Cursor(b)
  const { pattern, removedDates } = readPattern(c)
  const [startDate, endDate] = [c.u32(), c.u32()]
  c.bytes(4)
  const writerVersion = c.u32()
  const [startOffset, endOffset] = [c.u32(), c.u32()]
  const exceptions = Array.from({ length: c.u16() }, () => readException(c, codepage))
  let modified: ReadonlyArray<ModifiedInstance> = exceptions
  try {
    c.bytes(c.u32())
    modified = exceptions.map((e) => readExtended(c, writerVersion, e))
  } catch {
    // Some writers leave the Unicode texts out; the others are there.
  }
  return {
    // What ends by date says so in the end date; the count that stands with it is only for show.
    pattern: { ...pattern, startDate, end: pattern.end._tag === 'until' ? { _tag: 'until', date: endDate } : pattern.end },
    removedDates,
    startOffset,
    endOffset,
    modified: modified.map(({ start, end, originalStart, subject, location, busyStatus, allDay }) => ({ start, end, originalStart, subject, location, busyStatus, allDay }))
  }
}
