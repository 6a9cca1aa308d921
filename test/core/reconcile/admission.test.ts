/** What has no link yet: admitted, recognised or left out (B1 to B8, B13, B22). */
import { describe, expect, it } from 'vitest'
import { digestId } from '../../../src/core/digest'
import { fieldNames } from '../../../src/core/model/fields'
import { appointment, appointmentActivity, email, emailActivity, mailbox, register, sent, task, taskActivity } from '../../rules/examples'
import { agreed, missing, pdfType, planOf, registered, said, type Scene } from './scene'

const anna = ['bo@customer.example', 'eva@other.example', 'info@third.example']
const contactsOf = (of: Parameters<typeof register>[0]) => anna.flatMap(register(of))
const contactIn = (s: Scene) => planOf(s).actions.flatMap((a) => (a._tag === 'CreateActivity' ? [[a.contact, a.contactName]] : []))

describe('B1 to B3: on which contact', () => {
  it('an e-mail received goes on its sender', () =>
    expect(contactIn({ items: [email()], contacts: [registered('bo@customer.example')] })).toEqual([[{ contactId: 'c1', contactPersonId: null }, 'Name of c1']]))
  it('one of nobody registered is skipped, and transferable by hand', () => {
    expect(said(planOf({ items: [email()] }))).toEqual(['skip no-registered-contact'])
    expect(contactIn({ items: [email()], request: { _tag: 'Transfer', items: ['e1'], withoutItems: [], withoutAttachments: [] } })).toEqual([[null, null]])
  })
  it('one sent goes on the first registered of To, Cc and Bcc, and is one activity', () => {
    const item = sent({ to: [mailbox('who@nowhere.example')], cc: [mailbox('eva@other.example')], bcc: [mailbox('info@third.example')] })
    expect(contactIn({ items: [item], contacts: contactsOf({ 'eva@other.example': ['c2'], 'info@third.example': ['c3'] }) })).toEqual([[{ contactId: 'c2', contactPersonId: null }, 'Name of c2']])
  })
  it('a contact person brings the contact along', () =>
    expect(contactIn({ items: [email()], contacts: contactsOf({ 'bo@customer.example': ['c1', 'p7'] }) })).toEqual([[{ contactId: 'c1', contactPersonId: 'p7' }, 'Name of p7']]))
  it('the letters of an address do not count', () =>
    expect(contactIn({ items: [email({}, { from: mailbox('BO@Customer.EXAMPLE') })], contacts: [registered('bo@customer.example')] })).toHaveLength(1))
})

