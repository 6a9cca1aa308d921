/** Reads a collection to its end. */
import * as t from 'io-ts'
import { unexpected } from '../../../core/errors'
import { answerError } from '../errors'
import { GraphFailure, malformed } from '../failure'
import type { GraphClient } from './client'
import { type GraphAnswer, type GraphRequest, isSuccess } from './request'

const Page = t.intersection([t.type({ value: t.readonlyArray(t.unknown) }), t.partial({ '@odata.nextLink': t.string })])
const mostPages = 10_000

/** Throws what `answerError` says of an answer that is no success. */
export const orFail = (answer: GraphAnswer, what: string): GraphAnswer => {
  if (!isSuccess(answer)) throw new GraphFailure(answerError(answer, what))
  return answer
}

/** The entries after a first page that is there already. */
export const collectFrom = async (client: GraphClient, first: GraphAnswer, request: GraphRequest, what: string): Promise<ReadonlyArray<unknown>> => {
  const out: Array<unknown> = []
  const seen = new Set<string>()
  let answer = orFail(first, what)
  for (;;) {
    const { body } = answer
    if (!Page.is(body)) throw malformed(what, 'value', 'something else', 'a list')
    out.push(...body.value)
    const next = body['@odata.nextLink']
    if (next === undefined) return out
    if (seen.has(next) || seen.size >= mostPages) throw new GraphFailure(unexpected(`the pages of ${what} do not end`))
    seen.add(next)
    answer = orFail(await client.send({ ...request, path: next }), what)
  }
}

/** All entries of a collection. Throws where it has no end. */
export const collect = async (client: GraphClient, request: GraphRequest, what: string): Promise<ReadonlyArray<unknown>> => collectFrom(client, await client.send(request), request, what)
