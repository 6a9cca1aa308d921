/** Who sent a message, and to whom: addresses that can be mailed, wherever the file holds them. */
import type { Mailbox } from '../../../core/model/fields'
import type { PstObject } from '../format/file'
import { readInteger, type Properties } from '../format/properties'
import { codepageOf, readText } from '../reading'
import { nodes, tags } from '../tags'
import { cleanLine } from '../text/text'
import { addressesInHeaders } from './headers'
import { asSmtp, mailable, nameKey } from './smtp'

/** A person as stored: a name, what stands for an address, and what an address it resolves to. */
interface Person {
  readonly name: string
  readonly stated: string
  readonly smtp: string | null
}

/** A recipient, with what only recipients have. */
export interface Recipient extends Person {
  readonly type: 'to' | 'cc' | 'bcc'
  /** Marked as the meeting's organizer. */
  readonly organizer: boolean
}

/** The people of one message. */
export interface People {
  readonly from: Mailbox | null
  /** Whether {@link from} has an address that can be mailed. */
  readonly fromIsMailable: boolean
  readonly recipients: ReadonlyArray<Mailbox & { readonly type: Recipient['type']; readonly organizer: boolean }>
}

const isX500 = (s: string): boolean => /^\/o=/i.test(s)

const person = (name: string, address: string, smtp: string): Person => {
  const stated = cleanLine(address)
  return { name: cleanLine(name).replace(/\s+/g, ' '), stated, smtp: asSmtp(smtp) ?? mailable(stated) }
}

const typeOf = (type: number): Recipient['type'] => ((type & 0xf) === 2 ? 'cc' : (type & 0xf) === 3 ? 'bcc' : 'to')

const organizerFlag = 0x2

const readRecipient = (p: Properties, codepage: number): Recipient => {
  const text = (tag: number): string => readText(p.get(tag), codepage)
  return {
    ...person(text(tags.displayName) || text(tags.recipientDisplayName), text(tags.emailAddress), text(tags.smtpAddress)),
    type: typeOf(readInteger(p.get(tags.recipientType)) ?? 1),
    organizer: ((readInteger(p.get(tags.recipientFlags)) ?? 0) & organizerFlag) !== 0
  }
}

const isBareWord = (p: Person): boolean => p.smtp === null && p.name !== '' && !/[\s@]/.test(p.name) && (p.stated === p.name || p.stated === '')

/**
 * Puts together again what a converter took apart at the comma: "Lokay, Michelle" as a recipient "Lokay" whose address
 * is "Lokay", followed by a recipient "Michelle" with the real address. No address is lost by it: the first has none.
 */
const joinSplitNames = (list: ReadonlyArray<Recipient>): ReadonlyArray<Recipient> => {
  const out: Array<Recipient> = []
  for (let i = 0; i < list.length; i++) {
    const [a, b] = [list[i] as Recipient, list[i + 1]]
    if (b !== undefined && a.type === b.type && isBareWord(a) && (isBareWord(b) || (isX500(b.stated) && b.smtp === null && !/\s/.test(b.name)))) {
      out.push({ ...b, name: `${a.name}, ${b.name}`, stated: isX500(b.stated) ? b.stated : `${a.name}, ${b.name}` })
      i++
    } else out.push(a)
  }
  return out
}

const senderOf = (p: Properties, codepage: number): Person | null => {
  const text = (tag: number): string => readText(p.get(tag), codepage)
  const represented = person(text(tags.sentRepresentingName), text(tags.sentRepresentingEmailAddress), text(tags.sentRepresentingSmtpAddress))
  const sender = person(text(tags.senderName), text(tags.senderEmailAddress), text(tags.senderSmtpAddress))
  // Whom it is from, as a reader sees it: the one represented, unless only the one who sent can be mailed.
  const best = represented.smtp === null && sender.smtp !== null ? sender : represented.stated === '' && represented.name === '' ? sender : represented
  return best.stated === '' && best.name === '' ? null : best
}

/** Reads the sender and recipients, resolving addresses by what else the message tells of the same people. */
export const readPeople = (message: PstObject): People => {
  const p = message.properties
  const codepage = codepageOf(p)
  const sender = senderOf(p, codepage)
  const recipients = joinSplitNames(message.table(nodes.recipientTable).map((row) => readRecipient(row.properties, codepage)))
  const everybody: ReadonlyArray<Person> = sender === null ? recipients : [sender, ...recipients]

  const byX500 = new Map<string, string>()
  const byName = new Map<string, string>()
  for (const { name, stated, smtp } of everybody) {
    if (smtp === null) continue
    if (isX500(stated)) byX500.set(stated.toLowerCase(), smtp)
    if (nameKey(name) !== '') byName.set(nameKey(name), smtp)
  }
  const unresolved = everybody.some((x) => x.smtp === null)
  const headers = unresolved ? addressesInHeaders(readText(p.get(tags.transportMessageHeaders), codepage)) : new Map<string, string>()
  // Names of one word are too many people's.
  const byKey = (key: string): string | undefined => (key.includes(' ') ? (byName.get(key) ?? headers.get(key)) : undefined)

  const resolve = (x: Person): string | null => x.smtp ?? byX500.get(x.stated.toLowerCase()) ?? byKey(nameKey(x.name)) ?? asSmtp(x.name)
  const mailbox = (x: Person): Mailbox => {
    const address = resolve(x) ?? (x.stated === '' ? x.name : x.stated)
    const name = x.name.replace(/^'(.*)'$/, '$1')
    return { address, name: name === '' || name.toLowerCase() === address.toLowerCase() ? null : name }
  }
  return {
    from: sender === null ? null : mailbox(sender),
    fromIsMailable: sender !== null && resolve(sender) !== null,
    recipients: recipients.filter((r) => r.name !== '' || r.stated !== '' || r.smtp !== null).map((r) => ({ ...mailbox(r), type: r.type, organizer: r.organizer }))
  }
}
