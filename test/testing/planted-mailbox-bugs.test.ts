/** Bugs planted in a mailbox adapter, and the sentence that catches each. */
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe } from 'vitest'
import { memoryMailbox, type MemoryMailbox, type MemoryMailboxOptions } from '../../src/adapters/memory'
import { notFound, type PortError, unavailable } from '../../src/core/errors'
import type { Item } from '../../src/core/model/item'
import type { Patch } from '../../src/core/model/fields'
import type { ItemChange, ItemPage, ItemRead, MailboxPort, MailboxWrite } from '../../src/core/ports/mailbox'
import { mailboxContract, type MailboxHarness } from '../../src/testing/contracts'
import { anEmail, mailboxHarness, tickingClock } from '../adapters/memory/worlds'
import { allDayMoved, answerOf, bccLost, expectCaught, expectSound, type Planted, sentToTheMinute, type SomeFields, spoilt, timeRounded } from './planted'

type Break = (good: MemoryMailbox) => Partial<MailboxPort>

const with_ = (options: Partial<MemoryMailboxOptions>, breakIt: Break, harness: (good: MemoryMailbox) => Partial<MailboxHarness> = () => ({})) =>
  mailboxContract(async () => {
    const good = memoryMailbox({ now: tickingClock(), pageSize: 2, ...options })
    return { ...mailboxHarness(good), ...harness(good), port: { ...good, ...breakIt(good) } }
  })

const bug = (what: string, breakIt: Break, sentence: string, says: string, options: Partial<MemoryMailboxOptions> = {}): Planted => ({ bug: what, cases: with_(options, breakIt), sentence, says })

const inPages =
  (change: (p: ItemPage, from: string | null) => ItemPage): Break =>
  (good) => ({ changes: (from) => TE.map((p: ItemPage) => change(p, from))(good.changes(from)) })

const inChanges = (change: (c: ItemChange) => ReadonlyArray<ItemChange>): Break => inPages((p) => ({ ...p, changes: p.changes.flatMap(change) }))

const inFeed = (change: (i: Item) => Item): Break => inChanges((c) => [c._tag === 'Present' ? { ...c, item: change(c.item) } : c])

/** What reading shows: in the feed, by id and by key. */
const inReads =
  (change: (i: Item) => Item): Break =>
  (good) => ({
    ...inFeed(change)(good),
    read: (ids) => TE.map((all: ReadonlyArray<ItemRead>) => all.map((r) => (r._tag === 'Found' ? { ...r, item: change(r.item) } : r)))(good.read(ids)),
    findByOwnKey: (keys) => TE.map((all: ReadonlyArray<Item>) => all.map(change))(good.findByOwnKey(keys))
  })

const inWrites =
  (change: (w: MailboxWrite) => MailboxWrite): Break =>
  (good) => ({ write: (writes) => good.write(writes.map(change)) })

/** One write after the other, each done in its own way. */
const eachWrite =
  (act: (good: MemoryMailbox, w: MailboxWrite) => Promise<E.Either<never, Awaited<ReturnType<ReturnType<MailboxPort['write']>>>>>): Break =>
  (good) => ({
    write: (writes) => async () => {
      const answers = []
      for (const w of writes) {
        const one = await act(good, w)
        if (E.isRight(one) && E.isRight(one.right)) answers.push(...one.right.right)
      }
      return E.right(answers)
    }
  })

const withPresentVersion =
  (tags: ReadonlyArray<MailboxWrite['_tag']>): Break =>
  (good) =>
    eachWrite(async (m, w) => {
      const present = 'id' in w ? m.person.get(w.id)?.version : undefined
      return E.right(await m.write([tags.includes(w._tag) && present !== undefined && 'version' in w ? { ...w, version: present } : w])())
    })(good)

const patched = (w: MailboxWrite, change: (p: { readonly [field: string]: unknown }) => object): MailboxWrite => (w._tag === 'UpdateItem' ? { ...w, patch: change(w.patch as { readonly [field: string]: unknown }) as Patch } : w)

const without = (p: { readonly [field: string]: unknown }, drop: (value: unknown) => boolean): object => Object.fromEntries(Object.entries(p).filter(([, v]) => !drop(v)))

