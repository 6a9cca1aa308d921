/** The cases for `changes`. */
import { kinds, type Kind } from '../../core/model/fields'
import { Item } from '../../core/model/item'
import type { DraftCase } from './contract-case'
import { needed } from './contract-case'
import { ask, expectEqual, expectLeft, expectSameSet, expectThat, settle } from './expectations'
import { addableKind, addOne, createOne, drain, lastToldOf, type MailboxHarness, needsKind, needsWrites, personDoes, presentCursor, presentIn, readFound, someItems, writeOne } from './mailbox-harness'
import { sampleAllDay, samplePatches } from './samples'

type Draft = DraftCase<MailboxHarness>

const forKind = (kind: Kind): ReadonlyArray<Draft> => [
  {
    name: `changes: an item that is added is told as Present by a page after the cursor of that time (${kind})`,
    prove: async (h) => {
      needsKind(h, kind)
      const before = await presentCursor(h)
      const id = await addOne(h, kind, 1)
      presentIn('the delta after adding', (await drain(h, before)).changes, id)
    }
  },
  {
    name: `changes: an item that a person edits is told with its new version and fields, and its identity and own key stay (${kind})`,
    prove: async (h) => {
      const edit = personDoes(h, 'edit')
      const id = await addOne(h, kind, 1)
      const [old, before] = [await readFound(h, id), await presentCursor(h)]
      await edit(id, { subject: 'Edited by a person' })
      const told = presentIn('the delta after an edit', (await drain(h, before)).changes, id)
      expectThat(told.version !== old.version, 'the version after an edit', 'another than before', told.version)
      expectThat(told.fields.subject.trim() === 'Edited by a person', 'the subject told', 'the new one', told.fields.subject)
      expectThat(told.identity === old.identity && told.ownKey === old.ownKey, 'identity and own key', 'the same as before', [told.identity, told.ownKey])
    }
  },
  {
    name: `changes: an item moved to Deleted Items is Present with that place, and restored it is Present in its normal place (${kind})`,
    prove: async (h) => {
      const [trash, restore] = [personDoes(h, 'moveToDeletedItems'), personDoes(h, 'restore')]
      const id = await addOne(h, kind, 1)
      const before = await presentCursor(h)
      const trashedId = await trash(id)
      const after = await drain(h, before)
      const trashed = presentIn('the delta after a move to Deleted Items', after.changes, trashedId)
      expectThat(trashed.place === 'deletedItems', 'its place', 'deletedItems', trashed.place)
      const restoredId = await restore(trashedId)
      const restored = presentIn('the delta after a restore', (await drain(h, after.cursor)).changes, restoredId)
      expectThat(restored.place === 'normal', 'its place', 'normal', restored.place)
    }
  },
  {
    name: `changes: an item deleted permanently is told as Removed, and a listing of everything does not tell it (${kind})`,
    prove: async (h) => {
      const remove = personDoes(h, 'deletePermanently')
      const id = await addOne(h, kind, 1)
      const before = await presentCursor(h)
      await remove(id)
      const told = lastToldOf((await drain(h, before)).changes, id)
      expectThat(told?._tag === 'Removed', 'the delta after a permanent deletion', 'the item as Removed', told?._tag)
      const listed = lastToldOf((await drain(h, null)).changes, id)
      expectThat(listed?._tag !== 'Present', 'a full listing', 'no item that is gone', listed?._tag)
    }
  }
]

