/** `/mailFolders`: by id or well-known name, their children, and their delta. */
import * as t from 'io-ts'
import { part, route, type Context, type Route } from '../context'
import { answerDelta, removedEntry, type DeltaSource } from '../delta/round'
import { emptyAnswer, notFound, refuse } from '../http/answer'
import { decodeBody } from '../http/body'
import { answerCollection, answerOne, plainEntry } from '../odata/collection'
import { readQuery } from '../odata/query'
import { folderResource, folderSpec } from '../render/folder'
import { addFolder, changeFolder, findFolder, removeFolder } from '../state/folders'
import { itemsIn, removeItem } from '../state/items'
import type { StoredFolder } from '../state/model'

const FolderCodec = t.partial({ displayName: t.string, isHidden: t.boolean })

export const mailFolder = (ctx: Context): StoredFolder => findFolder(ctx.mailbox, 'mail', part(ctx, 'folder')) ?? refuse(404, 'ErrorItemNotFound', 'The specified folder could not be found in the store.')

const childrenOf = (ctx: Context, parent: string | null): ReadonlyArray<StoredFolder> =>
  [...ctx.mailbox.folders.values()].filter((f) => f.kind === 'mail' && f.parent === parent && f.wellKnown !== 'recoverableitemsdeletions')

const answerFolders = (ctx: Context, folders: ReadonlyArray<StoredFolder>): ReturnType<Route['handle']> => answerCollection(ctx, folderSpec, folders.map((f) => plainEntry(folderResource(ctx.mailbox, f))), ['includeHiddenFolders'])

const nameOf = (ctx: Context, siblings: string | null): string => {
  const { displayName = '' } = decodeBody(FolderCodec, ctx.call.body, 'mailFolder')
  if (displayName.trim() === '') return refuse(400, 'ErrorInvalidRequest', 'A folder needs a name.')
  if (childrenOf(ctx, siblings).some((f) => f.displayName.toLowerCase() === displayName.toLowerCase())) return refuse(409, 'ErrorFolderExists', 'A folder with the specified name already exists.')
  return displayName
}

const create = (ctx: Context, parent: string | null): ReturnType<Route['handle']> => answerOne(ctx, folderSpec, plainEntry(folderResource(ctx.mailbox, addFolder(ctx.mailbox, { kind: 'mail', displayName: nameOf(ctx, parent), parent }))), 201)

const change = (ctx: Context): ReturnType<Route['handle']> => {
  const folder = mailFolder(ctx)
  if (folder.wellKnown !== null) return refuse(403, 'ErrorAccessDenied', 'A distinguished folder cannot be renamed.')
  return answerOne(ctx, folderSpec, plainEntry(folderResource(ctx.mailbox, changeFolder(ctx.mailbox, { ...folder, displayName: nameOf(ctx, folder.parent) }))))
}

const remove = (ctx: Context): ReturnType<Route['handle']> => {
  const folder = mailFolder(ctx)
  if (folder.wellKnown !== null) return refuse(403, 'ErrorDeleteDistinguishedFolder', 'A distinguished folder cannot be deleted.')
  for (const item of itemsIn(ctx.mailbox, folder.key)) removeItem(ctx.mailbox, item)
  removeFolder(ctx.mailbox, folder)
  return emptyAnswer(204)
}

const deltaOf = (ctx: Context): DeltaSource => ({
  name: 'mailFolders',
  entries: (params) => {
    const query = readQuery(folderSpec, params, ['$select', '$top'])
    const journal = ctx.mailbox.folderJournal.get('mail') ?? new Map()
    const entries = [...journal].map(([key, { at, gone }]) => ({
      at,
      gone: gone !== null,
      tell: () => {
        const folder = ctx.mailbox.folders.get(key)
        return folder === undefined ? [removedEntry(gone?.id ?? '')] : [folderResource(ctx.mailbox, folder)]
      }
    }))
    return { entries, top: query.top }
  }
})

export const folderRoutes: ReadonlyArray<Route> = [
  route('GET', '/mailFolders', (ctx) => answerFolders(ctx, childrenOf(ctx, null))),
  route('POST', '/mailFolders', (ctx) => create(ctx, null)),
  route('GET', '/mailFolders/delta', (ctx) => answerDelta(ctx, deltaOf(ctx))),
  route('GET', '/mailFolders/{folder}', (ctx) => answerOne(ctx, folderSpec, plainEntry(folderResource(ctx.mailbox, mailFolder(ctx))))),
  route('PATCH', '/mailFolders/{folder}', change),
  route('DELETE', '/mailFolders/{folder}', remove),
  route('GET', '/mailFolders/{folder}/childFolders', (ctx) => answerFolders(ctx, childrenOf(ctx, mailFolder(ctx).key))),
  route('POST', '/mailFolders/{folder}/childFolders', (ctx) => create(ctx, mailFolder(ctx).key)),
  route('GET', '/mailFolders/{folder}/childFolders/{child}', (ctx) => {
    const child = findFolder(ctx.mailbox, 'mail', part(ctx, 'child'))
    return child === null || child.parent !== mailFolder(ctx).key ? notFound() : answerOne(ctx, folderSpec, plainEntry(folderResource(ctx.mailbox, child)))
  })
]
