/** Ids of extended properties: `String {guid} Name X`, of which X is case-sensitive and the rest is not; and MAPI tags, `Integer 0x36`. */
import { refuse } from '../http/answer'
import type { FilterNode } from './filter'
import type { ExtendedProperty } from '../state/model'

const named = /^(\w+) (\{[0-9a-f-]{36}\}) (Name|Id) (.+)$/i
const tagged = /^(\w+) 0x([0-9a-f]{1,4})$/i

/** A form in which equal ids are equal texts. Refuses with 400 what is no id. */
export const canonicalPropertyId = (id: string): string => {
  const name = named.exec(id)
  if (name !== null) return `${name[1]?.toLowerCase()} ${name[2]?.toLowerCase()} ${name[3]?.toLowerCase()} ${name[4]}`
  const tag = tagged.exec(id)
  if (tag !== null) return `${tag[1]?.toLowerCase()} 0x${Number.parseInt(tag[2] as string, 16).toString(16)}`
  return refuse(400, 'ErrorInvalidExtendedProperty', 'The extended property attribute combination is invalid.')
}

/** The ids that a filter within `$expand` names: `id eq '…' or id eq '…'`. */
export const expandedIds = (node: FilterNode): ReadonlyArray<string> => {
  if (node._tag === 'Or') return [...expandedIds(node.left), ...expandedIds(node.right)]
  return node._tag === 'Compare' && node.path === 'id' && node.operator === 'eq' && typeof node.value === 'string'
    ? [node.value]
    : refuse(400, 'ErrorInvalidUrlQueryFilter', 'The query filter contains one or more invalid nodes.')
}

interface Asked {
  readonly id: string
  readonly value: string
  readonly operator: 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'
}

const parts = (node: FilterNode): ReadonlyArray<FilterNode> => (node._tag === 'And' ? [...parts(node.left), ...parts(node.right)] : [node])

const askedOf = (node: FilterNode): Asked => {
  const [id, value, ...rest] = [...parts(node)].sort((a, b) => ('path' in a && 'path' in b ? (a.path < b.path ? -1 : 1) : 0))
  if (id?._tag !== 'Compare' || value?._tag !== 'Compare' || rest.length > 0 || id.path !== 'id' || value.path !== 'value' || id.operator !== 'eq' || typeof id.value !== 'string' || typeof value.value !== 'string')
    return refuse(400, 'ErrorInvalidUrlQueryFilter', 'The query filter contains one or more invalid nodes.')
  return { id: id.value, value: value.value, operator: value.operator }
}

/** The lambda of `singleValueExtendedProperties/Any(ep: ep/id eq '…' and ep/value eq '…')`: values are compared without regard to case. */
export const propertyMatches = (properties: ReadonlyArray<ExtendedProperty>, node: FilterNode): boolean => {
  if (node._tag === 'Or') return propertyMatches(properties, node.left) || propertyMatches(properties, node.right)
  const asked = askedOf(node)
  const id = canonicalPropertyId(asked.id)
  const held = properties.find((p) => canonicalPropertyId(p.id) === id)
  if (held === undefined) return false
  const same = held.value.toLowerCase() === asked.value.toLowerCase()
  return asked.operator === 'ne' ? !same : asked.operator === 'eq' ? same : refuse(400, 'ErrorInvalidUrlQueryFilter', 'The query filter contains one or more invalid nodes.')
}
