/** Reads a body piece by piece, so that nobody can fill our memory by sending without an end. */
import { unavailable } from '../../../core/errors'
import { GraphFailure } from '../failure'

/** What was read; `whole` is false where the limit came first, and the rest was then not fetched. */
export interface ReadBody {
  readonly bytes: Uint8Array
  readonly whole: boolean
}

const joined = (parts: ReadonlyArray<Uint8Array>, length: number): Uint8Array => {
  const out = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    const piece = part.subarray(0, length - at)
    out.set(piece, at)
    at += piece.length
  }
  return out
}

/** A connection that is cut in the middle is `Unavailable`, and what had come is thrown away. */
export const readBody = async (response: Response, atMost: number): Promise<ReadBody> => {
  const reader = response.body?.getReader()
  if (reader === undefined) return { bytes: new Uint8Array(0), whole: true }
  const parts: Array<Uint8Array> = []
  let length = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return { bytes: joined(parts, length), whole: true }
      parts.push(value)
      length += value.length
      if (length > atMost) {
        void reader.cancel().catch(() => undefined)
        return { bytes: joined(parts, atMost), whole: false }
      }
    }
  } catch {
    throw new GraphFailure(unavailable('the connection was cut while an answer came'), true)
  }
}
