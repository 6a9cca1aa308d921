import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ContactMatch } from '../../src/core/model/contact'
import type { Item } from '../../src/core/model/item'
import type { RuleContext, Verdict } from '../../src/core/rule-set'
import { addressesOf, assignContact, nameOfContact } from '../../src/rules/assign-contact'
import { directionOfEmail, type EmailDirection } from '../../src/rules/direction-of-email'
import { appointment, context, email, mailbox, register, sent, task } from './examples'

const contactOf = (verdict: Verdict<unknown>): unknown => (verdict._tag === 'Go' ? verdict.value : verdict.reason)
const whole = (contactId: string) => ({ contactId, contactPersonId: null })
const assigned = (item: Item, over: Parameters<typeof context>[0]): unknown => contactOf(assignContact(item, context(over)))

describe('the direction of an e-mail', () => {
  const table: { readonly [F in ReturnType<typeof email>['folder']]: { readonly own: EmailDirection; readonly foreign: EmailDirection } } = {
    inbox: { own: 'outgoing', foreign: 'incoming' },
    sentItems: { own: 'outgoing', foreign: 'outgoing' },
    drafts: { own: 'draft', foreign: 'draft' },
    outbox: { own: 'draft', foreign: 'draft' },
    junk: { own: 'outgoing', foreign: 'incoming' },
    other: { own: 'outgoing', foreign: 'incoming' }
  }
  it.each(Object.entries(table))('in %s: %j', (folder, { own, foreign }) => {
    const at = folder as keyof typeof table
    expect(directionOfEmail(email({ folder: at }, { from: mailbox('ANNA@acme.se') }), context())).toBe(own)
    expect(directionOfEmail(email({ folder: at }, { from: mailbox('bo@customer.example') }), context())).toBe(foreign)
  })
  it('without a sender it came in', () => {
    expect(directionOfEmail(email({}, { from: null }), context())).toBe('incoming')
  })
})

describe('an incoming e-mail (B1)', () => {
  it("goes on its sender's contact", () => {
    expect(assigned(email(), { contactsOf: register({ 'bo@customer.example': ['c1'] }) })).toEqual(whole('c1'))
  })
  it('is skipped where the sender is not registered, whoever else is', () => {
    const item = email({}, { cc: [mailbox('cia@customer.example')] })
    expect(assigned(item, { contactsOf: register({ 'cia@customer.example': ['c2'] }) })).toBe('no-registered-contact')
    expect(assigned(email({}, { from: null }), {})).toBe('no-registered-contact')
  })
  it('goes without a contact if the user selected just this one to transfer, not as one of all', () => {
    const transfer = (items: ReadonlyArray<string> | 'all'): RuleContext['request'] => ({ _tag: 'Transfer', items, withoutItems: [], withoutAttachments: [] })
    expect(assigned(email(), { request: transfer(['e1']) })).toBeNull()
    expect(assigned(email(), { request: transfer(['e2']) })).toBe('no-registered-contact')
    expect(assigned(email(), { request: transfer('all') })).toBe('no-registered-contact')
    expect(assigned(email(), { request: transfer(['e1']), contactsOf: register({ 'bo@customer.example': ['c1'] }) })).toEqual(whole('c1'))
  })
  it("tells in its trace which party it was and why that entry", () => {
    const { trace } = assignContact(email(), context({ contactsOf: register({ 'bo@customer.example': ['c1'] }) }))
    expect(trace).toEqual({ rule: 'assign-contact', behaviour: 'B1, B3', saw: { parties: 1, party: 1, address: 'bo@customer.example', entries: 1, contactId: 'c1', contactPersonId: null }, decided: 'the only entry' })
  })
})

