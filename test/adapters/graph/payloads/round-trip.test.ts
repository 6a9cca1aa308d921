/** What is written, and read back as the server answers it, means the same (L2). */
import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { eventPatch, eventPayload } from '../../../../src/adapters/graph/payloads/event'
import { messageDraft, messagePatch } from '../../../../src/adapters/graph/payloads/message'
import type { GraphBody } from '../../../../src/adapters/graph/payloads/payload'
import { taskPatch, taskPayload } from '../../../../src/adapters/graph/payloads/task'
import { decodeEvent, splitEvent } from '../../../../src/adapters/graph/resources/event'
import { decodeMessage } from '../../../../src/adapters/graph/resources/message'
import { decodeTask } from '../../../../src/adapters/graph/resources/task'
import type { PortError } from '../../../../src/core/errors'
import type { AppointmentFields, EmailFields, Fields, Kind, TaskFields } from '../../../../src/core/model/fields'
import { fieldNames } from '../../../../src/core/model/fields'
import type { AppointmentTime } from '../../../../src/core/model/time'
import { canonical } from '../../../../src/rules/canonical-fields'
import { addDays, toInstant, toLocal } from '../../../../src/time/zones'
import { inMutationRun, runs } from '../../../runs'
import { echoEvent, echoMessage, echoTask } from './echo'

const right = <A>(e: E.Either<PortError, A>): A => {
  if (E.isLeft(e)) throw new Error(JSON.stringify(e.left))
  return e.right
}

const event = (raw: GraphBody) => right(decodeEvent(splitEvent(raw), { deleted: false }))
const task = (raw: GraphBody) => right(decodeTask(raw, 'LIST'))
const message = (raw: GraphBody) => right(decodeMessage(raw, { folder: 'drafts', deleted: false }))

const expectSame = (kind: Kind, came: Fields, wanted: Fields): void => {
  for (const name of fieldNames[kind]) {
    const of = (f: Fields): string => canonical(kind, name, (f as unknown as Readonly<Record<string, unknown>>)[name])
    expect(of(came), name).toBe(of(wanted))
  }
}

