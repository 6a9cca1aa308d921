/** The cases for sending, for what a mailbox says it does not do, and for not mailing anybody unasked. */
import type { EmailItem, Item } from '../../core/model/item'
import type { MailboxWrite, SendEmail } from '../../core/ports/mailbox'
import type { DraftCase } from './contract-case'
import { needed, needs, notApplicable } from './contract-case'
import { ask, expectEqual, expectLeft, expectRight, expectThat, failCase, only, settle } from './expectations'
import { createOne, drain, type MailboxHarness, needsKind, needsWrites, sampleCreate, writeOne } from './mailbox-harness'
import { expectSameMeaning } from './same-meaning'
import { sampleEmail, sampleKey } from './samples'

type Draft = DraftCase<MailboxHarness>

const sampleSend = (n: number): SendEmail => ({ _tag: 'SendEmail', ownKey: sampleKey('activity', `send${n}`), fields: sampleEmail(n) })

const sentWith = async (h: MailboxHarness, ownKey: string): Promise<ReadonlyArray<Item>> => ask('findByOwnKey', h.port.findByOwnKey([ownKey]))

const sentItem = async (h: MailboxHarness, ownKey: string): Promise<EmailItem> => {
  const item = only('items with the key of what was sent', await sentWith(h, ownKey))
  return item.kind === 'email' ? item : failCase('the sent item', 'an e-mail', item.kind)
}

const sending =
  (prove: (h: MailboxHarness) => Promise<void>) =>
  async (h: MailboxHarness): Promise<void> => {
    needsWrites(h)
    needs(h.port.capabilities.sends, 'send')
    await prove(h)
  }

const sendCases: ReadonlyArray<Draft> = [
  {
    name: 'SendEmail: sends, and the sent item in Sent Items carries the key and the recipients',
    prove: sending(async (h) => {
      expectRight('SendEmail', await writeOne(h, sampleSend(1)))
      const item = await sentItem(h, sampleSend(1).ownKey)
      expectEqual('folder and place', [item.folder, item.place], ['sentItems', 'normal'])
      expectThat(item.fields.from !== null, 'the sender', 'the mailbox', null)
      expectSameMeaning('the sent item', 'email', item.fields, sampleEmail(1), ['subject', 'body', 'to', 'cc', 'bcc'])
    })
  },
  {
    name: 'SendEmail: a second send with the same key sends nothing, in the same call or in a later one',
    prove: sending(async (h) => {
      const before = await h.mailed?.()
      for (const e of await ask('write', h.port.write([sampleSend(1), sampleSend(1)]))) expectRight('SendEmail', e)
      expectRight('a later SendEmail', await writeOne(h, { ...sampleSend(1), fields: sampleEmail(2) }))
      expectEqual('sent items with the key', (await sentWith(h, sampleSend(1).ownKey)).length, 1)
      if (before !== undefined) expectEqual('messages that left', await h.mailed?.(), before + 1)
    })
  },
  {
    name: 'SendEmail: the sent item is told by changes, with its key, and has an identity of its own',
    prove: sending(async (h) => {
      const { cursor } = await drain(h, null)
      await ask('write', h.port.write([sampleSend(1), sampleSend(2)]))
      const told = (await drain(h, cursor)).changes.flatMap((c) => (c._tag === 'Present' ? [c.item] : []))
      for (const n of [1, 2]) expectThat(told.some((i) => i.ownKey === sampleSend(n).ownKey), 'the delta after a send', 'the sent item with its key', told.length)
      const [a, b] = [await sentItem(h, sampleSend(1).ownKey), await sentItem(h, sampleSend(2).ownKey)]
      expectThat(a.identity !== null && a.identity !== b.identity, 'the identities of two sent items', 'two different ones', [a.identity, b.identity])
    })
  }
]

const everyWrite = (item: string): ReadonlyArray<MailboxWrite> => [
  sampleCreate('email', 1),
  sampleCreate('appointment', 1),
  sampleCreate('task', 1),
  { _tag: 'UpdateItem', kind: 'task', id: item, version: 'any', patch: { subject: 'Another' } },
  { _tag: 'TrashItem', kind: 'task', id: item, version: 'any' },
  sampleSend(1)
]

