/** The cases for `read`, `findByOwnKey` and `attachment`. */
import type { Kind } from '../../core/model/fields'
import { kinds } from '../../core/model/fields'
import type { DraftCase } from './contract-case'
import { ask, expectEqual, expectLeft, expectSameSet, expectThat, nearMisses, settle } from './expectations'
import { addableKind, addOne, createOne, drain, type MailboxHarness, needsKind, needsWrites, personDoes, readFound, readOne, someItems } from './mailbox-harness'
import { expectSameMeaning } from './same-meaning'
import { sampleAllDay, sampleFields, sampleKey } from './samples'

type Draft = DraftCase<MailboxHarness>

const readCases: ReadonlyArray<Draft> = [
  {
    name: 'read: one answer an id, in the order asked, also for one asked twice and one that is not there',
    prove: async (h) => {
      const [a, b] = (await someItems(h, 2)).map((i) => i.id) as [string, string]
      const asked = [b, `${a}-not-there`, a, b]
      const answers = await ask('read', h.port.read(asked))
      expectEqual('the ids answered', answers.map((r) => r.id), asked)
      expectEqual('what was found', answers.map((r) => r._tag === 'Found'), [true, false, true, true])
      expectThat(answers.every((r) => r._tag !== 'Found' || r.item.id === r.id), 'each item', 'the one asked for', 'another')
    }
  },
  {
    name: 'read: ids are compared as they are: a prefix or another case is another id',
    prove: async (h) => {
      const id = ((await someItems(h, 1))[0] as { readonly id: string }).id
      for (const r of await ask('read', h.port.read(nearMisses(id)))) expectThat(r._tag !== 'Found' || r.item.id === r.id, 'an id that is nearly one', 'nothing, or an item of just that id', r._tag)
    }
  },
  { name: 'read: asked for nothing it answers nothing', prove: async (h) => expectEqual('answers', await ask('read', h.port.read([])), []) },
  {
    name: 'read: an item that was deleted permanently is Missing',
    prove: async (h) => {
      const remove = personDoes(h, 'deletePermanently')
      const id = await addOne(h, addableKind(h), 1)
      await remove(id)
      expectEqual('the answer', (await readOne(h, id))._tag, 'Missing')
    }
  },
  {
    name: 'read: an item in Deleted Items is Found with that place',
    prove: async (h) => {
      const trash = personDoes(h, 'moveToDeletedItems')
      const id = await trash(await addOne(h, addableKind(h), 1))
      expectEqual('its place', (await readFound(h, id)).place, 'deletedItems')
    }
  },
  {
    name: 'read: an all-day appointment stays on its dates',
    prove: async (h) => {
      needsKind(h, 'appointment')
      const item = await readFound(h, await personDoes(h, 'add')('appointment', sampleAllDay(5)))
      expectSameMeaning('the item', 'appointment', item.fields, sampleAllDay(5))
    }
  },
  ...kinds.map(
    (kind): Draft => ({
      name: `read: the present state, whole: what a person wrote is what is read (${kind})`,
      prove: async (h) => {
        needsKind(h, kind)
        const add = personDoes(h, 'add')
        const fields = sampleFields<Kind>(kind, 5)
        const item = await readFound(h, await add<Kind>(kind, fields))
        expectEqual('kind, own key and place', [item.kind, item.ownKey, item.place], [kind, null, 'normal'])
        expectSameMeaning('the item', kind, item.fields, fields)
      }
    })
  )
]

const writtenKind = (h: MailboxHarness): Kind => {
  needsWrites(h)
  const kind = h.port.capabilities.kinds.find((k) => k !== 'email') ?? 'task'
  needsKind(h, kind)
  return kind
}

