/** Tasks as To Do tasks. */
import type { LinkedResource, TodoTask } from '@microsoft/microsoft-graph-types'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskFields, TaskProgress } from '../../../core/model/fields'
import type { OwnKey } from '../../../core/model/ids'
import { linkedApplication } from '../resources/own-key'
import type { Encoded } from './payload'
import { bodyPayload, subjectPayload } from './text'
import { datePayload } from './time'

/** The linked resource that carries the own key. To Do shows its name to the user. */
export const linkedResource = (ownKey: OwnKey) => ({ applicationName: linkedApplication, displayName: 'CRM', externalId: ownKey }) satisfies LinkedResource

/** Graph has no per cent; and when a task was completed it knows itself, unless it is told. */
const progressPayload = ({ status, completedOn }: TaskProgress) => ({ status, ...(status === 'completed' && completedOn !== null ? { completedDateTime: datePayload(completedOn) } : {}) })

/** The body that creates a task, stamped with the own key. */
export const taskPayload = (fields: TaskFields, ownKey: OwnKey): Encoded =>
  E.right({
    title: subjectPayload(fields.subject),
    body: bodyPayload(fields.body),
    ...(fields.start === null ? {} : { startDateTime: datePayload(fields.start) }),
    ...(fields.due === null ? {} : { dueDateTime: datePayload(fields.due) }),
    ...progressPayload(fields.progress),
    importance: fields.importance,
    linkedResources: [linkedResource(ownKey)]
  } satisfies TodoTask)

/** The body that changes what the patch holds, and nothing else. A date is taken away by `null`. */
export const taskPatch = (patch: Partial<TaskFields>): Encoded =>
  E.right({
    ...(patch.subject === undefined ? {} : { title: subjectPayload(patch.subject) }),
    ...(patch.body === undefined ? {} : { body: bodyPayload(patch.body) }),
    ...(patch.start === undefined ? {} : { startDateTime: patch.start === null ? null : datePayload(patch.start) }),
    ...(patch.due === undefined ? {} : { dueDateTime: patch.due === null ? null : datePayload(patch.due) }),
    ...(patch.progress === undefined ? {} : progressPayload(patch.progress)),
    ...(patch.importance === undefined ? {} : { importance: patch.importance })
  } satisfies TodoTask)
