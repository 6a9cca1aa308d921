/** The contracts of the two ports that this adapter has, on databases that a host with plain SQL works on too. */
import { describe, expect, it } from 'vitest'
import { sqlCrm, sqlStore } from '../../../src/adapters/sql/index'
import type { ContractCase } from '../../../src/testing/contracts/contract-case'
import { crmContract } from '../../../src/testing/contracts/crm-contract'
import type { CrmHarness } from '../../../src/testing/contracts/crm-harness'
import { storeContract } from '../../../src/testing/contracts/store-contract'
import { closeAll, databases } from './databases'
import type { TestDatabase } from './databases'
import { cutLog, documentsIn, personOn } from './person'

const makeCrm = (on: TestDatabase, database: string | null, pageSize: number) => async (): Promise<CrmHarness> => {
  const fixture = await on.newDatabase()
  const { db, host } = fixture
  return {
    port: sqlCrm({ db, pageSize, ...(database === null ? {} : { database }) }),
    owner: 'anna',
    otherOwner: 'bert',
    person: personOn(fixture),
    expireCursors: () => cutLog(host),
    ...(database === null ? {} : { store: { port: sqlStore({ db }), scope: { user: 'anna', database } } }),
    documentsOf: (id) => documentsIn(host, id),
    dispose: closeAll
  }
}

/** Every case has to prove something, except those that another capability is for. */
const runAll = (cases: ReadonlyArray<ContractCase>, inapplicable: ReadonlyArray<RegExp>): void => {
  it('has cases', () => expect(cases.length).toBeGreaterThan(20))
  for (const { name, run } of cases)
    it(name, async () => {
      const outcome = await run()
      if (outcome._tag === 'NotApplicable') expect(inapplicable.some((r) => r.test(outcome.because)), outcome.because).toBe(true)
    })
}

const allKindsAndDocuments = [/has every kind/, /keeps documents/]

describe.each(databases)('%s', (_, on) => {
  describe('the CRM port, committing with the store', () => runAll(crmContract(makeCrm(on, 'acme', 500)), [...allKindsAndDocuments, /does not commit|commits with the store/]))
  describe('the CRM port by itself, in pages of two', () => runAll(crmContract(makeCrm(on, null, 2)), [...allKindsAndDocuments, /commit with the store/]))
  describe('the store port', () =>
    runAll(
      storeContract(async () => ({ port: sqlStore({ db: (await on.newDatabase()).db }), dispose: closeAll })),
      []
    ))
})
