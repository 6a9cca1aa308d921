/** Messages that leave: out of Drafts, by way of the outbox, to Sent Items. */
import { folderKeys } from '../state/folders'
import { addItem, changeItem, moveItem, removeItem } from '../state/items'
import type { MailboxState, StoredMessage } from '../state/model'
import { recipientsOf, sentMessage } from '../write/message'

const mailboxOf = (m: MailboxState, address: string): MailboxState | undefined =>
  [...m.world.mailboxes.values()].find((other) => [other.user.mail, ...other.user.aliases].some((a) => a.toLowerCase() === address.toLowerCase()))

const deliver = (m: MailboxState, message: StoredMessage): void => {
  if (!m.world.delivers) return
  const { internetMessageHeaders: _headers, ...data } = message.data
  const there = new Set(recipientsOf(message.data).map((address) => mailboxOf(m, address)))
  for (const other of there) {
    if (other === undefined) continue
    const { kind, attachments } = message
    addItem<StoredMessage>(other, { kind, attachments, home: folderKeys.inbox, properties: [], data: { ...data, bccRecipients: [], isRead: false, received: m.world.now() } })
  }
}

const leave = (m: MailboxState, message: StoredMessage, keep: boolean): void => {
  m.mailed += 1
  deliver(m, message)
  if (keep) moveItem(m, message, folderKeys.sent)
  else removeItem(m, message)
}

/** Sends a message that is in the mailbox: it goes to the outbox, and from there on its way when the server gets to it. */
export const sendMessage = (m: MailboxState, draft: StoredMessage, keep: boolean): void => {
  const sent = changeItem(m, moveItem(m, { ...draft, data: sentMessage(m, draft.data) }, folderKeys.outbox))
  if (m.world.sendingMs === 0) leave(m, sent, keep)
  else m.leaving.push({ key: sent.key, dueMs: Date.parse(m.world.now()) + m.world.sendingMs, keep })
}

/** Lets go what is due by now. */
export const settleOutbox = (m: MailboxState): void => {
  const nowMs = Date.parse(m.world.now())
  const due = m.leaving.filter((l) => l.dueMs <= nowMs)
  if (due.length === 0) return
  m.leaving.splice(0, m.leaving.length, ...m.leaving.filter((l) => l.dueMs > nowMs))
  for (const { key, keep } of due) {
    const message = m.items.get(key)
    if (message?.kind === 'message' && message.home === folderKeys.outbox) leave(m, message, keep)
  }
}
