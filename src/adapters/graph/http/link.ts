/** Where a request may go: a token is sent to the configured host and to no other, whatever a page says. */
import { malformed } from '../failure'

/** The root of everything: `https://graph.microsoft.com/v1.0`, without a slash at the end. */
export type BaseUrl = string

const urlOf = (text: string): URL | null => {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

/**
 * A path (`/me/messages`) or a whole link of the server's as a URL. Throws for a link to another host, another port, a weaker
 * scheme, or with a user name in it; the error does not quote it, because links carry tokens of their own.
 */
export const resolveLink = (base: BaseUrl, pathOrLink: string): string => {
  if (pathOrLink.startsWith('/')) return `${base}${pathOrLink}`
  const [root, url] = [new URL(base), urlOf(pathOrLink)]
  if (url === null || url.origin !== root.origin || url.username !== '' || url.password !== '') throw malformed('link of a page', 'link', url === null ? 'no link' : 'another host', `a link to ${root.origin}`)
  return url.href
}

/** The same as a path below the base, as the requests inside a batch have it; `null` where it lies outside of the base. */
export const pathBelow = (base: BaseUrl, pathOrLink: string): string | null => {
  const href = resolveLink(base, pathOrLink)
  return href.startsWith(`${base}/`) ? href.slice(base.length) : null
}

/** One segment of a path. An id that would leave its place in the path, or is no text at all, is made one that is nowhere. */
export const segment = (id: string): string => {
  try {
    return /^\.*$/.test(id) ? '-' : encodeURIComponent(id)
  } catch {
    return '-'
  }
}
