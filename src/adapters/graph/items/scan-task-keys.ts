/**
 * Graph cannot be asked for the task with a linked resource, so all tasks are looked through: once for a process, and after
 * that what changed since.
 */
import * as t from 'io-ts'
import { instantOf } from '../../../core/model/time'
import { isGone } from '../errors'
import { collectFrom } from '../http/collect'
import { segment } from '../http/link'
import { withQuery } from '../http/query'
import type { GraphRequest } from '../http/request'
import { formatItemId, isGraphId } from '../resources/item-id'
import { linkedApplication } from '../resources/own-key'
import { taskExpand } from '../resources/task'
import type { MailboxContext } from './mailbox-context'

const Linked = t.type({ id: t.string, linkedResources: t.readonlyArray(t.partial({ applicationName: t.unknown, externalId: t.unknown })) })

const keyOf = (task: t.TypeOf<typeof Linked>): string | null => {
  const key = task.linkedResources.find((l) => l.applicationName === linkedApplication)?.externalId
  return typeof key === 'string' && key !== '' ? key : null
}

/** Servers of one service may differ so much in their clocks, or show late what they have. */
const marginMs = 600_000

const look = (ctx: MailboxContext, list: string, since: string | null): GraphRequest => ({
  method: 'GET',
  path: withQuery(`${ctx.config.root}/todo/lists/${segment(list)}/tasks`, { $select: 'id', $expand: taskExpand, $filter: since === null ? null : `lastModifiedDateTime ge ${since}` }),
  prefer: [`odata.maxpagesize=${ctx.config.pageSize}`]
})

/** Notes every task with a key of ours. */
export const scanTaskKeys = async (ctx: MailboxContext): Promise<void> => {
  for (const { id: list } of await ctx.lists.all()) {
    const request = look(ctx, list, ctx.keys.scannedUntil(list))
    const first = await ctx.client.send(request)
    // The list was deleted meanwhile.
    if (isGone(first)) continue
    for (const raw of await collectFrom(ctx.client, first, request, 'the tasks of a list')) {
      if (Linked.is(raw) && isGraphId(raw.id)) ctx.keys.note({ id: formatItemId({ kind: 'task', list, id: raw.id }), ownKey: keyOf(raw) })
    }
    const at = Date.parse(first.header('date') ?? '')
    ctx.keys.noteScanned(list, Number.isNaN(at) ? null : instantOf(at - marginMs))
  }
}
