/** The cases for `findByOwnKey`, `findByAddress` and `findSimilar`. */
import type { FieldsOf, Kind } from '../../core/model/fields'
import type { Probe } from '../../core/ports/crm'
import type { DraftCase } from './contract-case'
import { anyKind, createActivity, type CrmHarness, crmPersonDoes, needsActivityKind } from './crm-harness'
import { ask, expectEqual, expectSameSet, expectThat, nearMisses } from './expectations'
import { sampleEmail, sampleFields, sampleKey } from './samples'

type Draft = DraftCase<CrmHarness>

const keyCases: ReadonlyArray<Draft> = [
  {
    name: 'findByOwnKey: the owner’s activities with any of these keys; keys that are nowhere are left out',
    prove: async (h) => {
      const kind = anyKind(h)
      const [a, b] = [await createActivity(h, kind, 1), await createActivity(h, kind, 2)]
      await createActivity(h, kind, 3)
      const keys = [sampleKey('item', `${kind}2`), sampleKey('item', 'nowhere'), sampleKey('item', `${kind}1`)]
      expectSameSet('the activities found', (await ask('findByOwnKey', h.port.findByOwnKey(h.owner, keys))).map((x) => [x.id, x.ownKey]), [
        [a.id, keys[2]],
        [b.id, keys[0]]
      ])
    }
  },
  {
    name: 'findByOwnKey: another owner’s activity is not found',
    prove: async (h) => {
      const a = await createActivity(h, anyKind(h), 1, { owner: h.otherOwner })
      expectEqual('what the owner finds', await ask('findByOwnKey', h.port.findByOwnKey(h.owner, [a.ownKey ?? ''])), [])
      expectEqual('what the other owner finds', (await ask('findByOwnKey', h.port.findByOwnKey(h.otherOwner, [a.ownKey ?? '']))).map((x) => x.id), [a.id])
    }
  },
  {
    name: 'findByOwnKey: a prefix, a longer key or another case is another key',
    prove: async (h) => {
      const a = await createActivity(h, anyKind(h), 1)
      expectEqual('activities under keys that are nearly one', await ask('findByOwnKey', h.port.findByOwnKey(h.owner, nearMisses(a.ownKey ?? ''))), [])
    }
  },
  {
    name: 'findByOwnKey: an activity that is gone is not found',
    prove: async (h) => {
      const remove = crmPersonDoes(h, 'deleteActivity')
      const a = await createActivity(h, anyKind(h), 1)
      await remove(a.id)
      expectEqual('what is found', await ask('findByOwnKey', h.port.findByOwnKey(h.owner, [a.ownKey ?? ''])), [])
    }
  },
  { name: 'findByOwnKey: asked for nothing it answers nothing', prove: async (h) => expectEqual('answers', await ask('findByOwnKey', h.port.findByOwnKey(h.owner, [])), []) }
]

const acme = { name: 'Acme', addresses: ['info@acme.example'], persons: [{ name: 'Anna', addresses: ['Anna.Svensson@acme.example'] }] }

const addressCases: ReadonlyArray<Draft> = [
  {
    name: 'findByAddress: a contact’s own address gives the contact; a contact person’s gives the contact and the person',
    prove: async (h) => {
      const { contactId, personIds } = await crmPersonDoes(h, 'addContact')(acme)
      const found = await ask('findByAddress', h.port.findByAddress(['info@acme.example', 'Anna.Svensson@acme.example', 'nobody@acme.example']))
      expectSameSet('the matches', found, [
        { address: 'info@acme.example', contactId, contactPersonId: null, name: 'Acme' },
        { address: 'Anna.Svensson@acme.example', contactId, contactPersonId: personIds[0] ?? null, name: 'Acme' }
      ])
    }
  },
  {
    name: 'findByAddress: letters’ case does not count, and the address is answered exactly as it was asked for',
    prove: async (h) => {
      await crmPersonDoes(h, 'addContact')(acme)
      const asked = ['INFO@Acme.Example', 'anna.svensson@ACME.example']
      expectSameSet('the addresses answered', (await ask('findByAddress', h.port.findByAddress(asked))).map((m) => m.address), asked)
    }
  },
  {
    name: 'findByAddress: otherwise addresses are compared as they are: no prefix, blank, tag or wildcard',
    prove: async (h) => {
      await crmPersonDoes(h, 'addContact')(acme)
      const asked = ['info@acme.exampl', 'info@acme.example.org', ' info@acme.example', 'info+tag@acme.example', '%', 'inf_@acme.example', 'info@acme.example%', 'annasvensson@acme.example']
      expectEqual('matches of what is nearly an address', (await ask('findByAddress', h.port.findByAddress(asked))).map((m) => m.address), [])
    }
  },
  {
    name: 'findByAddress: everybody who has the address, not the first alone',
    prove: async (h) => {
      const add = crmPersonDoes(h, 'addContact')
      const shared = { addresses: ['shared@acme.example'], persons: [] }
      const ids = [(await add({ name: 'First', ...shared })).contactId, (await add({ name: 'Second', ...shared })).contactId]
      expectSameSet('the contacts found', (await ask('findByAddress', h.port.findByAddress(['shared@acme.example']))).map((m) => m.contactId), ids)
    }
  },
  { name: 'findByAddress: asked for nothing it answers nothing', prove: async (h) => expectEqual('answers', await ask('findByAddress', h.port.findByAddress([])), []) }
]