describe('an item becomes an activity', () => {
  const create = (s: Scene) => planOf(s).actions.find((a) => a._tag === 'CreateActivity')
  it('with a key and a link id that are the same in every pass', () => {
    const a = create({ items: [task()] })
    expect(a).toMatchObject({ reason: 'new-item', owner: 'anna', fields: task().fields, subject: { itemId: 't1', activityId: null } })
    expect(a?._tag === 'CreateActivity' && a.ownKey).toBe(`ocs1:acme:item:${digestId('anna', 'task', 't1', '')}:0`)
    expect(a?.change).toMatchObject({ link: { id: digestId('anna', 'acme', 'task', 't1', ''), origin: 'outlook', state: 'open' }, fill: fieldNames.task, itemVersion: 'v1' })
  })
  it('whose key follows the identity, not the id', () => {
    const key = (id: string) => { const a = create({ items: [appointment({ id, identity: 'uid-1' })] }); return a?._tag === 'CreateActivity' ? a.ownKey : id }
    expect(key('a1')).toBe(key('a2'))
  })
  it('with default values (B8)', () =>
    expect(create({ items: [task()], settings: { defaults: { task: { status: 'new', subjectTemplate: 'T: {subject}' } } } })).toMatchObject({ attributes: { status: 'new' }, fields: { subject: 'T: Call back' } }))
  it('without what may not go to the CRM, and then counts as not settled (B19, L3)', () => {
    const a = create({ items: [task()], settings: { fields: { task: { body: 'toOutlook' } } } })
    expect(a).toMatchObject({ fields: { body: { type: 'text', content: '' } }, change: { itemVersion: null } })
  })
  it('in manual mode only when the user transfers it (B6)', () => {
    expect(said(planOf({ items: [task()], settings: { mode: 'manual' } }))).toEqual(['skip manual-mode'])
    expect(said(planOf({ items: [task()], settings: { mode: 'manual' }, request: { _tag: 'Transfer', items: 'all', withoutItems: [], withoutAttachments: [] } }))).toEqual(['CreateActivity transferred-by-hand'])
  })
  it('anew when the user transfers it by hand after its activity was deleted, with the next generation', () => {
    const item = task()
    const closed = agreed(item, taskActivity(), { state: 'closed', closed: 'activity-deleted-in-crm', generation: 3 })
    const transfer = (items: ReadonlyArray<string> | 'all', activities: Scene['activities'] = [missing('x1')]) => planOf({ items: [item], activities, links: [closed], request: { _tag: 'Transfer', items, withoutItems: [], withoutAttachments: [] } })
    const [a] = transfer(['t1']).actions
    expect(a).toMatchObject({ _tag: 'CreateActivity', id: 'create-activity:l1:4', reason: 'transferred-by-hand', change: { set: { state: 'open', closed: null, generation: 4 } } })
    expect(a?._tag === 'CreateActivity' && a.ownKey).toMatch(/:4$/)
    // All that the settings select does not name it, and what still has its activity needs no other.
    expect(said(transfer('all'))).toEqual(['skip link-closed'])
    expect(said(transfer(['t1'], [taskActivity()]))).toEqual(['remember back-again'])
  })
})

describe('an activity becomes an item (B5)', () => {
  it('stamped with its own id', () => {
    const [a] = planOf({ activities: [taskActivity()] }).actions
    expect(a).toMatchObject({ _tag: 'CreateItem', reason: 'new-activity', ownKey: 'ocs1:acme:activity:x1:0', change: { link: { origin: 'crm', activityId: 'x1' } } })
  })
  it('never an e-mail, never one that was made from an item, never of another', () => {
    expect(said(planOf({ activities: [emailActivity()] }))).toEqual(['skip email-never-made'])
    expect(said(planOf({ activities: [taskActivity({ ownKey: 'ocs1:acme:item:abc:0' })] }))).toEqual(['skip link-closed'])
    expect(said(planOf({ activities: [taskActivity({ owner: 'bert' })] }))).toEqual(['skip owned-by-other'])
  })
  it('not when the item made from it was transferred anew and belongs to another activity', () => {
    const own = planOf({ activities: [taskActivity()] }).actions[0]?.change.link
    if (own === undefined) throw new Error('no link')
    const plan = planOf({ items: [task()], activities: [taskActivity(), taskActivity({ id: 'x2' })], links: [agreed(task(), taskActivity({ id: 'x2' }), { id: own.id })] })
    expect(said(plan)).toEqual(['skip unchanged', 'skip replaced-by-transfer'])
  })
})