const lastPageLost: Break = (good) => ({
  changes: (from) => async () => {
    const page = await good.changes(from)()
    if (E.isLeft(page) || !page.right.more) return page
    const next = await good.changes(page.right.cursor)()
    return E.isRight(next) && !next.right.more ? E.right({ ...page.right, cursor: next.right.cursor, more: false }) : page
  }
})

const deltaOfOnePage: Break = (good) => ({
  changes: (from) => async () => {
    const page = await good.changes(from)()
    if (E.isLeft(page) || page.right.full || !page.right.more) return page
    let last = page.right
    while (last.more) last = await answerOf(good.changes(last.cursor))
    return E.right({ ...page.right, cursor: last.cursor, more: false })
  }
})

const betweenPagesLost: Break = (good) => ({
  changes: (from) => async () => {
    const page = await good.changes(from)()
    if (E.isLeft(page) || !page.right.full || page.right.more) return page
    let last = await answerOf(good.changes(page.right.cursor))
    while (last.more) last = await answerOf(good.changes(last.cursor))
    return E.right({ ...page.right, cursor: last.cursor })
  }
})

const expiredIsEmpty: Break = (good) => ({
  changes: (from) => async () => {
    const page = await good.changes(from)()
    return E.isLeft(page) && from !== null ? E.right({ changes: [], cursor: from, more: false, full: false }) : page
  }
})

const consumed: Break = (good) => {
  const read = new Set<string>()
  return {
    changes: (from) => async () => {
      const page = await good.changes(from)()
      if (E.isLeft(page) || from === null) return page
      const again = read.has(from)
      read.add(from)
      return again ? E.right({ ...page.right, changes: [] }) : page
    }
  }
}

const lastOfBatchLost: Break = (good) => ({
  write: (writes) => async () => {
    const answers = await answerOf(good.write(writes))
    const last = answers.at(-1)
    if (writes.length > 1 && last !== undefined && E.isRight(last) && last.right !== null) good.person.deletePermanently(last.right.id)
    return E.right(answers)
  }
})

const stopsAtFailure: Break = (good) => ({
  write: (writes) => async () => {
    const answers: Array<E.Either<PortError, Item | null>> = []
    for (const w of writes) {
      const stopped = answers.some(E.isLeft)
      answers.push(...(stopped ? [E.left(unavailable('stopped'))] : await answerOf(good.write([w]))))
    }
    return E.right(answers)
  }
})

const reversed = <A>(all: ReadonlyArray<A>): ReadonlyArray<A> => [...all].reverse()
const once = <A>(all: ReadonlyArray<A>): ReadonlyArray<A> => [...new Set(all)]

/** Makes each key another one. */
let numbers = 0
const another = (): number => ++numbers

