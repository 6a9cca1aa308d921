/** All laws on real databases: the simulator with the SQL adapters in place of the memory ones. */
import { describe, expect, it } from 'vitest'
import { sqlCrm, sqlStore } from '../../../src/adapters/sql/index'
import { type Cast, simulate, type SimulatedStore } from '../../../src/testing'
import { closeAll, databases, type Fixture, type TestDatabase } from './databases'
import { cutLog, documentsIn, personOn } from './person'

/** The store lies in the database of company acme, so that its CRM can commit together with it; company beta has one of its own. */
const castOn = (on: TestDatabase): Pick<Cast, 'crm' | 'store'> => {
  const fixtures = new WeakMap<SimulatedStore, Fixture>()
  return {
    store: async () => {
      const fixture = await on.newDatabase()
      const made: SimulatedStore = { port: sqlStore({ db: fixture.db }), everything: async () => fixture.host.all('select * from ocs_links'), dispose: async () => closeAll() }
      fixtures.set(made, fixture)
      return made
    },
    crm: async ({ database, store, world }) => {
      const fixture = (database === 'acme' ? fixtures.get(store) : undefined) ?? (await on.newDatabase())
      const { db, host } = fixture
      return {
        port: sqlCrm({ db, pageSize: world.pageSize, ...(world.commitsWithStore && database === 'acme' ? { database } : {}) }),
        person: personOn(fixture),
        expireCursors: () => cutLog(host),
        documentsOf: (activity) => documentsIn(host, activity)
      }
    }
  }
}

const worlds: { readonly [D in TestDatabase['name']]: number } = { SQLite: 150, Postgres: 40 }

describe.each(databases)('%s', (name, on) => {
  it('keeps the laws in any world', { timeout: 300_000 }, async () => {
    const seeds = Number(process.env['LAWS_WORLDS'] ?? worlds[name])
    const played = await simulate({ ...castOn(on), seeds, from: 9000, shrinkForMs: 20_000 })
    expect(played.broken.map((b) => `seed ${b.seed}, ${b.law}: ${b.what}\n${b.lines.join('\n')}`)).toEqual([])
    expect(played.worlds).toBe(seeds)
    for (const what of ['effect CreateActivity', 'effect UpdateActivity']) expect(played.reached, what).toHaveProperty([what])
  })
})
