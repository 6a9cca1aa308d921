/** To Do tasks. */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { oneOf } from '../../../core/codec'
import type { PortError } from '../../../core/errors'
import type { TaskProgress } from '../../../core/model/fields'
import type { OwnKey } from '../../../core/model/ids'
import type { TaskItem } from '../../../core/model/item'
import type { PlainDate, Zone } from '../../../core/model/time'
import { decodeResource, type Read, readVersion } from './common'
import { formatItemId } from './item-id'
import { GraphId, listOf, optional } from './optional'
import { linkedApplication } from './own-key'
import { cleanLine, ItemBody, readBody } from './text'
import { Timestamp } from './timestamp'
import { dateOfMidnight, WallTime, zoneNamed } from './wall-time'

/** `$expand` of a task, without which it does not tell its own key. */
export const taskExpand = 'linkedResources'

/** What a task does not tell itself. */
export interface TaskPlace {
  /** It is in the list that stands for Deleted Items. Default false. */
  readonly deleted?: boolean
  /** The mailbox's zone, for dates that another program has written as its own midnight. */
  readonly zone?: Zone
}

const LinkedResources = optional(listOf(t.type({ applicationName: optional(t.string), externalId: optional(t.string) })))

const TaskResource = t.type({
  id: GraphId,
  '@odata.etag': optional(t.string),
  createdDateTime: Timestamp,
  lastModifiedDateTime: Timestamp,
  title: optional(t.string),
  body: ItemBody,
  startDateTime: optional(WallTime),
  dueDateTime: optional(WallTime),
  completedDateTime: optional(WallTime),
  status: optional(oneOf('notStarted', 'inProgress', 'completed', 'waitingOnOthers', 'deferred')),
  importance: optional(oneOf('low', 'normal', 'high')),
  linkedResources: LinkedResources
})
type TaskResource = t.TypeOf<typeof TaskResource>

/**
 * Graph keeps no per cent. What is not completed has 0, whatever was written: a value that only the status decides is the
 * same each time it is read, so that what the CRM wrote never comes back as somebody's edit (L2).
 */
const readProgress = (r: TaskResource, date: (w: WallTime | null) => PlainDate | null): TaskProgress =>
  r.status === 'completed' ? { status: 'completed', percent: 100, completedOn: date(r.completedDateTime) } : { status: r.status ?? 'notStarted', percent: 0, completedOn: null }

const readKey = (linked: TaskResource['linkedResources']): OwnKey | null => linked?.find((l) => l.applicationName === linkedApplication && l.externalId)?.externalId ?? null

/** Decodes a task of a list. Its item id carries the list, because Graph's is valid only there. Errors: `InvalidPayload`. */
export const decodeTask = (raw: unknown, list: string, at: TaskPlace = {}): E.Either<PortError, TaskItem> =>
  decodeResource('task', TaskResource, (r): Read<TaskItem> => {
    const date = (w: WallTime | null): PlainDate | null => (w === null ? null : dateOfMidnight(w, [zoneNamed(at.zone ?? null)]))
    return E.map((version: Pick<TaskItem, 'version' | 'modifiedAt'>): TaskItem => ({
      kind: 'task',
      id: formatItemId({ kind: 'task', list, id: r.id }),
      ...version,
      identity: null,
      ownKey: readKey(r.linkedResources),
      place: at.deleted === true ? 'deletedItems' : 'normal',
      sensitivity: 'normal',
      fields: {
        subject: cleanLine(r.title ?? ''),
        body: readBody(r.body),
        start: date(r.startDateTime),
        due: date(r.dueDateTime),
        progress: readProgress(r, date),
        importance: r.importance ?? 'normal'
      }
    }))(readVersion(r))
  })(raw)