describe('an outgoing e-mail (B2, B3)', () => {
  const contactsOf = register({ 'to2@x.example': ['c-to2'], 'cc@x.example': ['c-cc'], 'bcc@x.example': ['c-bcc'], 'anna@acme.se': ['c-own'] })
  const to = [mailbox('nobody@x.example'), mailbox('to2@x.example')]
  it('goes on the first registered of To, then Cc, then Bcc', () => {
    expect(assigned(sent({ to, cc: [mailbox('cc@x.example')], bcc: [mailbox('bcc@x.example')] }), { contactsOf })).toEqual(whole('c-to2'))
    expect(assigned(sent({ to: [mailbox('nobody@x.example')], cc: [mailbox('cc@x.example')], bcc: [mailbox('bcc@x.example')] }), { contactsOf })).toEqual(whole('c-cc'))
    expect(assigned(sent({ bcc: [mailbox('bcc@x.example')] }), { contactsOf })).toEqual(whole('c-bcc'))
  })
  it('never goes on the owner, even if the owner is registered', () => {
    expect(assigned(sent({ to: [mailbox('ANNA@acme.se'), mailbox('to2@x.example')] }), { contactsOf })).toEqual(whole('c-to2'))
    expect(assigned(sent({ to: [mailbox('anna@acme.se')] }), { contactsOf })).toBe('no-registered-contact')
  })
  it('sent on behalf of somebody else it does not go on its sender', () => {
    expect(assigned(sent({ from: mailbox('cc@x.example'), to }), { contactsOf })).toEqual(whole('c-to2'))
  })
  it('law: recipients after the first registered one make no difference, and neither does any display name', () => {
    const recipient = fc.record({ address: fc.constantFrom('a@x.example', 'B@x.example', 'c@x.example', 'anna@acme.se', '/O=X/CN=A'), name: fc.option(fc.string(), { nil: null }) })
    const known = context({ contactsOf: register({ 'b@x.example': ['c-b', 'p'], 'c@x.example': ['c-c'], '/o=x/cn=a': ['c-x500'] }) })
    const reached = new Set<string>()
    fc.assert(
      fc.property(fc.array(recipient, { maxLength: 6 }), fc.array(recipient, { maxLength: 6 }), (before, later) => {
        const short = contactOf(assignContact(sent({ to: before }), known))
        reached.add(JSON.stringify(short))
        for (const field of ['to', 'cc', 'bcc'] as const) {
          const long = contactOf(assignContact(sent(field === 'to' ? { to: [...before, ...later] } : { to: before, [field]: later }), known))
          if (short !== 'no-registered-contact') expect(long).toEqual(short)
        }
        expect(contactOf(assignContact(sent({ to: before.map(({ address }) => mailbox(address.toUpperCase(), 'Other')) }), known))).toEqual(short)
      })
    )
    expect(reached.size).toBe(4)
  })
})

describe('the register (B3)', () => {
  const entry = (contactId: string, contactPersonId: string | null, address = 'bo@customer.example'): ContactMatch => ({ address, contactId, contactPersonId, name: 'N' })
  it('a contact person brings the contact along', () => {
    expect(assigned(email(), { contactsOf: register({ 'bo@customer.example': ['c1', 'p1'] }) })).toEqual({ contactId: 'c1', contactPersonId: 'p1' })
  })
  it('of several entries the contact itself counts first, then the lowest ids, in whatever order they come', () => {
    const entries = [entry('c1', 'p2'), entry('c9', null), entry('c10', null), entry('c1', 'p1')]
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: 4 }), (found) => {
        expect(assigned(email(), { contactsOf: () => found })).toEqual(whole('c10'))
        expect(assigned(email(), { contactsOf: () => found.filter((e) => e.contactPersonId !== null) })).toEqual({ contactId: 'c1', contactPersonId: 'p1' })
      })
    )
    expect(assignContact(email(), context({ contactsOf: () => entries })).trace.decided).toMatch(/^the first of 4 entries/)
  })
  it('the same person is found under two addresses, an internationalised domain and another case', () => {
    const contactsOf = register({ 'bo@bücher.example': ['c1'], 'bo@customer.example': ['c1'] })
    for (const address of ['BO@xn--bcher-kva.example', 'Bo@BÜCHER.example', '<bo@Customer.example>']) expect(assigned(email({}, { from: mailbox(address) }), { contactsOf })).toEqual(whole('c1'))
    expect(assigned(email({}, { from: mailbox('bo@bücher.example') }), { contactsOf: register({ 'bo@xn--bcher-kva.example': ['c2'] }) })).toEqual(whole('c2'))
  })
  it('a +tag is part of the address unless the settings ignore it; then the entry with the tag counts before the one without', () => {
    const item = email({}, { from: mailbox('bo+news@customer.example') })
    const ignore = { contacts: { plusTags: 'ignore' } }
    const contactsOf = register({ 'bo@customer.example': ['c1'] })
    expect(assigned(item, { contactsOf })).toBe('no-registered-contact')
    expect(assigned(item, { contactsOf, settings: ignore })).toEqual(whole('c1'))
    expect(assigned(item, { contactsOf: register({ 'bo@customer.example': ['c1'], 'bo+news@customer.example': ['c2', 'p'] }), settings: ignore })).toEqual({ contactId: 'c2', contactPersonId: 'p' })
  })
  it('an X.500 address is looked up as it is, in lower case', () => {
    expect(assigned(email({}, { from: mailbox('/O=ENRON/CN=JDOE') }), { contactsOf: register({ '/o=enron/cn=jdoe': ['c1'] }) })).toEqual(whole('c1'))
  })
})