const found = async (h: CrmHarness, kind: Kind, probe: Probe): Promise<ReadonlyArray<string>> => (await ask('findSimilar', h.port.findSimilar(h.owner, kind, [probe]))).map((a) => a.id)

const expectAmong = async (h: CrmHarness, kind: Kind, probe: Probe, id: string): Promise<void> =>
  expectThat((await found(h, kind, probe)).includes(id), `findSimilar with ${probe.at ?? 'a subject'}`, 'the activity among the answers', 'answers without it')

const timedAppointment: FieldsOf['appointment'] = {
  ...sampleFields('appointment', 1),
  time: { allDay: false, start: { local: '2026-07-01T09:00:00', zone: 'Europe/Stockholm' }, end: { local: '2026-07-01T10:00:00', zone: 'Europe/Stockholm' } }
}

const similarCases: ReadonlyArray<Draft> = [
  {
    name: 'findSimilar: an e-mail is found by the instant at which it was sent',
    prove: async (h) => {
      needsActivityKind(h, 'email')
      const a = await createActivity(h, 'email', 1)
      await expectAmong(h, 'email', { at: sampleEmail(1).sentAt, subject: 'Something else' }, a.id)
    }
  },
  {
    name: 'findSimilar: e-mail is compared to the second: an instant that was stored with milliseconds is found without them',
    prove: async (h) => {
      needsActivityKind(h, 'email')
      const sentAt = '2026-03-09T08:31:17.000Z'
      const a = await createActivity(h, 'email', 1, { fields: { ...sampleEmail(1), sentAt: sentAt.replace('.000', '.638') } })
      await expectAmong(h, 'email', { at: sentAt, subject: 'Something else' }, a.id)
    }
  },
  {
    name: 'findSimilar: a timed appointment is found by the instant of its start, in whatever zone it was written',
    prove: async (h) => {
      needsActivityKind(h, 'appointment')
      const a = await createActivity(h, 'appointment', 1, { fields: timedAppointment })
      await expectAmong(h, 'appointment', { at: '2026-07-01T07:00:00.000Z', subject: 'Something else' }, a.id)
    }
  },
  {
    name: 'findSimilar: an all-day appointment is found by the date of its start, a task by its due date',
    prove: async (h) => {
      const { kinds } = h.port.capabilities
      needsActivityKind(h, kinds.includes('appointment') ? 'appointment' : 'task')
      if (kinds.includes('appointment')) {
        const allDay = { ...timedAppointment, time: { allDay: true as const, start: '2026-07-02', end: '2026-07-03' } }
        await expectAmong(h, 'appointment', { at: '2026-07-02', subject: 'Something else' }, (await createActivity(h, 'appointment', 1, { fields: allDay })).id)
      }
      if (kinds.includes('task')) {
        const due = { ...sampleFields('task', 1), due: '2026-07-04' }
        await expectAmong(h, 'task', { at: '2026-07-04', subject: 'Something else' }, (await createActivity(h, 'task', 1, { fields: due })).id)
      }
    }
  },
  {
    name: 'findSimilar: a probe without a time finds by subject',
    prove: async (h) => {
      const kind = anyKind(h)
      const a = await createActivity(h, kind, 1)
      await expectAmong(h, kind, { at: null, subject: sampleFields<Kind>(kind, 1).subject }, a.id)
    }
  },
  {
    name: 'findSimilar: each of several probes counts',
    prove: async (h) => {
      const kind = anyKind(h)
      const ids = [(await createActivity(h, kind, 1)).id, (await createActivity(h, kind, 2)).id]
      const probes = [1, 2].map((n) => ({ at: null, subject: sampleFields<Kind>(kind, n).subject }))
      const answers = (await ask('findSimilar', h.port.findSimilar(h.owner, kind, probes))).map((a) => a.id)
      expectThat(ids.every((id) => answers.filter((x) => x === id).length === 1), 'the answers', 'each activity once', answers.length)
    }
  },
  {
    name: 'findSimilar: only the owner’s activities, and only of the kind asked for',
    prove: async (h) => {
      const kind = anyKind(h)
      const { subject } = sampleFields<Kind>(kind, 1)
      await createActivity(h, kind, 1, { owner: h.otherOwner })
      for (const other of h.port.capabilities.kinds.filter((k) => k !== kind)) await createActivity(h, other, 2, { fields: { ...sampleFields<Kind>(other, 2), subject } as FieldsOf[Kind] })
      const mine = await createActivity(h, kind, 3)
      const answers = await ask('findSimilar', h.port.findSimilar(h.owner, kind, [{ at: null, subject }, { at: null, subject: mine.fields.subject }]))
      expectThat(answers.every((a) => a.owner === h.owner && a.kind === kind), 'the answers', `${kind} of the owner alone`, answers.map((a) => [a.owner, a.kind]))
    }
  },
  { name: 'findSimilar: asked with no probe it answers nothing', prove: async (h) => expectEqual('answers', await ask('findSimilar', h.port.findSimilar(h.owner, anyKind(h), [])), []) }
]

/** The cases for `findByOwnKey`, `findByAddress` and `findSimilar`. */
export const crmFindCases: ReadonlyArray<Draft> = [...keyCases, ...addressCases, ...similarCases]
