/** Receives Graph's notifications: Request in, Response out, for any framework. */
import * as E from 'fp-ts/lib/Either.js'
import { clientStates } from './client-state'
import { readLimited } from './limited-text'
import { Notification, Notifications, notificationsAtMost } from './notification'

/**
 * What a mailbox's notifications come to.
 * - `changed`, `missed`: run a pass for it. After `missed` (Graph lost some) too, for a pass asks the feeds, which lose nothing.
 * - `reauthorize`: call `ensure(known, true)` of its subscriptions.
 * - `removed`: call `ensure(null)` of its subscriptions, and run a pass.
 */
export interface MailboxNotice {
  readonly mailbox: string
  readonly what: 'changed' | 'missed' | 'reauthorize' | 'removed'
}

export interface NotificationOptions {
  /** As given to the subscriptions: at least 16 characters. */
  readonly secret: string
  /**
   * Told once a post for each mailbox and kind of notice, however often Graph repeats itself. It should only note down
   * that there is something to do (Graph wants its answer within three seconds) and must stand being told twice. Where it
   * rejects, Graph is answered 503 and comes again.
   */
  readonly onNotice: (notice: MailboxNotice) => Promise<unknown> | unknown
  /** How many entries were refused, as not ours or not readable; never their content. */
  readonly onRefused?: (count: number) => void
}

const lifecycle: { readonly [event: string]: MailboxNotice['what'] } = { missed: 'missed', reauthorizationRequired: 'reauthorize', subscriptionRemoved: 'removed' }

const bytesAtMost = 4 * 1024 * 1024
const tokenAtMost = 4096

const answer = (status: number, body: string | null = null): Response =>
  new Response(body, { status, headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' } })

/** The handshake: Graph sends a token and wants it back, decoded, as plain text. */
const handshake = (request: Request): Response | null => {
  const token = new URL(request.url).searchParams.get('validationToken')
  if (token === null) return null
  return token.length > tokenAtMost ? answer(400) : answer(200, token)
}

const whatOf = (n: Notification): MailboxNotice['what'] | null => {
  const event = n.lifecycleEvent ?? null
  if (event === null) return 'changed'
  return Object.hasOwn(lifecycle, event) ? (lifecycle[event] ?? null) : null
}

/**
 * The handler for the URLs given to Graph as `notificationUrl` and `lifecycleNotificationUrl` (one URL may serve both).
 * Answers 200 to a handshake, 202 to what was received (entries that are not ours are dropped, which the sender is not
 * told), 400 to what is no notification, 405 to other methods, 413 to what is too large, 503 where the host could not
 * take it. It never throws. Notifications get lost: go on running passes by the clock too.
 */
export const graphNotifications = (options: NotificationOptions): ((request: Request) => Promise<Response>) => {
  const states = clientStates(options.secret)
  const noticesOf = async (value: ReadonlyArray<unknown>): Promise<ReadonlyArray<MailboxNotice>> => {
    const notices = new Map<string, MailboxNotice>()
    let refused = 0
    for (const entry of value) {
      const n = Notification.decode(entry)
      const mailbox = E.isRight(n) ? await states.mailboxOf(n.right.clientState) : null
      const what = E.isRight(n) ? whatOf(n.right) : null
      if (mailbox === null || what === null) refused++
      else notices.set(JSON.stringify([what, mailbox]), { mailbox, what })
    }
    if (refused > 0) options.onRefused?.(refused)
    return [...notices.values()]
  }
  return async (request) => {
    if (request.method !== 'POST') return answer(405)
    const shaken = handshake(request)
    if (shaken !== null) return shaken
    const body = await readLimited(request, bytesAtMost)
    if (body === 'too large') return answer(413)
    let parsed: unknown
    try {
      parsed = JSON.parse(body)
    } catch {
      return answer(400)
    }
    const posted = Notifications.decode(parsed)
    if (E.isLeft(posted)) return answer(400)
    if (posted.right.value.length > notificationsAtMost) return answer(413)
    const notices = await noticesOf(posted.right.value)
    const told = await Promise.allSettled(notices.map(async (n) => options.onNotice(n)))
    return answer(told.some((r) => r.status === 'rejected') ? 503 : 202)
  }
}
