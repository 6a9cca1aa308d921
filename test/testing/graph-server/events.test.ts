/** Events: creation, times, series, exceptions, meetings. */
import type { Event, PatternedRecurrence } from '@microsoft/microsoft-graph-types'
import { describe, expect, test } from 'vitest'
import { sampleAllDay } from '../../../src/testing/contracts/samples'
import { fields, immutable, testWorld, type Page, type TestWorld } from './world'

const timed = (start: string, end: string, timeZone = 'Europe/Stockholm'): Event => ({ start: { dateTime: start, timeZone }, end: { dateTime: end, timeZone } })
const meeting: Event = { ...timed('2026-03-20T09:00:00', '2026-03-20T10:00:00'), subject: 'Meeting', attendees: [{ emailAddress: { address: 'bo@beta.example' }, type: 'required' }] }
const daily = (range: NonNullable<PatternedRecurrence['range']>): PatternedRecurrence => ({ pattern: { type: 'daily', interval: 1 }, range })

const create = async (w: TestWorld, event: Event): Promise<{ readonly status: number; readonly body: Event }> => w.ask<Event>('POST', '/me/events', event, immutable)
const read = async (w: TestWorld, id: string | undefined, query = ''): Promise<Event> => (await w.ask<Event>('GET', `/me/events/${id}${query}`, undefined, immutable)).body

describe('times', () => {
  test('come back to the second with seven digits, in UTC or in the zone that is asked for, under the name that is asked for', async () => {
    const w = testWorld()
    const { status, body } = await create(w, timed('2026-03-20T09:00:00.1234567', '2026-03-20T10:00', 'W. Europe Standard Time'))
    expect(status).toBe(201)
    expect([body.start, body.end]).toEqual([{ dateTime: '2026-03-20T08:00:00.0000000', timeZone: 'UTC' }, { dateTime: '2026-03-20T09:00:00.0000000', timeZone: 'UTC' }])
    for (const timeZone of ['Europe/Stockholm', 'W. Europe Standard Time']) {
      expect((await w.ask<Event>('GET', `/me/events/${body.id}`, undefined, { prefer: `outlook.timezone="${timeZone}"` })).body.start).toEqual({ dateTime: '2026-03-20T09:00:00.0000000', timeZone })
    }
  })

  test('the zone of creation is kept under its Windows name', async () => {
    const w = testWorld()
    expect((await create(w, timed('2026-03-20T09:00:00', '2026-03-20T10:00:00', 'Asia/Tokyo'))).body).toMatchObject({ originalStartTimeZone: 'Tokyo Standard Time', originalEndTimeZone: 'Tokyo Standard Time' })
  })

  test('a zone of its own is shown as tzone://Microsoft/Custom', async () => {
    const w = testWorld()
    const id = w.anna.add('appointment', fields('appointment'))
    w.anna.change(id, (item) => (item.kind !== 'event' ? item : { ...item, data: { ...item.data, span: { ...item.data.span, start: { ...item.data.span.start, zoneName: 'tzone://Microsoft/Custom' } } } }))
    expect((await read(w, id)).originalStartTimeZone).toBe('tzone://Microsoft/Custom')
  })

  test.each([
    ['a zone that nobody knows', timed('2026-03-20T09:00:00', '2026-03-20T10:00:00', 'Mars/Olympus')],
    ['an offset', timed('2026-03-20T09:00:00Z', '2026-03-20T10:00:00Z')],
    ['an end before the start', timed('2026-03-20T09:00:00', '2026-03-20T08:00:00')],
    ['no end', { start: { dateTime: '2026-03-20T09:00:00', timeZone: 'UTC' } }],
    ['an all-day event that is not at midnight', { ...timed('2026-03-20T09:00:00', '2026-03-21T09:00:00'), isAllDay: true }],
    ['an all-day event in two zones', { isAllDay: true, start: { dateTime: '2026-03-20T00:00:00', timeZone: 'UTC' }, end: { dateTime: '2026-03-21T00:00:00', timeZone: 'Asia/Tokyo' } }],
    ['an all-day event without a day', { ...timed('2026-03-20T00:00:00', '2026-03-20T00:00:00'), isAllDay: true }]
  ] as const)('%s is refused with 400', async (_name, event) => {
    expect((await create(testWorld(), event as Event)).status).toBe(400)
  })

  test('an all-day event stays on its date in every zone', async () => {
    const w = testWorld()
    const id = w.anna.add('appointment', sampleAllDay(3))
    for (const zone of ['UTC', 'Tokyo Standard Time', 'Pacific Standard Time']) {
      expect((await w.ask<Event>('GET', `/me/events/${id}`, undefined, { prefer: `outlook.timezone="${zone}"` })).body).toMatchObject({ isAllDay: true, start: { dateTime: '2026-03-04T00:00:00.0000000', timeZone: zone }, end: { dateTime: '2026-03-05T00:00:00.0000000' } })
    }
  })

  test('a zone that is asked for and that nobody knows is refused with 400', async () => {
    expect((await testWorld().ask('GET', '/me/events', undefined, { prefer: 'outlook.timezone="Nowhere"' })).status).toBe(400)
  })
})

