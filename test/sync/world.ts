/** One user's memory mailbox, CRM and store, with a clock that moves a minute at every look. */
import { memoryCrm, memoryMailbox, memoryStore, type Faults, type MemoryCrm, type MemoryMailbox, type MemoryStore } from '../../src/adapters/memory'
import type { AppointmentFields, EmailFields, TaskFields } from '../../src/core/model/fields'
import { createSync, type Sync, SyncFailure } from '../../src'

export const anna = 'anna@acme.se'

export interface Small {
  readonly mailbox: MemoryMailbox
  readonly crm: MemoryCrm
  readonly store: MemoryStore
  readonly sync: (settings?: unknown, database?: string) => Sync
  readonly now: () => string
}

export const small = (o: { readonly faults?: Faults; readonly commitsWithStore?: boolean; readonly pageSize?: number; readonly normaliseCrm?: boolean } = {}): Small => {
  let ms = Date.UTC(2026, 10, 24, 8)
  let passes = 0
  const now = (): string => new Date((ms += 60_000)).toISOString()
  const faults = o.faults === undefined ? {} : { faults: o.faults }
  const pages = o.pageSize === undefined ? {} : { pageSize: o.pageSize }
  const store = memoryStore(faults)
  const mailbox = memoryMailbox({ now, address: { address: anna, name: 'Anna' }, normalise: 'outlook', ...faults, ...pages })
  const crm = memoryCrm({ now, ...faults, ...pages, ...(o.normaliseCrm === true ? { normalise: 'plain' as const } : {}), ...(o.commitsWithStore === true ? { store: { memory: store, database: 'acme' } } : {}) })
  crm.person.addContact({ name: 'Alfa', addresses: ['info@alfa.example'] })
  return { mailbox, crm, store, now, sync: (settings = {}, database = 'acme') => createSync({ user: 'anna', database, mailbox, crm, store, settings, now, newPassId: () => `pass-${++passes}`, worker: 'one' }) }
}

export const email = (subject: string, from = 'info@alfa.example'): EmailFields => ({ subject, body: { type: 'html', content: `<p>about ${subject}</p>` }, sentAt: '2026-11-24T07:00:00.000Z', from: { address: from, name: null }, to: [{ address: anna, name: null }], cc: [], bcc: [] })
export const task = (subject: string): TaskFields => ({ subject, body: { type: 'text', content: '' }, start: null, due: '2026-12-01', progress: { status: 'notStarted', percent: 0, completedOn: null }, importance: 'normal' })
export const meeting = (subject: string, day = '2026-12-01'): AppointmentFields => ({
  subject,
  body: { type: 'text', content: '' },
  location: 'Room 1',
  time: { allDay: false, start: { local: `${day}T10:00:00`, zone: 'Europe/Stockholm' }, end: { local: `${day}T11:00:00`, zone: 'Europe/Stockholm' } },
  showAs: 'busy'
})

/** The error of a call, as data. */
export const tagOf = async (call: Promise<unknown>): Promise<unknown> => {
  try {
    await call
    return 'nothing thrown'
  } catch (e) {
    return e instanceof SyncFailure ? e.error : e
  }
}
