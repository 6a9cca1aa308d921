/** What the port writes into a memory mailbox: one function an effect, each a success, or an error and nothing changed. */
import * as E from 'fp-ts/lib/Either.js'
import { notFound, type PortError, unsupported, versionMismatch } from '../../core/errors'
import type { EmailFields, Fields, Kind, Mailbox, Patch } from '../../core/model/fields'
import type { OwnKey } from '../../core/model/ids'
import type { Item } from '../../core/model/item'
import type { Zone } from '../../core/model/time'
import type { CreateItem, MailboxCapabilities, MailboxWrite, SendEmail, TrashItem, UpdateItem } from '../../core/ports/mailbox'
import { withFields } from './mailbox-person'
import { addItem, changeItem, type MailboxState } from './mailbox-state'
import { idsUnder } from './multimap'
import { normaliseForOutlook } from './normalise'
import { checkFields, mergePatch } from './stored-fields'

/** What the writes need to know of the mailbox. */
export interface WriteRules {
  readonly capabilities: MailboxCapabilities
  readonly address: Mailbox
  readonly zone: Zone
  readonly normalise: 'none' | 'at once' | 'later'
}

type Written = E.Either<PortError, Item | null>

/** The items with this key, in the order in which they came. */
export const itemsWithKey = (s: MailboxState, key: OwnKey): ReadonlyArray<Item> => [...idsUnder(s.byOwnKey, key)].flatMap((id) => s.items.get(id) ?? [])

const settled = <F extends Patch>(rules: WriteRules, fields: F): F => (rules.normalise === 'at once' ? normaliseForOutlook(fields, rules.zone) : fields)

const noteWritten = (s: MailboxState, rules: WriteRules, item: Item): Item => {
  if (rules.normalise === 'later') s.unsettled.add(item.id)
  return item
}

const createItem = (s: MailboxState, rules: WriteRules, w: CreateItem<Kind>): Written => {
  if (!rules.capabilities.kinds.includes(w.kind)) return E.left(unsupported(`items of kind ${w.kind}`))
  const first = itemsWithKey(s, w.ownKey)[0]
  if (first !== undefined) return E.right(first)
  return E.map((fields: Fields) =>
    noteWritten(s, rules, addItem<Kind>(s, w.kind, settled(rules, fields), { ownKey: w.ownKey, ...(w.kind === 'email' ? { folder: 'drafts' as const } : {}) }))
  )(checkFields(w.kind, w.fields))
}

const updateItem = (s: MailboxState, rules: WriteRules, w: UpdateItem): Written => {
  const item = s.items.get(w.id)
  if (item === undefined || item.kind !== w.kind) return E.left(notFound(`item ${w.id}`))
  if (item.version !== w.version) return E.left(versionMismatch(`item ${w.id}`))
  return E.map((fields: Fields) => noteWritten(s, rules, changeItem(s, withFields(item, fields))))(
    checkFields(item.kind, mergePatch<Kind>(item.kind, item.fields, settled(rules, w.patch)))
  )
}

const trashItem = (s: MailboxState, w: TrashItem): Written => {
  const item = s.items.get(w.id)
  if (item === undefined || item.kind !== w.kind) return E.right(null)
  if (item.place === 'deletedItems') return E.right(item)
  // Somebody edited it since it was looked at: the edit must not vanish into Deleted Items unseen.
  if (item.version !== w.version) return E.left(versionMismatch(`item ${w.id}`))
  return E.right(changeItem(s, { ...item, place: 'deletedItems' }))
}

const sendEmail = (s: MailboxState, rules: WriteRules, w: SendEmail): Written => {
  if (!rules.capabilities.sends) return E.left(unsupported('sending e-mail'))
  if (s.sentKeys.has(w.ownKey)) return E.right(null)
  return E.map((): null => {
    const sent: EmailFields = { ...settled(rules, w.fields), from: rules.address, sentAt: s.now() }
    s.sentKeys.add(w.ownKey)
    s.outbox.push(sent)
    noteWritten(s, rules, addItem(s, 'email', sent, { folder: 'sentItems', ownKey: w.ownKey }))
    return null
  })(checkFields('email', w.fields))
}

/** Carries out one effect. */
export const writeToMailbox = (s: MailboxState, rules: WriteRules, w: MailboxWrite): Written => {
  if (!rules.capabilities.writes) return E.left(unsupported('writing to this mailbox'))
  switch (w._tag) {
    case 'CreateItem':
      return createItem(s, rules, w as CreateItem<Kind>)
    case 'UpdateItem':
      return updateItem(s, rules, w)
    case 'TrashItem':
      return trashItem(s, w)
    case 'SendEmail':
      return sendEmail(s, rules, w)
  }
}

/** The server's second thoughts: what was written is normalised only now, which changes its version although nobody edited it. */
export const settleWritten = (s: MailboxState, zone: Zone): void => {
  for (const id of s.unsettled) {
    const item = s.items.get(id)
    if (item !== undefined) changeItem(s, withFields(item, normaliseForOutlook<Fields>(item.fields, zone)))
  }
  s.unsettled.clear()
}
