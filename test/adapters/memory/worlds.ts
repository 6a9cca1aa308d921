import type { CrmHarness, MailboxHarness, StoreHarness } from '../../../src/testing/contracts'
import { memoryCrm, memoryMailbox, memoryStore, type MemoryCrm, type MemoryCrmOptions, type MemoryMailbox, type MemoryMailboxOptions } from '../../../src/adapters/memory'
import type { EmailFields, FieldsOf } from '../../../src/core/model/fields'

/** A clock that moves on by a second each time it is read. */
export const tickingClock = (): (() => string) => {
  let epochMs = Date.parse('2026-01-01T00:00:00.000Z')
  return () => new Date((epochMs += 1000)).toISOString()
}

const dispose = async (): Promise<void> => undefined

export const mailboxHarness = (mailbox: MemoryMailbox): MailboxHarness => ({
  port: mailbox,
  person: {
    add: async (kind, fields) => mailbox.person.add(kind, fields).id,
    edit: async (id, patch) => void mailbox.person.edit(id, patch),
    moveToDeletedItems: async (id) => mailbox.person.moveToDeletedItems(id)?.id ?? '',
    restore: async (id) => mailbox.person.restore(id)?.id ?? '',
    deletePermanently: async (id) => void mailbox.person.deletePermanently(id),
    attach: async (id, file) => mailbox.person.attach(id, file)?.id ?? ''
  },
  expireCursors: async () => mailbox.expireCursors(),
  mailed: async () => mailbox.outbox().length,
  dispose
})

export const makeMailbox =
  (options: Partial<MemoryMailboxOptions> = {}) =>
  async (): Promise<MailboxHarness> =>
    mailboxHarness(memoryMailbox({ now: tickingClock(), ...options }))

export const crmHarness = (crm: MemoryCrm, store?: CrmHarness['store']): CrmHarness => ({
  port: crm,
  owner: 'anna',
  otherOwner: 'bert',
  person: {
    addActivity: async (owner, kind, fields) => crm.person.addActivity(owner, kind, fields).id,
    editActivity: async (id, patch) => void crm.person.edit(id, patch),
    deleteActivity: async (id) => void crm.person.delete(id),
    reassign: async (id, owner) => void crm.person.reassign(id, owner),
    addContact: async (contact) => {
      const { id, persons } = crm.person.addContact(contact)
      return { contactId: id, personIds: persons.map((p) => p.id) }
    }
  },
  expireCursors: async () => crm.expireCursors(),
  documentsOf: async (activity) => crm.person.documents().filter((d) => d.activity === activity),
  dispose,
  ...(store === undefined ? {} : { store })
})

export const makeCrm =
  (options: Partial<MemoryCrmOptions> = {}) =>
  async (): Promise<CrmHarness> =>
    crmHarness(memoryCrm({ now: tickingClock(), ...options }))

export const makeCommittingCrm =
  (options: Partial<MemoryCrmOptions> = {}) =>
  async (): Promise<CrmHarness> => {
    const memory = memoryStore()
    return crmHarness(memoryCrm({ now: tickingClock(), store: { memory, database: 'acme' }, ...options }), { port: memory, scope: { user: 'anna', database: 'acme' } })
  }

export const makeStore = async (): Promise<StoreHarness> => ({ port: memoryStore(), dispose })

export const anEmail = (over: Partial<EmailFields> = {}): EmailFields => ({
  subject: 'Offer',
  body: { type: 'text', content: 'Hello' },
  sentAt: '2026-03-02T08:00:00.000Z',
  from: { address: 'bert@customer.example', name: 'Bert' },
  to: [{ address: 'anna@acme.example', name: 'Anna' }],
  cc: [],
  bcc: [],
  ...over
})

export const anAppointment = (over: Partial<FieldsOf['appointment']> = {}): FieldsOf['appointment'] => ({
  subject: 'Visit',
  body: { type: 'html', content: '<p>At the customer’s</p>' },
  location: '',
  time: { allDay: false, start: { local: '2026-03-02T09:00:00', zone: 'America/New_York' }, end: { local: '2026-03-02T10:00:00', zone: 'America/New_York' } },
  showAs: 'busy',
  ...over
})

export const aTask = (over: Partial<FieldsOf['task']> = {}): FieldsOf['task'] => ({
  subject: 'Call back',
  body: { type: 'text', content: '' },
  start: null,
  due: '2026-03-02',
  progress: { status: 'notStarted', percent: 0, completedOn: null },
  importance: 'normal',
  ...over
})