const refusals: ReadonlyArray<Draft> = [
  {
    name: 'ownAddresses: the addresses of the owner, from one of which what is sent comes',
    prove: async (h) => {
      const own = await ask('ownAddresses', h.port.ownAddresses)
      expectThat(own.length > 0 && own.every((address) => address.trim() !== ''), 'ownAddresses', 'at least one address, and none empty', own.length)
      if (!h.port.capabilities.sends) return
      expectRight('SendEmail', await writeOne(h, sampleSend(1)))
      const from = (await sentItem(h, sampleSend(1).ownKey)).fields.from?.address.toLowerCase()
      expectThat(own.some((address) => address.toLowerCase() === from), 'the sender of what was sent', 'one of ownAddresses', from)
    }
  },
  {
    name: 'write: where writes is false every effect answers Unsupported and changes nothing',
    prove: async (h) => {
      if (h.port.capabilities.writes) notApplicable('the mailbox can be written to')
      expectEqual('capabilities.sends', h.port.capabilities.sends, false)
      const told = async (): Promise<unknown> => (await drain(h, null)).changes.map((c) => (c._tag === 'Present' ? [c.item.id, c.item.version] : [c.id, c._tag]))
      const before = await told()
      const id = (await drain(h, null)).changes.flatMap((c) => (c._tag === 'Present' ? [c.item.id] : []))[0] ?? 'no-such-item'
      const writes = everyWrite(id)
      const answers = await ask('write', h.port.write(writes))
      expectEqual('how many answers', answers.length, writes.length)
      for (const [i, e] of answers.entries()) expectLeft(writes[i]?._tag ?? '', e, 'Unsupported')
      expectEqual('a listing afterwards', await told(), before)
    }
  },
  {
    name: 'write: where sends is false SendEmail answers Unsupported and sends nothing',
    prove: async (h) => {
      if (h.port.capabilities.sends) notApplicable('the mailbox can send')
      expectLeft('SendEmail', await writeOne(h, sampleSend(1)), 'Unsupported')
      expectEqual('sent items', (await sentWith(h, sampleSend(1).ownKey)).length, 0)
    }
  },
  {
    name: 'write: creating an item of a kind that the capabilities do not name answers Unsupported',
    prove: async (h) => {
      needsWrites(h)
      const kind = (['appointment', 'task', 'email'] as const).find((k) => !h.port.capabilities.kinds.includes(k))
      expectLeft('CreateItem', await writeOne(h, sampleCreate(kind ?? notApplicable('the mailbox holds every kind'), 1)), 'Unsupported')
    }
  },
  {
    name: 'nothing mails anybody except SendEmail',
    prove: async (h) => {
      needsWrites(h)
      const mailed = needed(h.mailed, 'count of the messages that left')
      const before = await mailed()
      for (const kind of ['appointment', 'task'] as const) {
        if (!h.port.capabilities.kinds.includes(kind)) continue
        needsKind(h, kind)
        const item = await createOne(h, kind, 1)
        const updated = expectRight('UpdateItem', await writeOne(h, { _tag: 'UpdateItem', kind, id: item.id, version: item.version, patch: { subject: 'Another' } }))
        await writeOne(h, { _tag: 'TrashItem', kind, id: item.id, version: updated?.version ?? '' })
      }
      expectEqual('messages that left', await mailed(), before)
    }
  },
  {
    name: 'no function throws or rejects, whatever it is asked',
    prove: async (h) => {
      for (const odd of ['', ' ', '%', '../..', "'; --", '\u0000', '😀'.repeat(100)]) {
        await settle('ownAddresses', h.port.ownAddresses)
        await settle('changes', h.port.changes(odd))
        await settle('read', h.port.read([odd]))
        await settle('findByOwnKey', h.port.findByOwnKey([odd]))
        await settle('attachment', h.port.attachment(odd, odd, 1))
        await settle('write', h.port.write([{ _tag: 'TrashItem', kind: 'task', id: odd, version: odd }]))
      }
    }
  }
]

/** The cases for sending, and for what the mailbox does not do. */
export const mailboxSendCases: ReadonlyArray<Draft> = [...sendCases, ...refusals]
