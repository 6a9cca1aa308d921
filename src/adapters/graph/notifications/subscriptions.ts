/** Keeps the subscriptions of a mailbox alive: makes, renews, and makes anew. */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import * as t from 'io-ts'
import { decodeWith } from '../../../core/codec'
import { invalidPayload, stopsThePass, type PortError } from '../../../core/errors'
import { epochOf, instantOf, type Instant } from '../../../core/model/time'
import { clientStates } from './client-state'
import { GraphSubscription, type Subscription, type Watched } from './subscription'

/** One request to Graph, JSON in and JSON out. `path` begins behind the version: `/subscriptions`, or is a whole nextLink. */
export type GraphJson = (request: { readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'; readonly path: string; readonly body?: unknown }) => TaskEither<PortError, unknown>

export interface SubscriptionOptions {
  readonly request: GraphJson
  /** What the notices shall call this mailbox: at most 60 bytes in UTF-8. */
  readonly mailbox: string
  /** The mailbox in a path: `users/anna@acme.se`. Graph takes `me` too, with a delegated token. */
  readonly root: string
  readonly watched: ReadonlyArray<Watched>
  /** Where `graphNotifications` listens, https. */
  readonly notificationUrl: string
  /** Default: the `notificationUrl`. */
  readonly lifecycleUrl?: string
  /** The same as the handler's. */
  readonly secret: string
  readonly now: () => Instant
}

export interface Ensured {
  /** To be kept, and given to the next `ensure`. */
  readonly subscriptions: ReadonlyArray<Subscription>
  readonly created: number
  readonly renewed: number
  /** Superfluous ones that were ended. */
  readonly ended: number
  /** What could not be subscribed to; the polling passes cover it, and the next `ensure` tries again. */
  readonly failed: ReadonlyArray<{ readonly path: string; readonly error: PortError }>
}

export interface GraphSubscriptions {
  /**
   * Sees to it that there is one subscription for everything that is watched, renewed when half of its life is over. Call it
   * every few hours. It can be called again at any time, and from two processes: what is there twice is ended when it is seen.
   * @param known what the last one answered; `null`: Graph is asked which there are, as upon a `removed` notice
   * @param renewAll renew also what is young, as upon a `reauthorize` notice
   */
  readonly ensure: (known: ReadonlyArray<Subscription> | null, renewAll?: boolean) => TaskEither<PortError, Ensured>
  /** Ends them. What is gone already is a success. */
  readonly end: (known: ReadonlyArray<Subscription>) => TaskEither<PortError, void>
}

const Page = t.readonly(t.intersection([t.type({ value: t.readonlyArray(t.unknown) }), t.partial({ '@odata.nextLink': t.string })]), 'Subscriptions')
const pagesAtMost = 1000

/** Graph tells a resource as it was given, with or without a slash in front. */
const pathBelow = (root: string, resource: string): string | null => {
  const plain = resource.replace(/^\//, '')
  return plain.toLowerCase().startsWith(`${root.toLowerCase()}/`) ? plain.slice(root.length + 1) : null
}

const right = <A>(e: E.Either<PortError, A>): A => {
  if (E.isLeft(e)) throw new Failed(e.left)
  return e.right
}

/** Carries a port's error through the loops below; it never leaves this file. */
class Failed {
  constructor(readonly error: PortError) {}
}

const caught =
  <A>(body: () => Promise<A>): TaskEither<PortError, A> =>
  async () => {
    try {
      return E.right(await body())
    } catch (e) {
      if (e instanceof Failed) return E.left(e.error)
      throw e
    }
  }

const decoded = (root: string, raw: unknown): Subscription => {
  const s = right(E.mapLeft((errors: Parameters<typeof invalidPayload>[1]) => invalidPayload('subscription', errors))(decodeWith(GraphSubscription)(raw)))
  return { id: s.id, path: pathBelow(root, s.resource) ?? s.resource, until: instantOf(Date.parse(s.expirationDateTime)) }
}

/** The subscriptions of one mailbox. Errors of the functions: those of the transport that stop a pass; others are in `failed`. */
export const graphSubscriptions = (o: SubscriptionOptions): GraphSubscriptions => {
  const states = clientStates(o.secret)
  const ask = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<unknown> => right(await o.request({ method, path, ...(body === undefined ? {} : { body }) })())
  const endOfLife = (w: Watched): Instant => instantOf(epochOf(o.now()) + w.lifeMs)

  /** Ours are those that would tell us: the same URL, a resource of this mailbox. */
  const listed = async (): Promise<ReadonlyArray<Subscription>> => {
    const found: Array<Subscription> = []
    let path: string | undefined = '/subscriptions'
    for (let page = 0; path !== undefined && page < pagesAtMost; page++) {
      const p: t.TypeOf<typeof Page> = right(E.mapLeft((errors: Parameters<typeof invalidPayload>[1]) => invalidPayload('subscriptions', errors))(decodeWith(Page)(await ask('GET', path))))
      for (const raw of p.value) {
        const s = GraphSubscription.decode(raw)
        const ours = E.isRight(s) && pathBelow(o.root, s.right.resource) !== null && (raw as { readonly notificationUrl?: unknown }).notificationUrl === o.notificationUrl
        if (ours) found.push(decoded(o.root, raw))
      }
      path = p['@odata.nextLink']
    }
    return found
  }

  const create = async (w: Watched): Promise<Subscription> =>
    decoded(
      o.root,
      await ask('POST', '/subscriptions', {
        changeType: 'created,updated,deleted',
        notificationUrl: o.notificationUrl,
        ...(w.lifecycle ? { lifecycleNotificationUrl: o.lifecycleUrl ?? o.notificationUrl } : {}),
        resource: `${o.root}/${w.path}`,
        expirationDateTime: endOfLife(w),
        clientState: await states.of(o.mailbox)
      })
    )

  /** `null`: it is gone. */
  const renew = async (w: Watched, s: Subscription): Promise<Subscription | null> => {
    const answer = await o.request({ method: 'PATCH', path: `/subscriptions/${encodeURIComponent(s.id)}`, body: { expirationDateTime: endOfLife(w) } })()
    if (E.isLeft(answer) && answer.left._tag === 'NotFound') return null
    return { ...decoded(o.root, right(answer)), path: w.path }
  }

  const remove = async (s: Subscription): Promise<void> => {
    const answer = await o.request({ method: 'DELETE', path: `/subscriptions/${encodeURIComponent(s.id)}` })()
    if (E.isLeft(answer) && answer.left._tag !== 'NotFound') right(answer)
  }

  return {
    ensure: (known, renewAll = false) =>
      caught(async () => {
        const there = known ?? (await listed())
        const kept: Array<Subscription> = []
        const failed: Array<{ readonly path: string; readonly error: PortError }> = []
        let [created, renewed, ended] = [0, 0, 0]
        /** One that fails alone does not stop the others. */
        const each = async (path: string, body: () => Promise<void>): Promise<void> => {
          const done = await caught(body)()
          if (E.isRight(done)) return
          if (stopsThePass[done.left._tag]) throw new Failed(done.left)
          failed.push({ path, error: done.left })
        }
        for (const w of o.watched) {
          const [latest, ...others] = there.filter((s) => s.path === w.path).sort((a, b) => epochOf(b.until) - epochOf(a.until))
          await each(w.path, async () => {
            const left = latest === undefined ? 0 : epochOf(latest.until) - epochOf(o.now())
            if (latest !== undefined && left > w.lifeMs / 2 && !renewAll) return void kept.push(latest)
            const anew = latest === undefined || left <= 0 ? null : await renew(w, latest)
            kept.push(anew ?? (await create(w)))
            if (anew === null) created++
            else renewed++
          })
          for (const s of others) {
            await each(w.path, async () => {
              await remove(s)
              ended++
            })
          }
        }
        for (const s of there.filter((one) => !o.watched.some((w) => w.path === one.path))) {
          await each(s.path, async () => {
            await remove(s)
            ended++
          })
        }
        return { subscriptions: kept, created, renewed, ended, failed }
      }),
    end: (known) =>
      caught(async () => {
        for (const s of known) await remove(s)
      })
  }
}
