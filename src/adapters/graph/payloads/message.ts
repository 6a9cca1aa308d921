/** E-mails as messages of Graph. */
import type { Message } from '@microsoft/microsoft-graph-types'
import * as E from 'fp-ts/lib/Either.js'
import type { EmailFields, Mailbox } from '../../../core/model/fields'
import type { OwnKey } from '../../../core/model/ids'
import type { EmailItem } from '../../../core/model/item'
import { ownKeyProperty } from '../resources/own-key'
import { cleanLine } from '../resources/text'
import { cannot, type Encoded, refuse } from './payload'
import { bodyPayload, subjectPayload } from './text'

const recipientPayload = ({ address, name }: Mailbox) => ({ emailAddress: { address: cleanLine(address), ...(name === null ? {} : { name: cleanLine(name) }) } })

/**
 * The body that creates a draft, stamped with the own key. The sender is the mailbox and the time of sending the
 * server's: neither is written. Errors: `InvalidPayload` for a recipient without an address.
 */
export const messageDraft = (fields: EmailFields, ownKey: OwnKey): Encoded => {
  for (const list of ['to', 'cc', 'bcc'] as const) {
    const empty = fields[list].findIndex((m) => cleanLine(m.address) === '')
    if (empty >= 0) return refuse('e-mail', `${list}[${empty}].address`, 'an empty string', 'an address')
  }
  return E.right({
    subject: subjectPayload(fields.subject),
    body: bodyPayload(fields.body),
    toRecipients: fields.to.map(recipientPayload),
    ccRecipients: fields.cc.map(recipientPayload),
    bccRecipients: fields.bcc.map(recipientPayload),
    singleValueExtendedProperties: [ownKeyProperty(ownKey)]
  } satisfies Message)
}

/** What says how an e-mail was sent is never edited. */
const settled = ['sentAt', 'from', 'to', 'cc', 'bcc'] as const

/** The body that changes what the patch holds, and nothing else. Errors: `Unsupported` for what was sent or received, and for all but subject and body. */
export const messagePatch = (patch: Partial<EmailFields>, present: EmailItem): Encoded => {
  const other = settled.find((name) => patch[name] !== undefined)
  if (other !== undefined) return cannot(`changing the field ${other} of an e-mail`)
  if (present.folder !== 'drafts') return cannot('changing an e-mail that is no draft')
  return E.right({
    ...(patch.subject === undefined ? {} : { subject: subjectPayload(patch.subject) }),
    ...(patch.body === undefined ? {} : { body: bodyPayload(patch.body) })
  } satisfies Message)
}
