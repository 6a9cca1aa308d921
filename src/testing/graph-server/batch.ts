/** `/$batch`: up to 20 calls in one request, carried out four at a time and answered in any order. */
import * as t from 'io-ts'
import type { Call } from './context'
import { badRequest, emptyAnswer, jsonAnswer, Refusal, type Answer } from './http/answer'
import { shuffled } from './random'
import { errorAnswer, serve, type Machine } from './serve'

const Item = t.intersection([t.type({ id: t.string, method: t.string, url: t.string }), t.partial({ headers: t.record(t.string, t.string), body: t.unknown, dependsOn: t.array(t.string) })])
type Item = t.TypeOf<typeof Item>
const Items = t.type({ requests: t.array(Item) })

const mostItems = 20
const atOnce = 4

const headersOf = (item: Item): Headers => new Headers(item.headers ?? {})

/** All at the same time, each after the one before, or all after one. */
const isKnownOrder = (items: ReadonlyArray<Item>): boolean => {
  const dependent = items.filter((i) => (i.dependsOn ?? []).length > 0)
  if (dependent.length === 0) return true
  if (dependent.some((i) => i.dependsOn?.length !== 1)) return false
  const serial = items.every((item, i) => (i === 0 ? (item.dependsOn ?? []).length === 0 : item.dependsOn?.[0] === items[i - 1]?.id))
  const [first] = dependent
  const same = dependent.every((i) => i.dependsOn?.[0] === first?.dependsOn?.[0]) && dependent.length === items.length - 1
  return serial || same
}

const readItems = (body: unknown): ReadonlyArray<Item> => {
  const decoded = Items.decode(body)
  if (decoded._tag === 'Left') return badRequest('Invalid batch payload format.')
  const { requests } = decoded.right
  if (requests.length === 0) return badRequest('Invalid batch payload format.')
  if (requests.length > mostItems) return badRequest(`Number of batch request steps exceeds the maximum value of ${mostItems}.`)
  const ids = requests.map((r) => r.id.toLowerCase())
  if (new Set(ids).size !== ids.length || ids.includes('')) return badRequest('Each request in a batch needs an id of its own.')
  for (const r of requests) {
    if (r.body !== undefined && !headersOf(r).has('content-type')) badRequest(`Write request id : ${r.id.slice(0, 20)} does not contain Content-Type header or body.`)
    if (r.dependsOn?.some((d) => !requests.some((other) => other.id === d) || d === r.id) === true) badRequest('A request depends on one that is not there.')
  }
  return isKnownOrder(requests) ? requests : badRequest('Requests of a batch depend on none, each on the one before, or all on one.')
}

/** The outer token goes for all; every other header is each item's own. */
const callOf = (item: Item, outer: Headers): Call => {
  // The official client leaves the version in.
  const url = new URL(item.url.replace(/^\/?(v1\.0\/)?/, '/'), 'https://batch.invalid')
  const headers = headersOf(item)
  headers.set('authorization', outer.get('authorization') ?? '')
  return { method: item.method.toUpperCase(), path: url.pathname, params: url.searchParams, headers, body: item.body }
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')

const bodyOf = (answer: Answer): object => {
  const { body } = answer
  if (body === null || 'stream' in body) return {}
  return 'json' in body ? { body: body.json } : { body: base64(body.bytes) }
}

const itemAnswer = (id: string, answer: Answer): object => {
  const { body } = answer
  const type = body === null ? {} : { 'Content-Type': 'json' in body ? 'application/json' : body.type }
  const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name.replace(/(^|-)([a-z])/g, (c) => c.toUpperCase()), value]))
  return { id, status: answer.status, headers: { 'Cache-Control': 'no-cache', 'OData-Version': '4.0', ...type, ...headers }, ...bodyOf(answer) }
}

const failedDependency = (m: Machine): Answer => errorAnswer(m, new Refusal(424, 'FailedDependency', 'A request that this one depends on has failed.'))

/** In an order that respects what depends on what; among others, any four run together. */
const runItems = async (m: Machine, items: ReadonlyArray<Item>, outer: Headers, url: string): Promise<ReadonlyMap<string, Answer>> => {
  const answers = new Map<string, Answer>()
  let left = items
  while (left.length > 0) {
    const ready = left.filter((i) => (i.dependsOn ?? []).every((d) => answers.has(d)))
    const four = shuffled(ready.slice(0, atOnce), m.random)
    await Promise.all(
      four.map(async (item) => {
        const failed = (item.dependsOn ?? []).some((d) => (answers.get(d)?.status ?? 424) >= 400)
        answers.set(item.id, failed ? failedDependency(m) : await serve(m, callOf(item, outer), true, url))
      })
    )
    left = left.filter((i) => !answers.has(i.id))
  }
  return answers
}

/** Answers 200 for the batch, whatever became of its items. */
export const serveBatch = async (m: Machine, call: Call, url: string): Promise<Answer> => {
  const items = readItems(call.body)
  const answers = await runItems(m, items, call.headers, url)
  const responses = shuffled(items, m.random).map((i) => itemAnswer(i.id, answers.get(i.id) ?? emptyAnswer(500)))
  return jsonAnswer(200, { responses })
}
