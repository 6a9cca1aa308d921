/** What a write takes, once what is there has been looked at: a request, an answer without one, or steps of their own. */
import * as E from 'fp-ts/lib/Either.js'
import { notFound, type PortError, unsupported, versionMismatch } from '../../../core/errors'
import type { Kind } from '../../../core/model/fields'
import type { Item } from '../../../core/model/item'
import type { CreateItem, MailboxWrite, SendEmail, TrashItem, UpdateItem } from '../../../core/ports/mailbox'
import type { GraphRequest } from '../http/request'
import type { Fetched } from '../items/items-of'
import { itemPath } from '../items/read-items'
import type { GraphItemId } from '../resources/item-id'
import { etagOf } from './etag'
import { createRequest, patchPayload, type Writing } from './payload-requests'

/** What was found for a write: the item with its id, or those with its key. */
export interface Looked {
  readonly id: GraphItemId | null
  readonly read: Fetched
}

type Found = Extract<Fetched, { readonly _tag: 'Found' }>

export type PlannedWrite =
  | { readonly _tag: 'Answer'; readonly answer: E.Either<PortError, Item | null> }
  /** `before`: what was there; its expansions are not in the answer to a write. */
  | { readonly _tag: 'Request'; readonly request: GraphRequest; readonly kind: Kind; readonly write: MailboxWrite; readonly before: Found | null }
  | { readonly _tag: 'TrashTask'; readonly before: Found; readonly id: Extract<GraphItemId, { readonly kind: 'task' }> }
  | { readonly _tag: 'Send'; readonly write: SendEmail; readonly draft: Found | null }

/** What a mailbox allows, and where things go. */
export interface WriteRules extends Writing {
  readonly kinds: ReadonlyArray<Kind>
}

const answer = (a: E.Either<PortError, Item | null>): PlannedWrite => ({ _tag: 'Answer', answer: a })

const wrongVersion = (w: UpdateItem | TrashItem): PlannedWrite => answer(E.left(versionMismatch(`item ${w.id}`)))

/**
 * Exchange mails the attendees of what their organizer changes, of which fields is not documented; and whether it tells an
 * organizer that an attendee has deleted a copy is not documented either.
 */
const concernsOthers = (item: Item, rules: WriteRules): boolean => item.kind === 'appointment' && rules.mailsAttendees !== true && (item.role === 'attendee' || (item.role === 'organizer' && item.attendees.length > 0))

const planUpdate = (w: UpdateItem, { id, read }: Looked, rules: WriteRules): PlannedWrite => {
  if (read._tag === 'Failed') return answer(E.left(read.error))
  if (read._tag === 'Missing' || id === null || read.item.kind !== w.kind) return answer(E.left(notFound(`item ${w.id}`)))
  if (read.item.version !== w.version) return wrongVersion(w)
  if (concernsOthers(read.item, rules)) return answer(E.left(unsupported('changing a meeting without mailing anybody')))
  const payload = patchPayload(w, read.item, rules)
  if (E.isLeft(payload)) return answer(payload)
  return { _tag: 'Request', kind: w.kind, write: w, before: read, request: { method: 'PATCH', path: itemPath(rules.root, id), body: payload.right, ...etagOf(read.raw) } }
}

const planTrash = (w: TrashItem, { id, read }: Looked, rules: WriteRules): PlannedWrite => {
  if (read._tag === 'Failed') return answer(E.left(read.error))
  if (read._tag === 'Missing' || id === null || read.item.kind !== w.kind) return answer(E.right(null))
  if (read.item.place === 'deletedItems') return answer(E.right(read.item))
  if (read.item.version !== w.version) return wrongVersion(w)
  if (concernsOthers(read.item, rules)) return answer(E.left(unsupported('deleting a meeting without mailing anybody')))
  switch (id.kind) {
    case 'email':
      return { _tag: 'Request', kind: 'email', write: w, before: read, request: { method: 'POST', path: `${itemPath(rules.root, id)}/move`, body: { destinationId: 'deleteditems' } } }
    case 'appointment':
      return { _tag: 'Request', kind: 'appointment', write: w, before: read, request: { method: 'DELETE', path: itemPath(rules.root, id), ...etagOf(read.raw) } }
    case 'task':
      return { _tag: 'TrashTask', before: read, id }
  }
}

const planCreate = (w: CreateItem<Kind>, { read }: Looked, rules: WriteRules): PlannedWrite => {
  if (read._tag === 'Failed') return answer(E.left(read.error))
  if (read._tag === 'Found') return answer(E.right(read.item))
  const request = createRequest(w, rules)
  return E.isLeft(request) ? answer(request) : { _tag: 'Request', kind: w.kind, write: w as MailboxWrite, before: null, request: request.right }
}

/** Plans one write. `read` of a create or a send: what has its key. */
export const planWrite = (w: MailboxWrite, looked: Looked, rules: WriteRules): PlannedWrite => {
  switch (w._tag) {
    case 'CreateItem':
      return rules.kinds.includes(w.kind) ? planCreate(w as CreateItem<Kind>, looked, rules) : answer(E.left(unsupported(`items of kind ${w.kind}`)))
    case 'UpdateItem':
      return planUpdate(w, looked, rules)
    case 'TrashItem':
      return planTrash(w, looked, rules)
    case 'SendEmail':
      if (!rules.kinds.includes('email')) return answer(E.left(unsupported('sending e-mail')))
      return looked.read._tag === 'Failed' ? answer(E.left(looked.read.error)) : { _tag: 'Send', write: w, draft: looked.read._tag === 'Found' ? looked.read : null }
  }
}
