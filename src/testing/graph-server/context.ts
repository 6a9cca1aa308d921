/** What a handler of one request has at hand. */
import type { GraphServerOptions } from './options'
import type { Answer } from './http/answer'
import { readPrefer, type Preferences } from './http/prefer'
import type { MailboxState, World } from './state/model'
import type { Subscription } from './notifications/subscription'
import type { Upload } from './resources/upload'

/** What a server holds beside its mailboxes. */
export interface ServerState {
  readonly world: World
  readonly options: GraphServerOptions
  /** Where links begin; `listen` replaces it. */
  baseUrl: string
  /** Where upload sessions are: another host than that of Graph, to which no token is to go. */
  uploadOrigin: string
  readonly uploads: Map<string, Upload>
  readonly subscriptions: Map<string, Subscription>
  /** Delta tokens of before are too old. Rises with each `expireDeltaTokens`. */
  deltaEpoch: number
}

/** A request, whether it came alone or within a batch. */
export interface Call {
  readonly method: string
  /** Below `/v1.0`. */
  readonly path: string
  readonly params: URLSearchParams
  readonly headers: Headers
  /** Parsed JSON, or what else was sent; `undefined` where nothing was. */
  readonly body: unknown
}

export interface Context {
  readonly server: ServerState
  readonly mailbox: MailboxState
  readonly call: Call
  readonly preferences: Preferences
  /** The parts of the path that the template names. */
  readonly named: Readonly<Record<string, string>>
  /** `/me` or `/users/…`, as the request has it. */
  readonly root: string
}

export type Handler = (ctx: Context) => Answer | Promise<Answer>

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** Below the user: `/mailFolders/{folder}/messages`. */
  readonly template: string
  readonly handle: Handler
}

export const route = (method: Route['method'], template: string, handle: Handler): Route => ({ method, template, handle })

export const contextOf = (server: ServerState, mailbox: MailboxState, call: Call, named: Context['named'], root: string): Context => ({
  server,
  mailbox,
  call,
  named,
  root,
  preferences: readPrefer(call.headers.get('prefer'))
})

/** A part of the path that the route's template names. */
export const part = (ctx: Context, name: string): string => ctx.named[name] ?? ''

/** A link to below the same user. */
export const linkTo = (ctx: Context, path: string, query: Readonly<Record<string, string>>): string => {
  const encoded = Object.entries(query).map(([name, value]) => `${encodeURIComponent(name).replace('%24', '$')}=${encodeURIComponent(value)}`)
  return `${ctx.server.baseUrl}${path}${encoded.length === 0 ? '' : `?${encoded.join('&')}`}`
}

export const metadata = (ctx: Context, what: string): string => `${ctx.server.baseUrl}/$metadata#users('${encodeURIComponent(ctx.mailbox.user.id)}')/${what}`
