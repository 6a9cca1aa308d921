import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { decodeEvent, eventExpand, eventSelect, splitEvent } from '../../../../src/adapters/graph/resources/event'
import { AppointmentItem } from '../../../../src/core/model/item'
import type { Zone } from '../../../../src/core/model/time'
import { rawEvent, rawMaster, secret } from './examples'

const decode = (raw: object, zone?: Zone) => decodeEvent(splitEvent(raw), { deleted: false, ...(zone === undefined ? {} : { zone }) })

const read = (raw: object, zone?: Zone): AppointmentItem => {
  const decoded = decode(raw, zone)
  if (E.isLeft(decoded)) throw new Error(JSON.stringify(decoded.left))
  expect(AppointmentItem.is(decoded.right)).toBe(true)
  return decoded.right
}

const event = (changes: object, zone?: Zone): AppointmentItem => read({ ...rawEvent, ...changes }, zone)
const master = (changes: object, zone?: Zone): AppointmentItem => read({ ...rawMaster, ...changes }, zone)
const utc = (dateTime: string) => ({ dateTime: `${dateTime}.0000000`, timeZone: 'UTC' })
const berlin = 'Europe/Berlin'
const person = (address: string): object => ({ type: 'required', status: { response: 'none', time: '0001-01-01T00:00:00Z' }, emailAddress: { name: address, address } })
const fieldsRefused = (raw: object): unknown => {
  const decoded = decode(raw)
  return E.isLeft(decoded) && decoded.left._tag === 'InvalidPayload' ? decoded.left.errors.map((e) => e.field) : decoded
}

describe('events', () => {
  it('are appointments', () => {
    expect(event({})).toEqual({
      kind: 'appointment',
      id: 'event:AAMkAGIAAAoZDOFAAA%3D',
      version: 'ZlnW4RIAV06KYYwlrfNZvQAAKGWwbw==',
      identity: '040000008200E00074C5B7101A82E00800000000',
      ownKey: 'ocs1:acme:activity:7:0',
      place: 'normal',
      sensitivity: 'normal',
      modifiedAt: '2026-11-03T10:11:12.987Z',
      organizer: null,
      attendees: [],
      role: 'none',
      cancelled: false,
      recurrence: null,
      fields: {
        subject: `${secret} talk`,
        body: { type: 'html', content: `<html><body>${secret}</body></html>` },
        location: `Room ${secret}`,
        time: { allDay: false, start: { local: '2026-11-24T09:30:00', zone: berlin }, end: { local: '2026-11-24T10:15:00', zone: berlin } },
        showAs: 'busy'
      }
    })
  })

  it('may lack everything but id, version, time of change and start', () => {
    const bare = decodeEvent({ master: { id: 'A', '@odata.etag': 'W/"1"', lastModifiedDateTime: '2026-11-03T10:11:12Z', start: utc('2026-11-24T08:30:00') }, exceptions: [], cancelled: [] }, { deleted: true })
    expect(bare).toMatchObject(E.right({ version: 'W/"1"', identity: null, ownKey: null, place: 'deletedItems', role: 'none', fields: { subject: '', location: '', showAs: 'busy', time: { start: { zone: 'UTC' } } } }))
  })

  it('tell the part of the owner', () => {
    const others = [person('anna@acme.example'), person('ben@x.example')]
    expect(event({ attendees: others })).toMatchObject({ role: 'organizer', organizer: { address: 'anna@acme.example' }, attendees: [{ address: 'ben@x.example' }] })
    expect(event({ attendees: others, isOrganizer: false, organizer: person('ben@x.example') })).toMatchObject({ role: 'attendee', organizer: { address: 'ben@x.example' }, attendees: [{ address: 'anna@acme.example' }] })
    expect(event({ attendees: [], isOrganizer: false }).role).toBe('attendee')
    expect(event({ attendees: others, isOrganizer: null, responseStatus: { response: 'accepted' } }).role).toBe('attendee')
    expect(event({ attendees: others, isOrganizer: null, responseStatus: { response: 'organizer' } }).role).toBe('organizer')
    expect(event({ attendees: [person('anna@acme.example')] }).role).toBe('none')
    expect(event({ isCancelled: true }).cancelled).toBe(true)
  })

  it('are private where the sensitivity is not known, and busy where the status is not', () => {
    expect(['normal', 'personal', 'private', 'confidential', 'unknownFutureValue', null].map((sensitivity) => event({ sensitivity }).sensitivity)).toEqual(['normal', 'personal', 'private', 'confidential', 'private', 'normal'])
    expect(['free', 'tentative', 'busy', 'oof', 'workingElsewhere', 'unknown', null].map((showAs) => event({ showAs }).fields.showAs)).toEqual(['free', 'tentative', 'busy', 'oof', 'workingElsewhere', 'busy', 'busy'])
  })

  it('of an occurrence or an exception are refused: their master is to be read', () => {
    for (const type of ['occurrence', 'exception']) expect(fieldsRefused({ ...rawEvent, type })).toEqual(['type'])
  })

  it('are asked for with their series and key', () => {
    expect(eventExpand).toContain('exceptionOccurrences')
    expect(eventSelect.split(',')).toEqual(expect.arrayContaining(['cancelledOccurrences', 'exceptionOccurrences', 'originalStartTimeZone', 'recurrence']))
  })
})

