/** Answers a collection: filtered, ordered, a page of it, with a link to the next. */
import { type Context, linkTo, metadata } from '../context'
import { jsonAnswer, refuse, type Answer } from '../http/answer'
import { propertyMatches } from './extended-property'
import type { FilterNode } from './filter'
import { matches, valueAt } from './match'
import { project } from './project'
import { collectionOptions, readQuery, type Query, type TypeSpec } from './query'
import type { ExtendedProperty } from '../state/model'

/** A resource, and what expansions and lambdas look at. */
export interface Entry<A> {
  readonly resource: A
  readonly properties: ReadonlyArray<ExtendedProperty>
  readonly expand: (query: Query) => object
}

export const plainEntry = <A>(resource: A): Entry<A> => ({ resource, properties: [], expand: () => ({}) })

const lambda =
  (properties: ReadonlyArray<ExtendedProperty>) =>
  (path: string, filter: FilterNode): boolean =>
    path === 'singleValueExtendedProperties' ? propertyMatches(properties, filter) : refuse(400, 'ErrorInvalidUrlQueryFilter', 'The query filter contains one or more invalid nodes.')

const order = <A>(entries: Array<Entry<A>>, orderBy: Query['orderBy']): Array<Entry<A>> =>
  orderBy.length === 0
    ? entries
    : entries.sort((a, b) => {
        for (const { path, descending } of orderBy) {
          const [x, y] = [String(valueAt(a.resource, path) ?? ''), String(valueAt(b.resource, path) ?? '')]
          if (x !== y) return (x < y ? -1 : 1) * (descending ? -1 : 1)
        }
        return 0
      })

export const pageSizeOf = (ctx: Context, top: number | null): number => Math.min(top ?? ctx.preferences.maxPageSize ?? ctx.server.options.pageSize ?? 10, ctx.server.options.largestPage ?? 1000)

const view = <A extends object>(spec: TypeSpec<A>, query: Query, entry: Entry<A>): unknown => project(spec, query, { ...entry.resource, ...entry.expand(query) })

/** `extra` are parameters of the collection itself, like the window of a calendar view. */
export const answerCollection = <A extends object>(ctx: Context, spec: TypeSpec<A>, entries: ReadonlyArray<Entry<A>>, extra: ReadonlyArray<string> = []): Answer => {
  const query = readQuery(spec, ctx.call.params, collectionOptions, extra)
  const { filter } = query
  // Also where there is nothing to be looked at, so that a wrong filter is refused whatever the mailbox holds.
  if (filter !== null) matches(filter, {}, lambda([]))
  const found = order(
    entries.filter((e) => filter === null || matches(filter, e.resource, lambda(e.properties))),
    query.orderBy
  )
  const size = pageSizeOf(ctx, query.top)
  const page = found.slice(query.skip, query.skip + size)
  const next = query.skip + size
  return jsonAnswer(200, {
    '@odata.context': metadata(ctx, spec.name),
    ...(query.count ? { '@odata.count': found.length } : {}),
    ...(next < found.length ? { '@odata.nextLink': linkTo(ctx, ctx.call.path, { ...Object.fromEntries(ctx.call.params), $skip: String(next) }) } : {}),
    value: page.map((e) => view(spec, query, e))
  })
}

/** Answers one resource. */
export const answerOne = <A extends object>(ctx: Context, spec: TypeSpec<A>, entry: Entry<A>, status = 200, headers: Answer['headers'] = {}): Answer => {
  // A POST or PATCH answers with everything, and has no query.
  const query = readQuery(spec, ctx.call.params, ctx.call.method === 'GET' ? ['$select', '$expand'] : [])
  return jsonAnswer(status, { '@odata.context': `${metadata(ctx, spec.name)}/$entity`, ...(view(spec, query, entry) as object) }, headers)
}
