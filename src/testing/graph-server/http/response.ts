/** Answers as responses. */
import type { Answer } from './answer'

const contentOf = (answer: Answer): { readonly type: string; readonly body: BodyInit } | null => {
  const { body } = answer
  if (body === null) return null
  if ('json' in body) return { type: 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8', body: JSON.stringify(body.json) }
  return 'stream' in body ? { type: body.type, body: body.stream } : { type: body.type, body: body.bytes as Uint8Array<ArrayBuffer> }
}

/** `headers` are those of every answer; the answer's own come before them. */
export const responseOf = (answer: Answer, headers: Answer['headers']): Response => {
  const content = contentOf(answer)
  return new Response(content?.body ?? null, { status: answer.status, headers: { ...headers, ...(content === null ? {} : { 'content-type': content.type }), ...answer.headers } })
}
