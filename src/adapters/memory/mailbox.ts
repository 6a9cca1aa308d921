/** A mailbox in memory: behaves like Outlook, deterministic, with faults on demand. */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { notFound, type PortError } from '../../core/errors'
import { type EmailFields, type Kind, kinds, type Mailbox } from '../../core/model/fields'
import type { ItemId } from '../../core/model/ids'
import type { Instant, Zone } from '../../core/model/time'
import type { ItemChange, ItemRead, MailboxPort } from '../../core/ports/mailbox'
import { actAt, type Faults, noFaults } from './faults'
import { expireFeed, readFeed } from './feed'
import { type MailboxPerson, mailboxPerson } from './mailbox-person'
import { emptyMailbox, type MailboxState } from './mailbox-state'
import { itemsWithKey, settleWritten, type WriteRules, writeToMailbox } from './mailbox-writes'

/** Everything but the clock has a default. */
export interface MemoryMailboxOptions {
  /** Gives `modifiedAt` and the time of sending. */
  readonly now: () => Instant
  /** Whose mailbox it is: the sender of what is sent. Default `owner@mailbox.example`. */
  readonly address?: Mailbox
  /** Default: the address alone. */
  readonly ownAddresses?: ReadonlyArray<string>
  /** Default: all three. */
  readonly kinds?: ReadonlyArray<Kind>
  /** Default true. False: `write` answers `Unsupported`; the person can still do everything. */
  readonly writes?: boolean
  /** Default: as `writes`. */
  readonly sends?: boolean
  /** Changes a page of the feed, 1 or more. Default 100. */
  readonly pageSize?: number
  /** Whether what `write` stores is rewritten as Outlook does, with the same meaning. Default `none`. */
  readonly normalise?: 'none' | 'outlook'
  /** True: not when it is written but at the next `changes`, as one more change that no person made. Default false. */
  readonly normaliseLater?: boolean
  /** The zone into which `outlook` moves times. Default `Europe/Stockholm`. */
  readonly zone?: Zone
  readonly faults?: Faults
}

/** The port, and what a test needs beside it. */
export interface MemoryMailbox extends MailboxPort {
  readonly person: MailboxPerson
  /** Every cursor given out so far answers `CursorExpired` from now on. */
  readonly expireCursors: () => void
  /** E-mail that has left the mailbox, oldest first. */
  readonly outbox: () => ReadonlyArray<EmailFields>
  /** Items, attachment bytes and what was sent, as plain JSON, in a stable order. */
  readonly snapshot: () => unknown
}

const readItem = (s: MailboxState, id: ItemId): ItemRead => {
  const item = s.items.get(id)
  return item === undefined ? { _tag: 'Missing', id } : { _tag: 'Found', id, item }
}

const readAttachment = (s: MailboxState, id: ItemId, attachment: string, atMost: number | null): E.Either<PortError, Uint8Array> => {
  const item = s.items.get(id)
  const known = item?.kind === 'email' ? item.attachments.find((a) => a.id === attachment && a.type === 'file') : undefined
  const bytes = s.bytes.get(id)?.get(attachment)
  if (known === undefined || bytes === undefined) return E.left(notFound(`attachment ${attachment} of item ${id}`))
  // A copy: the caller may do with it what it likes.
  return E.right(bytes.slice(0, atMost ?? bytes.length))
}

const snapshotMailbox = (s: MailboxState): unknown => ({
  items: [...s.items.values()],
  bytes: [...s.bytes].flatMap(([item, files]) => [...files].map(([attachment, bytes]) => ({ item, attachment, bytes: [...bytes] }))),
  outbox: [...s.outbox]
})

/** A mailbox in memory. No function of the port throws or rejects, unless its faults say `Crash`. */
export const memoryMailbox = (options: MemoryMailboxOptions): MemoryMailbox => {
  const { address = { address: 'owner@mailbox.example', name: 'Mailbox Owner' }, writes = true, pageSize = 100, zone = 'Europe/Stockholm', faults = noFaults } = options
  const s = emptyMailbox(options.now)
  const capabilities = { kinds: options.kinds ?? kinds, writes, sends: writes && (options.sends ?? true) }
  const normalise = (options.normalise ?? 'none') === 'none' ? 'none' : options.normaliseLater === true ? 'later' : 'at once'
  const rules: WriteRules = { capabilities, address, zone, normalise }

  const changeOf = (id: ItemId): ItemChange => {
    const item = s.items.get(id)
    return item === undefined ? { _tag: 'Removed', id } : { _tag: 'Present', item }
  }
  const listed = (id: ItemId): ItemChange | null => (s.items.has(id) ? changeOf(id) : null)
  const answer =
    <A>(call: string, act: () => E.Either<PortError, A>): TaskEither<PortError, A> =>
    async () =>
      actAt(faults, { port: 'mailbox', call, effect: null }, act)

  return {
    capabilities,
    ownAddresses: answer('ownAddresses', () => E.right(options.ownAddresses ?? [address.address])),
    changes: (from) =>
      answer('changes', () => {
        settleWritten(s, zone)
        return readFeed(s.feed, from, { pageSize, repeats: true, listed, changed: changeOf })
      }),
    read: (ids) => answer('read', () => E.right(ids.map((id) => readItem(s, id)))),
    findByOwnKey: (keys) => answer('findByOwnKey', () => E.right([...new Set(keys)].flatMap((key) => itemsWithKey(s, key)))),
    attachment: (item, attachment, atMost) => answer('attachment', () => readAttachment(s, item, attachment, atMost)),
    write: (all) => answer('write', () => E.right(all.map((w) => actAt(faults, { port: 'mailbox', call: 'write', effect: w._tag }, () => writeToMailbox(s, rules, w))))),
    person: mailboxPerson(s, address),
    expireCursors: () => expireFeed(s.feed),
    outbox: () => [...s.outbox],
    snapshot: () => snapshotMailbox(s)
  }
}