const all: ReadonlyArray<Planted> = [
  bug('an update of any version is taken', withPresentVersion(['UpdateItem']), 'UpdateItem: any other present version', 'an update with the version before: expected VersionMismatch'),
  bug('what was edited meanwhile is moved to Deleted Items', withPresentVersion(['TrashItem']), 'TrashItem: an item that was edited since', 'TrashItem with the version before: expected VersionMismatch'),
  bug('the last page is dropped', lastPageLost, 'changes: from null, everything there is', 'expected the item as Present, got no mention', { pageSize: 1 }),
  bug('a delta has only one page', deltaOfOnePage, 'changes: several changes after one cursor', 'expected the item as Present, got no mention', { sends: false }),
  bug('what changes between the pages of a listing is skipped', betweenPagesLost, 'changes: what changes between the pages', 'the pages after an edit between two pages'),
  bug('an expired cursor is taken for an empty feed', expiredIsEmpty, 'changes: a cursor that is too old', 'changes from an old cursor: expected CursorExpired'),
  bug('a cursor can be read from once', consumed, 'changes: a cursor can be read from again', 'the second reading'),
  bug('deltas are marked as listings of everything', inPages((p) => ({ ...p, full: true })), 'changes: every page from null on is marked full', 'false on every page'),
  bug('the feed forgets own keys', inFeed((i) => ({ ...i, ownKey: null })), 'CreateItem: a second create with the same key', 'items with that key'),
  bug('the feed tells other dates than read does', inFeed(spoilt(allDayMoved)), 'changes: an item is told as read tells it', 'an item told, fields'),
  bug('all-day dates move by a zone when read', inReads(spoilt(allDayMoved)), 'read: an all-day appointment', 'field time', { writes: false }),
  bug('times are rounded to a quarter of an hour', inReads(spoilt(timeRounded)), 'read: the present state, whole: what a person wrote is what is read (appointment)', 'field time'),
  bug('the time of an e-mail is kept to the minute', inReads(spoilt(sentToTheMinute)), 'read: the present state, whole: what a person wrote is what is read (email)', 'field sentAt'),
  bug('hidden recipients are lost', inReads(spoilt(bccLost)), 'SendEmail: sends', 'field bcc'),
  bug('what is deleted is deleted permanently', eachWrite(async (m, w) => {
    const answer = await m.write([w])()
    if (w._tag === 'TrashItem') m.person.deletePermanently(w.id)
    return E.right(answer)
  }), 'TrashItem: moves to Deleted Items', 'items with the key'),
  bug('the last write of a batch is lost', lastOfBatchLost, 'write: answers for each, in order', 'items with the last key'),
  bug('a batch stops at the first failure', stopsAtFailure, 'write: answers for each, in order', 'Unavailable'),
  bug('a batch is carried out backwards', (good) => ({ write: (writes) => TE.map(reversed<E.Either<PortError, Item | null>>)(good.write(reversed(writes))) }), 'write: carries out the effects in the order given', 'the answers'),
  bug('answers to read are sorted', (good) => ({ read: (ids) => good.read([...ids].sort()) }), 'read: one answer an id, in the order asked', 'the ids answered'),
  bug('an id asked for twice is answered once', (good) => ({ read: (ids) => good.read(once(ids)) }), 'read: one answer an id, in the order asked', 'the ids answered'),
  bug('ids are compared without case', (good) => ({ read: (ids) => TE.map((r: ReadonlyArray<ItemRead>) => r.map((one, i) => ({ ...one, id: ids[i] ?? '' })))(good.read(ids.map((id) => id.toLowerCase()))) }), 'read: ids are compared as they are', 'an id that is nearly one'),
  bug('the own key is not kept', inWrites((w) => (w._tag === 'CreateItem' ? { ...w, ownKey: `${w.ownKey}${another()}` } : w)), 'CreateItem: twice with one key in one call', 'the second answer'),
  bug('own keys are kept in small letters', inWrites((w) => (w._tag === 'CreateItem' ? { ...w, ownKey: w.ownKey.toLowerCase() } : w)), 'CreateItem: a key that is nearly the same', 'a new one with that key'),
  bug('keys are not looked for in Deleted Items', (good) => ({ findByOwnKey: (keys) => TE.map((all_: ReadonlyArray<Item>) => all_.filter((i) => i.place === 'normal'))(good.findByOwnKey(keys)) }), 'findByOwnKey: wherever they are', 'what is found in Deleted Items'),
  bug('an update resets what its patch does not name', inWrites((w) => patched(w, (p) => (w._tag === 'UpdateItem' && w.kind === 'appointment' ? { showAs: 'busy', location: '', ...p } : p))), 'UpdateItem: writes the fields of its patch', 'field location'),
  bug('empty texts are not written', inWrites((w) => patched(w, (p) => without(p, (v) => v === ''))), 'UpdateItem: writes the fields of its patch', 'field location'),
  bug('nothing is not written', inWrites((w) => patched(w, (p) => without(p, (v) => v === null))), 'UpdateItem: writes the fields of its patch', 'field start'),
  bug('a completed task stays completed', inWrites((w) => patched(w, (p) => without(p, (v) => (v as SomeFields | null)?.['status'] === 'notStarted'))), 'UpdateItem: writes the fields of its patch', 'field progress'),
  bug('an update answers what it was given and not what is stored', (good) => ({
    write: (writes) => async () => {
      const answers = await answerOf(good.write(writes))
      return E.right(answers.map((a, i) => {
        const w = writes[i]
        return E.isRight(a) && a.right !== null && w?._tag === 'UpdateItem' ? E.right(spoilt(() => w.patch)(a.right)) : a
      }))
    }
  }), 'UpdateItem: writes the fields of its patch', 'what read tells of it', { normalise: 'outlook' }),
  bug('a second send goes out', inWrites((w) => (w._tag === 'SendEmail' ? { ...w, ownKey: `${w.ownKey}${another()}` } : w)), 'SendEmail: a second send with the same key', 'sent items with the key'),
  { bug: 'an appointment that is made invites', cases: with_({}, (good) => inWrites((w) => {
    if (w._tag === 'CreateItem' && w.kind === 'appointment') good.person.sendEmail({ subject: '', body: { type: 'text', content: '' }, sentAt: '2026-01-01T00:00:00.000Z', from: null, to: [], cc: [], bcc: [] })
    return w
  })(good)), sentence: 'nothing mails anybody except SendEmail', says: 'messages that left' },
  bug('attachments are read to 256 bytes', (good) => ({ attachment: (item, a, atMost) => good.attachment(item, a, Math.min(atMost ?? 256, 256)) }), 'attachment: the bytes of a file attachment', 'atMost null'),
  bug('a missing attachment is empty', (good) => ({ attachment: (item, a, atMost) => async () => E.right(E.getOrElse<unknown, Uint8Array>(() => new Uint8Array())(await good.attachment(item, a, atMost)())) }), 'attachment: NotFound', 'expected NotFound'),
  bug('what moves to Deleted Items is told as removed', inChanges((c) => [c._tag === 'Present' && c.item.place === 'deletedItems' ? { _tag: 'Removed', id: c.item.id } : c]), 'changes: an item moved to Deleted Items', 'got Removed'),
  bug('nothing is told of what is gone', inChanges((c) => (c._tag === 'Removed' ? [] : [c])), 'changes: an item deleted permanently', 'the item as Removed'),
  bug('what was deleted once stays so', (good) => {
    const deleted = new Set<string>()
    return inReads((i) => (i.place === 'deletedItems' ? (deleted.add(i.id), i) : { ...i, place: deleted.has(i.id) ? 'deletedItems' : i.place }))(good)
  }, 'changes: an item moved to Deleted Items is Present with that place, and restored', 'its place'),
  bug('what the port wrote is left out of the feed', inChanges((c) => (c._tag === 'Present' && c.item.ownKey !== null ? [] : [c])), 'changes: what the port itself writes is told', 'the delta after CreateItem'),
  bug('a version is a time to the minute', inReads((i) => ({ ...i, version: i.modifiedAt.slice(0, 16) })), 'changes: an item that a person edits', 'the version after an edit'),
  bug('an edit gives another identity', inReads((i) => ({ ...i, identity: i.version })), 'changes: an item that a person edits', 'identity and own key'),
  { bug: 'kinds that are not named are told', cases: with_({ kinds: ['task'] }, () => ({}), (good) => ({ person: { ...mailboxHarness(good).person, add: async (kind, fields) => {
    good.person.receiveEmail(anEmail())
    return good.person.add(kind, fields).id
  } } })), sentence: 'changes: only kinds that the capabilities name', says: 'the kind of an item' },
  bug('nobody is the owner', () => ({ ownAddresses: TE.right([]) }), 'ownAddresses: the addresses of the owner', 'at least one address'),
  bug('an update of what is gone makes it again', eachWrite(async (m, w) => {
    const gone = w._tag === 'UpdateItem' && m.person.get(w.id) === null
    return E.right(gone ? E.right([E.right(null)]) : await m.write([w])())
  }), 'UpdateItem: an item that is gone', 'an update of what is gone: expected NotFound'),
  bug('to delete what is gone fails', eachWrite(async (m, w) => {
    const gone = w._tag === 'TrashItem' && m.person.get(w.id) === null
    return E.right(gone ? E.right([E.left(notFound('item'))]) : await m.write([w])())
  }), 'TrashItem: an item that is gone is a success', 'not found'),
  bug('a search throws', () => ({ findByOwnKey: () => () => Promise.reject(new TypeError('no network')) }), 'no function throws or rejects', 'a throw of TypeError')
]

describe('bugs planted in a mailbox adapter are caught', () => {
  for (const options of [{}, { writes: false }, { normalise: 'outlook' as const }, { sends: false }]) expectSound(`a mailbox ${JSON.stringify(options)}`, with_(options, () => ({})))
  expectCaught(all)
})