describe('creation', () => {
  test('a text body becomes HTML; the place is in location and locations', async () => {
    const w = testWorld()
    const { body } = await create(w, { ...meeting, body: { contentType: 'text', content: 'a < b' }, location: { displayName: ' Room 1 ' } })
    expect(body.body?.contentType).toBe('html')
    expect(body.body?.content).toContain('a &lt; b')
    expect([body.location?.displayName, body.locations?.length]).toEqual(['Room 1', 1])
    const text = await w.ask<Event>('GET', `/me/events/${body.id}`, undefined, { prefer: 'outlook.body-content-type="text"' })
    expect(text.body.body).toEqual({ contentType: 'text', content: 'a < b' })
  })

  test('a second one with the same transactionId answers with the first and makes none', async () => {
    const w = testWorld()
    const first = await create(w, { ...meeting, transactionId: 'tx-1' })
    const second = await create(w, { ...meeting, subject: 'Other', transactionId: 'tx-1' })
    expect([second.status, second.body.id, second.body.subject]).toEqual([201, first.body.id, 'Meeting'])
    expect((await w.ask<Page<Event>>('GET', '/me/events')).body.value).toHaveLength(1)
    expect((await w.ask('PATCH', `/me/events/${first.body.id}`, { transactionId: 'tx-2' })).status).toBe(400)
  })

  test('or, as an option, with a conflict', async () => {
    const w = testWorld({ duplicateTransaction: 'conflict' })
    await create(w, { ...meeting, transactionId: 'tx-1' })
    expect((await create(w, { ...meeting, transactionId: 'tx-1' })).status).toBe(409)
  })

  test('iCalUId can be filtered, sensitivity and showAs are kept', async () => {
    const w = testWorld()
    const { body } = await create(w, { ...meeting, sensitivity: 'private', showAs: 'tentative' })
    expect((await w.ask<Page<Event>>('GET', `/me/events?$filter=iCalUId eq '${body.iCalUId}'`)).body.value).toMatchObject([{ sensitivity: 'private', showAs: 'tentative' }])
  })
})

