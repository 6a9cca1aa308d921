/** Requests that make or change something: where to, and with what. */
import * as E from 'fp-ts/lib/Either.js'
import { type PortError, unexpected } from '../../../core/errors'
import type { AppointmentFields, EmailFields, Kind, TaskFields } from '../../../core/model/fields'
import type { OwnKey } from '../../../core/model/ids'
import type { Item } from '../../../core/model/item'
import type { CreateItem, UpdateItem } from '../../../core/ports/mailbox'
import { segment } from '../http/link'
import type { GraphRequest } from '../http/request'
import { eventPatch, eventPayload, type EventWriting } from '../payloads/event'
import { messageDraft, messagePatch } from '../payloads/message'
import type { Encoded } from '../payloads/payload'
import { taskPatch, taskPayload } from '../payloads/task'

/** Where new items go, and how. */
export interface Writing extends EventWriting {
  readonly root: string
  readonly defaultList: string
}

/** A draft that can be sent. Errors: `InvalidPayload`. */
export const draftRequest = (root: string, key: OwnKey, fields: EmailFields): E.Either<PortError, GraphRequest> =>
  E.map((body): GraphRequest => ({ method: 'POST', path: `${root}/messages`, body }))(messageDraft(fields, key))

/** Makes an item with a key. An event may be sent again: Graph knows its transaction. Errors: `InvalidPayload`. */
export const createRequest = (w: CreateItem<Kind>, at: Writing): E.Either<PortError, GraphRequest> => {
  switch (w.kind) {
    case 'email':
      return draftRequest(at.root, w.ownKey, w.fields as EmailFields)
    case 'appointment':
      return E.map((body): GraphRequest => ({ method: 'POST', path: `${at.root}/events`, body, repeatable: true }))(eventPayload(w.fields as AppointmentFields, w.ownKey, at))
    case 'task':
      return E.map((body): GraphRequest => ({ method: 'POST', path: `${at.root}/todo/lists/${segment(at.defaultList)}/tasks`, body }))(taskPayload(w.fields as TaskFields, w.ownKey))
  }
}

/** What a patch comes to on what is there. Errors: `InvalidPayload`, and `Unsupported` for what Graph cannot do, or only by mailing somebody. */
export const patchPayload = ({ patch }: UpdateItem, before: Item, at: EventWriting): Encoded => {
  switch (before.kind) {
    case 'email':
      return messagePatch(patch as Partial<EmailFields>, before)
    case 'appointment':
      return eventPatch(patch as Partial<AppointmentFields>, before, at)
    case 'task':
      return taskPatch(patch as Partial<TaskFields>)
    default:
      return E.left(unexpected('an item of no kind'))
  }
}
