/** E-mails. */
import type { EmailItem, Item } from '../../core/model/item'
import { readAttachments } from './attachments'
import { readPeople } from './addresses/people'
import { readBody } from './body'
import type { Folder } from './folders'
import type { PstObject } from './format/file'
import { readInteger, readTime } from './format/properties'
import { codepageOf, firstInstant, readText, type Reading } from './reading'
import { tags } from './tags'
import { cleanLine, cleanSubject } from './text/text'

/** What the items of all kinds have in common, but for their identity. */
export type Common = Pick<Item, 'id' | 'version' | 'ownKey' | 'place' | 'sensitivity' | 'modifiedAt'>

const unsent = 0x8

/** Reads an e-mail, a meeting message or a report. */
export const readEmail = (r: Reading, message: PstObject, common: Common, folder: Folder, messageType: EmailItem['messageType']): EmailItem => {
  const p = message.properties
  const codepage = codepageOf(p)
  const body = readBody(p)
  const people = readPeople(message)
  const draft = ((readInteger(p.get(tags.messageFlags)) ?? 0) & unsent) !== 0
  const place = draft && folder.folder !== 'outbox' ? 'drafts' : folder.folder
  const of = (type: 'to' | 'cc' | 'bcc'): EmailItem['fields']['to'] => people.recipients.filter((x) => x.type === type).map(({ address, name }) => ({ address, name }))
  const identity = cleanLine(readText(p.get(tags.internetMessageId), codepage))
  // What the owner sent is from the owner, where the file has kept no address that would say so.
  const owner = r.own[0]
  const written = place === 'sentItems' || place === 'drafts' || place === 'outbox'
  const calledAs = people.from?.name ?? people.from?.address ?? '/'
  const from = written && !people.fromIsMailable && owner !== undefined ? { address: owner, name: calledAs.startsWith('/') ? null : calledAs } : people.from
  return {
    kind: 'email',
    ...common,
    identity: identity === '' ? null : identity,
    folder: place,
    messageType,
    attachments: readAttachments(message, body),
    fields: {
      subject: cleanSubject(readText(p.get(tags.subject), codepage)),
      body,
      sentAt: firstInstant(readTime(p.get(tags.clientSubmitTime)), readTime(p.get(tags.messageDeliveryTime)), readTime(p.get(tags.creationTime)), readTime(p.get(tags.lastModificationTime))),
      from,
      to: of('to'),
      cc: of('cc'),
      bcc: of('bcc')
    }
  }
}
