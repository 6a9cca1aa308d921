/** Stored contacts as Graph shows them. */
import type { Contact } from '@microsoft/microsoft-graph-types'
import type { Preferences } from '../http/prefer'
import type { TypeSpec } from '../odata/query'
import { folderAt } from '../state/folders'
import type { MailboxState, StoredContact } from '../state/model'
import { offsetTime } from '../times/date-times'
import { idIn } from './ids'
import type { Annotated } from './message'

export const contactSpec: TypeSpec<Contact> = {
  name: 'contact',
  properties: [
    'id',
    'createdDateTime',
    'lastModifiedDateTime',
    'changeKey',
    'categories',
    'parentFolderId',
    'displayName',
    'givenName',
    'surname',
    'companyName',
    'jobTitle',
    'emailAddresses',
    'businessPhones',
    'mobilePhone',
    'personalNotes'
  ],
  filterable: { displayName: ['eq', 'startswith'], surname: ['eq', 'startswith'], givenName: ['eq', 'startswith'], singleValueExtendedProperties: ['any'] },
  orderable: ['displayName', 'surname', 'givenName'],
  expandable: ['singleValueExtendedProperties']
}

export const contactResource = (m: MailboxState, contact: StoredContact, preferences: Preferences): Annotated<Contact> => ({
  '@odata.etag': `W/"${contact.changeKey}"`,
  id: idIn(contact.ids, preferences),
  createdDateTime: offsetTime(contact.created),
  lastModifiedDateTime: offsetTime(contact.modified),
  changeKey: contact.changeKey,
  parentFolderId: folderAt(m, contact.home).id,
  ...contact.data
})
