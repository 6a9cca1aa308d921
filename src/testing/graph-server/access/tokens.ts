/** Bearer tokens, and what they open. */
import type { Call } from '../context'
import { badRequest, refuse } from '../http/answer'
import { newGuid } from '../state/ids'
import type { MailboxState, World } from '../state/model'

export interface TokenOptions {
  /** Default one hour. */
  readonly expiresInMs?: number
  /** Such as `Mail.ReadWrite`; default all that there are. */
  readonly scopes?: ReadonlyArray<string>
  /** An application's own token: no `/me`, and only these mailboxes, by id or address; `all`: every one. Default: the user's. */
  readonly application?: 'all' | ReadonlyArray<string>
}

export interface Token {
  readonly user: string
  readonly expiresMs: number
  readonly scopes: ReadonlyArray<string> | null
  readonly application: 'all' | ReadonlyArray<string> | null
}

export type Tokens = Map<string, Token>

export const issueToken = (world: World, tokens: Tokens, user: string, o: TokenOptions): string => {
  const text = `eyJ0eXAiOiJKV1QifQ.${newGuid(world)}.${newGuid(world)}`
  tokens.set(text, { user, expiresMs: Date.parse(world.now()) + (o.expiresInMs ?? 3_600_000), scopes: o.scopes ?? null, application: o.application ?? null })
  return text
}

const unauthorized = (message: string): never => refuse(401, 'InvalidAuthenticationToken', message, { 'www-authenticate': 'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="invalid_token"' })

export const readBearer = (world: World, tokens: Tokens, headers: Headers): Token => {
  const [, text] = /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '') ?? []
  if (text === undefined) return unauthorized('Access token is empty.')
  const token = tokens.get(text)
  if (token === undefined) return unauthorized('Access token validation failure. Invalid audience.')
  return token.expiresMs <= Date.parse(world.now()) ? unauthorized('Lifetime validation failed, the token is expired.') : token
}

const denied = (): never => refuse(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.')

const names = (m: MailboxState): ReadonlyArray<string> => [m.user.id, m.user.mail, ...m.user.aliases].map((n) => n.toLowerCase())

/** By id or principal name; aliases do not name a user. */
const findMailbox = (world: World, id: string): MailboxState | undefined => [...world.mailboxes.values()].find((m) => m.user.id === id || m.user.mail.toLowerCase() === id.toLowerCase())

/** A path as its user and the rest. */
export interface Rooted {
  readonly mailbox: MailboxState
  /** `/me` or `/users/…`. */
  readonly root: string
  /** Below that, beginning with a slash. */
  readonly rest: string
}

const mayOpen = (token: Token, m: MailboxState): boolean =>
  token.application === null ? token.user === m.user.id : token.application === 'all' || token.application.some((n) => names(m).includes(n.toLowerCase()))

/** The mailbox that a path is below of. Refuses with 403 one that the token does not open. */
export const openMailbox = (world: World, token: Token, path: string): Rooted => {
  const [, me, user, rest] = /^(?:(\/me)|\/users(?:\/|\(')([^/')]+)(?:'\))?)(\/.*)?$/i.exec(path) ?? []
  if (me !== undefined) {
    const mailbox = world.mailboxes.get(token.user)
    if (token.application !== null || mailbox === undefined) return badRequest('/me request is only valid with delegated authentication flow.')
    return { mailbox, root: path.slice(0, me.length), rest: rest ?? '/' }
  }
  if (user === undefined) return badRequest(`Resource not found for the segment '${(path.split('/')[1] ?? '').slice(0, 40)}'.`)
  const mailbox = findMailbox(world, decodeURIComponent(user))
  if (mailbox === undefined) return token.application === null ? denied() : refuse(404, 'ErrorInvalidUser', 'The requested user is invalid.')
  if (!mayOpen(token, mailbox)) return denied()
  return { mailbox, root: path.slice(0, path.length - (rest ?? '').length), rest: rest ?? '/' }
}

const families: Readonly<Record<string, string>> = {
  messages: 'Mail',
  mailfolders: 'Mail',
  events: 'Calendars',
  calendar: 'Calendars',
  calendars: 'Calendars',
  calendarview: 'Calendars',
  todo: 'Tasks',
  contacts: 'Contacts',
  contactfolders: 'Contacts',
  mailboxsettings: 'MailboxSettings'
}

/** Refuses with 403 what the token's scopes do not hold. */
export const checkScopes = (token: Token, call: Call, rest: string): void => {
  if (token.scopes === null) return
  const scopes = token.scopes.map((s) => s.toLowerCase())
  const first = (rest.split('/')[1] ?? '').replace(/\(.*/, '').toLowerCase()
  const family = families[first]?.toLowerCase()
  const sends = first === 'sendmail' || /\/send$/i.test(rest)
  const wanted = sends ? ['mail.send'] : family === undefined ? [] : call.method === 'GET' ? [`${family}.read`, `${family}.readwrite`] : [`${family}.readwrite`]
  if (wanted.length > 0 && !wanted.some((w) => scopes.includes(w))) denied()
}