describe('series', () => {
  const series = { ...timed('2026-03-20T09:00:00', '2026-03-20T10:00:00'), subject: 'Daily' }

  test.each([
    ['a range that starts on another day', daily({ type: 'numbered', startDate: '2026-03-21', numberOfOccurrences: 3 })],
    ['no number', daily({ type: 'numbered', startDate: '2026-03-20' })],
    ['an end before the start', daily({ type: 'endDate', startDate: '2026-03-20', endDate: '2026-03-19' })],
    ['no days', { pattern: { type: 'weekly', interval: 1 }, range: { type: 'noEnd', startDate: '2026-03-20' } }],
    ['no interval', { pattern: { type: 'daily' }, range: { type: 'noEnd', startDate: '2026-03-20' } }]
  ] as const)('%s is refused with 400', async (_name, recurrence) => {
    expect((await create(testWorld(), { ...series, recurrence: recurrence as PatternedRecurrence })).status).toBe(400)
  })

  test('comes back completed: the zone of the range, and what the pattern does not use', async () => {
    const { body } = await create(testWorld(), { ...series, recurrence: daily({ type: 'endDate', startDate: '2026-03-20', endDate: '2026-03-23' }) })
    expect(body).toMatchObject({ type: 'seriesMaster', recurrence: { pattern: { type: 'daily', interval: 1, daysOfWeek: [], index: 'first', firstDayOfWeek: 'sunday' }, range: { type: 'endDate', recurrenceTimeZone: 'W. Europe Standard Time', numberOfOccurrences: 0 } } })
  })

  test.each([
    ['weekly on two days', { type: 'weekly', interval: 2, daysOfWeek: ['tuesday', 'friday'], firstDayOfWeek: 'monday' }, ['03-20', '03-31', '04-03', '04-14']],
    ['the 31st, or the last day', { type: 'absoluteMonthly', interval: 1, dayOfMonth: 31 }, ['03-31', '04-30', '05-31', '06-30']],
    ['the last Friday', { type: 'relativeMonthly', interval: 1, daysOfWeek: ['friday'], index: 'last' }, ['03-27', '04-24', '05-29', '06-26']],
    ['a date every year', { type: 'absoluteYearly', interval: 1, dayOfMonth: 2, month: 5 }, ['05-02', '05-02', '05-02', '05-02']],
    ['the second weekday of June', { type: 'relativeYearly', interval: 1, month: 6, daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], index: 'second' }, ['06-02', '06-02', '06-02', '06-04']]
  ] as const)('%s', async (_name, pattern, days) => {
    const w = testWorld()
    const { body } = await create(w, { ...series, recurrence: { pattern: pattern as unknown as NonNullable<PatternedRecurrence['pattern']>, range: { type: 'numbered', startDate: '2026-03-20', numberOfOccurrences: 4 } } })
    const { body: page } = await w.ask<Page<Event>>('GET', `/me/events/${body.id}/instances?startDateTime=2026-01-01&endDateTime=2030-12-30`)
    expect(page.value.map((e) => e.start?.dateTime?.slice(5, 10))).toEqual(days)
  })

  test('cancelledOccurrences on $select and exceptionOccurrences on $expand of a master, and only there', async () => {
    const w = testWorld()
    const { body } = await create(w, { ...series, recurrence: daily({ type: 'numbered', startDate: '2026-03-20', numberOfOccurrences: 4 }) })
    const instances = (await w.ask<Page<Event>>('GET', `/me/events/${body.id}/instances?startDateTime=2026-03-01&endDateTime=2026-04-01`, undefined, immutable)).body.value
    await w.ask('DELETE', `/me/events/${instances[1]?.id}`, undefined, immutable)
    await w.ask('PATCH', `/me/events/${instances[2]?.id}`, { subject: 'Special' }, immutable)
    const master = await read(w, body.id, '?$select=subject,cancelledOccurrences&$expand=exceptionOccurrences')
    expect(master.cancelledOccurrences).toEqual([`OID.${body.id}.2026-03-21`])
    expect(master.exceptionOccurrences).toMatchObject([{ id: instances[2]?.id, subject: 'Special', type: 'exception', seriesMasterId: body.id }])
    expect(await read(w, body.id)).not.toHaveProperty('cancelledOccurrences')
    expect((await w.ask('GET', '/me/events?$expand=exceptionOccurrences')).status).toBe(400)
    expect((await w.ask('GET', `/me/events/${instances[1]?.id}`)).status).toBe(404)
    // Each has one of its own.
    expect(new Set(instances.map((e) => e.iCalUId)).size).toBe(4)
  })

  test('an exception cannot be moved to or past the day of a neighbour', async () => {
    const w = testWorld()
    const { body } = await create(w, { ...series, recurrence: { pattern: { type: 'daily', interval: 3 }, range: { type: 'numbered', startDate: '2026-03-20', numberOfOccurrences: 4 } } })
    const [, second] = (await w.ask<Page<Event>>('GET', `/me/events/${body.id}/instances?startDateTime=2026-03-01&endDateTime=2026-04-30`, undefined, immutable)).body.value
    for (const day of ['2026-03-20', '2026-03-26', '2026-03-28']) expect((await w.ask('PATCH', `/me/events/${second?.id}`, timed(`${day}T09:00:00`, `${day}T10:00:00`))).status).toBe(400)
    const moved = await w.ask<Event>('PATCH', `/me/events/${second?.id}`, timed('2026-03-25T09:00:00', '2026-03-25T10:00:00'), immutable)
    expect(moved.body).toMatchObject({ id: second?.id, type: 'exception', start: { dateTime: '2026-03-25T08:00:00.0000000' }, originalStart: '2026-03-23T08:00:00Z' })
  })
})