describe('B22: the same entry on both sides', () => {
  const item = appointment()
  const activity = appointmentActivity()
  const loosely = appointmentActivity({}, { subject: 'RE: meeting!' })
  const first = (activities: Scene['activities'], match = 'exact', items: Scene['items'] = [item]) => planOf({ items, activities: activities ?? [], settings: { firstRun: { match } } })
  it('exact: is linked, not made twice', () => {
    const plan = first([activity])
    expect(said(plan)).toEqual(['remember recognised-as-same'])
    expect(plan.remember[0]?.change.link).toMatchObject({ itemId: 'a1', activityId: 'x1' })
  })
  it('exact: another subject or another time is another entry', () => {
    expect(said(first([loosely]))).toEqual(['CreateActivity new-item', 'CreateItem new-activity'])
    expect(said(first([appointmentActivity({}, { time: { allDay: true, start: '2026-11-24', end: '2026-11-25' } })]))).toEqual(['CreateActivity new-item', 'CreateItem new-activity'])
  })
  it('loose: case, prefixes and punctuation do not count, and what differs goes to the later', () => expect(said(first([loosely], 'loose'))).toEqual(['UpdateActivity recognised-as-same', 'notice conflict-lost']))
  it('off: two entries', () => expect(said(first([activity], 'off'))).toEqual(['CreateActivity new-item', 'CreateItem new-activity']))
  it('an activity is claimed once: the second item that looks the same becomes its own', () => {
    const plan = first([activity], 'exact', [item, appointment({ id: 'a2' })])
    expect(said(plan)).toEqual(['CreateActivity new-item', 'remember recognised-as-same'])
    expect([plan.remember[0]?.subject.itemId, plan.actions[0]?.subject.itemId]).toEqual(['a1', 'a2'])
  })
  it('of several activities the lowest id is taken, the others become items', () => {
    const plan = first([appointmentActivity({ id: 'x3' }), activity])
    expect(plan.remember[0]?.change.link.activityId).toBe('x1')
    expect(plan.actions.map((a) => [a._tag, a.subject.activityId])).toEqual([['CreateItem', 'x3']])
  })
  it('one that is linked already is not taken', () => {
    const other = appointment({ id: 'a9' })
    const plan = planOf({ items: [item, other], activities: [activity], links: [agreed(other, activity)] })
    expect(said(plan)).toEqual(['CreateActivity new-item', 'skip unchanged'])
  })
  it('those looked up beside the input count, and are not made into items', () => expect(said(planOf({ items: [item], similar: [activity] }))).toEqual(['remember recognised-as-same']))
  it("nobody else's activity is taken", () => expect(said(planOf({ items: [item], similar: [appointmentActivity({ owner: 'bert' })] }))).toEqual(['CreateActivity new-item']))
  it('also where the settings keep it out of the CRM, so that it does not come back as a second one', () =>
    expect(said(planOf({ items: [item], activities: [activity], settings: { mode: 'manual' } }))).toEqual(['remember recognised-as-same']))
  it('but not of what is private', () => expect(said(planOf({ items: [appointment({ sensitivity: 'private' })], activities: [activity] }))).toEqual(['CreateItem new-activity', 'skip private']))
  it('an activity that an earlier pass made and did not remember is known by its key, whatever the settings', () => {
    const made = planOf({ items: [item] }).actions[0]
    const ownKey = made?._tag === 'CreateActivity' ? made.ownKey : null
    expect(said(first([appointmentActivity({ ownKey }, { subject: 'renamed since' })], 'off'))).toEqual(['UpdateActivity recognised-by-key', 'notice conflict-lost'])
  })
})

describe('B7: attachments of what is admitted', () => {
  const pdf = { id: 'f1', name: 'offer.pdf', mimeType: 'application/pdf', size: 10, inline: false, contentId: null, type: 'file' } as const
  const item = email({ attachments: [pdf, { ...pdf, id: 'f2', name: 'tool.exe' }] })
  const contacts = [registered('bo@customer.example')]
  it('are asked for by content first', () => expect(planOf({ items: [item], contacts }).needs).toEqual([{ itemId: 'e1', attachmentId: 'f1' }]))
  it('are then selected or refused, each with its reason', () => {
    const plan = planOf({ items: [item], contacts, fileTypes: [pdfType('e1', 'f1')] })
    expect(said(plan)).toEqual(['CreateActivity new-item', 'AddDocument attachment-selected', 'refuse executable'])
    expect(plan.actions[0]?.change.set.documents).toEqual([{ attachmentId: 'f1', documentId: null }])
  })
})
