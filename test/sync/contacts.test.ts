/** B16: compose to contacts found, a contact from an item, and where to open things. */
import { describe, expect, it } from 'vitest'
import { createSync } from '../../src'
import { scriptedFaults, Crash, type Faults } from '../../src/adapters/memory'
import { email, meeting, type Small, small, tagOf, task } from './world'

const furnish = (w: Small): void => {
  w.crm.person.addContact({ name: 'Beta AB', addresses: ['office@beta.example'], persons: [{ name: 'Bo Berg', addresses: ['bo@beta.example'] }] })
  w.crm.person.addContact({ name: 'Gamma', persons: [{ name: 'Gun', addresses: ['gun@gamma.example'] }] })
  w.crm.person.addContact({ name: 'Delta' })
}

describe('compose', () => {
  it('writes to contacts that were found, once each', async () => {
    const w = small()
    furnish(w)
    const sync = w.sync()
    const hits = await sync.findContacts('beta')
    expect(hits.map((h) => [h.name, h.personName])).toEqual([['Beta AB', null], ['Beta AB', 'Bo Berg']])
    expect(await sync.compose([...hits, ...hits])).toEqual({
      to: [{ address: 'office@beta.example', name: 'Beta AB' }, { address: 'bo@beta.example', name: 'Bo Berg' }],
      mailto: 'mailto:office%40beta.example,bo%40beta.example',
      without: []
    })
    expect(await sync.findContacts('beta', 1)).toHaveLength(1)
  })
  it('writes to contacts by id, at a person where the contact has no address, and tells who has none', async () => {
    const w = small()
    furnish(w)
    const ids = w.crm.person.contacts().map((c) => c.id)
    const composed = await w.sync().compose([...ids, 'nobody'])
    expect(composed.to.map((m) => m.address)).toEqual(['info@alfa.example', 'office@beta.example', 'gun@gamma.example'])
    expect(composed.without).toEqual([ids[3], 'nobody'])
    expect(await w.sync().compose([])).toEqual({ to: [], mailto: 'mailto:', without: [] })
  })
  it('escapes what an address may hold', async () => {
    const w = small()
    w.crm.person.addContact({ name: 'Odd', addresses: ["o'neil&co?cc=x,y@odd.example"] })
    expect((await w.sync().compose(await w.sync().findContacts('Odd'))).mailto).toBe('mailto:o%27neil%26co%3Fcc%3Dx%2Cy%40odd.example')
  })
  it('is refused where the CRM cannot be searched', async () => {
    const w = small()
    const { searchContacts: _, createContact: __, ...crm } = w.crm
    const sync = createSync({ user: 'anna', database: 'acme', mailbox: w.mailbox, crm, store: w.store, now: w.now })
    const mail = w.mailbox.person.receiveEmail(email('x', 'new@nowhere.example'))
    expect(await tagOf(sync.findContacts('a'))).toMatchObject({ _tag: 'PortFailed', error: { _tag: 'Unsupported' } })
    expect(await tagOf(sync.createContact(mail.id, { address: 'new@nowhere.example', contact: { name: 'x' } }))).toMatchObject({ _tag: 'PortFailed', error: { _tag: 'Unsupported' } })
    expect(await sync.suggestContact(mail.id)).toMatchObject({ possible: false, suggestions: [{ address: 'new@nowhere.example', contacts: [] }] })
  })
})

const signed = { type: 'text' as const, content: 'Hej!\n\nMed vänlig hälsning\nKarin Ek\nBeta Bygg AB\nMobil 070-123 45 67' }