describe('times of events', () => {
  const timeOf = (changes: object, zone?: Zone) => event({ originalStartTimeZone: null, originalEndTimeZone: null, ...changes }, zone).fields.time

  it('are in the zone in which they were made, each end in its own', () => {
    expect(timeOf({ originalStartTimeZone: 'Eastern Standard Time', originalEndTimeZone: 'Pacific Standard Time' })).toEqual({ allDay: false, start: { local: '2026-11-24T03:30:00', zone: 'America/New_York' }, end: { local: '2026-11-24T01:15:00', zone: 'America/Los_Angeles' } })
    expect(timeOf({ originalStartTimeZone: 'Europe/Stockholm' })).toMatchObject({ start: { local: '2026-11-24T09:30:00', zone: 'Europe/Stockholm' }, end: { zone: 'Europe/Stockholm' } })
    // Where the answer was asked for in another zone.
    expect(timeOf({ start: { dateTime: '2026-11-24T03:30:00.0000000', timeZone: 'Eastern Standard Time' }, originalStartTimeZone: 'W. Europe Standard Time' })).toMatchObject({ start: { local: '2026-11-24T09:30:00', zone: berlin } })
  })

  it('whose zone has no name that is known are in the mailbox’s, or in UTC', () => {
    for (const name of ['tzone://Microsoft/Custom', 'Customized Time Zone', '', '+01:00', 'EST5EDT', 'Nowhere/Else']) {
      expect(timeOf({ originalStartTimeZone: name })).toMatchObject({ start: { local: '2026-11-24T08:30:00', zone: 'UTC' } })
      expect(timeOf({ originalStartTimeZone: name }, 'Europe/Stockholm')).toMatchObject({ start: { local: '2026-11-24T09:30:00', zone: 'Europe/Stockholm' } })
    }
    expect(timeOf({ originalStartTimeZone: 'tzone://Microsoft/Utc' }, 'Europe/Stockholm')).toMatchObject({ start: { zone: 'UTC' } })
    expect(timeOf({}, 'Nowhere/Else')).toMatchObject({ start: { zone: 'UTC' } })
  })

  it('in the second of a repeated hour stay in UTC, because the model’s wall time means the first', () => {
    expect(timeOf({ start: utc('2026-10-25T01:30:00'), end: utc('2026-10-25T02:30:00'), originalStartTimeZone: 'W. Europe Standard Time' })).toEqual({ allDay: false, start: { local: '2026-10-25T01:30:00', zone: 'UTC' }, end: { local: '2026-10-25T03:30:00', zone: berlin } })
    expect(timeOf({ start: utc('2026-10-25T00:30:00'), originalStartTimeZone: 'W. Europe Standard Time' })).toMatchObject({ start: { local: '2026-10-25T02:30:00', zone: berlin } })
  })

  it('that end before they start end where they start', () => {
    expect(timeOf({ end: utc('2026-11-24T08:00:00') })).toMatchObject({ end: { local: '2026-11-24T08:30:00' } })
    expect(timeOf({ end: null })).toMatchObject({ end: { local: '2026-11-24T08:30:00' } })
  })

  it('outside the years of Outlook, and dates that are none, are refused', () => {
    for (const dateTime of ['0001-01-01T00:00:00.0000000', '4501-01-01T00:00:00', '2026-02-29T00:00:00', '2026-11-24', '2026-11-24T08:30', 'soon', '2026-11-24T25:00:00']) expect(fieldsRefused({ ...rawEvent, start: { dateTime, timeZone: 'UTC' } }), dateTime).toEqual(['start.dateTime'])
    expect(fieldsRefused({ ...rawEvent, start: null })).toEqual(['start'])
  })

  it('of all-day events are the dates that are written, in every zone', () => {
    for (const zone of ['Pacific Standard Time', 'Tonga Standard Time', 'Line Islands Standard Time', 'Dateline Standard Time', 'UTC', 'tzone://Microsoft/Custom'])
      for (const written of ['UTC', zone])
        expect(timeOf({ isAllDay: true, originalStartTimeZone: zone, start: { dateTime: '2026-11-24T00:00:00.0000000', timeZone: written }, end: { dateTime: '2026-11-26T00:00:00.0000000', timeZone: written } }), zone).toEqual({ allDay: true, start: '2026-11-24', end: '2026-11-26' })
  })

  it('of all-day events are what is written also where that is midnight in the mailbox’s zone a day before', () => {
    const midnight = (dateTime: string) => ({ dateTime, timeZone: 'Line Islands Standard Time' })
    expect(timeOf({ isAllDay: true, start: midnight('2026-11-24T00:00:00'), end: midnight('2026-11-25T00:00:00') }, 'Pacific/Honolulu')).toEqual({ allDay: true, start: '2026-11-24', end: '2026-11-25' })
  })

  it('of all-day events that are the midnight of another zone are of its date', () => {
    const dates = (start: string, end: string, zone: string | null, mailbox?: Zone) => timeOf({ isAllDay: true, start: utc(start), end: utc(end), originalStartTimeZone: zone }, mailbox)
    expect(dates('2026-11-23T23:00:00', '2026-11-24T23:00:00', 'W. Europe Standard Time')).toEqual({ allDay: true, start: '2026-11-24', end: '2026-11-25' })
    expect(dates('2026-11-23T11:00:00', '2026-11-24T11:00:00', null, 'Pacific/Auckland')).toEqual({ allDay: true, start: '2026-11-24', end: '2026-11-25' })
    expect(dates('2026-11-24T08:00:00', '2026-11-25T08:00:00', 'UTC')).toEqual({ allDay: true, start: '2026-11-24', end: '2026-11-25' })
  })

  it('of all-day events last a day at least', () => {
    expect(timeOf({ isAllDay: true, start: utc('2026-11-24T00:00:00'), end: utc('2026-11-24T00:00:00') })).toEqual({ allDay: true, start: '2026-11-24', end: '2026-11-25' })
    expect(timeOf({ isAllDay: true, start: utc('2026-12-31T00:00:00'), end: null })).toEqual({ allDay: true, start: '2026-12-31', end: '2027-01-01' })
  })
})

