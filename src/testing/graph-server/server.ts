/** A Microsoft Graph server for tests; see `graphServer`. */
import { issueToken, type TokenOptions, type Tokens } from './access/tokens'
import { newLimits } from './access/limits'
import type { ServerState } from './context'
import { newFaults, type Faults } from './faults/choose'
import { ConnectionLost } from './faults/fault'
import { handleRequest } from './handle'
import { listenOn, type ListenOptions, type Listening } from './listen'
import { newLog, type LogEntry } from './log'
import { ageSubscriptions, lifecycleOf, queueChange, sendQueued, type NotificationFaults, type Queued } from './notifications/queue'
import type { Fetch, GraphServerOptions } from './options'
import { graphPerson, type GraphPerson, type PersonOptions } from './person/person'
import { seededNumbers } from './random'
import { settleOutbox } from './resources/sending'
import type { Machine } from './serve'
import { newMailbox } from './state/folders'
import { reissueIds } from './state/items'
import type { MailboxState, World } from './state/model'

export interface NewUser {
  readonly id: string
  readonly mail: string
  readonly aliases?: ReadonlyArray<string>
  readonly displayName: string
  /** A Windows name. Default `W. Europe Standard Time`. */
  readonly timeZone?: string
}

export interface GraphServer {
  /** One request. Rejects where the connection dies; everything else is a response. */
  readonly handle: (request: Request) => Promise<Response>
  /** In place of the global one. A request to any other host fails as if there were none, and is counted in `strayRequests`. */
  readonly fetch: Fetch
  /** The same server on a socket; its links then begin with the address there. */
  readonly listen: (options?: ListenOptions) => Promise<Listening>
  readonly baseUrl: () => string
  readonly addUser: (user: NewUser) => void
  /** A bearer token of a user, by id. */
  readonly token: (user: string, options?: TokenOptions) => string
  readonly person: (user: string, options?: PersonOptions) => GraphPerson
  /** How many messages have left the mailbox, invitations, updates and cancellations among them. */
  readonly mailed: (user: string) => number
  /** Makes every delta token given out so far too old. */
  readonly expireDeltaTokens: () => void
  /** Gives every item of a mailbox another id, in both forms. */
  readonly changeIds: (user: string) => void
  readonly faults: Faults
  readonly log: () => ReadonlyArray<LogEntry>
  /** Requests that came; a batch is one, and its items are counted apart. */
  readonly requests: () => number
  readonly batchItems: () => number
  readonly resetLog: () => void
  /** Requests of `fetch` to another host, and whether a token was with them. */
  readonly strayRequests: () => ReadonlyArray<{ readonly origin: string; readonly withToken: boolean }>
  readonly notifications: {
    /** Sends all that is waiting; resolves with how many were accepted. */
    readonly deliver: () => Promise<number>
    readonly waiting: () => number
    readonly faults: (faults: NotificationFaults) => void
    /** Says to every subscription of a user that something was missed. */
    readonly tellMissed: (user: string) => void
  }
}

const graphUrl = 'https://graph.microsoft.com/v1.0'

/** Outlook's own host, where the server stands in for the real one. */
const uploadOriginOf = (baseUrl: string): string => (baseUrl === graphUrl ? 'https://outlook.office.com' : originOf(baseUrl))

const originOf = (baseUrl: string): string => new URL(baseUrl).origin

const worldOf = (o: GraphServerOptions, random: () => number): World => ({
  now: o.now,
  random,
  mailboxes: new Map(),
  used: 0,
  listeners: [],
  quirks: { replays: 0.1, removedInFirstRound: 0.2, forgottenReturns: 0, ...o.quirks },
  sendingMs: o.sendingMs ?? 0,
  delivers: o.delivers ?? false
})

const systemSleep = (ms: number): Promise<void> => new Promise((done) => void setTimeout(done, ms))

