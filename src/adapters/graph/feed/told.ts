/** What the pages of one step tell, taken apart but not yet looked at. */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { cursorExpired, notFound } from '../../../core/errors'
import type { ItemChange } from '../../../core/ports/mailbox'
import { GraphFailure } from '../failure'
import type { RawItem } from '../items/items-of'
import { roleOfName } from '../items/mail-folders'
import type { MailboxContext } from '../items/mailbox-context'
import { formatItemId, type GraphItemId, isGraphId } from '../resources/item-id'
import { decodeRemoved } from '../resources/removed'
import { newSub, type SubFeed } from './state'

export interface Told {
  /** Whole resources. */
  readonly raws: Array<RawItem>
  /** To be fetched, by item id: what the delta tells only in part, or tells as gone without telling whether for good. */
  readonly toFetch: Map<string, GraphItemId>
  /** Of these the engine is told that they are gone, and looks. */
  readonly removed: Map<string, GraphItemId>
  readonly failed: Array<ItemChange>
  readonly newSubs: Array<SubFeed>
}

export const nothingTold = (): Told => ({ raws: [], toFetch: new Map(), removed: new Map(), failed: [], newSubs: [] })

const Named = t.type({ id: t.string })
const has = (raw: object, names: ReadonlyArray<string>): boolean => names.every((name) => Object.hasOwn(raw, name))

/** A delta may tell of a change only what changed. */
const messageParts = ['changeKey', 'subject', 'body', 'parentFolderId', 'receivedDateTime', 'toRecipients', 'attachments'] as const
const taskParts = ['title', 'status', 'body', 'linkedResources'] as const

const idOf = (raw: unknown): string | null => (Named.is(raw) && isGraphId(raw.id) ? raw.id : null)

const tellMail = (told: Told, folder: string, raw: unknown, id: string): void => {
  const item: GraphItemId = { kind: 'email', id }
  const role = roleOfName(folder)
  if (has(raw as object, messageParts)) told.raws.push({ id: item, body: raw, ...(role === null ? {} : { folder: role }) })
  else told.toFetch.set(formatItemId(item), item)
}

const Event = t.partial({ type: t.union([t.string, t.null]), seriesMasterId: t.union([t.string, t.null]), changeKey: t.union([t.string, t.null]) })

/** Of an event everything is fetched: a delta of the calendar takes no `$expand`, and without that tells no key of ours and no exceptions. */
const tellEvent = (ctx: MailboxContext, told: Told, raw: unknown, id: string): void => {
  const event = Event.is(raw) ? raw : {}
  const master = event.seriesMasterId ?? null
  const item: GraphItemId = { kind: 'appointment', id: master !== null && isGraphId(master) ? master : id }
  if (master === null && typeof event.changeKey === 'string') ctx.places.noteInCalendar(id, event.changeKey)
  told.toFetch.set(formatItemId(item), item)
}

const tellList = (ctx: MailboxContext, told: Told, known: ReadonlyArray<SubFeed>, raw: unknown, id: string): void => {
  const list = ctx.lists.read(raw)
  const sub = known.find((s) => s.source.of === 'tasks' && s.source.list === id)
  if (list === null) return
  ctx.lists.note(list)
  if (sub === undefined) {
    if (!told.newSubs.some((s) => s.source.of === 'tasks' && s.source.list === id)) told.newSubs.push(newSub({ of: 'tasks', list: id, deleted: list.deleted }))
  } else if (sub.source.of === 'tasks' && sub.source.deleted !== list.deleted) throw new GraphFailure(cursorExpired)
}

/** A first round may tell of removals too, and of what it has just told elsewhere: they are looked at. */
const tellGone = (told: Told, { first }: SubFeed, item: GraphItemId): void => void (first ? told.toFetch : told.removed).set(formatItemId(item), item)

const tellRemoved = (told: Told, known: ReadonlyArray<SubFeed>, sub: SubFeed, id: string): void => {
  const { source } = sub
  switch (source.of) {
    case 'mail':
      return tellGone(told, sub, { kind: 'email', id })
    case 'calendar':
      // In Deleted Items, outside of the window, or gone: only a look tells.
      return void told.toFetch.set(formatItemId({ kind: 'appointment', id }), { kind: 'appointment', id })
    case 'tasks':
      return tellGone(told, sub, { kind: 'task', list: source.list, id })
    case 'lists':
      // Which tasks went with it is told by nothing: everything is listed anew, and what is missing is looked at.
      if (known.some((s) => s.source.of === 'tasks' && s.source.list === id)) throw new GraphFailure(cursorExpired)
  }
}

/** Takes one entry of a page apart. What cannot be read is told as failed, and stops nothing. */
export const tellEntry = (ctx: MailboxContext, told: Told, known: ReadonlyArray<SubFeed>, sub: SubFeed, raw: unknown): void => {
  const { source } = sub
  const removed = decodeRemoved(raw)
  const id = idOf(raw)
  if (E.isLeft(removed) || id === null) {
    told.failed.push({ _tag: 'Failed', id: `feed:${source.of}`, error: E.isLeft(removed) ? removed.left : notFound('the id of an entry of a delta') })
    return
  }
  if (removed.right !== null) return tellRemoved(told, known, sub, id)
  switch (source.of) {
    case 'mail':
      return tellMail(told, source.folder, raw, id)
    case 'calendar':
      return tellEvent(ctx, told, raw, id)
    case 'lists':
      return tellList(ctx, told, known, raw, id)
    case 'tasks': {
      const item: GraphItemId = { kind: 'task', list: source.list, id }
      if (has(raw as object, taskParts)) told.raws.push({ id: item, body: raw })
      else told.toFetch.set(formatItemId(item), item)
    }
  }
}
