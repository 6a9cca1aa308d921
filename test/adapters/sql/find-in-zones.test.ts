import { afterEach, describe, expect, it } from 'vitest'
import { sqlCrm } from '../../../src/adapters/sql/index'
import { closeAll, databases } from './databases'
import { right } from './fixtures'

afterEach(closeAll)

describe.each(databases)('%s: an appointment is found by the instant at which it starts', (_name, on) => {
  const start = async (rows: ReadonlyArray<readonly [local: string, zone: string | null]>) => {
    const { db, host } = await on.newDatabase()
    for (const [local, zone] of rows) await host.run("insert into activities (kind, owner, all_day, starts_at, start_zone, ends_at, end_zone, subject) values ('appointment', 'anna', ?, ?, ?, ?, ?, ?)", zone === null ? 1 : 0, local, zone, zone === null ? '2027-01-01' : '2027-01-01T00:00:00', zone, `${local} ${zone ?? 'all day'}`)
    const crm = sqlCrm({ db, database: 'acme' })
    return async (...at: ReadonlyArray<string>) => (await right(crm.findSimilar('anna', 'appointment', at.map((instant) => ({ at: instant, subject: '' }))))).map((a) => a.fields.subject)
  }

  it('in whatever zone it is kept, and not by the same wall time in another', async () => {
    const found = await start([
      ['2026-07-01T09:00:00', 'Europe/Stockholm'],
      ['2026-07-01T03:00:00', 'America/New_York'],
      ['2026-07-01T09:00:00', 'America/New_York'],
      ['2026-07-01T07:00:00', 'UTC'],
      ['2026-07-01T12:45:00', 'Asia/Kathmandu'],
      ['2026-07-01T19:00:00', 'Pacific/Auckland'],
      ['2026-06-30T21:00:00', 'Pacific/Honolulu'],
      ['2026-07-01T09:00:00', 'Mars/Olympus']
    ])
    expect(await found('2026-07-01T07:00:00.000Z')).toEqual(['2026-07-01T09:00:00 Europe/Stockholm', '2026-07-01T03:00:00 America/New_York', '2026-07-01T07:00:00 UTC', '2026-07-01T12:45:00 Asia/Kathmandu', '2026-07-01T19:00:00 Pacific/Auckland', '2026-06-30T21:00:00 Pacific/Honolulu'])
    expect(await found('2026-07-01T13:00:00.000Z')).toEqual(['2026-07-01T09:00:00 America/New_York'])
    expect(await found('2026-07-01T13:00:00.000Z', '2026-07-01T13:00:00.000Z', '2026-07-02T13:00:00.000Z')).toHaveLength(1)
  })

  it('where the clocks change', async () => {
    const found = await start([
      ['2026-03-29T02:30:00', 'Europe/Stockholm'],
      ['2026-03-29T03:30:00', 'Europe/Stockholm'],
      ['2026-10-25T02:30:00', 'Europe/Stockholm'],
      ['2011-12-30T12:00:00', 'Pacific/Apia']
    ])
    expect(await found('2026-03-29T01:30:00.000Z')).toHaveLength(2)
    expect(await found('2026-10-25T00:30:00.000Z')).toHaveLength(1)
    expect(await found('2026-10-25T01:30:00.000Z')).toEqual([])
    expect(await found('2011-12-30T22:00:00.000Z')).toHaveLength(1)
  })

  it('and an all-day one only by its date, whatever zones others are in', async () => {
    const found = await start([
      ['2026-07-01', null],
      ['2026-07-01T00:00:00', 'UTC']
    ])
    expect(await found('2026-07-01')).toEqual(['2026-07-01 all day'])
    expect(await found('2026-07-01T00:00:00.000Z')).toEqual(['2026-07-01T00:00:00 UTC'])
    expect(await found('2026-07-01', '2026-07-01T00:00:00.000Z')).toHaveLength(2)
  })
})
