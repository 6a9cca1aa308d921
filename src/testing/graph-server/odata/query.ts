/** System query options of one request, and what a type allows of them. What it does not is refused with 400. */
import { refuse } from '../http/answer'
import { type Comparison, type FilterNode, leavesOf, readFilter } from './filter'
import { splitOutside } from './split'

/** What can be asked of a collection of `A`. */
export interface TypeSpec<A> {
  readonly name: string
  readonly properties: ReadonlyArray<keyof A & string>
  /** Left out unless they are selected. */
  readonly onlySelected?: ReadonlyArray<keyof A & string>
  /** Of derived types, to be selected as `microsoft.graph.fileAttachment/contentId`. */
  readonly derived?: ReadonlyArray<string>
  readonly filterable: Readonly<Record<string, ReadonlyArray<Comparison | 'startswith' | 'any'>>>
  readonly orderable: ReadonlyArray<string>
  readonly expandable: ReadonlyArray<string>
}

export interface ExpandClause {
  readonly name: string
  readonly filter: FilterNode | null
  readonly select: ReadonlyArray<string> | null
}

export interface Query {
  readonly select: ReadonlyArray<string> | null
  readonly expand: ReadonlyArray<ExpandClause>
  readonly filter: FilterNode | null
  readonly orderBy: ReadonlyArray<{ readonly path: string; readonly descending: boolean }>
  readonly top: number | null
  readonly skip: number
  readonly count: boolean
}

type Option = '$select' | '$expand' | '$filter' | '$orderby' | '$top' | '$skip' | '$count'

const unsupported = (what: string): never => refuse(400, 'RequestBroker--ParseUri', what)

const wholeNumber = (name: string, text: string | null): number | null => {
  if (text === null) return null
  return /^\d{1,9}$/.test(text) ? Number(text) : unsupported(`Invalid value '${text.slice(0, 20)}' for $${name} query option found. The $${name} query option requires a non-negative integer value.`)
}

/** Property names of a `$select`, which may be one within an expansion. */
export const readSelect = <A>(spec: TypeSpec<A>, text: string | null): ReadonlyArray<string> | null => {
  if (text === null) return null
  const names = splitOutside(text, ',')
  const known: ReadonlyArray<string> = [...spec.properties, ...(spec.onlySelected ?? []), ...(spec.derived ?? []), 'id']
  for (const name of names) if (!known.includes(name)) unsupported(`Could not find a property named '${name.slice(0, 40)}' on type 'microsoft.graph.${spec.name}'.`)
  return names
}

const readExpand = <A>(spec: TypeSpec<A>, text: string | null): ReadonlyArray<ExpandClause> =>
  splitOutside(text ?? '', ',').map((clause) => {
    const [, name, , inner] = /^([\w.]+)(\((.*)\))?$/s.exec(clause) ?? []
    if (name === undefined || !spec.expandable.includes(name)) return unsupported(`Parsing OData Select and Expand failed: '${(name ?? clause).slice(0, 40)}' cannot be expanded on type 'microsoft.graph.${spec.name}'.`)
    let filter: FilterNode | null = null
    let select: ReadonlyArray<string> | null = null
    for (const option of splitOutside(inner ?? '', ';')) {
      const [, key, value] = /^(\$\w+)=(.*)$/s.exec(option) ?? []
      if (key === '$filter' && value !== undefined) filter = readFilter(value)
      else if (key === '$select' && value !== undefined) select = splitOutside(value, ',')
      else unsupported('Parsing OData Select and Expand failed.')
    }
    return { name, filter, select }
  })

const readQueryFilter = <A>(spec: TypeSpec<A>, text: string | null): FilterNode | null => {
  if (text === null) return null
  const filter = readFilter(text)
  for (const leaf of leavesOf(filter)) {
    const allowed = spec.filterable[leaf.path] ?? []
    const asked = leaf._tag === 'Compare' ? leaf.operator : leaf._tag === 'Any' ? 'any' : 'startswith'
    if (!allowed.includes(asked)) refuse(400, 'ErrorInvalidUrlQueryFilter', `The query filter contains one or more invalid nodes: '${leaf.path.slice(0, 40)}' cannot be filtered with '${asked}'.`)
  }
  return filter
}

const readOrder = <A>(spec: TypeSpec<A>, text: string | null): Query['orderBy'] =>
  splitOutside(text ?? '', ',').map((clause) => {
    const [path, direction = 'asc', ...rest] = clause.split(/\s+/)
    if (path === undefined || rest.length > 0 || !['asc', 'desc'].includes(direction.toLowerCase()) || !spec.orderable.includes(path)) return unsupported(`The collection cannot be ordered by '${clause.slice(0, 40)}'.`)
    return { path, descending: direction.toLowerCase() === 'desc' }
  })

/** The query options of a collection or of one resource; `allowed` says which. `extra` are parameters of the function itself. */
export const readQuery = <A>(spec: TypeSpec<A>, params: URLSearchParams, allowed: ReadonlyArray<Option>, extra: ReadonlyArray<string> = []): Query => {
  const known: ReadonlyArray<string> = allowed
  for (const name of params.keys()) {
    if (!known.includes(name) && !extra.some((e) => e.toLowerCase() === name.toLowerCase())) unsupported(`The query parameter '${name.slice(0, 40)}' is not supported here.`)
    if (params.getAll(name).length > 1) unsupported(`Query option '${name}' was specified more than once, but it must be specified at most once.`)
  }
  const filter = readQueryFilter(spec, params.get('$filter'))
  const orderBy = readOrder(spec, params.get('$orderby'))
  const [first] = orderBy
  // The store sorts by an index that begins with what is filtered.
  if (filter !== null && first !== undefined && !leavesOf(filter).some((leaf) => leaf.path === first.path)) refuse(400, 'InefficientFilter', 'The restriction or sort order is too complex for this operation.')
  const top = wholeNumber('top', params.get('$top'))
  if (top !== null && (top === 0 || top > 1000)) unsupported('Invalid value for $top: it must be from 1 to 1000.')
  return {
    select: readSelect(spec, params.get('$select')),
    expand: readExpand(spec, params.get('$expand')),
    filter,
    orderBy,
    top,
    skip: wholeNumber('skip', params.get('$skip')) ?? 0,
    count: params.get('$count') === 'true'
  }
}

export const collectionOptions: ReadonlyArray<Option> = ['$select', '$expand', '$filter', '$orderby', '$top', '$skip', '$count']
