/** `calendarView` and its delta. */
import type { Event } from '@microsoft/microsoft-graph-types'
import { describe, expect, test } from 'vitest'
import { fields, immutable, round, testWorld, type Page } from './world'

const window = 'startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-04-01T00:00:00Z'
const delta = `/me/calendarView/delta?${window}`
const removed = (id: string): unknown => ({ '@removed': { reason: 'deleted' }, id })
const weekly = { recurrence: { rule: 'FREQ=WEEKLY;COUNT=8', cancelled: [], exceptions: [] } }
const at = (start: string, end: string): { readonly allDay: false; readonly start: { readonly local: string; readonly zone: string }; readonly end: { readonly local: string; readonly zone: string } } => ({
  allDay: false,
  start: { local: start, zone: 'Europe/Stockholm' },
  end: { local: end, zone: 'Europe/Stockholm' }
})

describe('calendarView', () => {
  test('holds single events and occurrences, not masters; the end of the window is not within', async () => {
    const w = testWorld({ pageSize: 50 })
    w.anna.add('appointment', { ...fields('appointment'), time: at('2026-03-05T09:00:00', '2026-03-05T10:00:00') })
    w.anna.add('appointment', { ...fields('appointment', 2), time: at('2026-04-01T02:00:00', '2026-04-01T03:00:00') })
    w.anna.add('appointment', { ...fields('appointment', 3), time: at('2026-03-02T09:00:00', '2026-03-02T10:00:00') }, weekly)
    const { body } = await w.ask<Page<Event>>('GET', `/me/calendarView?${window}`)
    expect(body.value.map((e) => [e.type, e.start?.dateTime])).toEqual([
      ['occurrence', '2026-03-02T08:00:00.0000000'],
      ['singleInstance', '2026-03-05T08:00:00.0000000'],
      ['occurrence', '2026-03-09T08:00:00.0000000'],
      ['occurrence', '2026-03-16T08:00:00.0000000'],
      ['occurrence', '2026-03-23T08:00:00.0000000'],
      // The same wall time, after the clocks went forward.
      ['occurrence', '2026-03-30T07:00:00.0000000']
    ])
    expect(body.value[0]).toMatchObject({ subject: 'Contract appointment 3', recurrence: null })
  })

  test.each([['startDateTime=2026-01-01&endDateTime=2031-01-02'], ['startDateTime=2026-01-01'], ['startDateTime=x&endDateTime=y'], ['startDateTime=2026-02-01&endDateTime=2026-01-01']])('the window %s is refused with 400', async (query) => {
    const w = testWorld()
    expect((await w.ask('GET', `/me/calendarView?${query}`)).status).toBe(400)
    expect((await w.ask('GET', `/me/calendarView/delta?${query}`)).status).toBe(400)
  })

  test('a window of 1,825 days is not', async () => {
    expect((await testWorld().ask('GET', '/me/calendarView/delta?startDateTime=2026-01-01&endDateTime=2030-12-31')).status).toBe(200)
  })
})

