/** What a mailbox contract needs beside the port, and the steps its cases share. */
import type { FieldsOf, Kind, Patch } from '../../core/model/fields'
import type { ItemId } from '../../core/model/ids'
import type { Item } from '../../core/model/item'
import type { CreateItem, Cursor, ItemChange, ItemRead, MailboxPort, MailboxWrite } from '../../core/ports/mailbox'
import type { Either } from 'fp-ts/lib/Either.js'
import type { PortError } from '../../core/errors'
import type { Disposable } from './contract-case'
import { needed, notApplicable } from './contract-case'
import { ask, expectRight, expectThat, failCase, only } from './expectations'
import { sampleFields, sampleKey } from './samples'

/**
 * The person at the other end, for what the port itself cannot do. Each resolves when it has happened, and with the
 * id that the item has afterwards, because a move may change it. Leave out what the system cannot do: the cases that
 * need it are then answered `NotApplicable`. What it can do only with some kinds says so by calling `notApplicable`.
 */
export interface MailboxPersonHarness {
  readonly add?: <K extends Kind>(kind: K, fields: FieldsOf[K]) => Promise<ItemId>
  readonly edit?: (id: ItemId, patch: Patch) => Promise<void>
  readonly moveToDeletedItems?: (id: ItemId) => Promise<ItemId>
  readonly restore?: (id: ItemId) => Promise<ItemId>
  readonly deletePermanently?: (id: ItemId) => Promise<void>
  /** To an e-mail; resolves with the attachment's id. */
  readonly attach?: (id: ItemId, file: { readonly name: string; readonly mimeType: string; readonly bytes: Uint8Array }) => Promise<string>
}

/** A mailbox to prove the contract on. Each case gets a new one; it need not be empty. Let its pages be small (one or two changes) if you can: otherwise no case sees a second page. */
export interface MailboxHarness extends Disposable {
  readonly port: MailboxPort
  readonly person?: MailboxPersonHarness
  /** Makes every cursor given out so far too old. */
  readonly expireCursors?: () => Promise<void>
  /** How many messages have left the mailbox, invitations and cancellations among them. */
  readonly mailed?: () => Promise<number>
}

/** What the pages from one cursor to the end of the feed told. */
export interface Drained {
  readonly changes: ReadonlyArray<ItemChange>
  readonly cursor: Cursor
  /** `full` of each page. */
  readonly full: ReadonlyArray<boolean>
}

const pagesAtMost = 10_000

/** Reads to the end of the feed. */
export const drain = async (h: MailboxHarness, from: Cursor | null): Promise<Drained> => {
  const changes: ItemChange[] = []
  const full: boolean[] = []
  let cursor = from
  for (let page = 0; page < pagesAtMost; page += 1) {
    const read = await ask('changes', h.port.changes(cursor))
    changes.push(...read.changes)
    full.push(read.full)
    cursor = read.cursor
    if (!read.more) return { changes, cursor, full }
  }
  return failCase('changes', 'an end of the feed', `${pagesAtMost} pages that all say there is more`)
}

/** The last that some changes tell of an id. */
export const lastToldOf = (changes: ReadonlyArray<ItemChange>, id: ItemId): ItemChange | null => changes.findLast((c) => (c._tag === 'Present' ? c.item.id : c.id) === id) ?? null

/** The item that the changes tell as present. */
export const presentIn = (what: string, changes: ReadonlyArray<ItemChange>, id: ItemId): Item => {
  const told = lastToldOf(changes, id)
  return told?._tag === 'Present' ? told.item : failCase(what, 'the item as Present', told?._tag ?? 'no mention')
}

/** The cursor at the end of the feed as it is now. */
export const presentCursor = async (h: MailboxHarness): Promise<Cursor> => (await drain(h, null)).cursor

export const readOne = async (h: MailboxHarness, id: ItemId): Promise<ItemRead> => only('answers to one read', await ask('read', h.port.read([id])))

export const readFound = async (h: MailboxHarness, id: ItemId): Promise<Item> => {
  const read = await readOne(h, id)
  return read._tag === 'Found' ? read.item : failCase('read', 'the item as Found', read._tag)
}

/** Writes one effect and gives its answer. */
export const writeOne = async (h: MailboxHarness, w: MailboxWrite): Promise<Either<PortError, Item | null>> => only('answers to one write', await ask('write', h.port.write([w])))

/** A create with sample fields; `n` also makes the key. */
export const sampleCreate = (kind: Kind, n: number): CreateItem<Kind> & MailboxWrite =>
  ({ _tag: 'CreateItem', kind, ownKey: sampleKey('activity', `${kind}${n}`), fields: sampleFields<Kind>(kind, n) }) as CreateItem<Kind> & MailboxWrite

/** Creates through the port. */
export const createOne = async (h: MailboxHarness, kind: Kind, n: number): Promise<Item> => {
  const created = expectRight('CreateItem', await writeOne(h, sampleCreate(kind, n)))
  return created ?? failCase('CreateItem', 'the item', 'null')
}

/** Ends the case unless the mailbox holds the kind. */
export const needsKind = (h: MailboxHarness, kind: Kind): void => {
  if (!h.port.capabilities.kinds.includes(kind)) notApplicable(`the mailbox has no items of kind ${kind}`)
}

/** Ends the case unless the mailbox can be written to. */
export const needsWrites = (h: MailboxHarness): void => {
  if (!h.port.capabilities.writes) notApplicable('the mailbox is read-only')
}

/** An item of the kind made by the person or, where there is none, by the port. */
export const addOne = async (h: MailboxHarness, kind: Kind, n: number): Promise<ItemId> => {
  needsKind(h, kind)
  if (h.person?.add !== undefined) return h.person.add<Kind>(kind, sampleFields<Kind>(kind, n))
  if (!h.port.capabilities.writes || kind === 'email') return notApplicable(`neither person nor port can add an item of kind ${kind}`)
  return (await createOne(h, kind, n)).id
}

/** A kind of which an item can be added. */
export const addableKind = (h: MailboxHarness): Kind => {
  if (h.person?.add === undefined && !h.port.capabilities.writes) return notApplicable('neither person nor port can add an item')
  return h.port.capabilities.kinds.find((kind) => kind !== 'email' || h.person?.add !== undefined) ?? notApplicable('neither person nor port can add an item')
}

/** A few items: those that are there, or else new ones of the first kind that can be added. */
export const someItems = async (h: MailboxHarness, count: number): Promise<ReadonlyArray<Item>> => {
  const list = async (): Promise<ReadonlyArray<Item>> => {
    const byId = new Map((await drain(h, null)).changes.flatMap((c) => (c._tag === 'Present' ? [[c.item.id, c.item] as const] : [])))
    return [...byId.values()].slice(0, count)
  }
  const there = await list()
  if (there.length >= count) return there
  const kind = addableKind(h)
  for (let n = there.length; n < count; n += 1) await addOne(h, kind, n)
  const after = await list()
  expectThat(after.length >= count, 'a full listing', `at least ${count} items`, after.length)
  return after
}

/** What the person does, or the end of the case where nobody can. */
export const personDoes = <K extends keyof MailboxPersonHarness>(h: MailboxHarness, what: K): Exclude<MailboxPersonHarness[K], undefined> =>
  needed(h.person?.[what], `person who can ${what}`) as Exclude<MailboxPersonHarness[K], undefined>
