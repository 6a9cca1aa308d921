/** What belongs to a task: linked resources and steps. */
import type { ChecklistItem, LinkedResource } from '@microsoft/microsoft-graph-types'
import { part, route, type Context, type Route } from '../context'
import { emptyAnswer, jsonAnswer, notFound, type Answer } from '../http/answer'
import { decodeBody } from '../http/body'
import { newGuid } from '../state/ids'
import { changeItem } from '../state/items'
import type { StoredTask } from '../state/model'
import { ChecklistItemCodec, LinkedResourceCodec } from '../write/codecs'
import { newLinkedResource } from '../write/task'
import { offsetTime } from '../times/date-times'
import { taskAt } from './todo'

interface Part {
  readonly id?: string
}

/** A collection within a task. */
interface Parts<A extends Part> {
  readonly segment: string
  readonly of: (task: StoredTask) => ReadonlyArray<A>
  readonly put: (task: StoredTask, parts: ReadonlyArray<A>) => StoredTask
  readonly make: (ctx: Context) => A
  readonly change: (ctx: Context, held: A) => A
}

const links: Parts<LinkedResource> = {
  segment: 'linkedResources',
  of: (task) => task.linkedResources,
  put: (task, linkedResources) => ({ ...task, linkedResources }),
  make: (ctx) => newLinkedResource(ctx.server.world, decodeBody(LinkedResourceCodec, ctx.call.body, 'linkedResource')),
  change: (ctx, held) => ({ ...held, ...decodeBody(LinkedResourceCodec, ctx.call.body, 'linkedResource') })
}

const steps: Parts<ChecklistItem> = {
  segment: 'checklistItems',
  of: (task) => task.checklist,
  put: (task, checklist) => ({ ...task, checklist }),
  make: (ctx) => {
    const { displayName = '', isChecked = false } = decodeBody(ChecklistItemCodec, ctx.call.body, 'checklistItem')
    return { id: newGuid(ctx.server.world), displayName, isChecked, createdDateTime: offsetTime(ctx.server.world.now()) }
  },
  change: (ctx, held) => ({ ...held, ...decodeBody(ChecklistItemCodec, ctx.call.body, 'checklistItem') })
}

const routesOf = <A extends Part>(p: Parts<A>): ReadonlyArray<Route> => {
  const path = `/todo/lists/{list}/tasks/{task}/${p.segment}`
  const at = (ctx: Context): A => p.of(taskAt(ctx)).find((a) => a.id === part(ctx, 'part')) ?? notFound()
  const write = (ctx: Context, parts: ReadonlyArray<A>): void => void changeItem(ctx.mailbox, p.put(taskAt(ctx), parts))
  const replace = (ctx: Context, by: (held: A) => ReadonlyArray<A>): void => {
    const held = at(ctx)
    write(ctx, p.of(taskAt(ctx)).flatMap((a) => (a === held ? by(held) : [a])))
  }
  const add = (ctx: Context): Answer => {
    const made = p.make(ctx)
    write(ctx, [...p.of(taskAt(ctx)), made])
    return jsonAnswer(201, made)
  }
  const change = (ctx: Context): Answer => {
    const changed = p.change(ctx, at(ctx))
    replace(ctx, () => [changed])
    return jsonAnswer(200, changed)
  }
  const remove = (ctx: Context): Answer => {
    replace(ctx, () => [])
    return emptyAnswer(204)
  }
  return [
    route('GET', path, (ctx) => jsonAnswer(200, { value: p.of(taskAt(ctx)) })),
    route('POST', path, add),
    route('GET', `${path}/{part}`, (ctx) => jsonAnswer(200, at(ctx))),
    route('PATCH', `${path}/{part}`, change),
    route('DELETE', `${path}/{part}`, remove)
  ]
}

export const taskPartRoutes: ReadonlyArray<Route> = [...routesOf(links), ...routesOf(steps)]
