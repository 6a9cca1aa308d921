/** The contract of the CRM port, on tables laid out as three systems lay out theirs. */
import { afterAll, describe, expect, it } from 'vitest'
import type { Mapping } from '../../../../src/adapters/sql/index'
import type { ContractCase } from '../../../../src/testing/contracts/contract-case'
import { crmContract } from '../../../../src/testing/contracts/crm-contract'
import { espo } from './espo-crm'
import { reference } from './reference'
import { suite } from './suite-crm'
import { closeAll, harnessOf, openOnPostgres, openOnSqlite } from './systems'
import type { HarnessOptions, Opened, System } from './systems'

/** Every case has to prove something, except those that are for another capability. */
const runAll = (cases: ReadonlyArray<ContractCase>): void => {
  it('has cases', () => expect(cases.length).toBeGreaterThan(20))
  for (const { name, run } of cases)
    it(name, async () => {
      const outcome = await run()
      if (outcome._tag === 'NotApplicable') expect(outcome.because).toMatch(/has every kind|keeps documents|does not commit|commits? with the store|port does not (search|make) contacts/)
    })
}

const on =
  (name: string, open: typeof openOnSqlite) =>
  (system: System, notice: Mapping['notice'], options: HarnessOptions = {}): void => {
    const mapping: Mapping = { ...system.mapping, notice }
    describe(`${system.name} on ${name}, by ${notice.by}`, () => {
      let opened: Promise<Opened> | null = null
      afterAll(closeAll)
      runAll(
        crmContract(async () => {
          const database = await (opened ??= open(system, mapping))
          await database.reset()
          return harnessOf(system, mapping, database, options, async () => undefined)
        })
      )
    })
  }

const onSqlite = on('SQLite', openOnSqlite)
const onPostgres = on('Postgres', openOnPostgres)

onSqlite(suite, { by: 'modifiedAt' })
onSqlite(suite, { by: 'triggers' }, { commits: false, pageSize: 500 })
onPostgres(suite, { by: 'triggers' })
onSqlite(espo, { by: 'comparison' })
onSqlite(reference, { by: 'comparison' })
onPostgres(espo, { by: 'modifiedAt' }, { commits: false })