describe('meetings', () => {
  test('creation, change and deletion by the organizer mail the attendees', async () => {
    const w = testWorld()
    const { body } = await create(w, meeting)
    expect([body.isOrganizer, w.server.mailed('anna')]).toEqual([true, 1])
    await w.ask('PATCH', `/me/events/${body.id}`, { subject: 'Later' })
    expect(w.server.mailed('anna')).toBe(2)
    await w.ask('DELETE', `/me/events/${body.id}`)
    expect(w.server.mailed('anna')).toBe(3)
  })

  test('an appointment without attendees mails nobody', async () => {
    const w = testWorld()
    const { body } = await create(w, timed('2026-03-20T09:00:00', '2026-03-20T10:00:00'))
    await w.ask('PATCH', `/me/events/${body.id}`, { subject: 'Later' })
    await w.ask('DELETE', `/me/events/${body.id}`)
    expect(w.server.mailed('anna')).toBe(0)
  })

  test('an attendee has the same iCalUId, answers, and by declining puts it into Deleted Items', async () => {
    const w = testWorld()
    const details = { role: 'attendee', identity: 'uid-1', organizer: { address: 'bo@beta.example', name: 'Bo' }, attendees: [{ address: 'anna@acme.se', name: null }] } as const
    const id = w.anna.add('appointment', fields('appointment'), details)
    expect(await read(w, id)).toMatchObject({ isOrganizer: false, iCalUId: 'uid-1', organizer: { emailAddress: { address: 'bo@beta.example' } }, responseStatus: { response: 'notResponded' } })
    expect((await w.ask('POST', `/me/events/${id}/accept`, { sendResponse: false })).status).toBe(202)
    expect([(await read(w, id)).responseStatus?.response, w.server.mailed('anna')]).toEqual(['accepted', 0])
    await w.ask('POST', `/me/events/${id}/decline`, {})
    expect([(await w.ask<Page<Event>>('GET', '/me/events')).body.value.length, w.server.mailed('anna')]).toEqual([0, 1])
    expect((await w.ask('POST', `/me/events/${id}/cancel`, {})).status).toBe(400)
  })

  test('the organizer cannot answer, and can cancel', async () => {
    const w = testWorld()
    const { body } = await create(w, meeting)
    expect((await w.ask('POST', `/me/events/${body.id}/accept`, {})).status).toBe(400)
    expect((await w.ask('POST', `/me/events/${body.id}/cancel`, { comment: 'Sorry' })).status).toBe(202)
    expect(w.server.mailed('anna')).toBe(2)
  })
})

describe('deletion', () => {
  test('a deleted event is in Deleted Items: no calendar lists it, and it can be read by its immutable id', async () => {
    const w = testWorld()
    const { body } = await create(w, meeting)
    expect((await w.ask('DELETE', `/me/events/${body.id}`)).status).toBe(204)
    expect((await w.ask<Page<Event>>('GET', `/me/events?$filter=iCalUId eq '${body.iCalUId}'`)).body.value).toEqual([])
    expect((await read(w, body.id)).id).toBe(body.id)
    expect((await w.ask('GET', `/me/events/${body.id}/calendar`)).status).toBe(404)
    expect((await w.ask('POST', `/me/events/${body.id}/permanentDelete`)).status).toBe(204)
    expect((await w.ask('GET', `/me/events/${body.id}`)).status).toBe(404)
  })

  test('or, as an option, not at all', async () => {
    const w = testWorld({ deletedEventsReadable: false })
    const { body } = await create(w, meeting)
    await w.ask('DELETE', `/me/events/${body.id}`)
    expect((await w.ask('GET', `/me/events/${body.id}`)).status).toBe(404)
  })

  test('a stale If-Match is refused, and changes nothing', async () => {
    const w = testWorld()
    const id = w.anna.add('appointment', fields('appointment'))
    const etag = (await read(w, id) as { '@odata.etag'?: string })['@odata.etag'] ?? ''
    w.anna.edit(id, { subject: 'Edited by a person' })
    for (const [method, body] of [['PATCH', { subject: 'x' }], ['DELETE', undefined]] as const) expect((await w.ask(method, `/me/events/${id}`, body, { 'if-match': etag })).status).toBe(412)
    expect((await read(w, id)).subject).toBe('Edited by a person')
  })
})
