/** A host's tables as the cast of a simulation, with our memory in the same database. */
import { randomUUID } from 'node:crypto'
import { sqlCrm, sqlStore } from '../../../../src/adapters/sql/index'
import type { Mapping, MappingFunctions } from '../../../../src/adapters/sql/index'
import type { Cast, SimulatedStore, World } from '../../../../src/testing'
import { right } from '../fixtures'
import { peopleWith } from './plain-sql'
import type { Habits } from './plain-sql'
import { insert } from './systems'
import type { Opened, System } from './systems'

/** As much of the mapping as this world's CRM has. */
const mappingIn = (world: World, mapping: Mapping): Mapping => {
  const { documents, ...rest } = mapping
  const { task, ...others } = mapping.activities
  return { ...rest, activities: world.crmHoldsTasks && task !== undefined ? { ...others, task } : others, ...(world.documents && documents !== undefined ? { documents } : {}) }
}

/** `open` gives an empty database, which `dispose` gives back. */
export const castWith = (system: System, habits: Habits, notice: Mapping['notice'], open: () => Promise<Opened>, giveBack: (o: Opened) => void): Pick<Cast, 'crm' | 'store'> => {
  const databases = new WeakMap<SimulatedStore, Opened>()
  return {
    store: async () => {
      const opened = await open()
      const made: SimulatedStore = { port: sqlStore({ db: opened.db }), everything: async () => opened.host.all('select * from ocs_links'), dispose: async () => giveBack(opened) }
      databases.set(made, opened)
      return made
    },
    crm: async ({ database, store, world, now }) => {
      const own = database === 'acme' ? databases.get(store) : undefined
      const opened = own ?? (await open())
      const { db, host } = opened
      const mapping = mappingIn(world, { ...system.mapping, notice })
      const stored = new Map<string, Uint8Array>()
      const functions: MappingFunctions = { storeDocument: ({ id, bytes }) => void stored.set(id, bytes) }
      const port = sqlCrm({ db, mapping, functions, now, pageSize: world.pageSize, ...(world.commitsWithStore && own !== undefined ? { database } : {}) })
      const look = async (ids: ReadonlyArray<string>) => (await right(port.read(ids))).flatMap((r) => (r._tag === 'Found' ? [r.activity] : []))
      return {
        port,
        keepsClock: true,
        person: {
          ...peopleWith(habits, host, now, port.capabilities.kinds, notice.by !== 'modifiedAt', look),
          addContact: async (contact) => {
            const rows = system.addContact(() => randomUUID().slice(0, system.name === 'EspoCRM' ? 17 : 36), contact)
            for (const row of rows) await insert(host, row)
            const idsIn = (table: string): ReadonlyArray<string> => rows.filter((r) => r.table === table).map((r) => String(r.row['id']))
            return { contactId: idsIn(system.contactTables.contact)[0] ?? '', personIds: idsIn(system.contactTables.person) }
          }
        },
        expireCursors: () => host.exec("insert into ocs_mapped_changes (activity_id, owner, at) values ('', '', ''); delete from ocs_mapped_changes"),
        documentsOf: async (id) => {
          const [order, rows] = [[...stored.keys()], await host.all(system.documentsOf, id.slice(id.indexOf(':') + 1))]
          return rows.map((r) => ({ id: String(r['id']), name: String(r['name']), bytes: stored.get(String(r['id'])) ?? new Uint8Array() })).sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id))
        },
        dispose: async () => {
          if (own === undefined) giveBack(opened)
        }
      }
    }
  }
}
