/** Which folder a message lies in: Graph tells an id, and Deleted Items may have folders of its own. */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { EmailItem } from '../../../core/model/item'
import { GraphFailure } from '../failure'
import { answerError, isGone } from '../errors'
import { sendBatch } from '../http/batch'
import type { GraphClient } from '../http/client'
import { segment } from '../http/link'
import { withQuery } from '../http/query'
import { type GraphAnswer, isSuccess } from '../http/request'

/** `gone`: beyond Deleted Items, where only an administrator finds it. */
export type FolderRole = EmailItem['folder'] | 'deletedItems' | 'gone'

const roles: Readonly<Record<string, FolderRole>> = {
  inbox: 'inbox',
  sentitems: 'sentItems',
  drafts: 'drafts',
  outbox: 'outbox',
  junkemail: 'junk',
  deleteditems: 'deletedItems',
  recoverableitemsdeletions: 'gone',
  msgfolderroot: 'other'
}

const Folder = t.intersection([t.type({ id: t.string }), t.partial({ parentFolderId: t.union([t.string, t.null]) })])
const deepest = 50

export interface MailFolders {
  /** The role of each folder, those of its parents where it has none of its own. Asks Graph only about folders that are not well known. */
  readonly rolesOf: (ids: Iterable<string>) => Promise<ReadonlyMap<string, FolderRole>>
}

/** The role that a well-known name says; `null` where it takes a look. */
export const roleOfName = (folder: string): FolderRole | null => (folder.toLowerCase() === 'archive' ? 'other' : (roles[folder.toLowerCase()] ?? null))

export const makeMailFolders = (client: GraphClient, root: string): MailFolders => {
  let known: Promise<ReadonlyMap<string, FolderRole>> | null = null

  const getFolders = async (ids: ReadonlyArray<string>): Promise<ReadonlyArray<t.TypeOf<typeof Folder> | null>> => {
    const outcomes = await sendBatch(client, ids.map((id) => ({ method: 'GET', path: withQuery(`${root}/mailFolders/${segment(id)}`, { $select: 'id,parentFolderId' }) })))
    return outcomes.map((o) => {
      if (E.isLeft(o)) throw new GraphFailure(o.left)
      return readFolder(o.right)
    })
  }

  const findKnown = async (): Promise<ReadonlyMap<string, FolderRole>> => {
    const names = Object.keys(roles)
    const folders = await getFolders(names)
    return new Map(folders.flatMap((f, i) => (f === null ? [] : [[f.id, roles[names[i] as string] as FolderRole] as const])))
  }

  /** Once for a process: these ids never change. A look that failed is made again by the next who asks. */
  const wellKnown = (): Promise<ReadonlyMap<string, FolderRole>> => {
    known ??= findKnown().catch((e: unknown) => {
      known = null
      throw e
    })
    return known
  }

  return {
    rolesOf: async (ids) => {
      const found = new Map(await wellKnown())
      const parents = new Map<string, string | null>()
      let open = [...new Set(ids)].filter((id) => !found.has(id))
      for (let depth = 0; open.length > 0 && depth < deepest; depth++) {
        const folders = await getFolders(open)
        open.forEach((id, i) => parents.set(id, folders[i]?.parentFolderId ?? null))
        open = [...new Set(open.flatMap((id) => parents.get(id) ?? []))].filter((id) => !found.has(id) && !parents.has(id))
      }
      const roleOf = (id: string, depth: number): FolderRole => {
        const own = found.get(id)
        if (own !== undefined) return own === 'deletedItems' || own === 'gone' || depth === 0 ? own : 'other'
        const parent = parents.get(id) ?? null
        return parent === null || depth >= deepest ? 'other' : roleOf(parent, depth + 1)
      }
      return new Map([...new Set(ids)].map((id) => [id, roleOf(id, 0)]))
    }
  }
}

/** `null`: not there, as the recoverable items are in some mailboxes. */
const readFolder = (answer: GraphAnswer): t.TypeOf<typeof Folder> | null => {
  if (isSuccess(answer) && Folder.is(answer.body)) return answer.body
  if (isGone(answer) || answer.status === 403 || isSuccess(answer)) return null
  throw new GraphFailure(answerError(answer, 'a mail folder'))
}