describe('calendarView/delta', () => {
  test('the window is encoded in the token; $select, $filter and $expand are refused', async () => {
    const w = testWorld()
    const { link } = await round(w, delta)
    expect(link).not.toContain('2026')
    for (const query of ['$select=subject', "$filter=subject eq 'x'", '$expand=attachments', '$top=5', '$orderby=subject']) expect((await w.ask('GET', `${delta}&${query}`)).status).toBe(400)
    w.anna.add('appointment', { ...fields('appointment'), time: at('2026-05-05T09:00:00', '2026-05-05T10:00:00') })
    expect((await round(w, link)).told.every((t) => '@removed' in t)).toBe(true)
  })

  test('occurrences carry only id, type, seriesMasterId, start and end; the master comes whole', async () => {
    const w = testWorld()
    const id = w.anna.add('appointment', fields('appointment', 1), weekly)
    const { told } = await round(w, delta)
    expect(told.filter((t) => t['type'] === 'seriesMaster')).toMatchObject([{ id, subject: 'Contract appointment 1', recurrence: { pattern: { type: 'weekly', interval: 1, daysOfWeek: ['monday'] }, range: { type: 'numbered', numberOfOccurrences: 8, startDate: '2026-03-02' } } }])
    const occurrences = told.filter((t) => t['type'] === 'occurrence')
    expect(occurrences).toHaveLength(5)
    for (const o of occurrences) expect(Object.keys(o).filter((k) => !k.startsWith('@')).sort()).toEqual(['end', 'id', 'seriesMasterId', 'start', 'type'])
  })

  test('exceptions come whole, and what was cancelled is @removed in later rounds', async () => {
    const w = testWorld()
    const id = w.anna.add('appointment', fields('appointment', 1), weekly)
    const { link } = await round(w, delta)
    w.anna.mark(id, { recurrence: { rule: 'FREQ=WEEKLY;COUNT=8', cancelled: ['2026-03-09T09:07:00'], exceptions: [{ original: '2026-03-16T09:07:00', time: at('2026-03-16T15:00:00', '2026-03-16T16:00:00'), subject: 'Moved', body: null, location: null, showAs: null }] } })
    const { told } = await round(w, link)
    expect(told.filter((t) => t['type'] === 'exception')).toMatchObject([{ subject: 'Moved', seriesMasterId: id, start: { dateTime: '2026-03-16T14:00:00.0000000' }, originalStart: '2026-03-16T08:07:00Z' }])
    const gone = told.filter((t) => '@removed' in t)
    expect(gone).toHaveLength(1)
    expect((await w.ask('GET', `/me/events/${gone[0]?.id}`)).status).toBe(404)
  })

  test('an event that changed and now lies outside the window is @removed deleted, though it is there', async () => {
    const w = testWorld()
    const id = w.anna.add('appointment', fields('appointment', 1))
    const { link } = await round(w, delta)
    w.anna.edit(id, { time: at('2026-06-01T09:00:00', '2026-06-01T10:00:00') })
    expect((await round(w, link)).told).toEqual([removed(id)])
    expect((await w.ask('GET', `/me/events/${id}`)).status).toBe(200)
  })

  test('so is one that was never within', async () => {
    const w = testWorld()
    const { link } = await round(w, delta)
    const id = w.anna.add('appointment', { ...fields('appointment'), time: at('2026-06-01T09:00:00', '2026-06-01T10:00:00') })
    expect((await round(w, link)).told).toEqual([removed(id)])
    expect((await round(w, delta)).told).toEqual([])
  })

  test('a deleted series is @removed with its occurrences', async () => {
    const w = testWorld()
    const id = w.anna.add('appointment', fields('appointment', 1), weekly)
    const first = await round(w, delta)
    w.anna.deletePermanently(id)
    const { told } = await round(w, first.link)
    expect(told.map((t) => t.id).sort()).toEqual(first.told.map((t) => t.id).sort())
    expect(told.every((t) => '@removed' in t)).toBe(true)
  })

  test('each calendar has a token of its own', async () => {
    const w = testWorld()
    const { body } = await w.ask<{ id: string }>('POST', '/me/calendars', { name: 'Other' })
    const here = await round(w, delta)
    const there = await round(w, `/me/calendars/${body.id}/calendarView/delta?${window}`)
    const made = await w.ask<Event>('POST', `/me/calendars/${body.id}/events`, { subject: 'x', start: { dateTime: '2026-03-05T09:00:00', timeZone: 'UTC' }, end: { dateTime: '2026-03-05T10:00:00', timeZone: 'UTC' } }, immutable)
    expect((await round(w, here.link)).told).toEqual([])
    expect((await round(w, there.link)).told.map((t) => t.id)).toEqual([made.body.id])
  })

  test('times come in the zone that is asked for on each page', async () => {
    const w = testWorld()
    w.anna.add('appointment', fields('appointment', 1))
    const [told] = (await round(w, delta, { prefer: 'outlook.timezone="Tokyo Standard Time"' })).told
    expect(told).toMatchObject({ start: { dateTime: '2026-03-02T17:07:00.0000000', timeZone: 'Tokyo Standard Time' }, originalStartTimeZone: 'W. Europe Standard Time' })
  })
})
