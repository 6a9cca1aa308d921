/** Carries out one call, whether it came alone or within a batch. */
import { checkScopes, openMailbox, readBearer, type Rooted, type Token, type Tokens } from './access/tokens'
import type { Limits } from './access/limits'
import { contextOf, type Call, type Context, type Route, type ServerState } from './context'
import { refuseToGoOn } from './delta/resync'
import { strikeAfter } from './faults/after'
import { strikeBefore } from './faults/before'
import type { ChosenFaults } from './faults/choose'
import { ConnectionLost, type Fault } from './faults/fault'
import { errorBody, jsonAnswer, refuse, Refusal, type Answer } from './http/answer'
import { findRoute } from './http/route'
import type { Log } from './log'
import { settleOutbox } from './resources/sending'
import { attachmentRoutes } from './resources/attachments'
import { contactRoutes } from './resources/contacts'
import { eventRoutes } from './resources/events'
import { folderRoutes } from './resources/folders'
import { messageRoutes } from './resources/messages'
import { subscriptionRoutes } from './resources/subscriptions'
import { taskPartRoutes } from './resources/task-parts'
import { todoRoutes } from './resources/todo'
import { userRoutes } from './resources/users'
import { newGuid } from './state/ids'
import type { MailboxState } from './state/model'

/** A whole server, as its parts see it. */
export interface Machine {
  readonly state: ServerState
  readonly tokens: Tokens
  readonly limits: Limits
  readonly faults: ChosenFaults
  readonly log: Log
  readonly random: () => number
  readonly sleep: (ms: number) => Promise<void>
}

const belowUser: ReadonlyArray<Route> = [...userRoutes, ...folderRoutes, ...messageRoutes, ...attachmentRoutes, ...eventRoutes, ...todoRoutes, ...taskPartRoutes, ...contactRoutes]

const nowMs = (m: Machine): number => Date.parse(m.state.world.now())

/** Graph's error body for what was refused; anything else is the server's own fault. */
export const errorAnswer = (m: Machine, error: unknown): Answer => {
  if (error instanceof ConnectionLost) throw error
  const now = m.state.world.now()
  if (error instanceof Refusal) return jsonAnswer(error.status, errorBody(error.code, error.message, newGuid(m.state.world), now), error.headers)
  // Shown, because a test that runs into it should see where.
  return jsonAnswer(500, errorBody('InternalServerError', error instanceof Error ? (error.stack ?? error.message) : 'unknown', newGuid(m.state.world), now))
}

interface Found {
  readonly route: Route
  readonly named: Context['named']
  /** As the log has it. */
  readonly template: string
}

const find = (routes: ReadonlyArray<Route>, prefix: string, call: Call, path: string): Found | null => {
  const found = findRoute(routes, call.method, path)
  return 'route' in found ? { ...found, template: `${prefix}${found.route.template}` } : null
}

const locate = (call: Call, token: Token, rooted: Rooted | null): Found | null =>
  rooted === null ? find(subscriptionRoutes, '', call, call.path) : find(belowUser, token.application === null && /^\/me/i.test(rooted.root) ? '/me' : '/users/{user}', call, rooted.rest)

const isOfSubscriptions = (path: string): boolean => /^\/subscriptions(\/|$)/i.test(path)

const noSuchPath = (call: Call): never => refuse(400, 'BadRequest', `Resource not found, or not with the method ${call.method}.`)

/** The token's own mailbox, for what is not below a user. */
const ownMailbox = (m: Machine, token: Token): MailboxState => m.state.world.mailboxes.get(token.user) ?? refuse(401, 'InvalidAuthenticationToken', 'The user of the token is not known.')

interface Target {
  readonly mailbox: MailboxState
  readonly found: Found
  readonly ctx: Context
}

const aim = (m: Machine, call: Call, token: Token): Target => {
  const rooted = isOfSubscriptions(call.path) ? null : openMailbox(m.state.world, token, call.path)
  const mailbox = rooted?.mailbox ?? ownMailbox(m, token)
  const found = locate(call, token, rooted) ?? noSuchPath(call)
  checkScopes(token, call, rooted?.rest ?? call.path)
  return { mailbox, found, ctx: contextOf(m.state, mailbox, call, { ...found.named, ' application': token.application === null ? `user ${token.user}` : 'application' }, rooted?.root ?? '') }
}

const act = async (m: Machine, target: Target, fault: Fault | null, url: string): Promise<Answer> => {
  const { ctx, mailbox, found } = target
  if (fault !== null) strikeBefore(fault, { mailbox, nowMs: nowMs(m), url, resync: (how) => refuseToGoOn(ctx, how, {}) })
  m.limits.count(mailbox)
  settleOutbox(mailbox)
  const answer = await found.route.handle(ctx)
  const { applied } = ctx.preferences
  return applied.length === 0 ? answer : { ...answer, headers: { 'preference-applied': applied.join(', '), ...answer.headers } }
}

/** Never throws but `ConnectionLost`. */
export const serve = async (m: Machine, call: Call, inBatch: boolean, url: string): Promise<Answer> => {
  let logged = { template: '?', user: null as string | null }
  let fault: Fault | null = null
  const note = (status: number, lost: boolean): void => m.log.add({ method: call.method, template: logged.template, status, inBatch, user: logged.user, lost })
  let answer: Answer
  try {
    const token = readBearer(m.state.world, m.tokens, call.headers)
    logged = { ...logged, user: token.user }
    const target = aim(m, call, token)
    logged = { template: target.found.template, user: target.mailbox.user.id }
    fault = m.faults.choose({ method: call.method, path: call.path, template: logged.template, params: call.params, user: logged.user, inBatch })
    const leave = inBatch ? (): void => undefined : m.limits.enter(target.mailbox)
    try {
      answer = await act(m, target, fault, url)
    } finally {
      leave()
    }
  } catch (error) {
    if (error instanceof ConnectionLost) note(0, true)
    answer = errorAnswer(m, error)
  }
  if (fault === null || inBatch) {
    note(answer.status, false)
    return answer
  }
  note(answer.status, fault.kind === 'lostAnswer' || fault.kind === 'cut')
  return strikeAfter(fault, answer, { url, random: m.random, nowMs: nowMs(m), sleep: m.sleep })
}
