/** The cases for `write`, on a mailbox that can be written to. */
import { fieldNames, type Kind, type Patch } from '../../core/model/fields'
import type { Item } from '../../core/model/item'
import type { MailboxWrite, UpdateItem } from '../../core/ports/mailbox'
import type { DraftCase } from './contract-case'
import { ask, at, expectEqual, expectLeft, expectRight, expectThat, failCase, nearMisses } from './expectations'
import { createOne, drain, type MailboxHarness, needsKind, needsWrites, personDoes, readFound, readOne, sampleCreate, writeOne } from './mailbox-harness'
import { expectSameMeaning } from './same-meaning'
import { sampleFields, samplePatches } from './samples'

type Draft = DraftCase<MailboxHarness>

/** What a synchroniser creates and changes in Outlook; e-mail is only sent. */
const writtenKinds = ['appointment', 'task'] as const

const presentKeys = async (h: MailboxHarness, key: string | null): Promise<ReadonlyArray<string>> => [
  ...new Set((await drain(h, null)).changes.flatMap((c) => (c._tag === 'Present' && c.item.ownKey === key ? [c.item.id] : [])))
]

const update = (item: Item, patch: Patch, version = item.version): UpdateItem => ({ _tag: 'UpdateItem', kind: item.kind, id: item.id, version, patch })
const trash = (item: Item, version = item.version): MailboxWrite => ({ _tag: 'TrashItem', kind: item.kind, id: item.id, version })

const createCases = (kind: Kind): ReadonlyArray<Draft> => [
  {
    name: `CreateItem: answers the item as the mailbox now holds it, stamped with its key and in its normal place (${kind})`,
    prove: async (h) => {
      const item = await createOne(h, kind, 1)
      expectEqual('kind, key and place', [item.kind, item.ownKey, item.place], [kind, sampleCreate(kind, 1).ownKey, 'normal'])
      expectSameMeaning('the item', kind, item.fields, sampleFields<Kind>(kind, 1))
      expectEqual('what read tells', await readFound(h, item.id), item)
    }
  },
  {
    name: `CreateItem: a second create with the same key answers with the first one's item and creates nothing (${kind})`,
    prove: async (h) => {
      const first = await createOne(h, kind, 1)
      const w = { ...sampleCreate(kind, 1), fields: sampleFields<Kind>(kind, 2) } as MailboxWrite
      const second = expectRight('the second create', await writeOne(h, w))
      expectEqual('the item answered', second?.id, first.id)
      expectEqual('items with that key', await presentKeys(h, first.ownKey), [first.id])
      expectSameMeaning('the item after a second create with other fields', kind, (await readFound(h, first.id)).fields, sampleFields<Kind>(kind, 1))
    }
  },
  {
    name: `CreateItem: twice with one key in one call creates one item (${kind})`,
    prove: async (h) => {
      const answers = await ask('write', h.port.write([sampleCreate(kind, 1), sampleCreate(kind, 1)]))
      const [a, b] = answers.map((e) => expectRight('a create', e)?.id)
      expectEqual('the second answer', b, a)
      expectEqual('how many items have that key', (await presentKeys(h, sampleCreate(kind, 1).ownKey)).length, 1)
    }
  },
  {
    name: `CreateItem: the first one's item is found also where a person moved it to Deleted Items (${kind})`,
    prove: async (h) => {
      const first = await createOne(h, kind, 1)
      const id = await personDoes(h, 'moveToDeletedItems')(first.id)
      expectEqual('the item answered', expectRight('the second create', await writeOne(h, sampleCreate(kind, 1)))?.id, id)
      expectEqual('how many items have that key', (await presentKeys(h, first.ownKey)).length, 1)
    }
  },
  {
    name: `CreateItem: a key that is nearly the same is another key (${kind})`,
    prove: async (h) => {
      const first = await createOne(h, kind, 1)
      for (const ownKey of nearMisses(sampleCreate(kind, 1).ownKey)) {
        const other = expectRight('a create with a key that is nearly the same', await writeOne(h, { ...sampleCreate(kind, 2), ownKey }))
        expectThat(other !== null && other.id !== first.id && other.ownKey === ownKey, 'the item answered', 'a new one with that key', [other?.id, other?.ownKey])
      }
    }
  }
]

const updateCases = (kind: Kind): ReadonlyArray<Draft> => [
  {
    name: `UpdateItem: writes the fields of its patch, leaves the others alone, and answers the item with a new version (${kind})`,
    prove: async (h) => {
      let item = await createOne(h, kind, 1)
      for (const patch of samplePatches[kind]) {
        const names = Object.keys(patch)
        // Read anew: a mailbox may normalise what was written some time after it answered.
        const before = await readFound(h, item.id)
        const after = expectRight('UpdateItem', await writeOne(h, update(before, patch))) ?? failCase('UpdateItem', 'the item', 'null')
        expectThat(after.version !== before.version, 'the version', 'another than before', after.version)
        expectSameMeaning(`after a patch of ${names.join()}`, kind, after.fields, { ...before.fields, ...patch } as Item['fields'])
        expectEqual('id, own key, identity and place', [after.id, after.ownKey, after.identity, after.place], [before.id, before.ownKey, before.identity, before.place])
        expectEqual('what read tells of it', await readFound(h, after.id), after)
        item = after
      }
      expectSameMeaning('what read tells', kind, (await readFound(h, item.id)).fields, item.fields, fieldNames[kind])
    }
  },
  {
    name: `UpdateItem: any other present version answers VersionMismatch and changes nothing (${kind})`,
    prove: async (h) => {
      const item = await createOne(h, kind, 1)
      const [first, second] = samplePatches[kind] as [Patch, Patch]
      const changed = expectRight('UpdateItem', await writeOne(h, update(item, first))) ?? failCase('UpdateItem', 'the item', 'null')
      expectLeft('an update with the version before', await writeOne(h, update(item, second)), 'VersionMismatch')
      expectLeft('an update with a version that never was', await writeOne(h, update(item, second, `${changed.version}0`)), 'VersionMismatch')
      expectEqual('the item', await readFound(h, item.id), changed)
    }
  },
  {
    name: `UpdateItem: an edit by a person makes the version read before stale (${kind})`,
    prove: async (h) => {
      const item = await createOne(h, kind, 1)
      await personDoes(h, 'edit')(item.id, { subject: 'Edited by a person' })
      expectLeft('an update with the version before the edit', await writeOne(h, update(item, { subject: 'Written by the port' })), 'VersionMismatch')
      expectEqual('the subject', (await readFound(h, item.id)).fields.subject.trim(), 'Edited by a person')
    }
  },
  {
    name: `UpdateItem: an item that is gone answers NotFound (${kind})`,
    prove: async (h) => {
      const item = await createOne(h, kind, 1)
      await personDoes(h, 'deletePermanently')(item.id)
      expectLeft('an update of what is gone', await writeOne(h, update(item, { subject: 'Too late' })), 'NotFound')
      expectEqual('what read tells', (await readOne(h, item.id))._tag, 'Missing')
    }
  }
]

