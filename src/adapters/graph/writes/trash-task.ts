/**
 * To Do has no Deleted Items, and what Graph deletes there it cannot show again. So a task moves to a list that stands for
 * Deleted Items: a copy is made there, and the first is deleted. A copy has another id, and what a copy cannot take along
 * keeps the task where it is.
 */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { unexpected, unsupported, versionMismatch } from '../../../core/errors'
import type { Item } from '../../../core/model/item'
import { answerError, isGone } from '../errors'
import { fail, GraphFailure, malformed } from '../failure'
import { sendBatch } from '../http/batch'
import { collectFrom, orFail } from '../http/collect'
import { segment } from '../http/link'
import { withQuery } from '../http/query'
import { type GraphRequest, isSuccess } from '../http/request'
import type { Fetched } from '../items/items-of'
import type { MailboxContext } from '../items/mailbox-context'
import { fetchItems, itemPath } from '../items/read-items'
import { formatItemId, type GraphItemId, isGraphId } from '../resources/item-id'

type TaskId = Extract<GraphItemId, { readonly kind: 'task' }>
type Found = Extract<Fetched, { readonly _tag: 'Found' }>

/** Whose `externalId` says of which task something is the copy. */
const copyApplication = 'outlook-crm-sync-deleted'

/** What a task can be made with. */
const copied = ['title', 'body', 'importance', 'status', 'dueDateTime', 'startDateTime', 'completedDateTime', 'reminderDateTime', 'isReminderOn', 'recurrence', 'categories'] as const

const Raw = t.type({ lastModifiedDateTime: t.string })
const Link = t.partial({ applicationName: t.unknown, displayName: t.unknown, externalId: t.unknown, webUrl: t.unknown })
const Linked = t.type({ id: t.string, linkedResources: t.array(Link) })
const Page = t.type({ value: t.array(t.unknown) })

const copyOf = (id: TaskId, raw: unknown): Readonly<Record<string, unknown>> => {
  const from = raw as Readonly<Record<string, unknown>>
  const links = Linked.is(raw) ? raw.linkedResources.map(({ applicationName, displayName, externalId, webUrl }) => ({ applicationName, displayName, externalId, webUrl })) : []
  return {
    ...Object.fromEntries(copied.flatMap((name) => (from[name] === undefined || from[name] === null ? [] : [[name, from[name]]]))),
    linkedResources: [...links, { applicationName: copyApplication, displayName: 'Deleted', externalId: formatItemId(id) }]
  }
}

/** What a copy cannot take along. */
const refuseWhatIsLost = (raw: unknown, steps: Readonly<{ status: number; body: unknown }>): void => {
  if ((raw as { readonly hasAttachments?: unknown }).hasAttachments === true) fail(unsupported('deleting a task with attachments'))
  if (steps.status < 300 && Page.is(steps.body) && steps.body.value.length > 0) fail(unsupported('deleting a task with steps'))
}

/** A copy that was made earlier, when the deletion did not get through. It cannot be older than what it is of. */
const findCopy = async (ctx: MailboxContext, id: TaskId, list: string, before: Found): Promise<string | null> => {
  const since = Raw.is(before.raw) ? before.raw.lastModifiedDateTime : before.item.modifiedAt
  const steps: GraphRequest = { method: 'GET', path: withQuery(`${itemPath(ctx.config.root, id)}/checklistItems`, { $top: 1 }) }
  const copies: GraphRequest = { method: 'GET', path: withQuery(`${ctx.config.root}/todo/lists/${segment(list)}/tasks`, { $select: 'id', $expand: 'linkedResources', $filter: `lastModifiedDateTime ge ${since}` }) }
  const [a, b] = await sendBatch(ctx.client, [steps, copies])
  if (a === undefined || b === undefined) return fail(unexpected('a batch without answers'))
  if (E.isLeft(a) || E.isLeft(b)) throw new GraphFailure(E.isLeft(a) ? a.left : (b as E.Left<GraphFailure['error']>).left)
  refuseWhatIsLost(before.raw, a.right)
  const isCopy = (raw: unknown): raw is t.TypeOf<typeof Linked> => Linked.is(raw) && raw.linkedResources.some((l) => l.applicationName === copyApplication && l.externalId === formatItemId(id))
  return (await collectFrom(ctx.client, b.right, copies, 'deleted tasks')).find(isCopy)?.id ?? null
}

const remove = async (ctx: MailboxContext, id: TaskId): Promise<void> => {
  const answer = await ctx.client.send({ method: 'DELETE', path: itemPath(ctx.config.root, id), repeatable: true })
  if (!isSuccess(answer) && !isGone(answer)) throw new GraphFailure(answerError(answer, 'a task to delete'))
}

/** Moves a task to the list of deleted tasks, and gives the copy. Throws `VersionMismatch` where somebody edits it meanwhile. */
export const trashTask = async (ctx: MailboxContext, id: TaskId, before: Found): Promise<Item | null> => {
  const list = await ctx.lists.deletedList()
  let copy = await findCopy(ctx, id, list, before)
  if (copy === null) {
    const { body } = orFail(await ctx.client.send({ method: 'POST', path: `${ctx.config.root}/todo/lists/${segment(list)}/tasks`, body: copyOf(id, before.raw) }), 'the copy of a task')
    const made: unknown = (body as { readonly id?: unknown } | null)?.id
    if (typeof made !== 'string' || !isGraphId(made)) throw malformed('task', 'id', 'something else', 'an id')
    copy = made
  }
  const copyId: TaskId = { kind: 'task', list, id: copy }
  // To Do does not look at If-Match: an edit that came meanwhile is not in the copy.
  const [now] = await fetchItems(ctx, [id])
  if (now?._tag === 'Failed') return fail(now.error)
  if (now?._tag === 'Found' && now.item.version !== before.item.version) {
    await remove(ctx, copyId)
    return fail(versionMismatch(`item ${before.item.id}`))
  }
  await remove(ctx, id)
  ctx.keys.forget(before.item.id)
  const [read] = await fetchItems(ctx, [copyId])
  return read?._tag === 'Found' ? read.item : null
}