describe('a contact from an item', () => {
  it('is suggested, never made by itself; made, the item transfers to it', async () => {
    const w = small()
    furnish(w)
    const mail = w.mailbox.person.receiveEmail({ ...email('offer', 'karin@beta.example'), body: signed })
    const sync = w.sync({ mode: 'manual' })
    await sync.run()
    const before = JSON.stringify(w.crm.snapshot())
    const { suggestions, possible } = await sync.suggestContact(mail.id)
    expect(JSON.stringify(w.crm.snapshot())).toBe(before)
    expect(possible).toBe(true)
    expect(suggestions).toHaveLength(1)
    expect(suggestions[0]).toMatchObject({ address: 'karin@beta.example', name: { value: 'Karin Ek' }, company: { value: 'Beta Bygg AB' }, phone: { value: '070-123 45 67' }, domain: 'beta.example', contacts: [{ name: 'Beta AB', contactPersonId: null }] })
    const contactId = suggestions[0]?.contacts[0]?.contactId ?? ''
    const made = await sync.createContact(mail.id, { address: 'Karin@beta.example', contact: { contactId }, person: { name: 'Karin Ek' }, phone: '070-123 45 67' })
    expect(made.contact.contactId).toBe(contactId)
    expect(made.report.created.email).toBe(1)
    expect(w.crm.person.list()[0]?.contact).toEqual(made.contact)
    expect((await sync.suggestContact(mail.id)).suggestions).toEqual([])
    // A second click makes neither a second contact nor a second activity.
    const again = await sync.createContact(mail.id, { address: 'karin@beta.example', contact: { name: 'Another' } })
    expect(again.contact).toEqual(made.contact)
    expect([w.crm.person.list().length, w.crm.person.contacts().length]).toEqual([1, 4])
  })
  it('of an incoming e-mail takes the signature for the sender alone; of a sent one for nobody', async () => {
    const w = small()
    const mail = w.mailbox.person.receiveEmail({ ...email('x', 'karin@beta.example'), body: signed, cc: [{ address: 'erik@beta.example', name: null }] })
    const { suggestions } = await w.sync().suggestContact(mail.id)
    expect(suggestions.map((s) => [s.address, s.phone?.value ?? null])).toEqual([['karin@beta.example', '070-123 45 67'], ['erik@beta.example', null]])
    const sent = w.mailbox.person.sendEmail({ ...email('x'), body: signed, to: [{ address: 'new@beta.example', name: 'New One' }] })
    expect((await w.sync().suggestContact(sent.id)).suggestions).toMatchObject([{ address: 'new@beta.example', name: { value: 'New One' }, phone: null }])
  })
  it('suggests nobody of a free-mail domain as a colleague, nobody who is registered, not oneself, and nothing of a private item', async () => {
    const w = small()
    w.crm.person.addContact({ name: 'Somebody', addresses: ['some@gmail.com'] })
    const mail = w.mailbox.person.receiveEmail({ ...email('x', 'other@gmail.com'), cc: [{ address: 'info@alfa.example', name: null }] })
    expect((await w.sync().suggestContact(mail.id)).suggestions).toMatchObject([{ address: 'other@gmail.com', company: null, contacts: [] }])
    const meet = w.mailbox.person.add('appointment', meeting('m'), { organizer: { address: 'boss@beta.example', name: 'Boss Beta' }, role: 'attendee' })
    expect((await w.sync().suggestContact(meet.id)).suggestions.map((s) => s.address)).toEqual(['boss@beta.example'])
    w.mailbox.person.mark(meet.id, { sensitivity: 'private' })
    expect(JSON.stringify(await w.sync().suggestContact(meet.id))).not.toContain('boss')
    expect(await tagOf(w.sync().createContact(meet.id, { address: 'boss@beta.example', contact: { name: 'x' } }))).toMatchObject({ _tag: 'InvalidInput' })
    expect((await w.sync().suggestContact(w.mailbox.person.add('task', task('t')).id)).suggestions).toEqual([])
    expect(await tagOf(w.sync().suggestContact('nothing'))).toEqual({ _tag: 'NoSuchEntity', id: 'nothing' })
  })
  it('takes only an address of the item, and a contact that is there', async () => {
    const w = small()
    const mail = w.mailbox.person.receiveEmail(email('x', 'karin@beta.example'))
    expect(await tagOf(w.sync().createContact(mail.id, { address: 'other@beta.example', contact: { name: 'x' } }))).toMatchObject({ _tag: 'InvalidInput', errors: [{ field: 'values.address' }] })
    expect(await tagOf(w.sync().createContact(mail.id, { address: 'karin@beta.example', contact: { contactId: 'nobody' }, person: { name: 'K' } }))).toMatchObject({ _tag: 'PortFailed', error: { _tag: 'NotFound' } })
    expect(w.crm.person.contacts()).toHaveLength(1)
  })
  it('after a crash anywhere is made once', async () => {
    let script: Faults | null = null
    const begun = () => small({ faults: { before: (p) => script?.before(p) ?? null, after: (p) => script?.after(p) ?? null } })
    for (let at = 0; at < 16; at++) {
      const w = begun()
      const mail = w.mailbox.person.receiveEmail(email('x', 'karin@beta.example'))
      const call = () => w.sync().createContact(mail.id, { address: 'karin@beta.example', contact: { name: 'Beta' }, person: { name: 'Karin' } })
      script = scriptedFaults({ crashAt: at })
      await call().catch((e: unknown) => expect(e).toBeInstanceOf(Crash))
      script = null
      await call()
      await w.sync().run()
      expect([w.crm.person.contacts().length, w.crm.person.list().length], `crash at ${at}`).toEqual([2, 1])
      expect(w.crm.person.list()[0]?.contact?.contactPersonId).not.toBeNull()
    }
  })
})

