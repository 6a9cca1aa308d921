/** A map from a key to the ids that stand under it, in the order in which they came. */
export type Multimap = Map<string, Set<string>>

const nothing: ReadonlySet<string> = new Set()

export const idsUnder = (map: Multimap, key: string): ReadonlySet<string> => map.get(key) ?? nothing

export const addUnder = (map: Multimap, key: string | null, id: string): void => {
  if (key === null) return
  const ids = map.get(key)
  if (ids === undefined) map.set(key, new Set([id]))
  else ids.add(id)
}

export const removeUnder = (map: Multimap, key: string | null, id: string): void => {
  if (key === null) return
  const ids = map.get(key)
  if (ids === undefined) return
  ids.delete(id)
  if (ids.size === 0) map.delete(key)
}
