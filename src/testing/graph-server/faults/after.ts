/** Faults that strike the answer of a request that was carried out. */
import { shuffled } from '../random'
import type { Answer } from '../http/answer'
import { ConnectionLost, type Fault } from './fault'

type Json = Readonly<Record<string, unknown>>

const jsonOf = (answer: Answer): Json | null => {
  if (answer.body === null || !('json' in answer.body)) return null
  const { json } = answer.body
  return typeof json === 'object' && json !== null ? (json as Json) : null
}

const withJson = (answer: Answer, change: (json: Json) => unknown): Answer => {
  const json = jsonOf(answer)
  return json === null ? answer : { ...answer, body: { json: change(json) } }
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

const bytesOf = (answer: Answer): Uint8Array | null => (answer.body === null || 'stream' in answer.body ? null : 'bytes' in answer.body ? answer.body.bytes : encode(JSON.stringify(answer.body.json)))

const cutStream = (bytes: Uint8Array): ReadableStream<Uint8Array> => {
  let sent = false
  return new ReadableStream({
    pull: (controller) => {
      if (sent) return controller.error(new ConnectionLost())
      sent = true
      controller.enqueue(bytes.subarray(0, Math.max(1, Math.floor(bytes.length / 2))))
    }
  })
}

const hugeStream = (bytes: number): ReadableStream<Uint8Array> => {
  const piece = encode(`"${'x'.repeat(65_530)}",`)
  let sent = 0
  return new ReadableStream({
    pull: (controller) => {
      if (sent === 0) controller.enqueue(encode('{"value":['))
      controller.enqueue(piece)
      sent += piece.length
      if (sent >= bytes) {
        controller.enqueue(encode('""]}'))
        controller.close()
      }
    }
  })
}

const twice = (json: Json, random: () => number): Json => {
  const value = json['value']
  return Array.isArray(value) ? { ...json, value: shuffled([...value, ...value.filter(() => random() < 0.5)], random) } : json
}

/** To another host, also where there was no link at all. */
const foreign = (json: Json, origin: string): Json => {
  const link = json['@odata.nextLink'] ?? json['@odata.deltaLink']
  const { pathname, search } = new URL(typeof link === 'string' ? link : 'https://x.example/v1.0/me/messages?$skip=10')
  const { '@odata.deltaLink': _deltaLink, ...rest } = json
  return { ...rest, '@odata.nextLink': `${origin}${pathname}${search}` }
}

const endless = (json: Json, url: string): Json => {
  const { '@odata.deltaLink': _deltaLink, ...rest } = json
  return { ...rest, '@odata.nextLink': url }
}

const poisoned = (json: Json): unknown => {
  const rest = JSON.stringify(json).slice(1)
  // Parsed, not written as a literal, so that the key is a key and not the prototype.
  return JSON.parse(`{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}${rest === '}' ? '' : ','}${rest}`)
}

export interface StruckAnswer {
  readonly url: string
  readonly random: () => number
  readonly nowMs: number
  readonly sleep: (ms: number) => Promise<void>
}

/** The answer as the client gets it; throws where it gets none. */
export const strikeAfter = async (fault: Fault, answer: Answer, on: StruckAnswer): Promise<Answer> => {
  switch (fault.kind) {
    case 'lostAnswer':
      throw new ConnectionLost()
    case 'slow':
      await on.sleep(fault.ms)
      return answer
    case 'cut': {
      const bytes = bytesOf(answer)
      return bytes === null || bytes.length === 0 ? answer : { ...answer, body: { stream: cutStream(bytes), type: 'application/json' } }
    }
    case 'truncatedJson': {
      const bytes = bytesOf(answer)
      return bytes === null ? answer : { ...answer, body: { bytes: bytes.subarray(0, Math.floor(bytes.length / 2)), type: 'application/json' } }
    }
    case 'wrongContentType': {
      const bytes = bytesOf(answer)
      return { ...answer, body: bytes === null ? null : { bytes: encode('<html><body>Sign in</body></html>'), type: fault.type ?? 'text/html' } }
    }
    case 'duplicates':
      return withJson(answer, (json) => twice(json, on.random))
    case 'foreignLink':
      return withJson(answer, (json) => ('value' in json ? foreign(json, fault.origin ?? 'https://elsewhere.example') : json))
    case 'endlessPaging':
      return withJson(answer, (json) => ('value' in json ? endless(json, on.url) : json))
    case 'hugeBody':
      return { ...answer, body: { stream: hugeStream(fault.bytes), type: 'application/json' } }
    case 'protoKeys':
      return withJson(answer, poisoned)
    case 'dateOff':
      return { ...answer, headers: { ...answer.headers, date: new Date(on.nowMs + (fault.ms ?? 86_400_000)).toUTCString() } }
    default:
      return answer
  }
}