describe('links', () => {
  const urls = { contact: 'https://crm.example/c/{contactId}?p={contactPersonId}', activity: 'https://crm.example/{database}/{kind}/{activityId}', item: 'outlook://open/{itemId}' }
  const withUrls = (w: Small, given: unknown) => createSync({ user: 'anna', database: 'ac me', mailbox: w.mailbox, crm: w.crm, store: w.store, now: w.now, urls: given as typeof urls })
  it('open contact, activity and item, from either side, with every value escaped', async () => {
    const w = small()
    const mail = w.mailbox.person.receiveEmail(email('x'))
    const sync = withUrls(w, urls)
    await sync.run()
    const [contact, activity] = [w.crm.person.contacts()[0]?.id ?? '', w.crm.person.list()[0]?.id ?? '']
    const expected = { contact: `https://crm.example/c/${contact}?p=`, activity: `https://crm.example/ac%20me/email/${activity}`, item: `outlook://open/${mail.id}` }
    expect(await sync.links(mail.id)).toEqual(expected)
    expect(await sync.links(activity, 'crm')).toEqual(expected)
  })
  it('are null where there is nothing to open, or no template', async () => {
    const w = small()
    const mail = w.mailbox.person.receiveEmail(email('x', 'who@nowhere.example'))
    expect(await withUrls(w, urls).links(mail.id)).toEqual({ contact: null, activity: null, item: `outlook://open/${mail.id}` })
    expect(await withUrls(w, undefined).links(mail.id)).toEqual({ contact: null, activity: null, item: null })
    expect(await tagOf(withUrls(w, urls).links('nothing'))).toEqual({ _tag: 'NoSuchEntity', id: 'nothing' })
  })
  it.each([
    ['urls', 'text'],
    ['urls.card', { card: 'https://x.example' }],
    ['urls.item', { item: 'javascript://x%0aalert(1)' }],
    ['urls.item', { item: '/relative/{itemId}' }],
    ['urls.item', { item: 7 }],
    ['urls.item', { item: 'https://x.example/{contactId}' }]
  ])('a wrong template is told: %s', async (field, given) => expect(await tagOf(withUrls(small(), given).links('x'))).toMatchObject({ _tag: 'InvalidInput', errors: [{ field }] }))
})
