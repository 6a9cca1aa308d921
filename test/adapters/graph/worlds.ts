/** A mailbox on the local Graph server, with somebody at the other end. */
import { encodeId, listIds } from './ids'
import { graphMailbox, type GraphMailbox, type GraphMailboxConfig } from '../../../src/adapters/graph'
import type { ItemDetails, ItemMarks, NewAttachment } from '../../../src/adapters/memory'
import type { FieldsOf, Kind, Patch } from '../../../src/core/model/fields'
import { parseItemId } from '../../../src/adapters/graph/resources/item-id'
import { linkedApplication, ownKeyPropertyId } from '../../../src/adapters/graph/resources/own-key'
import { graphServer, type GraphPerson, type GraphServer, type GraphServerOptions } from '../../../src/testing/graph-server'

export const deletedTasks = 'Deleted tasks'

export interface World {
  readonly server: GraphServer
  readonly mailbox: GraphMailbox
  /** By our own ids. */
  readonly person: PersonById
  /** By Graph's. */
  readonly graphPerson: GraphPerson
  readonly slept: ReadonlyArray<number>
  /** Another adapter on the same mailbox, as after a restart. */
  readonly reopen: (over?: Partial<GraphMailboxConfig>) => GraphMailbox
  readonly tick: (ms: number) => void
}

export interface PersonById {
  readonly add: <K extends Kind>(kind: K, fields: FieldsOf[K], details?: ItemDetails<K>) => Promise<string>
  readonly edit: (id: string, patch: Patch) => Promise<void>
  readonly mark: (id: string, marks: ItemMarks) => Promise<void>
  readonly moveToDeletedItems: (id: string) => Promise<string>
  readonly restore: (id: string) => Promise<string>
  readonly deletePermanently: (id: string) => Promise<void>
  readonly attach: (id: string, file: NewAttachment) => Promise<string>
  readonly changeId: (id: string) => Promise<string>
  readonly copy: (id: string) => Promise<string>
}

/** What a world may be told: of the server, of the adapter, and by which clock both go. */
export interface WorldOptions {
  readonly server?: Partial<GraphServerOptions>
  readonly mailbox?: Partial<GraphMailboxConfig>
  readonly now?: () => string
  readonly user?: { readonly id: string; readonly mail: string; readonly displayName: string }
}

export const personById = (person: GraphPerson, lists: () => Promise<ReadonlyMap<string, string>>): PersonById => {
  const plain = (id: string): string => {
    const parsed = parseItemId(id)
    return parsed._tag === 'Right' ? parsed.right.id : id
  }
  const ours = async (id: string | null): Promise<string> => {
    const item = id === null ? null : person.get(id)
    if (id === null || item === null) return 'gone'
    return encodeId(item, id, await lists())
  }
  return {
    add: async (kind, fields, details) => ours(person.add(kind, fields, details)),
    edit: async (id, patch) => void person.edit(plain(id), patch),
    mark: async (id, marks) => void person.mark(plain(id), marks),
    moveToDeletedItems: async (id) => ours(person.moveToDeletedItems(plain(id))),
    restore: async (id) => ours(person.restore(plain(id))),
    deletePermanently: async (id) => void person.deletePermanently(plain(id)),
    attach: async (id, file) => person.attach(plain(id), file) ?? '',
    changeId: async (id) => ours(person.changeId(plain(id))),
    copy: async (id) => ours(person.copy(plain(id)))
  }
}

export const makeWorld = (o: WorldOptions = {}): World => {
  let clock = Date.parse('2026-03-02T08:00:00.000Z')
  // Moves on by itself, so that times differ; a server's times have seconds.
  const now = o.now ?? ((): string => new Date((clock += 1000)).toISOString())
  const slept: Array<number> = []
  const server = graphServer({ now, limits: null, ...o.server })
  const { id, mail, displayName } = o.user ?? { id: 'anna', mail: 'owner@mailbox.example', displayName: 'Anna' }
  server.addUser({ id, mail, displayName, aliases: ['anna@alias.example'] })
  const reopen = (over: Partial<GraphMailboxConfig> = {}): GraphMailbox =>
    graphMailbox({
      user: 'me',
      getToken: async () => server.token(id),
      fetch: server.fetch,
      now: () => Date.parse(now()),
      random: () => 0,
      sleep: async (ms) => {
        slept.push(ms)
        clock += ms
      },
      deletedTasks,
      ...o.mailbox,
      ...over
    })
  const graphPerson = server.person(id, { property: ownKeyPropertyId, application: linkedApplication, deletedTasks })
  return { server, mailbox: reopen(), graphPerson, person: personById(graphPerson, () => listIds(server, id)), slept, reopen, tick: (ms) => void (clock += ms) }
}
