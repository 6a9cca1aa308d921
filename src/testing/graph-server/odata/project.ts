/** Leaves of a resource what was selected. */
import type { Query, TypeSpec } from './query'

/** Always there: ids, annotations, and what was expanded. */
export const project = <A extends object>(spec: TypeSpec<A>, query: Pick<Query, 'select' | 'expand'>, resource: A): unknown => {
  const select = query.select?.map((name) => name.slice(name.lastIndexOf('/') + 1)) ?? null
  const expanded = query.expand.map((e) => e.name)
  const hidden: ReadonlyArray<string> = spec.onlySelected ?? []
  return Object.fromEntries(
    Object.entries(resource).filter(([name]) => name === 'id' || name.startsWith('@') || expanded.includes(name) || (select === null ? !hidden.includes(name) : select.includes(name)))
  )
}
