/** Items out of what Graph gave: where each lies is looked up for all of them together. */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { type PortError, stopsThePass } from '../../../core/errors'
import type { Item } from '../../../core/model/item'
import { GraphFailure, portErrorOf } from '../failure'
import { decodeEvent, splitEvent } from '../resources/event'
import { formatItemId, type GraphItemId } from '../resources/item-id'
import { decodeMessage } from '../resources/message'
import { decodeTask } from '../resources/task'
import type { FolderRole } from './mail-folders'
import type { MailboxContext } from './mailbox-context'

/** A resource under its id. `folder`: known where it came from the delta of a folder. */
export interface RawItem {
  readonly id: GraphItemId
  readonly body: unknown
  readonly folder?: FolderRole
}

/** What became of one id. */
export type Fetched =
  /** `raw`: as Graph gave it. */
  | { readonly _tag: 'Found'; readonly item: Item; readonly raw: unknown }
  | { readonly _tag: 'Missing' }
  | { readonly _tag: 'Failed'; readonly error: PortError }

const InFolder = t.type({ parentFolderId: t.string })
const Series = t.type({ type: t.string })

const parentOf = (r: RawItem): ReadonlyArray<string> => (r.id.kind === 'email' && r.folder === undefined && InFolder.is(r.body) ? [r.body.parentFolderId] : [])

const foundOf = (decoded: E.Either<PortError, Item>, raw: unknown): Fetched => (E.isLeft(decoded) ? { _tag: 'Failed', error: decoded.left } : { _tag: 'Found', item: decoded.right, raw })

/** A look that fails for one of them fails for all that need it; what stops everything is thrown. */
const orFailed = async <A>(look: Promise<A>): Promise<E.Either<PortError, A>> => {
  try {
    return E.right(await look)
  } catch (e) {
    const error = portErrorOf(e)
    if (stopsThePass[error._tag]) throw new GraphFailure(error)
    return E.left(error)
  }
}

const messagesOf = async (ctx: MailboxContext, raws: ReadonlyArray<RawItem>): Promise<ReadonlyArray<Fetched>> => {
  const parents = raws.flatMap(parentOf)
  const roles = parents.length === 0 ? E.right(new Map<string, FolderRole>()) : await orFailed(ctx.folders.rolesOf(parents))
  return raws.map((r): Fetched => {
    if (E.isLeft(roles)) return { _tag: 'Failed', error: roles.left }
    const role = r.folder ?? roles.right.get(parentOf(r)[0] ?? '') ?? 'other'
    if (role === 'gone') return { _tag: 'Missing' }
    return foundOf(decodeMessage(r.body, role === 'deletedItems' ? { folder: 'other', deleted: true } : { folder: role, deleted: false }), r.body)
  })
}

const eventsOf = async (ctx: MailboxContext, raws: ReadonlyArray<RawItem>): Promise<ReadonlyArray<Fetched>> => {
  const decoded = raws.map((r) => decodeEvent(splitEvent(r.body), { deleted: false, zone: ctx.config.zone }))
  const seen = decoded.flatMap((d, i) => (E.isRight(d) ? [{ id: (raws[i] as RawItem).id.id, version: d.right.version, iCalUId: d.right.identity }] : []))
  const deleted = seen.length === 0 ? E.right(new Set<string>()) : await orFailed(ctx.places.deletedAmong(seen))
  return decoded.map((d, i): Fetched => {
    const r = raws[i] as RawItem
    // An occurrence is no item: its series is.
    if (Series.is(r.body) && (r.body.type === 'occurrence' || r.body.type === 'exception')) return { _tag: 'Missing' }
    if (E.isLeft(deleted)) return { _tag: 'Failed', error: deleted.left }
    return foundOf(E.isRight(d) && deleted.right.has(r.id.id) ? E.right({ ...d.right, place: 'deletedItems' }) : d, r.body)
  })
}

const tasksOf = async (ctx: MailboxContext, raws: ReadonlyArray<RawItem>): Promise<ReadonlyArray<Fetched>> => {
  const out: Array<Fetched> = []
  for (const r of raws) {
    if (r.id.kind !== 'task') continue
    const deleted = await orFailed(ctx.lists.isDeleted(r.id.list))
    out.push(E.isLeft(deleted) ? { _tag: 'Failed', error: deleted.left } : foundOf(decodeTask(r.body, r.id.list, { deleted: deleted.right, zone: ctx.config.zone }), r.body))
  }
  return out
}

const readers = { email: messagesOf, appointment: eventsOf, task: tasksOf } as const

/** One answer a resource, in the order given. */
export const itemsOf = async (ctx: MailboxContext, raws: ReadonlyArray<RawItem>): Promise<ReadonlyArray<Fetched>> => {
  const out: Array<Fetched> = []
  for (const kind of ['email', 'appointment', 'task'] as const) {
    const of = raws.flatMap((r, at) => (r.id.kind === kind ? [{ r, at }] : []))
    const fetched = of.length === 0 ? [] : await readers[kind](ctx, of.map((x) => x.r))
    of.forEach(({ r, at }, i) => {
      const read = fetched[i] as Fetched
      // Under another id than was asked for, it would be taken for two.
      const asked = formatItemId(r.id)
      out[at] = read._tag === 'Found' && read.item.id !== asked ? { ...read, item: { ...read.item, id: asked } } : read
    })
  }
  for (const read of out) if (read._tag === 'Found') ctx.keys.note(read.item)
  return out
}
