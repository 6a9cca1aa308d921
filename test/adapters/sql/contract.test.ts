/** The contracts of the two ports that this adapter has, on databases that a host with plain SQL works on too. */
import { describe, expect, it } from 'vitest'
import { referenceCrm, sqlCrm, sqlStore } from '../../../src/adapters/sql/index'
import { fieldColumns } from '../../../src/adapters/sql/crm/activity-columns'
import type { FieldsOf, Kind, Patch } from '../../../src/core/model/fields'
import type { ActivityId } from '../../../src/core/model/ids'
import type { ContractCase } from '../../../src/testing/contracts/contract-case'
import { crmContract } from '../../../src/testing/contracts/crm-contract'
import type { CrmHarness, CrmPersonHarness } from '../../../src/testing/contracts/crm-harness'
import { storeContract } from '../../../src/testing/contracts/store-contract'
import { closeAll, databases } from './databases'
import type { Fixture, Host, TestDatabase } from './databases'
import { right } from './fixtures'

const columnsOf = <K extends Kind>(kind: K, fields: FieldsOf[K]): ReadonlyArray<readonly [string, string | number | null]> => {
  const values = fieldColumns[kind].valuesOf(fields) as ReadonlyArray<string | number | null>
  return fieldColumns[kind].names.map((name, i) => [name, values[i] ?? null])
}

/** A person who works in a CRM that knows nothing of us. */
const personOn = ({ db, host }: Fixture): CrmPersonHarness => ({
  addActivity: async <K extends Kind>(owner: string, kind: K, fields: FieldsOf[K]): Promise<ActivityId> => {
    const columns = columnsOf(kind, fields)
    await host.run(`insert into activities (kind, owner, ${columns.map(([n]) => n).join(', ')}) values (?, ?, ${columns.map(() => '?').join(', ')})`, kind, owner, ...columns.map(([, v]) => v))
    return String((await host.all('select max(id) as id from activities'))[0]?.['id'])
  },
  editActivity: async (id: ActivityId, patch: Patch): Promise<void> => {
    const [read] = await right(sqlCrm({ db }).read([id]))
    if (read?._tag !== 'Found') throw new Error(`activity ${id} is ${read?._tag ?? 'nowhere'}`)
    const { kind, fields } = read.activity
    const columns = columnsOf<Kind>(kind, { ...fields, ...patch } as FieldsOf[Kind])
    await host.run(`update activities set ${columns.map(([n]) => `${n} = ?`).join(', ')} where id = ?`, ...columns.map(([, v]) => v), Number(id))
  },
  deleteActivity: async (id) => host.run('delete from activities where id = ?', Number(id)),
  reassign: async (id, owner) => host.run('update activities set owner = ? where id = ?', owner, Number(id)),
  addContact: async ({ name, addresses, persons }) => {
    const contactId = await referenceCrm(db).addContact({ name, addresses, persons })
    const rows = await host.all('select id, name from contact_persons where contact_id = ?', contactId)
    return { contactId, personIds: persons.map((p) => String(rows.find((r) => r['name'] === p.name)?.['id'])) }
  }
})

/** One more entry and then none at all: every cursor lies before what is gone. */
const cutLog = (host: Host): Promise<void> => host.exec("insert into activity_changes (activity_id, owner, at) values (0, '', ''); delete from activity_changes")

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
    documentsOf: async (id) => (await host.all('select name, bytes from documents where activity_id = ? order by id', Number(id))).map((r) => ({ name: String(r['name']), bytes: new Uint8Array(r['bytes'] as ArrayBuffer) })),
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
