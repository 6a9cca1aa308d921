import { describe, expect, it } from 'vitest'
import { formatOwnKey } from '../../../src/core/model/ids'
import { kinds, type Kind } from '../../../src/core/model/fields'
import type { Item } from '../../../src/core/model/item'
import type { Gate, RuleContext } from '../../../src/core/rule-set'
import type { Direction } from '../../../src/core/settings/settings'
import { activityGates, itemGates, pairGates, writeBackGates } from '../../../src/rules/gates'
import { appointment, appointmentActivity, context, email, emailActivity, link, mailbox, outcomeOf, sent, series, task, taskActivity } from '../examples'

/** What the gates say together: the first skip, or `go`. */
const ask = <S>(gates: ReadonlyArray<Gate<S>>, subject: S, over: Parameters<typeof context>[0] = {}): string => {
  for (const gate of gates) {
    const outcome = outcomeOf(gate.judge(subject, context(over)))
    if (outcome !== 'go') return outcome
  }
  return 'go'
}
const examples: { readonly [K in Kind]: Item } = { email: email(), appointment: appointment(), task: task() }
const activities = { email: emailActivity(), appointment: appointmentActivity(), task: taskActivity() }
const transfer = (items: ReadonlyArray<string> | 'all', withoutItems: ReadonlyArray<string> = []): RuleContext['request'] => ({ _tag: 'Transfer', items, withoutItems, withoutAttachments: [] })

describe('every list of gates', () => {
  it('has names that are told apart, and behaviours that are known', () => {
    for (const gates of [itemGates, activityGates, pairGates, writeBackGates]) {
      expect(new Set(gates.map((g) => g.name)).size).toBe(gates.length)
      for (const { behaviour } of gates) expect(behaviour).toMatch(/^B\d+(, B\d+)*$/)
    }
  })
  it('lets ordinary things through, and each gate says so', () => {
    for (const kind of kinds) expect(ask(itemGates, examples[kind])).toBe('go')
    expect(ask(activityGates, appointmentActivity())).toBe('go')
    expect(ask(activityGates, taskActivity())).toBe('go')
    for (const gate of itemGates) expect(gate.judge(email(), context()).trace).toMatchObject({ rule: gate.name, behaviour: gate.behaviour, decided: 'goes on' })
  })
})

describe('items', () => {
  it('in Deleted Items stay there (B13)', () => {
    for (const kind of kinds) expect(ask(itemGates, { ...examples[kind], place: 'deletedItems' })).toBe('in-deleted-items')
  })

  it('of another company database are left alone (B12)', () => {
    const key = (database: string): string => formatOwnKey({ database, of: 'activity', id: '7', generation: 0 })
    expect(ask(itemGates, appointment({ ownKey: key('other') }))).toBe('other-database')
    expect(ask(itemGates, appointment({ ownKey: key('acme') }))).toBe('go')
    expect(ask(itemGates, appointment({ ownKey: 'somebody:elses:key' }))).toBe('go')
  })

  describe('go to the CRM only if their kind does (B4)', () => {
    const table: { readonly [D in Direction]: string } = { none: 'kind-off', toCrm: 'go', toOutlook: 'kind-off', both: 'go' }
    it.each(Object.entries(table))('%s: %s', (direction, expected) => {
      expect(ask(itemGates, appointment(), { settings: { appointment: { direction } } })).toBe(expected)
      expect(ask(itemGates, task(), { settings: { task: { direction } } })).toBe(expected)
      expect(ask(itemGates, task(), { settings: { appointment: { direction } } })).toBe('go')
    })
  })

  describe('e-mail goes by direction (B1, B2)', () => {
    it.each([
      [true, true, 'go', 'go'],
      [true, false, 'go', 'outgoing-off'],
      [false, true, 'incoming-off', 'go'],
      [false, false, 'kind-off', 'kind-off']
    ])('incoming %s, outgoing %s: %s, %s', (incoming, outgoing, received, written) => {
      const over = { settings: { email: { incoming, outgoing } } }
      expect(ask(itemGates, email(), over)).toBe(received)
      expect(ask(itemGates, sent(), over)).toBe(written)
      expect(ask(itemGates, email({ folder: 'other' }, { from: mailbox('anna@acme.se') }), over)).toBe(written)
    })
  })

  it('of a kind that the CRM does not know are skipped', () => {
    for (const kind of kinds) {
      const crm = { kinds: kinds.filter((k) => k !== kind), documents: true, commitsWithStore: false }
      for (const other of kinds) expect(ask(itemGates, examples[other], { crm })).toBe(other === kind ? 'kind-not-held' : 'go')
    }
  })

  it('not sent yet are drafts, also where only one direction is on', () => {
    for (const folder of ['drafts', 'outbox'] as const) {
      expect(ask(itemGates, email({ folder }))).toBe('draft')
      expect(ask(itemGates, email({ folder }), { settings: { email: { incoming: false } } })).toBe('draft')
    }
  })

  it('in the junk folder are junk, whoever they claim to be from', () => {
    expect(ask(itemGates, email({ folder: 'junk' }))).toBe('junk')
    expect(ask(itemGates, email({ folder: 'junk' }, { from: mailbox('anna@acme.se') }))).toBe('junk')
  })

  it('that are meeting messages or reports are skipped', () => {
    expect(ask(itemGates, email({ messageType: 'meeting' }))).toBe('meeting-message')
    expect(ask(itemGates, email({ messageType: 'report' }))).toBe('report-message')
  })

  it('that are called off do not take place', () => {
    expect(ask(itemGates, appointment({ cancelled: true }))).toBe('meeting-cancelled')
  })
})

