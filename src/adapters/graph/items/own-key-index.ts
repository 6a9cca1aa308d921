/**
 * Which items were seen with which key of ours. Graph cannot be asked for the key of a task, nor of an event that lies in
 * Deleted Items. What is told here is looked at before it is believed.
 */
import type { ItemId, OwnKey } from '../../../core/model/ids'
import type { Item } from '../../../core/model/item'
import type { Instant } from '../../../core/model/time'

export interface OwnKeyIndex {
  readonly note: (item: Pick<Item, 'id' | 'ownKey'>) => void
  readonly idsWith: (key: OwnKey) => ReadonlyArray<ItemId>
  readonly forget: (id: ItemId) => void
  /** Up to when the tasks of a list were looked through for keys; `null`: never. */
  readonly scannedUntil: (list: string) => Instant | null
  readonly noteScanned: (list: string, until: Instant | null) => void
}

const mostKeys = 100_000

export const makeOwnKeyIndex = (): OwnKeyIndex => {
  const byKey = new Map<OwnKey, Set<ItemId>>()
  const byId = new Map<ItemId, OwnKey>()
  const forget = (id: ItemId): void => {
    const key = byId.get(id)
    if (key === undefined) return
    byId.delete(id)
    const ids = byKey.get(key)
    ids?.delete(id)
    if (ids?.size === 0) byKey.delete(key)
  }
  const scanned = new Map<string, Instant | null>()
  return {
    forget,
    scannedUntil: (list) => scanned.get(list) ?? null,
    noteScanned: (list, until) => void scanned.set(list, until),
    idsWith: (key) => [...(byKey.get(key) ?? [])],
    note: ({ id, ownKey }) => {
      if (byId.get(id) === ownKey) return
      forget(id)
      if (ownKey === null) return
      byId.set(id, ownKey)
      byKey.set(ownKey, (byKey.get(ownKey) ?? new Set()).add(id))
      if (byId.size > mostKeys) for (const oldest of byId.keys()) {
        forget(oldest)
        break
      }
    }
  }
}
