/** One HTTP request from its first byte to its answer. */
import { openMailbox, readBearer } from './access/tokens'
import { serveBatch } from './batch'
import type { Call } from './context'
import { strikeAfter } from './faults/after'
import { strikeBefore } from './faults/before'
import { ConnectionLost, type Fault } from './faults/fault'
import { emptyAnswer, jsonAnswer, refuse, type Answer } from './http/answer'
import { parseJson } from './http/body'
import { responseOf } from './http/response'
import { sessionResource, takePiece } from './resources/upload'
import { errorAnswer, serve, type Machine } from './serve'
import { newGuid } from './state/ids'

const versionPath = '/v1.0'

const readBody = async (request: Request): Promise<unknown> => {
  const text = await request.text()
  if (text === '') return undefined
  const type = request.headers.get('content-type') ?? ''
  return /json/i.test(type) ? parseJson(text) : refuse(415, 'UnsupportedMediaType', 'A body needs the content type application/json.')
}

/** The URL is the key: a token has no business here. */
const upload = async (m: Machine, request: Request, id: string): Promise<Answer> => {
  m.log.add({ method: request.method, template: '/upload/{session}', status: 0, inBatch: false, user: null, lost: false })
  if (request.headers.has('authorization')) return refuse(401, 'InvalidAudience', 'An upload needs no token.')
  const session = m.state.uploads.get(id)
  if (session === undefined || session.expiresMs <= Date.parse(m.state.world.now())) return refuse(404, 'ErrorUploadSessionNotFound', 'The upload session is not there, or over.')
  if (request.method === 'GET') return jsonAnswer(200, sessionResource(session, null))
  if (request.method === 'DELETE') {
    m.state.uploads.delete(id)
    return emptyAnswer(204)
  }
  if (request.method !== 'PUT') return refuse(405, 'MethodNotAllowed', 'An upload takes PUT.')
  const bytes = new Uint8Array(await request.arrayBuffer())
  const owner = session.mailbox.items.get(session.owner)
  const answer = takePiece(session, request.headers.get('content-range'), bytes, (a) => `https://outlook.office.com/api/v2.0/Users('${session.mailbox.user.id}')/Messages('${owner?.ids.mutable ?? ''}')/Attachments('${a.ids.mutable}')`)
  if (answer.status === 201) m.state.uploads.delete(id)
  return answer
}

const batch = async (m: Machine, call: Call, url: string): Promise<Answer> => {
  const nowMs = Date.parse(m.state.world.now())
  let fault: Fault | null = null
  let user: string | null = null
  let answer: Answer
  const note = (status: number, lost: boolean): void => m.log.add({ method: call.method, template: '/$batch', status, inBatch: false, user, lost })
  try {
    const token = readBearer(m.state.world, m.tokens, call.headers)
    user = token.user
    // A batch of an application may be for several mailboxes; under way it counts for the one that its token was made for.
    const mailbox = token.application === null ? openMailbox(m.state.world, token, '/me').mailbox : (m.state.world.mailboxes.get(token.user) ?? null)
    fault = m.faults.choose({ method: call.method, path: call.path, template: '/$batch', params: call.params, user, inBatch: false })
    if (call.method !== 'POST') refuse(405, 'MethodNotAllowed', 'A batch is a POST.')
    const leave = mailbox === null ? (): void => undefined : m.limits.enter(mailbox)
    try {
      if (fault !== null) strikeBefore(fault, { mailbox, nowMs, url, resync: () => undefined })
      answer = await serveBatch(m, call, url)
    } finally {
      leave()
    }
  } catch (error) {
    if (error instanceof ConnectionLost) note(0, true)
    answer = errorAnswer(m, error)
  }
  note(answer.status, fault?.kind === 'lostAnswer' || fault?.kind === 'cut')
  return fault === null ? answer : strikeAfter(fault, answer, { url, random: m.random, nowMs, sleep: m.sleep })
}

const answerTo = async (m: Machine, request: Request): Promise<Answer> => {
  const url = new URL(request.url)
  const [, session] = /^\/upload\/([^/]+)$/.exec(url.pathname) ?? []
  if (session !== undefined) return upload(m, request, session)
  if (!url.pathname.startsWith(`${versionPath}/`)) return refuse(404, 'InvalidVersion', 'Invalid version specified.')
  const call: Call = { method: request.method, path: url.pathname.slice(versionPath.length), params: url.searchParams, headers: request.headers, body: await readBody(request) }
  return call.path === '/$batch' ? batch(m, call, request.url) : serve(m, call, false, request.url)
}

/** Rejects with `ConnectionLost` where a fault takes the connection away; everything else is a response. */
export const handleRequest = async (m: Machine, request: Request): Promise<Response> => {
  const requestId = newGuid(m.state.world)
  const answer = await answerTo(m, request).catch((error: unknown) => errorAnswer(m, error))
  return responseOf(answer, {
    date: new Date(Date.parse(m.state.world.now())).toUTCString(),
    'request-id': requestId,
    'client-request-id': request.headers.get('client-request-id') ?? requestId,
    'odata-version': '4.0'
  })
}
