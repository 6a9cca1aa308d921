/** Upload sessions: pieces in order, each at most 4 MB and, but for the last, a multiple of 320 KiB, to a URL that needs no token. */
import type { UploadSession } from '@microsoft/microsoft-graph-types'
import { emptyAnswer, jsonAnswer, refuse, type Answer } from '../http/answer'
import type { MailboxState, StoredAttachment } from '../state/model'

export interface Upload {
  readonly id: string
  readonly mailbox: MailboxState
  /** The item that it is for. */
  readonly owner: number
  readonly size: number
  readonly received: Array<Uint8Array>
  readonly expiresMs: number
  readonly finish: (bytes: Uint8Array) => StoredAttachment
}

const kib320 = 320 * 1024
const mostInOnePiece = 4 * 1024 * 1024

const receivedOf = (u: Upload): number => u.received.reduce((sum, bytes) => sum + bytes.length, 0)

export const sessionResource = (u: Upload, uploadUrl: string | null): UploadSession => ({
  expirationDateTime: new Date(u.expiresMs).toISOString(),
  nextExpectedRanges: [`${receivedOf(u)}-`],
  ...(uploadUrl === null ? {} : { uploadUrl })
})

const joined = (pieces: ReadonlyArray<Uint8Array>): Uint8Array => {
  const whole = new Uint8Array(pieces.reduce((sum, p) => sum + p.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

/** Takes one piece. The last answers 201 with the attachment's address and no body. */
export const takePiece = (u: Upload, contentRange: string | null, bytes: Uint8Array, attachmentUrl: (a: StoredAttachment) => string): Answer => {
  const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(contentRange ?? '') ?? []
  if (first === undefined || last === undefined || Number(total) !== u.size) return refuse(400, 'InvalidContentRange', 'The Content-Range header is missing or does not fit the upload.')
  const received = receivedOf(u)
  if (Number(first) !== received) return refuse(416, 'InvalidRange', `The fragment does not begin where the upload stands: ${received}.`)
  if (Number(last) - Number(first) + 1 !== bytes.length || Number(last) >= u.size) return refuse(400, 'InvalidContentRange', 'The body is not as long as its Content-Range says.')
  if (bytes.length > mostInOnePiece) return refuse(413, 'RequestEntityTooLarge', 'A fragment has at most 4 MB.')
  const isLast = Number(last) + 1 === u.size
  if (!isLast && bytes.length % kib320 !== 0) return refuse(400, 'InvalidRange', 'A fragment that is not the last must be a multiple of 320 KiB.')
  u.received.push(bytes)
  if (!isLast) return jsonAnswer(200, sessionResource(u, null))
  return emptyAnswer(201, { location: attachmentUrl(u.finish(joined(u.received))) })
}
