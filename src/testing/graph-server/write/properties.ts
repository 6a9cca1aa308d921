/** Extended properties as requests set them. */
import { canonicalPropertyId } from '../odata/extended-property'
import { invalidProperty } from '../http/answer'
import type { ExtendedProperty } from '../state/model'

/** Those that are given replace those with the same id; the others stay. */
export const mergeProperties = (held: ReadonlyArray<ExtendedProperty>, given: ReadonlyArray<ExtendedProperty> | null | undefined): ReadonlyArray<ExtendedProperty> => {
  if (given === null || given === undefined) return held
  const ids = given.map((p) => canonicalPropertyId(p.id))
  if (new Set(ids).size !== ids.length) return invalidProperty('An extended property is given twice.')
  return [...held.filter((p) => !ids.includes(canonicalPropertyId(p.id))), ...given.map(({ id, value }) => ({ id, value }))]
}
