/** The cases for a CRM's `write`: create, update, delete, and several at once. */
import type { Activity, Attributes } from '../../core/model/activity'
import { type Kind, kinds, type Patch } from '../../core/model/fields'
import type { DeleteActivity, UpdateActivity } from '../../core/ports/crm'
import { type DraftCase, notApplicable } from './contract-case'
import {
  activityOf,
  anyKind,
  commitNothing,
  createActivity,
  type CrmHarness,
  crmPersonDoes,
  drainActivities,
  foundActivity,
  needsActivityKind,
  readActivity,
  sampleActivity,
  writeEffect
} from './crm-harness'
import { ask, expectEqual, expectLeft, expectRight, expectThat, nearMisses, settle } from './expectations'
import { expectSameMeaning } from './same-meaning'
import { sampleFields, samplePatches } from './samples'

type Draft = DraftCase<CrmHarness>

const update = (a: Activity, patch: Patch, other: Partial<UpdateActivity> = {}): UpdateActivity => ({
  _tag: 'UpdateActivity',
  kind: a.kind,
  id: a.id,
  owner: a.owner,
  version: a.version,
  patch,
  commit: commitNothing,
  ...other
})
const remove = (a: Activity, other: Partial<DeleteActivity> = {}): DeleteActivity => ({ _tag: 'DeleteActivity', kind: a.kind, id: a.id, owner: a.owner, version: a.version, commit: commitNothing, ...other })

const withKey = async (h: CrmHarness, owner: string, key: string | null): Promise<ReadonlyArray<string>> =>
  (await drainActivities(h, owner, null)).changes.flatMap((c) => (c._tag === 'Present' && c.activity.ownKey === key ? [c.activity.id] : []))

const attributes: Attributes = { type: 'meeting', status: 'planned', priority: 'high', project: 'P1', responsible: 'anna', private: true }

const kindCases = (kind: Kind): ReadonlyArray<Draft> => [
  {
    name: `CreateActivity: answers the activity with key, owner, contact, attributes and fields as given (${kind})`,
    prove: async (h) => {
      const ids = await h.person?.addContact?.({ name: 'Acme', addresses: [], persons: [{ name: 'Anna', addresses: ['anna@acme.example'] }] })
      const contact = ids === undefined ? null : { contactId: ids.contactId, contactPersonId: ids.personIds[0] ?? null }
      const a = await createActivity(h, kind, 1, { attributes, contact })
      expectEqual('kind, key and owner', [a.kind, a.ownKey, a.owner], [kind, sampleActivity(h, kind, 1).ownKey, h.owner])
      expectEqual('contact', a.contact, contact)
      expectEqual('attributes', a.attributes, attributes)
      expectSameMeaning('the activity', kind, a.fields, sampleFields<Kind>(kind, 1))
      expectEqual('what read tells', await foundActivity(h, a.id), a)
    }
  },
  {
    name: `CreateActivity: a second create with the same key, for this owner, answers with the first one's activity and creates nothing (${kind})`,
    prove: async (h) => {
      const first = await createActivity(h, kind, 1)
      const second = await createActivity(h, kind, 1, { fields: sampleFields<Kind>(kind, 2) })
      expectEqual('the activity answered', second, first)
      const twice = await ask('write', h.port.write([sampleActivity(h, kind, 3), sampleActivity(h, kind, 3)]))
      const [a, b] = twice.map((e) => activityOf('CreateActivity', e).id)
      expectEqual('the second answer in one call', b, a)
      expectEqual('activities with the keys', [await withKey(h, h.owner, first.ownKey), await withKey(h, h.owner, sampleActivity(h, kind, 3).ownKey)], [[first.id], [a]])
    }
  },
  {
    name: `UpdateActivity: writes the fields of its patch, leaves fields, attributes, contact and key alone, and answers with a new version (${kind})`,
    prove: async (h) => {
      let a = await createActivity(h, kind, 1, { attributes })
      for (const patch of samplePatches[kind]) {
        const after = activityOf('UpdateActivity', await writeEffect(h, update(a, patch)))
        expectThat(after.version !== a.version, 'the version', 'another than before', after.version)
        expectSameMeaning(`after a patch of ${Object.keys(patch).join()}`, kind, after.fields, { ...a.fields, ...patch } as Activity['fields'])
        expectEqual('what a patch does not touch', [after.id, after.owner, after.ownKey, after.contact, after.attributes], [a.id, a.owner, a.ownKey, a.contact, a.attributes])
        a = after
      }
      expectEqual('what read tells', await foundActivity(h, a.id), a)
    }
  },
  {
    name: `UpdateActivity: any other present version answers VersionMismatch and changes nothing (${kind})`,
    prove: async (h) => {
      const a = await createActivity(h, kind, 1)
      const changed = activityOf('UpdateActivity', await writeEffect(h, update(a, { subject: 'First' })))
      expectLeft('an update with the version before', await writeEffect(h, update(a, { subject: 'Second' })), 'VersionMismatch')
      expectLeft('an update with a version that never was', await writeEffect(h, update(a, { subject: 'Third' }, { version: `${changed.version}0` })), 'VersionMismatch')
      expectEqual('the activity', await foundActivity(h, a.id), changed)
    }
  },
  {
    name: `DeleteActivity: deletes; an activity that is gone already is a success (${kind})`,
    prove: async (h) => {
      const [a, other] = [await createActivity(h, kind, 1), await createActivity(h, kind, 2)]
      for (const turn of ['the deletion', 'the deletion of what is gone']) expectEqual(turn, expectRight(turn, await writeEffect(h, remove(a))), { _tag: 'Deleted', id: a.id })
      expectEqual('what read tells', (await readActivity(h, a.id))._tag, 'Missing')
      expectEqual('another activity', await foundActivity(h, other.id), other)
    }
  }
]

