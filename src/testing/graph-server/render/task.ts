/** Stored tasks and task lists as To Do shows them. Their ids have one form, which changes with a move. */
import type { TodoTask, TodoTaskList, WellknownListName } from '@microsoft/microsoft-graph-types'
import type { Preferences } from '../http/prefer'
import type { TypeSpec } from '../odata/query'
import type { StoredFolder, StoredTask } from '../state/model'
import { bodyAs } from '../text/bodies'
import { showDate } from '../times/date-times'
import type { Annotated } from './message'

export const taskSpec: TypeSpec<TodoTask> = {
  name: 'todoTask',
  properties: [
    'id',
    'importance',
    'isReminderOn',
    'status',
    'title',
    'createdDateTime',
    'lastModifiedDateTime',
    'hasAttachments',
    'categories',
    'body',
    'bodyLastModifiedDateTime',
    'completedDateTime',
    'dueDateTime',
    'startDateTime',
    'reminderDateTime',
    'recurrence'
  ],
  filterable: {
    status: ['eq', 'ne'],
    title: ['eq', 'startswith'],
    importance: ['eq'],
    createdDateTime: ['ge', 'gt', 'le', 'lt'],
    lastModifiedDateTime: ['ge', 'gt', 'le', 'lt']
  },
  orderable: ['createdDateTime', 'lastModifiedDateTime', 'title', 'importance', 'status'],
  expandable: ['linkedResources']
}

export const listSpec: TypeSpec<TodoTaskList> = {
  name: 'todoTaskList',
  properties: ['id', 'displayName', 'isOwner', 'isShared', 'wellknownListName'],
  filterable: { displayName: ['eq', 'startswith'] },
  orderable: ['displayName'],
  expandable: []
}

const subSecond = (instant: string): string => `${instant.slice(0, 23)}0000Z`

export const taskResource = (task: StoredTask, preferences: Preferences): Annotated<TodoTask> => {
  const { data } = task
  const dates = { completedDateTime: showDate(data.completed), dueDateTime: showDate(data.due), startDateTime: showDate(data.start) }
  return {
    '@odata.etag': `W/"${task.changeKey}"`,
    id: task.ids.mutable,
    importance: data.importance ?? 'normal',
    isReminderOn: data.isReminderOn ?? false,
    status: data.status ?? 'notStarted',
    title: data.title ?? '',
    createdDateTime: subSecond(task.created),
    lastModifiedDateTime: subSecond(task.modified),
    hasAttachments: false,
    categories: data.categories ?? [],
    body: bodyAs(data.body, preferences.bodyType ?? 'text'),
    bodyLastModifiedDateTime: subSecond(data.bodyModified),
    // Dates that there are not are left out, not null.
    ...Object.fromEntries(Object.entries(dates).filter(([, date]) => date !== null))
  }
}

export const listResource = (list: StoredFolder): Annotated<TodoTaskList> => ({
  '@odata.etag': `W/"${list.changeKey}"`,
  id: list.id,
  displayName: list.displayName,
  isOwner: true,
  isShared: false,
  wellknownListName: (list.wellKnown ?? 'none') as WellknownListName
})
