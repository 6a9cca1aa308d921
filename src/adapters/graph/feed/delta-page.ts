/** A page of one delta, and where its sub-feed stands after it. */
import * as t from 'io-ts'
import { digestText } from '../../../core/digest'
import { unexpected } from '../../../core/errors'
import { GraphFailure, malformed } from '../failure'
import { pathBelow, resolveLink } from '../http/link'
import { isStale, type SubFeed } from './state'

const Page = t.intersection([t.type({ value: t.readonlyArray(t.unknown) }), t.partial({ '@odata.nextLink': t.string, '@odata.deltaLink': t.string })])

export interface DeltaPage {
  readonly entries: ReadonlyArray<unknown>
  /** Where to go on, below the base where it lies there. */
  readonly link: string
  /** The link is for the next pass. */
  readonly end: boolean
}

/** Throws for what is no page, and for a link to another host. */
export const decodeDeltaPage = (base: string, body: unknown): DeltaPage => {
  if (!Page.is(body)) throw malformed('page of a delta', 'value', 'something else', 'a list, and links that are texts')
  const next = body['@odata.nextLink']
  const link = next ?? body['@odata.deltaLink']
  if (link === undefined || link === '') throw malformed('page of a delta', '@odata.nextLink', 'nothing', 'a link to the next page or to the next delta')
  return { entries: body.value, link: pathBelow(base, link) ?? resolveLink(base, link), end: next === undefined }
}

const mostPages = 100_000
const linksRemembered = 20

/** The sub-feed after a page. Throws where the server leads in a circle, or on and on. */
export const advance = (sub: SubFeed, page: DeltaPage, now: number): SubFeed => {
  const begunAt = sub.pages === 0 ? now : sub.begunAt
  if (page.end) return { ...sub, link: page.link, first: false, due: isStale({ begunAt }, now), begunAt, pages: 0, recent: [] }
  const digest = digestText(page.link)
  const recent = sub.link === null ? sub.recent : [...sub.recent, digestText(sub.link)].slice(-linksRemembered)
  if (recent.includes(digest) || sub.pages + 1 >= mostPages) throw new GraphFailure(unexpected('the pages of a delta do not end'))
  return { ...sub, link: page.link, begunAt, pages: sub.pages + 1, recent }
}