describe('privacy (B18)', () => {
  const table: { readonly [S in Item['sensitivity']]: { readonly skip: string; readonly busy: { readonly [K in Kind]: string } } } = {
    normal: { skip: 'go', busy: { email: 'go', appointment: 'go', task: 'go' } },
    personal: { skip: 'go', busy: { email: 'go', appointment: 'go', task: 'go' } },
    private: { skip: 'private', busy: { email: 'private', appointment: 'go', task: 'private' } },
    confidential: { skip: 'private', busy: { email: 'private', appointment: 'go', task: 'private' } }
  }
  it.each(Object.entries(table))('%s: %j', (sensitivity, expected) => {
    for (const kind of kinds) {
      const item: Item = { ...examples[kind], sensitivity: sensitivity as keyof typeof table }
      expect(ask(itemGates, item)).toBe(expected.skip)
      expect(ask(itemGates, item, { settings: { privacy: { private: 'busy' } } })).toBe(expected.busy[kind])
      expect(ask(pairGates, { link: link(), item, activity: activities[kind] })).toBe(expected.skip)
      expect(ask(pairGates, { link: link(), item, activity: activities[kind] }, { settings: { privacy: { private: 'busy' } } })).toBe(expected.busy[kind])
    }
  })
  it('is not overridden by a transfer by hand', () => {
    expect(ask(itemGates, email({ sensitivity: 'private' }), { request: transfer(['e1']) })).toBe('private')
    expect(ask(itemGates, email(), { request: transfer(['e1']), settings: { privacy: { neverSync: ['customer.example'] } } })).toBe('never-sync')
  })
  it('nothing of a private item is in any trace', () => {
    const item = series('FREQ=DAILY;UNTIL=20271231T000000', {
      sensitivity: 'private',
      organizer: mailbox('secret@secret.example'),
      attendees: [mailbox('anna@acme.se')],
      fields: { ...appointment().fields, subject: 'secret', location: 'secret' }
    })
    const over = { privacy: { private: 'busy', neverSync: ['secret.example'], internal: 'skip', ownDomains: ['secret.example'] }, firstRun: { from: '2020-01-01' } }
    for (const gate of [...itemGates, ...writeBackGates]) {
      const { saw } = gate.judge(item, context({ settings: over })).trace
      expect(JSON.stringify(saw)).not.toMatch(/secret|2026|2027|"(parties|others|outside|entry)"/)
    }
  })

  describe('the never-sync list', () => {
    const over = { settings: { privacy: { neverSync: ['bad@x.example', 'competitor.example', '@lawyer.example'] } } }
    it.each<[string, Item, string]>([
      ['sender', email({}, { from: mailbox('BAD@x.example') }), 'never-sync'],
      ['recipient', email({}, { cc: [mailbox('a@mail.competitor.example')] }), 'never-sync'],
      ['blind copy', sent({ bcc: [mailbox('a@lawyer.example')] }), 'never-sync'],
      ['organizer', appointment({ organizer: mailbox('a@competitor.example') }), 'never-sync'],
      ['attendee', appointment({ attendees: [mailbox('a@COMPETITOR.example')] }), 'never-sync'],
      ['near-miss address', email({}, { from: mailbox('notbad@x.example') }), 'go'],
      ['near-miss domain', email({}, { from: mailbox('a@notcompetitor.example') }), 'go'],
      ['no SMTP address', email({}, { from: mailbox('/O=X/CN=a@competitor.example') }), 'go'],
      ['task', task(), 'go']
    ])('%s', (_, item, expected) => {
      expect(ask(itemGates, item, over)).toBe(expected)
    })
    it('is about what is new: a linked pair stays in step', () => {
      expect(ask(pairGates, { link: link(), item: email({}, { from: mailbox('bad@x.example') }), activity: emailActivity() }, over)).toBe('go')
    })
    it('says which entry it was', () => {
      const gate = itemGates.find((g) => g.name === 'never-sync')
      expect(gate?.judge(email({}, { from: mailbox('bad@x.example') }), context(over)).trace.saw).toEqual({ parties: 2, listed: 3, entry: 'bad@x.example' })
    })
  })

  describe('internal mail', () => {
    const colleague = email({}, { from: mailbox('bo@acme.se') })
    const skip = { privacy: { internal: 'skip' } }
    it.each<[string, Item, unknown, string]>([
      ['is included by default', colleague, {}, 'go'],
      ['is left out as an option', colleague, skip, 'internal'],
      ['also from a subdomain', email({}, { from: mailbox('bo@mail.acme.se') }), skip, 'internal'],
      ['not if anybody is outside', email({}, { from: mailbox('bo@acme.se'), cc: [mailbox('c@customer.example')] }), skip, 'go'],
      ['not if a blind copy went outside', sent({ to: [mailbox('bo@acme.se')], bcc: [mailbox('c@customer.example')] }), skip, 'go'],
      ['not if a party has no SMTP address', email({}, { from: mailbox('/O=ACME/CN=BO') }), skip, 'go'],
      ['not to oneself only', sent({ to: [mailbox('anna@acme.se')] }), skip, 'go'],
      ['a meeting among colleagues', appointment({ organizer: mailbox('anna@acme.se'), attendees: [mailbox('bo@acme.se')] }), skip, 'internal'],
      ['an appointment of one’s own', appointment(), skip, 'go'],
      ['a task', task(), skip, 'go'],
      ['by the domains that the user names', email({}, { from: mailbox('bo@acme.no'), to: [mailbox('anna@acme.se')] }), { privacy: { internal: 'skip', ownDomains: ['acme.se', 'ACME.no'] } }, 'internal'],
      ['and by those only', colleague, { privacy: { internal: 'skip', ownDomains: ['acme.no'] } }, 'go']
    ])('%s', (_, item, chosen, expected) => {
      expect(ask(itemGates, item, { settings: chosen })).toBe(expected)
    })
  })
})

