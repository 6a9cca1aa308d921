/** Answers before they become responses, and refusals in Graph's form. */

type AnswerBody = { readonly json: unknown } | { readonly bytes: Uint8Array; readonly type: string } | { readonly stream: ReadableStream<Uint8Array>; readonly type: string }

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: AnswerBody | null
}

export const jsonAnswer = (status: number, json: unknown, headers: Answer['headers'] = {}): Answer => ({ status, headers, body: { json } })
export const emptyAnswer = (status: number, headers: Answer['headers'] = {}): Answer => ({ status, headers, body: null })

/** Thrown where a request is refused; `handle` alone catches it. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Answer['headers'] = {}
  ) {
    super(message)
  }
}

export const refuse = (status: number, code: string, message: string, headers: Answer['headers'] = {}): never => {
  throw new Refusal(status, code, message, headers)
}

export const notFound = (): never => refuse(404, 'ErrorItemNotFound', 'The specified object was not found in the store.')
export const badRequest = (message: string): never => refuse(400, 'BadRequest', message)
export const invalidProperty = (message: string): never => refuse(400, 'ErrorPropertyValidationFailure', message)

/** Graph's error body. */
export const errorBody = (code: string, message: string, requestId: string, date: string): unknown => ({
  error: { code, message, innerError: { date: date.slice(0, 19), 'request-id': requestId, 'client-request-id': requestId } }
})
