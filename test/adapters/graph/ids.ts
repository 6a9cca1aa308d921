/** Our ids of what a person made. */
import { formatItemId } from '../../../src/adapters/graph/resources/item-id'
import type { GraphPerson, GraphServer } from '../../../src/testing/graph-server'

type Stored = NonNullable<ReturnType<GraphPerson['get']>>

interface List {
  readonly id: string
  readonly wellknownListName: string
}

/** Ids of task lists by the key under which the server has them. */
export const listIds = async (server: GraphServer, user: string): Promise<ReadonlyMap<string, string>> => {
  const answer = await server.fetch(`${server.baseUrl()}/me/todo/lists?$top=100`, { headers: { authorization: `Bearer ${server.token(user)}` } })
  const { value } = (await answer.json()) as { readonly value: ReadonlyArray<List> }
  return new Map(value.flatMap((l) => [[`list:${l.id}`, l.id] as const, [`list:${l.wellknownListName}`, l.id] as const]))
}

export const encodeId = (item: Stored, id: string, lists: ReadonlyMap<string, string>): string => {
  switch (item.kind) {
    case 'message':
      return formatItemId({ kind: 'email', id })
    case 'event':
      return formatItemId({ kind: 'appointment', id })
    case 'task':
      return formatItemId({ kind: 'task', list: lists.get(item.home) ?? 'nowhere', id })
    case 'contact':
      return `contact:${id}`
  }
}
