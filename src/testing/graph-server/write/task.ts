/** Tasks as requests make and change them. */
import type { LinkedResource } from '@microsoft/microsoft-graph-types'
import type * as t from 'io-ts'
import { newGuid } from '../state/ids'
import type { NewItem } from '../state/items'
import type { StoredDate, StoredTask, World } from '../state/model'
import { normaliseSubject } from '../text/bodies'
import { readDate } from '../times/date-times'
import type { LinkedResourceCodec, TaskGiven } from './codecs'
import { readBody } from './message'

export const newLinkedResource = (world: World, g: t.TypeOf<typeof LinkedResourceCodec>): LinkedResource => ({
  id: newGuid(world),
  applicationName: g.applicationName ?? null,
  displayName: g.displayName ?? null,
  externalId: g.externalId ?? null,
  webUrl: g.webUrl ?? null
})

/** A task that is done has a date on which it was; one that is not has none. */
const completedOf = (world: World, held: StoredDate | null, status: TaskGiven['status'], given: TaskGiven['completedDateTime']): StoredDate | null => {
  if (status !== 'completed') return null
  if (given !== undefined && given !== null) return readDate(given)
  return held ?? { date: world.now().slice(0, 10), zoneName: 'UTC' }
}

const noTask = (world: World): StoredTask['data'] => ({
  title: '',
  status: 'notStarted',
  importance: 'normal',
  categories: [],
  isReminderOn: false,
  body: { contentType: 'text', content: '' },
  bodyModified: world.now(),
  due: null,
  start: null,
  completed: null,
  sensitivity: 'normal'
})

const changed = (world: World, held: StoredTask['data'], g: TaskGiven): StoredTask['data'] => {
  const status = g.status ?? (g.completedDateTime !== undefined && g.completedDateTime !== null ? 'completed' : g.completedDateTime === null && held.status === 'completed' ? 'notStarted' : (held.status ?? 'notStarted'))
  return {
    ...held,
    ...(g.title === undefined ? {} : { title: normaliseSubject(g.title ?? '') }),
    ...(g.body === undefined ? {} : { body: readBody(g.body), bodyModified: world.now() }),
    ...(g.importance === undefined ? {} : { importance: g.importance }),
    ...(g.categories === undefined ? {} : { categories: g.categories ?? [] }),
    ...(g.isReminderOn === undefined ? {} : { isReminderOn: g.isReminderOn }),
    ...(g.dueDateTime === undefined ? {} : { due: readDate(g.dueDateTime) }),
    ...(g.startDateTime === undefined ? {} : { start: readDate(g.startDateTime) }),
    status,
    completed: completedOf(world, held.completed, status, g.completedDateTime)
  }
}

export const newTask = (world: World, g: TaskGiven, home: string): NewItem<StoredTask> => ({
  kind: 'task',
  home,
  data: changed(world, noTask(world), g),
  linkedResources: (g.linkedResources ?? []).map((r) => newLinkedResource(world, r)),
  checklist: [],
  properties: [],
  attachments: []
})

export const changedTask = (world: World, task: StoredTask, g: TaskGiven): StoredTask => ({ ...task, data: changed(world, task.data, g) })
