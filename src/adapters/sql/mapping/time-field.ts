/** When an appointment is, in the host's columns. */
import * as E from 'fp-ts/lib/Either.js'
import { describeType } from '../../../core/codec'
import type { FieldError } from '../../../core/codec'
import { LocalDateTime, PlainDate } from '../../../core/model/time'
import type { AppointmentTime, Instant } from '../../../core/model/time'
import { addDays, isKnownZone, toInstant, toLocal } from '../../../time/zones'
import { dateCell, flagCell, instantCell, localCell, readCell, textCell } from './cells'
import type { Cell } from './cells'
import type { TableUse } from './column-use'
import { field } from './field'
import type { Field, Raw } from './field'
import type { TimeColumns } from './mapping'

type Read = E.Either<FieldError, AppointmentTime>

const midnight = 'T00:00:00'
const isMidnight = (at: Instant, zone: string): boolean => toLocal(at, zone).endsWith(midnight)
const dateIn = (at: Instant, zone: string): string => toLocal(at, zone).slice(0, 10)
const wrong = (cell: Cell<never> | Pick<Cell<never>, 'table' | 'column'>, raw: unknown, expected: string): Read => E.left({ field: `${cell.table}.${cell.column}`, got: describeType(raw), expected })

const instantsField = (use: TableUse, c: Extract<TimeColumns, { readonly as: 'instants' }>, at: string, zone: string): Field => {
  const [start, end] = [instantCell(use, c.start, `${at}.start`), instantCell(use, c.end, `${at}.end`)]
  const zoneCell = c.zone === undefined ? null : textCell(use, c.zone, `${at}.zone`)
  const flag = c.allDay === 'midnights' ? null : flagCell(use, c.allDay.flag, `${at}.allDay.flag`)
  const days = c.allDay === 'midnights' || c.allDay.start === undefined || c.allDay.end === undefined ? null : ([dateCell(use, c.allDay.start, `${at}.allDay.start`, zone), dateCell(use, c.allDay.end, `${at}.allDay.end`, zone)] as const)
  const lastDay = c.allDay !== 'midnights' && c.allDay.endIs === 'lastDay' ? 1 : 0
  const cells = [start, end, ...(zoneCell === null ? [] : [zoneCell]), ...(flag === null ? [] : [flag]), ...(days ?? [])]
  const zoneAt = 2
  const flagAt = zoneCell === null ? 2 : 3

  const encode = (t: AppointmentTime): ReturnType<Field['encode']> => {
    const [from, to] = t.allDay ? [toInstant({ local: t.start + midnight, zone }), toInstant({ local: t.end + midnight, zone })] : [toInstant(t.start), toInstant(t.end)]
    return [
      start.encode(from),
      end.encode(to),
      ...(zoneCell === null ? [] : [zoneCell.encode(t.allDay ? zone : t.start.zone)]),
      ...(flag === null ? [] : [flag.encode(t.allDay)]),
      ...(days === null ? [] : t.allDay ? [days[0].encode(t.start), days[1].encode(addDays(t.end, -lastDay))] : [null, null])
    ]
  }
  const readDays = (raw: Raw): Read => {
    if (days === null) return E.chain((from: Instant) => E.map((to: Instant): AppointmentTime => ({ allDay: true, start: dateIn(from, zone), end: dateIn(to, zone) }))(readCell(end, raw[1])))(readCell(start, raw[0]))
    const [first, last] = [readCell(days[0], raw[flagAt + 1]), readCell(days[1], raw[flagAt + 2])]
    if (E.isLeft(first)) return first
    if (E.isLeft(last)) return last
    if (first.right === null || last.right === null) return wrong(days[first.right === null ? 0 : 1], null, 'a date, as the row lasts whole days')
    return E.right({ allDay: true, start: first.right, end: addDays(last.right, lastDay) })
  }
  const readTimed = (raw: Raw): Read => {
    const [from, to] = [readCell(start, raw[0]), readCell(end, raw[1])]
    if (E.isLeft(from)) return from
    if (E.isLeft(to)) return to
    if (flag === null && from.right < to.right && isMidnight(from.right, zone) && isMidnight(to.right, zone)) return E.right({ allDay: true, start: dateIn(from.right, zone), end: dateIn(to.right, zone) })
    const given = zoneCell === null ? E.right(null) : readCell(zoneCell, raw[zoneAt])
    if (E.isLeft(given)) return given
    const in_ = given.right === null || given.right === '' ? zone : given.right
    if (zoneCell !== null && !isKnownZone(in_)) return wrong(zoneCell, raw[zoneAt], 'an IANA time zone that this runtime knows')
    return E.right({ allDay: false, start: { local: toLocal(from.right, in_), zone: in_ }, end: { local: toLocal(to.right, in_), zone: in_ } })
  }
  return field<AppointmentTime>('time', cells, encode, (raw) => {
    const allDay = flag === null ? E.right(false) : readCell(flag, raw[flagAt])
    return E.isLeft(allDay) ? allDay : allDay.right ? readDays(raw) : readTimed(raw)
  })
}

const localField = (use: TableUse, c: Extract<TimeColumns, { readonly as: 'local' }>, at: string): Field => {
  const [start, end] = [localCell(use, c.start, `${at}.start`), localCell(use, c.end, `${at}.end`)]
  const [startZone, endZone] = [textCell(use, c.startZone, `${at}.startZone`), textCell(use, c.endZone, `${at}.endZone`)]
  const flag = flagCell(use, c.allDay, `${at}.allDay`)
  const encode = (t: AppointmentTime): ReturnType<Field['encode']> =>
    t.allDay ? [start.encode(t.start), startZone.encode(null), end.encode(t.end), endZone.encode(null), flag.encode(true)] : [start.encode(t.start.local), startZone.encode(t.start.zone), end.encode(t.end.local), endZone.encode(t.end.zone), flag.encode(false)]
  return field<AppointmentTime>('time', [start, startZone, end, endZone, flag], encode, (raw) => {
    const [from, fromZone, to, toZone, allDay] = [readCell(start, raw[0]), readCell(startZone, raw[1]), readCell(end, raw[2]), readCell(endZone, raw[3]), readCell(flag, raw[4])]
    for (const read of [from, fromZone, to, toZone, allDay]) if (E.isLeft(read)) return read
    const form = E.isRight(allDay) && allDay.right ? PlainDate : LocalDateTime
    if (!form.is(raw[0])) return wrong(start, raw[0], form.name)
    if (!form.is(raw[2])) return wrong(end, raw[2], form.name)
    if (form === PlainDate) return E.right({ allDay: true, start: raw[0], end: raw[2] })
    const [a, b] = [String(raw[1]), String(raw[3])]
    if (!isKnownZone(a)) return wrong(startZone, raw[1], 'an IANA time zone that this runtime knows')
    if (!isKnownZone(b)) return wrong(endZone, raw[3], 'an IANA time zone that this runtime knows')
    return E.right({ allDay: false, start: { local: raw[0], zone: a }, end: { local: raw[2], zone: b } })
  })
}

/** The field `time`. */
export const timeField = (use: TableUse, c: TimeColumns, at: string, zone: string): Field => (c.as === 'instants' ? instantsField(use, c, at, zone) : localField(use, c, at))
