/** Finds the route of a path. Resource names are matched without regard to case, ids as they are. */
import type { Route } from '../context'

export interface Routed {
  readonly route: Route
  readonly named: Readonly<Record<string, string>>
}

/** `mailFolders('inbox')/messages/delta()` in the plain form. */
const segmentsOf = (path: string): ReadonlyArray<string> =>
  path
    .replace(/\('([^']*)'\)/g, '/$1')
    .replace(/\(\)/g, '')
    .split('/')
    .filter((s) => s !== '')

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

const matchTemplate = (template: string, segments: ReadonlyArray<string>): Readonly<Record<string, string>> | null => {
  const parts = segmentsOf(template)
  if (parts.length !== segments.length) return null
  const named: Record<string, string> = {}
  for (const [i, part] of parts.entries()) {
    const segment = segments[i] ?? ''
    if (part.startsWith('{')) named[part.slice(1, -1)] = decoded(segment)
    else if (part.toLowerCase() !== segment.toLowerCase()) return null
  }
  return named
}

const blanks = (template: string): number => template.split('{').length

/** The most literal route of the path; `otherMethods`: the path is there, the method is not. */
export const findRoute = (routes: ReadonlyArray<Route>, method: string, path: string): Routed | { readonly otherMethods: boolean } => {
  const segments = segmentsOf(path)
  const found = routes
    .map((route) => ({ route, named: matchTemplate(route.template, segments) }))
    .filter((r): r is Routed => r.named !== null)
    .sort((a, b) => blanks(a.route.template) - blanks(b.route.template))
  const [best] = found
  if (best === undefined) return { otherMethods: false }
  // Of `messages/delta` and `messages/{message}` the first is meant, whatever the method.
  return found.find((r) => r.route.method === method && blanks(r.route.template) === blanks(best.route.template)) ?? { otherMethods: true }
}