/** Rejects as `fetch` does when its signal says so. */
const untilAborted = async <A>(work: Promise<A>, signal: AbortSignal): Promise<A> => {
  signal.throwIfAborted()
  let stop = (): void => undefined
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'))
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/**
 * A local Microsoft Graph (v1.0) with as many mailboxes as a test adds: messages, folders, events, To Do, contacts,
 * attachments, delta queries, batches, subscriptions. It is deterministic: `now` is its clock and `seed` its chance.
 * What it has not got, it refuses with 400 and Graph's error body; nothing is silently ignored.
 *
 * In process, give `fetch: server.fetch` to the client; over a socket, `listen` and use the base URL that it gives.
 *
 * ```ts
 * const server = graphServer({ now: () => '2026-03-02T08:00:00.000Z' })
 * server.addUser({ id: 'anna', mail: 'anna@acme.se', displayName: 'Anna' })
 * const answer = await server.fetch(`${server.baseUrl()}/me/messages`, { headers: { authorization: `Bearer ${server.token('anna')}` } })
 * ```
 *
 * It behaves as Graph is documented or known to behave, also where that is awkward: ids change with a move unless
 * immutable ones are asked for on each request; deltas repeat themselves, tell of removals that are none, and expire;
 * bodies, subjects, times and names come back normalised; `If-Match` is not heeded by To Do. What is not known is an
 * option. `faults` strike by script or by chance.
 */
export const graphServer = (o: GraphServerOptions): GraphServer => {
  const random = seededNumbers(o.seed ?? 1)
  const world = worldOf(o, random)
  const tokens: Tokens = new Map()
  const state: ServerState = { world, options: o, baseUrl: o.baseUrl ?? graphUrl, uploadOrigin: uploadOriginOf(o.baseUrl ?? graphUrl), uploads: new Map(), subscriptions: new Map(), deltaEpoch: 0 }
  const log = newLog()
  // A stream of its own, so that a fault more or less does not change what else is left to chance.
  const faults = newFaults(seededNumbers((o.seed ?? 1) ^ 0x5eed))
  const machine: Machine = { state, tokens, limits: newLimits(o), faults, log, random, sleep: o.sleep ?? systemSleep }
  const strays: Array<{ readonly origin: string; readonly withToken: boolean }> = []
  let queue: Queued[] = []
  let notificationFaults: NotificationFaults = {}
  world.listeners.push((told) => queueChange(state, queue, told))

  const mailboxOf = (user: string): MailboxState => {
    const m = world.mailboxes.get(user)
    if (m === undefined) throw new RangeError(`no user ${user}`)
    return m
  }
  const handle = (request: Request): Promise<Response> => handleRequest(machine, request)

  const follow = async (request: Request, hops: number): Promise<Response> => {
    if (![originOf(state.baseUrl), state.uploadOrigin].includes(originOf(request.url))) {
      strays.push({ origin: originOf(request.url), withToken: request.headers.has('authorization') })
      throw new ConnectionLost()
    }
    const answer = await handle(request)
    const to = answer.headers.get('location')
    if (![301, 302, 303, 307, 308].includes(answer.status) || to === null || request.redirect === 'manual') return answer
    if (request.redirect === 'error' || hops === 0) throw new ConnectionLost()
    const headers = new Headers(request.headers)
    // As `fetch` does: a token does not go to another host.
    if (new URL(to).origin !== originOf(request.url)) headers.delete('authorization')
    return follow(new Request(to, { headers, redirect: request.redirect, signal: request.signal }), hops - 1)
  }

  return {
    handle,
    fetch: async (input, init) => {
      const request = new Request(input, init)
      return untilAborted(follow(request, 20), request.signal)
    },
    listen: async (options = {}) => {
      const before = { baseUrl: state.baseUrl, uploadOrigin: state.uploadOrigin }
      const listening = await listenOn(handle, options)
      state.baseUrl = options.linksTo ?? listening.baseUrl
      state.uploadOrigin = uploadOriginOf(state.baseUrl)
      return {
        baseUrl: listening.baseUrl,
        close: async () => {
          await listening.close()
          state.baseUrl = before.baseUrl
          state.uploadOrigin = before.uploadOrigin
        }
      }
    },
    baseUrl: () => state.baseUrl,
    addUser: ({ id, mail, aliases = [], displayName, timeZone = 'W. Europe Standard Time' }) => void world.mailboxes.set(id, newMailbox(world, { id, mail, aliases, displayName, timeZone })),
    token: (user, options = {}) => issueToken(world, tokens, mailboxOf(user).user.id, options),
    person: (user, options = {}) => graphPerson(mailboxOf(user), options),
    mailed: (user) => {
      settleOutbox(mailboxOf(user))
      return mailboxOf(user).mailed
    },
    expireDeltaTokens: () => {
      state.deltaEpoch += 1
    },
    changeIds: (user) => {
      const m = mailboxOf(user)
      for (const item of [...m.items.values()]) reissueIds(m, item)
    },
    faults,
    log: log.entries,
    requests: log.requests,
    batchItems: log.batchItems,
    resetLog: log.reset,
    strayRequests: () => strays,
    notifications: {
      deliver: async () => {
        ageSubscriptions(state, queue)
        const waiting = queue
        queue = []
        return sendQueued(state, waiting, notificationFaults)
      },
      waiting: () => queue.length,
      faults: (given) => {
        notificationFaults = given
      },
      tellMissed: (user) => {
        const m = mailboxOf(user)
        for (const s of state.subscriptions.values()) if (s.mailbox === m && s.kind !== 'task') queue.push(...lifecycleOf(s, 'missed'))
      }
    }
  }
}

