/** The memory adapters as a cast: everything that the simulator can ask for. */
import { memoryCrm, memoryMailbox, memoryStore, type MemoryStore } from '../../adapters/memory'
import type { Cast, CrmCasting, MailboxCasting, SimulatedCrm, SimulatedMailbox, SimulatedStore } from './simulated-ports'

/** By the store that a casting made, so that a CRM that commits with it finds it again. */
const stores = new WeakMap<SimulatedStore, MemoryStore>()

const idOf = (entry: { readonly id: string } | null, before: string): string => entry?.id ?? before

const castMailbox = ({ now, world, address, user }: MailboxCasting): SimulatedMailbox => {
  const m = memoryMailbox({
    now,
    address: { address, name: user },
    pageSize: world.pageSize,
    normalise: world.normaliseOutlook === 'none' ? 'none' : 'outlook',
    normaliseLater: world.normaliseOutlook === 'later',
    writes: world.mailboxWrites
  })
  const { person } = m
  return {
    port: m,
    keepsClock: true,
    person: {
      details: true,
      add: async (kind, fields, details) => person.add(kind, fields, details).id,
      edit: async (id, patch) => person.edit(id, patch),
      moveToDeletedItems: async (id) => idOf(person.moveToDeletedItems(id), id),
      restore: async (id) => idOf(person.restore(id), id),
      deletePermanently: async (id) => person.deletePermanently(id),
      attach: async (id, file) => person.attach(id, file),
      mark: async (id, marks) => person.mark(id, marks),
      changeId: async (id) => idOf(person.changeId(id), id),
      copy: async (id) => idOf(person.copy(id), id),
      everything: async () => person.list()
    },
    expireCursors: async () => m.expireCursors(),
    mailed: async () => m.outbox().length
  }
}

const castCrm = ({ now, world, store, database }: CrmCasting): SimulatedCrm => {
  const memory = stores.get(store)
  const c = memoryCrm({
    now,
    documents: world.documents,
    ...(world.crmHoldsTasks ? {} : { kinds: ['email', 'appointment'] as const }),
    pageSize: world.pageSize,
    normalise: world.normaliseCrm ? 'plain' : 'none',
    ...(world.commitsWithStore && memory !== undefined ? { store: { memory, database } } : {})
  })
  const { person } = c
  return {
    port: c,
    keepsClock: true,
    person: {
      addActivity: async (owner, kind, fields) => person.addActivity(owner, kind, fields).id,
      editActivity: async (id, patch) => person.edit(id, patch),
      deleteActivity: async (id) => person.delete(id),
      restoreActivity: async (id) => person.restore(id),
      reassign: async (id, owner) => person.reassign(id, owner),
      addContact: async (contact) => {
        const made = person.addContact(contact)
        return { contactId: made.id, personIds: made.persons.map((p) => p.id) }
      },
      everything: async () => person.list()
    },
    expireCursors: async () => c.expireCursors(),
    documentsOf: async (activity) => person.documents().filter((d) => d.activity === activity)
  }
}

const castStore = (): SimulatedStore => {
  const memory = memoryStore()
  const made: SimulatedStore = { port: memory, everything: async () => memory.snapshot() }
  stores.set(made, memory)
  return made
}

export const memoryCast: Cast = { mailbox: castMailbox, crm: castCrm, store: castStore }
