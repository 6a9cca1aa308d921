/** All laws on a host's own tables: the simulator with a mapping as the CRM, our memory in the same database, and people who know nothing of us and write plain SQL. */
import { afterAll, describe, expect, it } from 'vitest'
import { simulate } from '../../../../src/testing'
import { castWith } from './cast'
import { espo } from './espo-crm'
import { espoPeople } from './espo-people'
import { suite } from './suite-crm'
import { suitePeople } from './suite-people'
import { closeAll, openOnPostgres, openOnSqlite } from './systems'
import type { Opened } from './systems'

afterAll(closeAll)

describe.each([
  ['SQLite', openOnSqlite, 20],
  ['Postgres', openOnPostgres, 15]
] as const)('%s', (_, open, worlds) => {
  it.each([
    ['SuiteCRM, by modifiedAt', suite, suitePeople, { by: 'modifiedAt' }],
    ['SuiteCRM, by triggers', suite, suitePeople, { by: 'triggers' }],
    ['EspoCRM, by comparison', espo, espoPeople, { by: 'comparison' }]
  ] as const)('%s: keeps the laws in any world', { timeout: Number(process.env['LAWS_TIMEOUT'] ?? 300_000) }, async (_name, system, habits, notice) => {
    const free: Array<Opened> = []
    const take = async (): Promise<Opened> => {
      const used = free.pop()
      await used?.reset()
      return used ?? open(system, { ...system.mapping, notice })
    }
    const seeds = Number(process.env['LAWS_WORLDS'] ?? worlds)
    const played = await simulate({ ...castWith(system, habits, notice, take, (o) => void free.push(o)), seeds, from: Number(process.env['LAWS_FROM'] ?? 9071), stopAfter: Number(process.env['LAWS_STOP'] ?? 1), shrinkForMs: 20_000 })
    expect(played.broken.map((b) => `seed ${b.seed}, ${b.law}: ${b.what}\n${b.lines.join('\n')}`)).toEqual([])
    expect(played.worlds).toBe(seeds)
    for (const what of ['effect CreateActivity', 'effect UpdateActivity']) expect(played.reached, what).toHaveProperty([what])
  })
})
