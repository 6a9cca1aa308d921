/** What a host gives for a mailbox on Microsoft Graph. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { checked, decodeWith, integerBetween, NonEmpty, stringWhere, type FieldError } from '../../core/codec'
import { Kind, kinds } from '../../core/model/fields'
import type { Zone } from '../../core/model/time'
import { ianaZone } from '../../time/zones'
import { type ClientOptions, processLimiter } from './http/client'
import { memoryLimiter, outlookBudget, type RequestLimiter } from './http/limiter'
import { segment } from './http/link'
import type { RequestCount } from './http/request'
import type { Fetch, GetToken } from './http/send-once'

/** Which part of the calendar is followed, in days before and after now. Graph allows 1,825 days in all. */
export interface CalendarWindow {
  /** 1 to 900. Default 365. */
  readonly daysBack: number
  /** 60 to 900. Default 730. The window is moved on when half of it is over. */
  readonly daysAhead: number
}

/** The configuration of `graphMailbox`. */
export interface GraphMailboxConfig {
  /** Whose mailbox: `me`, with a delegated token, or a user's id or principal name, with an application's. */
  readonly user: string
  /**
   * A bearer token for Graph; `refresh`: the last one was not accepted, so none from a cache. With MSAL:
   * `acquireTokenSilent({ …, forceRefresh: refresh })`. Needs Mail.ReadWrite, Mail.Send, Calendars.ReadWrite, Tasks.ReadWrite and User.Read.
   */
  readonly getToken: GetToken
  /** Default: the global one. */
  readonly fetch?: Fetch | undefined
  /** Default `https://graph.microsoft.com/v1.0`. A national cloud has another. The token goes to this host and to no other. */
  readonly baseUrl?: string | undefined
  /** Which kinds to follow and to write. Default: all three. What is left out needs no permission. */
  readonly kinds?: ReadonlyArray<Kind> | undefined
  /** Mail folders to follow beside Inbox, Sent Items and Deleted Items: ids, or well-known names like `archive`. */
  readonly folders?: ReadonlyArray<string> | undefined
  readonly calendarWindow?: CalendarWindow | undefined
  /** The mailbox's zone, an IANA or a Windows name: for appointments whose own zone has no name that is known. Default `UTC`. */
  readonly zone?: string | undefined
  /** Changes that Graph is to put on a page, 1 to 500. Default 100. */
  readonly pageSize?: number | undefined
  /** The task list that stands for Deleted Items, which tasks do not have in Graph; it is made when it is first needed. Default `Deleted tasks`. */
  readonly deletedTasks?: string | undefined
  /**
   * True: meetings with attendees may be changed and deleted, whereupon Exchange mails the attendees. Default false: such a
   * write answers `Unsupported`, because a mailbox port mails nobody unasked.
   */
  readonly mailsAttendees?: boolean | undefined
  /** Who is asked before each request. Default: one for this process, 10,000 in 10 minutes for each mailbox. Several processes need one that they share. */
  readonly limiter?: RequestLimiter | undefined
  /** Requests under way at once, 1 to 4. Default 4, which is all that a mailbox allows. */
  readonly maxInFlight?: number | undefined
  /** For one attempt of one request, ms. Default 60,000. */
  readonly timeoutMs?: number | undefined
  /** How long one request may wait between its attempts, ms, before the port answers `Throttled` or `Unavailable`. Default 60,000. */
  readonly retryForMs?: number | undefined
  /** Most bytes of JSON in one answer. Default 64 MiB. */
  readonly maxJsonBytes?: number | undefined
  /** Most bytes of one attachment that is read whole. Default 150 MiB, the most that Exchange takes. */
  readonly maxAttachmentBytes?: number | undefined
  /** Milliseconds since the epoch. Default: the system's clock. */
  readonly now?: (() => number) | undefined
  /** At least 0, below 1: spreads the attempts of many. */
  readonly random?: (() => number) | undefined
  readonly sleep?: ((ms: number) => Promise<void>) | undefined
  /** Told after each attempt of a request, with the sums so far. */
  readonly onRequests?: ((count: RequestCount) => void) | undefined
}

/** A configuration that was checked, with its defaults. */
export interface CheckedGraphConfig {
  readonly client: ClientOptions
  /** `/me`, or `/users/…`. */
  readonly root: string
  readonly user: string
  readonly kinds: ReadonlyArray<Kind>
  readonly folders: ReadonlyArray<string>
  readonly calendarWindow: CalendarWindow
  readonly zone: Zone
  readonly pageSize: number
  readonly deletedTasks: string
  readonly mailsAttendees: boolean
  readonly maxAttachmentBytes: number
}