const zones = ['Europe/Stockholm', 'America/New_York', 'UTC', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia', 'Pacific/Kiritimati', 'America/Sao_Paulo', 'Asia/Kathmandu', 'Africa/Casablanca', 'Africa/Monrovia', 'Antarctica/Troll', 'Europe/Dublin', 'America/Nuuk', 'Asia/Tehran', 'Etc/GMT+5', 'America/Caracas', 'Europe/Volgograd', 'Pacific/Norfolk', 'America/Scoresbysund']
const date = fc.oneof(
  fc.constantFrom('2026-03-28', '2026-03-29', '2026-10-24', '2026-10-25', '2026-03-07', '2026-03-08', '2026-10-31', '2026-11-01', '2024-02-29', '2026-12-31', '2026-04-05', '2011-12-30'),
  fc.integer({ min: 0, max: 20_000 }).map((n) => addDays('1990-01-01', n))
)
const clock = fc.oneof(fc.constantFrom('00:00:00', '00:30:00', '01:00:00', '01:30:00', '01:45:00', '02:00:00', '02:30:00', '03:00:00', '23:30:00'), fc.integer({ min: 0, max: 86_399 }).map((s) => new Date(s * 1000).toISOString().slice(11, 19)))
const zone = fc.constantFrom(...zones)

const timed: fc.Arbitrary<AppointmentTime> = fc.tuple(date, clock, zone, fc.integer({ min: 0, max: 5_000 }), zone).map(([d, c, startZone, minutes, endZone]) => {
  const start = { local: `${d}T${c}`, zone: startZone }
  // Minutes after the start, as the clocks of the end's zone show it.
  const end = new Date(Date.parse(toInstant(start)) + minutes * 60_000).toISOString()
  const local = toLocal(end, endZone)
  return { allDay: false, start, end: toInstant({ local, zone: endZone }) === end ? { local, zone: endZone } : { local: toLocal(end, 'UTC'), zone: 'UTC' } }
})
const allDay: fc.Arbitrary<AppointmentTime> = fc.tuple(date, fc.integer({ min: 1, max: 40 })).map(([d, n]) => ({ allDay: true, start: d, end: addDays(d, n) }))

const line = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme-ascii' }).map((s) => s.trim())
const body = fc.record({ type: fc.constantFrom('text' as const, 'html' as const), content: fc.string({ maxLength: 80, unit: 'grapheme' }) })
const appointment: fc.Arbitrary<AppointmentFields> = fc.record({ subject: line, body, location: line, time: fc.oneof(timed, allDay), showAs: fc.constantFrom('free', 'tentative', 'busy', 'oof', 'workingElsewhere') })
const todo: fc.Arbitrary<TaskFields> = fc.record({
  subject: line,
  body,
  start: fc.option(date),
  due: fc.option(date),
  progress: fc.oneof(
    fc.record({ status: fc.constantFrom('notStarted' as const, 'inProgress' as const, 'waitingOnOthers' as const, 'deferred' as const), percent: fc.constant(0), completedOn: fc.constant(null) }),
    fc.record({ status: fc.constant('completed' as const), percent: fc.constant(100), completedOn: date })
  ),
  importance: fc.constantFrom('low', 'normal', 'high')
})
const party = fc.record({ address: fc.constantFrom('a@x.example', 'b@y.example', 'C@z.example'), name: fc.option(fc.constantFrom('Anna Ek', 'Ben', 'Ö')) })
const email: fc.Arbitrary<EmailFields> = fc.record({ subject: line, body, sentAt: fc.constant('2026-11-24T10:00:00.000Z'), from: fc.constant(null), to: fc.array(party), cc: fc.array(party), bcc: fc.array(party) })

const partOf = <F extends object>(fields: F, names: ReadonlyArray<string>): Partial<F> => Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name))) as Partial<F>
const namesOf = (kind: Kind): fc.Arbitrary<ReadonlyArray<string>> => fc.subarray([...fieldNames[kind]])

describe('events', () => {
  it('that are created come back as they were meant, with their key', () => {
    fc.assert(
      fc.property(appointment, zone, (fields, mailboxZone) => {
        const item = event(echoEvent(right(eventPayload(fields, 'ocs1:a:activity:1:0', { zone: mailboxZone }))))
        expectSame('appointment', item.fields, fields)
        expect([item.ownKey, item.role, item.recurrence]).toEqual(['ocs1:a:activity:1:0', 'none', null])
      }),
      { numRuns: runs(1500) }
    )
  })

  it('that are written as they were read do not change', () => {
    fc.assert(
      fc.property(appointment, (fields) => {
        const once = echoEvent(right(eventPayload(fields, 'k')))
        const item = event(once)
        expect(event(echoEvent(right(eventPatch(item.fields, item)), once)).fields).toEqual(item.fields)
      }),
      { numRuns: runs(500) }
    )
  })

  it('change in what a patch holds and in nothing else', () => {
    fc.assert(
      fc.property(appointment, appointment, namesOf('appointment'), (fields, others, names) => {
        const once = echoEvent(right(eventPayload(fields, 'k')))
        const item = event(once)
        const patch = partOf(others, names)
        const body = right(eventPatch(patch, item))
        if (names.length === 0) expect(body).toEqual({})
        expectSame('appointment', event(echoEvent(body, once)).fields, { ...item.fields, ...patch })
      }),
      { numRuns: runs(500) }
    )
  })
})

