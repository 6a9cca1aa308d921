/** What the parts of one mailbox share: the way to Graph, and what they have seen. */
import type { CheckedGraphConfig } from '../config'
import type { GraphClient } from '../http/client'
import { type EventPlaces, makeEventPlaces } from './event-places'
import { type MailFolders, makeMailFolders } from './mail-folders'
import { type OwnKeyIndex, makeOwnKeyIndex } from './own-key-index'
import { makeOwnAddresses } from './own-addresses'
import { makeTaskLists, type TaskLists } from './task-lists'

export interface MailboxContext {
  readonly config: CheckedGraphConfig
  readonly client: GraphClient
  readonly folders: MailFolders
  readonly lists: TaskLists
  readonly places: EventPlaces
  readonly keys: OwnKeyIndex
  readonly ownAddresses: () => Promise<ReadonlyArray<string>>
  /** Keys of what was sent by this process. */
  readonly sent: Set<string>
}

export const makeContext = (config: CheckedGraphConfig, client: GraphClient): MailboxContext => ({
  config,
  client,
  folders: makeMailFolders(client, config.root),
  lists: makeTaskLists(client, config),
  places: makeEventPlaces(client, config.root),
  keys: makeOwnKeyIndex(),
  ownAddresses: makeOwnAddresses(client, config.root),
  sent: new Set()
})