const keyCases: ReadonlyArray<Draft> = [
  {
    name: 'findByOwnKey: the items stamped with any of these keys; keys that are nowhere are left out',
    prove: async (h) => {
      const kind = writtenKind(h)
      const [a, b] = [await createOne(h, kind, 1), await createOne(h, kind, 2)]
      await createOne(h, kind, 3)
      const found = await ask('findByOwnKey', h.port.findByOwnKey([a.ownKey ?? '', sampleKey('activity', 'nowhere'), b.ownKey ?? '']))
      expectSameSet('the items found', found.map((i) => [i.id, i.ownKey]), [a, b].map((i) => [i.id, sampleKey('activity', `${kind}${i.id === a.id ? 1 : 2}`)]))
    }
  },
  {
    name: 'findByOwnKey: wherever they are, Deleted Items included',
    prove: async (h) => {
      const trash = personDoes(h, 'moveToDeletedItems')
      const item = await createOne(h, writtenKind(h), 1)
      const id = await trash(item.id)
      const found = await ask('findByOwnKey', h.port.findByOwnKey([item.ownKey ?? '']))
      expectEqual('what is found in Deleted Items', found.map((i) => [i.id, i.place]), [[id, 'deletedItems']])
    }
  },
  {
    name: 'findByOwnKey: a prefix, a longer key or another case is another key',
    prove: async (h) => {
      const item = await createOne(h, writtenKind(h), 1)
      expectEqual('items under keys that are nearly one', (await ask('findByOwnKey', h.port.findByOwnKey(nearMisses(item.ownKey ?? '')))).map((i) => i.id), [])
    }
  },
  {
    name: 'findByOwnKey: what a person made has no key, and an item that is gone is not found',
    prove: async (h) => {
      const [remove, kind] = [personDoes(h, 'deletePermanently'), writtenKind(h)]
      const item = await createOne(h, kind, 1)
      await addOne(h, kind, 2)
      await remove(item.id)
      expectEqual('items found', await ask('findByOwnKey', h.port.findByOwnKey([item.ownKey ?? ''])), [])
    }
  },
  { name: 'findByOwnKey: asked for nothing it answers nothing', prove: async (h) => expectEqual('answers', await ask('findByOwnKey', h.port.findByOwnKey([])), []) }
]

const bytes = Uint8Array.from({ length: 300 }, (_, i) => i % 251)

const attachedEmail = async (h: MailboxHarness): Promise<{ readonly item: string; readonly attachment: string }> => {
  needsKind(h, 'email')
  const attach = personDoes(h, 'attach')
  const item = await addOne(h, 'email', 1)
  return { item, attachment: await attach(item, { name: 'numbers.bin', mimeType: 'application/octet-stream', bytes }) }
}

const attachmentCases: ReadonlyArray<Draft> = [
  {
    name: 'attachment: an e-mail tells its attachments with name and size, without their bytes',
    prove: async (h) => {
      const { item, attachment } = await attachedEmail(h)
      const read = await readFound(h, item)
      const told = read.kind === 'email' ? read.attachments.map((a) => [a.id, a.name, a.type]) : []
      expectEqual('the attachments told', told, [[attachment, 'numbers.bin', 'file']])
    }
  },
  {
    name: 'attachment: the bytes of a file attachment, or the first atMost of them',
    prove: async (h) => {
      const { item, attachment } = await attachedEmail(h)
      for (const atMost of [null, 1, 100, bytes.length, bytes.length + 1]) {
        const read = await ask('attachment', h.port.attachment(item, attachment, atMost))
        expectEqual(`bytes with atMost ${atMost}`, [...read], [...bytes.slice(0, atMost ?? bytes.length)])
      }
    }
  },
  {
    name: 'attachment: of whatever the mailbox holds, the first byte is the beginning of the whole',
    prove: async (h) => {
      const emails = (await drain(h, null)).changes.flatMap((c) => (c._tag === 'Present' && c.item.kind === 'email' ? [c.item] : []))
      const files = emails.flatMap((e) => e.attachments.filter((a) => a.type === 'file' && a.size > 0).map((a) => ({ item: e.id, attachment: a.id })))
      const { item, attachment } = files[0] ?? (await attachedEmail(h))
      const [one, whole] = [await ask('attachment', h.port.attachment(item, attachment, 1)), await ask('attachment', h.port.attachment(item, attachment, null))]
      expectEqual('the first byte', [...one], [...whole.slice(0, 1)])
    }
  },
  {
    name: 'attachment: NotFound where the attachment or the item is not there',
    prove: async (h) => {
      const [item] = await someItems(h, 1)
      const id = item?.id ?? ''
      expectLeft('an attachment that is not there', await settle('attachment', h.port.attachment(id, 'no-such-attachment', null)), 'NotFound')
      expectLeft('an item that is not there', await settle('attachment', h.port.attachment(`${id}-not-there`, 'no-such-attachment', null)), 'NotFound')
    }
  }
]

/** The cases for `read`, `findByOwnKey` and `attachment`. */
export const mailboxReadCases: ReadonlyArray<Draft> = [...readCases, ...keyCases, ...attachmentCases]