describe('appointments and tasks', () => {
  const contactsOf = register({ 'org@x.example': ['c-org'], 'att@x.example': ['c-att'], 'anna@acme.se': ['c-own'] })
  it('an appointment goes on the first registered of organizer and attendees who is not the owner', () => {
    const attendees = [mailbox('anna@acme.se'), mailbox('att@x.example')]
    expect(assigned(appointment({ organizer: mailbox('org@x.example'), attendees, role: 'attendee' }), { contactsOf })).toEqual(whole('c-org'))
    expect(assigned(appointment({ organizer: mailbox('anna@acme.se'), attendees, role: 'organizer' }), { contactsOf })).toEqual(whole('c-att'))
    expect(assigned(appointment({ organizer: mailbox('nobody@acme.se'), attendees, role: 'attendee' }), { contactsOf })).toEqual(whole('c-att'))
  })
  it('an organizer who is the owner under an unknown address is the owner still', () => {
    expect(assigned(appointment({ organizer: mailbox('org@x.example'), attendees: [mailbox('att@x.example')], role: 'organizer' }), { contactsOf })).toEqual(whole('c-att'))
  })
  it('an appointment with nobody registered, and any task, needs no contact', () => {
    expect(assigned(appointment(), { contactsOf })).toBeNull()
    expect(assigned(appointment({ attendees: [mailbox('nobody@x.example')] }), { contactsOf })).toBeNull()
    expect(assigned(task(), { contactsOf })).toBeNull()
  })
  it('whom a private appointment is with is told to nobody: not assigned, not looked up, not traced', () => {
    const item = appointment({ sensitivity: 'private', attendees: [mailbox('att@x.example')] })
    const verdict = assignContact(item, context({ contactsOf, settings: { privacy: { private: 'busy' } } }))
    expect(contactOf(verdict)).toBeNull()
    expect(verdict.trace.saw).toEqual({ private: true })
    expect(addressesOf(item, context())).toEqual([])
  })
})

describe('the addresses to look up', () => {
  it('are those whose contact the item may go on, in every form, each once, never the owner', () => {
    expect(addressesOf(email({}, { from: mailbox('Bo@BÜCHER.example'), cc: [mailbox('x@x.example')] }), context())).toEqual(['bo@xn--bcher-kva.example', 'bo@bücher.example'])
    expect(addressesOf(sent({ to: [mailbox('A@x.example'), mailbox('anna@acme.se')], cc: [mailbox('a@X.example')], bcc: [mailbox('b@x.example')] }), context())).toEqual(['a@x.example', 'b@x.example'])
    expect(addressesOf(appointment({ organizer: mailbox('o@x.example'), attendees: [mailbox('a@x.example')] }), context())).toEqual(['o@x.example', 'a@x.example'])
    expect(addressesOf(task(), context())).toEqual([])
    expect(addressesOf(email({ folder: 'drafts' }), context())).toEqual([])
  })
  it('law: what they bring is all that the assignment needs', () => {
    const address = fc.constantFrom('a@x.example', 'B+t@x.example', 'b@x.example', 'c@bücher.example', 'anna@acme.se', '/O=X/CN=A')
    const full = register({ 'a@x.example': ['1'], 'b@x.example': ['2'], 'c@bücher.example': ['3', 'p'], '/o=x/cn=a': ['4'] })
    fc.assert(
      fc.property(fc.array(address), fc.constantFrom('distinct', 'ignore'), (addresses, plusTags) => {
        const item = sent({ to: addresses.map((a) => mailbox(a)) })
        const ctx = context({ settings: { contacts: { plusTags } } })
        const looked = new Set(addressesOf(item, ctx))
        const found = assignContact(item, { ...ctx, contactsOf: (a) => (looked.has(a) ? full(a) : []) })
        expect(found).toEqual(assignContact(item, { ...ctx, contactsOf: full }))
      })
    )
  })
})

