import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { Instant, LocalDateTime } from '../../src/core/model/time'
import { addDays, ianaZone, inZone, isKnownZone, startOf, toInstant, toLocal, wallTimesAt, windowsZone } from '../../src/time/zones'
import { inMutationRun, runs } from '../runs'

const zones = Intl.supportedValuesOf('timeZone')
const zone = fc.constantFrom(...zones, 'UTC')
/** 1970 to 2037: the years whose changes of the clocks every runtime knows. */
const epoch = fc.oneof(fc.integer({ min: 0, max: 2_145_916_800 }), fc.constantFrom(1_774_746_000, 1_792_890_000, 1_772_953_200, 1_793_512_800).chain((at) => fc.integer({ min: at - 7200, max: at + 7200 }))).map((s) => s * 1000)

/** Wall time by the runtime's own formatter. */
const formatted = (ms: number, timeZone: string): string => {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' }).formatToParts(ms)
  const part = (type: string): string => parts.find((p) => p.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}`
}

describe('toInstant and toLocal', () => {
  it.each([
    ['winter', '2026-01-15T09:00:00', 'Europe/Stockholm', '2026-01-15T08:00:00.000Z'],
    ['summer', '2026-07-15T09:00:00', 'Europe/Stockholm', '2026-07-15T07:00:00.000Z'],
    ['a gap moves on by its length', '2026-03-29T02:30:00', 'Europe/Stockholm', '2026-03-29T01:30:00.000Z'],
    ['the first second of a gap', '2026-03-29T02:00:00', 'Europe/Stockholm', '2026-03-29T01:00:00.000Z'],
    ['the first after a gap', '2026-03-29T03:00:00', 'Europe/Stockholm', '2026-03-29T01:00:00.000Z'],
    ['the last before a gap', '2026-03-29T01:59:59', 'Europe/Stockholm', '2026-03-29T00:59:59.000Z'],
    ['a repeated hour is the first', '2026-10-25T02:30:00', 'Europe/Stockholm', '2026-10-25T00:30:00.000Z'],
    ['the first after a repeated hour', '2026-10-25T03:00:00', 'Europe/Stockholm', '2026-10-25T02:00:00.000Z'],
    ['a gap in New York', '2026-03-08T02:30:00', 'America/New_York', '2026-03-08T07:30:00.000Z'],
    ['a repeated hour in New York', '2026-11-01T01:30:00', 'America/New_York', '2026-11-01T05:30:00.000Z'],
    ['a gap of half an hour', '2026-10-04T02:15:00', 'Australia/Lord_Howe', '2026-10-03T15:45:00.000Z'],
    ['a midnight that there is not', '2018-11-04T00:00:00', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
    ['a day that there is not', '2011-12-30T12:00:00', 'Pacific/Apia', '2011-12-30T22:00:00.000Z'],
    ['quarters of an hour', '2026-01-15T09:00:00', 'Asia/Kathmandu', '2026-01-15T03:15:00.000Z'],
    ['less than an hour behind UTC', '1971-06-01T09:00:00', 'Africa/Monrovia', '1971-06-01T09:44:30.000Z'],
    ['before there were zones', '1850-01-15T09:00:00', 'America/New_York', '1850-01-15T13:56:02.000Z'],
    ['UTC', '2026-01-15T09:00:00', 'UTC', '2026-01-15T09:00:00.000Z']
  ])('%s: %s in %s', (_what, local, zoneName, instant) => {
    expect(toInstant({ local, zone: zoneName })).toBe(instant)
  })

  it('throws on a zone that is not known, whatever was asked before', () => {
    expect(isKnownZone('Mars/Olympus')).toBe(false)
    expect(() => toInstant({ local: '2026-01-15T09:00:00', zone: 'Mars/Olympus' })).toThrow(new RangeError('unknown time zone Mars/Olympus'))
    expect(() => toLocal('2026-01-15T09:00:00.000Z', 'Mars/Olympus')).toThrow(RangeError)
  })

  it('property: toLocal is what the runtime shows, in every zone, back to before there were zones', () => {
    fc.assert(
      fc.property(fc.oneof(epoch, fc.integer({ min: -3_786_912_000, max: 0 }).map((s) => s * 1000)), zone, (ms, zoneName) => {
        const local = toLocal(new Date(ms).toISOString(), zoneName)
        expect(LocalDateTime.is(local)).toBe(true)
        expect(local).toBe(formatted(ms, zoneName))
      }),
      { numRuns: runs(3000) }
    )
  })

  it('property: wall time that there is comes back from toInstant, and instants come back but for the second of two', () => {
    fc.assert(
      fc.property(epoch, zone, (ms, zoneName) => {
        const instant = new Date(ms).toISOString()
        const local = toLocal(instant, zoneName)
        const back = toInstant({ local, zone: zoneName })
        expect(Instant.is(back)).toBe(true)
        expect(toLocal(back, zoneName)).toBe(local)
        expect(back <= instant).toBe(true)
        if (back < instant) expect(ms - Date.parse(back)).toBeLessThanOrEqual(86_400_000)
      }),
      { numRuns: runs(3000) }
    )
  })

  it('property: gaps and repetitions are disambiguated as Temporal does by default', () => {
    const reached = { gaps: 0, others: 0 }
    fc.assert(
      fc.property(epoch, fc.constantFrom('Europe/Stockholm', 'America/New_York', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'Asia/Tehran', 'Pacific/Apia', 'Europe/London', 'America/St_Johns'), (ms, zoneName) => {
        const local = new Date(ms).toISOString().slice(0, 19)
        const expected = Temporal.PlainDateTime.from(local).toZonedDateTime(zoneName).epochMilliseconds
        const instant = toInstant({ local, zone: zoneName })
        reached[toLocal(instant, zoneName) === local ? 'others' : 'gaps'] += 1
        expect(instant).toBe(new Date(expected).toISOString())
      }),
      { numRuns: runs(3000) }
    )
    expect(reached.others).toBeGreaterThan(0)
  })

  it('property: within every gap of a year the distance to its beginning is kept', () => {
    for (let minute = 0; minute < 60; minute++) {
      const local = `2026-03-29T02:${String(minute).padStart(2, '0')}:00`
      expect(toLocal(toInstant({ local, zone: 'Europe/Stockholm' }), 'Europe/Stockholm')).toBe(local.replace('T02', 'T03'))
    }
  })

  it('answers for every zone of the runtime', () => {
    for (const zoneName of zones) for (const ms of [0, 1_774_746_000_000, 1_800_000_000_000]) expect(toLocal(new Date(ms).toISOString(), zoneName), zoneName).toBe(formatted(ms, zoneName))
  })

  it.skipIf(inMutationRun)('does not depend on the zone of the process', () => {
    const script = `
      import { toInstant, toLocal } from './src/time/zones'
      const locals = ['2026-03-29T02:30:00', '2026-10-25T02:30:00', '2026-11-01T01:30:00', '2026-03-08T02:30:00', '2026-10-04T02:15:00', '2011-12-30T12:00:00', '2026-06-01T00:00:00']
      const zones = ['Europe/Stockholm', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC']
      console.log(JSON.stringify(zones.flatMap((zone) => locals.map((local) => { const i = toInstant({ local, zone }); return [i, toLocal(i, zone)] }))))`
    const outputs = ['UTC', 'Europe/Stockholm', 'America/New_York', 'Pacific/Apia', 'Australia/Lord_Howe'].map((TZ) => {
      const run = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { env: { ...process.env, TZ }, encoding: 'utf8' })
      expect(run.stderr).toBe('')
      return run.stdout
    })
    expect(JSON.parse(outputs[0] ?? '')).toHaveLength(35)
    expect(new Set(outputs).size).toBe(1)
  })
})

describe('ianaZone and windowsZone', () => {
  it.each([
    ['W. Europe Standard Time', 'Europe/Berlin'],
    ['Central European Standard Time', 'Europe/Warsaw'],
    ['Eastern Standard Time', 'America/New_York'],
    ['UTC', 'UTC'],
    ['Europe/Stockholm', 'Europe/Stockholm'],
    ['Asia/Calcutta', 'Asia/Calcutta']
  ])('%s is %s', (name, expected) => {
    expect(ianaZone(name)).toBe(expected)
  })
  it.each(['tzone://Microsoft/Custom', 'Customized Time Zone', '', '+01:00', '-05:00', 'Mars/Olympus', 'Custom Standard Time', '(UTC+01:00) Stockholm'])('%j is none', (name) => {
    expect(ianaZone(name)).toBeNull()
  })
  it('gives the Windows name of every zone that has one, which leads back to a zone with the same clock', () => {
    const named = zones.filter((z) => windowsZone(z) !== null)
    expect(named.length).toBeGreaterThan(350)
    for (const z of named) expect(isKnownZone(ianaZone(windowsZone(z) ?? '') ?? ''), z).toBe(true)
    expect(windowsZone('Europe/Stockholm')).toBe('W. Europe Standard Time')
    expect(windowsZone('Mars/Olympus')).toBeNull()
  })
})

describe('inZone, addDays and startOf', () => {
  it('inZone keeps the moment', () => {
    expect(inZone({ local: '2026-07-01T09:00:00', zone: 'Europe/Stockholm' }, 'America/New_York')).toEqual({ local: '2026-07-01T03:00:00', zone: 'America/New_York' })
    fc.assert(
      fc.property(epoch, zone, zone, (ms, a, b) => {
        const there = { local: toLocal(new Date(ms).toISOString(), a), zone: a }
        const moment = toInstant(there)
        // But where the other zone has that wall time twice.
        const other = inZone(there, b)
        expect(other.local).toBe(toLocal(moment, b))
      })
    )
  })
  it('addDays counts dates, whatever the clocks do', () => {
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30')
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
  })
  it('startOf is a date where it is all-day', () => {
    expect(startOf({ allDay: true, start: '2026-03-02', end: '2026-03-03' })).toBe('2026-03-02')
    expect(startOf({ allDay: false, start: { local: '2026-03-02T09:00:00', zone: 'Europe/Stockholm' }, end: { local: '2026-03-02T10:00:00', zone: 'Europe/Stockholm' } })).toBe('2026-03-02T08:00:00.000Z')
  })
})

describe('wallTimesAt', () => {
  it.each([
    ['one', '2026-07-01T07:00:00.000Z', 'Europe/Stockholm', ['2026-07-01T09:00:00']],
    ['after a gap also the one that is skipped', '2026-03-29T01:30:00.000Z', 'Europe/Stockholm', ['2026-03-29T02:30:00', '2026-03-29T03:30:00']],
    ['after a day that there is not', '2011-12-30T22:00:00.000Z', 'Pacific/Apia', ['2011-12-30T12:00:00', '2011-12-31T12:00:00']],
    ['the first of two', '2026-10-25T00:30:00.000Z', 'Europe/Stockholm', ['2026-10-25T02:30:00']],
    ['none for the second of two', '2026-10-25T01:30:00.000Z', 'Europe/Stockholm', []],
    ['none for what is no whole second', '2026-07-01T07:00:00.500Z', 'Europe/Stockholm', []]
  ])('%s', (_what, instant, zoneName, local) => {
    expect([...wallTimesAt(instant, zoneName)].sort()).toEqual(local)
  })
  it('property: has every wall time that leads to the instant', () => {
    fc.assert(
      fc.property(epoch, zone, (ms, zoneName) => {
        const local = new Date(ms).toISOString().slice(0, 19)
        expect(wallTimesAt(toInstant({ local, zone: zoneName }), zoneName)).toContain(local)
      }),
      { numRuns: runs(1000) }
    )
  })
})

describe('what the arithmetic relies on', () => {
  // Looked at in all of them, the least is a week. To look at all takes Temporal's stand-in ten seconds, so here it is some, and those with the most changes.
  const some = [...zones.filter((_, i) => i % 16 === 0), 'Africa/Casablanca', 'Africa/Cairo', 'America/Boa_Vista', 'Asia/Gaza', 'Pacific/Apia']

  // A day that begins and ends with one offset is taken to have no other, and two offsets are looked for around an instant.
  it('no zone changes its clocks twice within four days', () => {
    const near = some.flatMap((zoneName) => {
      const close: Array<string> = []
      let at = Temporal.Instant.from('1800-01-01T00:00Z').toZonedDateTimeISO(zoneName)
      for (;;) {
        const next = at.getTimeZoneTransition('next')
        if (next === null || next.year > 2038) return close
        if (next.epochMilliseconds - at.epochMilliseconds < 4 * 86_400_000) close.push(next.toString())
        at = next
      }
    })
    expect(near).toEqual([])
  })
})
