/** `/contacts` and `/contactFolders`: read only, with a delta. The default folder is not listed; its id is in a contact's `parentFolderId`. */
import type { Contact } from '@microsoft/microsoft-graph-types'
import { part, route, type Context, type Route } from '../context'
import { answerDelta, removedEntry, type DeltaSource } from '../delta/round'
import { emptyAnswer, notFound } from '../http/answer'
import { answerCollection, answerOne, plainEntry, type Entry } from '../odata/collection'
import { project } from '../odata/project'
import { readQuery } from '../odata/query'
import { contactResource, contactSpec } from '../render/contact'
import { expandItem, propertiesOf } from '../render/expand'
import { contactFolderResource, contactFolderSpec } from '../render/folder'
import { idIn } from '../render/ids'
import { findFolder, folderAt, folderKeys } from '../state/folders'
import { itemsIn, moveItem, removeItem } from '../state/items'
import type { StoredContact, StoredFolder } from '../state/model'

const folderOf = (ctx: Context): StoredFolder => (ctx.named['folder'] === undefined ? folderAt(ctx.mailbox, folderKeys.contacts) : (findFolder(ctx.mailbox, 'contacts', part(ctx, 'folder')) ?? notFound()))

const entryOf = (ctx: Context, contact: StoredContact): Entry<Contact> => ({
  resource: contactResource(ctx.mailbox, contact, ctx.preferences),
  properties: propertiesOf(contact),
  expand: (query) => expandItem(contact, query, ctx.preferences)
})

const contactAt = (ctx: Context): StoredContact => {
  const item = ctx.mailbox.items.get(ctx.mailbox.byId.get(part(ctx, 'contact')) ?? -1)
  return item?.kind === 'contact' && folderAt(ctx.mailbox, item.home).kind === 'contacts' ? item : notFound()
}

const deltaOf = (ctx: Context, folder: StoredFolder): DeltaSource => ({
  name: 'contacts',
  entries: (params) => {
    const query = readQuery(contactSpec, params, ['$select', '$top', '$expand'])
    const entries = [...(ctx.mailbox.journal.get(folder.key) ?? [])].flatMap(([key, { at, gone }]) => {
      const item = gone ?? ctx.mailbox.items.get(key)
      if (item?.kind !== 'contact') return []
      const tell = (): ReadonlyArray<object> => {
        if (gone !== null) return [removedEntry(idIn(item.ids, ctx.preferences))]
        const entry = entryOf(ctx, item)
        return [project(contactSpec, query, { ...entry.resource, ...entry.expand(query) }) as object]
      }
      return [{ at, gone: gone !== null, tell }]
    })
    return { entries, top: query.top }
  }
})

const list = (ctx: Context): ReturnType<Route['handle']> =>
  answerCollection(
    ctx,
    contactSpec,
    itemsIn(ctx.mailbox, folderOf(ctx).key).flatMap((i) => (i.kind === 'contact' ? [entryOf(ctx, i)] : []))
  )

export const contactRoutes: ReadonlyArray<Route> = [
  route('GET', '/contactFolders', (ctx) =>
    answerCollection(ctx, contactFolderSpec, [...ctx.mailbox.folders.values()].filter((f) => f.kind === 'contacts' && f.wellKnown === null).map((f) => plainEntry(contactFolderResource(f))))
  ),
  route('GET', '/contactFolders/{folder}', (ctx) => answerOne(ctx, contactFolderSpec, plainEntry(contactFolderResource(folderOf(ctx))))),
  ...['', '/contactFolders/{folder}'].flatMap((path) => [
    route('GET', `${path}/contacts`, list),
    route('GET', `${path}/contacts/delta`, (ctx) => answerDelta(ctx, deltaOf(ctx, folderOf(ctx)))),
    route('GET', `${path}/contacts/{contact}`, (ctx) => answerOne(ctx, contactSpec, entryOf(ctx, contactAt(ctx)))),
    route('DELETE', `${path}/contacts/{contact}`, (ctx) => {
      moveItem(ctx.mailbox, contactAt(ctx), folderKeys.deleted)
      return emptyAnswer(204)
    }),
    route('POST', `${path}/contacts/{contact}/permanentDelete`, (ctx) => {
      removeItem(ctx.mailbox, contactAt(ctx))
      return emptyAnswer(204)
    })
  ])
]