describe('the name of a contact', () => {
  it("is the register's, of the person where one was met", () => {
    const ctx = context({ contactsOf: register({ 'bo@customer.example': ['c1', 'p1'] }) })
    expect(nameOfContact(email(), { contactId: 'c1', contactPersonId: 'p1' }, ctx)).toBe('Name of p1')
    expect(nameOfContact(email(), { contactId: 'c2', contactPersonId: null }, ctx)).toBeNull()
  })
})

describe('the trace of an assignment (B20)', () => {
  const said = (item: Item, over: Parameters<typeof context>[0] = {}) => {
    const { behaviour, saw, decided } = assignContact(item, context(over)).trace
    return [behaviour, saw, decided]
  }
  const contactsOf = register({ 'to2@x.example': ['c1'] })
  it.each<[string, Item, Parameters<typeof context>[0], unknown]>([
    ['sent', sent({ to: [mailbox('nobody@x.example'), mailbox('to2@x.example')] }), { contactsOf }, ['B2, B3', { parties: 2, party: 2, address: 'to2@x.example', entries: 1, contactId: 'c1', contactPersonId: null }, 'the only entry']],
    ['received, of nobody', email(), {}, ['B1, B3', { parties: 1, registered: 0 }, 'skip: no-registered-contact']],
    ['received, of nobody, by hand', email(), { request: { _tag: 'Transfer', items: ['e1'], withoutItems: [], withoutAttachments: [] } }, ['B1, B3', { parties: 1, registered: 0, byHand: true }, 'no contact, because the user transferred it all the same']],
    ['private', email({ sensitivity: 'private' }), {}, ['B1, B3', { private: true }, 'no contact, because it is private']],
    ['task', task(), {}, ['B4', { kind: 'task' }, 'a task needs no contact']],
    ['appointment', appointment({ attendees: [mailbox('nobody@x.example')] }), {}, ['B4', { parties: 1, registered: 0 }, 'no contact, and an appointment needs none']]
  ])('%s', (_, item, over, expected) => {
    expect(said(item, over)).toEqual(expected)
  })
})

describe('entries that a register gives under another address', () => {
  const entry = (address: string, contactId: string): ContactMatch => ({ address, contactId, contactPersonId: null, name: contactId })
  it('come after those of the address itself and of the one without its tag, and the name is that of the entry that counts', () => {
    const item = email({}, { from: mailbox('bo+news@customer.example') })
    const ctx = (found: ReadonlyArray<ContactMatch>) => context({ contactsOf: () => found, settings: { contacts: { plusTags: 'ignore' } } })
    const strange = entry('else@customer.example', 'c0')
    expect(contactOf(assignContact(item, ctx([strange, entry('bo@customer.example', 'c8'), entry('bo+news@customer.example', 'c9')])))).toEqual(whole('c9'))
    expect(contactOf(assignContact(item, ctx([strange, entry('bo@customer.example', 'c8')])))).toEqual(whole('c8'))
    expect(contactOf(assignContact(item, ctx([strange])))).toEqual(whole('c0'))
  })
  it('nor is a person taken for the contact, or another contact for it, when it is named', () => {
    const found: ReadonlyArray<ContactMatch> = [
      { address: 'bo@customer.example', contactId: 'c1', contactPersonId: 'p1', name: 'person' },
      { address: 'bo@customer.example', contactId: 'c2', contactPersonId: null, name: 'other' },
      { address: 'bo@customer.example', contactId: 'c1', contactPersonId: 'p2', name: 'second person' }
    ]
    const ctx = context({ contactsOf: () => found })
    expect(['p1', 'p2', null].map((contactPersonId) => nameOfContact(email(), { contactId: 'c1', contactPersonId }, ctx))).toEqual(['person', 'second person', null])
    expect(nameOfContact(email(), whole('c2'), ctx)).toBe('other')
  })
})