describe('manual mode (B6)', () => {
  const manual = { mode: 'manual' }
  it('creates nothing in a pass, and what was selected in a transfer', () => {
    expect(ask(itemGates, email(), { settings: manual })).toBe('manual-mode')
    expect(ask(itemGates, email(), { settings: manual, request: transfer('all') })).toBe('go')
    expect(ask(itemGates, email(), { settings: manual, request: transfer(['e1']) })).toBe('go')
    expect(ask(itemGates, email(), { settings: manual, request: transfer(['e2']) })).toBe('not-selected')
    expect(ask(itemGates, email(), { settings: manual, request: transfer(['e1'], ['e1']) })).toBe('left-out')
    expect(ask(itemGates, email(), { settings: manual, request: transfer('all', ['e1']) })).toBe('left-out')
  })
  it('all selects no item by its name', () => {
    expect(ask(itemGates, email({ id: 'a' }), { settings: { firstRun: { from: '2030-01-01' } }, request: transfer('all') })).toBe('outside-window')
  })
  it('a transfer takes just what was selected in automatic mode too', () => {
    expect(ask(itemGates, email(), { request: transfer(['e2']) })).toBe('not-selected')
  })
  it('does not keep activities from Outlook, nor linked pairs from step', () => {
    expect(ask(activityGates, taskActivity(), { settings: manual })).toBe('go')
    expect(ask(pairGates, { link: link(), item: task(), activity: taskActivity() }, { settings: manual })).toBe('go')
  })
})