describe('series', () => {
  it('have their rule, and what differs from it, in their own zone', () => {
    const item = master({})
    expect(item.fields.time).toEqual({ allDay: false, start: { local: '2026-10-05T09:30:00', zone: berlin }, end: { local: '2026-10-05T10:15:00', zone: berlin } })
    expect(item.recurrence).toEqual({
      rule: 'FREQ=WEEKLY;BYDAY=MO;UNTIL=20261228T093000',
      cancelled: ['2026-10-12T09:30:00', '2026-11-02T09:30:00'],
      exceptions: [
        { original: '2026-10-19T09:30:00', time: { allDay: false, start: { local: '2026-10-19T10:30:00', zone: berlin }, end: { local: '2026-10-19T11:15:00', zone: berlin } }, subject: null, body: null, location: null, showAs: null },
        { original: '2026-11-09T09:30:00', time: { allDay: false, start: { local: '2026-11-10T13:00:00', zone: berlin }, end: { local: '2026-11-10T13:45:00', zone: berlin } }, subject: `${secret} moved`, body: null, location: 'Elsewhere', showAs: 'tentative' }
      ]
    })
  })

  it('count in the zone of their rule, which need not be that of their start', () => {
    const range = { ...rawMaster.recurrence.range, recurrenceTimeZone: 'Eastern Standard Time' }
    expect(master({ recurrence: { ...rawMaster.recurrence, range }, exceptionOccurrences: [] }).fields.time).toMatchObject({ start: { local: '2026-10-05T03:30:00', zone: 'America/New_York' }, end: { zone: 'America/New_York' } })
    const unnamed = { ...rawMaster.recurrence, range: { ...range, recurrenceTimeZone: 'tzone://Microsoft/Custom' } }
    expect(master({ recurrence: unnamed }).fields.time).toMatchObject({ start: { zone: berlin } })
    expect(master({ recurrence: unnamed, originalStartTimeZone: 'tzone://Microsoft/Custom' }, 'Europe/Stockholm').fields.time).toMatchObject({ start: { local: '2026-10-05T09:30:00', zone: 'Europe/Stockholm' } })
  })

  it('find the start by the rule of what was moved, also beyond a change of the clocks in a zone that is not told', () => {
    const custom = { originalStartTimeZone: 'tzone://Microsoft/Custom', recurrence: { ...rawMaster.recurrence, range: { ...rawMaster.recurrence.range, recurrenceTimeZone: null } } }
    // In UTC the rule says half past seven all the year; the occurrence in winter began at half past eight.
    expect(master(custom).recurrence).toMatchObject({ cancelled: ['2026-10-12T07:30:00', '2026-11-02T07:30:00'], exceptions: [{ original: '2026-10-19T07:30:00' }, { original: '2026-11-09T07:30:00' }] })
  })

  it('find a moved occurrence whose start by the rule was in a skipped hour', () => {
    const recurrence = { pattern: { type: 'daily', interval: 1 }, range: { type: 'noEnd', recurrenceTimeZone: 'W. Europe Standard Time' } }
    const moved = { originalStart: '2026-03-29T01:30:00Z', start: utc('2026-03-29T10:00:00'), end: utc('2026-03-29T10:30:00') }
    const item = master({ start: utc('2026-03-27T01:30:00'), end: utc('2026-03-27T02:00:00'), recurrence, cancelledOccurrences: null, exceptionOccurrences: [moved] })
    expect(item.recurrence).toMatchObject({ rule: 'FREQ=DAILY', cancelled: [], exceptions: [{ original: '2026-03-29T02:30:00' }] })
  })

  it('believe the instant rather than the date in an id, where there is a time of day', () => {
    const late = { ...rawMaster, start: utc('2026-10-06T06:30:00'), end: utc('2026-10-06T06:45:00'), cancelledOccurrences: [], recurrence: { ...rawMaster.recurrence, range: { type: 'noEnd', recurrenceTimeZone: 'Pacific Standard Time' } } }
    const moved = { originalStart: '2026-10-13T06:30:00Z', occurrenceId: 'OID.x.2026-10-13', start: utc('2026-10-13T08:00:00'), end: utc('2026-10-13T08:15:00') }
    expect(read({ ...late, exceptionOccurrences: [moved] }).recurrence?.exceptions[0]?.original).toBe('2026-10-12T23:30:00')
  })

  it('stay in their zone also where they begin in the second of a repeated hour', () => {
    const item = master({ start: utc('2026-10-25T01:30:00'), end: utc('2026-10-25T01:45:00'), exceptionOccurrences: [], cancelledOccurrences: ['OID.x.2026-11-01'] })
    expect(item.fields.time).toEqual({ allDay: false, start: { local: '2026-10-25T02:30:00', zone: berlin }, end: { local: '2026-10-25T02:45:00', zone: berlin } })
    expect(item.recurrence?.cancelled).toEqual(['2026-11-01T02:30:00'])
  })

  it('lose an occurrence that the organizer called off, once', () => {
    const off = { ...rawMaster.exceptionOccurrences[0], isCancelled: true }
    expect(master({ exceptionOccurrences: [off], cancelledOccurrences: [] }).recurrence).toMatchObject({ cancelled: ['2026-11-09T09:30:00'], exceptions: [] })
    expect(master({ exceptionOccurrences: [off, off, rawMaster.exceptionOccurrences[0]], cancelledOccurrences: ['OID.x.2026-11-09'] }).recurrence).toMatchObject({ cancelled: ['2026-11-09T09:30:00'], exceptions: [] })
  })

  it('of whole days have dates for originals, also where Graph tells them as midnight somewhere', () => {
    const allDay = { isAllDay: true, start: utc('2026-06-01T00:00:00'), end: utc('2026-06-02T00:00:00'), originalStartTimeZone: 'UTC', recurrence: { pattern: { type: 'daily', interval: 2 }, range: { type: 'numbered', numberOfOccurrences: 9, startDate: '2026-06-01', endDate: '0001-01-01', recurrenceTimeZone: 'UTC' } }, cancelledOccurrences: ['OID.x.2026-06-03'] }
    const moved = (originalStart: string | null, occurrenceId: string | null): object => ({ originalStart, occurrenceId, isAllDay: true, start: utc('2026-06-06T00:00:00'), end: utc('2026-06-07T00:00:00') })
    const originals = (...m: ReadonlyArray<object>) => master({ ...allDay, exceptionOccurrences: m }).recurrence
    for (const o of ['2026-06-05T07:00:00Z', '2026-06-04T22:00:00Z', '2026-06-05T00:00:00Z']) expect(originals(moved(o, null))).toEqual({ rule: 'FREQ=DAILY;INTERVAL=2;COUNT=9', cancelled: ['2026-06-03T00:00:00'], exceptions: [{ original: '2026-06-05T00:00:00', time: { allDay: true, start: '2026-06-06', end: '2026-06-07' }, subject: null, body: null, location: null, showAs: null }] })
    expect(originals(moved('2026-06-04T11:00:00Z', 'OID.x.2026-06-05'))?.exceptions[0]?.original).toBe('2026-06-05T00:00:00')
  })

  it('say all patterns and ranges of Graph', () => {
    const ruleOf = (pattern: object, range: object = { type: 'noEnd' }): unknown => master({ recurrence: { pattern: { interval: 1, ...pattern }, range }, exceptionOccurrences: [], cancelledOccurrences: [] }).recurrence?.rule
    expect(ruleOf({ type: 'daily', interval: 3 })).toBe('FREQ=DAILY;INTERVAL=3')
    expect(ruleOf({ type: 'weekly', interval: 2, daysOfWeek: ['friday', 'monday'], firstDayOfWeek: 'monday' })).toBe('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;WKST=MO')
    expect(ruleOf({ type: 'weekly', interval: 2, daysOfWeek: ['friday', 'monday'] })).toBe('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;WKST=SU')
    expect(ruleOf({ type: 'absoluteMonthly', dayOfMonth: 15 })).toBe('FREQ=MONTHLY;BYMONTHDAY=15')
    expect(ruleOf({ type: 'absoluteMonthly', dayOfMonth: 30 })).toBe('FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1')
    expect(ruleOf({ type: 'absoluteMonthly', dayOfMonth: 31 })).toBe('FREQ=MONTHLY;BYMONTHDAY=-1')
    expect(ruleOf({ type: 'relativeMonthly', daysOfWeek: ['tuesday'], index: 'second' })).toBe('FREQ=MONTHLY;BYDAY=2TU')
    expect(ruleOf({ type: 'relativeMonthly', daysOfWeek: ['tuesday'] })).toBe('FREQ=MONTHLY;BYDAY=1TU')
    expect(ruleOf({ type: 'relativeMonthly', daysOfWeek: ['saturday', 'sunday'], index: 'last' })).toBe('FREQ=MONTHLY;BYDAY=SU,SA;BYSETPOS=-1')
    expect(ruleOf({ type: 'absoluteYearly', month: 4, dayOfMonth: 30 })).toBe('FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=30')
    expect(ruleOf({ type: 'absoluteYearly', month: 4, dayOfMonth: 31 })).toBe('FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=-1')
    expect(ruleOf({ type: 'absoluteYearly', month: 2, dayOfMonth: 29 })).toBe('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1')
    expect(ruleOf({ type: 'relativeYearly', month: 11, daysOfWeek: ['thursday'], index: 'fourth' })).toBe('FREQ=YEARLY;BYMONTH=11;BYDAY=4TH')
    expect(ruleOf({ type: 'daily' }, { type: 'numbered', numberOfOccurrences: 5 })).toBe('FREQ=DAILY;COUNT=5')
    expect(ruleOf({ type: 'daily' }, { type: 'endDate', endDate: '2026-12-31' })).toBe('FREQ=DAILY;UNTIL=20261231T093000')
  })

  it('with a part missing are refused by the name of the part', () => {
    const refused = (pattern: object, range: object = { type: 'noEnd' }): unknown => fieldsRefused({ ...rawMaster, recurrence: { pattern: { interval: 1, ...pattern }, range } })
    expect(refused({ type: 'weekly', daysOfWeek: [] })).toEqual(['recurrence.pattern.daysOfWeek'])
    expect(refused({ type: 'absoluteMonthly', dayOfMonth: 0 })).toEqual(['recurrence.pattern.dayOfMonth'])
    expect(refused({ type: 'relativeYearly', month: 0, daysOfWeek: ['monday'] })).toEqual(['recurrence.pattern.month'])
    expect(refused({ type: 'hourly' })).toEqual(['recurrence.pattern.type'])
    expect(refused({ type: 'daily', interval: 0 })).toEqual(['recurrence.pattern.interval'])
    expect(refused({ type: 'daily' }, { type: 'numbered', numberOfOccurrences: 0 })).toEqual(['recurrence.range.numberOfOccurrences'])
    expect(refused({ type: 'daily' }, { type: 'endDate', endDate: '0001-01-01' })).toEqual(['recurrence.range.endDate'])
    expect(fieldsRefused({ ...rawMaster, cancelledOccurrences: ['OID.x'] })).toEqual(['cancelledOccurrences[0]'])
    expect(fieldsRefused({ ...rawMaster, exceptionOccurrences: [{ start: utc('2026-11-10T12:00:00') }] })).toEqual(['exceptionOccurrences[0].originalStart'])
    expect(fieldsRefused({ ...rawMaster, exceptionOccurrences: 'x' })).toEqual(['exceptionOccurrences[0]'])
  })
})
