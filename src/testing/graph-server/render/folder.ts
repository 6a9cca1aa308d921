/** Mail folders and calendars as Graph shows them. */
import type { Calendar, ContactFolder, MailFolder } from '@microsoft/microsoft-graph-types'
import type { TypeSpec } from '../odata/query'
import { itemsIn } from '../state/items'
import type { MailboxState, StoredFolder } from '../state/model'
import { folderAt } from '../state/folders'
import type { Annotated } from './message'

export const folderSpec: TypeSpec<MailFolder> = {
  name: 'mailFolder',
  properties: ['id', 'displayName', 'parentFolderId', 'childFolderCount', 'unreadItemCount', 'totalItemCount', 'isHidden'],
  filterable: { displayName: ['eq', 'startswith'] },
  orderable: ['displayName'],
  expandable: []
}

export const calendarSpec: TypeSpec<Calendar> = {
  name: 'calendar',
  properties: ['id', 'name', 'color', 'isDefaultCalendar', 'changeKey', 'canShare', 'canViewPrivateItems', 'canEdit', 'owner'],
  filterable: { name: ['eq', 'startswith'] },
  orderable: ['name'],
  expandable: []
}

export const contactFolderSpec: TypeSpec<ContactFolder> = { name: 'contactFolder', properties: ['id', 'displayName', 'parentFolderId'], filterable: { displayName: ['eq'] }, orderable: ['displayName'], expandable: [] }

const rootId = 'AQMkADAwRoot='

export const folderResource = (m: MailboxState, folder: StoredFolder): Annotated<MailFolder> => {
  const messages = itemsIn(m, folder.key)
  return {
    id: folder.id,
    displayName: folder.displayName,
    parentFolderId: folder.parent === null ? rootId : folderAt(m, folder.parent).id,
    childFolderCount: [...m.folders.values()].filter((f) => f.parent === folder.key).length,
    unreadItemCount: messages.filter((i) => i.kind === 'message' && i.data.isRead === false).length,
    totalItemCount: messages.length,
    isHidden: false
  }
}

export const calendarResource = (m: MailboxState, calendar: StoredFolder): Annotated<Calendar> => ({
  id: calendar.id,
  name: calendar.displayName,
  color: 'auto',
  isDefaultCalendar: calendar.wellKnown === 'calendar',
  changeKey: calendar.changeKey,
  canShare: true,
  canViewPrivateItems: true,
  canEdit: true,
  owner: { name: m.user.displayName, address: m.user.mail }
})

export const contactFolderResource = (folder: StoredFolder): Annotated<ContactFolder> => ({ id: folder.id, displayName: folder.displayName, parentFolderId: rootId })
