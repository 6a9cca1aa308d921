/** `/todo/lists`: task lists, tasks, linked resources, and the delta of lists and of tasks. */
import type { TodoTask } from '@microsoft/microsoft-graph-types'
import * as t from 'io-ts'
import { part, route, type Context, type Route } from '../context'
import { answerDelta, removedEntry, type DeltaSource } from '../delta/round'
import { emptyAnswer, notFound, refuse, type Answer } from '../http/answer'
import { decodeBody } from '../http/body'
import { answerCollection, answerOne, plainEntry, type Entry } from '../odata/collection'
import { project } from '../odata/project'
import { readQuery } from '../odata/query'
import { expandItem } from '../render/expand'
import { listResource, listSpec, taskResource, taskSpec } from '../render/task'
import { addFolder, changeFolder, findFolder, removeFolder } from '../state/folders'
import { addItem, changeItem, itemsIn, removeItem } from '../state/items'
import type { StoredFolder, StoredTask } from '../state/model'
import { TaskCodec } from '../write/codecs'
import { changedTask, newTask } from '../write/task'

const ListCodec = t.partial({ displayName: t.string })

const listAt = (ctx: Context): StoredFolder => findFolder(ctx.mailbox, 'list', part(ctx, 'list')) ?? notFound()

export const taskAt = (ctx: Context): StoredTask => {
  const item = ctx.mailbox.items.get(ctx.mailbox.byId.get(part(ctx, 'task')) ?? -1)
  // Tasks have one form of id, and are found in their own list only.
  return item?.kind === 'task' && item.ids.mutable === part(ctx, 'task') && item.home === listAt(ctx).key ? item : notFound()
}

const lists = (ctx: Context): ReadonlyArray<StoredFolder> => [...ctx.mailbox.folders.values()].filter((f) => f.kind === 'list')

const nameOf = (ctx: Context): string => {
  const { displayName } = decodeBody(ListCodec, ctx.call.body, 'todoTaskList')
  return displayName === undefined || displayName.trim() === '' ? refuse(400, 'invalidRequest', 'A list needs a name.') : displayName
}

const oneList = (ctx: Context, list: StoredFolder, status = 200): Answer => answerOne(ctx, listSpec, plainEntry(listResource(list)), status)

const ownList = (ctx: Context): StoredFolder => {
  const list = listAt(ctx)
  return list.wellKnown === null ? list : refuse(400, 'invalidRequest', 'A list that every mailbox has cannot be changed.')
}

const removeList = (ctx: Context): Answer => {
  const list = ownList(ctx)
  for (const item of itemsIn(ctx.mailbox, list.key)) removeItem(ctx.mailbox, item)
  removeFolder(ctx.mailbox, list)
  return emptyAnswer(204)
}

const entryOf = (ctx: Context, task: StoredTask): Entry<TodoTask> => ({
  resource: taskResource(task, ctx.preferences),
  properties: [],
  expand: (query) => expandItem(task, query, ctx.preferences)
})

const oneTask = (ctx: Context, task: StoredTask, status = 200): Answer => answerOne(ctx, taskSpec, entryOf(ctx, task), status)

const tasksIn = (ctx: Context, list: StoredFolder): ReadonlyArray<StoredTask> => itemsIn(ctx.mailbox, list.key).filter((i): i is StoredTask => i.kind === 'task')

const listsDelta = (ctx: Context): DeltaSource => ({
  name: 'lists',
  entries: (params) => {
    const query = readQuery(listSpec, params, ['$select', '$top'])
    const entries = [...(ctx.mailbox.folderJournal.get('list') ?? [])].map(([key, { at, gone }]) => ({
      at,
      gone: gone !== null,
      tell: () => {
        const list = ctx.mailbox.folders.get(key)
        return list === undefined ? [removedEntry(gone?.id ?? '')] : [project(listSpec, query, listResource(list)) as object]
      }
    }))
    return { entries, top: query.top }
  }
})

const tasksDelta = (ctx: Context, list: StoredFolder): DeltaSource => ({
  name: 'tasks',
  entries: (params) => {
    const query = readQuery(taskSpec, params, ['$select', '$top', '$expand'])
    const entries = [...(ctx.mailbox.journal.get(list.key) ?? [])].flatMap(([key, { at, gone }]) => {
      const item = gone ?? ctx.mailbox.items.get(key)
      if (item?.kind !== 'task') return []
      const tell = (): ReadonlyArray<object> => {
        if (gone !== null) return [removedEntry(item.ids.mutable)]
        const entry = entryOf(ctx, item)
        return [project(taskSpec, query, { ...entry.resource, ...entry.expand(query) }) as object]
      }
      return [{ at, gone: gone !== null, tell }]
    })
    return { entries, top: query.top }
  }
})

const tasks = '/todo/lists/{list}/tasks'

export const todoRoutes: ReadonlyArray<Route> = [
  route('GET', '/todo/lists', (ctx) => answerCollection(ctx, listSpec, lists(ctx).map((l) => plainEntry(listResource(l))))),
  route('POST', '/todo/lists', (ctx) => oneList(ctx, addFolder(ctx.mailbox, { kind: 'list', displayName: nameOf(ctx) }), 201)),
  route('GET', '/todo/lists/delta', (ctx) => answerDelta(ctx, listsDelta(ctx))),
  route('GET', '/todo/lists/{list}', (ctx) => oneList(ctx, listAt(ctx))),
  route('PATCH', '/todo/lists/{list}', (ctx) => oneList(ctx, changeFolder(ctx.mailbox, { ...ownList(ctx), displayName: nameOf(ctx) }))),
  route('DELETE', '/todo/lists/{list}', removeList),
  route('GET', tasks, (ctx) => answerCollection(ctx, taskSpec, tasksIn(ctx, listAt(ctx)).map((task) => entryOf(ctx, task)))),
  route('POST', tasks, (ctx) => oneTask(ctx, addItem(ctx.mailbox, newTask(ctx.server.world, decodeBody(TaskCodec, ctx.call.body, 'todoTask'), listAt(ctx).key)), 201)),
  route('GET', `${tasks}/delta`, (ctx) => answerDelta(ctx, tasksDelta(ctx, listAt(ctx)))),
  route('GET', `${tasks}/{task}`, (ctx) => oneTask(ctx, taskAt(ctx))),
  // If-Match is not looked at: To Do does not.
  route('PATCH', `${tasks}/{task}`, (ctx) => {
    const { linkedResources, ...given } = decodeBody(TaskCodec, ctx.call.body, 'todoTask')
    if (linkedResources !== undefined) return refuse(400, 'invalidRequest', 'Linked resources are changed one by one.')
    return oneTask(ctx, changeItem(ctx.mailbox, changedTask(ctx.server.world, taskAt(ctx), given)))
  }),
  // It goes to Deleted Items, where Graph does not see it: there is no way back.
  route('DELETE', `${tasks}/{task}`, (ctx) => {
    removeItem(ctx.mailbox, taskAt(ctx))
    return emptyAnswer(204)
  })
]