describe('activities', () => {
  it('of somebody else never reach this Outlook (B11, L8)', () => {
    expect(ask(activityGates, taskActivity({ owner: 'bo' }))).toBe('owned-by-other')
    expect(ask(activityGates, taskActivity({ owner: 'Anna' }))).toBe('owned-by-other')
    expect(ask(pairGates, { link: link(), item: task(), activity: taskActivity({ owner: 'bo' }) })).toBe('owned-by-other')
  })
  it('are never written as e-mail', () => {
    expect(ask(activityGates, emailActivity())).toBe('email-never-made')
  })
  it('that we made from an item are not made into another (L5)', () => {
    const key = (database: string, of: 'item' | 'activity'): string => formatOwnKey({ database, of, id: 'digest', generation: 0 })
    expect(ask(activityGates, taskActivity({ ownKey: key('acme', 'item') }))).toBe('link-closed')
    expect(ask(activityGates, taskActivity({ ownKey: key('other', 'item') }))).toBe('other-database')
    expect(ask(activityGates, taskActivity({ ownKey: key('acme', 'activity') }))).toBe('go')
    expect(ask(activityGates, taskActivity({ ownKey: 'the vendor’s own' }))).toBe('go')
  })
  describe('go to Outlook only if their kind does (B5)', () => {
    const table: { readonly [D in Direction]: string } = { none: 'kind-off', toCrm: 'kind-off', toOutlook: 'go', both: 'go' }
    it.each(Object.entries(table))('%s: %s', (direction, expected) => {
      expect(ask(activityGates, appointmentActivity(), { settings: { appointment: { direction } } })).toBe(expected)
      expect(ask(activityGates, taskActivity(), { settings: { task: { direction } } })).toBe(expected)
    })
  })
  it('go only into a mailbox that can hold them and be written', () => {
    expect(ask(activityGates, taskActivity(), { mailbox: { kinds: ['email', 'appointment'], writes: true, sends: true } })).toBe('kind-not-held')
    expect(ask(activityGates, taskActivity(), { mailbox: { kinds, writes: false, sends: false } })).toBe('mailbox-read-only')
  })
  it('are bound by the window, also during a transfer by hand of an item with the same id', () => {
    const over = { settings: { firstRun: { from: '2026-12-01' } } }
    expect(ask(activityGates, taskActivity(), over)).toBe('outside-window')
    expect(ask(activityGates, appointmentActivity(), over)).toBe('outside-window')
    expect(ask(activityGates, taskActivity({}, { due: null }), over)).toBe('go')
    expect(ask(activityGates, taskActivity({ id: 't1' }), { ...over, request: transfer(['t1']) })).toBe('outside-window')
  })
})

describe('linked pairs', () => {
  it('are kept in step unless their kind goes nowhere', () => {
    const table: { readonly [D in Direction]: string } = { none: 'kind-off', toCrm: 'go', toOutlook: 'go', both: 'go' }
    for (const [direction, expected] of Object.entries(table)) expect(ask(pairGates, { link: link(), item: task(), activity: taskActivity() }, { settings: { task: { direction } } })).toBe(expected)
    const pair = { link: link(), item: email(), activity: emailActivity() }
    expect(ask(pairGates, pair, { settings: { email: { incoming: false } } })).toBe('go')
    expect(ask(pairGates, pair, { settings: { email: { incoming: false, outgoing: false } } })).toBe('kind-off')
  })
  it('are not asked for their dates', () => {
    expect(ask(pairGates, { link: link(), item: task(), activity: taskActivity() }, { settings: { firstRun: { from: '2030-01-01' } } })).toBe('go')
  })
})

describe('edits in the CRM', () => {
  it.each<[string, Item, string]>([
    ['reach a single appointment', appointment(), 'go'],
    ['reach a task', task(), 'go'],
    ['reach a meeting that the owner organizes', appointment({ role: 'organizer' }), 'go'],
    ['never reach an e-mail', email(), 'email-never-made'],
    ['never rewrite a series (B10)', series(), 'not-carried'],
    ["never reach an attendee's copy", appointment({ role: 'attendee' }), 'not-carried'],
    ['never reach a private item', appointment({ sensitivity: 'private' }), 'not-carried'],
    ['never reach a confidential item', task({ sensitivity: 'confidential' }), 'not-carried']
  ])('%s', (_, item, expected) => {
    expect(ask(writeBackGates, item, { settings: { privacy: { private: 'busy' } } })).toBe(expected)
  })
  it('never reach a mailbox that can only be read', () => {
    expect(ask(writeBackGates, task(), { mailbox: { kinds, writes: false, sends: false } })).toBe('mailbox-read-only')
  })
  it('are kept out by the rule that the trace names', () => {
    const stopping = (item: Item): ReadonlyArray<string> => writeBackGates.map((g) => g.judge(item, context())).flatMap((v) => (v._tag === 'Skip' ? [v.trace.rule] : []))
    expect(stopping(series())).toEqual(['write-back-series'])
    expect(stopping(appointment({ role: 'attendee' }))).toEqual(['write-back-attendee'])
    expect(stopping(appointment({ sensitivity: 'private' }))).toEqual(['write-back-redacted'])
  })
})