const onlyWhereKind = (kind: Kind, draft: Draft): Draft => ({
  name: draft.name,
  prove: async (h) => {
    needsActivityKind(h, kind)
    await draft.prove(h)
  }
})

const generalCases: ReadonlyArray<Draft> = [
  {
    name: 'CreateActivity: the same key for another owner is another activity',
    prove: async (h) => {
      const kind = anyKind(h)
      const [mine, theirs] = [await createActivity(h, kind, 1), await createActivity(h, kind, 1, { owner: h.otherOwner })]
      expectThat(mine.id !== theirs.id && theirs.owner === h.otherOwner, 'the activity answered', 'a new one of the other owner', [theirs.id, theirs.owner])
    }
  },
  {
    name: 'CreateActivity: a key that is nearly the same is another key',
    prove: async (h) => {
      const first = await createActivity(h, anyKind(h), 1)
      for (const ownKey of nearMisses(first.ownKey ?? '')) {
        const other = await createActivity(h, anyKind(h), 2, { ownKey })
        expectThat(other.id !== first.id && other.ownKey === ownKey, 'the activity answered', 'a new one with that key', [other.id, other.ownKey])
      }
    }
  },
  {
    name: 'CreateActivity: a kind that the capabilities do not name answers Unsupported',
    prove: async (h) => {
      const kind = kinds.find((k) => !h.port.capabilities.kinds.includes(k)) ?? notApplicable('the CRM has every kind')
      expectLeft('CreateActivity', await writeEffect(h, sampleActivity(h, kind, 1)), 'Unsupported')
    }
  },
  {
    name: 'UpdateActivity: an activity of another owner than the one named answers NotFound and is not changed',
    prove: async (h) => {
      const a = await createActivity(h, anyKind(h), 1)
      expectLeft('UpdateActivity for another owner', await writeEffect(h, update(a, { subject: 'Not mine' }, { owner: h.otherOwner })), 'NotFound')
      expectEqual('the activity', await foundActivity(h, a.id), a)
    }
  },
  {
    name: 'UpdateActivity: an activity that is gone answers NotFound',
    prove: async (h) => {
      const a = await createActivity(h, anyKind(h), 1)
      expectRight('DeleteActivity', await writeEffect(h, remove(a)))
      expectLeft('UpdateActivity', await writeEffect(h, update(a, { subject: 'Too late' })), 'NotFound')
      expectEqual('what read tells', (await readActivity(h, a.id))._tag, 'Missing')
    }
  },
  {
    name: 'UpdateActivity: an edit by a person makes the version read before stale',
    prove: async (h) => {
      const a = await createActivity(h, anyKind(h), 1)
      await crmPersonDoes(h, 'editActivity')(a.id, { subject: 'Edited by a person' })
      expectLeft('UpdateActivity', await writeEffect(h, update(a, { subject: 'Written by the port' })), 'VersionMismatch')
      expectEqual('the subject', (await foundActivity(h, a.id)).fields.subject.trim(), 'Edited by a person')
    }
  },
  {
    name: 'DeleteActivity: an activity of another owner than the one named answers NotFound and stays',
    prove: async (h) => {
      const a = await createActivity(h, anyKind(h), 1)
      expectLeft('DeleteActivity for another owner', await writeEffect(h, remove(a, { owner: h.otherOwner })), 'NotFound')
      expectEqual('the activity', await foundActivity(h, a.id), a)
    }
  },
  {
    name: 'DeleteActivity: an activity that was edited since its version was read answers VersionMismatch and stays',
    prove: async (h) => {
      const a = await createActivity(h, anyKind(h), 1)
      const edited = activityOf('UpdateActivity', await writeEffect(h, update(a, { subject: 'Edited meanwhile' })))
      expectLeft('DeleteActivity with the version before', await writeEffect(h, remove(a)), 'VersionMismatch')
      expectEqual('the activity', await foundActivity(h, a.id), edited)
    }
  },
  {
    name: 'write: answers for each, in order; one that fails does not stop the next and leaves nothing half done',
    prove: async (h) => {
      const kind = anyKind(h)
      const a = await createActivity(h, kind, 1)
      const stale = update(a, { subject: 'Stale' }, { version: `${a.version}0` })
      const writes = [sampleActivity(h, kind, 2), stale, update(a, { subject: 'Fresh' }), remove(a, { owner: h.otherOwner }), sampleActivity(h, kind, 3)]
      const answers = await ask('write', h.port.write(writes))
      const told = answers.map((e) => (e._tag === 'Left' ? e.left._tag : e.right._tag === 'Activity' ? e.right.activity.ownKey : e.right._tag))
      expectEqual('the answers', told, [sampleActivity(h, kind, 2).ownKey, 'VersionMismatch', a.ownKey, 'NotFound', sampleActivity(h, kind, 3).ownKey])
      expectEqual('the subject of what was updated', (await foundActivity(h, a.id)).fields.subject.trim(), 'Fresh')
      expectEqual('activities with the last key', (await withKey(h, h.owner, sampleActivity(h, kind, 3).ownKey)).length, 1)
    }
  },
  {
    name: 'write: carries out the effects in the order given: of two updates of one version the first wins',
    prove: async (h) => {
      const a = await createActivity(h, anyKind(h), 1)
      const answers = await ask('write', h.port.write([update(a, { subject: 'First' }), update(a, { subject: 'Second' })]))
      expectEqual('the answers', answers.map((e) => (e._tag === 'Left' ? e.left._tag : e.right._tag)), ['Activity', 'VersionMismatch'])
      expectEqual('the subject', (await foundActivity(h, a.id)).fields.subject.trim(), 'First')
    }
  },
  { name: 'write: given nothing it answers nothing', prove: async (h) => expectEqual('answers', await ask('write', h.port.write([])), []) },
  {
    name: 'no function throws or rejects, whatever it is asked',
    prove: async (h) => {
      for (const odd of ['', ' ', '%', "'; --", '\u0000', '😀'.repeat(100)]) {
        await settle('changes', h.port.changes(odd, odd))
        await settle('read', h.port.read([odd]))
        await settle('findByOwnKey', h.port.findByOwnKey(odd, [odd]))
        await settle('findByAddress', h.port.findByAddress([odd]))
        await settle('findSimilar', h.port.findSimilar(odd, anyKind(h), [{ at: null, subject: odd }]))
        await settle('write', h.port.write([{ _tag: 'DeleteActivity', kind: anyKind(h), id: odd, owner: odd, version: odd, commit: commitNothing }]))
      }
    }
  }
]

/** The cases for creates, updates, deletes and several at once. */
export const crmWriteCases: ReadonlyArray<Draft> = [...kinds.flatMap((kind) => kindCases(kind).map((draft) => onlyWhereKind(kind, draft))), ...generalCases]