const aFunction = (what: string): t.Type<unknown, unknown, unknown> => checked(`a function: ${what}`, (u): u is unknown => typeof u === 'function')
const isLocal = (url: URL): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
const BaseUrl = stringWhere('an https URL without query, like https://graph.microsoft.com/v1.0', (s) => {
  try {
    const url = new URL(s)
    return (url.protocol === 'https:' || (url.protocol === 'http:' && isLocal(url))) && url.search === '' && url.hash === '' && url.username === '' && url.password === ''
  } catch {
    return false
  }
})
const Limiter = checked('an object with a function take', (u): u is RequestLimiter => typeof u === 'object' && u !== null && 'take' in u && typeof u.take === 'function')
const ZoneName = stringWhere('an IANA or Windows time zone like Europe/Stockholm', (s) => ianaZone(s) !== null)
const Folder = stringWhere('the id or well-known name of a mail folder', (s) => s.trim() !== '' && !/^\.*$/.test(s))

const Config = t.intersection([
  t.type({ user: NonEmpty, getToken: aFunction('(options) => Promise<token>') }),
  t.partial({
    fetch: aFunction('fetch'),
    baseUrl: BaseUrl,
    kinds: t.readonlyArray(Kind, 'a list of kinds'),
    folders: t.readonlyArray(Folder, 'a list of mail folders'),
    calendarWindow: t.type({ daysBack: integerBetween(1, 900), daysAhead: integerBetween(60, 900) }),
    zone: ZoneName,
    pageSize: integerBetween(1, 500),
    deletedTasks: NonEmpty,
    mailsAttendees: t.boolean,
    limiter: Limiter,
    maxInFlight: integerBetween(1, 4),
    timeoutMs: integerBetween(1, 3_600_000),
    retryForMs: integerBetween(0, 86_400_000),
    maxJsonBytes: integerBetween(1024, 1024 ** 3),
    maxAttachmentBytes: integerBetween(0, 1024 ** 3),
    now: aFunction('() => milliseconds'),
    random: aFunction('() => number'),
    sleep: aFunction('(ms) => Promise<void>'),
    onRequests: aFunction('(count) => void')
  })
])

const systemSleep = (ms: number): Promise<void> => new Promise((done) => void setTimeout(done, ms))
const systemFetch: Fetch = (url, init) => globalThis.fetch(url, init)

const limiterFor = (c: GraphMailboxConfig, baseUrl: string): RequestLimiter => {
  if (c.limiter !== undefined) return c.limiter
  if (c.now === undefined && c.sleep === undefined) return processLimiter(baseUrl, c.user)
  // A clock of its own has a budget of its own.
  return memoryLimiter({ ...outlookBudget, now: c.now ?? Date.now, sleep: c.sleep ?? systemSleep })
}

const withDefaults = (c: GraphMailboxConfig): CheckedGraphConfig => {
  const baseUrl = new URL(c.baseUrl ?? 'https://graph.microsoft.com/v1.0').href.replace(/\/+$/, '')
  return {
    client: {
      baseUrl,
      fetch: c.fetch ?? systemFetch,
      getToken: c.getToken,
      limiter: limiterFor(c, baseUrl),
      maxInFlight: c.maxInFlight ?? 4,
      timeoutMs: c.timeoutMs ?? 60_000,
      retryForMs: c.retryForMs ?? 60_000,
      maxJsonBytes: c.maxJsonBytes ?? 64 * 1024 ** 2,
      now: c.now ?? Date.now,
      random: c.random ?? Math.random,
      sleep: c.sleep ?? systemSleep,
      onRequests: c.onRequests ?? ((): void => undefined)
    },
    root: c.user === 'me' ? '/me' : `/users/${segment(c.user)}`,
    user: c.user,
    kinds: kinds.filter((kind) => c.kinds?.includes(kind) ?? true),
    folders: c.folders ?? [],
    calendarWindow: c.calendarWindow ?? { daysBack: 365, daysAhead: 730 },
    zone: ianaZone(c.zone ?? 'UTC') ?? 'UTC',
    pageSize: c.pageSize ?? 100,
    deletedTasks: c.deletedTasks ?? 'Deleted tasks',
    mailsAttendees: c.mailsAttendees ?? false,
    maxAttachmentBytes: c.maxAttachmentBytes ?? 150 * 1024 ** 2
  }
}

/** Checks a configuration; `Left` says what is wrong with each field. */
export const decodeGraphConfig = (given: GraphMailboxConfig): E.Either<ReadonlyArray<FieldError>, CheckedGraphConfig> =>
  pipe(
    decodeWith(Config)(given),
    // The functions were looked at, and cannot be looked into; their types are the host's word.
    E.map(() => withDefaults(given))
  )
