/** A tiny sync in memory: an e-mail with a PDF, a weekly meeting, a task that the CRM made. */
const assert = require('node:assert/strict')

exports.play = async ({ createSync, memoryCrm, memoryMailbox, memoryStore }) => {
  let ms = Date.UTC(2026, 2, 20, 8)
  const now = () => new Date((ms += 1000)).toISOString()
  const body = { type: 'text', content: 'as agreed' }
  const mailbox = memoryMailbox({ now, address: { address: 'anna@acme.se', name: 'Anna' } })
  const crm = memoryCrm({ now })
  crm.person.addContact({ name: 'Alfa', addresses: ['info@alfa.example'] })
  const email = mailbox.person.receiveEmail({ subject: 'offer', body, from: { address: 'info@alfa.example', name: null }, to: [{ address: 'anna@acme.se', name: null }], cc: [], bcc: [], sentAt: now() })
  mailbox.person.attach(email.id, { name: 'offer.pdf', mimeType: 'application/pdf', bytes: new TextEncoder().encode('%PDF-1.7\n%') })
  const at = (local) => ({ local, zone: 'Europe/Stockholm' })
  const meeting = { subject: 'weekly', body, location: '', showAs: 'busy', time: { allDay: false, start: at('2026-03-23T09:00:00'), end: at('2026-03-23T10:00:00') } }
  mailbox.person.add('appointment', meeting, { recurrence: { rule: 'FREQ=WEEKLY;BYDAY=MO', cancelled: ['2026-03-23T09:00:00'], exceptions: [] } })
  crm.person.addActivity('anna', 'task', { subject: 'call back', body, start: null, due: '2026-03-27', progress: { status: 'notStarted', percent: 0, completedOn: null }, importance: 'normal' })

  const sync = createSync({ user: 'anna', database: 'acme', mailbox, crm, store: memoryStore(), now })
  const first = await sync.run()
  assert.deepEqual(first.errors, [])
  assert.deepEqual(first.created, { email: 1, appointment: 1, task: 0 })
  assert.equal(first.actions.CreateItem, 1)
  assert.equal(first.actions.AddDocument, 1)
  // The first occurrence is called off, so it is the second that stands in the CRM: rrule works inside of the bundle.
  assert.equal(crm.person.list().find((a) => a.kind === 'appointment').fields.time.start.local, '2026-03-30T09:00:00')
  const second = await sync.run()
  assert.equal(Object.values(second.actions).reduce((a, b) => a + b, 0), 0)
  console.log('in step')
}