describe('tasks', () => {
  it('that are created or changed come back as they were meant', () => {
    fc.assert(
      fc.property(todo, todo, namesOf('task'), (fields, others, names) => {
        const once = echoTask(right(taskPayload(fields, 'ocs1:a:activity:1:0')))
        const item = task(once)
        expectSame('task', item.fields, fields)
        expect(item.ownKey).toBe('ocs1:a:activity:1:0')
        const patch = partOf(others, names)
        expectSame('task', task(echoTask(right(taskPatch(patch)), once)).fields, { ...item.fields, ...patch })
      }),
      { numRuns: runs(800) }
    )
  })

  it('lose their per cent the first time, and nothing more after that', () => {
    const fields: TaskFields = { subject: 'x', body: { type: 'text', content: '' }, start: null, due: null, progress: { status: 'inProgress', percent: 30, completedOn: null }, importance: 'normal' }
    const once = echoTask(right(taskPayload(fields, 'k')))
    const read = task(once)
    expect(read.fields.progress).toEqual({ status: 'inProgress', percent: 0, completedOn: null })
    const again = task(echoTask(right(taskPatch({ progress: { status: 'inProgress', percent: 60, completedOn: null } })), once))
    expect(again.fields).toEqual(read.fields)
  })
})

describe('messages', () => {
  it('that are drafted or changed come back as they were meant', () => {
    fc.assert(
      fc.property(email, email, fc.subarray(['subject', 'body']), (fields, others, names) => {
        const once = echoMessage(right(messageDraft(fields, 'ocs1:a:activity:1:0')))
        const item = message(once)
        expectSame('email', item.fields, fields)
        expect([item.ownKey, item.folder]).toEqual(['ocs1:a:activity:1:0', 'drafts'])
        const patch = partOf(others, names)
        expectSame('email', message(echoMessage(right(messagePatch(patch, item)), once)).fields, { ...item.fields, ...patch })
      }),
      { numRuns: runs(500) }
    )
  })
})

describe('nothing of it', () => {
  it.skipIf(inMutationRun)('depends on the zone of the process', () => {
    const script = `
      import { eventPayload } from './src/adapters/graph/payloads/event'
      import { recurrencePayload } from './src/adapters/graph/payloads/recurrence'
      import { decodeEvent, splitEvent } from './src/adapters/graph/resources/event'
      import { decodeTask } from './src/adapters/graph/resources/task'
      import { rawEvent, rawMaster, rawTask } from './test/adapters/graph/resources/examples'
      import { echoEvent } from './test/adapters/graph/payloads/echo'
      const raws = [rawEvent, rawMaster, ...['2026-03-29T01:30:00', '2026-10-25T00:30:00', '2026-10-25T01:30:00', '2026-01-01T00:00:00'].flatMap((dateTime) => [true, false].map((isAllDay) => ({ ...rawEvent, isAllDay, start: { dateTime, timeZone: 'UTC' }, end: { dateTime, timeZone: 'UTC' } })))]
      const items = raws.map((raw) => decodeEvent(splitEvent(raw), { deleted: false }))
      const times = ['2026-03-29T02:30:00', '2026-10-25T02:30:00', '2026-11-01T01:30:00'].flatMap((local) => ['Europe/Stockholm', 'America/New_York', 'Australia/Lord_Howe'].map((zone) => ({ allDay: false, start: { local, zone }, end: { local, zone } })))
      const written = times.map((time) => eventPayload({ subject: '', body: { type: 'text', content: '' }, location: '', time, showAs: 'busy' }, 'k'))
      const echoed = written.map((w) => decodeEvent(splitEvent(echoEvent(w.right)), { deleted: false }))
      const rules = times.map((time) => recurrencePayload('FREQ=WEEKLY;INTERVAL=2;UNTIL=20270101T003000Z', time))
      console.log(JSON.stringify([items, written, echoed, rules, decodeTask(rawTask, 'L')]))`
    const outputs = ['UTC', 'Europe/Stockholm', 'America/New_York', 'Pacific/Apia', 'Australia/Lord_Howe'].map((TZ) => {
      const run = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { env: { ...process.env, TZ }, encoding: 'utf8' })
      expect(run.stderr).toBe('')
      return run.stdout
    })
    expect((outputs[0] ?? '').includes('"Right"') && !(outputs[0] ?? '').includes('"Left"')).toBe(true)
    expect(new Set(outputs).size).toBe(1)
  })
})