const always: ReadonlyArray<Draft> = [
  {
    name: 'changes: from null, everything there is, items in Deleted Items included',
    prove: async (h) => {
      const trash = personDoes(h, 'moveToDeletedItems')
      const kind = addableKind(h)
      const kept = [await addOne(h, kind, 1), await addOne(h, kind, 2), await addOne(h, kind, 3)]
      const trashed = await trash(await addOne(h, kind, 4))
      const { changes } = await drain(h, null)
      for (const id of kept) presentIn('a full listing', changes, id)
      expectThat(presentIn('a full listing', changes, trashed).place === 'deletedItems', 'the place of what was deleted', 'deletedItems', 'another')
    }
  },
  {
    name: 'changes: every page from null on is marked full, and no page after that',
    prove: async (h) => {
      await someItems(h, 3)
      const listing = await drain(h, null)
      expectThat(listing.full.every((full) => full), 'full, page by page, from null', 'true on every page', listing.full)
      const delta = await drain(h, listing.cursor)
      expectThat(delta.full.every((full) => !full), 'full, page by page, from a cursor', 'false on every page', delta.full)
    }
  },
  {
    name: 'changes: two listings of everything tell the same items, and each is as read tells it',
    prove: async (h) => {
      await someItems(h, 2)
      const listed = async (): Promise<ReadonlyArray<string>> => [...new Set((await drain(h, null)).changes.flatMap((c) => (c._tag === 'Present' ? [`${c.item.id} ${c.item.version}`] : [])))]
      const first = await listed()
      expectSameSet('a second listing', await listed(), first)
      const items = await someItems(h, first.length)
      const read = await ask('read', h.port.read(items.map((i) => i.id)))
      expectSameSet('versions read', read.map((r) => (r._tag === 'Found' ? `${r.id} ${r.item.version}` : r._tag)), first)
    }
  },
  {
    name: 'changes: an item is told as read tells it, whole',
    prove: async (h) => {
      if (h.port.capabilities.kinds.includes('appointment')) await h.person?.add?.('appointment', sampleAllDay(6))
      await someItems(h, 2)
      const told = new Map((await drain(h, null)).changes.flatMap((c) => (c._tag === 'Present' ? [[c.item.id, c.item] as const] : [])))
      for (const r of await ask('read', h.port.read([...told.keys()]))) expectEqual('an item told', told.get(r.id), r._tag === 'Found' ? r.item : r._tag)
    }
  },
  {
    name: 'changes: several changes after one cursor are all told, however many pages they fill',
    prove: async (h) => {
      const before = await presentCursor(h)
      const kind = addableKind(h)
      const ids = [await addOne(h, kind, 1), await addOne(h, kind, 2), await addOne(h, kind, 3)]
      const { changes } = await drain(h, before)
      for (const id of ids) presentIn('the delta', changes, id)
    }
  },
  {
    name: 'changes: what changes between the pages of a listing is told by a later page or a later pass',
    prove: async (h) => {
      const edit = personDoes(h, 'edit')
      const items = await someItems(h, 3)
      const page = await ask('changes', h.port.changes(null))
      const first = items[0] as Item
      await edit(first.id, { subject: 'Edited between two pages' })
      const rest = await drain(h, page.cursor)
      const later = page.more ? await drain(h, rest.cursor) : { changes: [] }
      const told = presentIn('the pages after an edit between two pages', [...rest.changes, ...later.changes], first.id)
      expectThat(told.fields.subject.trim() === 'Edited between two pages', 'the subject told', 'the new one', told.fields.subject)
    }
  },
  {
    name: 'changes: a cursor can be read from again, and tells the same changes again',
    prove: async (h) => {
      const before = await presentCursor(h)
      const id = await addOne(h, addableKind(h), 1)
      presentIn('the first reading', (await drain(h, before)).changes, id)
      presentIn('the second reading from the same cursor', (await drain(h, before)).changes, id)
    }
  },
  {
    name: 'changes: what the port itself writes is told as well',
    prove: async (h) => {
      needsWrites(h)
      const kind = h.port.capabilities.kinds.find((k) => k !== 'email') ?? 'task'
      needsKind(h, kind)
      const before = await presentCursor(h)
      const created = await createOne(h, kind, 1)
      const first = await drain(h, before)
      presentIn('the delta after CreateItem', first.changes, created.id)
      const now = await readFound(h, created.id)
      const patch = samplePatches[kind][0] as { readonly subject: string }
      await writeOne(h, { _tag: 'UpdateItem', kind, id: now.id, version: now.version, patch })
      const told = presentIn('the delta after UpdateItem', (await drain(h, first.cursor)).changes, now.id)
      expectThat(told.fields.subject.trim() === patch.subject, 'the subject told', patch.subject, told.fields.subject)
    }
  },
  {
    name: 'changes: every item that is told is of the form that the model prescribes',
    prove: async (h) => {
      const items = await someItems(h, 1)
      for (const item of items) expectThat(Item.is(item), 'an item told', 'one that the Item codec accepts', item.id)
      for (const c of (await drain(h, null)).changes) if (c._tag === 'Present') expectThat(Item.is(c.item), 'an item told', 'one that the Item codec accepts', c.item.id)
    }
  },
  {
    name: 'changes: only kinds that the capabilities name are told',
    prove: async (h) => {
      await someItems(h, 1)
      for (const c of (await drain(h, null)).changes) if (c._tag === 'Present') expectThat(h.port.capabilities.kinds.includes(c.item.kind), 'the kind of an item', 'one of the capabilities', c.item.kind)
    }
  },
  {
    name: 'changes: a cursor that is too old answers CursorExpired, and a listing from null goes on from there',
    prove: async (h) => {
      const expire = needed(h.expireCursors, 'way to make cursors expire')
      const items = await someItems(h, 1)
      const before = await presentCursor(h)
      await expire()
      expectLeft('changes from an old cursor', await settle('changes', h.port.changes(before)), 'CursorExpired')
      const listing = await drain(h, null)
      for (const item of items) presentIn('the listing after that', listing.changes, item.id)
      await drain(h, listing.cursor)
    }
  },
  {
    name: 'changes: a text that is no cursor is answered with an error, not thrown',
    prove: async (h) => {
      const answer = await settle('changes', h.port.changes('no cursor of any mailbox'))
      expectThat(answer._tag === 'Left', 'changes from nonsense', 'an error', answer._tag)
    }
  }
]

/** The cases for `changes`. */
export const mailboxFeedCases: ReadonlyArray<Draft> = [...always, ...kinds.flatMap(forKind)]