const trashCases = (kind: Kind): ReadonlyArray<Draft> => [
  {
    name: `TrashItem: moves to Deleted Items, from where it can be restored; nothing is deleted permanently (${kind})`,
    prove: async (h) => {
      const item = await createOne(h, kind, 1)
      const trashed = expectRight('TrashItem', await writeOne(h, trash(item)))
      expectEqual('the place answered', trashed?.place, 'deletedItems')
      const found = at('items with the key', await ask('findByOwnKey', h.port.findByOwnKey([item.ownKey ?? ''])), 0)
      expectEqual('the place found', found.place, 'deletedItems')
      expectSameMeaning('the item in Deleted Items', kind, found.fields, item.fields)
    }
  },
  {
    name: `TrashItem: an item that is in Deleted Items already is a success and changes nothing (${kind})`,
    prove: async (h) => {
      const item = await createOne(h, kind, 1)
      const trashed = expectRight('TrashItem', await writeOne(h, trash(item))) ?? failCase('TrashItem', 'the item', 'null')
      const again = expectRight('the second TrashItem, with the new version', await writeOne(h, trash(trashed)))
      expectEqual('the item answered', [again?.id, again?.place, again?.version], [trashed.id, 'deletedItems', trashed.version])
      // Such is a retry of a request whose answer was lost.
      expectRight('the second TrashItem, with the version before', await writeOne(h, trash({ ...item, id: trashed.id })))
    }
  },
  {
    name: `TrashItem: an item that is gone is a success, with null (${kind})`,
    prove: async (h) => {
      const item = await createOne(h, kind, 1)
      await personDoes(h, 'deletePermanently')(item.id)
      expectEqual('the answer', expectRight('TrashItem', await writeOne(h, trash(item))), null)
    }
  },
  {
    name: `TrashItem: an item that was edited since its version was read answers VersionMismatch and stays (${kind})`,
    prove: async (h) => {
      const item = await createOne(h, kind, 1)
      const edited = expectRight('UpdateItem', await writeOne(h, update(item, { subject: 'Edited meanwhile' }))) ?? failCase('UpdateItem', 'the item', 'null')
      expectLeft('TrashItem with the version before', await writeOne(h, trash(item)), 'VersionMismatch')
      expectEqual('the item', await readFound(h, item.id), edited)
    }
  }
]

const batchCases = (kind: Kind): ReadonlyArray<Draft> => [
  {
    name: `write: answers for each, in order, and one that fails does not stop the next (${kind})`,
    prove: async (h) => {
      const item = await createOne(h, kind, 1)
      const answers = await ask('write', h.port.write([sampleCreate(kind, 2), update(item, { subject: 'Stale' }, `${item.version}0`), update(item, { subject: 'Fresh' }), sampleCreate(kind, 3)]))
      expectEqual('the answers', answers.map((e) => (e._tag === 'Left' ? e.left._tag : e.right?.ownKey)), [sampleCreate(kind, 2).ownKey, 'VersionMismatch', item.ownKey, sampleCreate(kind, 3).ownKey])
      expectEqual('the subject of what was updated', (await readFound(h, item.id)).fields.subject.trim(), 'Fresh')
      expectEqual('items with the last key', (await presentKeys(h, sampleCreate(kind, 3).ownKey)).length, 1)
    }
  },
  {
    name: `write: carries out the effects in the order given: of two updates of one version the first wins (${kind})`,
    prove: async (h) => {
      const item = await createOne(h, kind, 1)
      const answers = await ask('write', h.port.write([update(item, { subject: 'First' }), update(item, { subject: 'Second' })]))
      expectEqual('the answers', answers.map((e) => (e._tag === 'Left' ? e.left._tag : e.right?.fields.subject.trim())), ['First', 'VersionMismatch'])
    }
  }
]

const guarded =
  (kind: Kind) =>
  (draft: Draft): Draft => ({
    name: draft.name,
    prove: async (h) => {
      needsWrites(h)
      needsKind(h, kind)
      await draft.prove(h)
    }
  })

/** The cases for `write`. */
export const mailboxWriteCases: ReadonlyArray<Draft> = [
  ...writtenKinds.flatMap((kind) => [...createCases(kind), ...updateCases(kind), ...trashCases(kind), ...batchCases(kind)].map(guarded(kind))),
  { name: 'write: given nothing it answers nothing', prove: async (h) => expectEqual('answers', await ask('write', h.port.write([])), []) }
]
