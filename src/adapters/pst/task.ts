/** Tasks ([MS-OXOTASK]). */
import type { TaskFields } from '../../core/model/fields'
import type { TaskItem } from '../../core/model/item'
import { instantOf, type PlainDate } from '../../core/model/time'
import { readBody } from './body'
import type { Common } from './email'
import type { PstObject } from './format/file'
import { readBoolean, readDouble, readInteger, readTime, type RawProperty } from './format/properties'
import { codepageOf, namedProperty, readText, type Reading } from './reading'
import { tags } from './tags'
import { cleanSubject } from './text/text'

/** A date is stored as its midnight, as if that were UTC, whatever the zone it was written in ([MS-OXOTASK] 2.2.2.2.4). */
const readDate = (p: RawProperty | undefined): PlainDate | null => {
  const t = readTime(p)
  return t === null ? null : instantOf(t).slice(0, 10)
}

const statuses = ['notStarted', 'inProgress', 'completed', 'waitingOnOthers', 'deferred'] as const
const importances = ['low', 'normal', 'high'] as const

/** Status, per cent and completion agree with each other in Outlook; a file written by something else may contradict itself, and then "complete" counts. */
const readProgress = (complete: boolean, status: number, share: number, completedOn: PlainDate | null): TaskFields['progress'] => {
  if (complete || status === 2) return { status: 'completed', percent: 100, completedOn }
  const percent = Number.isFinite(share) ? Math.min(99, Math.max(0, Math.round(share * 100))) : 0
  return { status: statuses[status] ?? 'notStarted', percent, completedOn: null }
}

/** Reads a task. */
export const readTask = (r: Reading, message: PstObject, common: Common): TaskItem => {
  const p = message.properties
  const date = (name: 'taskStart' | 'taskDue' | 'taskCompleted'): PlainDate | null => readDate(namedProperty(r, p, name))
  return {
    kind: 'task',
    ...common,
    identity: null,
    fields: {
      subject: cleanSubject(readText(p.get(tags.subject), codepageOf(p))),
      body: readBody(p),
      start: date('taskStart'),
      due: date('taskDue'),
      progress: readProgress(
        readBoolean(namedProperty(r, p, 'taskComplete')) === true,
        readInteger(namedProperty(r, p, 'taskStatus')) ?? 0,
        readDouble(namedProperty(r, p, 'percentComplete')) ?? 0,
        date('taskCompleted')
      ),
      importance: importances[readInteger(p.get(tags.importance)) ?? 1] ?? 'normal'
    }
  }
}
