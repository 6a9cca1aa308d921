/** Whole passes between an Outlook and a host's tables: what is transferred stays as it is, and edits on both sides arrive (L2, L3, L4). */
import { afterEach, describe, expect, it } from 'vitest'
import { createSync } from '../../../../src'
import { memoryMailbox } from '../../../../src/adapters/memory'
import { sqlCrm, sqlStore } from '../../../../src/adapters/sql/index'
import type { Mapping } from '../../../../src/adapters/sql/index'
import { espo } from './espo-crm'
import { reference } from './reference'
import { suite } from './suite-crm'
import { closeAll, insert, openOnSqlite } from './systems'
import type { System } from './systems'

afterEach(closeAll)

const address = 'anna@acme.se'
const body = { type: 'html' as const, content: '<html><body><p>Agenda:</p><ul><li>one &amp; two</li></ul>  <p>Regards,<br>Bo</p></body></html>' }

const start = async (system: System, notice: Mapping['notice']) => {
  const mapping: Mapping = { ...system.mapping, notice }
  const opened = await openOnSqlite(system, mapping)
  let ms = Date.UTC(2026, 10, 24, 8)
  const now = (): string => new Date((ms += 60_000)).toISOString()
  const mailbox = memoryMailbox({ now, address: { address, name: 'Anna' }, normalise: 'outlook' })
  const crm = sqlCrm({ db: opened.db, mapping, database: 'acme', functions: { storeDocument: () => undefined }, now })
  let [ids, passes] = [0, 0]
  for (const row of system.addContact(() => `contact-${(ids += 1)}`, { name: 'Alfa', addresses: ['info@alfa.example'], persons: [] })) await insert(opened.host, row)
  const sync = createSync({ user: 'anna', database: 'acme', mailbox, crm, store: sqlStore({ db: opened.db }), settings: { mode: 'automatic' }, now, newPassId: () => `pass-${(passes += 1)}`, worker: 'one' })
  return { ...opened, mailbox, crm, sync }
}

describe.each([
  [suite, { by: 'modifiedAt' }],
  [suite, { by: 'triggers' }],
  [espo, { by: 'comparison' }],
  [reference, { by: 'comparison' }]
] as const)('$name', (system, notice) => {
  it(`by ${notice.by}: settles, and carries edits both ways`, async () => {
    const { mailbox, host, sync } = await start(system, notice)
    const mail = mailbox.person.receiveEmail({ subject: 'Offer', body, sentAt: '2026-11-24T07:00:00.417Z', from: { address: 'info@alfa.example', name: 'Info, "Alfa"' }, to: [{ address, name: 'Anna' }], cc: [], bcc: [] })
    mailbox.person.attach(mail.id, { name: 'offer.pdf', bytes: Buffer.from('%PDF-1.4 text'), mimeType: 'application/pdf' })
    const zone = 'America/New_York'
    const meeting = mailbox.person.add('appointment', { subject: `Meeting about ${'everything '.repeat(8)}`, body, location: 'Room 1', showAs: 'tentative', time: { allDay: false, start: { local: '2026-12-01T10:00:00', zone }, end: { local: '2026-12-01T11:00:00', zone } } })
    mailbox.person.add('appointment', { subject: 'Holiday', body, location: '', showAs: 'free', time: { allDay: true, start: '2026-12-24', end: '2026-12-27' } })
    const task = mailbox.person.add('task', { subject: 'Call', body, start: null, due: '2026-12-01', progress: { status: 'waitingOnOthers', percent: 30, completedOn: null }, importance: 'high' })

    const first = await sync.run()
    expect([first.created, first.errors]).toMatchObject([{ email: 1, appointment: 2, task: 1 }, []])
    for (const full of [false, true, false]) {
      const again = await sync.run({ full })
      expect([full, Object.entries(again.actions).filter(([, n]) => n > 0), again.errors]).toEqual([full, [], []])
    }
    expect((await sync.preview()).actions).toEqual([])

    // Somebody edits in the CRM, and Anna in Outlook, another field of another entry.
    const table = system.host.task
    const stamp = system.columns.modified === null ? '' : `, ${system.columns.modified} = '2026-11-24 20:00:00'`
    await host.exec(`update ${table} set ${system.columns.subject} = 'Call at once'${stamp} where ${system.columns.subject} = 'Call'`)
    mailbox.person.edit(meeting.id, { location: 'Room 2' })
    const second = await sync.run()
    expect(second.errors).toEqual([])
    expect(mailbox.person.get(task.id)?.fields).toMatchObject({ subject: 'Call at once', due: '2026-12-01', importance: 'high', progress: { status: 'waitingOnOthers', percent: 30 } })
    expect(mailbox.person.get(meeting.id)?.fields).toMatchObject({ location: 'Room 2', showAs: 'tentative', time: { start: { local: '2026-12-01T10:00:00' } } })
    expect((await host.all(`select * from ${system.host.appointment}`)).filter((r) => Object.values(r).includes('Room 2'))).toHaveLength(1)
    expect((await sync.preview()).actions).toEqual([])
    expect(mailbox.person.list()).toHaveLength(4)
  })
})
