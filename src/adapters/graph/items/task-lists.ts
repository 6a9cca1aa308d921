/** The task lists of a mailbox: those that are the owner's, the default one, and the one that stands for Deleted Items. */
import * as t from 'io-ts'
import { notFound } from '../../../core/errors'
import type { CheckedGraphConfig } from '../config'
import { GraphFailure, malformed } from '../failure'
import type { GraphClient } from '../http/client'
import { collect, orFail } from '../http/collect'

const List = t.intersection([t.type({ id: t.string, displayName: t.string }), t.partial({ wellknownListName: t.union([t.string, t.null]), isOwner: t.union([t.boolean, t.null]) })])

export interface TaskList {
  readonly id: string
  /** It stands for Deleted Items. */
  readonly deleted: boolean
  readonly isDefault: boolean
}

export interface TaskLists {
  /** As Graph tells one, or `null` for a list that is none of this mailbox's tasks: flagged e-mails, and lists that somebody else shares. */
  readonly read: (raw: unknown) => TaskList | null
  /** All of them, as they are now. */
  readonly all: () => Promise<ReadonlyArray<TaskList>>
  /** Whether a list stands for Deleted Items. Graph is asked only about one that was never seen. */
  readonly isDeleted: (id: string) => Promise<boolean>
  readonly defaultList: () => Promise<string>
  /** Made where there is none. */
  readonly deletedList: () => Promise<string>
  /** What the feed told. */
  readonly note: (list: TaskList) => void
}

const freshForMs = 600_000

export const makeTaskLists = (client: GraphClient, { root, deletedTasks }: Pick<CheckedGraphConfig, 'root' | 'deletedTasks'>): TaskLists => {
  const { now } = client.options
  let known = new Map<string, TaskList>()
  let at: number | null = null

  const read = (raw: unknown): TaskList | null => {
    if (!List.is(raw)) throw malformed('task list', 'id', 'something else', 'a task list')
    const wellKnown = raw.wellknownListName ?? 'none'
    if (raw.isOwner === false || wellKnown === 'flaggedEmails') return null
    return { id: raw.id, isDefault: wellKnown === 'defaultList', deleted: wellKnown !== 'defaultList' && raw.displayName === deletedTasks }
  }

  const refresh = async (): Promise<void> => {
    const lists = await collect(client, { method: 'GET', path: `${root}/todo/lists`, prefer: ['odata.maxpagesize=100'] }, 'the task lists')
    known = new Map(lists.flatMap((raw) => { const list = read(raw); return list === null ? [] : [[list.id, list] as const] }))
    at = now()
  }
  const find = async (is: (list: TaskList) => boolean): Promise<TaskList | null> => {
    const found = (): TaskList | undefined => [...known.values()].find(is)
    const fresh = at !== null && now() - at <= freshForMs
    if (!fresh || found() === undefined) await refresh()
    return found() ?? null
  }

  return {
    read,
    all: async () => {
      await refresh()
      return [...known.values()]
    },
    isDeleted: async (id) => (known.get(id) ?? (await find((list) => list.id === id)))?.deleted ?? false,
    defaultList: async () => {
      const list = await find((l) => l.isDefault)
      if (list === null) throw new GraphFailure(notFound('the default task list'))
      return list.id
    },
    deletedList: async () => {
      const list = await find((l) => l.deleted)
      if (list !== null) return list.id
      const made = read(orFail(await client.send({ method: 'POST', path: `${root}/todo/lists`, body: { displayName: deletedTasks } }), 'the list of deleted tasks').body)
      if (made === null) throw malformed('task list', 'isOwner', 'false', 'a list of the mailbox')
      known.set(made.id, { ...made, deleted: true })
      return made.id
    },
    note: (list) => void known.set(list.id, list)
  }
}
