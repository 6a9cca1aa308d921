/** The part of `$filter` that the resources need: comparisons, `startswith`, `and`, `or`, and the lambda over extended properties. */
import { refuse } from '../http/answer'
import { quotedText } from './split'

export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'
export type Literal = string | number | boolean | null

export type FilterNode =
  | { readonly _tag: 'Compare'; readonly path: string; readonly operator: Comparison; readonly value: Literal }
  | { readonly _tag: 'StartsWith'; readonly path: string; readonly value: string }
  | { readonly _tag: 'Any'; readonly path: string; readonly filter: FilterNode }
  | { readonly _tag: 'And' | 'Or'; readonly left: FilterNode; readonly right: FilterNode }

const invalid = (): never => refuse(400, 'ErrorInvalidUrlQueryFilter', 'The query filter contains one or more invalid nodes.')

const tokenPattern = /\s*('(?:[^']|'')*'|[()]|,|:|[^\s(),:']+(?::[^\s(),:']+)*)/y

const tokensOf = (text: string): Array<string> => {
  const tokens: string[] = []
  tokenPattern.lastIndex = 0
  while (tokenPattern.lastIndex < text.trimEnd().length) {
    const token = tokenPattern.exec(text)?.[1]
    if (token === undefined) return invalid()
    tokens.push(token)
  }
  return tokens
}

const literalOf = (token: string): Literal => {
  const text = quotedText(token)
  if (text !== null) return text
  if (token === 'true' || token === 'false') return token === 'true'
  if (token === 'null') return null
  if (/^-?\d+(\.\d+)?$/.test(token)) return Number(token)
  if (/^\d{4}-\d{2}-\d{2}/.test(token)) return token
  return invalid()
}

const isComparison = (token: string | undefined): token is Comparison => ['eq', 'ne', 'gt', 'ge', 'lt', 'le'].includes(token ?? '')

/** Reads a filter; refuses with 400 what it does not know. */
export const readFilter = (text: string): FilterNode => {
  const tokens = tokensOf(text)
  let at = 0
  const take = (): string => {
    const token = tokens[at]
    at += 1
    return token ?? invalid()
  }
  const expect = (token: string): void => {
    if (take().toLowerCase() !== token) invalid()
  }
  const primary = (): FilterNode => {
    if (tokens[at] === '(') {
      at += 1
      const inner = disjunction()
      expect(')')
      return inner
    }
    const path = take()
    if (path.toLowerCase() === 'startswith') {
      expect('(')
      const of = take()
      expect(',')
      const value = quotedText(take()) ?? invalid()
      expect(')')
      return { _tag: 'StartsWith', path: of, value }
    }
    if (/\/any$/i.test(path)) {
      expect('(')
      // `ep:` or, written closely, `ep:ep/id`, which is one token.
      const [variable, ...rest] = take().split(':')
      if (rest.length > 0) {
        at -= 1
        tokens[at] = rest.join(':')
      } else expect(':')
      const filter = disjunction()
      expect(')')
      return { _tag: 'Any', path: path.slice(0, -4), filter: withoutVariable(filter, `${variable ?? ''}/`) }
    }
    const operator = take().toLowerCase()
    return isComparison(operator) ? { _tag: 'Compare', path, operator, value: literalOf(take()) } : invalid()
  }
  const conjunction = (): FilterNode => {
    let node = primary()
    while (tokens[at]?.toLowerCase() === 'and') {
      at += 1
      node = { _tag: 'And', left: node, right: primary() }
    }
    return node
  }
  const disjunction = (): FilterNode => {
    let node = conjunction()
    while (tokens[at]?.toLowerCase() === 'or') {
      at += 1
      node = { _tag: 'Or', left: node, right: conjunction() }
    }
    return node
  }
  const node = disjunction()
  return at === tokens.length ? node : invalid()
}

const withoutVariable = (node: FilterNode, variable: string): FilterNode => {
  switch (node._tag) {
    case 'And':
    case 'Or':
      return { ...node, left: withoutVariable(node.left, variable), right: withoutVariable(node.right, variable) }
    case 'Any':
      return invalid()
    default:
      return node.path.startsWith(variable) ? { ...node, path: node.path.slice(variable.length) } : invalid()
  }
}

type Leaf = Exclude<FilterNode, { readonly _tag: 'And' | 'Or' }>

/** Every comparison that a filter is made of. */
export const leavesOf = (node: FilterNode): ReadonlyArray<Leaf> => {
  switch (node._tag) {
    case 'And':
    case 'Or':
      return [...leavesOf(node.left), ...leavesOf(node.right)]
    default:
      return [node]
  }
}
