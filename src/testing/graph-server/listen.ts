/** The handler behind a real HTTP server. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'

export interface ListenOptions {
  /** Default: any that is free. */
  readonly port?: number
  /** Default `127.0.0.1`. */
  readonly host?: string
  /** Where links begin, for a client that is led here under another name. Default: the address itself. */
  readonly linksTo?: string
}

export interface Listening {
  /** `http://127.0.0.1:41234/v1.0`. */
  readonly baseUrl: string
  readonly close: () => Promise<void>
}

type Handle = (request: Request) => Promise<Response>

const requestOf = (incoming: IncomingMessage, origin: string): Request => {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) for (const v of [value ?? []].flat()) headers.append(name, v)
  const method = incoming.method ?? 'GET'
  const bodiless = method === 'GET' || method === 'HEAD'
  return new Request(new URL(incoming.url ?? '/', origin), { method, headers, ...(bodiless ? {} : { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: 'half' }) } as RequestInit)
}

/** Ends the connection where the answer's body breaks off, so that the client sees that it is not whole. */
const send = async (answer: Response, outgoing: ServerResponse): Promise<void> => {
  answer.headers.forEach((value, name) => void outgoing.setHeader(name, value))
  outgoing.statusCode = answer.status
  if (answer.body !== null) {
    for await (const piece of answer.body as unknown as AsyncIterable<Uint8Array>) {
      if (outgoing.destroyed) return
      // Waited for, so that what was sent before a connection dies arrives.
      await new Promise<void>((done) => void outgoing.write(piece, () => done()))
    }
  }
  outgoing.end()
}

export const listenOn = async (handle: Handle, { port = 0, host = '127.0.0.1' }: ListenOptions): Promise<Listening> => {
  let origin = `http://${host}:${port}`
  const server = createServer((incoming, outgoing) => {
    handle(requestOf(incoming, origin))
      .then((answer) => send(answer, outgoing))
      .catch(() => outgoing.destroy())
  })
  await new Promise<void>((done, fail) => void server.once('error', fail).listen(port, host, done))
  const address = server.address()
  origin = `http://${host}:${typeof address === 'object' && address !== null ? address.port : port}`
  return {
    baseUrl: `${origin}/v1.0`,
    close: async () => {
      const closed = new Promise<void>((done) => void server.close(() => done()))
      server.closeAllConnections()
      await closed
    }
  }
}
