/** Whether a resource is what a filter asks for. */
import type { Comparison, FilterNode, Literal } from './filter'

const isRecord = (u: unknown): u is Readonly<Record<string, unknown>> => typeof u === 'object' && u !== null

/** The value at a path such as `from/emailAddress/address`. */
export const valueAt = (resource: unknown, path: string): unknown =>
  path.split('/').reduce<unknown>((u, name) => (isRecord(u) && Object.hasOwn(u, name) ? u[name] : undefined), resource)

/** Text as the store compares it: without regard to case, and moments by what they mean. */
const comparable = (value: unknown): string | number | null => {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value !== 'string') return null
  const moment = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})?$/.test(value) ? Date.parse(/Z|[+-]\d{2}:\d{2}$/.test(value) ? value : `${value}Z`) : Number.NaN
  return Number.isNaN(moment) ? (/^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : value.toLowerCase()) : moment
}

const compare = (operator: Comparison, held: unknown, asked: Literal): boolean => {
  const [a, b] = [comparable(held), comparable(asked)]
  if (operator === 'eq') return a === b
  if (operator === 'ne') return a !== b
  if (a === null || b === null || typeof a !== typeof b) return false
  return operator === 'gt' ? a > b : operator === 'ge' ? a >= b : operator === 'lt' ? a < b : a <= b
}

/** `any` answers for a lambda, because what it looks at is not in the resource. */
export const matches = (node: FilterNode, resource: unknown, any: (path: string, filter: FilterNode) => boolean): boolean => {
  switch (node._tag) {
    case 'And':
      return matches(node.left, resource, any) && matches(node.right, resource, any)
    case 'Or':
      return matches(node.left, resource, any) || matches(node.right, resource, any)
    case 'Any':
      return any(node.path, node.filter)
    case 'StartsWith':
      return String(valueAt(resource, node.path) ?? '').toLowerCase().startsWith(node.value.toLowerCase())
    case 'Compare':
      return compare(node.operator, valueAt(resource, node.path), node.value)
  }
}
